"""How often something comes about in one group, when groups differ and most of them are small.

A hierarchical beta-binomial: each group (here: pair of states) has a chance of its own,
p ~ Beta(mean * size, (1 - mean) * size), of k in n cases each. How like the groups are (``size``)
and where they lie (``mean``) are unknown too, with the prior of Gelman et al. (Bayesian Data
Analysis, 3rd ed., 5.3): mean and ``size ** -1/2`` uniform, the latter up to 1. Both are integrated
out on a fixed grid, so that a group with a few cases is drawn towards the others as far as these
are alike, and no further.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from escalation.analysis.odds.intervals import LEVEL

#: Points of the grid for the groups' mean and for how like they are.
MEANS, SIZES = 120, 24
#: Points between which a group's distribution is read off, and how many of them are one step of
#: the search for those that a quantile lies between.
_POINTS: Final = 400
_STEP: Final = 16
#: Grid points that together hold less than this don't count in it.
_IDLE: Final = 1e-4

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pooled:
    """What the groups say together, on the grid.

    Attributes
    ----------
    a, b
        The parameters of the groups' beta distribution at each grid point, shape (g,).
    log_weight
        The log of each point's posterior weight, up to a constant.
    """

    a: Floats
    b: Floats
    log_weight: Floats

    def mean(self, hits: int = 0, known: int = 0) -> float:
        """Return the chance in a group of which so many cases are in the fit already."""
        weight = _normal(self.log_weight)
        return float((weight * (self.a + hits) / (self.a + self.b + known)).sum())

    def without(self, hits: int, known: int) -> Pooled:
        """Return what all groups but one say: one that had so many hits of so many cases."""
        own = _log_likelihood(self.a, self.b, hits, known)
        return Pooled(self.a, self.b, self.log_weight - own)

    def quantiles(self, unit: Floats, hits: int = 0, known: int = 0) -> Floats:
        """Return quantiles of the chance in a group of which so many cases are in the fit."""
        from scipy.special import betainc

        weight = _normal(self.log_weight)
        order = np.argsort(weight)
        kept = order[np.cumsum(weight[order]) > _IDLE]
        a, b = self.a[kept] + hits, self.b[kept] + known - hits
        share = weight[kept] / weight[kept].sum()
        p = np.sin(np.linspace(0, np.pi / 2, _POINTS)) ** 2
        # Seldom every point is needed: those between which no quantile lies stay out. The product
        # is always taken over the whole table, so that a point has the same value, to the bit,
        # whichever others are there.
        table = np.zeros((_POINTS, len(kept)))
        coarse = np.append(np.arange(0, _POINTS - 1, _STEP), _POINTS - 1)
        table[coarse] = betainc(a, b, p[coarse, None])
        places = np.searchsorted((table @ share)[coarse], unit)
        cells = np.unique(places.clip(1, len(coarse) - 1))
        fine = np.concatenate([np.arange(coarse[c - 1] + 1, coarse[c]) for c in cells])
        table[fine] = betainc(a, b, p[fine, None])
        known_at = np.sort(np.concatenate([coarse, fine]))
        below = (table @ share)[known_at]
        return np.asarray(np.interp(unit, below, p[known_at]), dtype=np.float64)

    def interval(self, hits: int = 0, known: int = 0) -> tuple[float, float]:
        """Return the 95% interval of the chance in such a group."""
        tail = (1 - LEVEL) / 2
        low, high = self.quantiles(np.array([tail, 1 - tail]), hits, known)
        return float(low), float(high)


def pool(hits: ArrayLike, known: ArrayLike, means: int = MEANS, sizes: int = SIZES) -> Pooled:
    """Fit the groups together.

    Parameters
    ----------
    hits, known : array_like of int, shape (groups,)
        In how many of each group's cases it came about, and how many there are.
    means, sizes : int
        How fine the grid is.

    Raises
    ------
    ValueError
        If a group has more hits than cases, or fewer than none.
    """
    k, n = np.asarray(hits, dtype=np.int64), np.asarray(known, dtype=np.int64)
    if k.shape != n.shape or ((k < 0) | (k > n)).any():
        raise ValueError("each group has between none and all of its cases as hits")
    # Middles of cells that are even in the arcsine of the mean, so that both ends are seen well.
    angle = (np.arange(means) + 0.5) / means * np.pi / 2
    size = ((np.arange(sizes) + 0.5) / sizes) ** -2.0
    mean = np.sin(angle) ** 2
    a, b = np.outer(mean, size).ravel(), np.outer(1 - mean, size).ravel()
    log_weight = np.repeat(np.log(np.sin(2 * angle)), sizes)
    alike, count = np.unique(np.stack([k, n], axis=1).reshape(-1, 2), axis=0, return_counts=True)
    for (own_hits, own_known), times in zip(alike, count, strict=True):
        log_weight += times * _log_likelihood(a, b, int(own_hits), int(own_known))
    return Pooled(a, b, log_weight)


def counts_by_group(
    groups: NDArray[np.object_], came: NDArray[np.bool_], known: NDArray[np.bool_]
) -> Mapping[str, tuple[int, int]]:
    """Return hits and known cases of each group that has a known one, in the groups' order."""
    found: dict[str, tuple[int, int]] = {}
    for group, hit, seen in zip(groups, came, known, strict=True):
        if seen:
            hits, cases = found.get(group, (0, 0))
            found[group] = (hits + int(hit), cases + 1)
    return found


def _log_likelihood(a: Floats, b: Floats, hits: int, known: int) -> Floats:
    from scipy.special import betaln

    return np.asarray(betaln(a + hits, b + known - hits) - betaln(a, b), dtype=np.float64)


def _normal(log_weight: Floats) -> Floats:
    weight = np.exp(log_weight - log_weight.max())
    return np.asarray(weight / weight.sum(), dtype=np.float64)
