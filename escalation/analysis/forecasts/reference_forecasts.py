"""Reference forecasts of episodes, against which the model's are scored: base rate and chain.

Neither is ever fitted to what it forecasts. The base rate is the share of the other episodes on
this border: where an episode of the file is itself one of the record, it is left out. It counts as
the same if it has the same name or began on the same day. The chain is fitted to the pairs of
states elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.forecasts.scoring_rules import as_outcomes
from escalation.analysis.odds.outcomes import QUIET_RUN_DAYS
from escalation.analysis.record.dyads import HERE, SERIOUS_DEAD
from escalation.analysis.record.episodes import quiet_within, state_dead
from escalation.analysis.record.markov import (
    fit_without_each,
    outcome_odds,
    recorded_transitions,
)
from escalation.vocabulary import CHAIN_STATES

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: What is forecast of an episode, in the order of tables.
FORECAST: Final = ("de_escalated_14d", "de_escalated_30d", "escalated_further")


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


def chain(episodes: pd.DataFrame, record: pd.DataFrame) -> dict[str, Floats]:
    """Return the Markov chain's forecast of quiet for each episode; it is silent on the rest.

    It is fitted to the pairs of states elsewhere, so that no episode here sways its own forecast.
    An episode with dead, by the higher claims, starts heavy, any other as a clash; where nobody
    tells of the dead the two are mixed by their share in the record here.
    """
    transitions = recorded_transitions()
    fitted = fit_without_each(transitions)[[transitions.dyads.index(HERE)]]
    usual = float((state_dead(record) >= SERIOUS_DEAD).mean())
    heavy = (state_dead(episodes) >= SERIOUS_DEAD).astype("Float64")
    share = heavy.fillna(usual).to_numpy(dtype=np.float64)
    said = {
        state: outcome_odds(fitted, CHAIN_STATES.index(state), 30 + QUIET_RUN_DAYS)
        for state in ("clash", "heavy")
    }
    return {
        name: (1 - share) * said["clash"][name] + share * said["heavy"][name]
        for name in ("de_escalated_14d", "de_escalated_30d")
    }
