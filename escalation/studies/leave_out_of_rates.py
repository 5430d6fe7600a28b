"""Leave an episode out of the base rates to which the posterior was fitted.

A base rate was counted over many pairs of states, this border's episodes to 2014 among them. Each
rate that can be counted again is, without the episode's rows in the record
(``facts/dyad_episodes.csv``), and with one fatal episode less in the year before whatever followed
it: P06 and P30 (quiet of the seed's like), P09 (war after a fatal first day and two to four others)
and what was reckoned from it (P27). P29 was judged half by such a count and half by this border's
own gaps since 2021 (P07), and moves by half of what each of them moves. The others hold none of
these episodes: P10 counts disputes that became wars, 1946-2010, and P23 international crises, whose
sources list no clash between the two states since 2007; P24 counts ceasefires in civil wars.

Base rates weigh draws by ``exp(sum of strength times rate)`` (`escalation.calibration.base_rates`).
With other rates the strengths are others; what the posterior's rows weigh then is found from the
rows themselves, by the same dual, as a change of the strengths they were drawn with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.record.dyads import HERE, became, fatal_after, like, load_dyad_episodes
from escalation.analysis.record.episodes import load_episodes

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

Floats = NDArray[np.float64]

#: Days by which the two records may date one episode apart.
SLACK_DAYS: Final = 1
#: Longest calm that counts for P29, in days.
SOON_DAYS: Final = 60


def changes(number: str) -> dict[str, float]:
    """Return by how much each base rate would be another without an episode.

    Parameters
    ----------
    number
        Id of a shipped episode; one of a file of somebody's own entered no base rate.

    Returns
    -------
    dict of str to float
        Change of the share by pattern; rates that it didn't enter are left out.
    """
    episodes = load_episodes()
    mine = episodes["episode_id"] == number
    if not mine.any():
        return {}
    with_it = load_dyad_episodes()
    first, last = (episodes.loc[mine, name].iloc[0] for name in ("start_date", "last_violent_date"))
    rest = without_episode(with_it, first.date(), (first if last != last else last).date())
    found = {name: rate(rest) - rate(with_it) for name, rate in _RATES.items()}
    found["P27 30d"] = _SOON_AT_WAR * found["P09"]
    own = _soon_here(episodes, number) - _soon_here(episodes)
    found["P29 60d"] = (found.pop("again") + own) / 2
    return {name: float(change) for name, change in found.items() if change != 0}


def without_episode(table: pd.DataFrame, first: dt.date, last: dt.date) -> pd.DataFrame:
    """Return the record without what it has of this border between two days.

    Parameters
    ----------
    table : DataFrame
        As `load_dyad_episodes` gives it.
    first, last
        Of the episode's violence.
    """
    import pandas as pd

    slack, year = pd.Timedelta(days=SLACK_DAYS), pd.Timedelta(days=365)
    begun, ended = pd.Timestamp(first) - slack, pd.Timestamp(last) + slack
    here = table["dyad"] == HERE
    gone = here & (table["start"] <= ended) & (table["end"] >= begun)
    rest = table[~gone].copy()
    for row in table[gone & (table["dead"] > 0)].to_dict("records"):
        later = (rest["dyad"] == HERE) & (rest["start"] > row["end"])
        later &= rest["start"] - row["start"] <= year
        rest.loc[later, "fatal_episodes_year_before"] -= 1
    return rest


def log_weights(
    change: Mapping[str, float], patterns: Mapping[str, Floats], rates: Mapping[str, Any]
) -> Floats:
    """Return by how much the log weight of each row changes with the rates, shape (rows,).

    Parameters
    ----------
    change
        From `changes`.
    patterns : mapping of str to ndarray, shape (rows,)
        What each row predicts, by pattern.
    rates : mapping
        Of each base rate that the posterior was fitted to ``recorded_sd`` and ``strength``.
    """
    from scipy.optimize import minimize
    from scipy.special import logsumexp

    moved = {name: change[name] for name in change if name in rates and name in patterns}
    rows = len(next(iter(patterns.values())))
    if not moved:
        return np.zeros(rows)
    # A rate that only bounds, and doesn't, stays out: its strength is 0.
    held = [name for name, one in rates.items() if one["strength"] != 0 and name in patterns]
    sd = np.array([rates[name]["recorded_sd"] for name in held])
    away = np.column_stack([patterns[name] - patterns[name].mean() for name in held]) / sd
    wanted = np.array([moved.get(name, 0.0) for name in held]) / sd

    def dual(step: Floats) -> tuple[float, Floats]:
        tilted = away @ step
        total = logsumexp(tilted)
        slope = np.exp(tilted - total) @ away
        value = total - np.log(rows) - step @ wanted + 0.5 * step @ step
        return float(value), slope - wanted + step

    found = minimize(dual, np.zeros(len(held)), jac=True, method="L-BFGS-B")
    return np.asarray(away @ found.x)


def _quiet(days: int) -> Any:
    def rate(table: pd.DataFrame) -> float:
        came, known = became(like(table, "seed"), 180)[f"de_escalated_{days}d"]
        return float(came[known].mean())

    return rate


def _at_war(table: pd.DataFrame) -> float:
    return float((fatal_after(table, 2, 4)["war_day"] >= 0).mean())


def _again(table: pd.DataFrame) -> float:
    fatal = table[table["dead_day1"] > 0]
    return float(fatal["days_to_next"].between(0, SOON_DAYS).mean())


def _soon_here(episodes: pd.DataFrame, left_out: str = "") -> float:
    """Return which share of this border's gaps since August 2021 was at most so long.

    The gaps before and after an episode that is left out go: both are between it and another.
    """
    late = episodes[episodes["start_date"] >= "2021-08-01"]
    gap = (late["start_date"].shift(-1) - late["last_violent_date"]).dt.days
    own = late["episode_id"] == left_out
    rest = gap[~own & ~own.shift(-1, fill_value=False)].dropna()
    return float((rest <= SOON_DAYS).mean())


#: How each rate is counted; ``again`` is the record's part of P29.
_RATES: Final = {
    "P06": _quiet(14), "P30 30d": _quiet(30), "P30 90d": _quiet(90), "P09": _at_war,
    "again": _again,
}  # fmt: skip
#: Share of wars within 180 days that begin within 30 (P27): none of them was here.
_SOON_AT_WAR: Final = 0.35
