"""What a sweep's points say of each thing varied: means by level, swings, and two at a time.

A mean weighs the points alike, whatever else was varied in them. Where values were scattered (a
Latin hypercube, a table), they are put into fifths of equal count.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.outcomes import OUTCOMES, TOLD, WORDS

if TYPE_CHECKING:
    import pandas as pd

DONE: Final = "done"
BINS: Final = 5
#: How many of the things varied a finding names.
_MOST_TOLD: Final = 3
#: Beyond so many levels numbers are put into fifths, too.
MOST_LEVELS: Final = 12


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
    runs
        Of each point.
    axes
        What was varied.
    table
        The table of points.
    """

    title: str
    name: str
    sweep_id: str
    runs: int
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
    return Grouped(place, tuple(short(level) for level in levels), centres, binned=False)


def _fifths(values: NDArray[np.float64]) -> Grouped:
    known = values[~np.isnan(values)]
    count = min(BINS, len(np.unique(known))) or 1
    edges = np.quantile(known, np.linspace(0, 1, count + 1)) if len(known) else np.zeros(2)
    place = np.clip(np.searchsorted(edges[1:-1], values, side="right"), 0, count - 1)
    place = np.where(np.isnan(values), -1, place).astype(np.int64)
    labels = tuple(f"{short(edges[i])} to {short(edges[i + 1])}" for i in range(count))
    whole = Grouped(place, labels, np.zeros(count), binned=True)
    return Grouped(place, labels, whole.means(values), binned=True)


def short(value: Any) -> str:
    """Return a value with three figures that count."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:.3g}" if isinstance(value, int | float | np.number) else str(value)


def swings(data: SweepTable, outcome: str) -> pd.DataFrame:
    """Return how far each thing varied moves an outcome, the widest swing first.

    Returns
    -------
    DataFrame
        ``axis``; ``low`` and ``high``, the labels of the two groups compared: the first and the
        last of numbers, those with the least and the greatest mean of anything else; ``at_low``
        and ``at_high``, the means there; ``swing``, how far apart they are.
    """
    import pandas as pd

    values = data.good[outcome].to_numpy(dtype=np.float64)
    rows = []
    for axis in data.axes:
        groups = grouped(data, axis)
        means = groups.means(values)
        known = np.flatnonzero(~np.isnan(means))
        if len(known) == 0:
            continue
        if axis.numeric:
            order = known[np.argsort(groups.centres[known], kind="stable")]
        else:
            order = known[np.argsort(means[known], kind="stable")]
        low, high = int(order[0]), int(order[-1])
        rows.append(
            {
                "axis": axis.name,
                "low": groups.labels[low],
                "high": groups.labels[high],
                "at_low": means[low],
                "at_high": means[high],
                "swing": abs(means[high] - means[low]),
            }
        )
    columns = ["axis", "low", "high", "at_low", "at_high", "swing"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def findings(data: SweepTable) -> list[str]:
    """Return what moves the outcomes that matter most, a sentence each.

    A swing counts as seen if it is wider than a single point's interval: points share their luck,
    so that their differences are surer than each of them, by how much the table can't tell.
    """
    said = []
    for outcome in TOLD:
        if outcome not in data.outcomes:
            continue
        table = swings(data, outcome)
        noise = 100 * data.noise(outcome)
        what = WORDS[outcome].split(":")[0]
        seen = table[100 * table["swing"] > noise]
        if not len(seen):
            said.append(
                f"{what[:1].upper()}{what[1:]}: no swing is wider than a single point's 95% "
                f"interval, {noise:.0f} points either way; more runs a point would tell more."
            )
            continue
        parts = [
            f"{row['axis'].removeprefix('parameters.')} ({100 * row['at_low']:.0f}% at "
            f"{row['low']}, {100 * row['at_high']:.0f}% at {row['high']})"
            for row in seen.head(_MOST_TOLD).to_dict("records")
        ]
        more = f", and {len(seen) - _MOST_TOLD} more" if len(seen) > _MOST_TOLD else ""
        said.append(
            f"{what[:1].upper()}{what[1:]} is moved most by {', then '.join(parts)}{more}; means "
            f"over all else that was varied. A single point's 95% interval is {noise:.0f} points "
            "either way."
        )
    return said


def two_ways(data: SweepTable, outcome: str, across: Varied, up: Varied) -> NDArray[np.float64]:
    """Return the mean of an outcome by two things varied, shape (up, across), NaN for no point."""
    values = data.good[outcome].to_numpy(dtype=np.float64)
    x, y = grouped(data, across), grouped(data, up)
    table = np.full((len(y.labels), len(x.labels)), np.nan)
    for i in range(len(y.labels)):
        here = Grouped(np.where(y.place == i, x.place, -1), x.labels, x.centres, x.binned)
        table[i] = here.means(values)
    return table


def most_telling_pair(data: SweepTable, outcome: str) -> tuple[Varied, Varied] | None:
    """Return the two things that move an outcome most, the stronger first; None if only one."""
    by_name = {axis.name: axis for axis in data.axes}
    names = swings(data, outcome)["axis"].tolist()
    return (by_name[names[0]], by_name[names[1]]) if len(names) > 1 else None
