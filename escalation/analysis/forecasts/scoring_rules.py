"""How good forecasts were: scores against what happened, with intervals and a reliability table.

Forecasts are chances in [0, 1]; what happened is 1, 0, or NaN where nobody knows. Cases with an
unknown outcome are left out of every score and counted. Lower is better for every score.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from escalation.analysis.record.base_rates import wilson
from escalation.luck.purposes import SCORE_CASES
from escalation.luck.resampling import percentile_interval, resampled

if TYPE_CHECKING:
    import pandas as pd

#: A chance counts as at least this, and at most one less this, in the log score: being sure and
#: wrong costs 4.6, not everything.
CLIP: Final = 0.01
RESAMPLES: Final = 2000
BINS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

Floats = NDArray[np.float64]
Scorer = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True)
class Score:
    """A mean score over cases and its 95% bootstrap interval.

    Attributes
    ----------
    value, low, high
        The mean and its interval; NaN without any known case. With one case there is no spread to
        see, and the interval is NaN.
    known, unknown
        Cases that were scored, and those left out because nobody knows what happened.
    """

    value: float
    low: float
    high: float
    known: int
    unknown: int


def brier(forecast: Floats, outcome: Floats) -> Floats:
    """Return ``(p - y)**2`` for each case: 0 is perfect, 1 the worst, 1/4 a coin's."""
    return np.square(forecast - outcome)


def log_score(forecast: Floats, outcome: Floats) -> Floats:
    """Return minus the log of the chance given to what happened, the chance clipped at `CLIP`."""
    p = np.clip(forecast, CLIP, 1 - CLIP)
    return np.asarray(-np.log(np.where(outcome > 0.5, p, 1 - p)), dtype=np.float64)


def ranked_probability(forecast: Floats, outcome: Floats) -> Floats:
    """Return the ranked probability score of ordered categories from cumulative chances.

    The mean over the thresholds of ``(P(by t) - y(by t))**2``. With de-escalated by day 14 and by
    day 30 the categories are: by day 14, by day 30, later.

    Parameters
    ----------
    forecast, outcome : ndarray, shape (n, t)
        Chances by each threshold, and whether it had come by then; neither falls along a row.
    """
    return np.asarray(np.square(forecast - outcome).mean(axis=-1), dtype=np.float64)


def score(
    scorer: Scorer,
    forecast: ArrayLike,
    outcome: ArrayLike,
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Score:
    """Return the mean score and its bootstrap interval (percentiles, cases resampled).

    Parameters
    ----------
    scorer : function
        `brier`, `log_score` or `ranked_probability`.
    forecast, outcome : array_like, shape (n,) or, for `ranked_probability`, (n, t)
        NaN in an outcome is unknown; a row with any unknown is left out.
    seed, resamples : int
        Which resamples are taken, and how many.

    Raises
    ------
    ValueError
        If shapes differ or a value is not a chance or an outcome.
    """
    p, y, unknown = _known(forecast, outcome)
    each = scorer(p, y)
    if not len(each):
        return Score(math.nan, math.nan, math.nan, 0, unknown)
    index = resampled(len(each), resamples, seed, SCORE_CASES)
    low, high = percentile_interval(each[index].mean(axis=1))
    if len(each) == 1:
        low = high = math.nan
    return Score(float(each.mean()), low, high, len(each), unknown)


@dataclass(frozen=True)
class Difference:
    """By how much one forecaster's scores are lower than another's, on the same cases.

    Attributes
    ----------
    value, low, high
        The mean difference, the first less the second, with its 95% bootstrap interval: below 0
        the first forecasts better. NaN as for `Score`.
    tellable
        The smallest true difference that so many cases would tell from none (95%) in four of five
        records of this size: ``2.80`` standard errors. NaN with one case.
    known
        Cases that were scored by both.
    """

    value: float
    low: float
    high: float
    tellable: float
    known: int

    def tellable_by(self, cases: int) -> float:
        """Return what so many cases of the same scatter would tell."""
        return self.tellable * math.sqrt(self.known / cases)


#: Standard errors between no difference and one that is told: 1.96 for 95%, 0.84 for four of five.
TOLD_ERRORS: Final = 2.80


def difference(
    scorer: Scorer,
    forecast: ArrayLike,
    reference: ArrayLike,
    outcome: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Difference:
    """Return the mean of the forecast's scores less the reference's, case by case.

    Parameters
    ----------
    scorer, forecast, outcome, seed, resamples
        As for `score`; forecast and reference stand in the same order.
    reference : array_like
        What the forecast is held against.
    groups : array_like, shape (n,), optional
        Cases that belong together, such as those of one pair of states, are resampled together.
    """
    p, y, _ = _known(forecast, outcome)
    base, _, _ = _known(reference, outcome)
    each = scorer(p, y) - scorer(base, y)
    if not len(each):
        return Difference(math.nan, math.nan, math.nan, math.nan, 0)
    if groups is None:
        sums, counts = each, np.ones(len(each))
    else:
        _, member = np.unique(np.asarray(groups)[_is_known(outcome)], return_inverse=True)
        sums = np.bincount(member, each).astype(np.float64)
        counts = np.bincount(member).astype(np.float64)
    if len(sums) == 1:
        return Difference(float(each.mean()), math.nan, math.nan, math.nan, len(each))
    index = resampled(len(sums), resamples, seed, SCORE_CASES)
    means = sums[index].sum(axis=1) / counts[index].sum(axis=1)
    low, high = percentile_interval(means)
    error = float(means.std())
    return Difference(float(each.mean()), low, high, TOLD_ERRORS * error, len(each))


def reliability(
    forecast: ArrayLike, outcome: ArrayLike, edges: tuple[float, ...] = BINS
) -> pd.DataFrame:
    """Return how often it happened among cases that were given like chances.

    Returns
    -------
    DataFrame
        One row a bin that holds cases: ``from``, ``to`` (a chance on an edge belongs to the bin
        above it, 1 to the last), ``n``, ``forecast`` (its mean), ``observed``, ``low``, ``high``
        (Wilson's interval).
    """
    import pandas as pd

    p, y, _ = _known(forecast, outcome)
    which = np.clip(np.searchsorted(edges, p, side="right") - 1, 0, len(edges) - 2)
    rows = []
    for place in range(len(edges) - 1):
        here = which == place
        n, hits = int(here.sum()), int(y[here].sum())
        if n:
            rows.append(
                (edges[place], edges[place + 1], n, p[here].mean(), hits / n, *wilson(hits, n))
            )
    columns = ["from", "to", "n", "forecast", "observed", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def as_outcomes(values: pd.Series[bool]) -> Floats:
    """Return a nullable yes-or-no column as 1, 0 and NaN."""
    return np.asarray(values.to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)


def _known(forecast: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats, int]:
    """Return forecasts and outcomes of the known cases, and how many are not known."""
    p, y = np.asarray(forecast, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if p.shape != y.shape or p.ndim not in (1, 2):
        raise ValueError(f"forecasts and outcomes differ in shape: {p.shape} and {y.shape}")
    if not np.isin(y[~np.isnan(y)], (0.0, 1.0)).all():
        raise ValueError("an outcome is 1, 0 or NaN")
    known = _is_known(y)
    p, y = p[known], y[known]
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("a forecast is a chance between 0 and 1")
    return p, y, int((~known).sum())


def _is_known(outcome: ArrayLike) -> NDArray[np.bool_]:
    """Return which cases are known on every threshold."""
    missing = np.isnan(np.asarray(outcome, dtype=np.float64))
    return np.asarray(~(missing.any(axis=1) if missing.ndim == 2 else missing), dtype=np.bool_)
