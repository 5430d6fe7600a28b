"""Runs that go on under another board and other parameters from a day on.

Each run is computed under the first board to the morning of the branch's day and continued under
the second, in one compiled loop and on the same arrays. Nothing is saved between, so memory does
not depend on how many runs there are. One that is watched is stopped, turned and continued
instead, so it may also come from elsewhere: from a file, stopped on that day or before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from escalation.compiling import rule
from escalation.day.board import Board
from escalation.day.closing import write_run
from escalation.day.outset import refit, reset
from escalation.day.records import RUN_DTYPE
from escalation.day.schedule import one_day
from escalation.day.state import State, allocate, copy_state
from escalation.engine.run import Chunk, Engine, OneRun, ThreadsOwn, tally_day, tally_run
from escalation.engine.tally import KILLED_EDGES, Tally
from escalation.luck.streams import run_key

if TYPE_CHECKING:
    from escalation.day.rows import Draw
    from escalation.scenario.world import World

Records = NDArray[np.void]
Ints = NDArray[np.int64]


@rule
def turn(board: Board, p: Draw, carried: Any, spare: Any, state: State) -> None:
    """Hand a run over to another board and parameters, on the morning of a day.

    ``carried`` gives for each event of the new timetable its place in the old one, or -1; when it
    last happened goes with it. ``spare`` (E,) is room to do so.
    """
    for i in range(len(carried)):
        spare[i] = state.fired[carried[i]] if carried[i] >= 0 else -1
    for i in range(len(carried)):
        state.fired[i] = spare[i]
    refit(board, p, state.ledger[0])


@rule
def _branch_many(
    one: Board,
    two: Board,
    draws_one: Any,
    draws_two: Any,
    carried: Any,
    spare: Any,
    runs: Any,
    seed: int,
    turning: int,
    days: int,
    state: State,
    rows: Any,
    tally: Any,
    edges: Any,
) -> None:
    for i in range(len(runs)):
        key = run_key(seed, runs[i])
        reset(one, draws_one[i], key, state)
        for day in range(turning):
            one_day(one, draws_one[i], key, day, state, tally.segments)
            tally_day(day, state.ledger[0], tally, edges)
        turn(two, draws_two[i], carried, spare, state)
        for day in range(turning, days):
            one_day(two, draws_two[i], key, day, state, tally.segments)
            tally_day(day, state.ledger[0], tally, edges)
        rows[i].run = runs[i]
        write_run(state.ledger[0], rows[i])
        tally_run(days, state.ledger[0], tally)


def carried_events(before: Records, after: Records) -> Ints:
    """Return where each row of the second timetable stands in the first, -1 if it doesn't."""
    left = list(range(len(before)))
    places = np.full(len(after), -1, np.int64)
    for i in range(len(after)):
        for place in left:
            if before[place] == after[i]:
                places[i] = place
                left.remove(place)
                break
    return places


class BranchEngine:
    """The compiled engine for runs that turn on a day; safe to use from several threads.

    Parameters
    ----------
    before, after
        Worlds of ``build_world`` that differ in timetable and mediators' figures only.
    horizon_days
        Days of a run.
    day
        The first day under ``after``, from 0 to the last day of the horizon.
    """

    def __init__(self, before: World, after: World, horizon_days: int, day: int) -> None:
        self._engines = Engine(before, horizon_days), Engine(after, horizon_days)
        self.before, self.after = (engine.board for engine in self._engines)
        self.horizon_days, self.day = int(horizon_days), int(day)
        self.carried = carried_events(self.before.schedule, self.after.schedule)
        self._local = ThreadsOwn()

    def allocate(self) -> State:
        """Return a state with room for the events of both timetables."""
        return allocate(self.before, more_events=len(self.after.schedule))

    def run(self, draws: Records, runs: Ints, seed: int) -> Chunk:
        """Compute runs to the horizon; the interpreter lock is released meanwhile.

        Parameters
        ----------
        draws
            (n,) with the fields ``before`` and ``after``, each of ``draw_dtype``.
        runs, seed
            Run numbers (n,) and the ensemble's seed.
        """
        if not hasattr(self._local, "state"):
            self._local.state = self.allocate()
        rows = np.zeros(len(runs), RUN_DTYPE)
        tally = Tally.empty(self.horizon_days, len(self.before.places))
        _branch_many(
            self.before, self.after, np.ascontiguousarray(draws["before"]),
            np.ascontiguousarray(draws["after"]), self.carried, np.zeros_like(self.carried),
            np.ascontiguousarray(runs, dtype=np.int64), int(seed), self.day, self.horizon_days,
            self._local.state, rows, tally, KILLED_EDGES,
        )  # fmt: skip
        return Chunk(rows, tally)

    def watch(self, draw: Records, run: int, seed: int) -> OneRun:
        """Compute one run with its day records and its whole event log; ``draw`` is (1,)."""
        before = np.ascontiguousarray(draw["before"])
        return self.go_on(self._engines[0].watch(before, run, seed, self.day), draw, run, seed)

    def go_on(self, so_far: OneRun, draw: Records, run: int, seed: int) -> OneRun:
        """Continue a watched run that was stopped on the branch's day or before; see `Engine`."""
        before, after = (np.ascontiguousarray(draw[name]) for name in ("before", "after"))
        arrived = self._engines[0].go_on(so_far, before, run, seed, self.day)
        return self._engines[1].go_on(self._turned(arrived, after), after, run, seed)

    def _turned(self, run: OneRun, after: Records) -> OneRun:
        """Return a run handed over to the second board; ``run`` is left as it is."""
        room = np.full(len(run.state.fired) + len(self.carried), -1, np.int64)
        room[: len(run.state.fired)] = run.state.fired
        state = copy_state(run.state)._replace(fired=room)
        turn(self.after, after[0], self.carried, np.zeros_like(self.carried), state)
        state = state._replace(fired=room[: len(self.carried)].copy())
        return OneRun(run.days, run.events, state)
