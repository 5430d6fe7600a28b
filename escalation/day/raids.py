"""Raids: mobile units march to tense segments and raid posts, which fall, hold or are given up.

A state at rung 4 or above has a rate of raids a day, shared by its units; each waits for its own
exponential share of them. A raid is made by a party of a given size, smaller as the mobile force is
worn down, so that nothing depends on how many units the force is cut into: units say where raids
begin. A post falls with log-odds that rise with the ratio of strengths and fall with fortification
(the 3:1 rule of thumb of Dupuy 1979 lies within the prior). Captured posts
are given up by chance, and all at once under an agreement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.fire import (
    fights_on_ground,
    first_side,
    opposing_post,
    replenished,
    soldiers_at,
    weaken,
)
from escalation.day.logbook import is_taken_back, note_dead
from escalation.day.losses import count_incident, event_deaths, lose, share_of_losses
from escalation.day.places import nth_from
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


SLOTS = 8  # random numbers of a raid, of those of a unit's day


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
def raiding_party(party: float, strength: float, full: float) -> float:
    """Return the soldiers of a raid: a whole ``party`` of a whole force, fewer in proportion.

    Source: judgement of this model: a state that has lost half of its mobile force sends half as
    many. Of force and losses alone, so that the number of units is a grain and no strength.
    """
    if full <= 0.0:
        return 1.0
    return max(1.0, party * strength / full)


@rule
def mobile_force(p: Draw, side: int) -> float:
    """Return the soldiers of a state's mobile units together, when whole."""
    return p.taliban_mobile_force if side == AFGHAN else p.pakistan_mobile_force


@rule
def full_unit(p: Draw, figures: rows.Figures, side: int) -> float:
    """Return the soldiers of each of a state's mobile units, when whole."""
    return mobile_force(p, side) / max(figures.of_side[side], 1)


@rule
def force_now(board: Board, side: int, units: Table[rows.Unit]) -> float:
    """Return the soldiers that a state's mobile units have left together."""
    total = 0.0
    for unit in range(len(board.unit_homes)):
        if board.unit_homes[unit].side == side:
            total = total + units[unit].strength
    return total


@rule
def bear_losses(board: Board, side: int, first: int, dead: float, units: Table[rows.Unit]) -> None:
    """Take the dead of a raid from the unit that led it; beyond its strength others had joined."""
    n = len(board.unit_homes)
    for step in range(n):
        unit = nth_from(first, step, n)
        if board.unit_homes[unit].side == side and dead > 0.0:
            taken = min(dead, units[unit].strength)
            units[unit].strength = units[unit].strength - taken
            dead = dead - taken


@rule
def give_up_posts(board: Board, p: Draw, key: int, day: int, state: State) -> None:
    """Let captured posts be given up without a fight; at once under an agreement."""
    ledger: Ledger = state.ledger[0]
    dyad: Dyad = ledger.dyad
    chance = 1.0 if dyad.ceasefire == AGREEMENT else p.withdrawal
    kept = 0
    for i in range(dyad.n_lost):
        post = state.lost_posts[i]
        if uniform(key, purposes.WITHDRAWAL, post, 0) < chance and is_taken_back(ledger) == 0:
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
    ledger: Ledger = state.ledger[0]
    first = first_side(key, 1)
    for turn in range(2):
        side = first if turn == 0 else 1 - first
        share = raids_per_unit(board.figures[0], p, side, ledger)
        if share <= 0.0:
            continue
        for unit in range(len(board.unit_homes)):
            if board.unit_homes[unit].side != side:
                continue
            due = operates(
                board, p, run, key, unit, share, state.segments, ledger, state.units[unit]
            )
            for number in range(due):
                target = choose_post(board, key, unit, number, state)
                if target >= 0:
                    raid_post(board, p, key, day, unit, number, target, state, counts)


