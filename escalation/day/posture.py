"""Posture: a state acts on what it resolved, goes on with an operation, or stands down.

An operation at rung r > 3 lasts a geometric number of days with mean ``growth / 4 * (r - 3)**2``
beyond its first: a raid or a strike is over in a day or two, an offensive takes days to wind down.
Rancour lengthens it (see ``rancour``). Without orders low rungs are left at once, high ones by
chance. Judgement of this model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.decision import highest_allowed
from escalation.day.ladder import rest_rung
from escalation.day.rancour import resolved_growth
from escalation.luck.purposes import OPERATION, STAND_DOWN
from escalation.luck.streams import geometric_days, uniform
from escalation.vocabulary import ANSWERED_DEED, SMALL_ARMS

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Draw, Ledger


@rule
def operation_length(rung: int, growth: float) -> float:
    """Return the mean length in days, beyond the first, of an operation at this rung.

    It grows with the square of the rung above 3: a raid or a strike is over in a day or two, an
    offensive takes days to wind down.

    Source: judgement of this model: recorded raids and strikes are over in a day or two; were
    offensives as short, hardly any run would become war.
    """
    if rung < 4:
        return 0.0
    return growth * 0.25 * (rung - 3) * (rung - 3)


@rule
def stood_down(rung: int, closed: int, u: float, stand_down: float) -> int:
    """Return the posture after a day without orders: low rungs at once, high ones by chance.

    Source: P06 (episodes of strikes and reply were soon quiet) for rungs from 4 up; judgement of
    this model that lower ones end with the exchange.
    """
    rest = rest_rung(closed)
    if rung <= 3 or u < stand_down:
        return rest
    return rung


@rule
def clear_day(own: Actor) -> None:
    """Forget a state's losses and doings of yesterday."""
    own.killed = 0
    own.civilians = 0
    own.wounded = 0.0
    own.posts_lost = 0
    own.struck = 0
    own.exchanges = 0
    own.shellings = 0
    own.raids = 0
    own.strikes = 0
    own.capital = 0
    own.captures = 0
    own.by_groups = 0
    own.claimed = 0.0
    own.admitted = 0.0
    own.blamed = 0.0


@rule
def carry_out_one(p: Draw, key: int, day: int, side: int, ledger: Ledger) -> None:
    """Start the day anew and let a state act on what it resolved, go on, or stand down."""
    own: Actor = ledger.actors[side]
    clear_day(own)
    cap = highest_allowed(day, own)
    own.fresh = 0
    if own.pending_rung > 0 and own.pending_day <= day:
        rung = min(own.pending_rung, cap)
        if rung >= SMALL_ARMS:
            begin(p, key, side, rung, ledger)
        own.pending_rung = 0
    elif own.operation_left > 0:
        own.operation_left -= 1
        own.acting = 1
    else:
        own.acting = 0
        own.rung = stood_down(own.rung, own.closed, uniform(key, STAND_DOWN, side, 0), p.stand_down)
    if own.rung > cap:
        own.rung = cap
        if cap < SMALL_ARMS:
            own.acting = 0
            own.operation_left = 0


@rule
def begin(p: Draw, key: int, side: int, rung: int, ledger: Ledger) -> None:
    """Let a state begin what it resolved, unless a harder operation goes on."""
    own: Actor = ledger.actors[side]
    if own.acting == 1 and own.operation_left > 0 and own.rung > rung:
        own.operation_left -= 1
    else:
        own.rung = rung
        own.cause = own.pending_cause
        growth = resolved_growth(p.operation_growth, own.rancour, p.rancour_resolve)
        mean = operation_length(rung, growth)
        length = geometric_days(uniform(key, OPERATION, side, 0), mean, 60)
        own.operation_left = max(own.operation_left, length)
    own.acting = 1
    own.fresh = 1
    if own.pending_cause != ANSWERED_DEED:
        ledger.track.last_cause = own.pending_cause


@rule
def begin_day(ledger: Ledger) -> None:
    """Forget yesterday's incidents between the states."""
    ledger.dyad.incidents = 0
    ledger.dyad.lethal = 0


@rule
def carry_out(p: Draw, key: int, day: int, ledger: Ledger) -> None:
    """Begin the day's deeds: orders, operations, standing down."""
    begin_day(ledger)
    for side in range(2):
        carry_out_one(p, key, day, side, ledger)
