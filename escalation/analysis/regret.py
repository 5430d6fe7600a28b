"""Levers side by side over the same runs: what each is worth, and what it would cost to be wrong.

The value of a lever in a draw is the share of the draw's runs with the outcome wanted. Its regret
there is what the best lever for that draw would have given more; expected regret is the mean over
draws. With few replicates a draw the best of many noisy values looks better than any lever is, so
the plain figure is an upper bound. A lower bound comes from choosing on one half of the replicates
and counting on the other, both ways round (cross-fitting), and is never below what the best single
lever gives. The truth lies between them, but for the noise that more draws remove.

A lever's share of draws is how often it is best there, ties shared; where chance decides most of a
draw's runs, that share hardly tells levers apart, which is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.paired import paired_difference

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
_TIE: Final = 1e-12


@dataclass(frozen=True)
class Ranking:
    """Levers by what they are worth.

    Attributes
    ----------
    table
        A row for each lever, the best first: ``lever``, ``share`` of runs with the outcome wanted;
        ``difference``, ``low``, ``high``, ``told``, ``p_higher``, ``runs_needed`` against the
        scenario as it is; ``regret_low``, ``regret_high``; ``best_in`` (share of draws);
        ``tier``: levers of one tier can't be told from its first, the best of the tier.
    attainable_low, attainable_high
        Share of runs if the best lever for each draw were known.
    """

    table: pd.DataFrame
    attainable_low: float
    attainable_high: float

    @property
    def within_noise(self) -> list[str]:
        """Return the levers that can't be told from the best, the best left out."""
        return self.tiers[0][1:]

    @property
    def tiers(self) -> list[list[str]]:
        """Return the levers tier by tier, the best tier first."""
        groups = self.table.groupby("tier", sort=True)["lever"]
        return [[str(name) for name in names] for _, names in groups]


def rank(
    levers: list[str],
    draw: NDArray[np.int64],
    replicate: NDArray[np.int64],
    good: NDArray[np.bool_],
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

    Raises
    ------
    ValueError
        If shapes differ, or no draw has two replicates.
    """
    import pandas as pd

    if good.shape != (len(draw), len(levers)) or len(draw) != len(replicate) or not len(draw):
        raise ValueError("draw, replicate and good must agree in length, and good in levers")
    _, which = np.unique(draw, return_inverse=True)
    whole = _by_draw(which, good, np.ones(len(draw), dtype=np.bool_))
    even = np.asarray(replicate % 2 == 0)
    halves = [_by_draw(which, good, mask) for mask in (even, ~even)]
    both = ~(np.isnan(halves[0]).any(axis=1) | np.isnan(halves[1]).any(axis=1))
    if not both.any():
        raise ValueError("regret needs two replicates of a draw or more")
    size = np.bincount(which).astype(np.float64)
    weight = size / size.sum()
    shares = good.mean(axis=0)
    attainable_high = float((whole.max(axis=1) * weight).sum())
    inside = weight[both] / weight[both].sum()
    first, second = (half[both] for half in halves)
    crossed = (_chosen(first, second) + _chosen(second, first)) / 2
    attainable_low = max(float((crossed * inside).sum()), float(shares.max()))
    attainable_high = max(attainable_high, attainable_low)
    best_in = (_ties(whole) * weight[:, None]).sum(axis=0)
    order = np.argsort(-shares, kind="stable")
    head, tier = int(order[0]), 0
    rows = []
    for i in (int(i) for i in order):
        against = paired_difference(draw, good[:, 0], good[:, i])
        if paired_difference(draw, good[:, head], good[:, i]).told:
            head, tier = i, tier + 1
        rows.append(
            {
                "lever": levers[i],
                "share": float(shares[i]),
                "difference": against.difference,
                "low": against.low,
                "high": against.high,
                "told": against.told,
                "p_higher": against.p_higher,
                "runs_needed": against.runs_needed,
                "regret_low": attainable_low - float(shares[i]),
                "regret_high": attainable_high - float(shares[i]),
                "best_in": float(best_in[i]),
                "tier": tier,
            }
        )
    table = pd.DataFrame(rows).astype({"runs_needed": float})
    return Ranking(table, attainable_low, attainable_high)


def _by_draw(which: NDArray[np.intp], good: NDArray[np.bool_], mask: NDArray[np.bool_]) -> Array:
    """Return the share of good runs by draw and lever over some of the runs, NaN where none is."""
    draws = int(which.max()) + 1
    count = np.bincount(which[mask], minlength=draws).astype(np.float64)
    sums = np.stack(
        [np.bincount(which[mask], weights=column[mask], minlength=draws) for column in good.T],
        axis=1,
    )
    return np.asarray(sums / np.where(count > 0, count, np.nan)[:, None])


def _ties(value: Array) -> Array:
    """Return for each draw the weight of each lever as its best, ties shared."""
    best = value >= value.max(axis=1, keepdims=True) - _TIE
    return np.asarray(best / best.sum(axis=1, keepdims=True))


def _chosen(by: Array, value: Array) -> Array:
    """Return for each draw what the lever chosen ``by`` one half is worth in the other."""
    return np.asarray((_ties(by) * value).sum(axis=1))
