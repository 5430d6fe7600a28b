"""Runs by the thousand: the compiled loop over runs and days, and the engine that offers it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from escalation.compiling import rule
from escalation.day.board import Board, make_board
from escalation.day.closing import write_day, write_run
from escalation.day.outset import reset
from escalation.day.records import DAY_DTYPE, EVENT_DTYPE, RUN_DTYPE
from escalation.day.schedule import one_day
from escalation.day.state import State, allocate, copy_state
from escalation.engine.tally import KILLED_EDGES, Tally
from escalation.luck.streams import run_key
from escalation.scenario.world import World

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Draw, Ledger, Track

Records = NDArray[np.void]

EVENTS_A_DAY = 64


@rule
def _advance(
    board: Board,
    p: Draw,
    run: int,
    first_day: int,
    days: int,
    state: State,
    counts: Any,
    record: Any,
) -> None:
    """Move a run from ``first_day`` by ``days`` days, filling ``record`` where it has rows."""
    for i in range(days):
        one_day(board, p, run, first_day + i, state, counts)
        if i < len(record):
            write_day(first_day + i, state, record[i])


@rule
def tally_day(day: int, ledger: Ledger, tally: Any, edges: Any) -> None:
    """Count a run's day; ``edges`` are the bins of the dead."""
    for side in range(2):
        own: Actor = ledger.actors[side]
        tally.rung[side, day, own.rung] += 1
        low = 0
        high = len(edges) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if own.sum_killed >= edges[middle]:
                low = middle
            else:
                high = middle
        tally.killed[side, day, low] += 1
    tally.quiet[day] += ledger.dyad.quiet
    tally.incidents[day] += ledger.dyad.incidents
    tally.ttp_attacks[day] += ledger.groups[0].attacks


@rule
def tally_run(days: int, ledger: Ledger, tally: Any) -> None:
    """Count a run's outcome on every day from which it stands."""
    track: Track = ledger.track
    for day in range(days):
        de_escalated = 0 <= track.deescalated_day <= day
        war = 0 <= track.war_day <= day
        relapsed = 0 <= track.serious_day <= day
        if de_escalated:
            tally.deescalated[day] += 1
        if war:
            tally.war[day] += 1
        elif relapsed:
            tally.relapsed[day] += 1
        elif de_escalated:
            tally.holding[day] += 1
        if 0 <= track.quiet_after_war_day <= day:
            tally.quiet_after_war[day] += 1


@rule
def _run_many(
    board: Board,
    draws: Any,
    runs: Any,
    seed: int,
    days: int,
    state: State,
    rows: Any,
    tally: Any,
    edges: Any,
) -> None:
    for i in range(len(runs)):
        key = run_key(seed, runs[i])
        p = draws[i]
        reset(board, p, key, state)
        for day in range(days):
            one_day(board, p, key, day, state, tally.segments)
            tally_day(day, state.ledger[0], tally, edges)
        rows[i].run = runs[i]
        write_run(state.ledger[0], rows[i])
        tally_run(days, state.ledger[0], tally)


@dataclass(frozen=True)
class Chunk:
    """What a batch of runs left: their rows (n,) of ``RUN_DTYPE`` and their tally."""

    runs: Records
    tally: Tally


@dataclass(frozen=True)
class OneRun:
    """One run day by day: ``days`` (D,) of ``DAY_DTYPE``, ``events`` (E,), and its last state.

    One that was stopped on the morning of a day has as many days as lie behind it.
    """

    days: Records
    events: Records
    state: State


class ThreadsOwn(threading.local):
    """What each thread keeps for itself; a copy, also a pickled one, begins anew."""

    def __reduce__(self) -> tuple[type[ThreadsOwn], tuple[()]]:
        """Say how a copy is made."""
        return ThreadsOwn, ()


