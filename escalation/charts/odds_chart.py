"""Odds over time: where the runs stand by each day, in states that add to all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from escalation.analysis.odds.durations import incidence, last_knowable_day, standings
from escalation.analysis.odds.headline import headline
from escalation.analysis.odds.outcomes import DEADLINES_DAYS, QUIET_AFTER_WAR
from escalation.charts import style
from escalation.charts.chart_data import all_failed, day_label, good_runs, source_of
from escalation.charts.settings import drawn_alike
from escalation.charts.spreading import spread
from escalation.charts.words import intervals_told, odds_told, upper_first
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import in_runs

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from escalation.analysis.odds.headline import OddsTable
    from escalation.results.result import Result

#: From the foot up: the state, its name, the end state that it is on the last day, its colour.
STATES: Final = (
    ("holding", OUTCOME_NAMES["durable"].label, "durable", style.QUIET),
    ("relapsed", OUTCOME_NAMES["relapsed"].label, "relapsed", style.RELAPSED),
    ("not_yet", OUTCOME_NAMES["never_quiet"].label, "never_quiet", style.NEVER_QUIET),
    ("war", OUTCOME_NAMES["war"].label, "war", style.WAR),
)
_AFTER_WAR: Final = "Hatched: quiet after"
_NAME_SHIFT: Final = 12  # points from the axes to a name
_NAME_GAP: Final = 0.145  # from name to name, as a share of the axes' height


@drawn_alike
def odds_chart(data: Result) -> Figure:
    """Draw the share of runs in each state by day, one upon the other."""
    figure = style.new_figure()
    n = good_runs(data)
    if n == 0:
        return all_failed(figure, data, "odds to show")
    by_day = standings(data.runs, data.horizon_days)
    odds = headline(data.runs, data.horizon_days, data.quiet_days)
    known = last_knowable_day(data.horizon_days, data.quiet_days)
    bottom, top, width, height = style.page(
        figure,
        data.run_id,
        source_of(data),
        odds_title(data, by_day),
        _subtitle(odds, known, data),
    )
    floor = bottom + 0.66 / height
    axes = figure.add_axes((0.62 / width, floor, (width - 2.78) / width, top - floor))
    _draw(axes, by_day, known)
    style.day_ticks(axes, data.horizon_days, data.as_of)
    style.name_across(axes, day_label(data))
    _name_states(axes, by_day.iloc[-1], odds)
    return figure


def odds_title(data: Result, by_day: pd.DataFrame) -> str:
    """State how soon it is quiet, how often that holds, and how often it is war.

    ``by_day`` are the result's `escalation.analysis.odds.durations.standings`.
    """
    quiet = incidence(data.runs, "deescalated_day", data.horizon_days)
    known = last_knowable_day(data.horizon_days, data.quiet_days)
    n, run = good_runs(data), data.quiet_days
    last = by_day.iloc[-1]
    ever_war = in_runs(float(last["war"]), n)
    if known < 0:
        days = f"{len(by_day)} day" + ("s are" if len(by_day) > 1 else " is")
        return f"{days} too few to see {run} quiet ones; war comes in {ever_war}"
    by = next((d for d in DEADLINES_DAYS if d <= known), known)
    share, holds = (in_runs(float(p), n) for p in (quiet["p"].iloc[by], last["holding"]))
    return upper_first(
        f"quiet begins by day {by} in {share}, lasts to the end in {holds}; war comes in {ever_war}"
    )


def _subtitle(odds: OddsTable, known: int, data: Result) -> str:
    """Say what is drawn, and the odds of a de-escalation, whatever came of it."""
    text = (
        "Share of runs by where they stand on each day, so far; right, at the end. "
        f"{intervals_told(odds)} "
    )
    if known < 0:
        return text
    told = [day for day in DEADLINES_DAYS if day <= known]
    if told:
        by = ", ".join(f"{odds_told(odds[f'de_escalated_{day}d'])} by day {day}" for day in told)
        text += f"De-escalated at all, before any war: {by}. "
    text += f"It counts from the first of {data.quiet_days} quiet days"
    late = "; pale: too late for that to show" if known < data.horizon_days - 1 else ""
    return f"{text}{late}."


def _draw(axes: Axes, by_day: pd.DataFrame, known: int) -> None:
    """Lay the states one upon the other; what is quiet after a war is hatched."""
    last = len(by_day) - 1
    day = by_day["day"].to_numpy(dtype=np.float64)
    if last == 0:
        by_day = by_day.iloc[[0, 0]]
        day = np.array(style.ONE_DAY)
    below = np.zeros(len(by_day))
    for state, _, outcome, colour in STATES:
        above = below + by_day[state].to_numpy()
        axes.fill_between(
            day, below, above, step="post", facecolor=colour, edgecolor=style.PAPER,
            hatch=style.END_STATE_HATCHES.get(outcome), linewidth=0, zorder=2,
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
    for state, name, outcome, colour in STATES:
        share = float(end[state])
        rows.append((below + share / 2, name, outcome, colour))
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
