"""Another luck from a morning on: what everybody waits for is drawn anew, the world stays.

Waiting times are exponential, so what is left of one is distributed as a whole one, whatever was
waited already: drawn anew, it is as likely as it was. What is due by now stays due. Plans stay,
too: resolutions, operations under way and truces run as long as they were meant to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.luck.purposes import BAND_CLOCK, CELL_CLOCK, POST_CLOCK, UNIT_CLOCK
from escalation.luck.streams import exponential, uniform
from escalation.vocabulary import NEVER_DUE

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.board import Board
    from escalation.day.rows import Table
    from escalation.day.state import State


@rule
def wait_anew(board: Board, run: int, state: State) -> None:
    """Draw anew, under the key ``run``, what posts, units, bands and cells wait for.

    All count their draws from 1 again, as at the outset, so that two worlds on the same morning
    that differ have the same luck from then on.

    Source: a property of the exponential distribution; no claim about the world.
    """
    for segment in range(len(state.segments)):
        place: rows.Segment = state.segments[segment]
        place.next_due[0] = NEVER_DUE
        place.next_due[1] = NEVER_DUE
    for post in range(len(board.sites)):
        post_waits_anew(run, post, board.sites[post], state.posts[post], state.segments)
    for unit in range(len(state.units)):
        a_unit: rows.Unit = state.units[unit]
        a_unit.draws = 1
        if a_unit.due > 0.0:
            a_unit.due = exponential(uniform(run, UNIT_CLOCK, unit, 0))
    for band in range(len(state.bands)):
        a_band: rows.Band = state.bands[band]
        a_band.draws = 1
        if a_band.due > 0.0:
            a_band.due = exponential(uniform(run, BAND_CLOCK, band, 0))
    for cell in range(len(state.cells)):
        a_cell: rows.Cell = state.cells[cell]
        a_cell.draws = 1
        if a_cell.due > 0.0:
            a_cell.due = exponential(uniform(run, CELL_CLOCK, cell, 0))


@rule
def post_waits_anew(
    run: int, number: int, site: rows.Site, post: rows.Post, segments: Table[rows.Segment]
) -> None:
    """Draw a post's threshold anew, counted from where its segment's clock stands."""
    place = segments[site.segment]
    clock = place.clock[site.side]
    post.draws = 1
    if post.due > clock:
        post.due = clock + exponential(uniform(run, POST_CLOCK, number, 0))
    if post.due < place.next_due[site.side]:
        place.next_due[site.side] = post.due
