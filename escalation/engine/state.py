"""The engine's record of a run: plain arrays, allocated once, reset for each run.

Everything that a run remembers is in here, so a run can be stopped on any day, its ``State``
copied, and continued to the same bits. Field names are those of the Mesa model's agents.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from escalation.rules.records import EVENT_DTYPE, RUN_DTYPE
from escalation.scenario.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Records = NDArray[np.void]

I8 = np.int64
F8 = np.float64

# One row for each of the two states.
ACTOR_DTYPE = np.dtype(
    [
        ("rung", I8), ("deed", I8), ("line", I8), ("closed", I8),
        ("perceived", I8), ("considered", I8), ("acting", I8),
        ("pending_rung", I8), ("pending_day", I8), ("pending_cause", I8),
        ("operation_left", I8), ("cause", I8), ("fresh", I8),
        ("belief", F8), ("grievance", F8), ("commitment", F8), ("weariness", F8),
        ("mediation", F8), ("stance", F8), ("hawkish", F8),
        # yesterday's attack that it may answer: soldiers killed, blame on the other state
        ("attack_dead", I8), ("attack_next", I8),
        # fixed decisions of the scenario
        ("line_fixed", I8), ("line_from", I8), ("line_until", I8),
        ("act_rung", I8), ("act_until", I8),
        ("cap", I8), ("cap_until", I8),
        # losses and doings of the day
        ("killed", I8), ("civilians", I8), ("wounded", F8), ("posts_lost", I8), ("struck", I8),
        ("exchanges", I8), ("shellings", I8), ("raids", I8), ("strikes", I8), ("capital", I8),
        ("captures", I8), ("by_groups", I8), ("posts_held", I8),
        ("claimed", F8), ("admitted", F8), ("isis_grievance", F8),
        # running sums for the outcome
        ("sum_killed", I8), ("sum_civilians", I8), ("sum_by_groups", I8), ("sum_captures", I8),
        ("max_rung", I8),
    ]
)  # fmt: skip

DYAD_DTYPE = np.dtype(
    [
        ("trust", F8), ("channel", I8), ("talks", I8), ("mediated", I8),
        ("ceasefire", I8), ("monitored", I8), ("ceasefire_until", I8),
        ("eventful", I8), ("worst_deed", I8), ("incidents", I8), ("lethal", I8),
        ("strikes_on_havens", I8), ("n_lost", I8), ("quiet", I8),
    ]
)  # fmt: skip

# One row for the TTP, one for ISIS-K.
GROUP_DTYPE = np.dtype(
    [
        ("tempo", F8), ("factor", F8), ("factor_until", I8), ("hazard", F8), ("multiplier", F8),
        ("attacks", I8), ("mass_attacks", I8), ("killed", I8), ("forced", I8), ("forced_at", I8),
    ]
)  # fmt: skip

# Running outcome of a run.
TRACK_DTYPE = np.dtype(
    [
        ("quiet_streak", I8), ("deescalated_day", I8), ("war_day", I8), ("minor_day", I8),
        ("serious_day", I8), ("serious_cause", I8), ("war_streak", I8), ("n_events", I8),
        ("last_cause", I8), ("status", I8),
    ]
)  # fmt: skip

# Agents. ``due`` is what is left of an agent's waiting time in cumulated hazard (a post's own
# threshold), ``draws`` how many it has drawn. A post is ``lost`` while in the other side's hands,
# ``touched`` the day of its last change of strength; a band's ``moves`` counts its moves.
POST_DTYPE = np.dtype([("due", F8), ("draws", I8), ("lost", I8), ("strength", F8), ("touched", I8)])
UNIT_DTYPE = np.dtype([("segment", I8), ("strength", F8), ("due", F8), ("draws", I8)])
BAND_DTYPE = np.dtype(
    [
        ("segment", I8), ("inside", I8), ("strength", F8), ("due", F8), ("draws", I8),
        ("move_day", I8), ("moves", I8),
    ]
)  # fmt: skip
CELL_DTYPE = np.dtype([("due", F8), ("draws", I8)])


class State(NamedTuple):
    """All that changes in a run; see ``World`` for the letters of the shapes."""

    actors: Records  # (2,)
    dyad: Records  # (1,)
    groups: Records  # (2,)
    track: Records  # (1,)
    totals: Records  # (1,) of RUN_DTYPE: what the run's row will say
    tension: Floats  # (S,) excess over background
    scratch: Floats  # (S,)
    weights: Floats  # (S,)
    excitement: Floats  # (2, S) relative excitation of TTP and ISIS-K attacks
    clock: Floats  # (2, S) cumulated hazard of each side's posts
    next_due: Floats  # (2, S) the earliest threshold among them
    posts: Records  # (N,)
    lost_posts: Ints  # (N,) ids of posts in the other side's hands, in order of capture
    units: Records  # (U,)
    bands: Records  # (B,)
    cells: Records  # (C,)
    mediator_day: Ints  # (M,) day of engagement, -1 before
    window: Ints  # (serious window,) state dead of the last days
    log: Records  # (capacity,) events, or none


def allocate(world: World, log_capacity: int = 0) -> State:
    """Return an empty state for a world; ``log_capacity`` events are kept of each run."""
    segments, posts = len(world.contact), len(world.post_segment)
    units, bands, cells = len(world.unit_side), len(world.band_home), len(world.cell_home)
    return State(
        actors=np.zeros(2, ACTOR_DTYPE),
        dyad=np.zeros(1, DYAD_DTYPE),
        groups=np.zeros(2, GROUP_DTYPE),
        track=np.zeros(1, TRACK_DTYPE),
        totals=np.zeros(1, RUN_DTYPE),
        tension=np.zeros(segments),
        scratch=np.zeros(segments),
        weights=np.zeros(segments),
        excitement=np.zeros((2, segments)),
        clock=np.zeros((2, segments)),
        next_due=np.zeros((2, segments)),
        posts=np.zeros(posts, POST_DTYPE),
        lost_posts=np.zeros(posts, I8),
        units=np.zeros(units, UNIT_DTYPE),
        bands=np.zeros(bands, BAND_DTYPE),
        cells=np.zeros(cells, CELL_DTYPE),
        mediator_day=np.zeros(len(world.mediator_rate), I8),
        window=np.zeros(int(world.thresholds[4]), I8),
        log=np.zeros(log_capacity, EVENT_DTYPE),
    )


def copy_state(state: State) -> State:
    """Return a copy that shares nothing with ``state``: a run saved on its day."""
    return State._make(array.copy() for array in state)
