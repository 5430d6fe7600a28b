"""The model's part of a game: the days of a round in the room's one world, and the odds.

Everything follows from the room's scenario, seed, run and decisions, so nothing of the model is
kept: each round is computed from day 0, which takes less than a millisecond. What a decision did
is told by the same futures from the round's first morning, with all that was decided and with all
but it.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from escalation.analysis.odds.outcomes import OUTCOMES, TOLD, happened
from escalation.analysis.paired.differences import paired_difference
from escalation.analysis.paired.multiple_comparisons import bonferroni_level
from escalation.engine.futures import Futures
from escalation.engine.run import Engine
from escalation.ensemble.pools import available_threads
from escalation.errors import InputError
from escalation.scenario.load import override, scenario_of, with_events
from escalation.scenario.timetable import timetable
from escalation.scenario.world import build_world
from escalation.studies.one_run import draw_of_run, engine_of
from escalation.vocabulary import CEASEFIRES, END_STATES, EVENT_KINDS, FAR, NO_CEASEFIRE
from escalation.web.play.decisions import Decision, Event, decisions_of
from escalation.web.play.reports import reports_of, seen_by_all, truth_of
from escalation.web.play.room import Effect, Ending, Happened, Part, Result, Room, Standing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.engine.run import OneRun
    from escalation.scenario.sections import Scenario

#: Futures from a morning on.
FUTURES: Final = 200


def check_room_scenario(text: str) -> Scenario:
    """Return a room's scenario, from its whole YAML.

    Raises
    ------
    InputError
        If it has mistakes.
    """
    return _loaded(text)


def mediators_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of a scenario's mediators."""
    return tuple(scenario.actors.mediators)


@lru_cache(maxsize=8)
def _loaded(text: str) -> Scenario:
    return scenario_of(text, "the room's scenario")


@lru_cache(maxsize=4)
def _engine(text: str) -> Engine:
    return engine_of(_loaded(text))


def events_until(room: Room, number: int) -> list[Event]:
    """Return the events that all decisions up to and including a round's become, in order."""
    rounds = range(min(number + 1, len(room.rounds)))
    return [event for r in rounds for one in decisions_of(room, r) for event in one.events]


def scenario_with(room: Room, events: list[Event]) -> Scenario:
    """Return the room's scenario with more events, checked as a file of them would be.

    Raises
    ------
    InputError
        If an event can't be.
    """
    scenario = _loaded(room.scenario)
    return override(scenario, [with_events(scenario, events)]) if events else scenario


def play_problem(room: Room) -> InputError | None:
    """Return why the round can't be played as it is decided, or None."""
    try:
        scenario_with(room, events_until(room, room.now.number))
    except InputError as error:
        return error
    return None


class World:
    """The room's one world under some decisions: a run, its mornings and its futures."""

    def __init__(self, room: Room, events: list[Event]) -> None:
        base = _engine(room.scenario)
        scenario = scenario_with(room, events)
        self.scenario = scenario
        self.engine = base
        if events:
            self.engine = Engine(_world(room.scenario)._replace(schedule=timetable(scenario)),
                                 scenario.horizon_days)  # fmt: skip
        self.draw = _draw(room.scenario, room.run, room.seed)
        self.futures = Futures(self.engine, self.draw, room.run, room.seed)
        self.run, self.seed = room.run, room.seed

    def morning(self, day: int) -> OneRun:
        """Return the run, stopped on the morning of a day."""
        return self.engine.watch(self.draw, self.run, self.seed, day)

    def came_about(self, day: int, count: int) -> dict[str, NDArray[np.bool_]]:
        """Return by outcome whether it comes about, in each of the futures of a morning."""
        rows = pd.DataFrame(self.futures.futures(self.morning(day), np.arange(count)))
        return {name: happened(rows, name) for name in OUTCOMES}


@lru_cache(maxsize=4)
def _world(text: str) -> Any:
    return build_world(_loaded(text))


@lru_cache(maxsize=16)
def _draw(text: str, run: int, seed: int) -> NDArray[np.void]:
    scenario = _loaded(text)
    return draw_of_run(scenario, run, seed, scenario.ensemble.replicates)


