"""Intervals for a share of runs, when runs are replicates nested in draws.

Runs of one draw share its parameters and its day-0 truth, so they tell less than as many runs of
different draws would. The interval is Wilson's, on the effective sample size:

1. the variance of the share is taken from the spread of the draws' own shares around it (the
   cluster-robust variance of a ratio), and divided by that of a simple sample: the design effect;
2. the number of runs over the design effect is the effective sample size;
3. the normal quantile gives way to Student's, with as many degrees of freedom as there are draws
   less one, or 1.5 times the draws in which the rarer outcome turned up where those are fewer:
   a design effect that rests on a handful of draws is itself uncertain.

A share of 0 or 1 shows no spread; its effective sample size is then one run a draw, the least it
can be.
No interval is wider than that of a sample in which all replicates of a draw agree.
The factor 1.5 was chosen by simulation; see ``tests/analysis/odds/test_coverage.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from escalation.analysis.odds.clustered_samples import (
    LEAST_EFFECT,
    degrees_of_freedom,
    largest_effect,
    variance_of_totals,
)
from escalation.telling.estimative_words import word_of_runs

LEVEL: Final = 0.95
#: Standard errors on either side of a normal estimate that hold it at `LEVEL`.
Z95: Final = 1.959963984540054

#: What the columns of a table are called, behind an outcome's name, that hold the ends of its
#: intervals: over draws, and by Monte Carlo.
ENDS: Final = ("_between_draws_low", "_between_draws_high", "_low", "_high")


@dataclass(frozen=True)
class Estimate:
    """The share of runs in which something happened, and how far it can be trusted.

    Attributes
    ----------
    p
        The share among the runs that came through; NaN if none did.
    low, high
        Its 95% Monte Carlo interval: where the share would lie with endlessly many draws and
        replicates.
    n_runs, n_draws
        Runs that came through, and the draws they belong to.
    design_effect
        How many runs carry the information of one independent run.
    failed
        Runs that broke and are left out of ``p``.
    note
        What a reader must know before using the figure, or an empty string.
    between_draws
        Between which odds those of 95% of draws lie: the interval over what is unknown, which no
        number of runs narrows away. None where it was not asked for or cannot be told; see
        `escalation.analysis.odds.variance`.
    """

    p: float
    low: float
    high: float
    n_runs: int
    n_draws: int
    design_effect: float = 1.0
    failed: int = 0
    note: str = ""
    between_draws: tuple[float, float] | None = None

    @property
    def ends(self) -> dict[str, float]:
        """Return the ends of both intervals, as tables name them; NaN where not told."""
        first, last = self.between_draws or (math.nan, math.nan)
        return dict(zip(ENDS, (first, last, self.low, self.high), strict=True))

    @property
    def half_width(self) -> float:
        """Return half the width of the Monte Carlo interval."""
        return (self.high - self.low) / 2

    @property
    def word(self) -> str:
        """Return the estimative word of ICD 203, or that there are too few runs for one."""
        return word_of_runs(self.p, self.n_runs)

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the share had it happened in none, or in all, of the failed runs."""
        total = self.n_runs + self.failed
        if total == 0:
            return 0.0, 1.0
        hits = self.p * self.n_runs if self.n_runs else 0.0
        return hits / total, (hits + self.failed) / total

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON, unknown ones as None.

        ``low``, ``high`` and ``half_width`` are of the Monte Carlo interval.
        """
        first, last = self.between_draws or (None, None)
        figures: dict[str, Any] = {
            "p": None if math.isnan(self.p) else self.p,
            "between_draws_low": first,
            "between_draws_high": last,
            "low": self.low,
            "high": self.high,
            "half_width": self.half_width,
            "n": self.n_runs,
            "draws": self.n_draws,
            "word": self.word,
        }
        if self.failed:
            figures["failed"] = self.failed
            figures["if_failed_did_not"], figures["if_failed_did"] = self.bounds
        if self.note:
            figures["note"] = self.note
        return figures


def nested_interval(
    draw: ArrayLike, value: ArrayLike, *, failed: int = 0, note: str = ""
) -> Estimate:
    """Estimate the chance of a yes-or-no outcome from replicates nested in draws.

    Parameters
    ----------
    draw : array_like of int, shape (n,)
        Which draw each run belongs to.
    value : array_like of bool, shape (n,)
        Whether it happened.
    failed : int
        Runs left out because they broke.
    note : str
        Carried along.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    draws, values = np.asarray(draw), np.asarray(value, dtype=np.float64)
    if draws.shape != values.shape or draws.ndim != 1:
        raise ValueError(
            f"draw and value must be rows of one length, not {draws.shape} and {values.shape}"
        )
    _, which = np.unique(draws, return_inverse=True)
    return interval_of_counts(
        np.bincount(which, weights=values), np.bincount(which), failed=failed, note=note
    )


