"""The states' morning: perceptions, answers, public lines and diplomacy."""

from __future__ import annotations

from typing import Any

from escalation.compiling import rule
from escalation.day import decision, diplomacy
from escalation.day.perception import belief_after, clarity, perceived_deed
from escalation.day.public_line import accused, choose_line, committed
from escalation.engine.log import note
from escalation.luck.arithmetic import log as ln
from escalation.luck.purposes import (
    AGREEMENT,
    ANSWER,
    ANSWER_LAG,
    CEASEFIRE,
    CHANNEL,
    CROSSING,
    INITIATIVE,
    MEDIATOR,
    MISREAD,
    PUBLIC_LINE,
    RECAPTURE,
    TALKS,
    TRIGGER,
    TRIGGER_LAG,
    TRUCE,
)
from escalation.luck.streams import geometric_days, uniform, whole
from escalation.vocabulary import (
    AFGHAN,
    AGREEMENT_REACHED,
    ANSWERED_DEED,
    CEASEFIRE_ENDED,
    CHANNEL_CLOSED,
    CHANNEL_OPENED,
    CROSSINGS_CLOSED,
    CROSSINGS_REOPENED,
    FAR,
    MEDIATOR_ENGAGED,
    MILITANT_ATTACK,
    NEVER,
    NO_CEASEFIRE,
    ORDER,
    PAKISTANI,
    POSTS_HELD,
    RAIDS,
    SCENARIO_EVENT,
    SILENT,
    SMALL_ARMS,
    STRIKE_DECIDED,
    STRIKES,
    TALKS_COLLAPSED,
    TALKS_STARTED,
    TRUCE_AGREED,
)
from escalation.vocabulary import AGREEMENT as AGREED
from escalation.vocabulary import INITIATIVE as OWN_INITIATIVE
from escalation.vocabulary import PUBLIC_LINE as SPOKE
from escalation.vocabulary import TRUCE as TRUCED


@rule
def perceive(p: Any, key: int, led: Any) -> None:
    """Turn yesterday's deeds and lines into what each state believes."""
    d = led.dyad
    left = clarity(d.channel, d.monitored, p.channel_clarity, p.monitoring_clarity)
    for s in range(2):
        a, o = led.actors[s], led.actors[1 - s]
        u = uniform(key, MISREAD, s, 0)
        a.perceived = perceived_deed(o.deed, u, p.misperception * left, p.misperception_upward)
        a.belief = belief_after(a.belief, a.perceived, o.line, p.belief_weight, p.vow_alarm)


@rule
def _order(a: Any, rung: int, due: int, cause: int) -> None:
    """Let a state resolve to act: of two resolutions the higher rung and the earlier day stand."""
    if a.pending_rung == 0:
        a.pending_rung = rung
        a.pending_day = due
        a.pending_cause = cause
        return
    if rung > a.pending_rung:
        a.pending_rung = rung
        a.pending_cause = cause
    if due < a.pending_day:
        a.pending_day = due


@rule
def decide(p: Any, key: int, day: int, led: Any, log: Any) -> None:
    """Let each state answer what was done to it, or start something, or not."""
    d = led.dyad
    bound = diplomacy.obligation(
        d.ceasefire, d.monitored, d.trust,
        p.truce_obligation, p.agreement_obligation, p.monitoring_obligation,
    )  # fmt: skip
    for s in range(2):
        a, o = led.actors[s], led.actors[1 - s]
        cap = a.cap if day <= a.cap_until else 8
        held_back = decision.restraint(
            a.mediation, a.weariness, bound,
            p.mediation_weight, p.weariness_weight, p.obligation_weight,
        )  # fmt: skip
        if day <= a.act_until:
            _order(a, a.act_rung, day, SCENARIO_EVENT)
            note(led, log, day, ORDER, s, -1, SCENARIO_EVENT, float(a.act_rung), 0, 0, 0, 0)
        if o.acting == 0:
            a.considered = 0
        if decision.is_news(a.perceived, a.considered, o.fresh, o.acting) == 1:
            a.considered = a.perceived
            answer = _answer(p, key, s, a, held_back, cap)
            if answer >= SMALL_ARMS:
                lag = geometric_days(uniform(key, ANSWER_LAG, s, 0), p.answer_lag, 4)
                _order(a, answer, day + lag, ANSWERED_DEED)
                note(led, log, day, ORDER, s, -1, ANSWERED_DEED, float(answer), 0, 0, 0, 0)
        if a.attack_dead >= p.mass_casualty_dead:
            _consider_strike(p, key, day, s, a, held_back, led, log)
        if a.pending_rung > 0 or a.acting == 1 or cap < SMALL_ARMS:
            continue
        chance = decision.initiative_chance(
            p.initiative, a.grievance, a.commitment, a.mediation, bound
        )
        if uniform(key, INITIATIVE, s, 0) < chance:
            rung = SMALL_ARMS + int(3.0 * uniform(key, INITIATIVE, s, 1))
            _order(a, rung, day, OWN_INITIATIVE)
            note(led, log, day, ORDER, s, -1, OWN_INITIATIVE, float(rung), 0, 0, 0, 0)
        elif o.posts_held > 0 and uniform(key, RECAPTURE, s, 0) < p.recapture_drive * (
            1.0 - a.mediation
        ) * (1.0 - bound):
            _order(a, RAIDS, day, POSTS_HELD)
            note(led, log, day, ORDER, s, -1, POSTS_HELD, float(RAIDS), 0, 0, 0, 0)


