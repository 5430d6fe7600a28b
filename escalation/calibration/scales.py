"""Scales on which a statistic is emulated: where its Monte Carlo error is about the same anywhere.

A share of ``n`` cases goes through the arcsine of its root (Anscombe 1948), whose variance is
``1 / 4n`` whatever the share; a positive statistic through its logarithm.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Scale = Literal["share", "log"]

_LEAST: Final = 1e-6


def share_of(hits: float, cases: float) -> float:
    """Return a share on its scale; NaN without a case."""
    if cases <= 0:
        return float("nan")
    return float(np.arcsin(np.sqrt((hits + 0.375) / (cases + 0.75))))


def onto(scale: Scale, values: ArrayLike) -> Floats:
    """Return natural values on the scale of emulation."""
    known = np.asarray(values, dtype=np.float64)
    if scale == "log":
        return np.asarray(np.log(np.maximum(known, _LEAST)))
    return np.asarray(np.arcsin(np.sqrt(np.clip(known, 0.0, 1.0))))


def back(scale: Scale, values: ArrayLike) -> Floats:
    """Return values on the scale of emulation in their natural unit."""
    known = np.asarray(values, dtype=np.float64)
    if scale == "log":
        return np.asarray(np.exp(np.minimum(known, 50.0)))
    return np.asarray(np.sin(np.clip(known, 0.0, np.pi / 2)) ** 2)
