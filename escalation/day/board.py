"""The board of a scenario: who stands where, and every figure that no run changes.

Handing an array to a compiled function costs a few nanoseconds, handing thirty costs more than a
quiet day; so what belongs to one segment, post or mediator stands in one record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from escalation.day import rows
from escalation.day.rows import Ints, Records, dtype_of
from escalation.vocabulary import FAR, NEVER, NEVER_DUE, NO_CAP

if TYPE_CHECKING:
    from escalation.scenario.world import World

LEDGER_DTYPE = dtype_of(rows.Ledger)
SEGMENT_DTYPE = dtype_of(rows.Segment)
FIGURES_DTYPE = dtype_of(rows.Figures)
PLACE_DTYPE = dtype_of(rows.Place)
SITE_DTYPE = dtype_of(rows.Site)
HOME_DTYPE = dtype_of(rows.Home)
MEDIATOR_DTYPE = dtype_of(rows.Mediator)


class Board(NamedTuple):
    """The record arrays of a scenario; letters of the shapes as in ``World``."""

    blank: Records  # (1,) a ledger as every run begins with it
    blank_segment: Records  # (1,)
    figures: Records  # (1,)
    places: Records  # (S,) segments
    sites: Records  # (N,) posts
    unit_homes: Records  # (U,)
    band_homes: Records  # (B,)
    cell_homes: Records  # (C,)
    mediators: Records  # (M,)
    schedule: Records  # (E,) timed events


def make_board(world: World) -> Board:
    """Return a world's arrays put together into records."""
    figures = np.zeros(1, FIGURES_DTYPE)
    figures["city_segment"] = world.city_segment
    figures["limits"] = tuple(world.thresholds)
    figures["of_side"] = np.bincount(world.unit_side, minlength=2)
    figures["cells_across"] = world.cell_side.sum()
    figures["cells_here"] = len(world.cell_home) - world.cell_side.sum()
    figures["bands_inside"] = world.band_inside.sum()
    figures["inside_share"] = world.inside_share[0]
    places = np.zeros(len(world.contact), PLACE_DTYPE)
    for name in ("contact", "background", "sector", "ttp_cut", "ttp_alias"):
        places[name] = getattr(world, name)
    places["ordinary"] = world.contact * world.background
    places["post_first"], places["post_count"] = world.post_first.T, world.post_count.T
    places["per_post"] = 1.0 / np.maximum(places["post_count"], 1)
    places["cells"] = np.bincount(world.cell_home, minlength=len(places))
    plain = 0.0
    for base in places["ordinary"].tolist():  # one by one, in the order in which a day adds them
        plain = plain + base
    figures["plain"] = plain
    sites = np.zeros(len(world.post_segment), SITE_DTYPE)
    sites["segment"], sites["side"], sites["fort"] = (
        world.post_segment, world.post_side, world.post_fort,
    )  # fmt: skip
    mediators = np.zeros(len(world.mediator_rate), MEDIATOR_DTYPE)
    mediators["rate"], mediators["leverage"] = world.mediator_rate, world.mediator_leverage
    return Board(
        _blank(world),
        _blank_segment(),
        figures,
        places,
        sites,
        _homes(world.unit_home, world.unit_side),
        _homes(world.band_home, world.band_inside),
        _homes(world.cell_home, world.cell_side),
        mediators,
        np.ascontiguousarray(world.schedule),
    )


def _blank(world: World) -> Records:
    """Return a ledger in which nothing has happened but what the scenario begins with."""
    blank = np.zeros(1, LEDGER_DTYPE)
    actors, dyad, groups, track = (blank[name][0] for name in ("actors", "dyad", "groups", "track"))
    for name in ("rung", "deed", "line", "closed", "reach"):
        actors[name] = getattr(world, name)
    actors["belief"] = world.rung[::-1]
    lasting = ("line_from", "line_until", "act_until", "cap_until", "crossings_until")
    for name in (*lasting, "talks_refused_until", "mediation_refused_until"):
        actors[name] = NEVER
    actors["cap"] = NO_CAP
    dyad["ceasefire"], dyad["monitored"] = world.ceasefire
    dyad["ceasefire_until"] = FAR
    dyad["eventful"] = 1
    dyad["channel_until"] = NEVER
    groups["factor"] = groups["multiplier"] = 1.0
    groups["factor_until"] = groups["forced_at"] = NEVER
    days = ("deescalated_day", "war_day", "quiet_after_war_day", "minor_day", "serious_day")
    for name in days:
        track[name] = NEVER
    return blank


def _blank_segment() -> Records:
    """Return a segment on which nothing has happened and nobody waits."""
    blank = np.zeros(1, SEGMENT_DTYPE)
    blank["next_due"] = NEVER_DUE
    return blank


def _homes(segment: Ints, side: Ints) -> Records:
    homes = np.zeros(len(segment), HOME_DTYPE)
    homes["segment"], homes["side"] = segment, side
    return homes