@rule
def _answer(p: Any, key: int, s: int, a: Any, held_back: float, cap: int) -> int:
    """Return the rung at which state ``s`` answers the deed it perceived, 0 for none."""
    deed = a.perceived
    threat = p.encirclement_threat if s == PAKISTANI else 0.0
    drive = decision.pull(
        a.grievance, a.belief, threat, p.answer_base, p.grievance_weight, p.threat_weight
    )
    drive = drive - held_back
    lower = _utility(p, a, deed - 1, deed, drive)
    kind = _utility(p, a, deed, deed, drive)
    higher = _utility(p, a, deed + 1, deed, drive)
    u = uniform(key, ANSWER, s, 0)
    return decision.choose_answer(u, deed, lower, kind, higher, p.choice_precision, cap)


@rule
def _utility(p: Any, a: Any, rung: int, deed: int, drive: float) -> float:
    return decision.answer_utility(
        rung, deed, drive, a.grievance, a.commitment, a.weariness, a.hawkish,
        p.provocation, p.rung_cost, p.audience_cost, p.overshoot_penalty,
        p.undershoot_penalty, p.grievance_overshoot, p.hawk_taste,
    )  # fmt: skip


@rule
def _consider_strike(
    p: Any, key: int, day: int, s: int, a: Any, held_back: float, led: Any, log: Any
) -> None:
    """Let a state weigh force against the other for a militant attack that it blames on it."""
    toll = ln(a.attack_dead / p.mass_casualty_dead)
    if s == PAKISTANI:
        base, blame, rung = p.trigger_base, p.ttp_attribution, STRIKES
    else:
        base, blame, rung = p.isis_k_trigger, p.isis_k_attribution, SMALL_ARMS
    chance = decision.strike_chance(
        a.attack_dead, blame, a.grievance, held_back, base, p.trigger_blame,
        p.trigger_severity, toll, p.grievance_weight,
    )  # fmt: skip
    if uniform(key, TRIGGER, s, 0) < chance:
        lag = geometric_days(uniform(key, TRIGGER_LAG, s, 0), p.strike_lag, 3)
        _order(a, rung, max(day, day - 1 + lag), MILITANT_ATTACK)
        note(led, log, day, STRIKE_DECIDED, s, -1, a.attack_dead, float(rung), 0, 0, 0, 0)


@rule
def speak(p: Any, key: int, day: int, led: Any, log: Any) -> None:
    """Let each state take a public line on yesterday's losses, and be bound by it.

    On day 0 the line on the night's losses is the scenario's: what each had said when it begins.
    """
    for s in range(2):
        a, o = led.actors[s], led.actors[1 - s]
        hurt = a.killed + a.civilians + a.posts_lost + a.struck > 0
        fixed = day <= a.line_until
        if fixed:
            a.line = a.line_fixed
        elif hurt and day > 0:
            a.line = choose_line(
                uniform(key, PUBLIC_LINE, s, 0), float(a.killed + a.civilians), a.grievance,
                p.line_silence, p.line_confirm, p.line_deny, p.line_vow,
            )  # fmt: skip
        elif day > 0:
            a.line = SILENT
        if hurt or day == a.line_from:
            a.commitment = committed(a.commitment, a.line, o.deed, p.vow_step, p.deny_relief)
            note(led, log, day, SPOKE, s, -1, o.deed, float(a.line), 0, 0, 0, 0)
        if day > 0:
            a.commitment = accused(a.commitment, o.claimed, p.accusation_pressure)


