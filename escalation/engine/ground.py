"""What happens on and across the line: orders carried out, fire, raids, strikes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.compiling import rule
from escalation.day import border_fire as fire_rules
from escalation.day.agents import nth_from, place_of, strength_now
from escalation.day.decision import operation_length, stood_down
from escalation.day.losses import event_deaths, share_of_losses, wounded
from escalation.day.perception import clarity
from escalation.engine.log import note
from escalation.engine.outset import clear_day
from escalation.luck.arithmetic import logistic
from escalation.luck.purposes import (
    BLAME,
    EXCHANGE,
    FIRST_SIDE,
    OPERATION,
    POST_CLOCK,
    RAID,
    STAND_DOWN,
    UNIT_CLOCK,
    UNIT_MARCH,
    WITHDRAWAL,
)
from escalation.luck.streams import exponential, geometric_days, uniform, whole
from escalation.vocabulary import (
    AFGHAN,
    AGREEMENT,
    ANSWERED_DEED,
    CAPTURE,
    CAPTURES,
    DEATHS,
    INCIDENTS,
    LETHAL,
    LOCAL_FIRE,
    PAKISTANI,
    POSTS_HELD,
    RAID_REPELLED,
    RECAPTURE,
    SHELLING,
    SMALL_ARMS,
)
from escalation.vocabulary import EXCHANGE as EXCHANGED
from escalation.vocabulary import WITHDRAWAL as GIVEN_UP

if TYPE_CHECKING:
    from escalation.engine.plan import Plan
    from escalation.engine.state import State


@rule
def carry_out(p: Any, key: int, day: int, led: Any) -> None:
    """Start the day anew and let each state act on what it resolved, go on, or stand down."""
    d = led.dyad
    d.incidents = 0
    d.lethal = 0
    for s in range(2):
        a = led.actors[s]
        clear_day(a)
        cap = a.cap if day <= a.cap_until else 8
        a.fresh = 0
        if a.pending_rung > 0 and a.pending_day <= day:
            rung = min(a.pending_rung, cap)
            if rung >= SMALL_ARMS:
                going_on = a.acting == 1 and a.operation_left > 0 and a.rung > rung
                if not going_on:
                    a.rung = rung
                    a.cause = a.pending_cause
                    mean = operation_length(rung, p.operation_growth)
                    length = geometric_days(uniform(key, OPERATION, s, 0), mean, 60)
                    a.operation_left = max(a.operation_left, length)
                else:
                    a.operation_left -= 1
                a.acting = 1
                a.fresh = 1
                if a.pending_cause != ANSWERED_DEED:
                    led.track.last_cause = a.pending_cause
            a.pending_rung = 0
        elif a.operation_left > 0:
            a.operation_left -= 1
            a.acting = 1
        else:
            a.acting = 0
            a.rung = stood_down(a.rung, a.closed, uniform(key, STAND_DOWN, s, 0), p.stand_down)
        if a.rung > cap:
            a.rung = cap
            if cap < SMALL_ARMS:
                a.acting = 0
                a.operation_left = 0


@rule
def fire(plan: Plan, p: Any, run: int, key: int, day: int, st: State, counts: Any) -> None:
    """Let posts exchange fire where tension, contact and posture allow it.

    Each post waits until the hazard cumulated over its segment reaches its own threshold. Only
    segments whose earliest threshold is reached are looked into, so quiet posts cost nothing.
    """
    led = st.ledger[0]
    total, excess = _weigh(plan.places, st.segments)
    if total <= 0.0:
        return
    excess = excess / plan.figures[0].plain
    d = led.dyad
    left = clarity(d.channel, d.monitored, 0.0, p.monitoring_clarity)
    highest = max(led.actors[AFGHAN].rung, led.actors[PAKISTANI].rung)
    local = p.background_tension * fire_rules.unauthorised_rate(
        p.local_fire, highest, p.local_fire_posture, excess, p.tension_fire_gain, left
    )
    first = 0 if uniform(key, FIRST_SIDE, 0, 0) < 0.5 else 1
    for turn in range(2):
        s = first if turn == 0 else 1 - first
        a = led.actors[s]
        fights = fire_rules.fights_on_ground(a.acting, a.cause, a.rung)
        rate = local + fire_rules.ordered_rate(
            fights, a.rung, p.ordered_fire, p.ordered_fire_growth
        )
        scale = rate / total
        seg = _next_due(plan.places, st.segments, s, scale, 0)
        while seg >= 0:
            _posts_fire(plan, p, run, key, day, s, seg, local / rate, st, counts)
            seg = _next_due(plan.places, st.segments, s, scale, seg + 1)


@rule
def _weigh(places: Any, segments: Any) -> tuple[float, float]:
    """Set each segment's weight for fire; return their sum, and that of the excess."""
    total = 0.0
    excess = 0.0
    for seg in range(len(places)):
        base = places[seg].base
        one = segments[seg]
        weight = base * (1.0 + one.tension)
        one.weight = weight
        total = total + weight
        excess = excess + base * one.tension
    return total, excess


