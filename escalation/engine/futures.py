"""One run, otherwise: without one of its events, or under the luck of other futures.

Both continue a run from a morning on, from a copy of its state and in one compiled loop. A run
without one of its events has its own luck, so it differs by that event and by what follows from
it. A future has the run's past and other luck; the same future of two worlds has the same luck, so
that they may be compared pair by pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from escalation.compiling import rule
from escalation.day.board import Board
from escalation.day.closing import write_run
from escalation.day.other_luck import wait_anew
from escalation.day.records import RUN_DTYPE
from escalation.day.schedule import one_day
from escalation.day.state import State, allocate, copy_state, put_back
from escalation.luck.streams import future_key, run_key
from escalation.vocabulary import NEVER

if TYPE_CHECKING:
    from escalation.engine.run import Engine, OneRun

Records = NDArray[np.void]
Ints = NDArray[np.int64]


@rule
def _run_without(
    board: Board,
    p: Any,
    run: int,
    numbers: Any,
    first_day: int,
    days: int,
    kept: State,
    state: State,
    counts: Any,
    rows: Any,
) -> None:
    for i in range(len(numbers)):
        put_back(kept, state)
        state.ledger[0].track.taken_back = numbers[i] + 1
        for day in range(first_day, days):
            one_day(board, p, run, day, state, counts)
        write_run(state.ledger[0], rows[i])


@rule
def _run_futures(
    board: Board,
    p: Any,
    run: int,
    futures: Any,
    first_day: int,
    days: int,
    kept: State,
    state: State,
    counts: Any,
    rows: Any,
) -> None:
    for i in range(len(futures)):
        put_back(kept, state)
        key = future_key(run, first_day, futures[i])
        wait_anew(board, key, state)
        for day in range(first_day, days):
            one_day(board, p, key, day, state, counts)
        write_run(state.ledger[0], rows[i])


def warm_up_futures() -> None:
    """Compile what continues a run otherwise, or load it compiled, with one run of two days."""
    from escalation.engine.run import Engine, smallest

    world, draw = smallest()
    engine = Engine(world, 2)
    futures = Futures(engine, draw, 0, 0)
    morning = engine.watch(draw, 0, 0, 1)
    futures.futures(morning, np.zeros(1, np.int64))
    futures.without(morning, np.zeros(1, np.int64))


class Futures:
    """Continues one run of an engine otherwise; safe to use from several threads.

    Parameters
    ----------
    engine
        Of the run's scenario.
    draw
        (1,) of ``draw_dtype``: the run's.
    run, seed
        Its number, and the ensemble's seed.
    """

    def __init__(self, engine: Engine, draw: Records, run: int, seed: int) -> None:
        self.engine = engine
        self.draw = np.ascontiguousarray(draw)
        self.run, self.seed = int(run), int(seed)
        self._key = run_key(self.seed, self.run)

    def without(self, morning: OneRun, numbers: Ints) -> Records:
        """Return how the run ends without each of its events, all its luck being its own.

        Parameters
        ----------
        morning
            The run, stopped on a morning.
        numbers
            (n,) of events of that day or later: their places in the log of the whole run.

        Returns
        -------
        ndarray
            (n,) of ``RUN_DTYPE``.
        """
        rows = self._continued(_run_without, morning, numbers)
        rows["run"] = self.run
        return rows

    def after(self, morning: OneRun, number: int = NEVER) -> OneRun:
        """Return the run on the next morning, with all its events or without one of that day."""
        state = copy_state(morning.state)
        state.ledger["track"]["taken_back"] = number + 1
        day = len(morning.days)
        changed = type(morning)(morning.days, morning.events, state)
        return self.engine.go_on(changed, self.draw, self.run, self.seed, day + 1)

    def futures(self, morning: OneRun, futures: Ints) -> Records:
        """Return how the run ends in each of its futures from a morning on.

        Parameters
        ----------
        morning
            The run, stopped on a morning.
        futures
            (n,) numbers of futures, from 0.

        Returns
        -------
        ndarray
            (n,) of ``RUN_DTYPE``, whose ``run`` is the future's number.
        """
        rows = self._continued(_run_futures, morning, futures)
        rows["run"] = futures
        return rows

    def _continued(self, how: Any, morning: OneRun, numbers: Ints) -> Records:
        board = self.engine.board
        rows = np.zeros(len(numbers), RUN_DTYPE)
        counts = np.zeros((len(board.places), 6), np.int64)
        how(
            board, self.draw[0], self._key, np.ascontiguousarray(numbers, dtype=np.int64),
            len(morning.days), self.engine.horizon_days, morning.state, allocate(board), counts,
            rows,
        )  # fmt: skip
        return rows
