"""Scenario discovery: the corner of the uncertainties in which an outcome is most, or least, usual.

A small regression tree (CART, scikit-learn) divides half of the draws into boxes by thresholds on
the inputs; the box is told with the odds of the *other* half, which the tree has not seen, so they
don't flatter. How far to trust the box is told by growing the tree again on resampled draws: how
often each of its limits comes back, and how much of the box the new ones share.

A box describes the model's uncertainties; with correlated inputs it describes where the draws lie,
not what pulling one lever would do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.intervals import Estimate
from escalation.analysis.sensitivity.inputs import Inputs
from escalation.errors import needing
from escalation.luck.resampling import orders, resampled_members
from escalation.naming import in_plain_words
from escalation.numbers import percent, percent_over_draws, plus_minus

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

DEPTH: Final = 3
LEAST_SHARE: Final = 0.08
RESAMPLES: Final = 40
#: Only so many inputs enter the tree, those that differ most with the outcome in its half.
MOST_INPUTS: Final = 40
STABLE: Final = 0.6


@dataclass(frozen=True)
class Limit:
    """One side of a box: an input above or below a value, and how often resamples name it."""

    name: str
    above: bool
    value: float
    categorical: bool
    recurs: float = 0.0

    def holds(self, inputs: Inputs) -> Mask:
        """Return in which draws it holds."""
        x = inputs.column(self.name)
        return np.asarray(x > self.value if self.above else x <= self.value)


@dataclass(frozen=True)
class Box:
    """Where an outcome is most or least usual.

    Attributes
    ----------
    highest
        Whether it is the box with the highest odds, or that with the lowest.
    limits
        Its sides, the first cut first.
    mass
        Share of all draws inside.
    inside, outside
        Odds inside and outside, among draws that the tree has not seen.
    covers
        Share of the runs with the outcome, among these, that lie inside.
    overlap
        Mean share that a resample's box and this one have in common (of both together).
    """

    highest: bool
    limits: tuple[Limit, ...]
    mass: float
    inside: Estimate
    outside: Estimate
    covers: float
    overlap: float

    @property
    def told_apart(self) -> bool:
        """Return whether the odds elsewhere lie outside the interval of those inside."""
        return not self.inside.low <= self.outside.p <= self.inside.high

    @property
    def stable(self) -> bool:
        """Return whether most resamples name the same first limit."""
        return bool(self.limits) and self.limits[0].recurs >= STABLE

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "highest": self.highest,
            "limits": [
                {"name": o.name, "side": "above" if o.above else "at most", "value": o.value,
                 "recurs": o.recurs} for o in self.limits
            ],
            "draws_inside": self.mass,
            "inside": self.inside.as_dict(),
            "outside": self.outside.as_dict(),
            "covers": self.covers,
            "overlap": self.overlap,
            "stable": self.stable,
        }  # fmt: skip


def discover(
    inputs: Inputs, *, highest: bool = True, seed: int = 0, resamples: int = RESAMPLES
) -> Box | None:
    """Return the box with the highest or lowest odds, or None if the tree finds nothing to cut.

    Parameters
    ----------
    inputs : Inputs
        The draws and what came of them.
    highest : bool
        Which box.
    seed, resamples : int
        Of the halves and of the resamples.
    """
    order = orders(inputs.n_members, 1, seed)[0]
    first_half = np.isin(inputs.member, order[: inputs.n_members // 2])
    seen, unseen = np.flatnonzero(first_half), ~first_half
    columns = _screened(inputs, seen)
    limits = _grown(inputs, seen, columns, highest)
    if not limits:
        return None
    within = _inside(inputs, limits)
    named: Counter[tuple[str, bool]] = Counter()
    overlap = []
    _, member = np.unique(inputs.member[seen], return_inverse=True)
    for taken in resampled_members(member, resamples, seed):
        again = _grown(inputs, seen[taken], columns, highest)
        named.update({(limit.name, limit.above) for limit in again})
        other = _inside(inputs, again)
        overlap.append(float((within & other).sum() / max((within | other).sum(), 1)))
    known = tuple(
        replace(limit, recurs=named[limit.name, limit.above] / resamples) for limit in limits
    )
    hits = inputs.hits[unseen].sum()
    return Box(
        highest,
        known,
        float(within.mean()),
        inputs.odds_where(within & unseen),
        inputs.odds_where(~within & unseen),
        float(inputs.hits[within & unseen].sum() / hits) if hits else 0.0,
        float(np.mean(overlap)),
    )


def _screened(inputs: Inputs, seen: NDArray[np.int64]) -> list[int]:
    """Return the columns that go with the outcome most, by rank, among the draws seen."""
    x = inputs.values[seen]
    ranks = np.argsort(np.argsort(x, axis=0, kind="stable"), axis=0).astype(np.float64)
    y = inputs.share[seen] - inputs.share[seen].mean()
    spread = np.abs(y @ (ranks - ranks.mean(axis=0)))
    return [int(i) for i in np.argsort(-spread, kind="stable")[:MOST_INPUTS]]


def _grown(
    inputs: Inputs, rows: NDArray[np.int64], columns: list[int], highest: bool
) -> tuple[Limit, ...]:
    """Grow a tree on some draws and return the limits of its highest or lowest leaf."""
    with needing("explaining a run needs", "SALib", "scikit-learn"):
        from sklearn.tree import DecisionTreeRegressor
    tree = DecisionTreeRegressor(max_depth=DEPTH, min_samples_leaf=LEAST_SHARE, random_state=0)
    tree.fit(inputs.values[rows][:, columns], inputs.share[rows], inputs.runs[rows])
    grown = tree.tree_
    leaves = np.flatnonzero(grown.children_left < 0)
    value = grown.value.reshape(-1)[leaves]
    leaf = int(leaves[value.argmax() if highest else value.argmin()])
    limits: dict[tuple[str, bool], Limit] = {}
    while leaf != 0:
        left = np.flatnonzero(grown.children_left == leaf)
        above = not len(left)
        leaf = int(left[0] if not above else np.flatnonzero(grown.children_right == leaf)[0])
        name = inputs.names[columns[int(grown.feature[leaf])]]
        limit = Limit(name, above, float(grown.threshold[leaf]), inputs.is_categorical(name))
        # Walked from the leaf up: a limit nearer the leaf is the narrower one and stays.
        limits.setdefault((name, above), limit)
    return tuple(reversed(limits.values()))


def _inside(inputs: Inputs, limits: tuple[Limit, ...]) -> Mask:
    within = np.ones(inputs.n_draws, dtype=bool)
    for limit in limits:
        within &= limit.holds(inputs)
    return within


def sentence(box: Box, meaning: str) -> str:
    """Return a box in words: where it is, its odds against those elsewhere, and how firm it is.

    Parameters
    ----------
    box : Box
        The box.
    meaning : str
        The outcome in words.
    """
    where = " and ".join(told(limit) for limit in box.limits)
    inside, outside = (_odds(one) for one in (box.inside, box.outside))
    odds = f"{inside}, against {outside} elsewhere"
    if not box.told_apart:
        odds += ", which draws that the tree has not seen can't tell apart"
    back = ", ".join(
        f"{in_plain_words(limit.name)} {percent(limit.recurs)}" for limit in box.limits
    )
    firm = "loose: trees grown on other draws choose other limits"
    if box.stable:
        every = all(limit.recurs >= STABLE for limit in box.limits)
        firm = "firm" if every else "firm in its first limit only"
    return (
        f"Where {where}, which is so in {percent(box.mass)} of draws, the odds ({meaning}) are "
        f"{odds}. The box is {firm}; of resamples these name each limit: {back}."
    )


def _odds(one: Estimate) -> str:
    """Return odds with where 95% of the draws there lie, and the Monte Carlo error in points."""
    return f"{percent_over_draws(one.p, one.between_draws)} {plus_minus(one.half_width)}"


def told(limit: Limit) -> str:
    """Return a side of a box in words."""
    name = in_plain_words(limit.name)
    if limit.categorical and limit.name.startswith("claim_"):
        claim = limit.name.removeprefix("claim_")
        return f"claim {claim} {'holds' if limit.above else 'does not hold'}"
    return f"{name} is {'above' if limit.above else 'at most'} {limit.value:.3g}"
