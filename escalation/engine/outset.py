"""The morning of day 0: a run's own draw of what the night left behind."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from escalation.compiling import rule
from escalation.day.agents import nth_from, place_of
from escalation.day.groups import base_hazard, excitation_step
from escalation.day.losses import grief
from escalation.day.public_line import accused
from escalation.day.reporting import publicly_believed
from escalation.luck.arithmetic import kept
from escalation.luck.purposes import (
    BAND_CLOCK,
    CELL_CLOCK,
    NIGHT_POST,
    NIGHT_SECTOR,
    OUTSET,
    POST_CLOCK,
    UNIT_CLOCK,
)
from escalation.luck.streams import day_key, exponential, normal, uniform, whole
from escalation.vocabulary import AFGHAN, EVE, FAR, NEVER, PAKISTANI, TRUCE
from escalation.vocabulary import NEVER_DUE as BIG

if TYPE_CHECKING:
    from escalation.engine.plan import Plan
    from escalation.engine.state import State


@rule
def reset(plan: Plan, p: Any, key: int, st: State) -> None:
    """Set ``st`` to the morning of day 0 of the run with this key, under the draw ``p``."""
    eve = day_key(key, EVE)
    _clear(st)
    _set_pace(p, st.ledger[0].pace)
    _states(plan, p, st)
    _dyad(plan, p, eve, st)
    _groups(plan, p, key, eve, st)
    _posts(plan, p, key, st)
    _units(plan, p, key, st)
    _night(plan, p, eve, st)


@rule
def _clear(st: State) -> None:
    led = st.ledger[0]
    for s in range(2):
        a = led.actors[s]
        a.perceived = 0
        a.considered = 0
        a.acting = 0
        a.fresh = 0
        a.pending_rung = 0
        a.pending_day = 0
        a.pending_cause = 0
        a.operation_left = 0
        a.cause = 0
        a.mediation = 0.0
        a.stance = 0.0
        a.attack_dead = 0
        a.attack_next = 0
        a.line_fixed = 0
        a.line_from = NEVER
        a.line_until = NEVER
        a.act_rung = 0
        a.act_until = NEVER
        a.cap = 8
        a.cap_until = NEVER
        a.sum_killed = 0
        a.sum_civilians = 0
        a.sum_by_groups = 0
        a.sum_captures = 0
        a.max_rung = 0
        a.posts_held = 0
        clear_day(a)
    t = led.track
    t.quiet_streak = 0
    t.deescalated_day = NEVER
    t.war_day = NEVER
    t.minor_day = NEVER
    t.serious_day = NEVER
    t.serious_cause = 0
    t.war_streak = 0
    t.n_events = 0
    t.last_cause = 0
    t.status = 0
    r = led.totals
    r.incidents = 0
    r.lethal_incidents = 0
    r.air_strikes = 0
    r.ttp_attacks = 0
    r.ttp_mass_attacks = 0
    r.isis_attacks = 0
    r.killed_ttp = 0
    r.killed_isis_k = 0
    r.truces = 0
    r.agreements = 0
    r.ceasefires_failed = 0
    r.mediation_days = 0
    r.active_days = 0
    r.quiet_days = 0
    for seg in range(len(st.segments)):
        place = st.segments[seg]
        place.tension = 0.0
        place.fighters = 0.0
        for s in range(2):
            place.excitement[s] = 0.0
            place.clock[s] = 0.0
            place.next_due[s] = BIG
    st.mediator_day[:] = NEVER
    st.fired[:] = NEVER
    st.window[:] = 0


@rule
def _set_pace(p: Any, pace: Any) -> None:
    """Work out what a day leaves of everything that fades, once for the run."""
    pace.grievance = kept(p.grievance_half_life)
    pace.commitment = kept(p.commitment_half_life)
    pace.weariness = kept(p.weariness_half_life)
    pace.tension = kept(p.tension_half_life)
    pace.tempo = kept(p.tempo_half_life)
    pace.tempo_shock = math.sqrt(1.0 - pace.tempo * pace.tempo)
    pace.excitation = kept(p.excitation_half_life)
    pace.ttp_step = excitation_step(p.ttp_self_excitation, pace.excitation)
    pace.isis_step = excitation_step(p.isis_k_self_excitation, pace.excitation)


@rule
def refit(plan: Plan, p: Any, led: Any) -> None:
    """Work out anew what a run keeps of its parameters, for a run that goes on under others."""
    _set_pace(p, led.pace)
    led.actors[AFGHAN].hawkish = p.taliban_hawkish_weight
    led.actors[PAKISTANI].hawkish = p.pakistan_hawkish_weight
    inside, here = plan.figures[0].bands_inside, plan.figures[0].cells_here
    led.groups[0].hazard = base_hazard(p.ttp_attacks, p.ttp_self_excitation, float(inside))
    led.groups[1].hazard = base_hazard(p.isis_k_attacks, p.isis_k_self_excitation, float(here))


@rule
def clear_day(a: Any) -> None:
    """Forget a state's losses and doings of yesterday."""
    a.killed = 0
    a.civilians = 0
    a.wounded = 0.0
    a.posts_lost = 0
    a.struck = 0
    a.exchanges = 0
    a.shellings = 0
    a.raids = 0
    a.strikes = 0
    a.capital = 0
    a.captures = 0
    a.by_groups = 0
    a.claimed = 0.0
    a.admitted = 0.0
    a.isis_grievance = 0.0


