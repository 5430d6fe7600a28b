"""Which runs there are under a folder."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from escalation.errors import InputError
from escalation.store.folder import unfinished
from escalation.store.layout import MANIFEST
from escalation.store.stored import load


@dataclass(frozen=True)
class Listed:
    """One line of a list of runs; None where the folder does not say.

    Attributes
    ----------
    path
        The folder.
    run_id, scenario, started
        Names of run and scenario, and the moment of the start in ISO form.
    runs, failed_runs, interrupted
        As in the summary.
    de_escalated_30d
        The headline odds.
    problem
        Why it can't be read, or an empty string.
    """

    path: str
    run_id: str | None = None
    scenario: str | None = None
    started: str | None = None
    runs: int | None = None
    failed_runs: int | None = None
    interrupted: bool | None = None
    de_escalated_30d: float | None = None
    problem: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return asdict(self)


def list_runs(root: str | os.PathLike[str]) -> list[Listed]:
    """Return the run folders under ``root``, newest last; unfinished and damaged ones say so.

    Raises
    ------
    InputError
        If ``root`` is not a folder.
    """
    folder = Path(root)
    if not folder.is_dir():
        raise InputError.single(str(folder), "there is no such folder")
    listed = [
        _look(path)
        for path in folder.iterdir()
        if path.is_dir() and not path.name.startswith(".") and (path / MANIFEST).exists()
    ]
    listed += [Listed(str(path), problem="being built") for path in unfinished(folder)]
    return sorted(listed, key=lambda item: (item.started or "", item.path))


def _look(path: Path) -> Listed:
    """Read of a run folder what a list needs."""
    try:
        stored = load(path)
        summary = stored.summary
    except InputError as error:
        return Listed(str(path), problem=error.problems[0].message)
    odds = summary.get("odds")
    headline = odds.get("de_escalated_30d") if isinstance(odds, dict) else None
    return Listed(
        path=str(path),
        run_id=stored.run_id,
        scenario=summary.get("scenario"),
        started=stored.manifest.get("started"),
        runs=summary.get("runs"),
        failed_runs=summary.get("failed_runs"),
        interrupted=summary.get("interrupted"),
        de_escalated_30d=headline.get("p") if isinstance(headline, dict) else None,
    )
