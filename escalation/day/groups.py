"""The TTP and ISIS-K: tempo, hazard of an attack, movement, and who pays."""

from __future__ import annotations

from escalation.compiling import rule
from escalation.day.border_fire import DAYS_PER_MONTH
from escalation.luck.arithmetic import exp, power


@rule
def swing(tempo: float, keep: float, shock: float, spread: float, z: float) -> float:
    """Return the log tempo after a day: it returns to zero, with shocks of stationary ``spread``.

    ``shock`` is sqrt(1 - keep**2), so that the stationary spread is ``spread``.
    """
    return keep * tempo + shock * spread * z


@rule
def tempo_factor(
    log_tempo: float, sanctuary: float, weight: float, spoiling: float, scenario_factor: float
) -> float:
    """Return what multiplies the ordinary tempo: swings, sanctuary over one half, spoiling."""
    return scenario_factor * exp(log_tempo + weight * (sanctuary - 0.5) + spoiling)


@rule
def base_hazard(per_month: float, branching: float, agents: float) -> float:
    """Return the daily hazard of each of ``agents`` agents that gives ``per_month`` in all.

    The self-excited share ``branching`` is left to the excitation.
    """
    if agents <= 0.0:
        return 0.0
    return per_month * (1.0 - branching) / DAYS_PER_MONTH / agents


@rule
def excitation_step(branching: float, keep: float) -> float:
    """Return what one attack adds to its segment's excited attacks a day (Hawkes).

    It counts from the next day and fades by ``keep`` a day, so that over its decay an attack sets
    off ``branching`` others, however many agents are there to make them.
    """
    return branching * (1.0 - keep) / keep


@rule
def local_hazard(hazard: float, excited: float, agents: float) -> float:
    """Return the daily hazard of each of ``agents`` that share a segment's excited attacks."""
    if agents <= 0.0:
        return hazard
    return hazard + excited / agents


@rule
def soldiers_share(u: float, exponent: float) -> float:
    """Return the soldiers' share of an attack's dead: small in most events, near one in a few."""
    return power(u, exponent)


@rule
def recovered(strength: float, full: float, share: float) -> float:
    """Return an agent's strength after a day of replacements or recruits."""
    return strength + share * (full - strength)
