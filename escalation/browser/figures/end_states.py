"""How the runs end, and between which odds draws lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.browser.figures.parts import said
from escalation.charts.told.end_states import SHOWN, told
from escalation.charts.words import odds_told
from escalation.naming import OUTCOME_NAMES

if TYPE_CHECKING:
    from escalation.results.result import Result


def end_states_figure(result: Result) -> dict[str, Any]:
    """Return each end state's share of runs with both intervals, from the calmest to the worst."""
    odds = result.odds()
    bars: list[dict[str, Any]] = []
    for state in SHOWN:
        one = odds[state]
        low, high = one.between_draws or (one.low, one.high)
        bars.append(
            {"label": OUTCOME_NAMES[state].label, "meaning": OUTCOME_NAMES[state].meaning,
             "colour": state.replace("_", "-"), "p": round(one.p, 4), "low": round(low, 4),
             "high": round(high, 4), "told": odds_told(one), "word": one.word}
        )  # fmt: skip
    return {**said(told(result)), "bars": bars}