@rule
def negotiate(
    mediators: Any, mediator_day: Any, p: Any, key: int, day: int, led: Any, log: Any
) -> None:
    """Move the back channel, mediators, talks, ceasefire, trust and crossings by one day."""
    d = led.dyad
    a, b = led.actors[AFGHAN], led.actors[PAKISTANI]
    highest = max(a.rung, b.rung)
    worst = max(a.deed, b.deed)
    mediated = _mediate(mediators, mediator_day, p, key, day, highest, led, log)
    _open_or_close_channel(p, key, day, highest, worst, led, log)
    if d.ceasefire != NO_CEASEFIRE:
        _hold_or_break(p, key, day, worst, led, log)
    _talk(p, key, day, highest, worst, mediated, led, log)
    d.trust = diplomacy.trust_after(d.trust, worst, d.eventful, p.trust_gain, p.trust_loss)
    for s in range(2):
        mine, theirs = led.actors[s], led.actors[1 - s]
        u = uniform(key, CROSSING, s, 0)
        if mine.closed == 0:
            if theirs.deed >= SMALL_ARMS and u < p.crossing_closing:
                set_crossings(day, s, 1, led, log)
        elif highest <= 1 and d.lethal == 0 and u < p.crossing_reopening:
            set_crossings(day, s, 0, led, log)


@rule
def _mediate(
    mediators: Any, mediator_day: Any, p: Any, key: int, day: int, highest: int, led: Any, log: Any
) -> int:
    """Let mediators engage and fade; set the pressure on each state.

    Returns whether any mediator is at work.
    """
    left_a = 1.0
    left_b = 1.0 - p.third_party_pressure
    at_work = 0
    for m in range(len(mediators)):
        since = mediator_day[m]
        if since < 0 and highest >= RAIDS:
            chance = mediators[m].rate * p.mediator_readiness
            if uniform(key, MEDIATOR, m, 0) < chance:
                mediator_day[m] = day
                since = day
                note(led, log, day, MEDIATOR_ENGAGED, -1, -1, m, 0.0, 0, 0, 0, 0)
        if since >= 0:
            age = day - since
            if age > 5.0 * p.mediation_half_life:
                mediator_day[m] = NEVER
            else:
                one = diplomacy.leverage_left(1.0, age, p.mediation_half_life)
                left_a = diplomacy.joint_pressure(left_a, one * mediators[m].leverage[0])
                left_b = diplomacy.joint_pressure(left_b, one * mediators[m].leverage[1])
                if age <= 2.0 * p.mediation_half_life:
                    at_work = 1
    led.actors[AFGHAN].mediation = 1.0 - left_a
    led.actors[PAKISTANI].mediation = 1.0 - left_b
    led.totals.mediation_days += at_work
    return at_work


@rule
def set_channel(day: int, opened: int, led: Any, log: Any) -> None:
    """Open or close the back channel."""
    d = led.dyad
    if d.channel != opened:
        d.channel = opened
        kind = CHANNEL_OPENED if opened == 1 else CHANNEL_CLOSED
        note(led, log, day, kind, -1, -1, 0, 0.0, 0, 0, 0, 0)


@rule
def set_crossings(day: int, s: int, closed: int, led: Any, log: Any) -> None:
    """Let a state open or close its crossings."""
    a = led.actors[s]
    if a.closed != closed:
        a.closed = closed
        kind = CROSSINGS_CLOSED if closed == 1 else CROSSINGS_REOPENED
        note(led, log, day, kind, s, -1, 0, 0.0, 0, 0, 0, 0)


@rule
def _open_or_close_channel(
    p: Any, key: int, day: int, highest: int, worst: int, led: Any, log: Any
) -> None:
    u = uniform(key, CHANNEL, 0, 0)
    if led.dyad.channel == 1:
        if worst >= RAIDS and u < p.channel_break:
            set_channel(day, 0, led, log)
        return
    pressure = max(led.actors[AFGHAN].mediation, led.actors[PAKISTANI].mediation)
    if u < diplomacy.channel_opens(p.channel_opening, pressure, highest):
        set_channel(day, 1, led, log)


@rule
def cease(day: int, kind: int, monitored: int, until: int, led: Any, log: Any) -> None:
    """Put a truce or an agreement in force: operations stop, resolutions are dropped."""
    d = led.dyad
    d.ceasefire = kind
    d.monitored = monitored
    d.ceasefire_until = until
    for s in range(2):
        led.actors[s].operation_left = 0
        led.actors[s].pending_rung = 0
    if kind == TRUCED:
        led.totals.truces += 1
        note(led, log, day, TRUCE_AGREED, -1, -1, monitored, float(until - day), 0, 0, 0, 0)
    else:
        led.totals.agreements += 1
        note(led, log, day, AGREEMENT_REACHED, -1, -1, monitored, 0.0, 0, 0, 0, 0)


