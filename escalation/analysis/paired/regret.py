"""Levers ranked over the same runs: what each is worth, and what it would cost to be wrong.

The value of a lever in a draw is the share of the draw's runs with the outcome wanted. Its regret
there is what the best lever for that draw would have given more; expected regret is the mean over
draws. With few replicates a draw the best of many noisy values looks better than any lever is, so
the plain figure is an upper bound. A lower bound comes from choosing on one half of the replicates
and counting on the other, both ways round (cross-fitting), and is never below what the best single
lever gives.

Other draws would give other bounds. Draws are taken again with replacement (a bootstrap), and the
bounds are widened by the most that any of them strays, in its own standard errors, in 95% of
resamples (max-t). So the intervals of all levers hold together; on made-up ensembles they held the
regret at least that often (``tests/analysis/paired/test_regret.py``).

A lever's share of draws is how often it is best there, ties shared, with a 95% interval for each
by itself. If all L levers were alike, each would still be best in ``1 / L`` of draws. One that does
nothing but stir the luck of many runs is best more often than that, and as often worst: so the
share of draws in which a lever is the worst stands beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.intervals import LEVEL, interval_of_counts
from escalation.analysis.paired.multiple_comparisons import lever_table, tiers
from escalation.luck.resampling import resampled

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

RESAMPLES: Final = 999
_TIE: Final = 1e-12


@dataclass(frozen=True)
class Ranking:
    """Levers by what they are worth.

    Attributes
    ----------
    table
        Rows of `escalation.analysis.paired.multiple_comparisons.lever_table`, the best first, and
        further ``regret_low``, ``regret_high``: bounds of the regret; ``regret_from``,
        ``regret_to``: the interval that holds both bounds, for all levers together; ``best_in``:
        share of draws in which it is the best, with ``best_from`` and ``best_to``; ``worst_in``:
        the worst.
    attainable_low, attainable_high
        Share of runs if the best lever for each draw were known.
    """

    table: pd.DataFrame
    attainable_low: float
    attainable_high: float

    @property
    def best_by_luck(self) -> float:
        """Return the share of draws in which each lever would be best if none did anything."""
        return 1 / len(self.table)

    @property
    def within_noise(self) -> list[str]:
        """Return the levers that can't be told from the best, the best left out."""
        return self.tiers[0][1:]

    @property
    def tiers(self) -> list[list[str]]:
        """Return the levers tier by tier, the best tier first."""
        return tiers(self.table)


@dataclass(frozen=True)
class _Draws:
    """What each of D draws says of L levers.

    Attributes
    ----------
    size
        Runs of each draw, shape (D,).
    good
        Of these, how many with the outcome wanted, shape (D, L).
    most
        Share of good runs under the draw's best lever, shape (D,).
    crossed
        The same, chosen by one half of the replicates and counted in the other; 0 where a draw
        lacks a half.
    halved
        Runs of the draws that have both halves, shape (D,).
    best, worst
        Weight of each lever as the draw's best and worst, ties shared, shape (D, L).
    """

    size: Array
    good: Array
    most: Array
    crossed: Array
    halved: Array
    best: Array
    worst: Array

    def means(self, weights: Array) -> tuple[Array, Array, Array]:
        """Return what the ranking rests on.

        Parameters
        ----------
        weights
            How often each draw counts, shape (B, D).

        Returns
        -------
        share, crossed, most
            Of good runs: under each lever, (B, L); under the lever chosen for each draw by one half
            of its replicates, and under the draw's best lever, (B, 1).
        """
        total = (weights @ self.size)[:, None]
        share = weights @ self.good / total
        most = (weights @ (self.size * self.most))[:, None] / total
        both = (weights @ self.halved)[:, None]
        chosen = (weights @ (self.halved * self.crossed))[:, None]
        # Where no draw has both halves, nothing is known of choosing.
        crossed = np.divide(chosen, both, out=np.zeros_like(chosen), where=both > 0)
        return share, crossed, most


