"""All charts of a sweep: for every outcome a heat map, small multiples and a tornado."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from escalation.charts.saving import Chart
from escalation.charts.sweeps.heat import heat_chart
from escalation.charts.sweeps.multiples import multiples_chart
from escalation.charts.sweeps.tornado import tornado_chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from escalation.analysis.sweeps.points import SweepTable

#: Every kind of chart, each drawn of an outcome.
SWEEP_CHARTS: Final[Mapping[str, Callable[[SweepTable, str], Figure]]] = MappingProxyType(
    {"heat": heat_chart, "multiples": multiples_chart, "tornado": tornado_chart}
)


def sweep_charts(data: SweepTable) -> dict[str, Chart]:
    """Return every chart for every outcome, waiting to be drawn."""
    return {
        f"{kind}_{outcome}": partial(draw, data, outcome)
        for outcome in data.outcomes
        for kind, draw in SWEEP_CHARTS.items()
        if kind != "heat" or len(data.axes) > 1
    }
