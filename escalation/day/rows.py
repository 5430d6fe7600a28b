"""Rows of the engine's arrays, declared once: each field's name, its type, and what it means.

From a class below `dtype_of` makes the record of which an array is allocated; the same class types
that row in the day's functions, and Mesa's agents are windows on it. So a field is added in one
place. A comment says what a name leaves open; units are days, soldiers and rungs unless said.
"""

from __future__ import annotations

from typing import Any, Generic, Protocol, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from escalation.day.records import RUN_DTYPE

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Ints = NDArray[np.int64]
Records = NDArray[np.void]


class Pair(Generic[T]):
    """Two fields in one: of the Afghan and the Pakistani side, or of the TTP and ISIS-K."""

    def __getitem__(self, which: int) -> T:
        """Return one of the two."""
        raise NotImplementedError  # a type only: at run time this is a part of a record

    def __setitem__(self, which: int, value: T) -> None:
        """Set one of the two."""
        raise NotImplementedError


class Table(Protocol[T_co]):
    """An array of records, as the day's functions see it."""

    def __len__(self) -> int:
        """Return how many rows there are."""

    def __getitem__(self, row: int, /) -> T_co:
        """Return a row, to be read and written in place."""


class Draw(Protocol):
    """What a run takes to be true: every parameter and fact of day 0, by name."""

    def __getattr__(self, name: str) -> float:
        """Return a parameter."""


def dtype_of(row: type) -> np.dtype[np.void]:
    """Return the record of a row's class, its fields in the order in which they are declared.

    NumPy's records give their fields as attributes too, so that the day's functions also run as
    plain Python, to be stepped through (``NUMBA_DISABLE_JIT=1``).
    """
    fields = [(name, *_field(hint)) for name, hint in get_type_hints(row).items()]
    return np.dtype((np.record, fields))


def _field(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) is Pair:
        (one,) = get_args(hint)
        return (*_field(one), (2,))
    if hint in (int, float):
        return (np.int64 if hint is int else np.float64,)
    return (getattr(hint, "DTYPE", None) or dtype_of(hint),)


class Actor:
    """One of the two states."""

    # where it stands: rungs of posture and of yesterday's deed, public line, crossings closed
    rung: int
    deed: int
    line: int
    closed: int
    # whether its strikes reach the other's capital: without that, rung 6 is not open to it
    reach: int
    # the other's deed as it was read, the deed weighed last, whether it acts today
    perceived: int
    considered: int
    acting: int
    # what it is resolved to do, from which day on and for what cause
    pending_rung: int
    pending_day: int
    pending_cause: int
    # the operation it carries out: days left, cause, whether it begins today
    operation_left: int
    cause: int
    fresh: int
    # believed rung of the other, feelings, mediators' pressure, readiness to talk, hawks' weight
    belief: float
    grievance: float
    # what it holds against the other for months, in units of grievance
    rancour: float
    commitment: float
    weariness: float
    mediation: float
    stance: float
    hawkish: float
    # dead of armed groups' attacks for which it has not weighed force yet, fading, and the same
    # dead each times the blame put on the other state
    unweighed: float
    unweighed_blamed: float
    # fixed decisions of the scenario: a line, an act, a highest rung
    line_fixed: int
    line_from: int
    line_until: int
    act_rung: int
    act_until: int
    cap: int
    cap_until: int
    # the last days on which it holds its crossings as they are, and refuses talks and mediation
    crossings_until: int
    talks_refused_until: int
    mediation_refused_until: int
    # losses and doings of the day
    killed: int
    civilians: int
    wounded: float
    posts_lost: int
    struck: int
    exchanges: int
    shellings: int
    raids: int
    strikes: int
    capital: int
    captures: int
    by_groups: int
    posts_held: int
    claimed: float
    admitted: float
    # today's dead of armed groups' attacks, each times the blame put on the other state
    blamed: float
    # running sums for the outcome
    sum_killed: int
    sum_civilians: int
    sum_by_groups: int
    sum_captures: int
    max_rung: int


class Dyad:
    """What stands between the two states."""

    trust: float
    channel: int
    # the last day on which the scenario holds the back channel as it is
    channel_until: int
    talks: int
    mediated: int
    ceasefire: int
    monitored: int
    ceasefire_until: int
    eventful: int
    worst_deed: int
    incidents: int
    lethal: int
    n_lost: int
    quiet: int


class Group:
    """The TTP, or ISIS-K."""

    # log of the swing; the scenario's factor and its last day
    tempo: float
    factor: float
    factor_until: int
    # ordinary attacks a day of each agent at full strength, and what multiplies it today
    hazard: float
    multiplier: float
    attacks: int
    mass_attacks: int
    killed: int
    # dead of an attack that the scenario fixes for today, and its segment
    forced: int
    forced_at: int


