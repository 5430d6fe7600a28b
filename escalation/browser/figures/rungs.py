"""The ladder over time: the share of runs in which each state stands on each rung, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.browser.figures.parts import day_axis, rounded, said
from escalation.charts.told.rungs import STATES, rung_shares, told
from escalation.numbers import percent
from escalation.vocabulary import RUNGS

if TYPE_CHECKING:
    from escalation.results.result import Result


def rungs_figure(result: Result) -> dict[str, Any]:
    """Return the fan of the rungs, a panel a state."""
    panels = []
    for side, name in STATES:
        shares = rung_shares(result, side)
        words = [[percent(float(share)) for share in day] for day in shares]
        panels.append({"label": name, "shares": rounded(shares), "told": words})
    return {
        **said(told(result)),
        "axis": day_axis(result.scenario),
        "rungs": [f"{number} {name}" for number, name in enumerate(RUNGS)],
        "panels": panels,
    }
