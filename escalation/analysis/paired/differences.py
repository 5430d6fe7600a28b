"""Differences between two scenarios whose runs are paired: same draws, same chance.

Under one seed, run ``i`` of one scenario and run ``i`` of the other share their draw of what is
uncertain and all their luck, so that what they differ by is what was changed. The difference of two
shares is then the mean of the runs' own differences (-1, 0 or 1), and what both have in common
drops out of its variance.

The interval is that of Agresti and Min (2005) for matched pairs, half a pair added to each of the
four cells, on the effective sample size: pairs of one draw are replicates nested in it, so the
cluster-robust variance of the mean over that of a simple sample gives a design effect, as in
`escalation.analysis.odds.intervals`. Where no pair differs, one pair a draw counts. The quantile is
Student's.

The probability that one scenario has the higher share is Student's, from the same error. It says
what endlessly many runs would show; it does not say that the model is right.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtr, stdtrit

from escalation.analysis.odds.clustered_samples import (
    LEAST_EFFECT,
    clustered_variance,
    degrees_of_freedom,
    largest_effect,
)
from escalation.analysis.odds.intervals import LEVEL
from escalation.analysis.odds.outcomes import OUTCOMES, happened, too_short
from escalation.analysis.odds.variance import both_intervals, difference_between_draws
from escalation.vocabulary import CAME_THROUGH

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

#: Whether more of an outcome is better (1), worse (-1), or neither by itself (0): fewer relapses
#: may only mean fewer quiets to relapse from.
BETTER: Final = {
    **dict.fromkeys(OUTCOMES, 1),
    "relapsed": 0,
    "never_quiet": -1,
    "war": -1,
}
_POWER: Final = 0.8


@dataclass(frozen=True)
class Difference:
    """How a share differs between a scenario and the one it is paired with.

    Attributes
    ----------
    base, other
        The two shares.
    difference
        ``other - base``.
    between_draws_low, between_draws_high
        Between which differences those of 95% of draws lie: the interval over what is unknown. NaN
        where it can't be told, as with one replicate a draw.
    low, high
        Monte Carlo interval of the difference over all draws, 95% unless another level was asked
        for.
    gained, lost
        Runs in which it happened only under the other scenario, and only under the base.
    p_higher
        Probability that the other's share is the higher one, were there endlessly many runs.
    variance_ratio
        Variance of the difference between independent samples of this size over that between the
        paired ones: how many times more runs it would take without pairing. None where no run
        differs.
    runs_needed
        Runs at which a difference of the size seen would be told apart from none in four cases of
        five; None where it is told already, or no difference was seen.
    n_runs, n_draws
        Pairs that came through, and their draws.
    """

    base: float
    other: float
    difference: float
    between_draws_low: float
    between_draws_high: float
    low: float
    high: float
    gained: int
    lost: int
    p_higher: float
    variance_ratio: float | None
    runs_needed: int | None
    n_runs: int
    n_draws: int

    @property
    def told(self) -> bool:
        """Return whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {**asdict(self), "told": self.told}