class Engine:
    """The compiled engine for one world and horizon; safe to use from several threads.

    Parameters
    ----------
    world
        Arrays of ``escalation.scenario.world.build_world``.
    horizon_days
        Days of a run, at least 1.
    """

    def __init__(self, world: World, horizon_days: int) -> None:
        self.board = make_board(world)
        self.horizon_days = int(horizon_days)
        self._local = ThreadsOwn()

    def _state(self) -> State:
        """Return this thread's own state, allocated once."""
        if not hasattr(self._local, "state"):
            self._local.state = allocate(self.board)
        state: State = self._local.state
        return state

    def run(self, draws: Records, runs: NDArray[np.int64], seed: int) -> Chunk:
        """Compute runs to the horizon; the interpreter lock is released meanwhile.

        Parameters
        ----------
        draws
            (n,) of ``draw_dtype``: the draw of each run.
        runs
            (n,) run numbers: with ``seed`` they name each run's luck.
        seed
            Seed of the ensemble.

        Returns
        -------
        Chunk
            Rows (n,) and tally; runs that broke have a status other than 0.
        """
        rows = np.zeros(len(runs), RUN_DTYPE)
        tally = Tally.empty(self.horizon_days, len(self.board.places))
        numbers = np.ascontiguousarray(runs, dtype=np.int64)
        _run_many(
            self.board, np.ascontiguousarray(draws), numbers, int(seed), self.horizon_days,
            self._state(), rows, tally, KILLED_EDGES,
        )  # fmt: skip
        return Chunk(rows, tally)

    def start(self, draw: Records, run: int, seed: int, log_capacity: int = 0) -> State:
        """Return the state of a run on the morning of day 0; ``draw`` is (1,) of ``draw_dtype``."""
        state = allocate(self.board, log_capacity)
        reset(self.board, draw[0], run_key(int(seed), int(run)), state)
        return state

    def advance(
        self, state: State, draw: Records, run: int, seed: int, first_day: int, days: int
    ) -> OneRun:
        """Continue a run from the morning of ``first_day``; ``state`` is left as it is."""
        return self._advanced(copy_state(state), draw, run, seed, first_day, days)

    def _advanced(
        self, state: State, draw: Records, run: int, seed: int, first_day: int, days: int
    ) -> OneRun:
        """Move ``state`` itself."""
        record = np.zeros(days, DAY_DTYPE)
        counts = np.zeros((len(self.board.places), 6), np.int64)
        key = run_key(int(seed), int(run))
        _advance(self.board, draw[0], key, int(first_day), int(days), state, counts, record)
        kept = min(_events(state), len(state.log))
        return OneRun(record, state.log[:kept].copy(), state)

    def watch(self, draw: Records, run: int, seed: int, until: int | None = None) -> OneRun:
        """Compute one run with its day records and its whole event log.

        It goes to the horizon, or stops on the morning of the day ``until``.
        """
        start = self.start(draw, run, seed)
        outset = OneRun(np.zeros(0, DAY_DTYPE), start.log, start)
        return self.go_on(outset, draw, run, seed, until)

    def go_on(
        self, so_far: OneRun, draw: Records, run: int, seed: int, until: int | None = None
    ) -> OneRun:
        """Continue a watched run from the morning on which it was stopped.

        Parameters
        ----------
        so_far
            The run with all its days and events until then; left as it is.
        draw, run, seed
            Those that the run has had all along.
        until
            The day on whose morning to stop; the horizon, unless given.

        Returns
        -------
        OneRun
            The run from day 0 on, to the same bits as if it had never been stopped.

        Raises
        ------
        ValueError
            If it has gone beyond that day already.
        """
        first = len(so_far.days)
        days = (self.horizon_days if until is None else until) - first
        if days < 0:
            raise ValueError(f"a run on the morning of day {first} can't stop {-days} days before")
        capacity = len(so_far.events) + EVENTS_A_DAY * days
        while True:
            # Events so far lead the log, since the run counts its events from day 0.
            log = np.zeros(capacity, EVENT_DTYPE)
            log[: len(so_far.events)] = so_far.events
            state = copy_state(so_far.state)._replace(log=log)
            rest = self._advanced(state, draw, run, seed, first, days)
            happened = _events(rest.state)
            if happened <= capacity:
                whole = np.concatenate([so_far.days, rest.days])
                return OneRun(whole, rest.events, rest.state._replace(log=rest.events))
            capacity = happened


def _events(state: State) -> int:
    """Return how many events a run has had so far, kept or not."""
    return int(state.ledger["track"]["n_events"][0])


def smallest() -> tuple[World, Records]:
    """Return a world and one draw, of the shipped border, by which code can be compiled."""
    from escalation.scenario.load import load_scenario
    from escalation.scenario.truth import DrawSpace
    from escalation.scenario.world import build_world

    # From the priors: a posterior that a changed prior has made stale must not stop calibration.
    scenario = load_scenario("baseline", ["ensemble.drawn_from=prior"])
    space = DrawSpace(scenario)
    draw = space.transform(np.full((1, space.size), 0.5))
    return build_world(scenario), draw


def warm_up() -> None:
    """Compile the engine, or load it compiled, with one run of two days."""
    world, draw = smallest()
    engine = Engine(world, 2)
    engine.run(draw, np.zeros(1, np.int64), 0)
    engine.watch(draw, 0, 0)


__all__ = ["EVENT_DTYPE", "Chunk", "Engine", "OneRun", "warm_up"]
