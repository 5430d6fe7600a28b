"""The border with the incidents between the two states, segment by segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from escalation.border import load_border
from escalation.charts import style
from escalation.charts.chart_data import good_runs, source_of
from escalation.charts.maps.border_map import AMBER, draw_border_map, points_of_segments
from escalation.charts.settings import drawn_alike
from escalation.charts.words import upper_first
from escalation.numbers import in_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.results.result import Result

#: Circles stand for deaths; segments with fewer of them than this share of the largest get none.
_LEAST_CIRCLE = 0.1


@drawn_alike
def map_chart(data: Result) -> Figure:
    """Draw the border strip coloured by incidents between the states, circles for their dead."""
    figure = style.new_figure(width=9.4, height=8.9)
    source = (
        f"{source_of(data)} Map: Natural Earth (public domain), GeoNames (CC BY 4.0); see the "
        "note on the line."
    )
    if good_runs(data) == 0:
        title = "No run came through, so there are no incidents to map"
        return style.empty(figure, data.run_id, source, title, "every run failed")
    incidents = by_segment(data, "incidents_per_run")
    deaths = by_segment(data, "deaths_per_run")
    bottom, top, _, _ = style.page(
        figure,
        data.run_id,
        source,
        map_title(incidents),
        "Mean number of incidents between the two states in a run, by 25 km segment of the line; "
        "circles: the mean number killed in them. Both scales are this run's own.",
    )
    axes = figure.add_axes((0.015, bottom, 0.97, top - bottom))
    shown = np.flatnonzero(deaths > max(deaths.max() * _LEAST_CIRCLE, 0.0))
    draw_border_map(
        axes,
        incidents,
        label="Incidents a run, by segment",
        cmap=AMBER,
        # A few segments carry most of it; the root keeps the others visible.
        norm=PowerNorm(0.5, 0.0, max(float(incidents.max()), 1e-9)),
        points=points_of_segments(shown.tolist(), deaths[shown].tolist()) if len(shown) else None,
        points_label="killed a run",
    )
    return figure


def by_segment(data: Result, column: str) -> NDArray[np.float64]:
    """Return a column of the ``segments`` table by segment index; 0 where it is unknown."""
    border = load_border()
    values = np.zeros(border.n_segments)
    place = data.segments["segment"].to_numpy(dtype=np.int64) - 1
    values[place] = np.nan_to_num(data.segments[column].to_numpy(dtype=np.float64))
    return values


def map_title(incidents: NDArray[np.float64]) -> str:
    """State how few segments hold half of the incidents, and beside which provinces most lie."""
    if incidents.sum() <= 0:
        return "No incident between the two states anywhere on the border"
    order = np.argsort(-incidents, kind="stable")
    reached = np.cumsum(incidents[order]) / incidents.sum()
    half = int(np.searchsorted(reached, 0.5 - 1e-12)) + 1
    border = load_border()
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
