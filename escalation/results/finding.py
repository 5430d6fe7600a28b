"""Find a kept run by its folder or its id."""

from __future__ import annotations

import os
from pathlib import Path

from escalation.errors import InputError, suggest
from escalation.results.layout import RUN
from escalation.results.listing import list_runs
from escalation.results.stored import StoredRun, load

#: Fewer letters of an id would be a guess.
_LEAST_LETTERS = 4


def find_run(wanted: str, root: str | os.PathLike[str] = "runs") -> StoredRun:
    """Open the run that a person names.

    Parameters
    ----------
    wanted
        The path of a run's folder, or its id or the folder's name under ``root``; four letters of
        an id are enough where no other begins so.
    root
        Folder of run folders.

    Raises
    ------
    InputError
        If there is no such run, or several, or what is there is a comparison or the like.
    """
    if Path(wanted).exists() or os.sep in wanted.strip(os.sep):
        return _only_runs(load(wanted))
    listed = list_runs(root) if Path(root).is_dir() else []
    known = [item for item in listed if item.run_id]
    exact = [item for item in known if wanted in (item.run_id, Path(item.path).name)]
    begins = [item for item in known if str(item.run_id).startswith(wanted)]
    found = exact or (begins if len(wanted) >= _LEAST_LETTERS else [])
    if len(found) == 1:
        return _only_runs(load(found[0].path))
    if found:
        ids = ", ".join(str(item.run_id) for item in found)
        raise InputError.single(wanted, f"begins the ids of several runs: {ids}")
    near = suggest(wanted, [str(item.run_id) for item in known])
    raise InputError.single(
        wanted, f"there is no such run under {root}{near}; 'escalation runs' lists those kept"
    )


def _only_runs(found: StoredRun) -> StoredRun:
    if found.kind != RUN:
        message = f"is a folder of kind {found.kind!r}; give one that 'escalation run' made"
        raise InputError.single(str(found.path), message)
    return found
