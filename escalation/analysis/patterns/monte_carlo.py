"""Shares, means, medians and rates over runs, with the intervals of their Monte Carlo error."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit
from scipy.stats import binom

from escalation.analysis.odds.intervals import LEVEL, nested_interval

MONTH: Final = 365.25 / 12


@dataclass(frozen=True)
class Measured:
    """A value with the 95% interval of its Monte Carlo error, from ``n`` cases."""

    value: float
    low: float
    high: float
    n: int
    note: str = ""


NOTHING: Final = Measured(math.nan, math.nan, math.nan, 0, "no such case in these runs")


def share(cluster: ArrayLike, hit: ArrayLike, note: str = "") -> Measured:
    """Return a share whose cases come in clusters (runs or draws)."""
    hits = np.asarray(hit, dtype=bool)
    if not len(hits):
        return NOTHING
    found = nested_interval(np.asarray(cluster), hits)
    return Measured(found.p, found.low, found.high, len(hits), note)


def mean_of(values: ArrayLike, note: str = "") -> Measured:
    """Return a mean with Student's interval; NaN are left out."""
    known = np.asarray(values, dtype=np.float64)
    known = known[np.isfinite(known)]
    if len(known) < 2:
        return NOTHING
    error = known.std(ddof=1) / math.sqrt(len(known))
    half = float(stdtrit(len(known) - 1, (1 + LEVEL) / 2) * error)
    value = float(known.mean())
    return Measured(value, value - half, value + half, len(known), note)


def median_of(values: ArrayLike, note: str = "") -> Measured:
    """Return a median with the interval of order statistics; NaN are left out."""
    return quantile_of(values, 0.5, note)


def quantile_of(values: ArrayLike, at: float, note: str = "") -> Measured:
    """Return a quantile with the interval of order statistics; NaN are left out."""
    known = np.sort(np.asarray(values, dtype=np.float64))
    known = known[np.isfinite(known)]
    n = len(known)
    if n < 6:
        return NOTHING
    first = max(int(binom.ppf((1 - LEVEL) / 2, n, at)) - 1, 0)
    last = min(n - 1 - max(int(binom.ppf((1 - LEVEL) / 2, n, 1 - at)) - 1, 0), n - 1)
    return Measured(float(np.quantile(known, at)), float(known[first]), float(known[last]), n, note)


def kaplan_meier_median(days: ArrayLike, seen: ArrayLike, note: str = "") -> Measured:
    """Return the Kaplan-Meier median of times of which some were cut off by the horizon.

    The interval is where a log-log band (Greenwood) crosses one half; infinite where it doesn't.
    """
    time, known = np.asarray(days, dtype=np.float64), np.asarray(seen, dtype=bool)
    if not known.any():
        return NOTHING
    alive, greenwood = 1.0, 0.0
    ends = [math.inf, math.inf, math.inf]
    for at in np.unique(time[known]):
        risk, came = int((time >= at).sum()), int((known & (time == at)).sum())
        alive *= 1 - came / risk
        greenwood += came / (risk * max(risk - came, 1e-9))
        if not 0 < alive < 1:
            band = (alive, alive)
        else:
            half = 1.96 * math.sqrt(greenwood) / abs(math.log(alive))
            band = (alive ** math.exp(half), alive ** math.exp(-half))
        for i, level in enumerate((alive, band[0], band[1])):
            if level <= 0.5 and math.isinf(ends[i]):
                ends[i] = float(at)
    return Measured(ends[0], ends[1], ends[2], len(time), note)


def rate(incidents: NDArray[np.float64], days: NDArray[np.float64]) -> Measured:
    """Return incidents a month over all calm days, with the ratio's error over runs."""
    if len(days) < 2 or days.sum() == 0:
        return NOTHING
    found = incidents.sum() / days.sum()
    error = math.sqrt(len(days) / (len(days) - 1) * ((incidents - found * days) ** 2).sum())
    half = 1.96 * error / days.sum()
    month = MONTH
    low = max(0.0, found - half) * month
    return Measured(float(found * month), float(low), float((found + half) * month), len(days))