def rank(
    levers: list[str],
    draw: NDArray[np.int64],
    replicate: NDArray[np.int64],
    good: NDArray[np.bool_],
    *,
    seed: int = 0,
) -> Ranking:
    """Rank levers by an outcome, the first being the scenario as it is.

    Parameters
    ----------
    levers
        Names, L of them.
    draw, replicate
        Of each run, shape (n,); two replicates a draw or more.
    good
        Whether the outcome wanted came about, shape (n, L), run by run under the same luck.
    seed
        Of the resamples.

    Raises
    ------
    ValueError
        If shapes differ, or no draw has two replicates.
    """
    if len(draw) != len(replicate):
        raise ValueError("draw and replicate must agree in length")
    table = lever_table(levers, draw, good)
    draws = _by_draw(draw, replicate, good)
    if not draws.halved.any():
        raise ValueError("regret needs two replicates of a draw or more")
    share, crossed, most = (mean[0] for mean in draws.means(np.ones((1, len(draws.size)))))
    attainable_low = max(float(crossed[0]), float(share.max()))
    attainable_high = max(float(most[0]), attainable_low)
    start, end = _interval(draws, seed)
    best = [interval_of_counts(b * draws.size, draws.size) for b in draws.best.T]
    place = [levers.index(name) for name in table["lever"]]
    table = table.assign(
        regret_low=attainable_low - share[place],
        regret_high=attainable_high - share[place],
        regret_from=start[place],
        regret_to=end[place],
        best_in=[best[i].p for i in place],
        best_from=[best[i].low for i in place],
        best_to=[best[i].high for i in place],
        worst_in=(draws.size @ draws.worst / draws.size.sum())[place],
    )
    return Ranking(table, attainable_low, attainable_high)


def _by_draw(
    draw: NDArray[np.int64], replicate: NDArray[np.int64], good: NDArray[np.bool_]
) -> _Draws:
    _, which = np.unique(draw, return_inverse=True)
    even = np.asarray(replicate % 2 == 0)
    (size, sums), *halves = (
        _counts(which, good, mask) for mask in (np.ones_like(even), even, ~even)
    )
    both = (halves[0][0] > 0) & (halves[1][0] > 0)
    first, second = (total / np.maximum(n, 1)[:, None] for n, total in halves)
    crossed = (_chosen(first, second) + _chosen(second, first)) / 2
    value = sums / size[:, None]
    return _Draws(
        size, sums, value.max(axis=1), crossed * both, size * both, _ties(value), _ties(-value)
    )


def _counts(
    which: NDArray[np.intp], good: NDArray[np.bool_], mask: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Return by draw how many of some runs there are, (D,), and how many are good, (D, L)."""
    draws = int(which.max()) + 1
    size = np.bincount(which[mask], minlength=draws).astype(np.float64)
    sums = [np.bincount(which[mask], weights=c[mask], minlength=draws) for c in good.T]
    return size, np.stack(sums, axis=1)


def _interval(draws: _Draws, seed: int) -> tuple[Array, Array]:
    """Return the ends of each lever's interval of regret; all hold together in 95% of ensembles.

    From below, a lever's regret is at least what any other lever gives more, and at least what
    choosing by half of the replicates gives more; each of these is lowered by what chance may have
    added to it before the highest is taken, since the highest of many is the luckiest too.
    """
    count = len(draws.size)
    taken = resampled(count, RESAMPLES, seed)
    weights = np.stack([np.bincount(row, minlength=count) for row in taken]).astype(np.float64)
    seen, error, stray = [], [], []
    for sign, here, again in zip(
        (1, 1, -1), _gaps(draws, np.ones((1, count))), _gaps(draws, weights), strict=True
    ):
        spread = again.std(axis=0, ddof=1)
        moved = sign * (again - here)
        seen.append(here[0])
        error.append(spread)
        stray.append(np.divide(moved, spread, out=np.zeros_like(moved), where=spread > 0))
    furthest = np.concatenate([one.reshape(len(weights), -1) for one in stray], axis=1).max(axis=1)
    reach = float(np.quantile(furthest, LEVEL))
    from_others, from_choosing, to = (
        gap + sign * reach * spread
        for sign, gap, spread in zip((-1, -1, 1), seen, error, strict=True)
    )
    start = np.maximum(from_others.max(axis=1), from_choosing).clip(0.0, 1.0)
    return start, np.maximum(to, start).clip(0.0, 1.0)


def _gaps(draws: _Draws, weights: Array) -> tuple[Array, Array, Array]:
    """Return what each lever gives less than each other, than choosing, and than the best.

    Shapes (B, L, L), (B, L) and (B, L).
    """
    share, crossed, most = draws.means(weights)
    return share[:, None, :] - share[:, :, None], crossed - share, most - share


def _ties(value: Array) -> Array:
    """Return for each draw the weight of each lever as its best, ties shared."""
    best = value >= value.max(axis=1, keepdims=True) - _TIE
    return np.asarray(best / best.sum(axis=1, keepdims=True))


def _chosen(by: Array, value: Array) -> Array:
    """Return for each draw what the lever chosen ``by`` one half is worth in the other."""
    return np.asarray((_ties(by) * value).sum(axis=1))
