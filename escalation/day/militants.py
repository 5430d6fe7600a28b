"""Militants: how the tempo of the TTP and of ISIS-K swings, and how attacks excite others.

A group's log tempo is a stationary autoregressive swing; sanctuary, a ceasefire between the states
(spoiling) and the scenario shift it. An attack raises the hazard of more on its segment, so that
over its decay it sets off ``branching`` others. Sources: Hawkes 1971, Mohler 2011
(self-excitation); Stedman 1997, Kydd and Walter 2002 (spoilers).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.fire import DAYS_PER_MONTH
from escalation.luck.arithmetic import exp
from escalation.luck.purposes import TEMPO
from escalation.luck.streams import normal, uniform
from escalation.vocabulary import NO_CEASEFIRE

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.rows import Draw, Group, Ledger, Table

TTP_GROUP = 0
ISIS_K_GROUP = 1


@rule
def swing(tempo: float, keep: float, shock: float, spread: float, z: float) -> float:
    """Return the log tempo after a day: it returns to zero, with shocks of stationary ``spread``.

    ``shock`` is sqrt(1 - keep**2), so that the stationary spread is ``spread``.

    Source: P15 (months differ by more than chance) for the spread; that it is autoregressive is a
    judgement of this model, the simplest swing that is stationary.
    """
    return keep * tempo + shock * spread * z


@rule
def tempo_factor(
    log_tempo: float,
    sanctuary: float,
    recorded: float,
    weight: float,
    spoiling: float,
    scenario_factor: float,
) -> float:
    """Return what multiplies the ordinary tempo: swings, sanctuary over that on record, spoiling.

    Source: Salehyan 2007 (sanctuary), Stedman 1997 and Kydd and Walter 2002 (spoilers), P15
    (swings); that they multiply is a judgement of this model.
    """
    return scenario_factor * exp(log_tempo + weight * (sanctuary - recorded) + spoiling)


@rule
def base_hazard(per_month: float, branching: float, agents: float) -> float:
    """Return the daily hazard of each of ``agents`` agents that gives ``per_month`` in all.

    The self-excited share ``branching`` is left to the excitation.

    Source: P14 (attacks a month), Hawkes 1971 (the share that is left to excitation).
    """
    if agents <= 0.0:
        return 0.0
    return per_month * (1.0 - branching) / DAYS_PER_MONTH / agents


@rule
def excitation_step(branching: float, keep: float) -> float:
    """Return what one attack adds to its segment's excited attacks a day (Hawkes).

    It counts from the next day and fades by ``keep`` a day, so that over its decay an attack sets
    off ``branching`` others, however many agents are there to make them.

    Source: Hawkes 1971; P18 for ``branching``, Lewis and others 2012 for how fast it fades.
    """
    return branching * (1.0 - keep) / keep


@rule
def local_hazard(hazard: float, excited: float, agents: float) -> float:
    """Return the daily hazard of each of ``agents`` that share a segment's excited attacks.

    Source: Mohler 2011 (excitation in space and time); shared, by a judgement of this model, since
    the tempo would run away where many agents are.
    """
    if agents <= 0.0:
        return hazard
    return hazard + excited / agents


@rule
def recovered(strength: float, full: float, share: float) -> float:
    """Return an agent's strength after a day of replacements or recruits.

    Source: judgement of this model: the TTP's estimated strength stayed at 6,000 or more through
    years of losses, and a unit is whole again after some weeks.
    """
    return strength + share * (full - strength)


@rule
def tempo_spread(p: Draw, which: int) -> float:
    """Return how widely a group's tempo swings."""
    return p.ttp_tempo_spread if which == TTP_GROUP else p.isis_k_tempo_spread


@rule
def swing_one(p: Draw, key: int, day: int, which: int, ledger: Ledger) -> None:
    """Let a group's tempo swing by a day, and answer sanctuary and ceasefires."""
    group: Group = ledger.groups[which]
    z = normal(uniform(key, TEMPO, which, 0))
    pace = ledger.pace
    group.tempo = swing(group.tempo, pace.tempo, pace.tempo_shock, tempo_spread(p, which), z)
    if day > group.factor_until:
        group.factor = 1.0
    sanctuary, recorded = p.ttp_sanctuary, p.ttp_sanctuary_recorded
    if which == ISIS_K_GROUP:
        sanctuary, recorded = p.isis_k_sanctuary, p.isis_k_sanctuary_recorded
    spoiling = 0.0
    if which == TTP_GROUP and ledger.dyad.ceasefire != NO_CEASEFIRE:
        spoiling = p.spoiler_drive
    group.multiplier = tempo_factor(
        group.tempo, sanctuary, recorded, p.sanctuary_tempo, spoiling, group.factor
    )
    group.attacks = 0
    group.mass_attacks = 0
    group.killed = 0


@rule
def excite(p: Draw, ledger: Ledger, segments: Table[rows.Segment]) -> None:
    """Let what earlier attacks excited fade, and set the rate at which each fighter attacks.

    The fighters are those of the TTP who were inside Pakistan last evening.
    """
    calm = ledger.pace.excitation
    ttp: Group = ledger.groups[TTP_GROUP]
    hazard = ttp.hazard * ttp.multiplier / p.unit_strength
    for segment in range(len(segments)):
        one = segments[segment]
        one.excitement[TTP_GROUP] = one.excitement[TTP_GROUP] * calm
        one.excitement[ISIS_K_GROUP] = one.excitement[ISIS_K_GROUP] * calm
        one.rate = local_hazard(hazard, one.excitement[TTP_GROUP], one.fighters)


@rule
def set_tempo(p: Draw, key: int, day: int, ledger: Ledger, segments: Table[rows.Segment]) -> None:
    """Let both groups' tempo swing."""
    for which in range(2):
        swing_one(p, key, day, which, ledger)
    excite(p, ledger, segments)
