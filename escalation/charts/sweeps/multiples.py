"""Small multiples: an outcome's odds along each thing varied, a panel each, on one scale."""

from __future__ import annotations

import math
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from escalation.analysis.sweeps.points import Grouped, SweepTable, Varied, grouped
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.sweeps.looks import OUTCOME_COLOURS, empty_chart
from escalation.charts.told.sweeps.multiples import shown_of, told
from escalation.charts.told.sweeps.words import is_any_computed, over_draws
from escalation.labels import apart
from escalation.naming import in_plain_words, value_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS: Final = 4
_PANEL_INCHES: Final = 2.15
_MOST_DOTS: Final = 2000
_MOST_TICKS: Final = 5


@drawn_alike
def multiples_chart(data: SweepTable, outcome: str) -> Figure:
    """Draw an outcome's odds along each thing varied, the one with the widest swing first."""
    said = told(data, outcome)
    if not is_any_computed(data, outcome):
        return empty_chart(said)
    order = shown_of(data, outcome)
    columns = min(max(len(order), 1), 3 if len(order) in (3, 5, 6) else _COLUMNS)
    rows = max(math.ceil(len(order) / columns), 1)
    figure = style.new_figure(max(2.9 * columns, 8.6), 1.75 + rows * (_PANEL_INCHES + 0.62))
    bottom, top, width, height = style.page(figure, "", said)
    left, gap = 0.62 / width, 0.22 / width
    wide = (1 - left - 0.3 / width - gap * (columns - 1)) / columns
    tall = (top - bottom - rows * 0.56 / height) / rows
    low, high = _limits(data, outcome)
    for place, axis in enumerate(order):
        row, column = divmod(place, columns)
        floor = top - (row + 1) * tall - row * 0.56 / height
        axes = figure.add_axes((left + column * (wide + gap), floor, wide, tall))
        axes.set_ylim(low, high)
        _panel(axes, data, outcome, axis)
        style.percent_ticks(axes.yaxis)
        if column:
            axes.set_yticklabels([])
    return figure


def _limits(data: SweepTable, outcome: str) -> tuple[float, float]:
    values = data.good[outcome].dropna()
    over = [data.good[name].dropna() for name in over_draws(outcome)]
    low = min([float(values.min()), *over[0].tolist()])
    high = max([float(values.max()), *over[1].tolist()])
    spare = max(0.06 * (high - low), 0.03)
    return max(low - spare, -0.02), min(high + spare, 1.02)


def _panel(axes: Axes, data: SweepTable, outcome: str, axis: Varied) -> None:
    values = data.good[outcome].to_numpy(dtype=np.float64)
    groups = grouped(data, axis)
    colour = OUTCOME_COLOURS[outcome]
    x = _where(data, axis, groups)
    shown = np.flatnonzero(~np.isnan(x) & ~np.isnan(values))[:_MOST_DOTS]
    axes.plot(x[shown], values[shown], "o", ms=2.6, mew=0, color=colour, alpha=0.35, zorder=2)
    means = groups.means(values)
    low, high = (groups.means(data.good[name].to_numpy(np.float64)) for name in over_draws(outcome))
    axes.vlines(groups.centres, low, high, color=colour, lw=5, alpha=0.22, zorder=1.5)
    axes.plot(
        groups.centres, means, linestyle="-" if axis.numeric else "none", marker="o", ms=4.8,
        lw=1.8, color=colour, zorder=3, markeredgecolor="white", markeredgewidth=0.7,
    )  # fmt: skip
    style.tidy(axes)
    if axis.numeric:
        if not groups.binned and len(groups.labels) <= _MOST_TICKS:
            axes.set_xticks(groups.centres, value_words(groups.labels))
        else:
            axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.margins(x=0.07)
    else:
        axes.set_xticks(range(len(groups.labels)), _cut(value_words(groups.labels)))
        axes.set_xlim(-0.5, len(groups.labels) - 0.5)
    axes.set_xlabel(in_plain_words(axis.name), fontsize=style.TEXT_SIZE, color=style.INK)


def _where(data: SweepTable, axis: Varied, groups: Grouped) -> NDArray[np.float64]:
    """Return where each point lies across a panel."""
    if axis.numeric:
        return np.asarray(data.good[axis.name], dtype=np.float64)
    return np.where(groups.place < 0, np.nan, groups.place.astype(np.float64))


def _cut(labels: list[str]) -> list[str]:
    most = max(36 // max(len(labels), 1), 5)
    whole = ["\n".join(wrap(label, most, max_lines=2, placeholder="…")) for label in labels]
    if len(set(whole)) == len(set(labels)):
        return whole
    return ["\n".join(wrap(label, most)) for label in apart(labels, max(2 * most, 12))]
