"""Diplomacy: back channel, mediators, readiness to talk, ceasefires, trust, crossings.

Mediators engage by chance from rung 4 up and press on both states; what they can move fades with
its half-life, and pressures join like chances that none succeeds. Talks start from the geometric
mean of both sides' readiness, and end in agreement or collapse at competing daily rates. A truce is
a pause of some days, for which talks or an open back channel are enough: hot lines, flag meetings
and elders made the recorded ones, on the same day or the next. Trust is lost quickly and gained
slowly. Sources: Beardsley 2008 (mediation works at once and fades), Fortna 2004 (monitoring makes
ceasefires last).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.ladder import highest_rung, rest_rung, worst_deed
from escalation.day.logbook import NOBODY, is_taken_back, note
from escalation.day.rancour import relieve
from escalation.day.refusals import talks_refused
from escalation.luck import purposes
from escalation.luck.arithmetic import clip, exp, logistic, tanh
from escalation.luck.purposes import (
    CEASEFIRE,
    CHANNEL,
    CROSSING,
    MEDIATOR,
    TALKS,
)
from escalation.luck.streams import uniform, whole
from escalation.vocabulary import (
    AFGHAN,
    AGREEMENT,
    AGREEMENT_REACHED,
    CEASEFIRE_ENDED,
    CHANNEL_CLOSED,
    CHANNEL_OPENED,
    CROSSINGS_CLOSED,
    CROSSINGS_REOPENED,
    FAR,
    MEDIATOR_ENGAGED,
    NEVER,
    NO_CEASEFIRE,
    PAKISTANI,
    RAIDS,
    SMALL_ARMS,
    TALKS_COLLAPSED,
    TALKS_STARTED,
    TRUCE,
    TRUCE_AGREED,
)

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.rows import Actor, Draw, Dyad, Ints, Ledger, Records, Table

LN2 = 0.6931471805599453
USUAL_COLLAPSE = 0.06  # chance a day: the middle of the prior of ``talks_collapse``


@rule
def channel_opens(opening: float, mediation: float, highest: int) -> float:
    """Return the daily chance that a closed back channel opens; small from rung 4 up.

    Source: contacts within days in half of the recorded episodes (calm); judgement of this model
    for what mediators add and fighting takes away.
    """
    ease = 1.0 if highest <= 3 else 0.3
    return min(1.0, opening * (1.0 + 2.0 * mediation) * ease)


@rule
def leverage_left(leverage: float, age_days: int, half_life: float) -> float:
    """Return what is left of a mediator's leverage so long after it engaged.

    Source: Beardsley 2008 (mediation's effect decays); the half-life is a judgement.
    """
    return leverage * exp(-LN2 * age_days / half_life)


@rule
def joint_pressure(left: float, leverage: float) -> float:
    """Return the share of pressure not yet reached after one more mediator (they don't add up).

    Source: judgement of this model: joined like chances that none succeeds, so that many mediators
    together press by less than the sum, and never by more than all.
    """
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
    """Return a state's readiness to talk, 0 to 1.

    Source: P23 (pressure), Zartman 2000 (a hurting stalemate opens doors); judgement of this model
    for grievance, the mirror of its pull to answer, and for commitment.
    """
    return logistic(
        base
        + pressure * mediation
        + weariness_weight * weariness
        - grievance_weight * tanh(grievance)
        - commitment_weight * max(0.0, commitment - 1.0)
    )


@rule
def both_ready(stance_a: float, stance_b: float) -> float:
    """Return the joint readiness: the geometric mean, so that one refusal is enough to stop it.

    Source: judgement of this model: it takes two to talk.
    """
    return math.sqrt(stance_a * stance_b)


@rule
def agreement_rate(share: float) -> float:
    """Return the daily chance of agreement at which ``share`` of talks end in one.

    Talks end in agreement (rate a) or collapse (rate c); a / (a + c) = share where c is the usual
    rate of collapse. Talks that collapse more easily than usual bring fewer agreements, not as many
    sooner: what makes talks break down is no reason for an agreement.

    Source: P23 for the share (International Crisis Behavior 1946-2017); the rest is the arithmetic
    of competing rates, with a cap.
    """
    return min(0.5, USUAL_COLLAPSE * share / max(1.0 - share, 0.02))


@rule
def obligation(
    kind: int, monitored: int, trust: float, truce: float, agreement: float, monitoring: float
) -> float:
    """Return how strongly a ceasefire binds, 0 to 1; full trust halves what is left to 1.

    ``truce`` and ``agreement`` are what each binds by itself, ``monitoring`` is added by monitors.

    Source: Fortna 2004 (monitoring lengthens peace); judgement of this model for the rest: an
    agreement binds more than a truce, for names were put under it.
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
    """Return the chance that a ceasefire ends today, by violation or by itself.

    Source: P24 (most ceasefires fail in the end), Fortna 2004 (monitors); that monitors halve both
    chances is a judgement of this model.
    """
    halved = 0.5 if monitored == 1 else 1.0
    chance = 0.0
    if kind == AGREEMENT:
        chance = decay * halved
    if violated == 1:
        chance = chance + (1.0 - chance) * violation_break * halved
    return chance


@rule
def trust_after(trust: float, worst_deed: int, eventful: int, gain: float, loss: float) -> float:
    """Return trust after a day: lost quickly by deeds from rung 4 up, gained slowly in quiet.

    Source: judgement of this model: trust goes quickly, and takes months of quiet to come back.
    """
    if worst_deed >= 4:
        return trust * (1.0 - loss)
    if eventful == 0:
        return clip(trust + gain * (1.0 - trust), 0.0, 1.0)
    return trust


@rule
def begin_mediation(p: Draw, ledger: Ledger) -> None:
    """Set what today's pressure has not yet reached of each state."""
    ledger.actors[AFGHAN].mediation = 1.0
    ledger.actors[PAKISTANI].mediation = 1.0 - p.third_party_pressure


@rule
def mediate_one(
    p: Draw,
    key: int,
    day: int,
    number: int,
    mediators: Table[rows.Mediator],
    mediator_day: Ints,
    ledger: Ledger,
    log: Records,
) -> int:
    """Let a mediator engage by chance, press on both states, and leave; return if at work."""
    one = mediators[number]
    waiting = mediator_day[number] < 0
    chance = one.rate * p.mediator_readiness
    engages = (
        waiting and highest_rung(ledger) >= RAIDS and uniform(key, MEDIATOR, number, 0) < chance
    )
    if engages and is_taken_back(ledger) == 0:
        mediator_day[number] = day
        note(ledger, log, day, MEDIATOR_ENGAGED, NOBODY, number, 0.0)
    elif waiting:
        return 0
    age = day - mediator_day[number]
    if age > 5.0 * p.mediation_half_life:
        mediator_day[number] = NEVER
        return 0
    share = leverage_left(1.0, age, p.mediation_half_life)
    for side in range(2):
        own: Actor = ledger.actors[side]
        if day > own.mediation_refused_until:
            own.mediation = joint_pressure(own.mediation, share * one.leverage[side])
    return 1 if age <= 2.0 * p.mediation_half_life else 0


@rule
def end_mediation(at_work: int, ledger: Ledger) -> None:
    """Turn what was not reached into each state's pressure; count the day if any was at work."""
    for side in range(2):
        own: Actor = ledger.actors[side]
        own.mediation = 1.0 - own.mediation
    ledger.totals.mediation_days += at_work


@rule
def mediate(
    mediators: Table[rows.Mediator],
    mediator_day: Ints,
    p: Draw,
    key: int,
    day: int,
    ledger: Ledger,
    log: Records,
) -> int:
    """Let mediators engage, press and fade; return whether any is at work."""
    at_work = 0
    begin_mediation(p, ledger)
    for number in range(len(mediators)):
        one = mediate_one(p, key, day, number, mediators, mediator_day, ledger, log)
        at_work = max(at_work, one)
    end_mediation(at_work, ledger)
    return at_work


@rule
def set_channel(day: int, opened: int, ledger: Ledger, log: Records) -> None:
    """Open or close the back channel."""
    if ledger.dyad.channel != opened and is_taken_back(ledger) == 0:
        ledger.dyad.channel = opened
        note(ledger, log, day, CHANNEL_OPENED if opened == 1 else CHANNEL_CLOSED, NOBODY, 0, 0.0)


@rule
def open_or_close_channel(p: Draw, key: int, day: int, ledger: Ledger, log: Records) -> None:
    """Lose an open back channel to raids or worse, or find a closed one again, unless held."""
    if day <= ledger.dyad.channel_until:
        return
    u = uniform(key, CHANNEL, 0, 0)
    if ledger.dyad.channel == 1:
        if worst_deed(ledger) >= RAIDS and u < p.channel_break:
            set_channel(day, 0, ledger, log)
        return
    pressure = max(ledger.actors[AFGHAN].mediation, ledger.actors[PAKISTANI].mediation)
    if u < channel_opens(p.channel_opening, pressure, highest_rung(ledger)):
        set_channel(day, 1, ledger, log)


@rule
def set_crossings(day: int, side: int, closed: int, ledger: Ledger, log: Records) -> None:
    """Let a state open or close its crossings."""
    own: Actor = ledger.actors[side]
    if own.closed != closed and is_taken_back(ledger) == 0:
        own.closed = closed
        note(
            ledger, log, day, CROSSINGS_CLOSED if closed == 1 else CROSSINGS_REOPENED, side, 0, 0.0
        )


@rule
def open_or_close_crossings(
    p: Draw, key: int, day: int, side: int, ledger: Ledger, log: Records
) -> None:
    """Let a state close crossings after a violent deed, and reopen them in quiet, unless held."""
    own: Actor = ledger.actors[side]
    if day <= own.crossings_until:
        return
    other: Actor = ledger.actors[1 - side]
    u = uniform(key, CROSSING, side, 0)
    if own.closed == 0:
        if other.deed >= SMALL_ARMS and u < p.crossing_closing:
            set_crossings(day, side, 1, ledger, log)
    elif highest_rung(ledger) <= 1 and ledger.dyad.lethal == 0 and u < p.crossing_reopening:
        set_crossings(day, side, 0, ledger, log)


@rule
def cease(day: int, kind: int, monitored: int, until: int, ledger: Ledger, log: Records) -> int:
    """Put a truce or an agreement in force: operations stop, both stand down.

    Resolutions are dropped. Returns whether it is in force, which it is unless this run does
    without it.
    """
    if is_taken_back(ledger) == 1:
        return 0
    dyad: Dyad = ledger.dyad
    dyad.ceasefire = kind
    dyad.monitored = monitored
    dyad.ceasefire_until = until
    for side in range(2):
        own: Actor = ledger.actors[side]
        own.acting = 0
        own.operation_left = 0
        own.pending_rung = 0
        own.rung = rest_rung(own.closed)
    if kind == TRUCE:
        ledger.totals.truces += 1
        note(ledger, log, day, TRUCE_AGREED, NOBODY, monitored, float(until - day))
    else:
        ledger.totals.agreements += 1
        note(ledger, log, day, AGREEMENT_REACHED, NOBODY, monitored, 0.0)
    return 1


@rule
def embitter(p: Draw, ledger: Ledger) -> None:
    """Let both states resent that talks or a ceasefire came to nothing."""
    for side in range(2):
        own: Actor = ledger.actors[side]
        own.grievance = own.grievance + p.collapse_grievance
        own.rancour = own.rancour + p.collapse_grievance


@rule
def end_ceasefire(p: Draw, day: int, broken: int, ledger: Ledger, log: Records) -> None:
    """Let a ceasefire end, broken or run out; a broken one embitters both."""
    dyad: Dyad = ledger.dyad
    if dyad.ceasefire == NO_CEASEFIRE or is_taken_back(ledger) == 1:
        return
    note(ledger, log, day, CEASEFIRE_ENDED, NOBODY, broken, float(dyad.ceasefire))
    dyad.ceasefire = NO_CEASEFIRE
    dyad.monitored = 0
    dyad.ceasefire_until = FAR
    if broken == 1:
        ledger.totals.ceasefires_failed += 1
        embitter(p, ledger)


@rule
def hold_or_break(p: Draw, key: int, day: int, ledger: Ledger, log: Records) -> None:
    """End a ceasefire on its day unless talks go on; let it break by violation or decay."""
    dyad: Dyad = ledger.dyad
    if day >= dyad.ceasefire_until:
        if dyad.talks == 1:
            dyad.ceasefire_until = day + max(1, whole(p.truce_days, 0.5))
            return
        end_ceasefire(p, day, 0, ledger, log)
        return
    violated = 1 if worst_deed(ledger) >= RAIDS - 1 else 0
    chance = ceasefire_ends(
        dyad.ceasefire, dyad.monitored, violated, p.ceasefire_decay, p.violation_break
    )
    if uniform(key, CEASEFIRE, 0, 0) < chance:
        end_ceasefire(p, day, 1, ledger, log)


@rule
def talk(p: Draw, key: int, day: int, mediated: int, ledger: Ledger, log: Records) -> None:
    """Let talks start; let those that go on bring an agreement or a truce, or collapse.

    Without talks an open back channel may bring a truce. It takes two: while a state refuses
    talks, none start, and those that go on can only collapse.
    """
    dyad: Dyad = ledger.dyad
    if talks_refused(day, ledger) == 1:
        if dyad.talks == 1:
            collapse(p, key, day, ledger, log)
        return
    busy = highest_rung(ledger) >= SMALL_ARMS or dyad.ceasefire == TRUCE
    if dyad.talks == 0 and (dyad.ceasefire == AGREEMENT or not busy):
        return
    if dyad.talks == 0 and dyad.channel == 0 and mediated == 0:
        return
    ready = take_stances(p, ledger)
    if dyad.talks == 0:
        if dyad.channel == 1:
            pause(p, key, day, ready, ledger, log)
        if uniform(key, TALKS, 0, 0) < p.talks_rate * ready and is_taken_back(ledger) == 0:
            dyad.talks = 1
            dyad.mediated = mediated
            note(ledger, log, day, TALKS_STARTED, NOBODY, mediated, 0.0)
    elif agree(p, key, day, ledger, log) == 0 and collapse(p, key, day, ledger, log) == 0:
        pause(p, key, day, ready, ledger, log)


@rule
def take_stances(p: Draw, ledger: Ledger) -> float:
    """Let both states say how ready they are to talk; return their joint readiness."""
    for side in range(2):
        own: Actor = ledger.actors[side]
        own.stance = stance(
            own.grievance, own.commitment, own.weariness, own.mediation,
            p.stance_base, p.stance_pressure, p.stance_weariness,
            p.stance_grievance, p.stance_commitment,
        )  # fmt: skip
    return both_ready(ledger.actors[AFGHAN].stance, ledger.actors[PAKISTANI].stance)


@rule
def agree(p: Draw, key: int, day: int, ledger: Ledger, log: Records) -> int:
    """Return whether talks end in an agreement today."""
    dyad: Dyad = ledger.dyad
    share = p.agreement_mediated if dyad.mediated == 1 else p.agreement_unmediated
    if uniform(key, purposes.AGREEMENT, 0, 0) >= agreement_rate(share):
        return 0
    monitored = 1 if uniform(key, purposes.AGREEMENT, 1, 0) < p.monitoring_chance else 0
    if cease(day, AGREEMENT, monitored, FAR, ledger, log) == 0:
        return 0
    dyad.talks = 0
    relieve(p, ledger)
    return 1


@rule
def collapse(p: Draw, key: int, day: int, ledger: Ledger, log: Records) -> int:
    """Return whether talks collapse today, which raids or worse make twice as likely."""
    chance = p.talks_collapse
    if worst_deed(ledger) >= RAIDS:
        chance = min(1.0, 2.0 * chance)
    if uniform(key, TALKS, 1, 0) >= chance or is_taken_back(ledger) == 1:
        return 0
    ledger.dyad.talks = 0
    embitter(p, ledger)
    note(ledger, log, day, TALKS_COLLAPSED, NOBODY, 0, 0.0)
    return 1


@rule
def pause(p: Draw, key: int, day: int, ready: float, ledger: Ledger, log: Records) -> None:
    """Let talks, or an open back channel, bring a truce of some days while there is fighting."""
    fighting = ledger.dyad.ceasefire == NO_CEASEFIRE and highest_rung(ledger) >= SMALL_ARMS
    if fighting and uniform(key, purposes.TRUCE, 0, 0) < p.truce_rate * ready:
        days = max(1, whole(p.truce_days, uniform(key, purposes.TRUCE, 1, 0)))
        cease(day, TRUCE, 0, day + days, ledger, log)


@rule
def relate(p: Draw, key: int, day: int, mediated: int, ledger: Ledger, log: Records) -> None:
    """Move back channel, ceasefire, talks, trust and crossings, once mediators have pressed."""
    dyad: Dyad = ledger.dyad
    open_or_close_channel(p, key, day, ledger, log)
    if dyad.ceasefire != NO_CEASEFIRE:
        hold_or_break(p, key, day, ledger, log)
    talk(p, key, day, mediated, ledger, log)
    dyad.trust = trust_after(
        dyad.trust, worst_deed(ledger), dyad.eventful, p.trust_gain, p.trust_loss
    )
    for side in range(2):
        open_or_close_crossings(p, key, day, side, ledger, log)


@rule
def negotiate(
    mediators: Table[rows.Mediator],
    mediator_day: Ints,
    p: Draw,
    key: int,
    day: int,
    ledger: Ledger,
    log: Records,
) -> None:
    """Move what stands between the states by a day."""
    mediated = mediate(mediators, mediator_day, p, key, day, ledger, log)
    relate(p, key, day, mediated, ledger, log)