@rule
def _states(plan: Plan, p: Any, st: State) -> None:
    led = st.ledger[0]
    for s in range(2):
        a = led.actors[s]
        a.rung = plan.figures[0].rung[s]
        a.deed = plan.figures[0].deed[s]
        a.line = plan.figures[0].line[s]
        a.closed = plan.figures[0].closed[s]
        a.belief = float(plan.figures[0].rung[1 - s])
        a.weariness = p.weariness_day0
        a.grievance = p.taliban_grievance_day0 if s == AFGHAN else p.pakistan_grievance_day0
        a.commitment = p.taliban_commitment_day0 if s == AFGHAN else p.pakistan_commitment_day0
        a.hawkish = p.taliban_hawkish_weight if s == AFGHAN else p.pakistan_hawkish_weight
    led.actors[PAKISTANI].mediation = p.third_party_pressure


@rule
def _dyad(plan: Plan, p: Any, eve: int, st: State) -> None:
    led = st.ledger[0]
    d = led.dyad
    d.trust = p.trust_day0
    d.channel = 1 if uniform(eve, OUTSET, 0, 0) < p.back_channel_open_day0 else 0
    d.talks = 0
    d.mediated = 0
    d.ceasefire = plan.figures[0].ceasefire
    d.monitored = plan.figures[0].monitored
    d.ceasefire_until = FAR
    if d.ceasefire == TRUCE:
        d.ceasefire_until = whole(p.truce_days, 0.5)
    d.eventful = 1
    d.worst_deed = 0
    d.incidents = 0
    d.lethal = 0
    d.n_lost = 0
    d.quiet = 0


@rule
def _groups(plan: Plan, p: Any, key: int, eve: int, st: State) -> None:
    led = st.ledger[0]
    for g in range(2):
        group = led.groups[g]
        spread = p.ttp_tempo_spread if g == 0 else p.isis_k_tempo_spread
        group.tempo = spread * normal(uniform(eve, OUTSET, 1 + g, 0))
        group.factor = 1.0
        group.factor_until = NEVER
        group.multiplier = 1.0
        group.attacks = 0
        group.mass_attacks = 0
        group.killed = 0
        group.forced = 0
        group.forced_at = NEVER
    inside, here = plan.figures[0].bands_inside, plan.figures[0].cells_here
    for b in range(len(plan.band_homes)):
        st.bands[b].segment = plan.band_homes[b].segment
        st.bands[b].inside = plan.band_homes[b].side
        st.bands[b].strength = p.unit_strength
        st.bands[b].draws = 1
        st.bands[b].due = exponential(uniform(key, BAND_CLOCK, b, 0))
        if st.bands[b].inside == 1:
            home = st.segments[st.bands[b].segment]
            home.fighters = home.fighters + st.bands[b].strength
    led.groups[0].hazard = base_hazard(p.ttp_attacks, p.ttp_self_excitation, float(inside))
    for c in range(len(plan.cell_homes)):
        st.cells[c].draws = 1
        st.cells[c].due = exponential(uniform(key, CELL_CLOCK, c, 0))
    led.groups[1].hazard = base_hazard(p.isis_k_attacks, p.isis_k_self_excitation, float(here))


@rule
def _posts(plan: Plan, p: Any, key: int, st: State) -> None:
    for i in range(len(plan.sites)):
        st.posts[i].lost = 0
        st.posts[i].strength = p.post_garrison
        st.posts[i].touched = 0
        st.posts[i].draws = 1
        due = exponential(uniform(key, POST_CLOCK, i, 0))
        st.posts[i].due = due
        side, seg = plan.sites[i].side, plan.sites[i].segment
        if due < st.segments[seg].next_due[side]:
            st.segments[seg].next_due[side] = due


