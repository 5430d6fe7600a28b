"""The difference of two odds from runs that share neither draws nor chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

from escalation.analysis.odds.intervals import Estimate


@dataclass(frozen=True)
class UnpairedDifference:
    """What one sample of runs shows otherwise than another that is independent of it.

    Attributes
    ----------
    base, other
        The two shares.
    difference, low, high
        ``other - base`` and its 95% interval.
    """

    base: float
    other: float
    difference: float
    low: float
    high: float

    @property
    def told(self) -> bool:
        """Return whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def unpaired_difference(base: Estimate, other: Estimate) -> UnpairedDifference:
    """Return the difference of two independent odds, from the interval of each.

    The distances from each share to the ends of its own interval are put together as those of
    independent errors are: Newcombe's method (Statistics in Medicine 1998, method 10), which keeps
    to what each interval takes account of. All is NaN where no run of one side came through.
    """
    gap = other.p - base.p
    down = math.hypot(other.p - other.low, base.high - base.p)
    up = math.hypot(other.high - other.p, base.p - base.low)
    return UnpairedDifference(base.p, other.p, gap, max(gap - down, -1.0), min(gap + up, 1.0))
