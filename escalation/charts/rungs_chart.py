"""The ladder over time: on which rung each state stands, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter

from escalation.charts import style
from escalation.charts.chart_data import ALL_FAILED, day_label, good_runs
from escalation.charts.settings import drawn_alike
from escalation.charts.told.rungs import STATES, mean_shares, rung_shares, told
from escalation.vocabulary import RUNGS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from escalation.results.result import Result

#: Room for a rung's name in the key.
_NAME_INCHES: Final = 1.08


@drawn_alike
def rungs_chart(data: Result) -> Figure:
    """Draw the share of runs on each rung of the ladder by day, one panel a state."""
    figure = style.new_figure(height=6.2)
    said = told(data)
    if good_runs(data) == 0:
        return style.empty(figure, data.run_id, said, ALL_FAILED)
    shares = {side: rung_shares(data, side) for side, _ in STATES}
    bottom, top, width, height = style.page(figure, data.run_id, said)
    floor = bottom + 0.64 / height
    gap = 0.36 / height
    tall = (top - 0.22 / height - floor - gap) / 2
    for place, (side, name) in enumerate(STATES):
        low = floor + (1 - place) * (tall + gap)
        axes = figure.add_axes((0.62 / width, low, (width - 3.1) / width, tall))
        _draw(axes, shares[side], name)
        style.day_ticks(axes, len(shares[side]), data.as_of)
        if place == 0:
            axes.set_xticklabels([])
        else:
            style.name_across(axes, day_label(data))
    ladder = figure.add_axes(((width - 2.3) / width, floor, 2.1 / width, 2 * tall + gap))
    _draw_ladder(ladder, shares)
    return figure


def _draw(axes: Axes, shares: NDArray[np.float64], name: str) -> None:
    """Stack the rungs, calm at the bottom."""
    days = np.arange(len(shares))
    # One day is drawn as wide as the axes.
    if len(days) == 1:
        days, shares = np.array(style.ONE_DAY), np.repeat(shares, 2, axis=0)
    axes.stackplot(days, shares.T, colors=style.RUNG_COLOURS, edgecolor="white", linewidth=0.25)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    style.tidy(axes)
    axes.yaxis.grid(False)
    style.name_panel(axes, name)


def _draw_ladder(axes: Axes, shares: dict[str, NDArray[np.float64]]) -> None:
    """Draw the key: the ladder itself, with each side's mean share of days on each rung."""
    axes.set_xlim(0, 1)
    axes.set_ylim(0, len(RUNGS) + 0.9)
    axes.axis("off")
    axes.set_xticks([])
    axes.set_yticks([])
    means = [mean_shares(shares[side]) for side, _ in STATES]
    for rung, (name, colour) in enumerate(zip(RUNGS, style.RUNG_COLOURS, strict=True)):
        axes.add_patch(Rectangle((0, rung + 0.16), 0.085, 0.68, color=colour, lw=0))
        lines = style.wrapped(name, style.SMALL_SIZE, _NAME_INCHES)
        for x, text in ((0.115, str(rung)), (0.18, "\n".join(lines))):
            axes.text(x, rung + 0.5, text, fontsize=style.SMALL_SIZE, va="center", color=style.INK)
        for x, column in zip((0.845, 1.0), means, strict=True):
            axes.text(
                x,
                rung + 0.5,
                column[rung],
                fontsize=style.SMALL_SIZE,
                va="center",
                ha="right",
                color=style.INK,
            )
    axes.text(
        0, len(RUNGS) + 0.35, "Rung", fontsize=style.SMALL_SIZE, color=style.SOFT, va="center"
    )
    for x, text in ((0.845, "Afghan"), (1.0, "Pak.")):
        axes.text(
            x,
            len(RUNGS) + 0.35,
            text,
            fontsize=style.FOOT_SIZE,
            color=style.SOFT,
            va="center",
            ha="right",
        )