def interval_of_counts(
    hits: ArrayLike, runs: ArrayLike, *, failed: int = 0, note: str = ""
) -> Estimate:
    """Estimate a chance from each draw's count; see `nested_interval`.

    Parameters
    ----------
    hits, runs : array_like, shape (d,)
        For each draw, how often it happened and how many runs came through.
    """
    hit, size = np.asarray(hits, dtype=np.float64), np.asarray(runs, dtype=np.float64)
    hit, size = hit[size > 0], size[size > 0]
    n, d = float(size.sum()), len(size)
    if d == 0:
        return Estimate(math.nan, 0.0, 1.0, 0, 0, failed=failed, note=note)
    p = float(hit.sum() / n)
    largest = largest_effect(size)
    effect = _design_effect(hit, size, p, largest)
    low, high = _wilson(p, n / effect, _quantile(hit, size, effect))
    widest = _wilson(p, n / largest, _quantile(hit, size, 1.0))
    low, high = max(low, widest[0]), min(high, widest[1])
    return Estimate(p, low, high, int(n), d, effect, failed, note)


def _design_effect(
    hit: NDArray[np.float64], size: NDArray[np.float64], p: float, largest: float
) -> float:
    """Return the variance of the share over that of a simple sample of as many runs."""
    if len(size) == 1 or p in (0.0, 1.0):
        return largest
    variance = variance_of_totals(hit, size, p)
    return min(max(variance * float(size.sum()) / (p * (1 - p)), LEAST_EFFECT), largest)


def _quantile(hit: NDArray[np.float64], size: NDArray[np.float64], effect: float) -> float:
    """Return Student's quantile with the degrees of freedom that the design effect rests on."""
    if len(size) == 1:
        return Z95
    rarer = min(int((hit > 0).sum()), int((hit < size).sum()))
    return float(stdtrit(degrees_of_freedom(size, effect, rarer), (1 + LEVEL) / 2))


def _wilson(p: float, effective: float, quantile: float) -> tuple[float, float]:
    """Return Wilson's interval of a share seen in a sample of that effective size."""
    ratio = quantile**2 / effective
    middle = (p + ratio / 2) / (1 + ratio)
    half = quantile / (1 + ratio) * math.sqrt(p * (1 - p) / effective + ratio / effective / 4)
    low = 0.0 if p == 0 else max(0.0, middle - half)
    high = 1.0 if p == 1 else min(1.0, middle + half)
    return low, high


def runs_needed(estimate: Estimate, half_width: float) -> int:
    """Return how many runs would bring an interval down to a half-width.

    It assumes the same replicates a draw, the same share and the same design effect; so it is a
    forecast that gets better as runs come in.

    Raises
    ------
    ValueError
        If the half-width is not between 0 and 1/2.
    """
    if not 0 < half_width < 0.5:
        raise ValueError("half_width must lie between 0 and 0.5")
    p = 0.5 if math.isnan(estimate.p) else estimate.p
    few, many = 1.0, 2.0
    while _half_width(p, many) > half_width:
        few, many = many, many * 2
    while many - few > 0.5:
        middle = (few + many) / 2
        few, many = (middle, many) if _half_width(p, middle) > half_width else (few, middle)
    return math.ceil(many * estimate.design_effect)


def _half_width(p: float, effective: float) -> float:
    low, high = _wilson(p, effective, Z95)
    return (high - low) / 2
