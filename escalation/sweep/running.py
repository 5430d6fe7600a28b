"""Run a sweep from beginning to end: what is missing is computed, then tables and charts are made.

A sweep is a file, the name of a shipped one, or written down in Python with a file's keys:

>>> from escalation import run_sweep
>>> vary = {"parameters.audience_cost": [0.1, 0.2, 0.4]}
>>> sweep = {"sweep": "costs", "scenario": "baseline", "runs": 100, "vary": vary}
>>> found = run_sweep(sweep, "runs/costs", charts=False)
>>> found.table[["parameters.audience_cost", "war"]]
   parameters.audience_cost   war
0                       0.1  0.02
1                       0.2  0.02
2                       0.4  0.04
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation.ensemble.cluster import leave_if_unguarded
from escalation.ensemble.interrupt import stop_on_interrupt
from escalation.ensemble.session import Session
from escalation.errors import InputError, LostClusterError, PurposeError
from escalation.files import is_folder
from escalation.notebooks import ShowsItself
from escalation.scenario.given import path_given
from escalation.sweep.columns import HIDDEN
from escalation.sweep.drive import SWEEP_CHUNK_SECONDS, SweepProgress, run_points
from escalation.sweep.export import export, read_points
from escalation.sweep.folder import POINTS, SweepFolder
from escalation.sweep.load import load_sweep, read_sweep
from escalation.sweep.plan import SweepPlan

if TYPE_CHECKING:
    import pandas as pd

_MOST_NAMED = 5


@dataclass(frozen=True, repr=False)
class SweepResult(ShowsItself):
    """A sweep that was run, or as far as it came.

    Attributes
    ----------
    path
        Its folder.
    plan
        What it computes.
    points_kept
        Points that are there, failed ones included.
    interrupted
        Whether it was stopped before all points, or all charts, were made.
    summary
        What ``summary.json`` holds; None if it was stopped before any point was finished.
    """

    path: Path
    plan: SweepPlan
    points_kept: int
    interrupted: bool
    summary: dict[str, Any] | None

    def notebook_title(self) -> str:
        """Return how many points of which sweep there are, and where."""
        points = f"{self.points_kept:,} of {self.plan.points:,} points"
        return f"sweep {self.plan.name}: {points}, kept in {self.path}"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame | None]:
        """Return the findings and the table of points."""
        if self.summary is None:
            return (), None
        return self.summary["findings"], self.table

    @cached_property
    def table(self) -> pd.DataFrame:
        """Return what ``results.parquet`` holds: a row for each point, with odds and deaths.

        Raises
        ------
        InputError
            If no point was finished.
        """
        return read_points(self.path).drop(columns=list(HIDDEN))


def run_sweep(
    sweep: SweepPlan | Mapping[str, Any] | str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    *,
    retry_failed: bool = False,
    threads: int | None = None,
    cluster: str | None = None,
    charts: bool = True,
    progress: Callable[[SweepProgress], None] | None = None,
    charts_drawn: Callable[[int, int], None] | None = None,
    note: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
    command: Sequence[str] = (),
) -> SweepResult:
    """Compute the points of a sweep that are not there yet; make its tables and charts.

    Parameters
    ----------
    sweep
        A sweep's file, the name of a shipped one, a mapping with the keys of a file, or a plan.
    out
        Its folder, ``runs/sweep-NAME`` unless given; what is there of the same sweep is kept.
    retry_failed
        Compute the points that failed again, and no other.
    threads, cluster
        As for `escalation.simulate`.
    charts
        Whether to draw them.
    progress, charts_drawn
        Called now and then with a `SweepProgress`; with the number of charts drawn and of all.
    note
        Called with a sentence on events that meet in a point, and on what was found in the folder.
    stop
        Set it from elsewhere to stop early; what is finished stays, as after Ctrl-C.
    command
        The command line, for what files say of where they come from.

    Raises
    ------
    InputError
        If the sweep or a number is wrong, or the folder can't be used, or holds another sweep.
    OutputError
        If the disk fails; what is finished stays.
    PurposeError
        If the cluster is lost; if points that come to one and the same scenario came out
        differently, which no sound computation does.
    """
    if cluster is not None:
        leave_if_unguarded()  # before the folder, which the process that began it holds
    plan = plan_of(sweep)
    path = Path(path_given(out, "out")) if out is not None else default_folder(plan)
    check_place(path)
    with SweepFolder.open(path, plan, command) as folder:
        note = note or (lambda _: None)
        for problem in plan.notes:
            note(f"note: {problem}")
        points, before = _waiting(folder, retry_failed, note)
        kept, interrupted = before, False
        if points:
            with _saying_what_is_kept(folder), sweep_session(threads, cluster, stop) as session:
                sitting = run_points(
                    plan, folder, points, session, done_before=before, progress=progress
                )
            kept, interrupted = before + sitting.computed, sitting.interrupted
        if not any((path / POINTS).iterdir()):
            return SweepResult(path, plan, kept, interrupted, None)
        drawing = threading.Event()
        with stop_on_interrupt(drawing):
            wanted = charts and not interrupted
            summary = export(
                folder, charts=wanted, stop=drawing, tell=charts_drawn, command=command
            )
    if summary["unequal_points"]:
        raise PurposeError(_unequal(path, summary["unequal_points"]))
    return SweepResult(path, plan, kept, interrupted or drawing.is_set(), summary)


@contextmanager
def _saying_what_is_kept(folder: SweepFolder) -> Iterator[None]:
    """Add to what breaks a sitting off how many points are kept by then."""

    def kept() -> str:
        points = len(folder.standing().finished)
        return f"{points:,} of {folder.plan.points:,} points are kept; the same command goes on"

    try:
        yield
    except LostClusterError as error:
        raise PurposeError(f"{error}; {kept()}") from error
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt(kept()) from error


def plan_of(sweep: SweepPlan | Mapping[str, Any] | str | os.PathLike[str]) -> SweepPlan:
    """Return the plan of a sweep however it is given; see `run_sweep`."""
    if isinstance(sweep, SweepPlan):
        return sweep
    if isinstance(sweep, Mapping):
        return read_sweep(sweep)
    return load_sweep(path_given(sweep, "sweep"))


def default_folder(plan: SweepPlan) -> Path:
    """Return where a sweep is kept unless something else is said."""
    return Path("runs") / f"sweep-{plan.name}"


def check_place(path: Path) -> None:
    """Refuse a folder two levels of which are missing: most likely a slip of the pen.

    Raises
    ------
    InputError
        If it is so.
    """
    above = path.absolute().parent
    if not is_folder(above) and not (path.parts[:1] == ("runs",) and is_folder(above.parent)):
        raise InputError.single(str(path), f"cannot be made: there is no folder {above}")


def sweep_session(
    threads: int | None, cluster: str | None, stop: threading.Event | None = None
) -> AbstractContextManager[Session]:
    """Open a session whose pool several points fill together; see `Session.open`."""
    return Session.open(
        threads, stop=stop, cluster=cluster, chunk_seconds=SWEEP_CHUNK_SECONDS, splits=False
    )


def _unequal(path: Path, alike: list[list[int]]) -> str:
    """Say that points which are one scenario came out differently."""
    points = ", ".join(str(point) for point in alike[0])
    more = f"; so it is with {len(alike) - 1} more such groups" if len(alike) > 1 else ""
    return (
        f"{path}: points {points} have the same scenario, runs and seed, and their figures differ"
        f"{more}: some are computed wrongly, so trust none; compute the sweep again with "
        "--threads 1 and another --out, and compare"
    )


def _waiting(
    folder: SweepFolder, retry_failed: bool, note: Callable[[str], None]
) -> tuple[list[int], int]:
    """Clear away what is damaged; return the points to compute, and how many others are there."""
    standing = folder.standing()
    folder.clear(standing)
    for file in folder.mended:
        note(f"{file} was not as it was written; it is written again.")
    for file in standing.corrupt[:_MOST_NAMED]:
        note(f"{file} is not as it was written; its point is computed again.")
    if (more := len(standing.corrupt) - _MOST_NAMED) > 0:
        note(f"{more:,} more files are not as they were written; their points are computed again.")
    if retry_failed:
        points = sorted(standing.failed)
        folder.replace(standing, points)
        before = len(standing.finished) - len(points)
    else:
        points = [i for i in range(folder.plan.points) if i not in standing.finished]
        before = len(standing.finished)
    if before:
        note(f"{before:,} of {folder.plan.points:,} points are there already.")
    return points, before
