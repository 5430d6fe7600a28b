"""Which runs, comparisons and sweeps there are under a folder."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from escalation.errors import InputError
from escalation.results.folder import unfinished
from escalation.results.in_a_line import telling
from escalation.results.layout import MANIFEST, SUMMARY, SWEEP_PLAN
from escalation.results.stored import load, read_json


@dataclass(frozen=True)
class Listed:
    """One line of a list of runs; None where the folder does not say.

    Attributes
    ----------
    path
        The folder.
    kind
        ``run``, ``comparison``, ``branch``, ``policies`` or ``sweep``.
    run_id, scenario, started
        Names of run and scenario, and the moment of the start in ISO form; a sweep has no run id.
    runs, failed_runs, interrupted
        As in the summary.
    de_escalated_30d
        The headline odds of a run.
    found
        What it found, in a few words.
    problem
        Why it can't be read, or an empty string.
    """

    path: str
    kind: str | None = None
    run_id: str | None = None
    scenario: str | None = None
    started: str | None = None
    runs: int | None = None
    failed_runs: int | None = None
    interrupted: bool | None = None
    de_escalated_30d: float | None = None
    found: str = ""
    problem: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return asdict(self)


def list_runs(root: str | os.PathLike[str]) -> list[Listed]:
    """Return the folders of results under ``root``, newest last; unfinished and damaged ones too.

    Raises
    ------
    InputError
        If ``root`` is not a folder.
    """
    folder = Path(root)
    if not folder.is_dir():
        raise InputError.single(str(folder), "there is no such folder")
    listed = []
    for path in folder.iterdir():
        if not path.is_dir() or path.name.startswith("."):
            continue
        if (path / MANIFEST).exists():
            listed.append(_look(path))
        elif (path / SWEEP_PLAN).exists():
            listed.append(_look_at_sweep(path))
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
        kind=stored.kind,
        run_id=stored.run_id,
        scenario=summary.get("scenario"),
        started=stored.manifest.get("started"),
        runs=summary.get("runs"),
        failed_runs=summary.get("failed_runs"),
        interrupted=summary.get("interrupted"),
        de_escalated_30d=headline.get("p") if isinstance(headline, dict) else None,
        found=telling(stored.kind, summary),
    )


def _look_at_sweep(path: Path) -> Listed:
    """Read of a sweep's folder what a list needs; its plan was written when it was begun."""
    begun = dt.datetime.fromtimestamp((path / SWEEP_PLAN).stat().st_mtime, dt.UTC)
    started = begun.isoformat(timespec="seconds")
    if not (path / SUMMARY).exists():
        return Listed(str(path), "sweep", started=started, problem="no results yet")
    try:
        summary = read_json(path / SUMMARY)
    except InputError as error:
        return Listed(str(path), "sweep", started=started, problem=error.problems[0].message)
    scenarios, missing = summary.get("scenarios"), summary.get("points_missing")
    return Listed(
        path=str(path),
        kind="sweep",
        scenario=", ".join(map(str, scenarios)) if isinstance(scenarios, list) else None,
        started=started,
        runs=summary.get("runs"),
        interrupted=None if missing is None else missing != 0,
        found=telling("sweep", summary),
    )
