"""What is said of forecasts: how often it came about where a forecaster gave such a chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from escalation.analysis.forecasts.score_tables import (
    DECISIVE,
    FEWEST,
    FORECASTERS,
    OUTCOME_WORDS,
    QUIET,
    standing,
)
from escalation.charts.told import Table, Told, alt_text, figures_table, nothing_to_show
from escalation.charts.words import upper_first

if TYPE_CHECKING:
    import pandas as pd

    from escalation.studies.score import Scored


def told(found: Scored) -> Told:
    """Say how the model's forecasts stand to the base rate."""
    source = (
        f"Source: escalation, forecasts from the first day of {found.source}; model: "
        f"{found.runs:,} runs an episode, seed {found.seed}. Bars: Wilson's 95% intervals. Odds "
        "under the model's assumptions, not a forecast of fact."
    )
    if not is_any_known(found):
        finding = "No episode's outcome is known, so there is nothing to compare"
        return nothing_to_show(finding, source)
    finding = _finding(found.scores)
    rows = found.scores[found.scores["score"] == "brier"].to_dict("records")
    each = "; ".join(
        f"{OUTCOME_WORDS[row['outcome']]}, {FORECASTERS[row['forecaster']]} {score(row)}"
        for row in rows
    )
    return Told(
        finding,
        "How often it came about, against the chance that each forecaster had given. On the "
        "dashed line chances come true as often as they say. Ticks: the model's chance for each "
        "episode; beside the model's marks, how many episodes they stand for.",
        alt_text(
            "Share that came about against the chance given, a panel an outcome",
            finding,
            f"Brier scores, lower is better: {each}",
        ),
        source,
        _table(rows),
    )


def is_any_known(found: Scored) -> bool:
    """Return whether any episode's outcome is known."""
    return bool(found.forecasts["happened"].notna().any())


def score(row: Mapping[Any, Any]) -> str:
    """Return a forecaster's score, with its interval where there are cases enough."""
    if row["known"] == 0:
        return "not known"
    value = f"{row['value']:.3f}"
    return f"{value} ({row['low']:.2f}–{row['high']:.2f})" if row["known"] >= FEWEST else value


def _finding(scores: pd.DataFrame) -> str:
    """State how the model stands to the base rate."""
    stands = {outcome: standing(scores, outcome, name) for outcome, name in DECISIVE}
    about = {QUIET: "on quiet", "escalated_further": "on further escalation"}
    if set(stands.values()) <= {"alike", "unknown"}:
        n = int(scores["known"].max())
        if "alike" not in stands.values():
            return f"Too few known outcomes to judge the forecasts: {n} at most"
        return f"{n} episodes can't tell the model's forecasts from the base rate"
    said = {
        "better": "beats the base rate",
        "worse": "does worse than the base rate",
        "alike": "can't be told from it",
        "unknown": "can't be judged",
    }
    if len(set(stands.values())) == 1:
        return f"The model {said[stands[QUIET]]} on quiet and on further escalation"
    parts = [f"{about[outcome]} the model {said[how]}" for outcome, how in stands.items()]
    if stands[QUIET] == "alike":
        parts.reverse()
    return upper_first("; ".join(parts))


def _table(rows: list[dict[Any, Any]]) -> Table:
    return figures_table(
        "reliability",
        "Brier scores of forecasts, lower is better",
        ["Outcome", "forecaster", "Brier score", "known cases"],
        [
            [
                upper_first(OUTCOME_WORDS[row["outcome"]]),
                FORECASTERS[row["forecaster"]],
                score(row),
                f"{row['known']:.0f}",
            ]
            for row in rows
        ],
        "In brackets: 95%.",
    )
