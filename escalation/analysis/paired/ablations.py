"""What a change does, run by run: paired differences of the odds, and patterns lost or won.

Two ensembles under one seed share draws and luck run by run, so the difference of an outcome is
taken within runs and its interval is that of a mean of -1, 0 and 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import stdtrit

from escalation.analysis.odds.intervals import LEVEL
from escalation.analysis.odds.outcomes import OUTCOMES, happened
from escalation.analysis.patterns.targets import MISSES, SILENT, Row
from escalation.vocabulary import CAME_THROUGH

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class AblationEffect:
    """How much a change moves the chance of an outcome, with the 95% interval; and its error."""

    outcome: str
    value: float
    low: float
    high: float
    error: float
    n: int

    def beyond(self, z: float) -> bool:
        """Return whether it lies more than ``z`` standard errors from 0."""
        return self.error > 0 and abs(self.value) > z * self.error

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.n}


def both_came_through(
    full: pd.DataFrame, changed: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the runs that broke in neither ensemble, in the same order.

    Raises
    ------
    ValueError
        If the tables don't hold the same runs.
    """
    keys = ["draw", "replicate"]
    if len(full) != len(changed) or not (full[keys].to_numpy() == changed[keys].to_numpy()).all():
        raise ValueError("the two ensembles do not hold the same runs")
    one, two = (runs["status"].to_numpy() == CAME_THROUGH for runs in (full, changed))
    good = one & two
    return full[good], changed[good]


def ablation_effects(full: pd.DataFrame, changed: pd.DataFrame) -> dict[str, AblationEffect]:
    """Return for each headline outcome its chance in ``changed`` less that in ``full``.

    Where not one run differs, the interval is the rule of three: 3 over the number of runs.

    Parameters
    ----------
    full, changed : DataFrame
        ``runs`` tables of the same draws under the same seed, one replicate a draw.
    """
    one, two = both_came_through(full, changed)
    found = {}
    for outcome in OUTCOMES:
        gain = happened(two, outcome).astype(np.float64) - happened(one, outcome)
        n = len(gain)
        if n < 2:
            found[outcome] = AblationEffect(outcome, math.nan, math.nan, math.nan, math.nan, n)
            continue
        error = float(gain.std(ddof=1)) / math.sqrt(n)
        half = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * error if error > 0 else min(1.0, 3.0 / n)
        mean = float(gain.mean())
        found[outcome] = AblationEffect(outcome, mean, mean - half, mean + half, error, n)
    return found


def share_changed(full: pd.DataFrame, changed: pd.DataFrame) -> float:
    """Return the share of runs that end differently in anything that the ``runs`` table holds."""
    one, two = both_came_through(full, changed)
    if not len(one):
        return math.nan
    differs = (one.to_numpy() != two.to_numpy()) & ~(one.isna().to_numpy() & two.isna().to_numpy())
    return float(differs.any(axis=1).mean())


def lost(full: Sequence[Row], changed: Sequence[Row]) -> tuple[str, ...]:
    """Return the patterns that miss their targets with the change and did not without it."""
    return tuple(
        b.id
        for a, b in zip(full, changed, strict=True)
        if b.verdict == MISSES and a.verdict != MISSES
    )


def won(full: Sequence[Row], changed: Sequence[Row]) -> tuple[str, ...]:
    """Return the patterns that no longer miss their targets with the change."""
    return lost(changed, full)


def moved(full: Sequence[Row], changed: Sequence[Row]) -> tuple[str, ...]:
    """Return the patterns whose Monte Carlo intervals with and without the change come apart."""
    return tuple(
        b.id
        for a, b in zip(full, changed, strict=True)
        if SILENT not in (a.verdict, b.verdict)
        and (b.value_low > a.value_high or b.value_high < a.value_low)
    )
