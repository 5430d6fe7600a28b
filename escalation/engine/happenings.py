"""The scenario's timed events, rules and fixed decisions, carried out when their time has come."""

from __future__ import annotations

from typing import Any

from escalation.compiling import rule
from escalation.day.conditions import dead_reach, last_day, may_happen, reaches
from escalation.engine.log import note
from escalation.engine.strategy import cease, end_ceasefire, set_channel, set_crossings
from escalation.vocabulary import (
    ACT,
    AFGHAN,
    ATTACK,
    FAR,
    MEDIATE,
    MEDIATOR_ENGAGED,
    NO_CEASEFIRE,
    PAKISTANI,
    RESTRAIN,
    SET_CEASEFIRE,
    SET_CHANNEL,
    SET_LINE,
)
from escalation.vocabulary import SET_CROSSINGS as CROSSINGS
from escalation.vocabulary import SET_TEMPO as TEMPO


@rule
def _is_time(event: Any, day: int, fired: int, led: Any) -> int:
    """Return whether an event happens today: on its day, or because what it asks for holds."""
    if event.conditional == 0:
        return 1 if event.day == day else 0
    a, b = led.actors[AFGHAN], led.actors[PAKISTANI]
    if may_happen(day, event.day, event.once, fired) == 0:
        return 0
    if led.track.quiet_streak < event.quiet_days:
        return 0
    if reaches(event.rung, a.rung, b.rung, event.whose) == 0:
        return 0
    dead_a, dead_b = a.sum_killed + a.sum_civilians, b.sum_killed + b.sum_civilians
    if dead_reach(event.killed, dead_a, dead_b, event.whose) == 0:
        return 0
    return reaches(event.attack, a.attack_dead, b.attack_dead, event.whose)


@rule
def happen(
    schedule: Any, fired: Any, mediator_day: Any, p: Any, day: int, led: Any, log: Any
) -> None:
    """Let the scenario's events and fixed decisions of this day take hold; note it in ``fired``."""
    for i in range(len(schedule)):
        event = schedule[i]
        if _is_time(event, day, fired[i], led) == 0:
            continue
        fired[i] = day
        until = last_day(day, event.until, event.lasts)
        if event.kind == SET_LINE:
            a = led.actors[event.actor]
            a.line_fixed = event.which
            a.line_from = day
            a.line_until = until
        elif event.kind == ACT:
            a = led.actors[event.actor]
            a.act_rung = event.which
            a.act_until = until
        elif event.kind == RESTRAIN:
            a = led.actors[event.actor]
            a.cap = event.which
            a.cap_until = until
        elif event.kind == MEDIATE:
            mediator_day[event.which] = day
            note(led, log, day, MEDIATOR_ENGAGED, -1, -1, event.which, 0.0, 0, 0, 0, 0)
        elif event.kind == SET_CHANNEL:
            set_channel(day, event.which, led, log)
        elif event.kind == SET_CEASEFIRE:
            if event.which == NO_CEASEFIRE:
                end_ceasefire(p, day, 0, led, log)
            else:
                end = day + int(event.amount) if event.amount > 0.0 else FAR
                cease(day, event.which, event.flag, end, led, log)
        elif event.kind == CROSSINGS:
            set_crossings(day, event.actor, event.which, led, log)
        elif event.kind == TEMPO:
            group = led.groups[event.actor]
            group.factor = event.amount
            group.factor_until = until
        elif event.kind == ATTACK:
            group = led.groups[event.actor]
            group.forced = int(event.amount)
            group.forced_at = event.which