@rule
def end_ceasefire(p: Any, day: int, broken: int, led: Any, log: Any) -> None:
    """Let a ceasefire end, broken or run out."""
    d = led.dyad
    if d.ceasefire == NO_CEASEFIRE:
        return
    note(led, log, day, CEASEFIRE_ENDED, -1, -1, broken, float(d.ceasefire), 0, 0, 0, 0)
    d.ceasefire = NO_CEASEFIRE
    d.monitored = 0
    d.ceasefire_until = FAR
    if broken == 1:
        led.totals.ceasefires_failed += 1
        for s in range(2):
            led.actors[s].grievance = led.actors[s].grievance + p.collapse_grievance


@rule
def _hold_or_break(p: Any, key: int, day: int, worst: int, led: Any, log: Any) -> None:
    d = led.dyad
    if day >= d.ceasefire_until:
        if d.talks == 1:
            d.ceasefire_until = day + max(1, whole(p.truce_days, 0.5))
            return
        end_ceasefire(p, day, 0, led, log)
        return
    violated = 1 if worst >= RAIDS - 1 else 0
    chance = diplomacy.ceasefire_ends(
        d.ceasefire, d.monitored, violated, p.ceasefire_decay, p.violation_break
    )
    if uniform(key, CEASEFIRE, 0, 0) < chance:
        end_ceasefire(p, day, 1, led, log)


@rule
def _talk(
    p: Any, key: int, day: int, highest: int, worst: int, mediated: int, led: Any, log: Any
) -> None:
    """Let talks start, bring a truce or an agreement, or collapse."""
    d = led.dyad
    a, b = led.actors[AFGHAN], led.actors[PAKISTANI]
    busy = highest >= SMALL_ARMS or d.ceasefire == TRUCED
    if d.talks == 0 and (d.ceasefire == AGREED or not busy):
        return
    if d.talks == 0 and d.channel == 0 and mediated == 0:
        return
    for s in range(2):
        mine = led.actors[s]
        mine.stance = diplomacy.stance(
            mine.grievance, mine.commitment, mine.weariness, mine.mediation,
            p.stance_base, p.stance_pressure, p.stance_weariness,
            p.stance_grievance, p.stance_commitment,
        )  # fmt: skip
    ready = diplomacy.both_ready(a.stance, b.stance)
    if d.talks == 0:
        if uniform(key, TALKS, 0, 0) < p.talks_rate * ready:
            d.talks = 1
            d.mediated = mediated
            note(led, log, day, TALKS_STARTED, -1, -1, mediated, 0.0, 0, 0, 0, 0)
        return
    share = p.agreement_mediated if d.mediated == 1 else p.agreement_unmediated
    rate = diplomacy.agreement_rate(share, p.talks_collapse)
    if uniform(key, AGREEMENT, 0, 0) < rate:
        monitored = 1 if uniform(key, AGREEMENT, 1, 0) < p.monitoring_chance else 0
        d.talks = 0
        cease(day, AGREED, monitored, FAR, led, log)
        return
    collapse = p.talks_collapse
    if worst >= RAIDS:
        collapse = min(1.0, 2.0 * collapse)
    if uniform(key, TALKS, 1, 0) < collapse:
        d.talks = 0
        a.grievance = a.grievance + p.collapse_grievance
        b.grievance = b.grievance + p.collapse_grievance
        note(led, log, day, TALKS_COLLAPSED, -1, -1, 0, 0.0, 0, 0, 0, 0)
        return
    fighting = d.ceasefire == NO_CEASEFIRE and highest >= SMALL_ARMS
    if fighting and uniform(key, TRUCE, 0, 0) < p.truce_rate * ready:
        days = max(1, whole(p.truce_days, uniform(key, TRUCE, 1, 0)))
        cease(day, TRUCED, 0, day + days, led, log)


@rule
def remember(led: Any) -> None:
    """Let grievance, commitment and weariness fade by a day."""
    pace = led.pace
    for s in range(2):
        a = led.actors[s]
        a.grievance = a.grievance * pace.grievance
        a.commitment = a.commitment * pace.commitment
        a.weariness = a.weariness * pace.weariness
