"""The engine's record of a run: plain arrays, allocated once, reset for each run.

Everything that a run remembers is in here, so a run can be stopped on any day, its ``State``
copied, and continued to the same bits. Field names are those of the Mesa model's agents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from escalation.day.records import EVENT_DTYPE, RUN_DTYPE

if TYPE_CHECKING:
    from escalation.engine.plan import Plan

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
        ("n_lost", I8), ("quiet", I8),
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

# Shares kept, and shocks, of a day under the run's parameters: worked out once a run.
PACE_DTYPE = np.dtype(
    [
        ("grievance", F8), ("commitment", F8), ("weariness", F8), ("tension", F8),
        ("tempo", F8), ("tempo_shock", F8), ("excitation", F8),
        ("ttp_step", F8), ("isis_step", F8),
    ]
)  # fmt: skip

# All that a run remembers beside its places and agents: handed over as one.
LEDGER_DTYPE = np.dtype(
    [
        ("actors", ACTOR_DTYPE, (2,)), ("dyad", DYAD_DTYPE), ("groups", GROUP_DTYPE, (2,)),
        ("track", TRACK_DTYPE), ("totals", RUN_DTYPE), ("pace", PACE_DTYPE),
    ]
)  # fmt: skip

# A segment: ``tension`` in excess of the background, its ``weight`` in today's fire; attacks a day
# that earlier ones of the TTP and ISIS-K have excited; the TTP's ``fighters`` inside Pakistan last
# evening, and the ``rate`` at which each attacks today; for each side the cumulated hazard of its
# posts (``clock``) and the earliest threshold among them.
SEGMENT_DTYPE = np.dtype(
    [
        ("tension", F8), ("weight", F8), ("excitement", F8, (2,)), ("fighters", F8), ("rate", F8),
        ("clock", F8, (2,)), ("next_due", F8, (2,)),
    ]
)  # fmt: skip

# Agents. ``due`` is what is left of an agent's waiting time in cumulated hazard (a post's own
# threshold), ``draws`` how many it has drawn. A post is ``lost`` while in the other side's hands,
# ``touched`` the day of its last change of strength.
POST_DTYPE = np.dtype([("due", F8), ("draws", I8), ("lost", I8), ("strength", F8), ("touched", I8)])
UNIT_DTYPE = np.dtype([("segment", I8), ("strength", F8), ("due", F8), ("draws", I8)])
BAND_DTYPE = np.dtype(
    [("segment", I8), ("inside", I8), ("strength", F8), ("due", F8), ("draws", I8)]
)
CELL_DTYPE = np.dtype([("due", F8), ("draws", I8)])


class State(NamedTuple):
    """All that changes in a run; see ``World`` for the letters of the shapes."""

    ledger: Records  # (1,) of LEDGER_DTYPE
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


def allocate(plan: Plan, log_capacity: int = 0, more_events: int = 0) -> State:
    """Return an empty state for a plan.

    ``log_capacity`` events are kept of each run; there is room for ``more_events`` than the plan
    schedules, for a run that goes on under another.
    """
    posts = len(plan.sites)
    return State(
        ledger=np.zeros(1, LEDGER_DTYPE),
        segments=np.zeros(len(plan.places), SEGMENT_DTYPE),
        posts=np.zeros(posts, POST_DTYPE),
        lost_posts=np.zeros(posts, I8),
        units=np.zeros(len(plan.unit_homes), UNIT_DTYPE),
        bands=np.zeros(len(plan.band_homes), BAND_DTYPE),
        cells=np.zeros(len(plan.cell_homes), CELL_DTYPE),
        mediator_day=np.zeros(len(plan.mediators), I8),
        fired=np.full(len(plan.schedule) + more_events, -1, I8),
        window=np.zeros(int(plan.figures["limits"][0, 4]), I8),
        log=np.zeros(log_capacity, EVENT_DTYPE),
    )


def copy_state(state: State) -> State:
    """Return a copy that shares nothing with ``state``: a run saved on its day."""
    return State._make(array.copy() for array in state)
