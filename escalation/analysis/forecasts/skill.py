"""Every forecaster's scores on every outcome, its skill, its reliability, and the verdict in words.

A table of forecasts has one row for each episode, outcome and forecaster: ``episode_id``,
``outcome``, ``happened`` (1, 0, or NaN where nobody knows), ``forecaster``, ``p``.

The model beats the base rate where the 95% interval of its skill lies above 0, and is beaten where
it lies below; otherwise the two can't be told apart. Fewer than `FEWEST` known episodes tell
nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.forecasts.scoring_rules import (
    Score,
    brier,
    log_score,
    ranked_probability,
    reliability,
    score,
    skill,
)
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd

MODEL, BASE_RATE, CHAIN = "model", "base_rate", "chain"
FORECASTERS: Final = {MODEL: "model", BASE_RATE: "base rate", CHAIN: "Markov chain"}

#: The ordered outcome: de-escalated by day 14, by day 30, or later.
QUIET: Final = "quiet"
DEADLINES: Final = ("de_escalated_14d", "de_escalated_30d")
OUTCOME_WORDS: Final = {
    **{name: OUTCOME_NAMES[name].name for name in DEADLINES},
    "escalated_further": "escalated further",
    QUIET: "de-escalated by day 14, by day 30, or later",
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


SCORERS: Final = {
    "brier": brier,
    "log": log_score,
    "ranked_probability": ranked_probability,
}


def score_table(forecasts: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Return every score of every forecaster, with its skill against the base rate.

    Returns
    -------
    DataFrame
        ``outcome``, ``score`` (``brier``, ``log`` or ``ranked_probability``), ``forecaster``,
        ``value``, ``low``, ``high``, ``known``, ``unknown``, ``skill``, ``skill_low``,
        ``skill_high``. Intervals are 95% bootstrap intervals over episodes; skill is
        ``1 - score / score of the base rate``, NaN for the base rate itself.
    """
    import pandas as pd

    rows = []
    for outcome in OUTCOME_WORDS:
        said, happened = chances(forecasts, outcome)
        for name in ("ranked_probability",) if outcome == QUIET else ("brier", "log"):
            for forecaster in FORECASTERS:
                if forecaster not in said:
                    continue
                scorer = SCORERS[name]
                own = score(scorer, said[forecaster], happened, seed=seed)
                row = {
                    "outcome": outcome, "score": name, "forecaster": forecaster,
                    "value": own.value, "low": own.low, "high": own.high,
                    "known": own.known, "unknown": own.unknown,
                }  # fmt: skip
                gain = Score(math.nan, math.nan, math.nan, own.known, own.unknown)
                if forecaster != BASE_RATE:
                    gain = skill(scorer, said[forecaster], said[BASE_RATE], happened, seed=seed)
                rows.append(
                    row | {"skill": gain.value, "skill_low": gain.low, "skill_high": gain.high}
                )
    return pd.DataFrame(rows)


def reliability_table(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Return how often it happened where a forecaster gave like chances; see `reliability`.

    Returns
    -------
    DataFrame
        ``outcome``, ``forecaster``, then the columns of `reliability`.
    """
    import pandas as pd

    tables = []
    for outcome in OUTCOME_WORDS:
        if outcome == QUIET:
            continue
        said, happened = chances(forecasts, outcome)
        for forecaster, p in said.items():
            table = reliability(p, happened)
            table.insert(0, "forecaster", forecaster)
            table.insert(0, "outcome", outcome)
            tables.append(table)
    return pd.concat(tables, ignore_index=True)


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
    about = "when it de-escalates" if outcome == QUIET else "whether it escalates further"
    known, stands = int(mine["known"]), standing(scores, outcome, name)
    if stands == "unknown":
        cases = counted(known, "episode", thousands="") + " with a known outcome"
        return f"On {about} nothing can be said: {cases}."
    found = _FOUND[stands]
    return (
        f"On {about} {found}: {mine['value']:.3f} against {theirs['value']:.3f}, skill"
        f" {mine['skill']:+.2f} [{mine['skill_low']:+.2f}, {mine['skill_high']:+.2f}] over"
        f" {known} episodes, of which {_rarer(forecasts, outcome)}."
    )


def _rarer(forecasts: pd.DataFrame, outcome: str) -> str:
    """Return how often the rarer answer came about: what there is to tell forecasts by."""
    _, happened = chances(forecasts, outcome)
    if outcome == QUIET:
        known = happened[~(happened != happened).any(axis=1)]
        late = int((known[:, 0] == 0).sum())
        return f"{late} had not de-escalated by day 14"
    return f"{int((happened == 1).sum())} did"


def chances(forecasts: pd.DataFrame, outcome: str) -> tuple[dict[str, Any], Any]:
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
        said[forecaster] = _in_columns([table["p"] for table in tables])
        happened = _in_columns([table["happened"] for table in tables])
    return said, happened


def _in_columns(columns: list[Any]) -> Any:
    values = [column.to_numpy(dtype=np.float64) for column in columns]
    return values[0] if len(values) == 1 else np.stack(values, axis=1)
