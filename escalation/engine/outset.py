"""The morning of day 0: a run's own draw of what the night left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.rules.agents import march_days, nth_from, place_of
from escalation.rules.compiling import rule
from escalation.rules.groups import base_hazard
from escalation.rules.losses import grief
from escalation.rules.public_line import accused
from escalation.rules.reporting import publicly_believed
from escalation.rules.streams import (
    BAND_CLOCK,
    BAND_MARCH,
    CELL_CLOCK,
    NIGHT_POST,
    NIGHT_SECTOR,
    OUTSET,
    POST_CLOCK,
    UNIT_CLOCK,
    day_key,
    exponential,
    normal,
    uniform,
    whole,
)
from escalation.rules.vocabulary import AFGHAN, PAKISTANI, TRUCE

if TYPE_CHECKING:
    from escalation.engine.state import State
    from escalation.scenario.world import World


EVE = -1
NEVER = -1
FAR = 1_000_000
BIG = 1e300


@rule
def reset(world: World, p: Any, key: int, st: State) -> None:
    """Set ``st`` to the morning of day 0 of the run with this key, under the draw ``p``."""
    eve = day_key(key, EVE)
    _clear(st)
    _states(world, p, st)
    _dyad(world, p, eve, st)
    _groups(world, p, key, eve, st)
    _posts(world, p, key, st)
    _units(world, p, key, st)
    _night(world, p, eve, st)


@rule
def _clear(st: State) -> None:
    for s in range(2):
        a = st.actors[s]
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
    t = st.track[0]
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
    r = st.totals[0]
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
    st.tension[:] = 0.0
    st.excitement[:, :] = 0.0
    st.clock[:, :] = 0.0
    st.next_due[:, :] = BIG
    st.mediator_day[:] = NEVER
    st.window[:] = 0


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
def _states(world: World, p: Any, st: State) -> None:
    for s in range(2):
        a = st.actors[s]
        a.rung = world.rung[s]
        a.deed = world.deed[s]
        a.line = world.line[s]
        a.closed = world.closed[s]
        a.belief = float(world.rung[1 - s])
        a.weariness = p.weariness_day0
        a.grievance = p.taliban_grievance_day0 if s == AFGHAN else p.pakistan_grievance_day0
        a.commitment = p.taliban_commitment_day0 if s == AFGHAN else p.pakistan_commitment_day0
        a.hawkish = p.taliban_hawkish_weight if s == AFGHAN else p.pakistan_hawkish_weight
    st.actors[PAKISTANI].mediation = p.third_party_pressure


@rule
def _dyad(world: World, p: Any, eve: int, st: State) -> None:
    d = st.dyad[0]
    d.trust = p.trust_day0
    d.channel = 1 if uniform(eve, OUTSET, 0, 0) < p.back_channel_open_day0 else 0
    d.talks = 0
    d.mediated = 0
    d.ceasefire = world.ceasefire[0]
    d.monitored = world.ceasefire[1]
    d.ceasefire_until = FAR
    if d.ceasefire == TRUCE:
        d.ceasefire_until = whole(p.truce_days, 0.5)
    d.eventful = 1
    d.worst_deed = 0
    d.incidents = 0
    d.lethal = 0
    d.strikes_on_havens = 0
    d.n_lost = 0
    d.quiet = 0


@rule
def _groups(world: World, p: Any, key: int, eve: int, st: State) -> None:
    for g in range(2):
        group = st.groups[g]
        group.tempo = p.ttp_tempo_spread * normal(uniform(eve, OUTSET, 1 + g, 0))
        group.factor = 1.0
        group.factor_until = NEVER
        group.multiplier = 1.0
        group.attacks = 0
        group.mass_attacks = 0
        group.killed = 0
        group.forced = 0
        group.forced_at = NEVER
    inside = 0
    for b in range(len(world.band_home)):
        inside += world.band_inside[b]
        st.bands[b].segment = world.band_home[b]
        st.bands[b].inside = world.band_inside[b]
        st.bands[b].strength = p.unit_strength
        st.bands[b].draws = 1
        st.bands[b].due = exponential(uniform(key, BAND_CLOCK, b, 0))
        st.bands[b].moves = 1
        st.bands[b].move_day = march_days(uniform(key, BAND_MARCH, b, 0), p.band_march) - 1
    st.groups[0].hazard = base_hazard(p.ttp_attacks, p.ttp_self_excitation, float(inside))
    across = 0
    for c in range(len(world.cell_home)):
        across += world.cell_side[c]
        st.cells[c].draws = 1
        st.cells[c].due = exponential(uniform(key, CELL_CLOCK, c, 0))
    here = len(world.cell_home) - across
    st.groups[1].hazard = base_hazard(p.isis_k_attacks, p.isis_k_self_excitation, float(here))


@rule
def _posts(world: World, p: Any, key: int, st: State) -> None:
    for i in range(len(world.post_segment)):
        st.posts[i].lost = 0
        st.posts[i].strength = p.post_garrison
        st.posts[i].touched = 0
        st.posts[i].draws = 1
        due = exponential(uniform(key, POST_CLOCK, i, 0))
        st.posts[i].due = due
        side, seg = world.post_side[i], world.post_segment[i]
        if due < st.next_due[side, seg]:
            st.next_due[side, seg] = due


@rule
def _units(world: World, p: Any, key: int, st: State) -> None:
    for i in range(len(world.unit_side)):
        st.units[i].segment = world.unit_home[i]
        st.units[i].strength = p.unit_strength
        st.units[i].draws = 1
        st.units[i].due = exponential(uniform(key, UNIT_CLOCK, i, 0))


@rule
def _night(world: World, p: Any, eve: int, st: State) -> None:
    """Lay out the night before day 0: sectors, posts lost, dead, wounded, claims, grievance."""
    lost_a = whole(p.taliban_posts_lost_day0, uniform(eve, OUTSET, 3, 0))
    lost_p = whole(p.pakistan_posts_lost_day0, uniform(eve, OUTSET, 3, 1))
    dead_a = whole(p.taliban_killed_day0, uniform(eve, OUTSET, 3, 2))
    dead_p = whole(p.pakistan_killed_day0, uniform(eve, OUTSET, 3, 3))
    struck = 1 if p.kabul_struck >= 0.5 else 0
    if lost_a + lost_p + dead_a + dead_p + struck == 0:
        return
    _sectors(world, p, eve, st)
    _take(world, p, eve, AFGHAN, whole(lost_a * p.held_at_dawn, uniform(eve, OUTSET, 4, 0)), st)
    _take(world, p, eve, PAKISTANI, whole(lost_p * p.held_at_dawn, uniform(eve, OUTSET, 4, 1)), st)
    a = st.actors[AFGHAN]
    b = st.actors[PAKISTANI]
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
        mine, theirs = st.actors[s], st.actors[1 - s]
        believed = publicly_believed(mine.admitted, theirs.claimed, p.report_trust)
        mine.grievance = mine.grievance + grief(
            believed, 0.0, float(mine.posts_lost), mine.struck, mine.claimed,
            p.grievance_per_soldier, p.grievance_per_civilian, p.grievance_per_post,
            p.grievance_airspace, p.loss_aversion,
        )  # fmt: skip
        mine.commitment = accused(mine.commitment, theirs.claimed, p.accusation_pressure)


@rule
def _sectors(world: World, p: Any, eve: int, st: State) -> None:
    """Draw the sectors of the night's fighting, reported ones ten times as likely as others."""
    total = 0.0
    n = len(world.contact)
    for seg in range(n):
        boost = 10.0 if world.sector[seg] == 1 and p.reported_sectors_hold >= 0.5 else 1.0
        st.weights[seg] = world.contact[seg] * world.background[seg] * boost
        total = total + st.weights[seg]
    count = int(p.seized_sectors)
    for k in range(count):
        if total <= 0.0:
            return
        mark = uniform(eve, NIGHT_SECTOR, k, 0) * total
        chosen = -1
        run = 0.0
        for seg in range(n):
            if st.weights[seg] > 0.0:
                run = run + st.weights[seg]
                chosen = seg
                if mark < run:
                    break
        st.tension[chosen] = p.night_tension
        total = total - st.weights[chosen]
        st.weights[chosen] = 0.0


@rule
def _take(world: World, p: Any, eve: int, side: int, count: int, st: State) -> None:
    """Put ``count`` posts of ``side`` in the other's hands, in turn over the night's sectors."""
    d = st.dyad[0]
    taken = 0
    rounds = 0
    while taken < count:
        before = taken
        for seg in range(len(world.contact)):
            n = world.post_count[side, seg]
            if st.tension[seg] > 0.0 and n > 0 and taken < count:
                start = place_of(uniform(eve, NIGHT_POST, seg * 2 + side, rounds), n)
                for step in range(n):
                    post = world.post_first[side, seg] + nth_from(start, step, n)
                    if st.posts[post].lost == 0:
                        st.posts[post].lost = 1
                        st.lost_posts[d.n_lost] = post
                        d.n_lost += 1
                        st.actors[1 - side].posts_held += 1
                        taken += 1
                        break
        rounds += 1
        if taken == before:
            return
