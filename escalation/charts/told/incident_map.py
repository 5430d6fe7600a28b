"""What is said of the map: where along the border incidents between the states lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from escalation.border import load_border
from escalation.charts.chart_data import good_runs, none_came_through, source_of, told_days
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.charts.words import upper_first
from escalation.numbers import figure_of, in_words, percent
from escalation.telling.chronicle import place_on

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.results.result import Result

_MAP: Final = "Map: Natural Earth (public domain), GeoNames (CC BY 4.0); see the note on the line."
#: Places that the table tells, and the alternative text.
_ROWS, _NAMED = 12, 3


def told(data: Result) -> Told:
    """Say where the incidents of a result's runs lie."""
    source = f"{source_of(data)} {_MAP}"
    if good_runs(data) == 0:
        nothing = none_came_through(data, "incidents to map")
        return Told(nothing.finding, "", nothing.alt, source)
    incidents, dead = (by_segment(data, name) for name in ("incidents_per_run", "deaths_per_run"))
    finding = _finding(incidents)
    busiest = [int(one) for one in np.argsort(-incidents, kind="stable") if incidents[one] > 0]
    most = ", ".join(f"{place(one)} {figure_of(incidents[one])}" for one in busiest[:_NAMED])
    return Told(
        finding,
        "Mean number of incidents between the two states in a run, by 25 km segment of the line.",
        alt_text(
            "Map of the border by segment", finding, f"Most incidents a run: {most}" if most else ""
        ),
        source,
        _table(incidents, dead, busiest),
        "Circles: the mean number killed in them. Both scales are this run's own.",
    )


def told_by_day(data: Result, counts: NDArray[np.int64], runs: int) -> Told:
    """Say where, and when, incidents of a result's first runs lie.

    Parameters
    ----------
    counts : ndarray of int, shape (days, segments)
        In how many of these runs there was an incident.
    runs
        How many were watched.
    """
    whole, days = told(data), told_days(len(counts))
    by_place = counts.sum(axis=0)
    busiest = [int(s) for s in np.argsort(-by_place, kind="stable")[:_ROWS] if by_place[s] > 0]
    return Told(
        whole.finding,
        f"Of the first {runs:,} runs, watched day by day: the share with an incident between the "
        "states, by place.",
        whole.alt,
        whole.source,
        figures_table(
            "map-by-day",
            f"Runs of {runs:,} with an incident, by day, in the busiest places",
            ["Place", *(f"day {day}" for day in days)],
            [[place(s), *(f"{int(counts[day, s]):,}" for day in days)] for s in busiest],
        ),
    )


def by_segment(data: Result, column: str) -> NDArray[np.float64]:
    """Return a column of the ``segments`` table by segment index; 0 where it is unknown."""
    values = np.zeros(load_border().n_segments)
    where = data.segments["segment"].to_numpy(dtype=np.int64) - 1
    values[where] = np.nan_to_num(data.segments[column].to_numpy(dtype=np.float64))
    return values


def place(segment: int) -> str:
    """Return where a segment lies, as a row of a table is named."""
    return place_on(segment).removeprefix("near ").removeprefix("between ")


def _half(incidents: NDArray[np.float64]) -> int:
    """Return how few segments hold half of the incidents."""
    reached = np.cumsum(-np.sort(-incidents)) / incidents.sum()
    return int(np.searchsorted(reached, 0.5 - 1e-12)) + 1


def _finding(incidents: NDArray[np.float64]) -> str:
    """State how few segments hold half of the incidents, and beside which provinces most lie."""
    if incidents.sum() <= 0:
        return "No incident between the two states anywhere on the border"
    half, border = _half(incidents), load_border()
    total: dict[str, float] = {}
    for segment, count in enumerate(incidents):
        province = border.afghan_province[segment]
        total[province] = total.get(province, 0.0) + float(count)
    first, *others = sorted(total, key=lambda name: -total[name])
    beside = f"{first} and {others[0]}" if others and total[others[0]] > 0 else first
    few = f"{upper_first(in_words(half))} of the border's {len(incidents)} segments hold"
    if half == 1:
        few = f"One of the border's {len(incidents)} segments holds"
    return f"{few} half of the incidents; most lie beside {beside}"


def _table(incidents: NDArray[np.float64], dead: NDArray[np.float64], busiest: list[int]) -> Table:
    whole = float(incidents.sum())
    reached = np.cumsum(incidents[busiest]) / whole if whole > 0 else np.zeros(0)
    border = load_border()
    rows = [
        [
            f"{segment + 1}, {place(segment)}",
            border.afghan_province[segment],
            figure_of(incidents[segment]),
            figure_of(dead[segment]),
            percent(float(reached[rank])),
        ]
        for rank, segment in enumerate(busiest[: max(_ROWS, _half(incidents) if whole > 0 else 0)])
    ]
    return figures_table(
        "map",
        "Incidents between the two states, in the busiest segments of the line",
        ["Segment", "beside", "incidents a run", "killed a run", "share of incidents so far"],
        rows,
        f"Of {len(incidents)} segments of 25 km; the last column adds the rows up.",
    )
