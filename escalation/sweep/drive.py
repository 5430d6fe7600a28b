"""Compute the points of a sweep that are missing, and keep each as soon as it is finished.

Several points are worked on at once, as many as the pool has slots, each cut into chunks; so the
pool is full whether points are short or long, and what a point costs beside its runs is paid while
others run. Memory holds the runs of these few points and nothing of the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escalation.ensemble import simulate as ensembles
from escalation.ensemble.interrupt import stop_on_interrupt
from escalation.ensemble.progress import Progress
from escalation.ensemble.session import Session
from escalation.ensemble.worlds import Worlds
from escalation.errors import InputError, PurposeError
from escalation.sweep.columns import FAILED, Row, failed_row, finished_row
from escalation.sweep.folder import SweepFolder
from escalation.sweep.plan import SweepPlan

if TYPE_CHECKING:
    import pandas as pd

SWEEP_CHUNK_SECONDS = 0.5
LOOK_SECONDS = 0.1
Finished = tuple[Row, "pd.DataFrame | None"]


@dataclass(frozen=True)
class SweepProgress:
    """A moment of a running sweep.

    Attributes
    ----------
    points_done, points_total
        Of the whole sweep; done are also those of earlier sittings and those that failed.
    runs_done, runs_total
        Of this sitting.
    runs_per_second
        Mean rate so far; 0 while unknown.
    seconds_left
        Estimate, or None while unknown.
    failed_points
        Points that could not be computed, in this sitting.
    """

    points_done: int
    points_total: int
    runs_done: int
    runs_total: int
    runs_per_second: float
    seconds_left: float | None
    failed_points: int


@dataclass(frozen=True)
class Sitting:
    """What one sitting did.

    Attributes
    ----------
    computed, failed
        Points that were kept, and those of them that failed.
    interrupted
        Whether it was stopped before all were done.
    seconds
        How long it took.
    """

    computed: int
    failed: int
    interrupted: bool
    seconds: float


def run_points(
    plan: SweepPlan,
    folder: SweepFolder,
    points: Sequence[int],
    session: Session,
    *,
    done_before: int = 0,
    progress: Callable[[SweepProgress], None] | None = None,
) -> Sitting:
    """Compute points and keep them, in the order in which they finish.

    Parameters
    ----------
    plan, folder
        The sweep, and where it is kept.
    points
        Numbers of the points to compute.
    session
        Who does the work; when it is stopped, points that are not finished are dropped.
    done_before
        Points that are there already, for the progress.
    progress
        Called from this thread now and then.

    Raises
    ------
    OutputError
        If the disk fails.
    PurposeError
        If the cluster is lost.
    """
    stop, slots = session.stop, session.threads
    maker = PointMaker(plan, session)
    started = time.perf_counter()
    computed = failed = 0
    waiting = iter(points)
    with stop_on_interrupt(stop), ThreadPoolExecutor(slots, "escalation-point") as threads:
        try:
            ahead = _fill(set(), waiting, slots, lambda i: threads.submit(maker.make, i))
            while ahead:
                done, ahead = wait(ahead, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
                for future in done:
                    made = future.result()
                    if made is None:
                        continue
                    folder.keep(*made)
                    computed += 1
                    failed += made[0]["status"] == FAILED
                if not stop.is_set():
                    _fill(ahead, waiting, slots, lambda i: threads.submit(maker.make, i))
                if progress is not None:
                    seconds = time.perf_counter() - started
                    progress(_moment(plan, points, maker, done_before + computed, failed, seconds))
        except BaseException:
            stop.set()  # or the threads would go on to the end of their points
            raise
    seconds = time.perf_counter() - started
    return Sitting(computed, failed, computed < len(points), seconds)


def _fill(
    ahead: set[Future[Any]],
    waiting: Iterator[int],
    most: int,
    begin: Callable[[int], Future[Finished | None]],
) -> set[Future[Any]]:
    """Begin points until so many are worked on."""
    while len(ahead) < most and (point := next(waiting, None)) is not None:
        ahead.add(begin(point))
    return ahead


def _moment(
    plan: SweepPlan,
    points: Sequence[int],
    maker: PointMaker,
    points_done: int,
    failed: int,
    seconds: float,
) -> SweepProgress:
    done, total = maker.runs_done, len(points) * plan.runs
    rate = done / seconds if done and seconds > 0 else 0.0
    left = max(total - done, 0) / rate if rate else None
    return SweepProgress(points_done, plan.points, done, total, rate, left, failed)


class PointMaker:
    """Turns the number of a point into its row; used by several threads at once.

    Attributes
    ----------
    worlds
        Engines that points share.
    """

    def __init__(self, plan: SweepPlan, session: Session) -> None:
        self.plan = plan
        self.session = session
        self.worlds = Worlds()
        self._runs_done: dict[int, int] = {}

    @property
    def runs_done(self) -> int:
        """Return the runs that are done, those of unfinished points included."""
        return sum(self._runs_done.copy().values())

    def make(self, point: int) -> Finished | None:
        """Compute a point; return its row and, if they are kept, its runs; None if stopped.

        Whatever goes wrong with a point becomes a row that says so; the others go on.
        """
        try:
            return self._make(point)
        except PurposeError:
            raise
        except InputError as error:
            made = failed_row(self.plan, point, "; ".join(map(str, error.problems)))
        except Exception as error:  # noqa: BLE001 - a failure is a value: its reason is kept
            made = failed_row(self.plan, point, f"{type(error).__name__}: {error}")
        self._runs_done[point] = self.plan.runs
        return made, None

    def _make(self, point: int) -> Finished | None:
        plan = self.plan
        scenario = plan.scenario(point)
        space, engine = self.worlds.prepare(scenario)

        def tell(moment: Progress) -> None:
            self._runs_done[point] = moment.runs_done

        found = ensembles.run_ensemble(
            scenario, plan.of_a_point, space, engine, self.session.telling(tell)
        )
        if found.n_runs < plan.runs:
            return None
        row = finished_row(plan, point, scenario, found)
        kept = found.runs if plan.keep_runs and row["status"] != FAILED else None
        return row, kept
