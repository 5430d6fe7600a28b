"""Deaths by side: how the toll of the two forces grows, and who else dies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from escalation.analysis.odds.deaths import QUANTILES, SIDES, killed_summary, quantile_name
from escalation.charts import style
from escalation.charts.chart_data import ALL_FAILED, day_label, good_runs
from escalation.charts.settings import drawn_alike
from escalation.charts.told.deaths import EVEN_UNTIL, FORCES, dead, scale_top, told

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from escalation.results.result import Result

#: Others, grouped: heading, then columns of the table of runs.
_OTHERS: Final = (
    ("killed_afg_civilians", style.AFGHAN),
    ("killed_pak_civilians", style.PAKISTANI),
    ("killed_afg_by_groups", style.OTHERS),
    ("killed_pak_by_groups", style.OTHERS),
    ("killed_ttp", style.OTHERS),
    ("killed_isis_k", style.OTHERS),
)
_NAMES: Final = tuple(quantile_name(q) for q in QUANTILES)


@drawn_alike
def deaths_chart(data: Result) -> Figure:
    """Draw the cumulative dead of both forces as fans, and all other dead as ranges."""
    figure = style.new_figure(width=10.0, height=5.6)
    said = told(data)
    if good_runs(data) == 0:
        return style.empty(figure, data.run_id, said, ALL_FAILED)
    summary = killed_summary(data.runs)
    ceiling = scale_top(data.days, summary)
    bottom, top, width, height = style.page(figure, data.run_id, said)
    floor = bottom + 0.64 / height
    tall = top - 0.28 / height - floor
    colours = (style.AFGHAN, style.PAKISTANI)
    for place, ((column, prefix), colour) in enumerate(zip(FORCES, colours, strict=True)):
        axes = figure.add_axes(((0.55 + 2.62 * place) / width, floor, 2.06 / width, tall))
        last = summary.loc[[column], list(_NAMES)].to_numpy(dtype=np.float64)[0]
        _draw_fan(axes, data, prefix, last, colour)
        _scale(axes, ceiling, "y")
        style.day_ticks(axes, data.horizon_days, data.as_of)
        _heading(axes, SIDES[column])
        style.name_across(axes, day_label(data))
        if place:
            axes.set_yticklabels([])
    left = 0.55 + 2.62 * 2 + 1.42
    axes = figure.add_axes((left / width, floor, (width - left - 1.0) / width, tall))
    _draw_ranges(axes, summary)
    _scale(axes, ceiling, "x")
    _heading(axes, "Others, by the last day", x=-1.42 / (width - left - 1.0))
    return figure


def _scale(axes: Axes, ceiling: float, which: str) -> None:
    """Set the scale of deaths and its round ticks."""
    set_scale = axes.set_yscale if which == "y" else axes.set_xscale
    set_scale("symlog", linthresh=EVEN_UNTIL, linscale=0.7)
    (axes.set_ylim if which == "y" else axes.set_xlim)(0, ceiling)
    axis = axes.yaxis if which == "y" else axes.xaxis
    ticks = [0, 5, 10, *(10.0**k for k in range(2, 8) if 10.0**k <= ceiling)]
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: dead(value)))
    style.tidy(axes, grid=which)


def _heading(axes: Axes, text: str, x: float = 0.0) -> None:
    axes.text(
        x,
        1.03,
        text,
        transform=axes.transAxes,
        fontsize=style.TEXT_SIZE,
        fontweight="bold",
        color=style.INK,
        va="bottom",
    )


def _draw_fan(
    axes: Axes, data: Result, prefix: str, last: NDArray[np.float64], colour: str
) -> None:
    """Draw the quantiles of the cumulative dead of one side's forces by day.

    Days are counted in bins; ``last``, the quantiles of the last one, come from the runs
    themselves, as those of every table do.
    """
    days = data.days["day"].to_numpy()
    low, lower, middle, upper, high = (
        data.days[f"{prefix}_{name}"].to_numpy(dtype=np.float64, copy=True) for name in _NAMES
    )
    for by_day, exact in zip((low, lower, middle, upper, high), last, strict=True):
        by_day[-1] = exact
    if len(days) == 1:
        days = np.array(style.ONE_DAY)
        low, lower, middle, upper, high = (
            np.repeat(q, 2) for q in (low, lower, middle, upper, high)
        )
    axes.fill_between(days, low, high, color=colour, alpha=0.18, linewidth=0)
    axes.fill_between(days, lower, upper, color=colour, alpha=0.35, linewidth=0)
    axes.plot(days, middle, color=colour, linewidth=2.0)
    marks = {"1 run of 20 above": high, "median": middle}
    if middle[-1] == high[-1]:
        del marks["1 run of 20 above"]
    for text, values in marks.items():
        style.write(
            axes, f"{text} {dead(values[-1])}", (1.0, values[-1]), (-3, 3), ha="right",
            fontsize=style.SMALL_SIZE - 0.6, va="baseline",
        )  # fmt: skip


def _draw_ranges(axes: Axes, summary: pd.DataFrame) -> None:
    """Draw the other dead as one row each: nine tenths, half, and median."""
    axes.set_ylim(len(_OTHERS) - 0.4, -0.6)
    axes.set_yticks([])
    for y, (column, colour) in enumerate(_OTHERS):
        figures = summary.loc[[column], list(_NAMES)].to_numpy(dtype=np.float64)[0]
        row = dict(zip(_NAMES, figures, strict=True))
        axes.plot(
            [row["q05"], row["q95"]],
            [y, y],
            color=colour,
            lw=3,
            alpha=0.35,
            solid_capstyle="butt",
            zorder=2,
            clip_on=False,
        )
        axes.plot(
            [row["q25"], row["q75"]],
            [y, y],
            color=colour,
            lw=8,
            alpha=0.55,
            solid_capstyle="butt",
            zorder=3,
            clip_on=False,
        )
        axes.plot(
            row["q50"], y, "o", color=colour, markeredgecolor="white", ms=7, zorder=4, clip_on=False
        )
        name = "\n".join(style.wrapped(SIDES[column], style.SMALL_SIZE, 1.3))
        style.write(axes, name, (0, y), (-8, 0), ha="right")
        style.write(axes, dead(row["q50"]), (1, y), (7, 5), fontweight="bold")
        style.write(
            axes, f"{dead(row['q05'])}–{dead(row['q95'])}", (1, y), (7, -6),
            fontsize=style.SMALL_SIZE - 0.8, color=style.SOFT,
        )  # fmt: skip
