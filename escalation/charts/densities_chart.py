"""Headline odds over draws: how far apart they lie under prior, posterior and without P09."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.figure import Figure

from escalation.analysis.odds.densities import FITS
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.words import upper_first
from escalation.numbers import percent, percent_over_draws

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MEANING: Final = "Densities of the headline odds over draws: prior, posterior, and without P09"
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
    bottom, top, width, height = style.page(
        figure,
        "",
        "Source: escalation, the posterior sample and its priors, by emulators; the middle 95% of "
        "draws. Odds under the model's assumptions, not a forecast of fact.",
        _title(spreads),
        "How many draws have which odds from the seed. Beside each fit: the mean, and where 95% of "
        "draws lie. Without P09: fitted without the recorded share of such starts that became "
        "wars.",
    )
    tall, wide = (top - bottom) / rows, (width - 0.5) / 2
    for place, name in enumerate(names):
        row, column = divmod(place, 2)
        corner = ((0.3 + column * wide) / width, top - (row + 1) * tall + 0.42 / height)
        axes = figure.add_axes((*corner, (wide - 0.55) / width, tall - 0.75 / height))
        _draw(axes, curves[curves["odds"] == name], spreads[spreads["odds"] == name])
        style.name_panel(axes, upper_first(name))
    return figure


def _title(spreads: pd.DataFrame) -> str:
    """State what the record does to the widest question, and to war what P09 does."""
    means = spreads.set_index(["odds", "fit"])["mean"]
    first = str(spreads["odds"].iloc[0])
    said = (
        f"{upper_first(first)}: {percent(means[first, 'prior'])} before the record, "
        f"{percent(means[first, 'posterior'])} after"
    )
    war = [name for name in spreads["odds"] if name.startswith("war")]
    if war and (war[0], "without P09") in means.index:
        said += (
            f"; war {percent(means[war[0], 'posterior'])}, without P09 "
            f"{percent(means[war[0], 'without P09'])}"
        )
    return said


def _draw(axes: Axes, curves: pd.DataFrame, spreads: pd.DataFrame) -> None:
    for place, fit in enumerate(FITS):
        mine = curves[curves["fit"] == fit]
        if not len(mine):
            continue
        colour, line = _LOOKS[fit]
        axes.plot(mine["p"], mine["density"], color=colour, lw=1.7, ls=line, zorder=3 - place)
        if fit == "posterior":
            axes.fill_between(mine["p"], 0, mine["density"], color=colour, alpha=0.14, lw=0)
        row = spreads[spreads["fit"] == fit].iloc[0]
        ends = (row["between_draws_low"], row["between_draws_high"])
        left = axes.get_title() == "" and spreads["mean"].mean() > 0.5
        style.write(
            axes, f"{fit}: {percent_over_draws(row['mean'], ends)}", (0 if left else 1, 1),
            (6 if left else -6, -8 - 12 * place), by="axes fraction", color=colour,
            fontweight="bold", ha="left" if left else "right",
        )  # fmt: skip
    axes.set_xlim(0, 1)
    axes.set_ylim(0, None)
    axes.set_yticks([])
    style.percent_ticks(axes.xaxis)
    style.tidy(axes, grid="x")
