"""The border with the incidents between the two states, segment by segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from escalation.charts import style
from escalation.charts.chart_data import ALL_FAILED, good_runs
from escalation.charts.maps.border_map import AMBER, draw_border_map, points_of_segments
from escalation.charts.settings import drawn_alike
from escalation.charts.told.incident_map import by_segment, told

if TYPE_CHECKING:
    from escalation.results.result import Result

#: Circles stand for deaths; segments with fewer of them than this share of the largest get none.
_LEAST_CIRCLE = 0.1


@drawn_alike
def map_chart(data: Result) -> Figure:
    """Draw the border strip coloured by incidents between the states, circles for their dead."""
    figure = style.new_figure(width=9.4, height=8.9)
    said = told(data)
    if good_runs(data) == 0:
        return style.empty(figure, data.run_id, said, ALL_FAILED)
    incidents, deaths = (by_segment(data, one) for one in ("incidents_per_run", "deaths_per_run"))
    bottom, top, _, _ = style.page(figure, data.run_id, said)
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
