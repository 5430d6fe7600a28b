"""Emulators: what a statistic is expected to be at any point, learnt from the evaluated ones.

Four forms are fitted for every statistic and the one with the least cross-validated error is kept:
ridge regression on the coordinates; the same with squares and products of the few that matter most
in any term (``active``); with all squares and products (``quadratic``); and boosted trees on what
the best of these leaves. The ridge regressions are scikit-learn's, which cross-validates them in
closed form by leaving one point out; the trees are cross-validated by leaving out a fifth.

The mean squared error of a prediction against a held-out point is the emulator's error plus that
point's Monte Carlo error; the latter is known from the halves of its runs and taken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.calibration.simulator import Evaluated

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PENALTIES: Final = tuple(10.0**k for k in np.arange(-1, 5.01, 0.5))
FOLDS: Final = 5
LEAST_POINTS: Final = 40
ACTIVE: Final = 12
TREES_FROM: Final = 1000  # below as many points trees have never won, and they cost most
LEAST_ERROR_SHARE: Final = 0.05  # of the Monte Carlo variance: no emulator is perfect


def linear(unit: Floats) -> Floats:
    """Return the coordinates, from -1 to 1."""
    return np.asarray(2 * unit - 1)


def quadratic(unit: Floats) -> Floats:
    """Return the coordinates, their squares (centred) and their products."""
    z = 2 * unit - 1
    one, other = np.triu_indices(z.shape[1], 1)
    return np.hstack([z, 1.5 * (z**2 - 1 / 3), z[:, one] * z[:, other]])


def active(unit: Floats, strongest: NDArray[np.int64]) -> Floats:
    """Return the coordinates, and squares and products of the strongest ones."""
    return np.hstack([linear(unit), quadratic(unit[:, strongest])[:, len(strongest) :]])


FEATURES: Final = {"linear": linear, "quadratic": quadratic}


@dataclass(frozen=True)
class Quality:
    """How well a statistic is emulated, on its scale.

    Attributes
    ----------
    form
        The form that was kept.
    explained
        Cross-validated share of the variance explained, Monte Carlo error counted against it.
    of_signal
        The same of the variance that is not Monte Carlo error.
    error
        Standard deviation of the emulator's own error.
    monte_carlo
        Standard deviation of a point's Monte Carlo error.
    errors
        Cross-validated root mean squared error of each form.
    """

    form: str
    explained: float
    of_signal: float
    error: float
    monte_carlo: float
    errors: dict[str, float]


class Emulators:
    """One emulator a statistic.

    Parameters
    ----------
    points
        Evaluated points, all waves together.
    statistics
        Names of the columns of ``points``.
    recent
        Number of the last points by which errors are measured: those near the posterior. All, if
        they are few.
    random_state
        For the order of the trees' folds.
    """

    def __init__(
        self,
        points: Evaluated,
        statistics: Sequence[str],
        *,
        recent: int | None = None,
        random_state: int = 0,
    ) -> None:
        self.statistics = tuple(statistics)
        self.quality: dict[str, Quality] = {}
        n = len(points)
        near = np.zeros(n, dtype=bool)
        near[n - (n if recent is None or recent < LEAST_POINTS else recent) :] = True
        known = np.isfinite(points.whole)
        for name, count in zip(self.statistics, known.sum(axis=0), strict=True):
            if count < LEAST_POINTS:
                raise ValueError(f"{name} is known at {count} points; {LEAST_POINTS} are needed")
        self._ridges = {
            name: _ridges(make(points.unit), points.whole) for name, make in FEATURES.items()
        }
        self._coefficients = {
            name: np.zeros_like(weights) for name, (weights, _) in self._ridges.items()
        }
        self._active: dict[int, tuple[NDArray[np.int64], Floats]] = {}
        self._trees: dict[int, Any] = {}
        for column, name in enumerate(self.statistics):
            self._fit(column, name, points, near, random_state)
        self.error = np.array([self.quality[name].error for name in self.statistics])
        self.monte_carlo = np.array([self.quality[name].monte_carlo for name in self.statistics])
        del self._ridges

    def _fit(
        self, column: int, name: str, points: Evaluated, near: Flags, random_state: int
    ) -> None:
        seen = points.whole[:, column]
        known = np.isfinite(seen)
        judged = known & near if (known & near).sum() >= LEAST_POINTS else known
        halves = (points.one[:, column] - points.other[:, column])[judged]
        noise = float(np.nanmean(halves**2) / 4)
        weights = {form: fitted[0][:, column] for form, fitted in self._ridges.items()}
        left = {form: fitted[1][:, column] for form, fitted in self._ridges.items()}
        strongest = np.argsort(-_in_any_term(weights["quadratic"][1:]))[:ACTIVE]
        slopes, rest = _ridges(active(points.unit, strongest), seen[:, None])
        weights["active"], left["active"] = slopes[:, 0], rest[:, 0]
        base = min(left, key=lambda form: _mse(left[form], judged))
        if known.sum() >= TREES_FROM:
            trees, left["trees"] = _boost(points.unit, left[base], known, random_state)
            if _mse(left["trees"], judged) < _mse(left[base], judged):
                self._trees[column] = trees
        best = min(left, key=lambda form: _mse(left[form], judged))
        if base == "active":
            self._active[column] = (strongest, weights[base])
        else:
            self._coefficients[base][:, column] = weights[base]
        mse, spread = _mse(left[best], judged), float(np.var(seen[judged]))
        own = max(mse - noise, LEAST_ERROR_SHARE * noise, 1e-12)
        signal = max(spread - noise, 1e-12)
        self.quality[name] = Quality(
            f"{base} and trees" if column in self._trees else base,
            1 - mse / max(spread, 1e-12),
            1 - own / signal,
            float(np.sqrt(own)),
            float(np.sqrt(noise)),
            {form: float(np.sqrt(_mse(rest, judged))) for form, rest in left.items()},
        )

    def predict(self, unit: Floats) -> Floats:
        """Return the expected statistics at points (n, parameters), shape (n, statistics)."""
        found = np.zeros((len(unit), len(self.statistics)))
        for form, make in FEATURES.items():
            weights = self._coefficients[form]
            used = weights.any(axis=0)
            if used.any():
                found[:, used] += weights[0, used] + make(unit) @ weights[1:, used]
        for column, (strongest, own) in self._active.items():
            found[:, column] += own[0] + active(unit, strongest) @ own[1:]
        for column, trees in self._trees.items():
            found[:, column] += trees.predict(unit)
        return found


def _in_any_term(weights: Floats) -> Floats:
    """Return how much each parameter weighs in all its terms of `quadratic`: alone and in pairs.

    By its linear term alone, one that acts only together with others would be passed over.
    """
    d = int((np.sqrt(9 + 8 * len(weights)) - 3) / 2)
    # Variances of the terms over the cube: a third, a fifth of a square's, a ninth of a product's.
    alone = weights[:d] ** 2 / 3 + weights[d : 2 * d] ** 2 / 5
    one, other = np.triu_indices(d, 1)
    pairs = weights[2 * d :] ** 2 / 9
    return np.asarray(
        alone
        + np.bincount(one, weights=pairs, minlength=d)
        + np.bincount(other, weights=pairs, minlength=d)
    )


def _mse(left: Floats, judged: Flags) -> float:
    return float(np.mean(left[judged] ** 2))


def _ridges(features: Floats, seen: Floats) -> tuple[Floats, Floats]:
    """Fit a ridge regression, with a penalty of its own, to each column of what was seen.

    Parameters
    ----------
    features
        (n, features).
    seen
        (n, statistics), NaN where a statistic is not known; those known at the same points are
        fitted in one go.

    Returns
    -------
    weights
        (1 + features, statistics), intercept first.
    left
        (n, statistics): what each point leaves when it is left out, NaN where not known.
    """
    from sklearn.linear_model import RidgeCV

    weights = np.zeros((features.shape[1] + 1, seen.shape[1]))
    left = np.full(seen.shape, np.nan)
    patterns, pattern = np.unique(np.isfinite(seen), axis=1, return_inverse=True)
    for number, known in enumerate(patterns.T):
        mine = np.ix_(known, pattern.ravel() == number)
        # With a scorer it keeps the predictions for points left out, without one only squares.
        ridge = RidgeCV(
            PENALTIES,
            scoring="neg_mean_squared_error",
            store_cv_results=True,
            alpha_per_target=True,
        )
        model = ridge.fit(features[known], seen[mine])
        best = np.searchsorted(PENALTIES, np.atleast_1d(model.alpha_))[None, :, None]
        left[mine] = seen[mine] - np.take_along_axis(model.cv_results_, best, axis=2)[:, :, 0]
        weights[0, mine[1][0]] = model.intercept_
        weights[1:, mine[1][0]] = np.atleast_2d(model.coef_).T
    return weights, left


def _boost(unit: Floats, left: Floats, known: Flags, random_state: int) -> tuple[Any, Floats]:
    """Return trees fitted to what a regression leaves, and what they leave when held out."""
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.model_selection import KFold

    def fresh() -> Any:
        return HistGradientBoostingRegressor(
            max_iter=80, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=30,
            l2_regularization=5.0, early_stopping=False, random_state=random_state,
        )  # fmt: skip

    points, target = unit[known], left[known]
    rest = np.zeros(len(target))
    for rows, held in KFold(FOLDS, shuffle=True, random_state=random_state).split(points):
        rest[held] = target[held] - fresh().fit(points[rows], target[rows]).predict(points[held])
    whole = np.full(len(left), np.nan)
    whole[known] = rest
    return fresh().fit(points, target), whole
