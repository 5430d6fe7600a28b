"""A sweep's points by what was varied in them: means by level, one at a time and two.

A mean weighs the points alike, whatever else was varied in them. Where values were scattered (a
Latin hypercube, a table), they are put into fifths of equal count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.labels import apart, numbers_apart

if TYPE_CHECKING:
    import pandas as pd

DONE: Final = "done"
#: Column of shares by outcome and block of draws, and how many blocks there are at most.
BLOCKS: Final = "blocks"
MOST_BLOCKS: Final = 20
BINS: Final = 5
#: Beyond so many levels numbers are put into fifths, too.
MOST_LEVELS: Final = 12
LONGEST_LABEL: Final = 40


@dataclass(frozen=True)
class Varied:
    """A column that was varied.

    Attributes
    ----------
    name
        The column.
    levels
        Its values in the order of the sweep file.
    crossed
        Whether each of them met all values of the others.
    """

    name: str
    levels: tuple[Any, ...]
    crossed: bool

    @property
    def numeric(self) -> bool:
        """Return whether its values are numbers."""
        return all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in self.levels
        )


@dataclass(frozen=True)
class SweepTable:
    """The points of a sweep, and what was varied in them.

    Attributes
    ----------
    title, name, sweep_id
        What charts call it.
    runs, horizons_days
        Of each point; the days that points look ahead, each number once, the least first.
    axes
        What was varied.
    table
        The table of points; its column `BLOCKS` may be missing where nobody asks for `blocks`.
    """

    title: str
    name: str
    sweep_id: str
    runs: int
    horizons_days: tuple[int, ...]
    axes: tuple[Varied, ...]
    table: pd.DataFrame

    @cached_property
    def good(self) -> pd.DataFrame:
        """Return the points that were computed."""
        good: pd.DataFrame = self.table.loc[self.table["status"] == DONE]
        return good

    @property
    def outcomes(self) -> list[str]:
        """Return the outcomes that any point shows."""
        return [name for name in OUTCOMES if self.good[name].notna().any()]

    def blocks(self, outcome: str) -> NDArray[np.float64]:
        """Return the share of runs with an outcome in each block of draws, shape (points, blocks).

        Points share their draws and their chance, block by block.
        """
        return self._blocks[:, OUTCOMES.index(outcome), :]

    @cached_property
    def _blocks(self) -> NDArray[np.float64]:
        """Return the shares of all outcomes, shape (points, outcomes, blocks)."""
        rows = np.array(self.good[BLOCKS].tolist(), dtype=np.float64)
        return rows.reshape(len(rows), len(OUTCOMES), -1)

    def noise(self, outcome: str) -> float:
        """Return the mean half-width of the points' 95% intervals."""
        half = (self.good[f"{outcome}_high"] - self.good[f"{outcome}_low"]) / 2
        return float(half.mean())


@dataclass(frozen=True)
class Grouped:
    """The points by one thing varied.

    Attributes
    ----------
    place
        Which group each good point belongs to, -1 for none.
    labels
        Of the groups, in order.
    centres
        Where a group lies on an axis of numbers: its value, or its mean; else 0, 1, 2 ...
    binned
        Whether a group holds a range of values.
    """

    place: NDArray[np.int64]
    labels: tuple[str, ...]
    centres: NDArray[np.float64]
    binned: bool

    def means(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean of each group's values, NaN where it has none."""
        means = np.full(len(self.labels), np.nan)
        for i in range(len(self.labels)):
            inside = values[self.place == i]
            inside = inside[~np.isnan(inside)]
            if len(inside):
                means[i] = inside.mean()
        return means


def block_shares(draw: NDArray[np.int64], happened: NDArray[np.bool_], draws: int) -> list[float]:
    """Return the share of runs with each outcome in each block of draws, outcome by outcome.

    Parameters
    ----------
    draw : ndarray of int, shape (n,)
        Of each run that came through.
    happened : ndarray of bool, shape (n, outcomes)
        Whether each outcome came about.
    draws
        Of the whole point, whether they came through or not: what blocks are cut from, so that
        they hold the same draws in every point.
    """
    count = min(MOST_BLOCKS, draws)
    block = draw * count // draws
    size = np.bincount(block, minlength=count).astype(np.float64)
    size[size == 0] = np.nan  # a block all of whose runs broke says nothing
    return [
        float(share)
        for column in happened.T
        for share in np.bincount(block, weights=column, minlength=count) / size
    ]


def grouped(data: SweepTable, axis: Varied) -> Grouped:
    """Return the points by level of an axis, or by fifths of scattered numbers."""
    column = data.good[axis.name]
    if axis.numeric and (not axis.crossed or len(axis.levels) > MOST_LEVELS):
        return _fifths(column.to_numpy(dtype=np.float64))
    levels = [level for level in axis.levels if level is not None]
    held = column.to_numpy()
    place = np.full(len(held), -1, dtype=np.int64)
    for i, level in enumerate(levels):
        place[held == level] = i
    centres = np.array(levels if axis.numeric else range(len(levels)), dtype=np.float64)
    return Grouped(place, _labels(levels), centres, binned=False)


def _labels(levels: Sequence[Any]) -> tuple[str, ...]:
    """Return a label for each level: numbers with as few figures as tell them apart, words cut."""
    if any(isinstance(level, bool | np.bool_ | str) for level in levels):
        return tuple(apart([short(level) for level in levels], LONGEST_LABEL))
    return tuple(numbers_apart(levels))


def _fifths(values: NDArray[np.float64]) -> Grouped:
    known = values[~np.isnan(values)]
    count = min(BINS, len(np.unique(known))) or 1
    edges = np.quantile(known, np.linspace(0, 1, count + 1)) if len(known) else np.zeros(2)
    place = np.clip(np.searchsorted(edges[1:-1], values, side="right"), 0, count - 1)
    place = np.where(np.isnan(values), -1, place).astype(np.int64)
    ends = numbers_apart([float(edge) for edge in edges])
    labels = tuple(f"{ends[i]} to {ends[i + 1]}" for i in range(count))
    whole = Grouped(place, labels, np.zeros(count), binned=True)
    return Grouped(place, labels, whole.means(values), binned=True)


def short(value: Any) -> str:
    """Return a value with three figures that count."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:.3g}" if isinstance(value, int | float | np.number) else str(value)


def cross_means(data: SweepTable, outcome: str, across: Varied, up: Varied) -> NDArray[np.float64]:
    """Return the mean of an outcome by two things varied, shape (up, across), NaN for no point."""
    values = data.good[outcome].to_numpy(dtype=np.float64)
    x, y = grouped(data, across), grouped(data, up)
    table = np.full((len(y.labels), len(x.labels)), np.nan)
    for i in range(len(y.labels)):
        here = Grouped(np.where(y.place == i, x.place, -1), x.labels, x.centres, x.binned)
        table[i] = here.means(values)
    return table
