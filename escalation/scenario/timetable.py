"""The timetable of a scenario's events and fixed decisions, as the drivers read it: one array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from escalation.scenario import model

if TYPE_CHECKING:
    from escalation.scenario.model import Scenario

# Kinds of scheduled event, as the drivers read them.
SET_LINE = 1
ACT = 2
RESTRAIN = 3
MEDIATE = 4
CHANNEL = 5
CEASEFIRE = 6
CROSSINGS = 7
TEMPO = 8
ATTACK = 9

SCHEDULE_DTYPE = np.dtype(
    [
        ("day", np.int64),
        ("until", np.int64),
        ("kind", np.int64),
        ("actor", np.int64),
        ("which", np.int64),
        ("amount", np.float64),
        ("flag", np.int64),
    ]
)

STATE_INDEX = {"afghan_taliban": 0, "pakistan_military": 1}
GROUP_INDEX = {"ttp": 0, "isis_k": 1}
LINE_INDEX = {"silent": 0, "confirm": 1, "deny": 2, "vow": 3}
CEASEFIRE_INDEX = {"none": 0, "truce": 1, "agreement": 2}

Row = tuple[int, int, int, int, int, float, int]


def timetable(scenario: Scenario) -> NDArray[np.void]:
    """Return the scenario's events (E,) of ``SCHEDULE_DTYPE``, in order of days."""
    mediators = list(scenario.actors.mediators)
    rows: list[Row] = []
    for event in scenario.events:
        rows += _rows(event, mediators)
    rows.sort(key=lambda row: row[0])
    return np.array(rows, dtype=SCHEDULE_DTYPE)


def _rows(event: model.Event, mediators: list[str]) -> list[Row]:
    """Return an event's rows: day, until, kind, actor, which, amount, flag."""
    day = event.day
    if isinstance(event, model.PublicLine):
        line = LINE_INDEX[event.line]
        return [(day, event.until_day, SET_LINE, STATE_INDEX[event.actor], line, 0.0, 0)]
    if isinstance(event, model.Act):
        until = day + event.days - 1
        return [(day, until, ACT, STATE_INDEX[event.actor], event.rung, 0.0, 0)]
    if isinstance(event, model.Restrain):
        actor = STATE_INDEX[event.actor]
        return [(day, event.until_day, RESTRAIN, actor, event.max_rung, 0.0, 0)]
    if isinstance(event, model.Mediation):
        return [(day, day, MEDIATE, 0, mediators.index(m), 0.0, 0) for m in event.mediators]
    if isinstance(event, model.BackChannel):
        return [(day, day, CHANNEL, 0, int(event.open), 0.0, 0)]
    if isinstance(event, model.Ceasefire):
        what, length = CEASEFIRE_INDEX[event.type], float(event.days or 0)
        return [(day, day, CEASEFIRE, 0, what, length, int(event.monitored))]
    if isinstance(event, model.Crossings):
        return [(day, day, CROSSINGS, STATE_INDEX[event.actor], int(event.closed), 0.0, 0)]
    if isinstance(event, model.Tempo):
        factor = float(event.factor)
        return [(day, event.until_day, TEMPO, GROUP_INDEX[event.actor], 0, factor, 0)]
    if isinstance(event, model.Attack):
        where = -1 if event.segment is None else event.segment - 1
        return [(day, day, ATTACK, GROUP_INDEX[event.actor], where, float(event.killed), 0)]
    raise TypeError(f"no place in the timetable for {type(event).__name__}")
