"""Diplomacy: back channel, mediators, readiness to talk, ceasefires, trust, crossings."""

from __future__ import annotations

import math

from escalation.compiling import rule
from escalation.luck.arithmetic import clip, exp, logistic, tanh
from escalation.vocabulary import AGREEMENT, NO_CEASEFIRE, TRUCE

LN2 = 0.6931471805599453


@rule
def channel_opens(opening: float, mediation: float, highest: int) -> float:
    """Return the daily chance that a closed back channel opens; small from rung 4 up."""
    ease = 1.0 if highest <= 3 else 0.3
    return min(1.0, opening * (1.0 + 2.0 * mediation) * ease)


@rule
def leverage_left(leverage: float, age_days: int, half_life: float) -> float:
    """Return what is left of a mediator's leverage so long after it engaged."""
    return leverage * exp(-LN2 * age_days / half_life)


@rule
def joint_pressure(left: float, leverage: float) -> float:
    """Return the share of pressure not yet reached after one more mediator (they don't add up)."""
    return left * (1.0 - leverage)


@rule
def stance(
    grievance: float,
    commitment: float,
    weariness: float,
    mediation: float,
    base: float,
    pressure: float,
    weariness_weight: float,
    grievance_weight: float,
    commitment_weight: float,
) -> float:
    """Return a state's readiness to talk, 0 to 1."""
    return logistic(
        base
        + pressure * mediation
        + weariness_weight * weariness
        - grievance_weight * tanh(grievance)
        - commitment_weight * max(0.0, commitment - 1.0)
    )


@rule
def both_ready(stance_a: float, stance_b: float) -> float:
    """Return the joint readiness: the geometric mean, so that one refusal is enough to stop it."""
    return math.sqrt(stance_a * stance_b)


@rule
def agreement_rate(share: float, collapse: float) -> float:
    """Return the daily chance of agreement at which ``share`` of talks end in one.

    Talks end in agreement (rate a) or collapse (rate c); a / (a + c) = share.
    """
    return min(0.5, collapse * share / max(1.0 - share, 0.02))


@rule
def obligation(
    kind: int, monitored: int, trust: float, truce: float, agreement: float, monitoring: float
) -> float:
    """Return how strongly a ceasefire binds, 0 to 1; full trust halves what is left to 1.

    ``truce`` and ``agreement`` are what each binds by itself, ``monitoring`` is added by monitors.
    """
    if kind == NO_CEASEFIRE:
        return 0.0
    base = truce if kind == TRUCE else agreement
    if monitored == 1:
        base = min(1.0, base + monitoring)
    return base + (1.0 - base) * 0.5 * trust


@rule
def ceasefire_ends(
    kind: int, monitored: int, violated: int, decay: float, violation_break: float
) -> float:
    """Return the chance that a ceasefire ends today, by violation or by itself."""
    halved = 0.5 if monitored == 1 else 1.0
    chance = 0.0
    if kind == AGREEMENT:
        chance = decay * halved
    if violated == 1:
        chance = chance + (1.0 - chance) * violation_break * halved
    return chance


@rule
def trust_after(trust: float, worst_deed: int, eventful: int, gain: float, loss: float) -> float:
    """Return trust after a day: lost quickly by deeds from rung 4 up, gained slowly in quiet."""
    if worst_deed >= 4:
        return trust * (1.0 - loss)
    if eventful == 0:
        return clip(trust + gain * (1.0 - trust), 0.0, 1.0)
    return trust
