"""Odds over time: where the runs stand by each day, in states that add to all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from escalation.analysis.odds.durations import last_knowable_day, standings
from escalation.analysis.odds.headline import headline
from escalation.analysis.odds.outcomes import QUIET_AFTER_WAR
from escalation.charts import style
from escalation.charts.chart_data import ALL_FAILED, day_label, good_runs
from escalation.charts.settings import drawn_alike
from escalation.charts.spreading import spread
from escalation.charts.told.odds import STATES, told
from escalation.charts.words import odds_told
from escalation.naming import OUTCOME_NAMES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from escalation.analysis.odds.headline import OddsTable
    from escalation.results.result import Result

_AFTER_WAR: Final = "Hatched: quiet after"
_NAME_SHIFT: Final = 12  # points from the axes to a name
_NAME_GAP: Final = 0.145  # from name to name, as a share of the axes' height


@drawn_alike
def odds_chart(data: Result) -> Figure:
    """Draw the share of runs in each state by day, one upon the other."""
    figure = style.new_figure()
    said = told(data)
    if good_runs(data) == 0:
        return style.empty(figure, data.run_id, said, ALL_FAILED)
    by_day = standings(data.runs, data.horizon_days)
    odds = headline(data.runs, data.horizon_days, data.quiet_days)
    known = last_knowable_day(data.horizon_days, data.quiet_days)
    bottom, top, width, height = style.page(figure, data.run_id, said)
    floor = bottom + 0.66 / height
    axes = figure.add_axes((0.62 / width, floor, (width - 2.78) / width, top - floor))
    _draw(axes, by_day, known)
    style.day_ticks(axes, data.horizon_days, data.as_of)
    style.name_across(axes, day_label(data))
    _name_states(axes, by_day.iloc[-1], odds)
    return figure


def _draw(axes: Axes, by_day: pd.DataFrame, known: int) -> None:
    """Lay the states one upon the other; what is quiet after a war is hatched."""
    last = len(by_day) - 1
    day = by_day["day"].to_numpy(dtype=np.float64)
    if last == 0:
        by_day = by_day.iloc[[0, 0]]
        day = np.array(style.ONE_DAY)
    below = np.zeros(len(by_day))
    for state, outcome in STATES:
        above = below + by_day[state].to_numpy()
        axes.fill_between(
            day, below, above, step="post", facecolor=style.END_STATE_COLOURS[outcome],
            edgecolor=style.PAPER, hatch=style.END_STATE_HATCHES.get(outcome), linewidth=0,
            zorder=2,
        )  # fmt: skip
        if state != "war":
            axes.step(day, above, where="post", color=style.PAPER, linewidth=1.4, zorder=3)
        below = above
    over = by_day[QUIET_AFTER_WAR].to_numpy()
    axes.fill_between(
        day, 1 - over, 1, step="post", facecolor="none", edgecolor=style.PAPER, hatch="////",
        linewidth=0, zorder=2.5,
    )  # fmt: skip
    if 0 <= known < last:
        axes.axvspan(known, last, color=style.PAPER, alpha=0.35, linewidth=0, zorder=4)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    style.tidy(axes)


def _name_states(axes: Axes, end: pd.Series[float], odds: OddsTable) -> None:
    """Name each state beside its place at the end, with its share and intervals."""
    rows = []
    below = 0.0
    for state, outcome in STATES:
        share, name = float(end[state]), OUTCOME_NAMES[outcome].label
        rows.append((below + share / 2, name, outcome, style.END_STATE_COLOURS[outcome]))
        below += share
    over = float(end[QUIET_AFTER_WAR])
    if over > 0:
        rows[-1] = (1 - (over + float(end["war"])) / 2, *rows[-1][1:])
        rows.append((1 - over / 2, _AFTER_WAR, QUIET_AFTER_WAR, style.WAR))
    places = spread([row[0] for row in rows], _NAME_GAP, 0.0, 1.0)
    for (middle, name, outcome, colour), y in zip(rows, places, strict=True):
        # A label that had to move away is led back to its state.
        axes.plot(
            [1.0, 1.02], [middle, y], color=colour, lw=1.2, transform=axes.transAxes, clip_on=False,
        )  # fmt: skip
        text = odds_told(odds[outcome])
        for line, offset, weight in ((name, 6, "bold"), (text, -6, "normal")):
            style.write(
                axes, line, (1.0, y), (_NAME_SHIFT, offset), by="axes fraction",
                fontsize=style.TEXT_SIZE, fontweight=weight,
                color=colour if weight == "bold" else style.INK,
            )  # fmt: skip
