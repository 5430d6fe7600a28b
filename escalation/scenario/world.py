"""The world of a scenario: who stands where, and every fixed figure the day needs, as arrays.

Built once for a scenario and shared, unchanged, by all its runs; both drivers read the same arrays.
Segments are numbered from 0 here. Placement is deterministic: largest remainders over weights from
the border's recorded violence, crossings and terrain, so that a scenario places its posts alike
in every run and the runs differ only by what is uncertain and by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from escalation.border import load_border
from escalation.scenario.timetable import timetable
from escalation.vocabulary import CEASEFIRES, LINES

if TYPE_CHECKING:
    from escalation.border import Border
    from escalation.scenario.sections import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class World(NamedTuple):
    """Static arrays of a scenario; S segments, N posts, U units, B bands, C cells, M mediators.

    ``contact`` (S,) is the weight of a segment for fire between the states, ``background`` (S,) its
    background tension (mean 1 where there is contact). ``post_first`` and ``post_count`` (2, S)
    give each side's posts of a segment as a range. ``thresholds`` (8,) holds quiet days, quiet
    rung, serious rung, serious dead, serious window, war dead, war rung, war days. ``inside_share``
    (1,) is the share of bands on Pakistani soil, ``city_segment`` (2,) where the capitals lie.
    ``ttp_cut`` and ``ttp_alias`` (S,) are an alias table of ``ttp_weight``.
    """

    contact: Floats
    background: Floats
    ttp_weight: Floats
    isis_weight: Floats
    sector: Ints
    post_segment: Ints
    post_side: Ints
    post_fort: Floats
    post_first: Ints
    post_count: Ints
    unit_side: Ints
    unit_home: Ints
    band_home: Ints
    band_inside: Ints
    cell_home: Ints
    cell_side: Ints
    mediator_rate: Floats
    mediator_leverage: Floats
    schedule: NDArray[np.void]
    rung: Ints
    deed: Ints
    line: Ints
    closed: Ints
    reach: Ints
    ceasefire: Ints
    thresholds: Ints
    ttp_cut: Floats
    ttp_alias: Ints
    inside_share: Floats
    city_segment: Ints


def alias_table(weights: Floats) -> tuple[Floats, Ints]:
    """Return (cut, alias) of each slot, so that a slot at random gives places by their weights.

    Walker's table (1977) by Vose's method: a slot keeps a uniform below its cut and hands the rest
    to its alias, so that drawing a place takes one look instead of a search.
    """
    n = len(weights)
    left = [float(w) * n / float(weights.sum()) for w in weights]
    cut, alias = np.ones(n), np.arange(n, dtype=np.int64)
    small = [i for i in range(n) if left[i] < 1.0]
    large = [i for i in range(n) if left[i] >= 1.0]
    while small and large:
        low, high = small.pop(), large[-1]
        cut[low], alias[low] = left[low], high
        left[high] -= 1.0 - left[low]
        if left[high] < 1.0:
            small.append(large.pop())
    return cut, alias


def apportion(count: int, weights: Floats) -> Ints:
    """Return whole numbers that sum to ``count`` in proportion to ``weights``."""
    total = float(weights.sum())
    if count == 0 or total <= 0.0:
        return np.zeros(len(weights), dtype=np.int64)
    exact = count * weights / total
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: count - int(whole.sum())]] += 1
    return whole


def _spread(counts: Ints) -> Ints:
    """Return the segment of each agent, in order of segments."""
    return np.repeat(np.arange(len(counts), dtype=np.int64), counts)


def _crossing_flags(border: Border) -> Floats:
    flags = np.zeros(border.n_segments)
    for crossing in border.crossings:
        flags[crossing.segment] = 1.0
    return flags


def _share(values: Floats) -> Floats:
    values = np.asarray(values, dtype=np.float64)
    total = values.sum()
    return values / total if total > 0 else np.full(len(values), 1.0 / len(values))


def _post_weights(border: Border) -> Floats:
    """Posts stand where people live, cross and have fought, and hardly above 4,000 m."""
    passable = np.where(np.asarray(border.elevation_m) > 3800.0, 0.15, 1.0)
    lived_in = 0.6 + 0.8 * np.asarray(border.town_pull)
    fought = border.n_segments * _share(np.sqrt(np.asarray(border.all_events, dtype=np.float64)))
    return np.asarray(passable * (lived_in + 0.5 * _crossing_flags(border) + 0.5 * fought))


def _background(border: Border) -> Floats:
    """Background tension: recorded clashes between the states, crossings, and a floor."""
    clashes = border.n_segments * _share(np.asarray(border.state_events, dtype=np.float64))
    crossings = border.n_segments * _share(_crossing_flags(border))
    raw = 0.2 + 0.35 * clashes + 0.45 * crossings
    return np.asarray(raw * np.where(np.asarray(border.elevation_m) > 3800.0, 0.1, 1.0))


def _isis_weights(border: Border) -> Floats:
    """ISIS-K cells live in the east, Nangarhar and Kunar first, and near the big towns."""
    east = np.array(
        [1.0 if name in ("Nangarhar", "Kunar") else 0.1 for name in border.afghan_province]
    )
    return _share(east + 0.5 * np.asarray(border.town_pull))


def _sectors(scenario: Scenario, border: Border) -> Ints:
    flags = np.zeros(border.n_segments, dtype=np.int64)
    for sector in scenario.actors.dyad.sectors:
        if isinstance(sector, int):
            flags[sector - 1] = 1
        else:
            flags[border.segments_in(afghan_province=sector)] = 1
    return flags


def build_world(scenario: Scenario, border: Border | None = None) -> World:
    """Place a scenario's agents on the border and gather its fixed figures.

    Parameters
    ----------
    scenario
        A resolved scenario.
    border
        The border strip; the shipped one by default, another for tests of extremes.
    """
    border = load_border() if border is None else border
    actors = scenario.actors
    states = (actors.afghan_taliban, actors.pakistan_military)
    weights = _post_weights(border)
    counts = np.stack([apportion(state.posts, weights) for state in states])
    first = np.concatenate([[0], np.cumsum(counts.reshape(-1))[:-1]]).reshape(counts.shape)
    segments = np.concatenate([_spread(counts[0]), _spread(counts[1])])
    sides = np.repeat(np.arange(2, dtype=np.int64), [state.posts for state in states])
    rugged = np.asarray(border.ruggedness, dtype=np.float64)
    background = _background(border)
    contact = ((counts[0] > 0) & (counts[1] > 0)).astype(np.float64)
    in_contact = float((background * contact).sum())
    if in_contact > 0:
        background = background * contact.sum() / in_contact
    ttp_weight = _share(np.asarray(border.ttp_events, dtype=np.float64) + 0.5)
    cut, alias = alias_table(ttp_weight)
    isis_weight = _isis_weights(border)
    bands = apportion(actors.ttp.bands, ttp_weight)
    band_home = _spread(bands)
    # every k-th band starts in its haven, so that havens lie behind all the sectors it works in
    rank = np.arange(len(band_home))
    inside = np.floor((rank + 1) * actors.ttp.inside_share) > np.floor(
        rank * actors.ttp.inside_share
    )
    cell_home = _spread(apportion(actors.isis_k.cells, isis_weight))
    cell_rank = np.arange(len(cell_home))
    share = actors.isis_k.pakistan_share
    in_pakistan = np.floor((cell_rank + 1) * share) > np.floor(cell_rank * share)
    units = [apportion(state.mobile_units, weights * background) for state in states]
    mediators = list(actors.mediators.values())
    limits = scenario.outcomes
    return World(
        contact=contact,
        background=np.ascontiguousarray(background),
        ttp_weight=ttp_weight,
        isis_weight=isis_weight,
        sector=_sectors(scenario, border),
        post_segment=segments,
        post_side=sides,
        post_fort=np.ascontiguousarray(np.where(sides == 1, 0.6, 0.4) + 0.4 * rugged[segments]),
        post_first=first,
        post_count=counts,
        unit_side=np.repeat(np.arange(2, dtype=np.int64), [state.mobile_units for state in states]),
        unit_home=np.concatenate([_spread(units[0]), _spread(units[1])]),
        band_home=band_home,
        band_inside=inside.astype(np.int64),
        cell_home=cell_home,
        cell_side=in_pakistan.astype(np.int64),
        mediator_rate=np.array([m.engages_per_day for m in mediators], dtype=np.float64),
        mediator_leverage=np.array(
            [[m.leverage_taliban, m.leverage_pakistan] for m in mediators], dtype=np.float64
        ).reshape(len(mediators), 2),
        schedule=timetable(scenario),
        rung=np.array([state.rung for state in states], dtype=np.int64),
        deed=np.array([state.deed for state in states], dtype=np.int64),
        line=np.array([LINES.index(state.line) for state in states], dtype=np.int64),
        closed=np.array([int(state.crossings_closed) for state in states], dtype=np.int64),
        reach=np.array([int(state.reaches_capital) for state in states], dtype=np.int64),
        ceasefire=np.array(
            [CEASEFIRES.index(actors.dyad.ceasefire), int(actors.dyad.monitored)], dtype=np.int64
        ),
        thresholds=np.array(
            [
                limits.quiet_days,
                limits.quiet_max_rung,
                limits.serious_rung,
                limits.serious_dead,
                limits.serious_window_days,
                limits.war_dead,
                limits.war_rung,
                limits.war_days,
            ],
            dtype=np.int64,
        ),
        ttp_cut=cut,
        ttp_alias=alias,
        inside_share=np.array([actors.ttp.inside_share], dtype=np.float64),
        city_segment=np.array([_city(border, "Kabul"), _city(border, "Islamabad")], dtype=np.int64),
    )


def _city(border: Border, name: str) -> int:
    """Return the segment behind which a capital lies (0 on a border that lacks it)."""
    return next((place.segment for place in border.places if place.name == name), 0)
