"""Odds over time: the share of runs that are quiet, or at war, by each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import PercentFormatter

from escalation.analysis.odds.durations import incidence, last_knowable_day
from escalation.analysis.odds.outcomes import DEADLINES_DAYS
from escalation.charts import style
from escalation.charts.chart_data import all_failed, day_label, good_runs, source_of
from escalation.charts.settings import drawn_alike
from escalation.charts.words import upper_first
from escalation.numbers import in_runs, percent, percent_range

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from escalation.results.result import Result


@drawn_alike
def odds_chart(data: Result) -> Figure:
    """Draw the share of runs that have become quiet, or war, by each day, with 95% bands."""
    figure = style.new_figure()
    n = good_runs(data)
    if n == 0:
        return all_failed(figure, data, "odds to show")
    quiet = incidence(data.runs, "deescalated_day", data.horizon_days)
    war = incidence(data.runs, "war_day", data.horizon_days)
    known = last_knowable_day(data.horizon_days, data.quiet_days)
    run = data.quiet_days
    bottom, top, width, height = style.page(
        figure,
        data.run_id,
        source_of(data),
        _title(quiet, war, known, n, run),
        f"Share of runs that have de-escalated (counted from the first of {run} quiet days), "
        "or become war, by each day. Bands: 95% intervals.",
    )
    floor = bottom + 0.52 / height
    axes = figure.add_axes((0.62 / width, floor, (width - 2.72) / width, top - floor))
    _draw(axes, quiet, war, known)
    style.day_ticks(axes, data.horizon_days)
    style.name_across(axes, day_label(data))
    _label_ends(axes, quiet, war, known)
    return figure


def _title(quiet: pd.DataFrame, war: pd.DataFrame, known: int, n: int, run: int) -> str:
    """State how soon it is quiet, and how often it is war."""
    ever_war = in_runs(float(war["p"].iloc[-1]), n)
    if known < 0:
        days = f"{len(war)} day" + ("s are" if len(war) > 1 else " is")
        return f"{days} too few to see {run} quiet ones; war comes in {ever_war}"
    by = next((d for d in DEADLINES_DAYS if d <= known), known)
    share = in_runs(float(quiet["p"].iloc[by]), n)
    return upper_first(f"quiet begins by day {by} in {share}; war comes in {ever_war}")


def _draw(axes: Axes, quiet: pd.DataFrame, war: pd.DataFrame, known: int) -> None:
    """Draw both curves as steps, quiet only as far as it can be known."""
    shown = quiet.iloc[: max(known + 1, 0)]
    for curve, colour in ((shown, style.QUIET), (war, style.WAR)):
        day, p = curve["day"].to_numpy(), curve["p"].to_numpy()
        low, high = curve["low"].to_numpy(), curve["high"].to_numpy()
        if len(curve) == 1:
            axes.errorbar(day, p, [p - low, high - p], fmt="o", color=colour, capsize=4, zorder=4)
            continue
        axes.fill_between(day, low, high, step="post", color=colour, alpha=0.22, linewidth=0)
        axes.step(day, p, where="post", color=colour, linewidth=2.0, zorder=3)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    style.tidy(axes)
    last = len(war) - 1
    if 0 <= known < last:
        axes.axvspan(known, last, color=style.PALE, alpha=0.35, linewidth=0, zorder=0)
        axes.annotate(
            "too late for a quiet to show",
            ((known + last) / 2, 0.5),
            rotation=90,
            ha="center",
            va="center",
            fontsize=style.FOOT_SIZE,
            color=style.SOFT,
        )
    _mark_deadlines(axes, quiet, [d for d in DEADLINES_DAYS if d <= known])


def _mark_deadlines(axes: Axes, quiet: pd.DataFrame, deadlines: list[int]) -> None:
    """Mark the share that is quiet by each deadline, and write it where the curve leaves room."""
    shares = [float(quiet["p"].iloc[day]) for day in deadlines]
    # Below a rising curve there is room; below one that hardly leaves the floor there is none.
    down = bool(shares) and shares[0] > 0.2
    places = style.spread([p - 0.045 if down else p + 0.06 for p in shares], 0.055, 0.0, 1.0)
    for day, share, y in zip(deadlines, shares, places, strict=True):
        axes.plot(
            day,
            share,
            "o",
            color=style.QUIET,
            markeredgecolor="white",
            ms=6.5,
            zorder=5,
            clip_on=False,
        )
        style.write(
            axes, f"{percent(share)} by day {day}", (day, y), (7, 0), by="data",
            path_effects=[withStroke(linewidth=2.5, foreground="white")], zorder=6,
        )  # fmt: skip


def _label_ends(axes: Axes, quiet: pd.DataFrame, war: pd.DataFrame, known: int) -> None:
    """Name each curve beside its end, with its last share and interval."""
    rows = [(war.iloc[-1], "War", style.WAR)]
    if known >= 0:
        rows.append((quiet.iloc[known], "De-escalated", style.QUIET))
    places = style.spread([float(row["p"]) for row, _, _ in rows], 0.15, 0.0, 1.0)
    for (row, name, colour), y in zip(rows, places, strict=True):
        text = (
            f"{percent(float(row['p']))}  ({percent_range(float(row['low']), float(row['high']))})"
        )
        for line, offset, weight in ((name, 6, "bold"), (text, -6, "normal")):
            style.write(
                axes, line, (1.0, y), (8, offset), by="axes fraction", fontsize=style.TEXT_SIZE,
                fontweight=weight, color=colour if weight == "bold" else style.INK,
            )  # fmt: skip
