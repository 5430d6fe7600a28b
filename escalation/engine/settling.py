"""Runs that stop once one question about them is settled.

Whether a run is quiet by day 30 is known by day 44, and a run that has relapsed can't be durable
any more, whatever comes. Where nothing but such an answer is wanted, as for many levers side by
side, the days after it are not computed. Up to then the days are those of `Engine`, to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from escalation.compiling import rule
from escalation.day.board import Board, make_board
from escalation.day.closing import write_run
from escalation.day.outset import reset
from escalation.day.records import RUN_DTYPE
from escalation.day.schedule import one_day
from escalation.day.state import State, allocate
from escalation.engine.run import ThreadsOwn
from escalation.luck.streams import run_key

if TYPE_CHECKING:
    from escalation.scenario.world import World

Records = NDArray[np.void]


class Settles(NamedTuple):
    """What settles a question: war, quiet, a serious relapse, or the end of a day."""

    war: bool
    quiet: bool
    relapse: bool
    last_day: int | None = None


@rule
def _run_until(
    board: Board,
    draws: Any,
    runs: Any,
    seed: int,
    days: int,
    war: bool,
    quiet: bool,
    relapse: bool,
    state: State,
    rows: Any,
    counts: Any,
) -> None:
    for i in range(len(runs)):
        key = run_key(seed, runs[i])
        reset(board, draws[i], key, state)
        for day in range(days):
            one_day(board, draws[i], key, day, state, counts)
            track = state.ledger[0].track
            if (
                (war and track.war_day >= 0)
                or (quiet and track.deescalated_day >= 0)
                or (relapse and track.serious_day >= 0)
            ):
                break
        rows[i].run = runs[i]
        write_run(state.ledger[0], rows[i])


@dataclass(frozen=True)
class SettledChunk:
    """Rows (n,) of ``RUN_DTYPE`` as they stood when each run stopped; there is no tally."""

    runs: Records
    tally: None = None


class SettlingEngine:
    """The compiled engine for one question about each run; safe to use from several threads.

    Of its rows only what the question is about, and ``status``, mean what they do elsewhere: the
    dead, say, are those until the run stopped.

    Parameters
    ----------
    world
        Arrays of ``escalation.scenario.world.build_world``.
    horizon_days
        Days of a run that is not settled sooner, at least 1.
    settles
        What settles the question.
    """

    def __init__(self, world: World, horizon_days: int, settles: Settles) -> None:
        self.board = make_board(world)
        self.settles = settles
        last = settles.last_day
        self.days = int(horizon_days) if last is None else min(int(horizon_days), last + 1)
        self._local = ThreadsOwn()

    def run(self, draws: Records, runs: NDArray[np.int64], seed: int) -> SettledChunk:
        """Compute runs until they are settled; the interpreter lock is released meanwhile.

        Parameters
        ----------
        draws
            (n,) of ``draw_dtype``: the draw of each run.
        runs, seed
            Run numbers (n,) and the ensemble's seed.
        """
        if not hasattr(self._local, "state"):
            self._local.state = allocate(self.board)
        rows = np.zeros(len(runs), RUN_DTYPE)
        counts = np.zeros((len(self.board.places), 6), np.int64)
        _run_until(
            self.board, np.ascontiguousarray(draws), np.ascontiguousarray(runs, dtype=np.int64),
            int(seed), self.days, self.settles.war, self.settles.quiet, self.settles.relapse,
            self._local.state, rows, counts,
        )  # fmt: skip
        return SettledChunk(rows)
