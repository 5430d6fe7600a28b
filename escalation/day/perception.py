"""Reports become perceptions: what a state believes was done to it, and where the other stands."""

from __future__ import annotations

from escalation.compiling import rule
from escalation.vocabulary import OPEN_WAR, SMALL_ARMS, VOW


@rule
def clarity(
    channel: int, monitored: int, channel_clarity: float, monitoring_clarity: float
) -> float:
    """Return the share of misperception that stays, given an open channel and monitors."""
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
    """
    shown = float(seen)
    if line == VOW:
        shown = min(shown + vow_alarm, 8.0)
    return belief + weight * (shown - belief)
