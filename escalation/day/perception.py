"""Perception: each state reads yesterday's deed of the other, sometimes wrongly.

A violent deed is read one rung off with the chance ``misperception`` times what an open back
channel and monitors leave of it, upward with the share ``misperception_upward``. The believed rung
follows what was read, and a vow, by exponential smoothing. Source: Jervis 1976 (misperception as a
regular part of crises).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.luck.purposes import MISREAD
from escalation.luck.streams import uniform
from escalation.vocabulary import OPEN_WAR, SMALL_ARMS, VOW

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Draw, Dyad, Ledger


@rule
def clarity(
    channel: int, monitored: int, channel_clarity: float, monitoring_clarity: float
) -> float:
    """Return the share of misperception that stays, given an open channel and monitors.

    Source: Fortna 2004 (monitors) and contacts that ended recorded episodes (the channel); that
    what both leave is multiplied is a judgement of this model.
    """
    left = 1.0
    if channel == 1:
        left = left * (1.0 - channel_clarity)
    if monitored == 1:
        left = left * (1.0 - monitoring_clarity)
    return left


@rule
def perceived_deed(deed: int, u: float, misperception: float, upward: float) -> int:
    """Return the rung at which a deed is read: one off with probability ``misperception``.

    A deed of rung 0 or 1 is read as it is; a violent one never as less than small arms.

    Source: Jervis 1976 (misperception is common, and rather upward between rivals); that it is by
    one rung is a judgement of this model.
    """
    if deed < SMALL_ARMS or u >= misperception:
        return deed
    if u < misperception * upward:
        return min(deed + 1, OPEN_WAR)
    return max(deed - 1, SMALL_ARMS)


@rule
def belief_after(belief: float, seen: int, line: int, weight: float, vow_alarm: float) -> float:
    """Return the believed rung of the other after a day's report (exponential smoothing).

    ``seen`` is the deed as perceived, ``line`` the other's public line.

    Source: Fearon 1994 (public threats are taken as signals) for the vow; judgement of this model
    for the smoothing: a few days of deeds change a mind.
    """
    shown = float(seen)
    if line == VOW:
        shown = min(shown + vow_alarm, 8.0)
    return belief + weight * (shown - belief)


@rule
def perceive_one(p: Draw, key: int, side: int, ledger: Ledger) -> None:
    """Turn yesterday's deed and line of the other into what a state believes."""
    dyad: Dyad = ledger.dyad
    own: Actor = ledger.actors[side]
    other: Actor = ledger.actors[1 - side]
    left = clarity(dyad.channel, dyad.monitored, p.channel_clarity, p.monitoring_clarity)
    u = uniform(key, MISREAD, side, 0)
    own.perceived = perceived_deed(other.deed, u, p.misperception * left, p.misperception_upward)
    own.belief = belief_after(own.belief, own.perceived, other.line, p.belief_weight, p.vow_alarm)


@rule
def perceive(p: Draw, key: int, ledger: Ledger) -> None:
    """Let both states read yesterday."""
    for side in range(2):
        perceive_one(p, key, side, ledger)