@rule
def _units(plan: Plan, p: Any, key: int, st: State) -> None:
    for i in range(len(plan.unit_homes)):
        st.units[i].segment = plan.unit_homes[i].segment
        st.units[i].strength = p.unit_strength
        st.units[i].draws = 1
        st.units[i].due = exponential(uniform(key, UNIT_CLOCK, i, 0))


@rule
def _night(plan: Plan, p: Any, eve: int, st: State) -> None:
    """Lay out the night before day 0: sectors, posts lost, dead, wounded, claims, grievance."""
    led = st.ledger[0]
    lost_a = whole(p.taliban_posts_lost_day0, uniform(eve, OUTSET, 3, 0))
    lost_p = whole(p.pakistan_posts_lost_day0, uniform(eve, OUTSET, 3, 1))
    dead_a = whole(p.taliban_killed_day0, uniform(eve, OUTSET, 3, 2))
    dead_p = whole(p.pakistan_killed_day0, uniform(eve, OUTSET, 3, 3))
    struck = 1 if p.kabul_struck >= 0.5 else 0
    if lost_a + lost_p + dead_a + dead_p + struck == 0:
        return
    _sectors(plan, p, eve, st)
    _take(plan, p, eve, AFGHAN, whole(lost_a * p.held_at_dawn, uniform(eve, OUTSET, 4, 0)), st)
    _take(plan, p, eve, PAKISTANI, whole(lost_p * p.held_at_dawn, uniform(eve, OUTSET, 4, 1)), st)
    a = led.actors[AFGHAN]
    b = led.actors[PAKISTANI]
    a.killed = dead_a
    b.killed = dead_p
    a.wounded = p.taliban_wounded_day0
    b.wounded = p.pakistan_wounded_day0
    a.posts_lost = lost_a
    b.posts_lost = lost_p
    a.struck = struck
    a.claimed = dead_p * p.taliban_inflation
    b.claimed = dead_a * p.pakistan_inflation
    a.admitted = dead_a * p.taliban_admission
    b.admitted = dead_p * p.pakistan_admission
    for s in range(2):
        mine, theirs = led.actors[s], led.actors[1 - s]
        believed = publicly_believed(mine.admitted, theirs.claimed, p.report_trust)
        mine.grievance = mine.grievance + grief(
            believed, 0.0, float(mine.posts_lost), mine.struck, mine.claimed,
            p.grievance_per_soldier, p.grievance_per_civilian, p.grievance_per_post,
            p.grievance_airspace, p.loss_aversion,
        )  # fmt: skip
        mine.commitment = accused(mine.commitment, theirs.claimed, p.accusation_pressure)


@rule
def _sectors(plan: Plan, p: Any, eve: int, st: State) -> None:
    """Draw the sectors of the night's fighting, reported ones likelier than others."""
    total = 0.0
    n = len(plan.places)
    for seg in range(n):
        boost = (
            p.sector_boost
            if plan.places[seg].sector == 1 and p.reported_sectors_hold >= 0.5
            else 1.0
        )
        st.segments[seg].weight = plan.places[seg].contact * plan.places[seg].background * boost
        total = total + st.segments[seg].weight
    count = int(p.seized_sectors)
    for k in range(count):
        if total <= 0.0:
            return
        mark = uniform(eve, NIGHT_SECTOR, k, 0) * total
        chosen = -1
        run = 0.0
        for seg in range(n):
            if st.segments[seg].weight > 0.0:
                run = run + st.segments[seg].weight
                chosen = seg
                if mark < run:
                    break
        st.segments[chosen].tension = p.night_tension
        total = total - st.segments[chosen].weight
        st.segments[chosen].weight = 0.0


@rule
def _take(plan: Plan, p: Any, eve: int, side: int, count: int, st: State) -> None:
    """Put ``count`` posts of ``side`` in the other's hands, in turn over the night's sectors."""
    led = st.ledger[0]
    d = led.dyad
    taken = 0
    rounds = 0
    while taken < count:
        before = taken
        for seg in range(len(plan.places)):
            n = plan.places[seg].post_count[side]
            if st.segments[seg].tension > 0.0 and n > 0 and taken < count:
                start = place_of(uniform(eve, NIGHT_POST, seg * 2 + side, rounds), n)
                for step in range(n):
                    post = plan.places[seg].post_first[side] + nth_from(start, step, n)
                    if st.posts[post].lost == 0:
                        st.posts[post].lost = 1
                        st.lost_posts[d.n_lost] = post
                        d.n_lost += 1
                        led.actors[1 - side].posts_held += 1
                        taken += 1
                        break
        rounds += 1
        if taken == before:
            return
