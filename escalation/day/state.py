"""All that changes in a run: plain arrays, allocated once, reset for each run.

Everything that a run remembers is in here, so a run can be stopped on any day, its ``State``
copied, and continued to the same bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from escalation.compiling import rule
from escalation.day import rows
from escalation.day.board import LEDGER_DTYPE, SEGMENT_DTYPE
from escalation.day.records import EVENT_DTYPE
from escalation.day.rows import Ints, Records, dtype_of

if TYPE_CHECKING:
    from escalation.day.board import Board

POST_DTYPE = dtype_of(rows.Post)
UNIT_DTYPE = dtype_of(rows.Unit)
BAND_DTYPE = dtype_of(rows.Band)
CELL_DTYPE = dtype_of(rows.Cell)


class State(NamedTuple):
    """The arrays of a run; see ``World`` for the letters of the shapes, ``rows`` for the fields."""

    ledger: Records  # (1,)
    segments: Records  # (S,)
    posts: Records  # (N,)
    lost_posts: Ints  # (N,) ids of posts in the other side's hands, in order of capture
    units: Records  # (U,)
    bands: Records  # (B,)
    cells: Records  # (C,)
    mediator_day: Ints  # (M,) day of engagement, -1 before
    fired: Ints  # (E,) last day on which each scheduled event happened, -1 before
    window: Ints  # (serious window,) state dead of the last days
    log: Records  # (capacity,) events, or none


def allocate(board: Board, log_capacity: int = 0, more_events: int = 0) -> State:
    """Return an empty state for a board.

    ``log_capacity`` events are kept of each run; there is room for ``more_events`` than the board
    schedules, for a run that goes on under another.
    """
    posts = len(board.sites)
    return State(
        ledger=np.zeros(1, LEDGER_DTYPE),
        segments=np.zeros(len(board.places), SEGMENT_DTYPE),
        posts=np.zeros(posts, POST_DTYPE),
        lost_posts=np.zeros(posts, np.int64),
        units=np.zeros(len(board.unit_homes), UNIT_DTYPE),
        bands=np.zeros(len(board.band_homes), BAND_DTYPE),
        cells=np.zeros(len(board.cell_homes), CELL_DTYPE),
        mediator_day=np.zeros(len(board.mediators), np.int64),
        fired=np.full(len(board.schedule) + more_events, -1, np.int64),
        window=np.zeros(int(board.figures["limits"]["serious_window"][0]), np.int64),
        log=np.zeros(log_capacity, EVENT_DTYPE),
    )


@rule
def put_back(kept: State, state: State) -> None:
    """Make ``state`` what ``kept`` is, all but its log, without allocating anything."""
    state.ledger[0] = kept.ledger[0]
    for i in range(len(kept.segments)):
        state.segments[i] = kept.segments[i]
    for i in range(len(kept.posts)):
        state.posts[i] = kept.posts[i]
        state.lost_posts[i] = kept.lost_posts[i]
    for i in range(len(kept.units)):
        state.units[i] = kept.units[i]
    for i in range(len(kept.bands)):
        state.bands[i] = kept.bands[i]
    for i in range(len(kept.cells)):
        state.cells[i] = kept.cells[i]
    for i in range(len(kept.mediator_day)):
        state.mediator_day[i] = kept.mediator_day[i]
    for i in range(len(kept.fired)):
        state.fired[i] = kept.fired[i]
    for i in range(len(kept.window)):
        state.window[i] = kept.window[i]


def copy_state(state: State) -> State:
    """Return a copy that shares nothing with ``state``: a run saved on its day."""
    return State._make(array.copy() for array in state)
