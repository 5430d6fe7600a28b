"""Smooth regressions of an outcome on inputs, and how well they tell it.

Inputs enter by their ranks, so no input's unit or tail matters, as columns that are independent of
each other: companions that say the same count once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.sensitivity.inputs import Inputs

Floats = NDArray[np.float64]

_PAIRS_UP_TO: Final = 5
#: A group with more columns than this is taken with straight lines and parabolas only.
_MANY_COLUMNS: Final = 90


@dataclass(frozen=True)
class RSquared:
    """How well an input, or a group, tells the draws' shares: R squared, its degrees of freedom."""

    explained: float
    freedom: int

    def adjusted(self, n: float) -> float:
        """Return the explained share less what as much freedom explains by chance."""
        free = self.freedom / max(n - 1, 1)
        return (self.explained - free) / (1 - free) if free < 1 else 0.0

    def p_value(self, n: float) -> float:
        """Return how often chance alone would explain as much."""
        from scipy.stats import beta

        rest = n - 1 - self.freedom
        return float(beta.sf(self.explained, self.freedom / 2, rest / 2)) if rest > 0 else 1.0


def smooth_basis(inputs: Inputs, names: tuple[str, ...]) -> Floats:
    """Return columns (n, q) whose span is a smooth function of some inputs.

    A scale enters by its ranks as Legendre polynomials up to the third degree (the second in large
    groups), a category by its place; in small groups the straight terms are multiplied in pairs.
    """
    degree = 3 if 3 * len(names) <= _MANY_COLUMNS else 2
    straight, bent = [], []
    for name in names:
        u = _ranks(inputs.column(name))
        straight.append(u)
        if not inputs.is_categorical(name):
            bent.append((3 * u**2 - 1) / 2)
            if degree == 3:
                bent.append((5 * u**3 - 3 * u) / 2)
    products = []
    if len(names) <= _PAIRS_UP_TO:
        products = [
            straight[i] * straight[j] for i in range(len(names)) for j in range(i + 1, len(names))
        ]
    basis = np.stack([*straight, *bent, *products], axis=1)
    return np.asarray(_independent(basis - basis.mean(axis=0)))


def by_regression(basis: Floats, y: Floats) -> RSquared:
    """Return what a least-squares fit on a basis explains."""
    gap = y - y.mean()
    total = float((gap**2).sum())
    q = basis.shape[1]
    if total == 0 or q == 0:
        return RSquared(0.0, max(q, 1))
    slope = np.linalg.lstsq(basis, gap, rcond=None)[0]
    left = float(((gap - basis @ slope) ** 2).sum())
    return RSquared(min(max(1 - left / total, 0.0), 1.0), q)


def _independent(basis: Floats) -> Floats:
    """Return the columns' span in independent columns: companions that say the same count once."""
    left, size, _ = np.linalg.svd(basis, full_matrices=False)
    kept = size > 1e-6 * max(float(size[0]), 1e-300) if len(size) else np.zeros(0, dtype=bool)
    return np.asarray(left[:, kept])


def _ranks(x: Floats) -> Floats:
    """Return ranks between -1 and 1, ties sharing theirs."""
    from scipy.stats import rankdata

    return np.asarray(2 * (rankdata(x) - 0.5) / len(x) - 1)


def smooth_straight(inputs: Inputs) -> Floats:
    """Return a basis of all inputs, each bent once, none multiplied with another."""
    degree = 2 if 2 * len(inputs.names) < inputs.n_draws / 3 else 1
    columns = []
    for name in inputs.names:
        u = _ranks(inputs.column(name))
        columns.append(u)
        if degree == 2 and not inputs.is_categorical(name):
            columns.append((3 * u**2 - 1) / 2)
    basis = np.stack(columns, axis=1)
    return _independent(basis - basis.mean(axis=0))