class Track:
    """The outcome so far."""

    quiet_streak: int
    deescalated_day: int
    war_day: int
    quiet_after_war_day: int
    minor_day: int
    serious_day: int
    serious_cause: int
    war_streak: int
    n_events: int
    last_cause: int
    status: int
    # the event that this run does without: one more than its number in the log; 0 for none
    taken_back: int


class Pace:
    """Shares kept, and shocks, of a day under the run's parameters: worked out once a run."""

    grievance: float
    rancour: float
    commitment: float
    weariness: float
    unweighed: float
    tension: float
    vacant: float
    tempo: float
    tempo_shock: float
    excitation: float
    ttp_step: float
    isis_step: float


class Totals:
    """Sums over a run: a row of ``RUN_DTYPE``."""

    incidents: int
    lethal_incidents: int
    air_strikes: int
    ttp_attacks: int
    ttp_mass_attacks: int
    isis_attacks: int
    killed_ttp: int
    killed_isis_k: int
    truces: int
    agreements: int
    ceasefires_failed: int
    mediation_days: int
    active_days: int
    quiet_days: int
    DTYPE = RUN_DTYPE


class Ledger:
    """All that a run remembers beside its places and agents: handed over as one."""

    actors: Pair[Actor]
    dyad: Dyad
    groups: Pair[Group]
    track: Track
    totals: Totals
    pace: Pace


class Segment:
    """A segment of the line."""

    # in excess of the background; its weight in today's fire
    tension: float
    weight: float
    # attacks a day that earlier ones of the TTP and ISIS-K have excited
    excitement: Pair[float]
    # the TTP inside Pakistan last evening, and the rate at which each of them attacks today
    fighters: float
    rate: float
    # cumulated hazard of each side's posts, and the earliest threshold among them
    clock: Pair[float]
    next_due: Pair[float]


class Post:
    """A post: ``lost`` while in the other side's hands."""

    # its threshold in the segment's cumulated hazard; how many it has drawn
    due: float
    draws: int
    lost: int
    # soldiers on the day of the last change
    strength: float
    touched: int


class Unit:
    """A mobile unit; ``due`` is what is left of its waiting time."""

    segment: int
    strength: float
    due: float
    draws: int


class Band:
    """A band of the TTP; ``inside`` while on Pakistani soil."""

    segment: int
    inside: int
    strength: float
    due: float
    draws: int


class Cell:
    """A cell of ISIS-K."""

    due: float
    draws: int


# --- what a scenario fixes -------------------------------------------------------------------


class Limits:
    """Thresholds of outcomes, in the order of ``World.thresholds``."""

    quiet_days: int
    quiet_rung: int
    serious_rung: int
    serious_dead: int
    serious_window: int
    war_dead: int
    war_rung: int
    war_days: int


class Figures:
    """What is not by place."""

    limits: Limits
    of_side: Pair[int]  # mobile units
    cells_here: int
    cells_across: int
    bands_inside: int
    plain: float  # sum of ordinary weights
    inside_share: float
    city_segment: Pair[int]


class Place:
    """A segment's fixed figures."""

    contact: float
    background: float
    ordinary: float  # weight for fire without tension
    sector: int
    post_first: Pair[int]
    post_count: Pair[int]
    per_post: Pair[float]  # one over the posts
    cells: float
    ttp_cut: float  # a slot of the alias table of TTP violence
    ttp_alias: int


class Site:
    """A post's fixed figures."""

    segment: int
    side: int
    fort: float


class Home:
    """Where a unit, band or cell begins; side 1 is inside Pakistan."""

    segment: int
    side: int


class Mediator:
    """A third party: chance to engage on a day at rung 4 or above, leverage on either state."""

    rate: float
    leverage: Pair[float]


class TimedEvent:
    """An event or rule of the scenario.

    ``until`` is the last day of what lasts; ``lasts``, where it is not 0, says how many days from
    the day it happens instead. One whose ``conditional`` is 1 happens when, from ``day`` on, all
    holds that it asks for: ``quiet_days``, ``rung``, ``killed``, ``attack`` (0 where it doesn't
    ask), of ``whose`` (a state, or -1 for either, and for the dead both).
    """

    day: int
    until: int
    kind: int
    actor: int
    which: int
    amount: float
    flag: int
    lasts: int
    conditional: int
    once: int
    quiet_days: int
    rung: int
    killed: int
    attack: int
    whose: int