@rule
def _next_due(places: Any, segments: Any, s: int, scale: float, start: int) -> int:
    """Let time pass for a side's posts from segment ``start`` on, up to one where a post is due.

    Returns that segment, or -1 if none is left.
    """
    for seg in range(start, len(places)):
        one = segments[seg]
        if one.weight <= 0.0:
            continue
        clock = one.clock[s] + scale * one.weight * places[seg].per_post[s]
        one.clock[s] = clock
        if clock >= one.next_due[s]:
            return seg
    return -1


@rule
def _posts_fire(
    plan: Plan,
    p: Any,
    run: int,
    key: int,
    day: int,
    s: int,
    seg: int,
    local_share: float,
    st: State,
    counts: Any,
) -> None:
    """Let every post of a segment whose time has come fire, and find the next to come."""
    earliest = 1e300
    begin = plan.places[seg].post_first[s]
    for post in range(begin, begin + plan.places[seg].post_count[s]):
        if st.segments[seg].clock[s] >= st.posts[post].due:
            wait = exponential(uniform(run, POST_CLOCK, post, st.posts[post].draws))
            st.posts[post].draws += 1
            st.posts[post].due = st.segments[seg].clock[s] + wait
            if st.posts[post].lost == 0:
                _exchange(plan, p, key, day, s, seg, post, local_share, st, counts)
        if st.posts[post].due < earliest:
            earliest = st.posts[post].due
    st.segments[seg].next_due[s] = earliest


@rule
def _opposing_post(place: Any, posts: Any, u: float, s: int) -> int:
    """Return a post of the other side in this segment that it still holds, or -1."""
    n = place.post_count[1 - s]
    if n == 0:
        return -1
    start = place_of(u, n)
    for step in range(n):
        post: int = place.post_first[1 - s] + nth_from(start, step, n)
        if posts[post].lost == 0:
            return post
    return -1


@rule
def _strength(p: Any, day: int, post: Any) -> float:
    """Return a post's soldiers today, replacements included."""
    days = day - post.touched
    return strength_now(post.strength, p.post_garrison, p.replacement, days)


@rule
def _weaken(p: Any, day: int, post: Any, dead: int) -> None:
    post.strength = max(1.0, _strength(p, day, post) - dead)
    post.touched = day


