"""How the odds move along the inputs that tell most: one small panel an input."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.dependence import is_claim, told, value_at
from escalation.naming import in_plain_words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from escalation.results.explain import Explanation

COLUMNS: Final = 3


@drawn_alike
def dependence_chart(found: Explanation) -> Figure:
    """Draw the odds in bins of each leading input against the input's own values."""
    names = list(dict.fromkeys(found.curves["name"]))
    rows = math.ceil(len(names) / COLUMNS)
    figure = style.new_figure(width=10.0, height=1.75 + 1.95 * rows)
    bottom, top, width, height = style.page(figure, found.run_id, told(found))
    low, high = _limits(found.curves)
    tall = (top - bottom - 0.18 / height) / rows
    wide = (width - 0.75) / COLUMNS
    overall = float(np.average(found.curves["odds"], weights=found.curves["draws"]))
    for place, name in enumerate(names):
        row, column = divmod(place, COLUMNS)
        axes = figure.add_axes(
            (
                (0.62 + column * wide) / width,
                top - (row + 1) * tall + 0.42 / height,
                (wide - 0.32) / width,
                tall - 0.72 / height,
            )
        )
        _draw(axes, found.curves[found.curves["name"] == name], overall)
        axes.set_ylim(low, high)
        if column:
            axes.set_yticklabels([])
    return figure


def _limits(curves: pd.DataFrame) -> tuple[float, float]:
    low = float(curves[["low", "between_draws_low"]].min().min())
    high = float(curves[["high", "between_draws_high"]].max().max())
    pad = 0.08 * max(high - low, 0.02)
    return max(low - pad, 0.0), min(high + pad, 1.0)


def _draw(axes: Axes, curve: pd.DataFrame, overall: float) -> None:
    odds, x = curve["odds"].to_numpy(), curve["value"].to_numpy()
    reach = [odds - curve["low"].to_numpy(), curve["high"].to_numpy() - odds]
    axes.axhline(overall, color=style.SOFT, lw=0.8, ls=(0, (4, 3)), zorder=1)
    axes.vlines(
        x, curve["between_draws_low"], curve["between_draws_high"], color=style.MODEL, lw=5,
        alpha=0.22, zorder=1.5,
    )  # fmt: skip
    axes.errorbar(x, odds, reach, fmt="-o", color=style.MODEL, ms=4, lw=1.2, elinewidth=1.2)
    style.percent_ticks(axes.yaxis, 4)
    if is_claim(curve):
        axes.set_xlim(-0.4, 1.4)
        axes.set_xticks([0, 1], ["does not hold", "holds"])
    else:
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: value_at(value)))
    style.tidy(axes)
    style.name_panel(axes, in_plain_words(str(curve["name"].iloc[0])), style.TEXT_SIZE)
