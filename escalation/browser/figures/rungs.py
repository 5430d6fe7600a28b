"""The ladder over time: the share of runs in which each state stands on each rung, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.browser.figures.parts import day_axis, rounded, table
from escalation.charts.chart_data import good_runs
from escalation.charts.rungs_chart import STATES, percent_or_dot, rung_shares, rungs_title
from escalation.numbers import percent
from escalation.vocabulary import RUNGS

if TYPE_CHECKING:
    from escalation.results.result import Result


def rungs_figure(result: Result) -> dict[str, Any]:
    """Return the fan of the rungs, a panel a state."""
    shares = {side: rung_shares(result, side) for side, _ in STATES}
    means = {side: percent_or_dot(one.mean(axis=0)) for side, one in shares.items()}
    return {
        "title": rungs_title(shares, good_runs(result)),
        "subtitle": "Share of runs in which each state stands on each rung of the escalation "
        "ladder, by day.",
        "axis": day_axis(result.scenario),
        "rungs": [f"{number} {name}" for number, name in enumerate(RUNGS)],
        "panels": [
            {
                "label": name,
                "shares": rounded(shares[side]),
                "told": [[percent(float(share)) for share in day] for day in shares[side]],
            }
            for side, name in STATES
        ],
        "table": table(
            "Share of all days on each rung",
            ["Rung", *(name for _, name in STATES)],
            [
                [f"{rung} {name}", *(means[side][rung] for side, _ in STATES)]
                for rung, name in enumerate(RUNGS)
            ],
        ),
    }
