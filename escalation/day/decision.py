"""Decisions are answers to deeds: quantal response over pass, lower, in kind and higher.

The utility of an answer sums reciprocity (base, provocation, mismatch), grievance, a convex cost of
the rung that weariness raises, audience cost of acting below what was committed, fear of the other,
a faction's taste for escalation, pressure from mediators and the obligation of a ceasefire. Letting
a deed pass has utility 0 but for its audience cost. Sources: McKelvey and Palfrey 1995 (quantal
response), Fearon 1994 (audience costs), Putnam 1988 (factions at home).
"""

from __future__ import annotations

from escalation.compiling import rule
from escalation.luck.arithmetic import exp, logistic, tanh
from escalation.vocabulary import OPEN_WAR, PASS, SMALL_ARMS


@rule
def is_news(perceived: int, considered: int, fresh: int, acting: int) -> int:
    """Return whether the other's deed of yesterday asks for an answer.

    A deed that goes on is one deed: an operation is weighed when it begins (``fresh``) and when it
    is felt to have risen above what was ``considered``, not again on each of its days.
    """
    if perceived < SMALL_ARMS:
        return 0
    return 1 if fresh == 1 or acting == 0 or perceived > considered else 0


@rule
def audience_loss(rung: float, commitment: float, audience_cost: float) -> float:
    """Return the cost of acting at ``rung`` below a public ``commitment``, linear in the gap."""
    gap = commitment - rung
    if gap <= 0.0:
        return 0.0
    return audience_cost * gap


@rule
def restraint(
    mediation: float,
    weariness: float,
    obligation: float,
    mediation_weight: float,
    weariness_weight: float,
    obligation_weight: float,
) -> float:
    """Return what pulls towards letting any deed pass: mediators, weariness, a ceasefire."""
    return (
        mediation_weight * mediation + weariness_weight * weariness + obligation_weight * obligation
    )


@rule
def pull(
    grievance: float,
    belief: float,
    threat: float,
    answer_base: float,
    grievance_weight: float,
    threat_weight: float,
) -> float:
    """Return what pulls towards answering any deed, before the rung of the answer is weighed."""
    return answer_base + grievance_weight * tanh(grievance) + threat_weight * belief / 8.0 + threat


@rule
def answer_utility(
    rung: int,
    deed: int,
    drive: float,
    grievance: float,
    commitment: float,
    weariness: float,
    hawkish: float,
    provocation: float,
    rung_cost: float,
    audience_cost: float,
    overshoot: float,
    undershoot: float,
    grievance_overshoot: float,
    hawk_taste: float,
) -> float:
    """Return the utility of answering a ``deed`` at ``rung``, over letting it pass.

    A hawkish faction of weight ``hawkish`` gains ``hawk_taste`` for each rung and does not feel the
    reluctance to overshoot; the rest of the state bears the cost of the rung in full.
    """
    share = rung / 8.0
    utility = drive + provocation * deed - rung_cost * share * share * (1.0 + weariness)
    utility = utility + audience_loss(1.0, commitment, audience_cost)
    utility = utility - audience_loss(float(rung), commitment, audience_cost)
    utility = utility + hawkish * hawk_taste * (rung - 1.0)
    if rung > deed:
        utility = utility - overshoot * (1.0 - hawkish) + grievance_overshoot * tanh(grievance)
    elif rung < deed:
        utility = utility - undershoot
    return utility


@rule
def choose_answer(
    u: float, deed: int, lower: float, kind: float, higher: float, precision: float, cap: int
) -> int:
    """Return the rung of the answer, 0 for letting the deed pass: a logit choice at uniform ``u``.

    ``cap`` is the highest rung allowed (8, or less under a fixed decision); options above it and a
    lower answer below small arms are not on the table.
    """
    weight_lower = exp(precision * lower) if deed - 1 >= SMALL_ARMS and deed - 1 <= cap else 0.0
    weight_kind = exp(precision * kind) if deed <= cap else 0.0
    weight_higher = exp(precision * higher) if deed + 1 <= min(cap, OPEN_WAR) else 0.0
    total = 1.0 + weight_lower + weight_kind + weight_higher
    mark = u * total
    if mark < weight_lower:
        return deed - 1
    if mark < weight_lower + weight_kind:
        return deed
    if mark < weight_lower + weight_kind + weight_higher:
        return deed + 1
    return PASS


@rule
def strike_chance(
    dead: int,
    blame: float,
    grievance: float,
    held_back: float,
    base: float,
    blame_weight: float,
    severity: float,
    log_toll: float,
    grievance_weight: float,
) -> float:
    """Return the chance that a mass-casualty attack is answered by force on the other state.

    ``log_toll`` is log(dead / threshold); ``held_back`` the restraint of mediators and ceasefire.
    """
    if dead <= 0:
        return 0.0
    logit = base + blame_weight * blame + severity * log_toll - held_back
    return logistic(logit + 0.5 * grievance_weight * tanh(grievance))


@rule
def initiative_chance(
    initiative: float, grievance: float, commitment: float, mediation: float, obligation: float
) -> float:
    """Return the chance that a state at rest starts something today."""
    drive = tanh(grievance) * (1.0 + max(0.0, commitment - 1.0))
    return initiative * drive * (1.0 - mediation) * (1.0 - obligation)


@rule
def operation_length(rung: int, growth: float) -> float:
    """Return the mean length in days, beyond the first, of an operation at this rung.

    It grows with the square of the rung above 3: a raid or a strike is over in a day or two, an
    offensive takes days to wind down.
    """
    if rung < 4:
        return 0.0
    return growth * 0.25 * (rung - 3) * (rung - 3)


@rule
def rest_rung(closed: int) -> int:
    """Return the rung of a state at rest: protest while its crossings are closed, else routine."""
    return 1 if closed == 1 else 0


@rule
def stood_down(rung: int, closed: int, u: float, stand_down: float) -> int:
    """Return the posture after a day without orders: low rungs at once, high ones by chance."""
    rest = rest_rung(closed)
    if rung <= 3 or u < stand_down:
        return rest
    return rung
