"""Heat map: an outcome's odds by the two things that move it most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import NDArray

from escalation.analysis.sweeps.points import (
    Grouped,
    SweepTable,
    Varied,
    cross_means,
    grouped,
)
from escalation.analysis.sweeps.swings import most_telling_pair
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.sweeps.words import (
    OUTCOME_COLOURS,
    empty_chart,
    of_a_point,
    opening,
    over_draws,
)
from escalation.naming import OUTCOME_NAMES, in_plain_words, value_words
from escalation.numbers import percent, percents

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: A scale spans at least this much, so that noise does not look like a cliff.
_LEAST_SPAN: Final = 0.10
_PALEST: Final = "#fbfaf7"


@drawn_alike
def heat_chart(data: SweepTable, outcome: str) -> Figure:
    """Draw an outcome's odds by the two things varied that move it most."""
    if not data.good[outcome].notna().any():
        return empty_chart(data, outcome)
    pair = most_telling_pair(data, outcome)
    if pair is None:
        raise ValueError("a heat map needs two things that were varied")
    across, up = pair
    table = cross_means(data, outcome, across, up)
    x, y = grouped(data, across), grouped(data, up)
    wide = min(max(0.95 * len(x.labels) + 3.4, 8.6), 12.0)
    figure = style.new_figure(wide, min(max(0.5 * len(y.labels) + 2.5, 4.2), 9.0))
    bottom, top = opening(
        figure, data, _title(outcome, table, across, up), _subtitle(data, outcome, x, y)
    )
    width, height = figure.get_size_inches()
    left, floor = _label_room(y) / width, bottom + 0.62 / height
    right = 1.0 / width
    axes = figure.add_axes((left, floor, 1 - left - right, top - floor))
    ends = [cross_means(data, name, across, up) for name in over_draws(outcome)]
    _draw(axes, table, outcome, ends)
    axes.set_xticks(range(len(x.labels)), _wrapped_labels(value_words(x.labels)))
    axes.set_yticks(range(len(y.labels)), value_words(y.labels))
    axes.set_xlabel(in_plain_words(across.name), fontsize=style.TEXT_SIZE, color=style.INK)
    axes.set_ylabel(in_plain_words(up.name), fontsize=style.TEXT_SIZE, color=style.INK)
    bar = figure.add_axes((1 - right + 0.14 / width, floor, 0.13 / width, top - floor))
    scale = figure.colorbar(axes.images[0], cax=bar)
    scale.outline.set_visible(False)
    style.percent_ticks(bar.yaxis, 8)
    bar.tick_params(labelsize=style.SMALL_SIZE, labelcolor=style.SOFT, length=0)
    return figure


def _title(outcome: str, table: NDArray[np.float64], across: Varied, up: Varied) -> str:
    words = OUTCOME_NAMES[outcome].label
    low, high = float(np.nanmin(table)), float(np.nanmax(table))
    if percent(low) == percent(high):
        return f"{words}: {percent(low)} whatever is varied"
    by = f"{in_plain_words(across.name)} and {in_plain_words(up.name)}"
    return f"{words}: from {percent(low)} to {percent(high)}, by {by}"


def _subtitle(data: SweepTable, outcome: str, x: Grouped, y: Grouped) -> str:
    others = len(data.axes) - 2
    mean = ""
    if x.binned or y.binned:
        mean = " Scattered values are put into fifths of equal count; a cell is the mean of its"
        mean += " points."
    elif others:
        thing = "the other thing" if others == 1 else f"the {others} other things"
        mean = f" Each cell is the mean over {thing} varied."
    return (
        f"{data.title}. Odds by the two things that move them most, in brackets "
        f"where 95% of draws of what is unknown lie.{mean} "
        f"{of_a_point(data, outcome)}"
    )


def _draw(
    axes: Axes,
    table: NDArray[np.float64],
    outcome: str,
    ends: Sequence[NDArray[np.float64]],
) -> None:
    """Draw the cells: the odds, and below them in brackets the ends over draws where told."""
    low, high = float(np.nanmin(table)), float(np.nanmax(table))
    spare = max(_LEAST_SPAN - (high - low), 0.0) / 2
    low, high = max(low - spare, 0.0), min(high + spare, 1.0)
    colours = LinearSegmentedColormap.from_list(outcome, [_PALEST, OUTCOME_COLOURS[outcome]])
    axes.imshow(table, origin="lower", aspect="auto", cmap=colours, vmin=low, vmax=high)
    for (i, j), p in np.ndenumerate(table):
        if np.isnan(p):
            axes.text(j, i, "–", ha="center", va="center", color=style.SOFT, fontsize=9)
            continue
        first, last = (float(end[i, j]) for end in ends)
        cell = percent(float(p))
        if not np.isnan(first):
            cell += f"\n({percents(first, last, to='–', unit='')})"
        axes.text(
            j,
            i,
            cell,
            ha="center",
            va="center",
            fontsize=style.SMALL_SIZE if table.size <= 60 else style.FOOT_SIZE,
            linespacing=1.0,
            color=style.ink_on(colours((p - low) / max(high - low, 1e-9))),
        )
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xticks(np.arange(table.shape[1] + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(table.shape[0] + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=1.6)
    axes.tick_params(which="both", length=0, labelsize=style.SMALL_SIZE, labelcolor=style.INK)


def _wrapped_labels(labels: list[str]) -> list[str]:
    return [label.replace(" to ", "\nto ") if len(label) > 12 else label for label in labels]


def _label_room(groups: Grouped) -> float:
    """Return how many inches the labels on the left take, with the axis's name."""
    widest = max(style.text_width(label, style.SMALL_SIZE) for label in groups.labels)
    return float(widest / 72 + 0.62)
