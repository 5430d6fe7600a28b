"""Headline odds over draws: how far apart they lie under prior, posterior and without P09."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.figure import Figure

from escalation.analysis.odds.densities import FITS
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.densities import spread, told
from escalation.charts.words import upper_first

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_LOOKS: Final = {
    "prior": (style.NEVER_QUIET, ":"),
    "posterior": (style.MODEL, "-"),
    "without P09": (style.RELAPSED, "--"),
}


@drawn_alike
def densities_chart(curves: pd.DataFrame, spreads: pd.DataFrame) -> Figure:
    """Draw a panel for each headline odds, a curve for each fit.

    Parameters
    ----------
    curves, spreads : DataFrame
        From `escalation.analysis.odds.densities`.
    """
    names = list(dict.fromkeys(curves["odds"]))
    rows = (len(names) + 1) // 2
    figure = style.new_figure(width=10.0, height=1.9 + 2.25 * rows)
    bottom, top, width, height = style.page(figure, "", told(spreads))
    tall, wide = (top - bottom) / rows, (width - 0.5) / 2
    for place, name in enumerate(names):
        row, column = divmod(place, 2)
        corner = ((0.3 + column * wide) / width, top - (row + 1) * tall + 0.42 / height)
        axes = figure.add_axes((*corner, (wide - 0.55) / width, tall - 0.75 / height))
        _draw(axes, curves[curves["odds"] == name], spreads[spreads["odds"] == name])
        style.name_panel(axes, upper_first(name))
    return figure


def _draw(axes: Axes, curves: pd.DataFrame, spreads: pd.DataFrame) -> None:
    for place, fit in enumerate(FITS):
        mine = curves[curves["fit"] == fit]
        if not len(mine):
            continue
        colour, line = _LOOKS[fit]
        axes.plot(mine["p"], mine["density"], color=colour, lw=1.7, ls=line, zorder=3 - place)
        if fit == "posterior":
            axes.fill_between(mine["p"], 0, mine["density"], color=colour, alpha=0.14, lw=0)
        row = spreads[spreads["fit"] == fit].iloc[0].to_dict()
        left = axes.get_title() == "" and spreads["mean"].mean() > 0.5
        style.write(
            axes, f"{fit}: {spread(row)}", (0 if left else 1, 1),
            (6 if left else -6, -8 - 12 * place), by="axes fraction", color=colour,
            fontweight="bold", ha="left" if left else "right",
        )  # fmt: skip
    axes.set_xlim(0, 1)
    axes.set_ylim(0, None)
    axes.set_yticks([])
    style.percent_ticks(axes.xaxis)
    style.tidy(axes, grid="x")
