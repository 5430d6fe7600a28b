"""Posts and fire: posts exchange fire where tension, contact and posture allow it.

Each state has a border-wide rate of exchanges a day: those that local commanders start without
authority (C23), which grow with the higher posture and with tension, and those ordered on days on
which its posts fight. **The rate is shared out** over segments in proportion to their weight,
``contact * background * (1 + tension)``, and over a segment's posts alike: calming one segment
moves its share of the fire to the others and lowers the whole only through the average tension.
Each post waits until the hazard cumulated over its segment reaches its own exponential threshold,
so only segments whose earliest threshold is reached are looked into and quiet posts cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.ladder import highest_rung
from escalation.day.logbook import is_taken_back, note_dead
from escalation.day.losses import count_incident, event_deaths, lose, share_of_losses
from escalation.day.perception import clarity
from escalation.day.places import nth_from, place_of
from escalation.luck.arithmetic import power
from escalation.luck.purposes import BLAME, EXCHANGE, FIRST_SIDE, POST_CLOCK
from escalation.luck.streams import exponential, uniform, whole
from escalation.vocabulary import (
    AFGHAN,
    ARTILLERY,
    LOCAL_FIRE,
    MILITANT_ATTACK,
    NEVER_DUE,
    OFFENSIVE,
    PAKISTANI,
    SHELLING,
    SMALL_ARMS,
    STRIKES,
)
from escalation.vocabulary import EXCHANGE as EXCHANGED

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.board import Board
    from escalation.day.rows import Actor, Draw, Dyad, Ints, Ledger, Table
    from escalation.day.state import State

DAYS_PER_MONTH = 30.4375


@rule
def unauthorised_rate(
    per_month: float,
    highest_rung: int,
    posture_gain: float,
    excess_tension: float,
    tension_gain: float,
    left: float,
) -> float:
    """Return exchanges a day that local commanders of one state start without authority.

    Half of the border-wide rate; it grows with the higher posture and with average excess tension,
    and monitors remove the share ``1 - left``.

    Source: P26 (incidents in calm times) for the rate, C23 that it grows with posture; judgement of
    this model for tension, Fortna 2004 for monitors.
    """
    rate = 0.5 * per_month / DAYS_PER_MONTH
    rate = rate * (1.0 + posture_gain * highest_rung) * (1.0 + tension_gain * excess_tension)
    return rate * left


@rule
def fights_on_ground(acting: int, cause: int, rung: int) -> int:
    """Return whether a state's posts and units fight: not when it only strikes havens.

    Source: recorded strikes in answer to militants, which no ground fire of the striker joined.
    """
    if acting == 0:
        return 0
    return 0 if cause == MILITANT_ATTACK and rung < OFFENSIVE and rung >= STRIKES else 1


@rule
def ordered_rate(fights: int, rung: int, base: float, growth: float) -> float:
    """Return exchanges a day that a state starts on a day its posts fight at this rung.

    Source: recorded ordinary episodes, with a few exchanges a day (base); that each rung adds as
    many is a judgement of this model: offensives run along several sectors at once.
    """
    if fights == 0 or rung < SMALL_ARMS:
        return 0.0
    return base + growth * (rung - SMALL_ARMS)


@rule
def uses_artillery(rung: int, ordered: int, u: float, share: float) -> int:
    """Return whether an ordered exchange is one of artillery.

    Source: artillery or mortars in 20 of 28 recorded episodes (the share).
    """
    return 1 if ordered == 1 and rung >= ARTILLERY and u < share else 0


@rule
def strength_now(strength: float, full: float, replacement: float, days: int) -> float:
    """Return the strength of a post after ``days`` in which nobody looked at it.

    Replacements close the share ``replacement`` of the gap to ``full`` each day; an agent that is
    idle costs nothing until somebody asks.

    Source: judgement of this model: a garrison is whole again after some weeks; for days on end in
    one step, by arithmetic.
    """
    if days <= 0 or strength >= full:
        return strength
    return replenished(strength, full, still_vacant(replacement, days))


@rule
def still_vacant(replacement: float, days: int) -> float:
    """Return the share of places vacant today that still are after ``days`` of replacements.

    Source: judgement of this model, see `strength_now`.
    """
    return power(1.0 - replacement, float(days))


@rule
def replenished(strength: float, full: float, vacant: float) -> float:
    """Return a strength of which the share ``vacant`` of its gap to ``full`` is left.

    Source: judgement of this model, see `strength_now`.
    """
    if strength >= full:
        return strength
    return full - (full - strength) * vacant


@rule
def first_side(key: int, which: int) -> int:
    """Return the side that begins today, drawn anew so that neither is favoured.

    Source: judgement of this model: nothing says who shoots first, and a fixed order would favour
    one.
    """
    return 0 if uniform(key, FIRST_SIDE, which, 0) < 0.5 else 1


@rule
def fire(board: Board, p: Draw, run: int, key: int, day: int, state: State, counts: Ints) -> None:
    """Let the posts of both states exchange fire, the first side drawn anew each day."""
    ledger: Ledger = state.ledger[0]
    total, excess = weigh(board.places, state.segments)
    if total <= 0.0:
        return
    local = local_rate(p, excess / board.figures[0].plain, ledger)
    rate_a = local + ordered_today(p, ledger.actors[AFGHAN])
    rate_b = local + ordered_today(p, ledger.actors[PAKISTANI])
    if pass_time(board.places, state.segments, rate_a / total, rate_b / total) == 0:
        return
    first = first_side(key, 0)
    for turn in range(2):
        side = first if turn == 0 else 1 - first
        rate = rate_a if side == AFGHAN else rate_b
        for segment in range(len(state.segments)):
            if is_due(state.segments[segment], side) == 1:
                posts_fire(board, p, run, key, day, side, segment, local / rate, state, counts)


@rule
def local_rate(p: Draw, excess: float, ledger: Ledger) -> float:
    """Return the exchanges a day that each side's local commanders start without authority."""
    dyad: Dyad = ledger.dyad
    left = clarity(dyad.channel, dyad.monitored, 0.0, p.monitoring_clarity)
    return p.background_tension * unauthorised_rate(
        p.local_fire, highest_rung(ledger), p.local_fire_posture, excess, p.tension_fire_gain, left
    )


