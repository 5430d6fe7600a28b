"""Raids: mobile units march to tense segments and raid posts, which fall, hold or are given up.

A state at rung 4 or above has a rate of raids a day, shared by its units; each waits for its own
exponential share of them. A post falls with log-odds that rise with the ratio of strengths and
fall with fortification (the 3:1 rule of thumb of Dupuy 1979 lies within the prior). Captured posts
are given up by chance, and all at once under an agreement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.fire import (
    fights_on_ground,
    first_side,
    opposing_post,
    soldiers_at,
    strength_now,
    weaken,
)
from escalation.day.logbook import note_dead
from escalation.day.losses import count_incident, event_deaths, lose, share_of_losses
from escalation.luck import purposes
from escalation.luck.arithmetic import log, logistic
from escalation.luck.purposes import RAID, UNIT_CLOCK, UNIT_MARCH
from escalation.luck.streams import exponential, uniform, whole
from escalation.vocabulary import (
    AFGHAN,
    AGREEMENT,
    CAPTURE,
    CAPTURES,
    OFFENSIVE,
    OPEN_WAR,
    POSTS_HELD,
    RAID_REPELLED,
    RAIDS,
    RECAPTURE,
    WITHDRAWAL,
)

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.board import Board
    from escalation.day.rows import Actor, Draw, Dyad, Ints, Ledger, Table
    from escalation.day.state import State


@rule
def raids_a_day(fights: int, rung: int, rate: float, offensive_rate: float) -> float:
    """Return raids a day: none below rung 4, many in an offensive, twice as many in open war.

    Source: C01 (25 posts claimed in one night) for an offensive, recorded episodes with captures
    for less; that open war doubles it is a judgement of this model.
    """
    if fights == 0 or rung < RAIDS:
        return 0.0
    if rung < OFFENSIVE:
        return rate
    if rung < OPEN_WAR:
        return offensive_rate
    return 2.0 * offensive_rate


@rule
def raid_log_odds(
    base: float, fortification: float, fort_weight: float, attackers: float, defenders: float
) -> float:
    """Return the log-odds that a raid takes its post: strength ratio against fortification.

    Source: judgement of this model, whose prior holds the 3:1 rule of thumb of Dupuy 1979.
    """
    return base - fort_weight * fortification + log(max(attackers, 1.0) / max(defenders, 1.0))


@rule
def give_up_posts(board: Board, p: Draw, key: int, day: int, state: State) -> None:
    """Let captured posts be given up without a fight; at once under an agreement."""
    ledger: Ledger = state.ledger[0]
    dyad: Dyad = ledger.dyad
    chance = 1.0 if dyad.ceasefire == AGREEMENT else p.withdrawal
    kept = 0
    for i in range(dyad.n_lost):
        post = state.lost_posts[i]
        if uniform(key, purposes.WITHDRAWAL, post, 0) < chance:
            state.posts[post].lost = 0
            site: rows.Site = board.sites[post]
            holder = 1 - site.side
            ledger.actors[holder].posts_held -= 1
            note_dead(
                ledger, state.log, day, WITHDRAWAL, holder, site.segment, post, 0.0, 0, 0, 0, 0
            )
        else:
            state.lost_posts[kept] = post
            kept += 1
    dyad.n_lost = kept


@rule
def raid(board: Board, p: Draw, run: int, key: int, day: int, state: State, counts: Ints) -> None:
    """Let the mobile units of both states march and raid, the first side drawn anew each day."""
    first = first_side(key, 1)
    for turn in range(2):
        side = first if turn == 0 else 1 - first
        share = raids_per_unit(board.figures[0], p, side, state.ledger[0])
        if share <= 0.0:
            continue
        for unit in range(len(board.unit_homes)):
            if board.unit_homes[unit].side != side:
                continue
            if operates(p, run, key, unit, share, state.segments, state.units[unit]) == 1:
                target = choose_post(board, key, unit, state)
                if target >= 0:
                    raid_post(board, p, key, day, unit, target, state, counts)


@rule
def raids_per_unit(figures: rows.Figures, p: Draw, side: int, ledger: Ledger) -> float:
    """Return the raids of a state today, for each of its units."""
    own: Actor = ledger.actors[side]
    fights = fights_on_ground(own.acting, own.cause, own.rung)
    rate = raids_a_day(fights, own.rung, p.raid_rate, p.offensive_raid_rate)
    return rate / max(figures.of_side[side], 1)


@rule
def operates(
    p: Draw,
    run: int,
    key: int,
    unit: int,
    share: float,
    segments: Table[rows.Segment],
    one: rows.Unit,
) -> int:
    """Let a unit march by chance and fill its ranks; return whether it is its turn to raid."""
    if uniform(key, UNIT_MARCH, unit, 0) < p.unit_march:
        one.segment = tense_segment(segments, uniform(key, UNIT_MARCH, unit, 1))
    one.strength = strength_now(one.strength, p.unit_strength, p.replacement, 1)
    one.due = one.due - share
    if one.due > 0.0:
        return 0
    one.due = exponential(uniform(run, UNIT_CLOCK, unit, one.draws))
    one.draws += 1
    return 1


@rule
def choose_post(board: Board, key: int, unit: int, state: State) -> int:
    """Return an own post lost on the unit's segment, first lost first, else one of the other side.

    A state that only wants its posts back takes no others; -1 if there is none.
    """
    ledger: Ledger = state.ledger[0]
    segment = state.units[unit].segment
    side = board.unit_homes[unit].side
    for i in range(ledger.dyad.n_lost):
        post: int = state.lost_posts[i]
        if board.sites[post].side == side and board.sites[post].segment == segment:
            return post
    if ledger.actors[side].cause == POSTS_HELD:
        return -1
    return opposing_post(board.places[segment], state.posts, uniform(key, RAID, unit, 0), side)


@rule
def raid_post(
    board: Board,
    p: Draw,
    key: int,
    day: int,
    unit: int,
    target: int,
    state: State,
    counts: Ints,
) -> None:
    """Let a unit raid a post: it falls by strength against fortification, and both sides lose."""
    ledger: Ledger = state.ledger[0]
    side = board.unit_homes[unit].side
    own: Actor = ledger.actors[side]
    other: Actor = ledger.actors[1 - side]
    segment = state.units[unit].segment
    site: rows.Site = board.sites[target]
    ours, enemy = state.units[unit].strength, soldiers_at(p, day, state.posts[target])
    odds = raid_log_odds(p.raid_success, site.fort, p.fortification_weight, ours, enemy)
    taken = uniform(key, RAID, unit, 1) < logistic(odds)
    deaths = event_deaths(uniform(key, RAID, unit, 2), p.raid_deaths, p.death_sigma, p.death_cap)
    share = share_of_losses(
        ours, enemy, p.attacker_burden, p.lanchester_own, p.lanchester_enemy,
        uniform(key, RAID, unit, 3),
    )  # fmt: skip
    mine = min(whole(deaths * share, uniform(key, RAID, unit, 4)), int(ours))
    theirs = min(whole(deaths * (1.0 - share), uniform(key, RAID, unit, 5)), int(enemy))
    state.units[unit].strength = max(1.0, ours - mine)
    weaken(p, day, state.posts[target], theirs)
    lose(p, own, mine)
    lose(p, other, theirs)
    own.raids += 1
    count_incident(p, segment, mine + theirs, ledger, state.segments, counts)
    kind = RAID_REPELLED
    if taken and site.side == side:
        kind = RECAPTURE
        return_post(target, side, state)
    elif taken:
        kind = CAPTURE
        fall(target, side, state)
        own.captures += 1
        other.posts_lost += 1
        counts[segment, CAPTURES] += 1
    afghan = mine if side == AFGHAN else theirs
    note_dead(
        ledger, state.log, day, kind, side, segment, target, float(unit),
        afghan, mine + theirs - afghan, 0, 0,
    )  # fmt: skip


@rule
def fall(post: int, taker: int, state: State) -> None:
    """Put a post in the other side's hands."""
    ledger: Ledger = state.ledger[0]
    state.posts[post].lost = 1
    state.lost_posts[ledger.dyad.n_lost] = post
    ledger.dyad.n_lost += 1
    ledger.actors[taker].posts_held += 1


@rule
def return_post(post: int, owner: int, state: State) -> None:
    """Give a post back to its owner, and close the gap that it leaves among those lost."""
    ledger: Ledger = state.ledger[0]
    state.posts[post].lost = 0
    ledger.actors[1 - owner].posts_held -= 1
    found = 0
    for i in range(ledger.dyad.n_lost - 1):
        if state.lost_posts[i] == post:
            found = 1
        if found == 1:
            state.lost_posts[i] = state.lost_posts[i + 1]
    ledger.dyad.n_lost -= 1


@rule
def tense_segment(segments: Table[rows.Segment], u: float) -> int:
    """Return a segment drawn by tension (the weights that fire has set today)."""
    total = 0.0
    for segment in range(len(segments)):
        total = total + segments[segment].weight
    mark = u * total
    so_far = 0.0
    for segment in range(len(segments)):
        so_far = so_far + segments[segment].weight
        if mark < so_far:
            return segment
    return 0
