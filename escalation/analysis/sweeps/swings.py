"""How far each thing varied in a sweep moves an outcome, and whether that can be told from luck.

Points of a sweep share their draws and their chance, so what two of them differ by is surer than
either. Each point keeps its shares by block of draws; a swing is the mean over blocks of what two
groups of points differ by within a block, and its interval is Student's over the blocks. Where
points were scattered (a Latin hypercube, a table), the two groups differ also in whatever else was
varied; the spread of the points within each group is added for that. Where the two groups were
chosen among several as the least and the greatest, the interval is widened as for as many
comparisons (Bonferroni).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from escalation.analysis.odds.intervals import ENDS
from escalation.analysis.odds.outcomes import TOLD, WORDS
from escalation.analysis.paired.multiple_comparisons import bonferroni_level, n_pairs
from escalation.analysis.sweeps.points import Grouped, SweepTable, Varied, grouped
from escalation.naming import in_plain_words, value_words
from escalation.numbers import odds_over_draws, points, points_between

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = (
    "axis", "low", "high", "at_low", "at_low_between_draws_low", "at_low_between_draws_high",
    "at_high", "at_high_between_draws_low", "at_high_between_draws_high",
    "change", "change_low", "change_high", "told",
)  # fmt: skip
_MOST_NAMED: Final = 3


def swings(data: SweepTable, outcome: str) -> pd.DataFrame:
    """Return how far each thing varied moves an outcome, the widest swing first.

    Returns
    -------
    DataFrame
        ``axis``; ``low`` and ``high``, the labels of the two groups compared: the first and the
        last of numbers, those with the least and the greatest mean of anything else; ``at_low``
        and ``at_high``, the means there, each with the means of the points' intervals over draws
        (``_between_draws_low``, ``_between_draws_high``); ``change`` from one to the other, with
        its 95% interval ``change_low`` and ``change_high`` (NaN if nothing can be told); ``told``,
        whether that leaves out zero.
    """
    import pandas as pd

    values = data.good[outcome].to_numpy(dtype=np.float64)
    blocks = data.blocks(outcome)
    over = {end: data.good[f"{outcome}{end}"].to_numpy(dtype=np.float64) for end in ENDS[:2]}
    rows = [
        row for axis in data.axes if (row := _swing(data, axis, values, blocks, over)) is not None
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    order = table["change"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _swing(
    data: SweepTable,
    axis: Varied,
    values: NDArray[np.float64],
    blocks: NDArray[np.float64],
    over: Mapping[str, NDArray[np.float64]],
) -> dict[str, Any] | None:
    groups = grouped(data, axis)
    means = groups.means(values)
    known = np.flatnonzero(~np.isnan(means))
    if len(known) == 0:
        return None
    if axis.numeric:
        order, pairs = known[np.argsort(groups.centres[known], kind="stable")], 1
    else:
        order = known[np.argsort(means[known], kind="stable")]
        pairs = n_pairs(len(known))
    low, high = int(order[0]), int(order[-1])
    change = float(means[high] - means[low])
    reach = math.nan
    if low != high:
        scattered = None if axis.crossed and not groups.binned else values
        reach = _reach(groups, low, high, blocks, scattered, pairs)
    return {
        "axis": axis.name,
        "low": groups.labels[low],
        "high": groups.labels[high],
        "at_low": means[low],
        "at_high": means[high],
        **{
            f"{at}{end}": ends[group]
            for end, column in over.items()
            for ends in (groups.means(column),)
            for at, group in (("at_low", low), ("at_high", high))
        },
        "change": change,
        "change_low": change - reach,
        "change_high": change + reach,
        "told": abs(change) > reach,
    }


def _reach(
    groups: Grouped,
    low: int,
    high: int,
    blocks: NDArray[np.float64],
    scattered: NDArray[np.float64] | None,
    pairs: int,
) -> float:
    """Return the half-width of a swing's interval, NaN if it can't be told."""
    one, two = (_by_block(blocks[groups.place == group]) for group in (low, high))
    gap = (two - one)[~np.isnan(two - one)]
    if len(gap) < 2:
        return math.nan
    variance, freedom = float(gap.var(ddof=1)) / len(gap), len(gap) - 1
    if scattered is not None:
        for group in (low, high):
            inside = scattered[groups.place == group]
            inside = inside[~np.isnan(inside)]
            if len(inside) < 2:
                return math.nan
            variance += float(inside.var(ddof=1)) / len(inside)
            freedom = min(freedom, 2 * (len(inside) - 1))
    return float(stdtrit(freedom, (1 + bonferroni_level(pairs)) / 2)) * math.sqrt(variance)


def _by_block(blocks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over points of each block, NaN where no point has it."""
    known = ~np.isnan(blocks)
    count = known.sum(axis=0)
    total = np.where(known, blocks, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def most_telling_pair(data: SweepTable, outcome: str) -> tuple[Varied, Varied] | None:
    """Return the two things that move an outcome most, the stronger first; None if only one."""
    by_name = {axis.name: axis for axis in data.axes}
    names = swings(data, outcome)["axis"].tolist()
    return (by_name[names[0]], by_name[names[1]]) if len(names) > 1 else None


def findings(data: SweepTable) -> list[str]:
    """Return what moves the outcomes that matter most, a sentence each."""
    return [_finding(data, outcome) for outcome in TOLD if outcome in data.outcomes]


def _moved(row: dict[Any, Any]) -> str:
    """Say of one thing varied between which odds it moves the outcome."""
    low, high = value_words([str(row["low"]), str(row["high"])])
    return (
        f"{in_plain_words(str(row['axis']))} ({odds_over_draws(row, 'at_low')} at {low}, "
        f"{odds_over_draws(row, 'at_high')} at {high}: {points(row['change'])} points, Monte Carlo "
        f"{points_between(row['change_low'], row['change_high'])})"
    )


def _finding(data: SweepTable, outcome: str) -> str:
    table = swings(data, outcome)
    what = WORDS[outcome].split(":")[0]
    what = f"{what[:1].upper()}{what[1:]}"
    seen = table[table["told"]]
    if not len(seen):
        return (
            f"{what}: nothing that was varied moves it by more than these runs can tell from luck."
        )
    parts = [_moved(row) for row in seen.head(_MOST_NAMED).to_dict("records")]
    others = len(seen) - _MOST_NAMED
    more = f"; {others} more {'shows' if others == 1 else 'show'} an effect" if others > 0 else ""
    none = len(table) - len(seen)
    nothing = f"; {none} can't be told from luck" if none else ""
    return f"{what} is moved most by {', then '.join(parts)}{more}{nothing}."