@rule
def ordered_today(p: Draw, own: Actor) -> float:
    """Return the exchanges that a state orders today."""
    fights = fights_on_ground(own.acting, own.cause, own.rung)
    return ordered_rate(fights, own.rung, p.ordered_fire, p.ordered_fire_growth)


@rule
def weigh(places: Table[rows.Place], segments: Table[rows.Segment]) -> tuple[float, float]:
    """Set each segment's weight for fire; return their sum, and that of the excess."""
    total = 0.0
    excess = 0.0
    for segment in range(len(places)):
        ordinary = places[segment].ordinary
        one = segments[segment]
        weight = ordinary * (1.0 + one.tension)
        one.weight = weight
        total = total + weight
        excess = excess + ordinary * one.tension
    return total, excess


@rule
def pass_time(
    places: Table[rows.Place], segments: Table[rows.Segment], scale_a: float, scale_b: float
) -> int:
    """Let time pass for the posts of both sides; return whether any may be due.

    ``scale_a`` and ``scale_b`` are each side's fire today, for a unit of weight. Where there is no
    weight a clock stands still.
    """
    due = 0
    for segment in range(len(places)):
        one, per_post = segments[segment], places[segment].per_post
        a = one.clock[AFGHAN] + scale_a * one.weight * per_post[AFGHAN]
        b = one.clock[PAKISTANI] + scale_b * one.weight * per_post[PAKISTANI]
        one.clock[AFGHAN] = a
        one.clock[PAKISTANI] = b
        due |= int(a >= one.next_due[AFGHAN]) | int(b >= one.next_due[PAKISTANI])
    return due


@rule
def is_due(one: rows.Segment, side: int) -> int:
    """Return whether the time of a side's posts on a segment has come, of one of them at least."""
    return 1 if one.weight > 0.0 and one.clock[side] >= one.next_due[side] else 0


