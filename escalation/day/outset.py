"""The outset: the morning of day 0, as this run's draw of the night before has it.

Every agent draws its first waiting time. Posts lost, dead and wounded of the night are the draw's
(the claims passed through the reporting model); sectors are drawn by contact and background, those
that were reported (C02) likelier by ``sector_boost``; posts are taken in turn over the
sectors. What was taken and given back before dawn counts by its dead, not as a post lost.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from escalation.compiling import block_rule, rule
from escalation.day.feelings import pain_of
from escalation.day.fire import still_vacant
from escalation.day.militants import (
    ISIS_K_GROUP,
    TTP_GROUP,
    base_hazard,
    excitation_step,
    tempo_spread,
)
from escalation.day.places import nth_from, place_of
from escalation.day.public_line import accused
from escalation.day.raids import fall, full_unit
from escalation.day.ttp import count_fighters
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
from escalation.luck.streams import day_key, first_wait, normal, uniform, whole
from escalation.vocabulary import AFGHAN, EVE, NEVER, PAKISTANI, TRUCE

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.board import Board
    from escalation.day.rows import Actor, Draw, Dyad, Group, Ledger, Pace
    from escalation.day.state import State


@rule
def reset(board: Board, p: Draw, run: int, state: State) -> None:
    """Set ``state`` to the morning of day 0 of the run with this key, under the draw ``p``."""
    eve = day_key(run, EVE)
    state.ledger[0] = board.blank[0]
    state.mediator_day[:] = NEVER
    state.fired[:] = NEVER
    state.window[:] = 0
    for segment in range(len(state.segments)):
        state.segments[segment] = board.blank_segment[0]
    refit(board, p, state.ledger[0])
    set_feelings(p, state.ledger[0])
    set_dyad(p, eve, state.ledger[0])
    set_groups(p, eve, state.ledger[0])
    place_posts(board, p, run, state)
    place_fighters(board, p, run, state)
    lay_out_night(board, p, eve, state)


@rule
def refit(board: Board, p: Draw, ledger: Ledger) -> None:
    """Work out what a run keeps of its parameters: paces, hawks' weights, ordinary hazards."""
    pace: Pace = ledger.pace
    pace.grievance = kept(p.grievance_half_life)
    pace.rancour = kept(p.rancour_half_life)
    pace.commitment = kept(p.commitment_half_life)
    pace.weariness = kept(p.weariness_half_life)
    pace.unweighed = kept(p.unweighed_half_life)
    pace.tension = kept(p.tension_half_life)
    pace.vacant = still_vacant(p.replacement, 1)
    pace.tempo = kept(p.tempo_half_life)
    pace.tempo_shock = math.sqrt(1.0 - pace.tempo * pace.tempo)
    pace.excitation = kept(p.excitation_half_life)
    pace.ttp_step = excitation_step(p.ttp_self_excitation, pace.excitation)
    pace.isis_step = excitation_step(p.isis_k_self_excitation, pace.excitation)
    ledger.actors[AFGHAN].hawkish = p.taliban_hawkish_weight
    ledger.actors[PAKISTANI].hawkish = p.pakistan_hawkish_weight
    inside, here = board.figures[0].bands_inside, board.figures[0].cells_here
    ledger.groups[TTP_GROUP].hazard = base_hazard(
        p.ttp_attacks, p.ttp_self_excitation, float(inside)
    )
    ledger.groups[ISIS_K_GROUP].hazard = base_hazard(
        p.isis_k_attacks, p.isis_k_self_excitation, float(here)
    )


@rule
def set_feelings(p: Draw, ledger: Ledger) -> None:
    """Give both states what they felt before the night."""
    for side in range(2):
        own: Actor = ledger.actors[side]
        afghan = side == AFGHAN
        own.weariness = p.weariness_day0
        own.grievance = p.taliban_grievance_day0 if afghan else p.pakistan_grievance_day0
        own.rancour = p.taliban_rancour_day0 if afghan else p.pakistan_rancour_day0
        own.commitment = p.taliban_commitment_day0 if afghan else p.pakistan_commitment_day0
    ledger.actors[PAKISTANI].mediation = p.third_party_pressure


@rule
def set_dyad(p: Draw, eve: int, ledger: Ledger) -> None:
    """Set what stands between the states when the run begins."""
    dyad: Dyad = ledger.dyad
    dyad.trust = p.trust_day0
    dyad.channel = 1 if uniform(eve, OUTSET, 0, 0) < p.back_channel_open_day0 else 0
    if dyad.ceasefire == TRUCE:
        dyad.ceasefire_until = whole(p.truce_days, 0.5)


@rule
def set_groups(p: Draw, eve: int, ledger: Ledger) -> None:
    """Draw where each group's tempo is in its swing."""
    for which in range(2):
        group: Group = ledger.groups[which]
        z = normal(uniform(eve, OUTSET, 1 + which, 0))
        group.tempo = tempo_spread(p, which) * z


@rule
def place_posts(board: Board, p: Draw, run: int, state: State) -> None:
    """Man every post and draw its first threshold."""
    draw_first_waits(run, POST_CLOCK, state.posts)
    for post in range(len(board.sites)):
        one: rows.Post = state.posts[post]
        one.lost = 0
        one.strength = p.post_garrison
        one.touched = 0
        site: rows.Site = board.sites[post]
        place: rows.Segment = state.segments[site.segment]
        if one.due < place.next_due[site.side]:
            place.next_due[site.side] = one.due