def play(room: Room, *, futures: int = FUTURES, threads: int | None = None) -> Result:
    """Return what comes of the room's last round as it is decided.

    Parameters
    ----------
    room
        In any phase; nothing of it is changed.
    futures
        Futures from a morning on.
    threads
        How many may be computed at once; all processors by default.
    """
    this = room.now
    decided = decisions_of(room, this.number)
    past = events_until(room, this.number - 1)
    arms: list[list[Decision]] = [decided, []] if decided else [decided]
    arms += [[one for one in decided if one is not left] for left in decided]
    worlds = [World(room, [*past, *(e for one in arm for e in one.events)]) for arm in arms]
    mornings = [this.first_day] * len(worlds)
    if this.days:
        worlds, mornings = [*worlds, worlds[0]], [*mornings, this.next_day]
    with ThreadPoolExecutor(threads or available_threads()) as pool:
        found = list(pool.map(lambda w, day: w.came_about(day, futures), worlds, mornings))
    with_all, before = found[0], found[1] if decided else found[0]
    without = found[2 : 2 + len(decided)]
    after = found[-1] if this.days else with_all
    run = worlds[0].morning(this.next_day)
    log = run.events[run.events["day"] >= this.first_day]
    return Result(
        standing=_standing(run, this.next_day),
        odds_before=_shares(before),
        odds_decided=_shares(with_all),
        odds_after=_shares(after),
        parts=tuple(
            _part(one, with_all, other, len(decided))
            for one, other in zip(decided, without, strict=True)
        ),
        reports=reports_of(log, worlds[0].scenario),
        truth=truth_of(log, worlds[0].scenario),
        incidents=tuple(
            Happened(
                day=int(row["day"]), kind=EVENT_KINDS[row["kind"]], segment=int(row["segment"])
            )
            for row in log
            if seen_by_all(row)
        ),
        futures=futures,
        bits=bits_of(run),
    )


def bits_of(run: OneRun) -> str:
    """Return a hash of a run's days and events, to the last bit."""
    return hashlib.sha256(run.days.tobytes() + run.events.tobytes()).hexdigest()


def _shares(came: dict[str, NDArray[np.bool_]]) -> dict[str, float]:
    return {name: float(each.mean()) for name, each in came.items()}


def _part(
    one: Decision,
    with_all: dict[str, NDArray[np.bool_]],
    without: dict[str, NDArray[np.bool_]],
    count: int,
) -> Part:
    effects = []
    for name in TOLD:
        pair = np.arange(len(with_all[name]))
        level = bonferroni_level(count)
        d = paired_difference(pair, without[name], with_all[name], level=level)
        effects.append(
            Effect(
                outcome=name, with_it=d.other, without_it=d.base, low=d.low, high=d.high,
                told_apart=d.told,
            )
        )  # fmt: skip
    return Part(id=one.id, by=one.by, told=one.told, effects=tuple(effects))


def _standing(run: OneRun, day: int) -> Standing:
    ledger = run.state.ledger[0]
    actors, dyad = ledger["actors"], ledger["dyad"]
    kind, until = int(dyad["ceasefire"]), int(dyad["ceasefire_until"])
    lasts = kind != NO_CEASEFIRE and until < FAR
    return Standing(
        day=day,
        rungs=(int(actors["rung"][0]), int(actors["rung"][1])),
        crossings_closed=(bool(actors["closed"][0]), bool(actors["closed"][1])),
        ceasefire=CEASEFIRES[kind],
        ceasefire_days=max(1, until - day) if lasts else None,
        monitored=bool(dyad["monitored"]),
        channel_open=bool(dyad["channel"]),
        talks=bool(dyad["talks"]),
    )


def finish(room: Room) -> Ending:
    """Return how the room's world goes on from the last round, by its states' rules alone."""
    world = World(room, events_until(room, room.now.number))
    rows = world.engine.run(world.draw, np.array([room.run]), room.seed).runs
    table = pd.DataFrame(rows)

    def dead(*names: str) -> int:
        return int(sum(rows[f"killed_{name}"][0] for name in names))

    return Ending(
        end=END_STATES[int(rows["end_state"][0])],
        came_about={name: bool(happened(table, name)[0]) for name in OUTCOMES},
        killed=dead("afg_state", "pak_state", "afg_civilians", "pak_civilians"),
        killed_by_groups=(dead("afg_by_groups"), dead("pak_by_groups")),
        killed_of_groups=dead("ttp", "isis_k"),
    )
