"""What is said of the odds over time: where the runs stand by each day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from escalation.analysis.odds.durations import incidence, last_knowable_day, standings
from escalation.analysis.odds.headline import headline
from escalation.analysis.odds.outcomes import DEADLINES_DAYS
from escalation.charts.chart_data import good_runs, none_came_through, source_of, told_days
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.charts.words import intervals_told, odds_told, upper_first
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import in_runs, percent

if TYPE_CHECKING:
    import pandas as pd

    from escalation.analysis.odds.headline import OddsTable
    from escalation.results.result import Result

#: From the foot up: the state, and the end state that it is on the last day.
STATES: Final = (
    ("holding", "durable"),
    ("relapsed", "relapsed"),
    ("not_yet", "never_quiet"),
    ("war", "war"),
)


def told(data: Result) -> Told:
    """Say where a result's runs stand by day, and at the end."""
    if good_runs(data) == 0:
        return none_came_through(data, "odds to show")
    by_day = standings(data.runs, data.horizon_days)
    known = last_knowable_day(data.horizon_days, data.quiet_days)
    begun = incidence(data.runs, "deescalated_day", data.horizon_days)["p"]
    finding = _finding(data, by_day, begun, known)
    last = by_day.iloc[-1]
    ends = ", ".join(f"{OUTCOME_NAMES[end].name} {percent(last[state])}" for state, end in STATES)
    return Told(
        finding,
        _shown(headline(data.runs, data.horizon_days, data.quiet_days), known, data),
        alt_text("Areas of runs by where they stand, day by day", finding, f"At the end: {ends}"),
        source_of(data),
        _table(by_day, begun, known),
        _drawing(known, data),
    )


def _finding(data: Result, by_day: pd.DataFrame, begun: pd.Series[float], known: int) -> str:
    """State how soon it is quiet, how often that holds, and how often it is war."""
    n, run = good_runs(data), data.quiet_days
    last = by_day.iloc[-1]
    ever_war = in_runs(float(last["war"]), n)
    if known < 0:
        days = f"{len(by_day)} day" + ("s are" if len(by_day) > 1 else " is")
        return f"{days} too few to see {run} quiet ones; war comes in {ever_war}"
    by = next((d for d in DEADLINES_DAYS if d <= known), known)
    share, holds = (in_runs(float(p), n) for p in (begun.iloc[by], last["holding"]))
    return upper_first(
        f"quiet begins by day {by} in {share}, lasts to the end in {holds}; war comes in {ever_war}"
    )


def _shown(odds: OddsTable, known: int, data: Result) -> str:
    """Say what is drawn, and the odds of a de-escalation, whatever came of it."""
    text = f"Share of runs by where they stand on each day, so far. {intervals_told(odds)}"
    if known < 0:
        return text
    days = [day for day in DEADLINES_DAYS if day <= known]
    if days:
        by = ", ".join(f"{odds_told(odds[f'de_escalated_{day}d'])} by day {day}" for day in days)
        text += f" De-escalated at all, before any war: {by}."
    return f"{text} It counts from the first of {data.quiet_days} quiet days."


def _drawing(known: int, data: Result) -> str:
    late = " Pale: too late for quiet to count." if 0 <= known < data.horizon_days - 1 else ""
    return f"Right: at the end.{late}"


def _table(by_day: pd.DataFrame, begun: pd.Series[float], known: int) -> Table:
    """Return the shares of all states by day, and of runs that have de-escalated at all."""
    days = told_days(len(by_day))
    rows = [
        [OUTCOME_NAMES[end].label, *(percent(float(by_day[state].iloc[day])) for day in days)]
        for state, end in STATES
    ]
    if known >= 0:
        at_all = (percent(float(begun.iloc[day])) if day <= known else "–" for day in days)
        rows.append(["De-escalated at all, before any war", *at_all])
    return figures_table(
        "odds", "Share of runs in each state", ["State", *(f"day {day}" for day in days)], rows
    )