@block_rule
def draw_first_waits(run: int, clock: int, agents: Any) -> None:
    """Draw what each of these agents waits for first, posts, units, bands or cells."""
    for number in range(len(agents)):
        agents[number].draws = 1
        agents[number].due = first_wait(run, clock, number)


@rule
def place_fighters(board: Board, p: Draw, run: int, state: State) -> None:
    """Put units, bands and cells where they begin, and draw their first waiting times."""
    draw_first_waits(run, UNIT_CLOCK, state.units)
    draw_first_waits(run, BAND_CLOCK, state.bands)
    draw_first_waits(run, CELL_CLOCK, state.cells)
    for unit in range(len(board.unit_homes)):
        a_unit: rows.Unit = state.units[unit]
        a_unit.segment = board.unit_homes[unit].segment
        a_unit.strength = full_unit(p, board.figures[0], board.unit_homes[unit].side)
    for band in range(len(board.band_homes)):
        a_band: rows.Band = state.bands[band]
        a_band.segment = board.band_homes[band].segment
        a_band.inside = board.band_homes[band].side
        a_band.strength = p.unit_strength
        count_fighters(band, state.bands, state.segments)


@rule
def lay_out_night(board: Board, p: Draw, eve: int, state: State) -> None:
    """Lay out the night before day 0: sectors, posts lost, dead, wounded, claims, grievance.

    Nothing is laid out if the draw has no fighting at all.
    """
    lost_a = whole(p.taliban_posts_lost_day0, uniform(eve, OUTSET, 3, 0))
    lost_b = whole(p.pakistan_posts_lost_day0, uniform(eve, OUTSET, 3, 1))
    dead_a = whole(p.taliban_killed_day0, uniform(eve, OUTSET, 3, 2))
    dead_b = whole(p.pakistan_killed_day0, uniform(eve, OUTSET, 3, 3))
    struck = 1 if p.kabul_struck >= 0.5 else 0
    if lost_a + lost_b + dead_a + dead_b + struck == 0:
        return
    draw_sectors(board, p, eve, state)
    held_a = whole(lost_a * p.held_at_dawn, uniform(eve, OUTSET, 4, 0))
    held_b = whole(lost_b * p.held_at_dawn, uniform(eve, OUTSET, 4, 1))
    take_posts(board, eve, AFGHAN, held_a, state)
    take_posts(board, eve, PAKISTANI, held_b, state)
    ledger: Ledger = state.ledger[0]
    a: Actor = ledger.actors[AFGHAN]
    b: Actor = ledger.actors[PAKISTANI]
    a.killed = dead_a
    b.killed = dead_b
    a.wounded = p.taliban_wounded_day0
    b.wounded = p.pakistan_wounded_day0
    a.posts_lost = held_a
    b.posts_lost = held_b
    a.struck = struck
    a.claimed = dead_b * p.taliban_inflation
    b.claimed = dead_a * p.pakistan_inflation
    a.admitted = dead_a * p.taliban_admission
    b.admitted = dead_b * p.pakistan_admission
    for side in range(2):
        own: Actor = ledger.actors[side]
        pain = pain_of(p, side, 0.0, ledger)
        own.grievance = own.grievance + pain
        own.rancour = own.rancour + pain
        claim = ledger.actors[1 - side].claimed
        own.commitment = accused(own.commitment, claim, p.accusation_pressure)


@rule
def draw_sectors(board: Board, p: Draw, eve: int, state: State) -> None:
    """Draw the sectors of the night's fighting, reported ones likelier than others."""
    total = 0.0
    n = len(board.places)
    for segment in range(n):
        place: rows.Place = board.places[segment]
        reported = place.sector == 1 and p.reported_sectors_hold >= 0.5
        boost = p.sector_boost if reported else 1.0
        state.segments[segment].weight = place.contact * place.background * boost
        total = total + state.segments[segment].weight
    for sector in range(int(p.seized_sectors)):
        if total <= 0.0:
            return
        mark = uniform(eve, NIGHT_SECTOR, sector, 0) * total
        chosen = -1
        so_far = 0.0
        for segment in range(n):
            if state.segments[segment].weight > 0.0:
                so_far = so_far + state.segments[segment].weight
                chosen = segment
                if mark < so_far:
                    break
        one: rows.Segment = state.segments[chosen]
        one.tension = p.night_tension
        total = total - one.weight
        one.weight = 0.0


@rule
def take_posts(board: Board, eve: int, side: int, count: int, state: State) -> None:
    """Put ``count`` posts of ``side`` in the other's hands, in turn over the night's sectors."""
    taken = 0
    rounds = 0
    while taken < count:
        before = taken
        for segment in range(len(board.places)):
            place: rows.Place = board.places[segment]
            n = place.post_count[side]
            if state.segments[segment].tension > 0.0 and n > 0 and taken < count:
                start = place_of(uniform(eve, NIGHT_POST, segment * 2 + side, rounds), n)
                for step in range(n):
                    post = place.post_first[side] + nth_from(start, step, n)
                    if state.posts[post].lost == 0:
                        fall(post, 1 - side, state)
                        taken += 1
                        break
        rounds += 1
        if taken == before:
            return
