"""Samples in clusters: runs of one draw, draws of one member of the posterior.

What cases of a cluster have in common tells less than as many independent cases would. The design
effect says how many cases carry the information of one independent case (Kish 1965); the number of
cases over it is the effective sample size.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: No clustering is taken to tell more than twice what as many independent cases would.
LEAST_EFFECT: Final = 0.5
_FREEDOM_PER_HIT: Final = 1.5


def clustered_variance(value: Array, which: NDArray[np.intp]) -> float:
    """Return the cluster-robust variance of the mean of values in clusters.

    Parameters
    ----------
    value : ndarray, shape (n,)
        A value a case.
    which : ndarray of int, shape (n,)
        Place of each case's cluster, from 0 without a gap. Of one cluster, the plain variance.
    """
    size: Array = np.bincount(which).astype(np.float64)
    if len(size) == 1:
        return float(value.var()) / float(size.sum())
    return variance_of_totals(np.bincount(which, weights=value), size, value.mean())


def variance_of_totals(total: NDArray[Any], size: Array, mean: Any) -> float:
    """Return what `clustered_variance` does, of two clusters or more, from their totals and sizes.

    Parameters
    ----------
    total, size : ndarray, shape (d,)
        Sum of the values of each cluster, and how many they are.
    mean : float
        Of all values.
    """
    n, d = float(size.sum()), len(size)
    return float(((total - mean * size) ** 2).sum()) * d / (d - 1) / n**2


def largest_effect(size: Array) -> float:
    """Return the design effect where all cases of a cluster agree."""
    return float((size**2).sum() / size.sum())


def degrees_of_freedom(size: Array, effect: float, informative: int) -> float:
    """Return the degrees of freedom of an interval: those of the clusters, or fewer.

    A design effect above 1 rests on the clusters in which the rarer answer turned up; where these
    are a handful, it is itself uncertain. Each counts for 1.5.

    Parameters
    ----------
    size : ndarray, shape (d,)
        Of the clusters.
    effect
        The design effect.
    informative
        How many clusters hold the rarer answer.
    """
    freedom = float(max(len(size) - 1, 1))
    if effect > 1 and informative > 0 and float(size.max()) > 1:
        freedom = min(freedom, _FREEDOM_PER_HIT * informative)
    return freedom


def intraclass_correlation(values: Array, which: NDArray[np.int64]) -> float:
    """Return how alike values are within clusters, 0 to 1, by a one-way analysis of variance.

    Parameters
    ----------
    values : ndarray, shape (n,)
        A value a case.
    which : ndarray of int, shape (n,)
        Place of each case's cluster, from 0 without a gap.
    """
    size = np.bincount(which).astype(np.float64)
    n, clusters = len(which), len(size)
    if clusters == n or clusters < 2:
        return 0.0
    mean = np.bincount(which, weights=values) / size
    between = float((size * (mean - values.mean()) ** 2).sum()) / (clusters - 1)
    within = float(((values - mean[which]) ** 2).sum()) / (n - clusters)
    typical = (n - float((size**2).sum()) / n) / (clusters - 1)
    whole = between + (typical - 1) * within
    return min(max((between - within) / whole, 0.0), 1.0) if whole > 0 else 0.0
