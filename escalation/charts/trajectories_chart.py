"""Trajectories: a strip for each recorded feature, with its percentile among the model's runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure

from escalation.analysis.trajectories.features import END, FEATURES, at_an_end
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.words import upper_first
from escalation.numbers import figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.studies.trajectories import Trajectories

MEANING: Final = "Recorded features of three episodes: their percentiles among the model's runs"

_LINE: Final = 0.27  # inches a strip


@drawn_alike
def trajectories_chart(found: Trajectories) -> Figure:
    """Draw a strip for each episode and feature, the middle nine tenths of runs as a band."""
    rows = found.features.to_dict("records")
    figure = style.new_figure(width=10.4, height=2.3 + _LINE * len(rows))
    source = (
        f"Source: escalation, {found.runs:,} runs of each episode from its first day, seed "
        f"{found.seed}. Odds under the model's assumptions, not a forecast of fact."
    )
    out = int(at_an_end(found.features["percentile"]).sum())
    title = (
        f"{out} of {len(rows)} recorded features lie at an end of the model's runs"
        if out
        else f"None of {len(rows)} recorded features lies at an end of the model's runs"
    )
    bottom, top, width, height = style.page(
        figure,
        "",
        source,
        title,
        "Where each recorded figure lies among the model's runs of the same episode, as a "
        "percentile. Band: nine tenths of runs; a cross marks what lies outside it.",
    )
    floor = bottom + 0.5 / height
    axes = figure.add_axes((4.6 / width, floor, (width - 6.9) / width, top - floor))
    axes.axvspan(END, 100 - END, color=style.PALE, alpha=0.5, linewidth=0, zorder=0)
    for place, row in enumerate(rows):
        _strip(axes, place, row)
    axes.set_xlim(0, 100)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks([])
    axes.set_xlabel("percentile among the model's runs")
    style.tidy(axes, grid="x")
    return figure


def _strip(axes: Axes, place: int, row: dict[Any, Any]) -> None:
    """Draw one strip, what it is on its left, the figures on its right."""
    out = at_an_end(row["percentile"])
    colour, mark = (style.WAR, "X") if out else (style.MODEL, "o")
    axes.plot([0, 100], [place, place], color=style.PALE, linewidth=0.8, zorder=1)
    axes.plot(row["percentile"], place, mark, color=colour, ms=6, zorder=3, clip_on=False)
    month = str(row["episode_id"]).split("_")[0]
    name = f"{month}: {FEATURES[row['feature']]}"
    style.write(axes, upper_first(name), (0, place), (-9, 0), ha="right", color=style.INK)
    figures = (
        f"{figure_of(row['recorded'])} against {figure_of(row['model_median'])} "
        f"({figure_of(row['model_low'])} to {figure_of(row['model_high'])})"
    )
    style.write(axes, figures, (1, place), (9, 0), color=style.SOFT)
