"""Drive an ensemble: hand out chunks to workers, put the pieces together, know when to stop.

The compiled engine releases the interpreter's lock, so plain threads use every processor. Results
depend on scenario, seed, runs and replicates alone: a draw is made from its number, a run's chance
from its run number, counts are whole numbers, and the table of runs is sorted.

Memory grows by about 0.5 kB a run at its highest (the table of runs and the pieces that it is put
together from); draws are made anew, piece by piece, whenever they are asked for. Measured with
four replicates: 100,000 runs take 75 MB beyond the program's own 320 MB, and 80 MB more while
they are written to a run folder; a million runs take 480 MB beyond it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, wait
from typing import TYPE_CHECKING, Any

from escalation.ensemble.chunks import Engine, Piece, Space, Work
from escalation.ensemble.design import Design
from escalation.ensemble.finished import FinishedRuns, runs_frame
from escalation.ensemble.interrupt import stop_on_interrupt
from escalation.ensemble.plan import Plan, next_block, runs_needed
from escalation.ensemble.pools import Pieces
from escalation.ensemble.progress import Clock, Progress
from escalation.ensemble.session import Session
from escalation.ensemble.worlds import prepare
from escalation.vocabulary import CAME_THROUGH

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from escalation.scenario.sections import Scenario

MOST_CHUNK_RUNS = 8192
AHEAD = 2  # chunks handed out per slot
LOOK_SECONDS = 0.1  # how long the main thread sleeps between looks at the stop event

HalfWidth = Callable[["pd.DataFrame"], float]


def simulate(
    scenario: Scenario, plan: Plan, session: Session, half_width: HalfWidth | None = None
) -> FinishedRuns:
    """Compile the model if need be, and carry out a plan for a scenario.

    Parameters
    ----------
    scenario
        A loaded scenario.
    plan
        How many runs of what draws; see `escalation.ensemble.plan.plan_for`.
    session
        Who does the work.
    half_width
        For a plan with a precision: half-width of the widest headline interval over a table of
        runs. Runs stop when it is at most that precision, or at ten million.
    """
    started = time.perf_counter()
    session.tell(Progress("compiling"))
    space, engine = prepare(scenario)
    compiled = time.perf_counter()
    result = run_ensemble(scenario, plan, space, engine, session, half_width=half_width)
    result.timings = {"prepare_seconds": compiled - started, **result.timings}
    return result


def run_ensemble(
    scenario: Any,
    plan: Plan,
    space: Space,
    engine: Engine,
    session: Session,
    *,
    half_width: HalfWidth | None = None,
    drawn: NDArray[np.void] | None = None,
) -> FinishedRuns:
    """Carry out a plan with a given space of draws and engine; see `simulate`.

    ``drawn`` are all draws of the plan, for ensembles that share them.
    """
    if plan.precision is not None and half_width is None:
        raise ValueError("a precision needs a function that measures the half-width")
    design = Design(space.names, plan.seed)
    work = Work(engine, space, design, plan.seed, plan.replicates, plan.runs, drawn)
    draws = next_block(plan, 0, 0.0)
    reached: bool | None = None
    driver = Driver(scenario, work, plan, session)
    with stop_on_interrupt(session.stop):
        driver.extend(draws)
        while plan.precision is not None and half_width is not None and driver.runs_done:
            driver.half_width = half_width(driver.table())
            reached = driver.half_width <= plan.precision
            all_broke = driver.failed_runs == driver.runs_done
            if reached or all_broke or session.stop.is_set() or driver.draws_done >= plan.draws:
                break
            needed = runs_needed(driver.runs_done, driver.half_width, plan.precision)
            driver.expected_runs = min(int(needed) + 1, plan.runs)
            draws = next_block(plan, driver.runs_done, driver.half_width)
            driver.extend(draws)
    return driver.finished(plan, reached)


class Driver:
    """Keeps a pool busy and puts the pieces together, in one thread only."""

    def __init__(self, scenario: Any, work: Work, plan: Plan, session: Session) -> None:
        self.scenario = scenario
        self.work = work
        self.plan = plan
        self.session = session
        self.pool = session.pool
        self.clock = Clock()
        self.tally: Any = None
        self.draws_done = 0
        self.runs_done = 0
        self.failed_runs = 0
        self.expected_runs = 0
        self.half_width: float | None = None
        self._pieces: list[Piece] = []

    def table(self) -> pd.DataFrame:
        """Return the table of all finished runs."""
        return runs_frame(self._pieces, self.plan.replicates)

    def finished(self, plan: Plan, reached: bool | None = None) -> FinishedRuns:
        """Return what is there of a plan; ``reached`` says whether a precision asked for was."""
        seconds = self.clock.seconds
        unfinished = self.draws_done < plan.draws if reached is None else not reached
        return FinishedRuns(
            plan=plan,
            threads=self.session.threads,
            precision_reached=None if plan.precision is None else bool(reached),
            half_width=self.half_width,
            interrupted=self.session.stop.is_set() and unfinished,
            runs=self.table(),
            tally=self.tally,
            space=self.work.space,
            design=self.work.design,
            timings={
                "simulate_seconds": seconds,
                "runs_per_second": self.runs_done / seconds if seconds > 0 else 0.0,
            },
        )

    def extend(self, draws: int) -> None:
        """Run draws from where the work stands up to ``draws``, or until told to stop.

        Afterwards the finished draws are ``0 .. draws_done - 1`` without a gap: chunks start in
        order, a chunk that started is waited for, and those still queued are taken back from the
        end (or waited for too, where the pool can't take them back). So what an interruption
        leaves is a smaller sample, not a biased one.
        """
        self.expected_runs = max(
            self.expected_runs, min(draws * self.plan.replicates, self.plan.runs)
        )
        ahead: list[Pieces] = []
        handed_out = self.draws_done
        while ahead or (handed_out < draws and not self.session.stop.is_set()):
            while (
                handed_out < draws
                and len(ahead) < AHEAD * self.pool.slots
                and not self.session.stop.is_set()
            ):
                last = handed_out + self._chunk_draws(draws - handed_out)
                ahead.append(self.pool.submit(self.scenario, self.work, handed_out, last))
                handed_out = last
            ahead = self._collect(ahead)
            if self.session.stop.is_set() and self.pool.can_take_back:
                ahead = _take_back(ahead)
        self._pieces.sort(key=lambda piece: piece.first)
        self.draws_done = self._pieces[-1].last if self._pieces else 0

    def _collect(self, ahead: list[Pieces]) -> list[Pieces]:
        """Wait a moment, take in what has finished, and return what has not."""
        done, _ = wait(ahead, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            piece, seconds = future.result()
            self._take_in(piece)
            self.pool.seconds_per_run = seconds / max(len(piece.runs), 1)
        if done:
            self.session.tell(
                self.clock.moment(
                    self.runs_done, self.expected_runs, self.half_width, self.failed_runs
                )
            )
        return [future for future in ahead if future not in done]

    def _take_in(self, piece: Piece) -> None:
        self._pieces.append(piece)
        self.runs_done += len(piece.runs)
        self.failed_runs += int((piece.runs["status"] != CAME_THROUGH).sum())
        if self.tally is None:
            self.tally = piece.tally
        elif piece.tally is not None:
            self.tally.add(piece.tally)

    def _chunk_draws(self, draws_left: int) -> int:
        """Return how many draws to hand out at once: as much work as the pool likes."""
        pace = self.pool.seconds_per_run
        if pace > 0.0:
            runs = min(self.pool.chunk_seconds / pace, MOST_CHUNK_RUNS)
        else:
            runs = self.pool.first_chunk_runs
        # Towards the end the pieces get smaller, so that all slots finish together.
        share = draws_left // (2 * self.pool.slots) + 1 if self.pool.splits else draws_left
        return max(1, min(int(runs / self.plan.replicates), share, draws_left))


def _take_back(ahead: list[Pieces]) -> list[Pieces]:
    """Cancel, from the end, all chunks that have not started; return those that have."""
    started = [future for future in reversed(ahead) if not future.cancel()]
    return started[::-1]
