"""From forecasts to scores: every forecaster on every outcome, its skill, its reliability.

A table of forecasts has one row for each episode, outcome and forecaster: ``episode_id``,
``outcome``, ``happened`` (1, 0, or NaN where nobody knows), ``forecaster``, ``p``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from escalation.analysis.forecasts.scoring_rules import (
    Score,
    brier,
    log_score,
    ranked_probability,
    reliability,
    score,
    skill,
)
from escalation.analysis.forecasts.verdict import (
    BASE_RATE,
    FORECASTERS,
    OUTCOME_WORDS,
    QUIET,
    columns,
)

if TYPE_CHECKING:
    import pandas as pd

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
        said, happened = columns(forecasts, outcome)
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
        said, happened = columns(forecasts, outcome)
        for forecaster, p in said.items():
            table = reliability(p, happened)
            table.insert(0, "forecaster", forecaster)
            table.insert(0, "outcome", outcome)
            tables.append(table)
    return pd.concat(tables, ignore_index=True)
