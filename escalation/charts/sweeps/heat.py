"""Heat map: an outcome's odds by the two things that move it most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from escalation.analysis.sweeps.points import Grouped, SweepTable
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.sweeps.looks import OUTCOME_COLOURS, empty_chart
from escalation.charts.told.sweeps.heat import Cells, cells_of, told
from escalation.charts.told.sweeps.words import is_any_computed
from escalation.naming import in_plain_words, value_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: A scale spans at least this much, so that noise does not look like a cliff.
_LEAST_SPAN: Final = 0.10
_PALEST: Final = "#fbfaf7"


@drawn_alike
def heat_chart(data: SweepTable, outcome: str) -> Figure:
    """Draw an outcome's odds by the two things varied that move it most."""
    said = told(data, outcome)
    if not is_any_computed(data, outcome):
        return empty_chart(said)
    cells = cells_of(data, outcome)
    x, y = cells.x, cells.y
    wide = min(max(0.95 * len(x.labels) + 3.4, 8.6), 12.0)
    figure = style.new_figure(wide, min(max(0.5 * len(y.labels) + 2.5, 4.2), 9.0))
    bottom, top, width, height = style.page(figure, "", said)
    left, floor = _label_room(y) / width, bottom + 0.62 / height
    right = 1.0 / width
    axes = figure.add_axes((left, floor, 1 - left - right, top - floor))
    _draw(axes, cells, outcome)
    axes.set_xticks(range(len(x.labels)), _wrapped_labels(value_words(x.labels)))
    axes.set_yticks(range(len(y.labels)), value_words(y.labels))
    axes.set_xlabel(in_plain_words(cells.across.name), fontsize=style.TEXT_SIZE, color=style.INK)
    axes.set_ylabel(in_plain_words(cells.up.name), fontsize=style.TEXT_SIZE, color=style.INK)
    bar = figure.add_axes((1 - right + 0.14 / width, floor, 0.13 / width, top - floor))
    scale = figure.colorbar(axes.images[0], cax=bar)
    scale.outline.set_visible(False)
    style.percent_ticks(bar.yaxis, 8)
    bar.tick_params(labelsize=style.SMALL_SIZE, labelcolor=style.SOFT, length=0)
    return figure


def _draw(axes: Axes, cells: Cells, outcome: str) -> None:
    """Draw the cells: the odds, and below them in brackets the ends over draws where told."""
    table = cells.odds
    low, high = float(np.nanmin(table)), float(np.nanmax(table))
    spare = max(_LEAST_SPAN - (high - low), 0.0) / 2
    low, high = max(low - spare, 0.0), min(high + spare, 1.0)
    colours = LinearSegmentedColormap.from_list(outcome, [_PALEST, OUTCOME_COLOURS[outcome]])
    axes.imshow(table, origin="lower", aspect="auto", cmap=colours, vmin=low, vmax=high)
    for (i, j), p in np.ndenumerate(table):
        if np.isnan(p):
            axes.text(j, i, "–", ha="center", va="center", color=style.SOFT, fontsize=9)
            continue
        axes.text(
            j,
            i,
            cells.told(i, j, "\n"),
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
