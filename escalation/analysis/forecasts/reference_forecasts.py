"""Reference forecasts of episodes, against which the model's are scored: base rate and chain.

Both are fitted to recorded episodes, never to the one they forecast: where an episode of the file
is itself one of those of the record, it is left out of the fit. It counts as the same if it has
the same name or began on the same day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.forecasts.scoring_rules import as_outcomes
from escalation.analysis.odds.outcomes import QUIET_RUN_DAYS
from escalation.analysis.record.episodes import quiet_within
from escalation.analysis.record.markov import Chain, count_transitions, fit

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: What is forecast of an episode, in the order of tables.
FORECAST: Final = ("de_escalated_14d", "de_escalated_30d", "escalated_further")
GRID: Final = 64


def outcomes(episodes: pd.DataFrame) -> dict[str, Floats]:
    """Return what happened, for each of `FORECAST`: 1, 0, or NaN where nobody knows."""
    return {
        "de_escalated_14d": as_outcomes(quiet_within(episodes, 14)),
        "de_escalated_30d": as_outcomes(quiet_within(episodes, 30)),
        "escalated_further": as_outcomes(episodes["escalated_further"]),
    }


def same_episode(episodes: pd.DataFrame, record: pd.DataFrame) -> list[int | None]:
    """Return, for each episode, its row in the record, None where it is not in it.

    The name decides; where the record has no such name, the first day does.
    """
    by_name = {name: row for row, name in reversed(list(enumerate(record["episode_id"])))}
    by_day = {day: row for row, day in reversed(list(enumerate(record["start_date"])))}
    return [
        by_name.get(name, by_day.get(day))
        for name, day in zip(episodes["episode_id"], episodes["start_date"], strict=True)
    ]


def base_rate(record: pd.DataFrame, left_out: list[int | None]) -> dict[str, Floats]:
    """Return the share of the record's other episodes as the forecast of each episode.

    Of n known others of which k had it, ``(k + 1/2) / (n + 1)``: never 0 or 1.

    Parameters
    ----------
    record : DataFrame
        The episodes that it is fitted to.
    left_out : list
        For each episode to forecast, its own row in the record, or None; from `same_episode`.
    """
    found = {}
    for outcome, seen in outcomes(record).items():
        hits, known = float(np.nansum(seen)), float((~np.isnan(seen)).sum())
        own = np.array([np.nan if row is None else seen[row] for row in left_out])
        inside = ~np.isnan(own)
        found[outcome] = (hits - np.where(inside, own, 0.0) + 0.5) / (known - inside + 1.0)
    return found


def chain(
    episodes: pd.DataFrame, record: pd.DataFrame, left_out: list[int | None], grid: int = GRID
) -> dict[str, Floats]:
    """Return the Markov chain's forecast of quiet for each episode; it is silent on the rest.

    An episode with air strikes starts heavy, any other as a clash: what else an episode grew into
    is not known on its first day. Where nobody knows of air strikes the two are mixed by their
    share in the record.
    """
    fitted: dict[int | None, Chain] = {}
    names = ("de_escalated_14d", "de_escalated_30d")
    odds: dict[str, list[float]] = {name: [] for name in names}
    unknown = float(record["airstrikes"].astype("Float64").mean())
    shares = episodes["airstrikes"].astype("Float64").fillna(unknown)
    for row, heavy in zip(left_out, shares, strict=True):
        if row not in fitted:
            fitted[row] = fit(count_transitions(record, without=row), grid)
        starts = {"heavy": float(heavy), "clash": 1 - float(heavy)}
        said: dict[str, dict[str, Any]] = {
            start: dict(fitted[row].odds(start, 30 + QUIET_RUN_DAYS))
            for start, share in starts.items()
            if share > 0
        }
        for name in names:
            odds[name].append(sum(starts[start] * said[start][name].p for start in said))
    return {name: np.array(values) for name, values in odds.items()}
