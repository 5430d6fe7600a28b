"""Where the runs stand by day: de-escalated and holding, relapsed, not yet, at war."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.analysis.odds.durations import standings
from escalation.browser.figures.parts import day_axis, rounded, said
from escalation.charts.told.odds import STATES, told
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import percent

if TYPE_CHECKING:
    from escalation.results.result import Result


def standings_figure(result: Result) -> dict[str, Any]:
    """Return the share of runs in each state by day, from the foot up."""
    by_day = standings(result.runs, result.horizon_days)
    return {
        **said(told(result)),
        "axis": day_axis(result.scenario),
        "states": [
            {
                "label": OUTCOME_NAMES[outcome].label,
                "colour": outcome.replace("_", "-"),
                "shares": rounded(by_day[state]),
                "told": [percent(float(share)) for share in by_day[state]],
            }
            for state, outcome in STATES
        ],
    }
