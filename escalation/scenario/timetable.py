"""The timetable of a scenario's events and fixed decisions, as the drivers read it: one array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from escalation.day.rows import TimedEvent, dtype_of
from escalation.scenario import events
from escalation.vocabulary import (
    ACT,
    ATTACK,
    CEASEFIRES,
    GROUPS,
    LINES,
    MEDIATE,
    NEVER,
    REFUSALS,
    REFUSE,
    RESTRAIN,
    SET_CEASEFIRE,
    SET_CHANNEL,
    SET_CROSSINGS,
    SET_LINE,
    SET_TEMPO,
    STATES,
)

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

TIMED_EVENT = dtype_of(TimedEvent)

Row = tuple[int, int, int, int, int, float, int]
Rule = tuple[int, int, int, int, int, int, int, int]


def timetable(scenario: Scenario) -> NDArray[np.void]:
    """Return the scenario's events (E,) of ``TIMED_EVENT``, in order of days."""
    mediators = list(scenario.actors.mediators)
    rows = [(*row, *_rule(event)) for event in scenario.events for row in _rows(event, mediators)]
    rows.sort(key=lambda row: row[0])
    return np.array(rows, dtype=TIMED_EVENT)


def _rule(event: events.Event) -> Rule:
    """Return lasts, conditional, once, quiet_days, rung, killed, attack, whose."""
    lasts = int(getattr(event, "days", None) or 0) if event.when is not None else 0
    when = event.when
    if when is None:
        return (lasts, 0, 1, 0, 0, 0, 0, -1)
    whose = -1 if when.actor is None else STATES.index(when.actor)
    asked = (when.quiet_days, when.rung_at_least, when.killed_at_least, when.attack_killed_at_least)
    quiet, rung, killed, attack = (value or 0 for value in asked)
    return (lasts, 1, int(event.once), quiet, rung, killed, attack, whose)


def _held_until(event: events.Held) -> int:
    """Return the last day on which what was done is held; none, if the event says no length."""
    if event.until_day is None and event.days is None:
        return NEVER
    return event.last_day


def _rows(event: events.Event, mediators: list[str]) -> list[Row]:
    """Return an event's rows: day, until, kind, actor, which, amount, flag."""
    day = event.day
    if isinstance(event, events.PublicLine):
        line, until = LINES.index(event.line), event.last_day
        return [(day, until, SET_LINE, STATES.index(event.actor), line, 0.0, 0)]
    if isinstance(event, events.Act):
        until = day + event.days - 1
        return [(day, until, ACT, STATES.index(event.actor), event.rung, 0.0, 0)]
    if isinstance(event, events.Restrain):
        actor, until = STATES.index(event.actor), event.last_day
        return [(day, until, RESTRAIN, actor, event.max_rung, 0.0, 0)]
    if isinstance(event, events.Mediation):
        return [(day, day, MEDIATE, 0, mediators.index(m), 0.0, 0) for m in event.mediators]
    if isinstance(event, events.BackChannel):
        return [(day, _held_until(event), SET_CHANNEL, 0, int(event.open), 0.0, 0)]
    if isinstance(event, events.Ceasefire):
        what, length = CEASEFIRES.index(event.type), float(event.days or 0)
        return [(day, day, SET_CEASEFIRE, 0, what, length, int(event.monitored))]
    if isinstance(event, events.Crossings):
        actor, until = STATES.index(event.actor), _held_until(event)
        return [(day, until, SET_CROSSINGS, actor, int(event.closed), 0.0, 0)]
    if isinstance(event, events.Refuse):
        actor, what = STATES.index(event.actor), REFUSALS.index(event.what)
        return [(day, event.last_day, REFUSE, actor, what, 0.0, 0)]
    if isinstance(event, events.Tempo):
        factor = float(event.factor)
        return [(day, event.last_day, SET_TEMPO, GROUPS.index(event.actor), 0, factor, 0)]
    if isinstance(event, events.Attack):
        where = -1 if event.segment is None else event.segment - 1
        return [(day, day, ATTACK, GROUPS.index(event.actor), where, float(event.killed), 0)]
    raise TypeError(f"no place in the timetable for {type(event).__name__}")
