"""Every forecaster's scores on every outcome, differences, reliability, and the verdict in words.

A table of forecasts has one row for each episode, outcome and forecaster: ``episode_id``,
``outcome``, ``happened`` (1, 0, or NaN where nobody knows), ``forecaster``, ``p``.

Forecasters are held against the base rate by the difference of their scores, episode by episode:
what is hard about an episode is hard for both, and cancels. The model beats the base rate where the
95% interval of that difference lies below 0, and is beaten where it lies above; otherwise the two
can't be told apart, and what so many episodes could have told is said. Fewer than `FEWEST` known
episodes tell nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.forecasts.scoring_rules import (
    Difference,
    brier,
    difference,
    log_score,
    ranked_probability,
    reliability,
    score,
)
from escalation.analysis.odds.intervals import Z95
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

#: As few went the rarer way at least, where it is told what the cases can tell.
FEWEST_EITHER: Final = 2

#: How many cases the statement of power asks for besides those there are.
MORE_CASES: Final = 150


SCORERS: Final = {
    "brier": brier,
    "log": log_score,
    "ranked_probability": ranked_probability,
}


def score_table(forecasts: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Return every score of every forecaster, with its difference from the base rate's.

    Returns
    -------
    DataFrame
        ``outcome``, ``score`` (``brier``, ``log`` or ``ranked_probability``), ``forecaster``,
        ``value``, ``low``, ``high``, ``known``, ``unknown``, ``difference``, ``difference_low``,
        ``difference_high``, ``tellable``. Intervals are 95% bootstrap intervals over episodes; the
        difference is that from the base rate's score, NaN for the base rate itself; ``tellable`` as
        in `escalation.analysis.forecasts.scoring_rules.Difference`.
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
                gap = Difference(math.nan, math.nan, math.nan, math.nan, own.known)
                if forecaster != BASE_RATE:
                    gap = difference(scorer, said[forecaster], said[BASE_RATE], happened, seed=seed)
                rows.append(
                    row
                    | {
                        "difference": gap.value, "difference_low": gap.low,
                        "difference_high": gap.high, "tellable": gap.tellable,
                    }
                )  # fmt: skip
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


def power(scores: pd.DataFrame, forecasts: pd.DataFrame, cases: int = MORE_CASES) -> str:
    """Say how large a difference the episodes could tell, by the log score, and how many it takes.

    An outcome is left out if fewer than `FEWEST` episodes are known, or if fewer than
    `FEWEST_EITHER` of them went either way: what they scatter by hangs on one case then.
    """
    told = []
    for outcome, words in OUTCOME_WORDS.items():
        mine = _rows(scores, outcome, "log").get(MODEL)
        if mine is None or int(mine["known"]) < FEWEST or not mine["tellable"] > 0:
            continue
        _, happened = chances(forecasts, outcome)
        if min((happened == 1).sum(), (happened == 0).sum()) < FEWEST_EITHER:
            continue
        gap = Difference(mine["difference"], math.nan, math.nan, mine["tellable"], mine["known"])
        told.append(
            f"{words}: {gap.known} tell {gap.tellable:.2f} nats, {cases} would tell "
            f"{gap.tellable_by(cases):.2f}"
        )
    if not told:
        return ""
    return (
        "What so many episodes can tell of the model and the base rate, in four of five records "
        f"and by the log score: {'; '.join(told)}. A smaller difference may be there unseen."
    )


def made_by_runs(scores: pd.DataFrame, forecasts: pd.DataFrame) -> str:
    """Say how much of the model's scores, and of their difference, so few runs may have made.

    A chance ``p`` that is a share of ``N`` runs scores ``p (1 - p) / (N - 1)`` more by its squared
    error than the chance itself, on average, and scatters about that by twice the error times the
    standard deviation of the share. Deadlines of one episode share their runs, so that what they
    scatter by is added up.
    """
    told = []
    for outcome, name in DECISIVE:
        mine = _rows(scores, outcome, name)[MODEL]
        gap = float(mine["difference"])
        if standing(scores, outcome, name) == "unknown":
            continue
        more, either_way = by_runs(forecasts, outcome)
        reach = more + either_way
        about = "when it de-escalates" if outcome == QUIET else "whether it escalates further"
        said = (
            f"on {about} they add {more:.3f} to the model's score on average, {either_way:.3f} "
            "either way"
        )
        if reach >= abs(gap):
            said += f", which may be all of the difference of {gap:+.3f}: judge by more (--runs)"
        else:
            said += f", at most {100 * reach / abs(gap):.0f}% of the difference of {gap:+.3f}"
        told.append(said)
    return f"What so few runs make of it, with 95%: {'; '.join(told)}." if told else ""


def by_runs(forecasts: pd.DataFrame, outcome: str) -> tuple[float, float]:
    """Return what so few runs add to the model's squared error, and by how much that may be off.

    Parameters
    ----------
    forecasts
        With ``effective_runs`` of the model's rows.
    outcome
        One of `OUTCOME_WORDS`.
    """
    said, happened = chances(forecasts, outcome)
    runs = _in_columns(
        [
            forecasts.loc[
                (forecasts["forecaster"] == MODEL) & (forecasts["outcome"] == name),
                "effective_runs",
            ]
            for name in (DEADLINES if outcome == QUIET else (outcome,))
        ]
    )
    p, came, n = (_as_columns(values) for values in (said[MODEL], happened, runs))
    known = ~np.isnan(came).any(axis=1)
    p, came, n = p[known], came[known], np.maximum(n[known], 2.0)
    variance = p * (1 - p) / (n - 1)
    scatter = (2 * np.abs(p - came) * np.sqrt(variance)).mean(axis=1)
    return float(variance.mean()), Z95 * math.sqrt(float(np.square(scatter).sum())) / len(p)


def _as_columns(values: Any) -> Any:
    return values[:, np.newaxis] if values.ndim == 1 else values


def standing(scores: pd.DataFrame, outcome: str, name: str) -> str:
    """Return how the model stands to the base rate: better, worse, alike or unknown."""
    mine = _rows(scores, outcome, name)[MODEL]
    if int(mine["known"]) < FEWEST or mine["difference"] != mine["difference"]:
        return "unknown"
    return (
        "better"
        if mine["difference_high"] < 0
        else "worse"
        if mine["difference_low"] > 0
        else "alike"
    )


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
    ends = f"{mine['difference_low']:+.3f}, {mine['difference_high']:+.3f}"
    return (
        f"On {about} {found}: {mine['value']:.3f} against {theirs['value']:.3f}, a difference of"
        f" {mine['difference']:+.3f} [{ends}] over {known} episodes, of which"
        f" {_rarer(forecasts, outcome)}."
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