@rule
def _exchange(
    plan: Plan,
    p: Any,
    key: int,
    day: int,
    s: int,
    seg: int,
    post: int,
    local_share: float,
    st: State,
    counts: Any,
) -> None:
    """Let a post fire on an opposing one, which returns the fire."""
    led = st.ledger[0]
    target = _opposing_post(plan.places[seg], st.posts, uniform(key, EXCHANGE, post, 0), s)
    if target < 0:
        return
    a, o = led.actors[s], led.actors[1 - s]
    ordered = 1 if uniform(key, EXCHANGE, post, 1) >= local_share else 0
    guns = fire_rules.uses_artillery(
        a.rung, ordered, uniform(key, EXCHANGE, post, 2), p.artillery_share
    )
    median = p.artillery_deaths if guns == 1 else p.exchange_deaths
    civil = p.shelling_civilian_share if guns == 1 else 0.0
    deaths = event_deaths(uniform(key, EXCHANGE, post, 3), median, p.death_sigma, p.death_cap)
    own, enemy = _strength(p, day, st.posts[post]), _strength(p, day, st.posts[target])
    share = share_of_losses(
        own, enemy, p.attacker_burden, p.lanchester_own, p.lanchester_enemy,
        uniform(key, EXCHANGE, post, 4),
    )  # fmt: skip
    soldiers = deaths * (1.0 - civil)
    mine = min(whole(soldiers * share, uniform(key, EXCHANGE, post, 5)), int(own))
    theirs = min(whole(soldiers * (1.0 - share), uniform(key, EXCHANGE, post, 6)), int(enemy))
    civilians = whole(deaths * civil, uniform(key, EXCHANGE, post, 7))
    if mine > 0:
        _weaken(p, day, st.posts[post], mine)
    if theirs > 0:
        _weaken(p, day, st.posts[target], theirs)
    lose(p, a, mine)
    lose(p, o, theirs)
    o.civilians += civilians
    dead = mine + theirs + civilians
    incident(p, seg, dead, led, st.segments, counts)
    if ordered == 1:
        if guns == 1:
            a.shellings += 1
        else:
            a.exchanges += 1
    elif theirs > 0:
        # fire without authority is taken for a deed of the state unless the channel explains it
        clear = clarity(led.dyad.channel, led.dyad.monitored, p.channel_clarity, 0.0)
        if uniform(key, BLAME, post, 0) < clear:
            a.exchanges += 1
        led.track.last_cause = LOCAL_FIRE
    dead_afg = mine if s == AFGHAN else theirs
    kind = SHELLING if guns == 1 else EXCHANGED
    note(
        led, st.log, day, kind, s, seg, post, float(ordered), dead_afg,
        mine + theirs - dead_afg, civilians, 0,
    )  # fmt: skip


@rule
def lose(p: Any, a: Any, dead: int) -> None:
    """Count a state's soldiers killed and wounded."""
    a.killed += dead
    a.wounded = a.wounded + wounded(dead, p.wounded_ratio)


@rule
def incident(p: Any, seg: int, dead: int, led: Any, segments: Any, counts: Any) -> None:
    """Count an incident between the states and let it raise its segment's tension."""
    d = led.dyad
    d.incidents += 1
    if dead > 0:
        d.lethal += 1
    if seg >= 0:
        segments[seg].tension = segments[seg].tension + p.tension_per_incident
        counts[seg, INCIDENTS] += 1
        counts[seg, DEATHS] += dead
        if dead > 0:
            counts[seg, LETHAL] += 1


@rule
def give_up_posts(plan: Plan, p: Any, key: int, day: int, st: State) -> None:
    """Let captured posts be given up without a fight; at once under an agreement."""
    led = st.ledger[0]
    d = led.dyad
    chance = 1.0 if d.ceasefire == AGREEMENT else p.withdrawal
    kept = 0
    for i in range(d.n_lost):
        post = st.lost_posts[i]
        if uniform(key, WITHDRAWAL, post, 0) < chance:
            st.posts[post].lost = 0
            holder = 1 - plan.sites[post].side
            led.actors[holder].posts_held -= 1
            note(
                led, st.log, day, GIVEN_UP, holder, plan.sites[post].segment, post, 0.0, 0, 0, 0, 0
            )
        else:
            st.lost_posts[kept] = post
            kept += 1
    d.n_lost = kept


@rule
def raid(plan: Plan, p: Any, run: int, key: int, day: int, st: State, counts: Any) -> None:
    """Let the mobile units of states at rung 4 or above march, and raid posts."""
    led = st.ledger[0]
    first = 0 if uniform(key, FIRST_SIDE, 1, 0) < 0.5 else 1
    for turn in range(2):
        s = first if turn == 0 else 1 - first
        a = led.actors[s]
        fights = fire_rules.fights_on_ground(a.acting, a.cause, a.rung)
        rate = fire_rules.raids_a_day(fights, a.rung, p.raid_rate, p.offensive_raid_rate)
        if rate <= 0.0:
            continue
        of_side = plan.figures[0].of_side[s]
        for unit in range(len(plan.unit_homes)):
            if plan.unit_homes[unit].side != s:
                continue
            if uniform(key, UNIT_MARCH, unit, 0) < p.unit_march:
                st.units[unit].segment = tense_segment(
                    st.segments, uniform(key, UNIT_MARCH, unit, 1)
                )
            st.units[unit].strength = strength_now(
                st.units[unit].strength, p.unit_strength, p.replacement, 1
            )
            st.units[unit].due = st.units[unit].due - rate / of_side
            if st.units[unit].due <= 0.0:
                st.units[unit].due = exponential(
                    uniform(run, UNIT_CLOCK, unit, st.units[unit].draws)
                )
                st.units[unit].draws += 1
                _raid_post(plan, p, key, day, s, unit, st, counts)


