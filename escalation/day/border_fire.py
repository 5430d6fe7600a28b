"""Fire, raids and strikes on and across the line, and the tension that invites them."""

from __future__ import annotations

from escalation.compiling import rule
from escalation.luck.arithmetic import log
from escalation.vocabulary import (
    ARTILLERY,
    MILITANT_ATTACK,
    OFFENSIVE,
    OPEN_WAR,
    RAIDS,
    SMALL_ARMS,
    STRIKES,
)

DAYS_PER_MONTH = 30.4375


@rule
def unauthorised_rate(
    per_month: float,
    highest_rung: int,
    posture_gain: float,
    excess_tension: float,
    tension_gain: float,
    left: float,
) -> float:
    """Return exchanges a day that local commanders of one state start without authority.

    Half of the border-wide rate; it grows with the higher posture and with average excess tension,
    and monitors remove the share ``1 - left``.
    """
    rate = 0.5 * per_month / DAYS_PER_MONTH
    rate = rate * (1.0 + posture_gain * highest_rung) * (1.0 + tension_gain * excess_tension)
    return rate * left


@rule
def fights_on_ground(acting: int, cause: int, rung: int) -> int:
    """Return whether a state's posts and units fight: not when it only strikes havens."""
    if acting == 0:
        return 0
    return 0 if cause == MILITANT_ATTACK and rung < OFFENSIVE and rung >= STRIKES else 1


@rule
def ordered_rate(fights: int, rung: int, base: float, growth: float) -> float:
    """Return exchanges a day that a state starts on a day its posts fight at this rung."""
    if fights == 0 or rung < SMALL_ARMS:
        return 0.0
    return base + growth * (rung - SMALL_ARMS)


@rule
def raids_a_day(fights: int, rung: int, rate: float, offensive_rate: float) -> float:
    """Return raids a day: none below rung 4, many in an offensive, twice as many in open war."""
    if fights == 0 or rung < RAIDS:
        return 0.0
    if rung < OFFENSIVE:
        return rate
    if rung < OPEN_WAR:
        return offensive_rate
    return 2.0 * offensive_rate


@rule
def strikes_a_day(acting: int, rung: int, rate: float, capability: float) -> float:
    """Return the mean number of strikes a day: none below rung 5, more in open war."""
    if acting == 0 or rung < STRIKES:
        return 0.0
    if rung < OFFENSIVE:
        return rate * capability
    return rate * capability * 1.5


@rule
def uses_artillery(rung: int, ordered: int, u: float, share: float) -> int:
    """Return whether an ordered exchange is one of artillery."""
    return 1 if ordered == 1 and rung >= ARTILLERY and u < share else 0


@rule
def raid_log_odds(
    base: float, fortification: float, fort_weight: float, attackers: float, defenders: float
) -> float:
    """Return the log-odds that a raid takes its post: strength ratio against fortification."""
    return base - fort_weight * fortification + log(max(attackers, 1.0) / max(defenders, 1.0))


@rule
def physical_deed(
    rung: int, exchanges: int, shelling: int, raids: int, strikes: int, capital: int
) -> int:
    """Return the rung of what was actually done in a day, at most what its number allows.

    Raids at posture 7 or 8 count as an offensive from three raids up.
    """
    level = 0
    if exchanges > 0:
        level = SMALL_ARMS
    if shelling > 0:
        level = ARTILLERY
    if raids > 0:
        level = RAIDS
    if strikes > 0:
        level = STRIKES
    if capital > 0:
        level = STRIKES + 1
    if rung >= OFFENSIVE and raids >= 3:
        level = rung
    return level


@rule
def tension_after(excess: float, left: float, right: float, keep: float, diffusion: float) -> float:
    """Return a segment's excess tension after a day of decay and of exchange with neighbours.

    ``left`` and ``right`` are the neighbours' excess; at an end of the line pass the segment's own.
    """
    return keep * (excess + diffusion * (left - excess) + diffusion * (right - excess))
