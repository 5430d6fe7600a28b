"""Who forecasts better: how the model stands to the base rate, in words.

It beats it where the 95% interval of its skill lies above 0, and is beaten where it lies below;
otherwise the two can't be told apart. Fewer than `FEWEST` known episodes tell nothing. The tables
are those of `escalation.analysis.forecasts.score_table`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

MODEL, BASE_RATE, CHAIN = "model", "base_rate", "chain"
FORECASTERS: Final = {MODEL: "model", BASE_RATE: "base rate", CHAIN: "Markov chain"}

#: The ordered outcome: quiet by 14 days, by 30, or later.
QUIET: Final = "quiet"
DEADLINES: Final = ("de_escalated_14d", "de_escalated_30d")
OUTCOME_WORDS: Final = {
    "de_escalated_14d": "quiet within 14 days",
    "de_escalated_30d": "quiet within 30 days",
    "escalated_further": "escalated further",
    QUIET: "quiet by 14 days, by 30, or later",
}
#: The scores by which a verdict is reached: the whole question of quiet, and escalation.
DECISIVE: Final = ((QUIET, "ranked_probability"), ("escalated_further", "brier"))

_FOUND: Final = {
    "better": "the model beats the base rate beyond noise",
    "worse": "the model does worse than the base rate beyond noise",
    "alike": "the model can't be told from the base rate",
}

#: Fewer known cases than this tell nothing about who forecasts better.
FEWEST: Final = 5


def verdict(scores: pd.DataFrame, forecasts: pd.DataFrame) -> str:
    """Say in two sentences whether the model beats the base rate beyond noise."""
    return " ".join(_sentence(scores, forecasts, outcome, name) for outcome, name in DECISIVE)


def standing(scores: pd.DataFrame, outcome: str, name: str) -> str:
    """Return how the model stands to the base rate: better, worse, alike or unknown."""
    mine = _rows(scores, outcome, name)[MODEL]
    if int(mine["known"]) < FEWEST or mine["skill"] != mine["skill"]:
        return "unknown"
    return "better" if mine["skill_low"] > 0 else "worse" if mine["skill_high"] < 0 else "alike"


def _rows(scores: pd.DataFrame, outcome: str, name: str) -> dict[str, Any]:
    """Return the scores of one outcome by forecaster."""
    chosen = scores[(scores["outcome"] == outcome) & (scores["score"] == name)]
    return {row["forecaster"]: row for row in chosen.to_dict("records")}


def _sentence(scores: pd.DataFrame, forecasts: pd.DataFrame, outcome: str, name: str) -> str:
    rows = _rows(scores, outcome, name)
    mine, theirs = rows[MODEL], rows[BASE_RATE]
    about = "when it is quiet" if outcome == QUIET else "whether it escalates further"
    known, stands = int(mine["known"]), standing(scores, outcome, name)
    if stands == "unknown":
        cases = f"{known} episode" + ("" if known == 1 else "s") + " with a known outcome"
        return f"On {about} nothing can be said: {cases}."
    found = _FOUND[stands]
    return (
        f"On {about} {found}: {mine['value']:.3f} against {theirs['value']:.3f}, skill"
        f" {mine['skill']:+.2f} [{mine['skill_low']:+.2f}, {mine['skill_high']:+.2f}] over"
        f" {known} episodes, of which {_rarer(forecasts, outcome)}."
    )


def _rarer(forecasts: pd.DataFrame, outcome: str) -> str:
    """Return how often the rarer answer came about: what there is to tell forecasts by."""
    _, happened = columns(forecasts, outcome)
    if outcome == QUIET:
        known = happened[~(happened != happened).any(axis=1)]
        late = int((known[:, 0] == 0).sum())
        return f"{late} {'was' if late == 1 else 'were'} not quiet within 14 days"
    return f"{int((happened == 1).sum())} did"


def columns(forecasts: pd.DataFrame, outcome: str) -> tuple[dict[str, Any], Any]:
    """Return each forecaster's chances of an outcome, and what happened.

    Shape (n,) each; (n, 2) for `QUIET`: by 14 and by 30 days.
    """
    wanted = DEADLINES if outcome == QUIET else (outcome,)
    said: dict[str, Any] = {}
    happened = None
    for forecaster in FORECASTERS:
        mine = forecasts[forecasts["forecaster"] == forecaster]
        tables = [mine[mine["outcome"] == name] for name in wanted]
        if any(table.empty for table in tables):
            continue
        said[forecaster] = _side_by_side([table["p"] for table in tables])
        happened = _side_by_side([table["happened"] for table in tables])
    return said, happened


def _side_by_side(columns: list[Any]) -> Any:
    values = [column.to_numpy(dtype=np.float64) for column in columns]
    return values[0] if len(values) == 1 else np.stack(values, axis=1)
