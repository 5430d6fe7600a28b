"""Which report belongs to what is kept, by the kind of its folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from escalation.errors import InputError
from escalation.results.layout import RUN
from escalation.results.reading import folder_meant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escalation.report.document import Document

#: For each kind of folder the module that fills its report, by a function of its folder.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        RUN: "escalation.report.contents.run:kept_run",
    }
)


@dataclass(frozen=True)
class Given:
    """Results that are kept.

    Attributes
    ----------
    name
        Of their folder; a report is named after it.
    document
        Fills their report.
    """

    name: str
    document: Callable[[], Document]


def meant(source: str | os.PathLike[str], root: str | os.PathLike[str] = "runs") -> Given | None:
    """Return the kept results that somebody names; None where a scenario is meant.

    Parameters
    ----------
    source
        A scenario's file or shipped name, or the path, the name or the id of a kept folder.
    root
        Folder of run folders, in which an id or a name is looked up.

    Raises
    ------
    InputError
        If a kept folder is meant and there is none, it can't be read, or has no report.
    """
    folder = folder_meant(source, root)
    if folder is None:
        return None
    if folder.kind not in KINDS:
        raise InputError.single(str(folder.path), f"there is no report of a {folder.kind}")
    return Given(folder.path.resolve().name, lambda: _maker(folder.kind)(folder))


def _maker(kind: str) -> Any:
    module, _, function = KINDS[kind].partition(":")
    return getattr(import_module(module), function)