@rule
def posts_fire(
    board: Board,
    p: Draw,
    run: int,
    key: int,
    day: int,
    side: int,
    segment: int,
    local_share: float,
    state: State,
    counts: Ints,
) -> None:
    """Let every post of a segment whose time has come fire, and find the next to come."""
    earliest = NEVER_DUE
    begin = board.places[segment].post_first[side]
    clock = state.segments[segment].clock[side]
    for post in range(begin, begin + board.places[segment].post_count[side]):
        one: rows.Post = state.posts[post]
        if clock >= one.due:
            wait = exponential(uniform(run, POST_CLOCK, post, one.draws))
            one.draws += 1
            one.due = one.due + wait  # from when it was due, so that few posts fire as many
            if one.lost == 0:
                exchange(board, p, key, day, side, segment, post, local_share, state, counts)
        if one.due < earliest:
            earliest = one.due
    state.segments[segment].next_due[side] = earliest


@rule
def opposing_post(place: rows.Place, posts: Table[rows.Post], u: float, side: int) -> int:
    """Return a post of the other side in this segment that it still holds, or -1."""
    n = place.post_count[1 - side]
    if n == 0:
        return -1
    start = place_of(u, n)
    for step in range(n):
        post: int = place.post_first[1 - side] + nth_from(start, step, n)
        if posts[post].lost == 0:
            return post
    return -1


@rule
def soldiers_at(p: Draw, day: int, post: rows.Post) -> float:
    """Return a post's soldiers today, replacements included."""
    return strength_now(post.strength, p.post_garrison, p.replacement, day - post.touched)


@rule
def weaken(p: Draw, day: int, post: rows.Post, dead: int) -> None:
    """Take the dead from a post; a handful always holds on."""
    post.strength = max(1.0, soldiers_at(p, day, post) - dead)
    post.touched = day


@rule
def exchange(
    board: Board,
    p: Draw,
    key: int,
    day: int,
    side: int,
    segment: int,
    post: int,
    local_share: float,
    state: State,
    counts: Ints,
) -> None:
    """Let a post fire on an opposing one, which returns the fire."""
    ledger: Ledger = state.ledger[0]
    place: rows.Place = board.places[segment]
    target = opposing_post(place, state.posts, uniform(key, EXCHANGE, post, 0), side)
    if target < 0 or is_taken_back(ledger) == 1:
        return
    own: Actor = ledger.actors[side]
    other: Actor = ledger.actors[1 - side]
    ordered = 1 if uniform(key, EXCHANGE, post, 1) >= local_share else 0
    guns = uses_artillery(own.rung, ordered, uniform(key, EXCHANGE, post, 2), p.artillery_share)
    median = p.artillery_deaths if guns == 1 else p.exchange_deaths
    civil = p.shelling_civilian_share if guns == 1 else 0.0
    deaths = event_deaths(uniform(key, EXCHANGE, post, 3), median, p.death_sigma, p.death_cap)
    ours, enemy = soldiers_at(p, day, state.posts[post]), soldiers_at(p, day, state.posts[target])
    share = share_of_losses(
        ours, enemy, p.attacker_burden, p.lanchester_own, p.lanchester_enemy,
        uniform(key, EXCHANGE, post, 4),
    )  # fmt: skip
    soldiers = deaths * (1.0 - civil)
    mine = min(whole(soldiers * share, uniform(key, EXCHANGE, post, 5)), int(ours))
    theirs = min(whole(soldiers * (1.0 - share), uniform(key, EXCHANGE, post, 6)), int(enemy))
    civilians = whole(deaths * civil, uniform(key, EXCHANGE, post, 7))
    if mine > 0:
        weaken(p, day, state.posts[post], mine)
    if theirs > 0:
        weaken(p, day, state.posts[target], theirs)
    lose(p, own, mine)
    lose(p, other, theirs)
    other.civilians += civilians
    count_incident(p, segment, mine + theirs + civilians, ledger, state.segments, counts)
    if ordered == 1:
        if guns == 1:
            own.shellings += 1
        else:
            own.exchanges += 1
    elif theirs > 0:
        # fire without authority is taken for a deed of the state unless the channel explains it
        clear = clarity(ledger.dyad.channel, ledger.dyad.monitored, p.channel_clarity, 0.0)
        if uniform(key, BLAME, post, 0) < clear:
            own.exchanges += 1
        ledger.track.last_cause = LOCAL_FIRE
    afghan = mine if side == AFGHAN else theirs
    note_dead(
        ledger, state.log, day, SHELLING if guns == 1 else EXCHANGED, side, segment, post,
        float(ordered), afghan, mine + theirs - afghan, civilians, 0,
    )  # fmt: skip
