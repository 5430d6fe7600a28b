"""Losses: heavy-tailed deaths of an event, split by a mixed stochastic Lanchester law."""

from __future__ import annotations

from escalation.compiling import rule
from escalation.luck.arithmetic import exp, log, power
from escalation.luck.streams import normal


@rule
def event_deaths(u: float, median: float, sigma: float, cap: float) -> float:
    """Return the deaths of an event, both sides together: lognormal, cut at ``cap``.

    The lognormal beats a power law in the recorded events (UCDP GED, Pakistan and TTP).
    """
    if median <= 0.0:
        return 0.0
    deaths = median * exp(sigma * normal(u))
    return min(deaths, cap)


@rule
def share_of_losses(
    own: float, enemy: float, burden: float, p_own: float, p_enemy: float, u: float
) -> float:
    """Return one side's share of an event's deaths under the mixed Lanchester law.

    A side's losses go with ``own**p_own * enemy**p_enemy``, times ``burden`` for the attacker, and
    a random coefficient for the fortune of the day (log-ratio uniform on -1.5 to 1.5).
    """
    mine = burden * power(own, p_own) * power(enemy, p_enemy)
    theirs = power(enemy, p_own) * power(own, p_enemy)
    fortune = exp(3.0 * u - 1.5)
    weight = mine * fortune
    return weight / (weight + theirs)


@rule
def wounded(killed: int, ratio: float) -> float:
    """Return the expected number of wounded for so many killed."""
    return killed * ratio


@rule
def grief(
    soldiers: float,
    civilians: float,
    posts: float,
    struck: int,
    inflicted: float,
    per_soldier: float,
    per_civilian: float,
    per_post: float,
    airspace: float,
    loss_aversion: float,
) -> float:
    """Return the grievance of one day: own losses weigh ``loss_aversion`` times what was inflicted.

    Soldiers are those the public believes lost; a day never lowers grievance below what it was.
    """
    if soldiers + civilians + posts + inflicted <= 0.0 and struck == 0:
        return 0.0
    loss = per_soldier * log(1.0 + soldiers) + per_civilian * log(1.0 + civilians)
    loss = loss + per_post * log(1.0 + posts)
    if struck == 1:
        loss = loss + airspace
    relief = per_soldier * log(1.0 + inflicted)
    return max(0.0, loss_aversion * loss - relief)
