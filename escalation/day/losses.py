"""Losses: heavy-tailed deaths of an event, split by a mixed stochastic Lanchester law.

Deaths of an event are lognormal and cut at a cap, which fits the recorded events better than a
power law (UCDP GED, Pakistan and TTP). A side's share goes with own and enemy strength under a
mixed Lanchester law with a random coefficient. Sources: Lanchester 1916; Deitchman 1962 (the mixed
law). The wounded follow in proportion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.luck.arithmetic import exp, power
from escalation.luck.streams import normal
from escalation.vocabulary import DEATHS, INCIDENTS, LETHAL

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.rows import Actor, Draw, Dyad, Ints, Ledger, Table


@rule
def event_deaths(u: float, median: float, sigma: float, cap: float) -> float:
    """Return the deaths of an event, both sides together: lognormal, cut at ``cap``.

    The lognormal beats a power law in the recorded events (UCDP GED, Pakistan and TTP).

    Source: P16 (UCDP GED 22.1, Pakistan and TTP within 75 km).
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

    Source: Lanchester 1916, Deitchman 1962 (the mixed law), Bracken 1995 and Lucas and Turkes 2004
    (the exponents); the coefficient's range is a judgement of this model.
    """
    mine = burden * power(own, p_own) * power(enemy, p_enemy)
    theirs = power(enemy, p_own) * power(own, p_enemy)
    fortune = exp(3.0 * u - 1.5)
    weight = mine * fortune
    return weight / (weight + theirs)


@rule
def wounded(killed: int, ratio: float) -> float:
    """Return the expected number of wounded for so many killed.

    Source: P22 (historic land war, about three to one).
    """
    return killed * ratio


@rule
def lose(p: Draw, own: Actor, dead: int) -> None:
    """Count a state's soldiers killed and wounded."""
    own.killed += dead
    own.wounded = own.wounded + wounded(dead, p.wounded_ratio)


@rule
def count_incident(
    p: Draw, segment: int, dead: int, ledger: Ledger, segments: Table[rows.Segment], counts: Ints
) -> None:
    """Count an incident between the states and let it raise its segment's tension."""
    dyad: Dyad = ledger.dyad
    dyad.incidents += 1
    if dead > 0:
        dyad.lethal += 1
    if segment >= 0:
        one = segments[segment]
        one.tension = one.tension + p.tension_per_incident
        counts[segment, INCIDENTS] += 1
        counts[segment, DEATHS] += dead
        if dead > 0:
            counts[segment, LETHAL] += 1
