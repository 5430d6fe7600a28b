"""Which report belongs to what is kept, by the kind of its folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from escalation.errors import InputError
from escalation.files import is_folder, present
from escalation.results.layout import MANIFEST, RUN, SWEEP, SWEEP_PLAN
from escalation.results.reading import folder_meant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escalation.report.document import Document

#: For each kind of folder the function that fills its report; of a sweep's, given its path.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        RUN: "escalation.report.contents.run:kept_run",
        "comparison": "escalation.report.contents.comparison:kept_comparison",
        "branch": "escalation.report.contents.branch:kept_branch",
        "policies": "escalation.report.contents.policies:kept_policies",
        SWEEP: "escalation.report.contents.sweep:kept_sweep",
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
    if sweep := _sweep_meant(source, root):
        return Given(sweep.resolve().name, lambda: _maker(SWEEP)(sweep))
    folder = folder_meant(source, root)
    if folder is None:
        return None
    if folder.kind not in KINDS:
        raise InputError.single(str(folder.path), f"there is no report of a {folder.kind}")
    return Given(folder.path.resolve().name, lambda: _maker(folder.kind)(folder))


def _sweep_meant(source: str | os.PathLike[str], root: str | os.PathLike[str]) -> Path | None:
    """Return the folder of a sweep that somebody names by its path, or by its name under a root."""
    for path in (Path(source), Path(root) / source):
        if is_folder(path) and present(path / SWEEP_PLAN) and not present(path / MANIFEST):
            return path
    return None


def _maker(kind: str) -> Any:
    module, _, function = KINDS[kind].partition(":")
    return getattr(import_module(module), function)
