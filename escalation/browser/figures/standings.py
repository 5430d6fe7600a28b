"""Where the runs stand by day: de-escalated and holding, relapsed, not yet, at war."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.analysis.odds.durations import last_knowable_day, standings
from escalation.browser.figures.parts import day_axis, rounded, table, told_days
from escalation.charts.odds_chart import STATES, odds_title
from escalation.numbers import percent

if TYPE_CHECKING:
    from escalation.results.result import Result


def standings_figure(result: Result) -> dict[str, Any]:
    """Return the share of runs in each state by day, from the foot up."""
    by_day = standings(result.runs, result.horizon_days)
    days = told_days(result.scenario)
    return {
        "title": odds_title(result, by_day),
        "subtitle": "Share of runs in each state, by day. Quiet can still be seen to last if it "
        f"begins by day {last_knowable_day(result.horizon_days, result.quiet_days)}.",
        "axis": day_axis(result.scenario),
        "states": [
            {
                "label": name,
                "colour": outcome.replace("_", "-"),
                "shares": rounded(by_day[state]),
                "told": [percent(float(share)) for share in by_day[state]],
            }
            for state, name, outcome, _ in STATES
        ],
        "table": table(
            "Share of runs in each state",
            ["State", *(f"day {day}" for day in days)],
            [
                [name, *(percent(float(by_day[state].iloc[day])) for day in days)]
                for state, name, _, _ in STATES
            ],
        ),
    }
