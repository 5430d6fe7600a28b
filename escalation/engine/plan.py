"""A scenario's fixed figures as the engine reads them: one record an entity, a few arrays in all.

Handing an array to a compiled function costs a few nanoseconds, handing thirty costs more than a
quiet day; so what belongs to one segment, post or mediator stands in one record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from escalation.scenario.world import World

Records = NDArray[np.void]

I8 = np.int64
F8 = np.float64

# What is not by place. ``limits`` are the scenario's thresholds of outcomes, in the order of
# ``World.thresholds``; ``of_side`` how many mobile units each state has; ``cells_here`` and
# ``cells_across`` how many cells of ISIS-K are on either side; ``plain`` the sum of ordinary
# weights for fire.
FIGURES_DTYPE = np.dtype(
    [
        ("rung", I8, (2,)), ("deed", I8, (2,)), ("line", I8, (2,)), ("closed", I8, (2,)),
        ("ceasefire", I8), ("monitored", I8), ("limits", I8, (8,)), ("of_side", I8, (2,)),
        ("cells_here", I8), ("cells_across", I8), ("bands_inside", I8), ("plain", F8),
        ("inside_share", F8), ("city_segment", I8, (2,)),
    ]
)  # fmt: skip
# ``base`` is the ordinary weight for fire, ``per_post`` one over the posts of each side, ``cells``
# the cells of ISIS-K, ``ttp_cut`` and ``ttp_alias`` a slot of the alias table of TTP violence.
PLACE_DTYPE = np.dtype(
    [
        ("contact", F8), ("background", F8), ("base", F8), ("sector", I8),
        ("post_first", I8, (2,)), ("post_count", I8, (2,)), ("per_post", F8, (2,)),
        ("cells", F8), ("ttp_cut", F8), ("ttp_alias", I8),
    ]
)  # fmt: skip
SITE_DTYPE = np.dtype([("segment", I8), ("side", I8), ("fort", F8)])
HOME_DTYPE = np.dtype([("segment", I8), ("side", I8)])
MEDIATOR_DTYPE = np.dtype([("rate", F8), ("leverage", F8, (2,))])


class Plan(NamedTuple):
    """The record arrays of a scenario; letters of the shapes as in ``World``."""

    figures: Records  # (1,) of FIGURES_DTYPE
    places: Records  # (S,) of PLACE_DTYPE: segments
    sites: Records  # (N,) of SITE_DTYPE: posts
    unit_homes: Records  # (U,) of HOME_DTYPE
    band_homes: Records  # (B,) of HOME_DTYPE; side 1 is inside Pakistan
    cell_homes: Records  # (C,) of HOME_DTYPE
    mediators: Records  # (M,) of MEDIATOR_DTYPE
    schedule: Records  # (E,) timed events


def make_plan(world: World) -> Plan:
    """Return a world's arrays put together into records."""
    figures = np.zeros(1, FIGURES_DTYPE)
    for name in ("rung", "deed", "line", "closed", "city_segment"):
        figures[name] = getattr(world, name)
    figures["ceasefire"], figures["monitored"] = world.ceasefire
    figures["limits"] = world.thresholds
    figures["of_side"] = np.bincount(world.unit_side, minlength=2)
    figures["cells_across"] = world.cell_side.sum()
    figures["cells_here"] = len(world.cell_home) - world.cell_side.sum()
    figures["bands_inside"] = world.band_inside.sum()
    figures["inside_share"] = world.inside_share[0]
    places = np.zeros(len(world.contact), PLACE_DTYPE)
    for name in ("contact", "background", "sector", "ttp_cut", "ttp_alias"):
        places[name] = getattr(world, name)
    places["base"] = world.contact * world.background
    places["post_first"], places["post_count"] = world.post_first.T, world.post_count.T
    places["per_post"] = 1.0 / np.maximum(places["post_count"], 1)
    places["cells"] = np.bincount(world.cell_home, minlength=len(places))
    plain = 0.0
    for base in places["base"].tolist():  # one by one, in the order in which the model adds them
        plain = plain + base
    figures["plain"] = plain
    sites = np.zeros(len(world.post_segment), SITE_DTYPE)
    sites["segment"], sites["side"], sites["fort"] = (
        world.post_segment, world.post_side, world.post_fort,
    )  # fmt: skip
    mediators = np.zeros(len(world.mediator_rate), MEDIATOR_DTYPE)
    mediators["rate"], mediators["leverage"] = world.mediator_rate, world.mediator_leverage
    return Plan(
        figures,
        places,
        sites,
        _homes(world.unit_home, world.unit_side),
        _homes(world.band_home, world.band_inside),
        _homes(world.cell_home, world.cell_side),
        mediators,
        np.ascontiguousarray(world.schedule),
    )


def _homes(segment: NDArray[np.int64], side: NDArray[np.int64]) -> Records:
    homes = np.zeros(len(segment), HOME_DTYPE)
    homes["segment"], homes["side"] = segment, side
    return homes
