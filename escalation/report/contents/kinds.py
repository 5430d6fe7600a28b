"""Which report belongs to what is kept, by the kind of its folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from escalation.errors import InputError, PurposeError
from escalation.files import is_folder, present
from escalation.letters import visible
from escalation.report.contents.parts.making import check_origin
from escalation.results.checking.archives import is_archive
from escalation.results.checking.mailed import check_sizes, results
from escalation.results.layout import MANIFEST, RUN, SWEEP, SWEEP_PLAN
from escalation.results.reading import KeptFolder, folder_meant
from escalation.sealing import DamagedError

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

#: So much is said of what went wrong.
_MOST_LETTERS: Final = 200


@dataclass(frozen=True)
class Given:
    """Results that are kept.

    Attributes
    ----------
    name
        Of their folder or archive; a report is named after it.
    document
        Fills their report.
    """

    name: str
    document: Callable[[], Document]


@contextmanager
def given(
    source: str | os.PathLike[str], root: str | os.PathLike[str] = "runs"
) -> Iterator[Given | None]:
    """Open the kept results that somebody names; None where a scenario is meant.

    A report is filled and written within the context: an archive is removed after it.

    Parameters
    ----------
    source
        A scenario's file or shipped name, the path, the name or the id of a kept folder, or a zip
        archive of one.
    root
        Folder of run folders, in which an id or a name is looked up.

    Raises
    ------
    InputError
        If kept results are meant and there are none, they can't be read, or have no report; if
        they hold what no results of this program do.
    """
    path = Path(source)
    if not is_archive(path):
        yield meant(source, root)
        return
    with results(path, root) as there:
        if there.kept is None:
            yield _of_sweep(there.path, path.stem)
        else:
            check_sizes(there.kept)
            yield _of(there.kept, path.stem)


def meant(source: str | os.PathLike[str], root: str | os.PathLike[str] = "runs") -> Given | None:
    """Return the kept folder that somebody names; see `given`, which takes archives too."""
    if sweep := _sweep_meant(source, root):
        return _of_sweep(sweep, sweep.resolve().name)
    folder = folder_meant(source, root)
    return None if folder is None else _of(folder, folder.path.resolve().name)


def _of_sweep(path: Path, name: str) -> Given:
    return Given(name, lambda: _filled(path, SWEEP, path))


def _of(folder: KeptFolder, name: str) -> Given:
    if folder.kind not in KINDS:
        raise InputError.single(str(folder.path), f"there is no report of a {folder.kind}")
    return Given(name, lambda: _filled(folder.path, folder.kind, folder))


def _filled(path: Path, kind: str, kept: Path | KeptFolder) -> Document:
    """Return the report of what is kept, or say that it is not what this program keeps.

    Its hashes may all hold: whoever wrote it could hash it too.
    """
    module, _, function = KINDS[kind].partition(":")
    try:
        if not isinstance(kept, Path):
            check_origin(kept)
        filled: Document = getattr(import_module(module), function)(kept)
    except (InputError, PurposeError):
        raise
    except Exception as error:
        why = visible(f"{type(error).__name__}: {error}", keep="")[:_MOST_LETTERS]
        told = f"can't be told: it holds what no {kind} that this program keeps does ({why})"
        raise DamagedError.single(str(path), told) from error
    return filled


def _sweep_meant(source: str | os.PathLike[str], root: str | os.PathLike[str]) -> Path | None:
    """Return the folder of a sweep that somebody names by its path, or by its name under a root."""
    for path in (Path(source), Path(root) / source):
        if is_folder(path) and present(path / SWEEP_PLAN) and not present(path / MANIFEST):
            return path
    return None