@rule
def raids_per_unit(figures: rows.Figures, p: Draw, side: int, ledger: Ledger) -> float:
    """Return the raids of a state today, for each of its units."""
    own: Actor = ledger.actors[side]
    fights = fights_on_ground(own.acting, own.cause, own.rung)
    rate = raids_a_day(fights, own.rung, p.raid_rate, p.offensive_raid_rate)
    return rate / max(figures.of_side[side], 1)


@rule
def operates(
    board: Board,
    p: Draw,
    run: int,
    key: int,
    unit: int,
    share: float,
    segments: Table[rows.Segment],
    ledger: Ledger,
    one: rows.Unit,
) -> int:
    """Let a unit march by chance and fill its ranks; return how many raids it begins today.

    What is left of its waiting time beyond a raid counts for the next, so that a state's raids are
    as many as its rate says, however few units share them.
    """
    if uniform(key, UNIT_MARCH, unit, 0) < p.unit_march:
        one.segment = tense_segment(segments, uniform(key, UNIT_MARCH, unit, 1))
    full = full_unit(p, board.figures[0], board.unit_homes[unit].side)
    one.strength = replenished(one.strength, full, ledger.pace.vacant)
    one.due = one.due - share
    raids = 0
    while one.due <= 0.0:
        one.due = one.due + exponential(uniform(run, UNIT_CLOCK, unit, one.draws))
        one.draws += 1
        raids += 1
    return raids


@rule
def choose_post(board: Board, key: int, unit: int, number: int, state: State) -> int:
    """Return an own post lost on the unit's segment, first lost first, else one of the other side.

    A unit's further raids of a day begin where tension is, as those of further units would.
    A state that only wants its posts back takes no others; -1 if there is none.
    """
    ledger: Ledger = state.ledger[0]
    if number > 0:
        u = uniform(key, UNIT_MARCH, unit, 1 + number)
        state.units[unit].segment = tense_segment(state.segments, u)
    segment = state.units[unit].segment
    side = board.unit_homes[unit].side
    for i in range(ledger.dyad.n_lost):
        post: int = state.lost_posts[i]
        if board.sites[post].side == side and board.sites[post].segment == segment:
            return post
    if ledger.actors[side].cause == POSTS_HELD:
        return -1
    return opposing_post(
        board.places[segment], state.posts, uniform(key, RAID, unit, SLOTS * number), side
    )


@rule
def raid_post(
    board: Board,
    p: Draw,
    key: int,
    day: int,
    unit: int,
    number: int,
    target: int,
    state: State,
    counts: Ints,
) -> None:
    """Let a unit raid a post: it falls by strength against fortification, and both sides lose."""
    ledger: Ledger = state.ledger[0]
    if is_taken_back(ledger) == 1:
        return
    slot = SLOTS * number
    side = board.unit_homes[unit].side
    own: Actor = ledger.actors[side]
    other: Actor = ledger.actors[1 - side]
    segment = state.units[unit].segment
    site: rows.Site = board.sites[target]
    left = force_now(board, side, state.units)
    ours = raiding_party(p.raid_party, left, mobile_force(p, side))
    enemy = soldiers_at(p, day, state.posts[target])
    odds = raid_log_odds(p.raid_success, site.fort, p.fortification_weight, ours, enemy)
    taken = uniform(key, RAID, unit, slot + 1) < logistic(odds)
    deaths = event_deaths(
        uniform(key, RAID, unit, slot + 2), p.raid_deaths, p.death_sigma, p.death_cap
    )
    share = share_of_losses(
        ours, enemy, p.attacker_burden, p.lanchester_own, p.lanchester_enemy,
        uniform(key, RAID, unit, slot + 3),
    )  # fmt: skip
    mine = min(whole(deaths * share, uniform(key, RAID, unit, slot + 4)), int(min(ours, left)))
    theirs = min(whole(deaths * (1.0 - share), uniform(key, RAID, unit, slot + 5)), int(enemy))
    bear_losses(board, side, unit, float(mine), state.units)
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
