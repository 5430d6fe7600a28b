"""Decisions are answers to deeds: quantal response over pass, lower, in kind and higher.

The utility of an answer sums reciprocity (base, provocation, mismatch), grievance, with rancour, a
convex cost of the rung that weariness raises, audience cost of acting below what was committed,
fear of the other, a faction's taste for escalation, pressure from mediators and the obligation of a
ceasefire. Letting a deed pass has utility 0 but for its audience cost. Sources: McKelvey and
Palfrey 1995 (quantal response), Fearon 1994 (audience costs), Putnam 1988 (factions at home).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.diplomacy import obligation
from escalation.day.logbook import is_taken_back, note
from escalation.day.rancour import felt
from escalation.luck.arithmetic import exp, logistic, tanh
from escalation.luck.arithmetic import log as ln
from escalation.luck.purposes import (
    ANSWER,
    ANSWER_LAG,
    INITIATIVE,
    RECAPTURE,
    TRIGGER,
    TRIGGER_LAG,
)
from escalation.luck.streams import geometric_days, uniform
from escalation.vocabulary import (
    ANSWERED_DEED,
    CAPITAL_STRIKES,
    MILITANT_ATTACK,
    NO_CAP,
    OPEN_WAR,
    ORDER,
    PAKISTANI,
    PASS,
    POSTS_HELD,
    RAIDS,
    SCENARIO_EVENT,
    SMALL_ARMS,
    STRIKE_DECIDED,
    STRIKES,
)
from escalation.vocabulary import INITIATIVE as OWN_INITIATIVE

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Draw, Dyad, Ledger, Records


@rule
def is_news(perceived: int, considered: int, fresh: int, acting: int, done: int) -> int:
    """Return whether the other's deed of yesterday asks for an answer.

    A deed that goes on is one deed: an operation is weighed when it begins (``fresh``) and when it
    is felt to have risen above what was ``considered``, not again on each of its days. And a deed
    no harder than what the state itself had ``done`` that day is answered already.

    Source: judgement of this model: weighing each day of an operation anew made the chain of
    answers supercritical, and six runs in ten from the seed became war. For what was done on the
    same day, the record counts an exchange as one incident (in 19 of 28 episodes both say that the
    other began), and the seed's raids were the answer to the shelling (C06).
    """
    if perceived < SMALL_ARMS or perceived <= done:
        return 0
    return 1 if fresh == 1 or acting == 0 or perceived > considered else 0


@rule
def audience_loss(rung: float, commitment: float, audience_cost: float) -> float:
    """Return the cost of acting at ``rung`` below a public ``commitment``, linear in the gap.

    Source: Fearon 1994 and Tomz 2007 for its existence, C24; that it is linear is a judgement of
    this model.
    """
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
    """Return what pulls towards letting any deed pass: mediators, weariness, a ceasefire.

    Source: P23 (mediated crises are settled more often) and P24 (ceasefires bind, though not for
    ever); judgement of this model for weariness and for the sum.
    """
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
    """Return what pulls towards answering any deed, before the rung of the answer is weighed.

    Source: Jervis 1976 (the spiral of fear), C16 and C17 (``threat``); judgement of this model for
    the base and for grievance, which saturates, after its first trial.
    """
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

    Source: Putnam 1988 and C08, C09 (factions), Fearon 1994 (audience costs), P05 (overshooting);
    judgement of this model for the rest: convex costs keep most answers low.
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
def is_open(rung: int, cap: int, reach: int) -> int:
    """Return whether a state may take a rung: one that is allowed, and that it has means for.

    ``cap`` is the highest rung allowed (8, or less under a fixed decision), ``reach`` whether its
    strikes reach the other's capital.

    Source: judgement of this model: nobody chooses what it has no means for.
    """
    if rung == CAPITAL_STRIKES and reach == 0:
        return 0
    return 1 if SMALL_ARMS <= rung <= min(cap, OPEN_WAR) else 0


@rule
def choose_answer(
    u: float,
    deed: int,
    lower: float,
    kind: float,
    higher: float,
    precision: float,
    cap: int,
    reach: int,
) -> int:
    """Return the rung of the answer, 0 for letting the deed pass: a logit choice at uniform ``u``.

    Only what is open to the state (see `is_open`) is on the table.

    Source: McKelvey and Palfrey 1995 (quantal response).
    """
    weight_lower = exp(precision * lower) if is_open(deed - 1, cap, reach) == 1 else 0.0
    weight_kind = exp(precision * kind) if is_open(deed, cap, reach) == 1 else 0.0
    weight_higher = exp(precision * higher) if is_open(deed + 1, cap, reach) == 1 else 0.0
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
    dead: float,
    blame: float,
    grievance: float,
    held_back: float,
    base: float,
    blame_weight: float,
    severity: float,
    log_toll: float,
    grievance_weight: float,
) -> float:
    """Return the chance that militant attacks are answered by force on the other state.

    ``dead`` are those of an attack or a series, ``blame`` the other state's share of them,
    ``log_toll`` log(dead / threshold); ``held_back`` is the restraint of mediators and ceasefire.

    Source: P11 and the recorded attacks behind it (base and severity), C19 (blame on Kabul);
    judgement of this model for the sum: blame makes it a deed between states.
    """
    if dead <= 0:
        return 0.0
    logit = base + blame_weight * blame + severity * log_toll - held_back
    return logistic(logit + 0.5 * grievance_weight * tanh(grievance))


@rule
def initiative_chance(
    initiative: float, grievance: float, commitment: float, mediation: float, obligation: float
) -> float:
    """Return the chance that a state at rest starts something today.

    Source: P08 (half of rivals' fatal disputes are followed by another within a year) for its size;
    its form is a judgement of this model: no grievance, no initiative.
    """
    drive = tanh(grievance) * (1.0 + max(0.0, commitment - 1.0))
    return initiative * drive * (1.0 - mediation) * (1.0 - obligation)


@rule
def highest_allowed(day: int, own: Actor) -> int:
    """Return the highest rung that a state may take today: 8, or less under a fixed decision."""
    return own.cap if day <= own.cap_until else NO_CAP


@rule
def resolve(own: Actor, rung: int, due: int, cause: int) -> None:
    """Let a state resolve to act: of two resolutions the higher rung and the earlier day stand.

    Without means for strikes on a capital they become strikes near the border.
    """
    if rung == CAPITAL_STRIKES and own.reach == 0:
        rung = STRIKES
    if own.pending_rung == 0:
        own.pending_rung = rung
        own.pending_day = due
        own.pending_cause = cause
        return
    if rung > own.pending_rung:
        own.pending_rung = rung
        own.pending_cause = cause
    if due < own.pending_day:
        own.pending_day = due


@rule
def order(
    day: int, side: int, rung: int, due: int, cause: int, ledger: Ledger, log: Records
) -> None:
    """Let a state resolve to act, and note it."""
    if is_taken_back(ledger) == 1:
        return
    resolve(ledger.actors[side], rung, due, cause)
    note(ledger, log, day, ORDER, side, cause, float(rung))


@rule
def decide_one(p: Draw, key: int, day: int, side: int, ledger: Ledger, log: Records) -> None:
    """Let a state answer what was done to it, or start something, or not."""
    dyad: Dyad = ledger.dyad
    own: Actor = ledger.actors[side]
    other: Actor = ledger.actors[1 - side]
    bound = obligation(
        dyad.ceasefire, dyad.monitored, dyad.trust,
        p.truce_obligation, p.agreement_obligation, p.monitoring_obligation,
    )  # fmt: skip
    held_back = restraint(
        own.mediation, own.weariness, bound,
        p.mediation_weight, p.weariness_weight, p.obligation_weight,
    )  # fmt: skip
    if day <= own.act_until:
        order(day, side, own.act_rung, day, SCENARIO_EVENT, ledger, log)
    if other.acting == 0:
        own.considered = 0
    if is_news(own.perceived, own.considered, other.fresh, other.acting, own.deed) == 1:
        own.considered = own.perceived
        rung = answer(p, key, day, side, held_back, ledger)
        if rung >= SMALL_ARMS:
            lag = geometric_days(uniform(key, ANSWER_LAG, side, 0), p.answer_lag, 4)
            order(day, side, rung, day + lag, ANSWERED_DEED, ledger, log)
    if own.unweighed >= p.mass_casualty_dead:
        consider_strike(p, key, day, side, held_back, ledger, log)
    if own.pending_rung == 0 and own.acting == 0 and highest_allowed(day, own) >= SMALL_ARMS:
        start_something(p, key, day, side, bound, ledger, log)


@rule
def answer(p: Draw, key: int, day: int, side: int, held_back: float, ledger: Ledger) -> int:
    """Return the rung at which a state answers the deed it perceived, 0 for none."""
    own: Actor = ledger.actors[side]
    deed = own.perceived
    threat = p.encirclement_threat if side == PAKISTANI else 0.0
    grievance = felt(own.grievance, own.rancour, p.rancour_weight)
    drive = pull(grievance, own.belief, threat, p.answer_base, p.grievance_weight, p.threat_weight)
    drive = drive - held_back
    lower = utility_of(p, own, deed - 1, deed, drive, grievance)
    kind = utility_of(p, own, deed, deed, drive, grievance)
    higher = utility_of(p, own, deed + 1, deed, drive, grievance)
    u = uniform(key, ANSWER, side, 0)
    cap = highest_allowed(day, own)
    return choose_answer(u, deed, lower, kind, higher, p.choice_precision, cap, own.reach)


@rule
def utility_of(p: Draw, own: Actor, rung: int, deed: int, drive: float, grievance: float) -> float:
    """Return the utility of answering a deed at a rung, for a state as it feels today."""
    return answer_utility(
        rung, deed, drive, grievance, own.commitment, own.weariness, own.hawkish,
        p.provocation, p.rung_cost, p.audience_cost, p.overshoot_penalty,
        p.undershoot_penalty, p.grievance_overshoot, p.hawk_taste,
    )  # fmt: skip


@rule
def consider_strike(
    p: Draw, key: int, day: int, side: int, held_back: float, ledger: Ledger, log: Records
) -> None:
    """Let a state weigh force against the other for militant attacks that it blames on it.

    What was weighed counts no more, whatever came of it.
    """
    own: Actor = ledger.actors[side]
    dead = own.unweighed
    blame = own.unweighed_blamed / dead
    own.unweighed = 0.0
    own.unweighed_blamed = 0.0
    toll = ln(dead / p.mass_casualty_dead)
    if side == PAKISTANI:
        base, rung = p.trigger_base, STRIKES
    else:
        base, rung = p.isis_k_trigger, SMALL_ARMS
    grievance = felt(own.grievance, own.rancour, p.rancour_weight)
    chance = strike_chance(
        dead, blame, grievance, held_back, base, p.trigger_blame,
        p.trigger_severity, toll, p.grievance_weight,
    )  # fmt: skip
    if uniform(key, TRIGGER, side, 0) < chance and is_taken_back(ledger) == 0:
        lag = geometric_days(uniform(key, TRIGGER_LAG, side, 0), p.strike_lag, 3)
        resolve(own, rung, max(day, day - 1 + lag), MILITANT_ATTACK)
        note(ledger, log, day, STRIKE_DECIDED, side, own.by_groups, float(rung))


@rule
def start_something(
    p: Draw, key: int, day: int, side: int, bound: float, ledger: Ledger, log: Records
) -> None:
    """Let a state at rest start something by itself, or go for its lost posts."""
    own: Actor = ledger.actors[side]
    other: Actor = ledger.actors[1 - side]
    chance = initiative_chance(p.initiative, own.grievance, own.commitment, own.mediation, bound)
    if uniform(key, INITIATIVE, side, 0) < chance:
        rung = SMALL_ARMS + int(3.0 * uniform(key, INITIATIVE, side, 1))
        order(day, side, rung, day, OWN_INITIATIVE, ledger, log)
    elif other.posts_held > 0 and uniform(key, RECAPTURE, side, 0) < p.recapture_drive * (
        1.0 - own.mediation
    ) * (1.0 - bound):
        order(day, side, RAIDS, day, POSTS_HELD, ledger, log)


@rule
def decide(p: Draw, key: int, day: int, ledger: Ledger, log: Records) -> None:
    """Let both states answer what was done to them, or start something, or not."""
    for side in range(2):
        decide_one(p, key, day, side, ledger, log)
