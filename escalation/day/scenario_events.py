"""A scenario's events, rules and fixed decisions, carried out when their time has come.

An event happens on its day; a rule when, from its first day on, all holds that it asks for (quiet
days, a rung, the dead, an attack), once or again and again. Settings of the scenario, no model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.diplomacy import cease, end_ceasefire, set_channel, set_crossings
from escalation.day.logbook import NOBODY, is_taken_back, note
from escalation.vocabulary import (
    ACT,
    AFGHAN,
    ATTACK,
    FAR,
    MEDIATE,
    MEDIATOR_ENGAGED,
    NO_CEASEFIRE,
    PAKISTANI,
    REFUSE,
    REFUSE_TALKS,
    RESTRAIN,
    SET_CEASEFIRE,
    SET_CHANNEL,
    SET_CROSSINGS,
    SET_LINE,
    SET_TEMPO,
)

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Draw, Group, Ints, Ledger, Records, Table, TimedEvent


@rule
def reaches(asked: int, value_a: int, value_b: int, whose: int) -> int:
    """Return whether a state's figure reaches what is asked: ``whose``, or either's for -1.

    Source: what the scenario asks for; no claim about the world.
    """
    if asked == 0:
        return 1
    if whose == 0:
        return 1 if value_a >= asked else 0
    if whose == 1:
        return 1 if value_b >= asked else 0
    return 1 if max(value_a, value_b) >= asked else 0


@rule
def dead_reach(asked: int, dead_a: int, dead_b: int, whose: int) -> int:
    """Return whether the dead between the states reach what is asked: one side's, or both sides'.

    Nobody counts as dead of neither side, so that without ``whose`` the two sums add up.

    Source: what the scenario asks for; no claim about the world.
    """
    if whose == -1:
        return reaches(asked, dead_a + dead_b, 0, 0)
    return reaches(asked, dead_a, dead_b, whose)


@rule
def may_happen(day: int, first_day: int, once: int, fired: int) -> int:
    """Return whether a rule may be looked at today: from its first day, and again unless once.

    Source: what the scenario asks for; no claim about the world.
    """
    if day < first_day:
        return 0
    return 0 if once == 1 and fired >= 0 else 1


@rule
def last_day(day: int, until: int, lasts: int) -> int:
    """Return the last day of what happens today: the one given, or counted from today.

    Source: what the scenario asks for; no claim about the world.
    """
    return day + lasts - 1 if lasts > 0 else until


@rule
def is_time(event: TimedEvent, day: int, fired: int, ledger: Ledger) -> int:
    """Return whether an event happens today: on its day, or because what it asks for holds."""
    if event.conditional == 0:
        return 1 if event.day == day else 0
    a: Actor = ledger.actors[AFGHAN]
    b: Actor = ledger.actors[PAKISTANI]
    if may_happen(day, event.day, event.once, fired) == 0:
        return 0
    if ledger.track.quiet_streak < event.quiet_days:
        return 0
    if reaches(event.rung, a.rung, b.rung, event.whose) == 0:
        return 0
    dead_a, dead_b = a.sum_killed + a.sum_civilians, b.sum_killed + b.sum_civilians
    if dead_reach(event.killed, dead_a, dead_b, event.whose) == 0:
        return 0
    return reaches(event.attack, int(a.unweighed), int(b.unweighed), event.whose)


@rule
def take_hold(
    event: TimedEvent, mediator_day: Ints, p: Draw, day: int, ledger: Ledger, log: Records
) -> None:
    """Carry out an event."""
    until = last_day(day, event.until, event.lasts)
    if event.kind == SET_LINE:
        actor: Actor = ledger.actors[event.actor]
        actor.line_fixed = event.which
        actor.line_from = day
        actor.line_until = until
    elif event.kind == ACT:
        actor = ledger.actors[event.actor]
        actor.act_rung = event.which
        actor.act_until = until
    elif event.kind == RESTRAIN:
        actor = ledger.actors[event.actor]
        actor.cap = event.which
        actor.cap_until = until
    elif event.kind == MEDIATE:
        if is_taken_back(ledger) == 0:
            mediator_day[event.which] = day
            note(ledger, log, day, MEDIATOR_ENGAGED, NOBODY, event.which, 0.0)
    elif event.kind == SET_CHANNEL:
        set_channel(day, event.which, ledger, log)
        ledger.dyad.channel_until = until
    elif event.kind == SET_CEASEFIRE and event.which == NO_CEASEFIRE:
        end_ceasefire(p, day, 0, ledger, log)
    elif event.kind == SET_CEASEFIRE:
        end = day + int(event.amount) if event.amount > 0.0 else FAR
        cease(day, event.which, event.flag, end, ledger, log)
    elif event.kind == SET_CROSSINGS:
        set_crossings(day, event.actor, event.which, ledger, log)
        ledger.actors[event.actor].crossings_until = until
    elif event.kind == REFUSE and event.which == REFUSE_TALKS:
        ledger.actors[event.actor].talks_refused_until = until
    elif event.kind == REFUSE:
        ledger.actors[event.actor].mediation_refused_until = until
    elif event.kind == SET_TEMPO:
        group: Group = ledger.groups[event.actor]
        group.factor = event.amount
        group.factor_until = until
    elif event.kind == ATTACK:
        group = ledger.groups[event.actor]
        group.forced = int(event.amount)
        group.forced_at = event.which


@rule
def happen(
    schedule: Table[TimedEvent],
    fired: Ints,
    mediator_day: Ints,
    p: Draw,
    day: int,
    ledger: Ledger,
    log: Records,
) -> None:
    """Let what the scenario has for this day take hold; note it in ``fired``."""
    for i in range(len(schedule)):
        if is_time(schedule[i], day, fired[i], ledger) == 1:
            fired[i] = day
            take_hold(schedule[i], mediator_day, p, day, ledger, log)