def paired_difference(
    draw: ArrayLike, base: ArrayLike, other: ArrayLike, *, level: float = LEVEL
) -> Difference:
    """Return the difference of two shares from paired runs.

    Parameters
    ----------
    draw : array_like of int, shape (n,)
        Which draw each pair belongs to.
    base, other : array_like of bool, shape (n,)
        Whether it happened under either scenario, pair by pair.
    level : float
        Of the interval: higher than 95% where several differences must hold together.

    Raises
    ------
    ValueError
        If there is no pair, or the shapes differ.
    """
    one, two = (np.asarray(values, dtype=np.float64) for values in (base, other))
    draws = np.asarray(draw)
    if not one.shape == two.shape == draws.shape or one.ndim != 1 or not len(one):
        raise ValueError("draw, base and other must be rows of one length, and not empty")
    _, which = np.unique(draws, return_inverse=True)
    size: Array = np.bincount(which).astype(np.float64)
    gap = two - one
    n, d = len(gap), len(size)
    gained, lost = int((gap > 0).sum()), int((gap < 0).sum())
    mean = float(gap.mean())
    simple = ((gained + lost) / n - mean**2) / n
    paired = clustered_variance(gap, which)
    effect = largest = largest_effect(size)
    if simple > 0 and d > 1:
        effect = min(max(paired / simple, LEAST_EFFECT), largest)
    effective = n / effect
    b, c = gained / effect + 0.5, lost / effect + 0.5
    centre = (b - c) / (effective + 2)
    error = math.sqrt((b + c) - (b - c) ** 2 / (effective + 2)) / (effective + 2)
    differ = int((np.bincount(which, weights=np.abs(gap)) > 0).sum())
    freedom = degrees_of_freedom(size, effect, differ)
    low, high = _around(centre, error, freedom, level)
    apart = clustered_variance(one, which) + clustered_variance(two, which)
    told = low > 0 or high < 0
    low, high = min(low, mean), max(high, mean)
    # What is unknown is as wide whatever other differences there are: a higher level is no part.
    first, last = _around(centre, error, freedom, LEVEL)
    reach = min(first, mean), max(last, mean)
    between = difference_between_draws(draws, gap, *reach) or (math.nan, math.nan)
    return Difference(
        base=float(one.mean()),
        other=float(two.mean()),
        difference=mean,
        between_draws_low=between[0],
        between_draws_high=between[1],
        low=low,
        high=high,
        gained=gained,
        lost=lost,
        p_higher=float(stdtr(freedom, centre / error)),
        variance_ratio=apart / paired if paired > 0 else None,
        runs_needed=None if told or mean == 0 else _needed(n, error, mean, level),
        n_runs=n,
        n_draws=d,
    )


def _around(centre: float, error: float, freedom: float, level: float) -> tuple[float, float]:
    """Return the Monte Carlo interval at a level, within -1 to 1."""
    reach = float(stdtrit(freedom, (1 + level) / 2)) * error
    return max(centre - reach, -1.0), min(centre + reach, 1.0)


def _needed(n: int, error: float, mean: float, level: float) -> int:
    reach = float(ndtri((1 + level) / 2) + ndtri(_POWER))
    return max(math.ceil(n * (reach * error / mean) ** 2), n + 1)


def pairs(base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return the runs that came through in both tables, columns of the second with ``_other``.

    Parameters
    ----------
    base, other : DataFrame
        ``runs`` tables of the same seed and replicates.
    """
    both = base.merge(other, on=["run", "draw", "replicate"], suffixes=("", "_other"))
    good: pd.DataFrame = both[(both[["status", "status_other"]] == CAME_THROUGH).all(axis=1)]
    return good.reset_index(drop=True)


def difference_table(
    base: pd.DataFrame, other: pd.DataFrame, horizon_days: int, quiet_run_days: int
) -> pd.DataFrame:
    """Return the paired difference of every headline outcome, one row each.

    Parameters
    ----------
    base, other : DataFrame
        ``runs`` tables of the same seed and replicates.
    horizon_days, quiet_run_days : int
        Of both scenarios.

    Returns
    -------
    DataFrame
        The fields of `Difference`, behind ``base`` and ``other`` the ends of both intervals of
        either's odds (`escalation.analysis.odds.intervals.ENDS`), ``told``, ``p_better`` (NaN where
        neither is better by itself) and ``note``: what a short horizon keeps from showing.
    """
    import pandas as pd

    both = pairs(base, other)
    theirs = both[[f"{name}_other" for name in ("deescalated_day", "end_state")]].rename(
        columns=lambda name: name.removesuffix("_other")
    )
    rows: list[dict[str, Any]] = []
    for outcome in OUTCOMES if len(both) else ():
        draw = both["draw"].to_numpy()
        came = {"base": happened(both, outcome), "other": happened(theirs, outcome)}
        found = paired_difference(draw, came["base"], came["other"])
        ends = {
            f"{side}{end}": value
            for side in came
            for end, value in both_intervals(draw, came[side]).ends.items()
        }
        sign = BETTER[outcome]
        better = {1: found.p_higher, -1: 1 - found.p_higher, 0: math.nan}[sign]
        note = too_short(outcome, horizon_days, quiet_run_days)
        rows.append(
            {"outcome": outcome, **found.as_dict(), **ends, "p_better": better, "note": note}
        )
    table = pd.DataFrame(rows)
    if len(table):
        table = table.astype({"variance_ratio": float, "runs_needed": float})
    return table
