"""Trajectories: a strip for each recorded feature, with its percentile among the model's runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure

from escalation.analysis.trajectories.features import END, at_an_end
from escalation.analysis.trajectories.features import told as said
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.trajectories import name_of, of_runs, told

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.studies.trajectories import Trajectories

_LINE: Final = 0.27  # inches a strip
_RECORDED, _MODEL = 12, 66  # points right of the frame at which figures begin


@drawn_alike
def trajectories_chart(found: Trajectories) -> Figure:
    """Draw a strip for each episode and feature, the middle nine tenths of runs as a band."""
    rows = found.features.to_dict("records")
    figure = style.new_figure(width=10.4, height=2.3 + _LINE * len(rows))
    bottom, top, width, height = style.page(figure, "", told(found))
    floor = bottom + 0.5 / height
    axes = figure.add_axes(
        (4.9 / width, floor, (width - 7.2) / width, top - 0.2 / height - floor)
    )  # fmt: skip
    axes.axvspan(END, 100 - END, color=style.PALE, alpha=0.5, linewidth=0, zorder=0)
    for place, row in enumerate(rows):
        _strip(axes, place, row)
        if place and row["episode_id"] != rows[place - 1]["episode_id"]:
            axes.axhline(place - 0.5, color=style.SOFT, linewidth=0.8, zorder=1)
    for shift, words in ((_RECORDED, "recorded"), (_MODEL, "model")):
        style.write(axes, words, (1, -0.6), (shift, 6), color=style.SOFT, va="baseline")
    axes.set_xlim(0, 100)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks([])
    style.tidy(axes, grid="x")
    style.name_across(axes, "percentile among the model's runs")
    return figure


def _strip(axes: Axes, place: int, row: dict[Any, Any]) -> None:
    """Draw one strip, what it is on its left, the figures on its right."""
    out = at_an_end(row["percentile"])
    colour, mark = (style.WAR, "X") if out else (style.MODEL, "o")
    axes.plot([0, 100], [place, place], color=style.PALE, linewidth=0.8, zorder=1)
    axes.plot(row["percentile"], place, mark, color=colour, ms=6, zorder=3, clip_on=False)
    style.write(axes, name_of(row), (0, place), (-9, 0), ha="right", color=style.INK)
    style.write(axes, said(row["recorded"]), (1, place), (_RECORDED, 0), color=colour)
    style.write(axes, of_runs(row), (1, place), (_MODEL, 0), color=style.SOFT)