@rule
def _raid_post(
    plan: Plan, p: Any, key: int, day: int, s: int, unit: int, st: State, counts: Any
) -> None:
    """Let a unit raid a post of its segment: its own lost ones first, then the other side's."""
    led = st.ledger[0]
    seg = st.units[unit].segment
    d = led.dyad
    target = -1
    place = -1
    for i in range(d.n_lost):
        post = st.lost_posts[i]
        if plan.sites[post].side == s and plan.sites[post].segment == seg:
            target = post
            place = i
            break
    a, o = led.actors[s], led.actors[1 - s]
    if target < 0 and a.cause != POSTS_HELD:
        # a state that only wants its posts back takes no others
        target = _opposing_post(plan.places[seg], st.posts, uniform(key, RAID, unit, 0), s)
    if target < 0:
        return
    own, enemy = st.units[unit].strength, _strength(p, day, st.posts[target])
    odds = fire_rules.raid_log_odds(
        p.raid_success, plan.sites[target].fort, p.fortification_weight, own, enemy
    )
    taken = uniform(key, RAID, unit, 1) < logistic(odds)
    deaths = event_deaths(uniform(key, RAID, unit, 2), p.raid_deaths, p.death_sigma, p.death_cap)
    share = share_of_losses(
        own, enemy, p.attacker_burden, p.lanchester_own, p.lanchester_enemy,
        uniform(key, RAID, unit, 3),
    )  # fmt: skip
    mine = min(whole(deaths * share, uniform(key, RAID, unit, 4)), int(own))
    theirs = min(whole(deaths * (1.0 - share), uniform(key, RAID, unit, 5)), int(enemy))
    st.units[unit].strength = max(1.0, own - mine)
    _weaken(p, day, st.posts[target], theirs)
    lose(p, a, mine)
    lose(p, o, theirs)
    a.raids += 1
    incident(p, seg, mine + theirs, led, st.segments, counts)
    kind = RAID_REPELLED
    if taken and place >= 0:
        kind = RECAPTURE
        st.posts[target].lost = 0
        o.posts_held -= 1
        for i in range(place, d.n_lost - 1):
            st.lost_posts[i] = st.lost_posts[i + 1]
        d.n_lost -= 1
    elif taken:
        kind = CAPTURE
        st.posts[target].lost = 1
        st.lost_posts[d.n_lost] = target
        d.n_lost += 1
        a.captures += 1
        a.posts_held += 1
        o.posts_lost += 1
        counts[seg, CAPTURES] += 1
    dead_afg = mine if s == AFGHAN else theirs
    note(
        led,
        st.log,
        day,
        kind,
        s,
        seg,
        target,
        float(unit),
        dead_afg,
        mine + theirs - dead_afg,
        0,
        0,
    )


@rule
def tense_segment(segments: Any, u: float) -> int:
    """Return a segment drawn by tension (the weights that fire has set today)."""
    total = 0.0
    for seg in range(len(segments)):
        total = total + segments[seg].weight
    mark = u * total
    run = 0.0
    for seg in range(len(segments)):
        run = run + segments[seg].weight
        if mark < run:
            return seg
    return 0


@rule
def deeds(led: Any) -> None:
    """Name what each state did today; tomorrow the other will answer it."""
    d = led.dyad
    d.worst_deed = 0
    for s in range(2):
        a = led.actors[s]
        a.deed = fire_rules.physical_deed(
            a.rung, a.exchanges, a.shellings, a.raids, a.strikes, a.capital
        )
        d.worst_deed = max(d.worst_deed, a.deed)
    d.eventful = 1 if d.incidents > 0 else 0
