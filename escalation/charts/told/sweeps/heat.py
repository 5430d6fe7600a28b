"""What is said of a heat map: an outcome's odds by the two things that move it most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escalation.analysis.sweeps.points import Grouped, Varied, cross_means, grouped
from escalation.analysis.sweeps.swings import most_telling_pair
from escalation.charts.told import Told, alt_text, figures_table
from escalation.charts.told.sweeps.words import (
    is_any_computed,
    none_computed,
    odds_told,
    of_a_point,
    over_draws,
    source_of,
)
from escalation.naming import OUTCOME_NAMES, in_plain_words, value_words
from escalation.numbers import percent, percents

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.analysis.sweeps.points import SweepTable


@dataclass(frozen=True)
class Cells:
    """Odds by two things varied: rows go by one, columns by the other.

    Attributes
    ----------
    across, up
        The two things.
    x, y
        The points by their values.
    odds, low, high
        Means of the points of a cell, and of the ends over draws; NaN where there is no point.
    """

    across: Varied
    up: Varied
    x: Grouped
    y: Grouped
    odds: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def told(self, row: int, column: int, between: str = " ") -> str:
        """Return what a cell says: its odds, and in brackets the ends over draws where told."""
        p, low, high = (float(one[row, column]) for one in (self.odds, self.low, self.high))
        if np.isnan(p):
            return "–"
        if np.isnan(low):
            return percent(p)
        return f"{percent(p)}{between}({percents(low, high, to='–', unit='')})"


def told(data: SweepTable, outcome: str) -> Told:
    """Say between which odds two things move an outcome."""
    if not is_any_computed(data, outcome):
        return none_computed(data, outcome)
    cells = cells_of(data, outcome)
    finding = _finding(outcome, cells)
    return Told(
        finding,
        f"{data.title}. Odds by the two things that move them most, in brackets "
        f"where 95% of draws of what is unknown lie.{_mean(data, cells)} "
        f"{of_a_point(data, outcome)}",
        alt_text("A grid of odds by two things varied", finding, _ends(cells)),
        source_of(data),
        figures_table(
            f"heat_{outcome}",
            f"Odds of {OUTCOME_NAMES[outcome].name}: across, {in_plain_words(cells.across.name)}; "
            f"down, {in_plain_words(cells.up.name)}",
            [in_plain_words(cells.up.name), *value_words(cells.x.labels)],
            [
                [label, *(cells.told(row, column) for column in range(len(cells.x.labels)))]
                for row, label in enumerate(value_words(cells.y.labels))
            ],
        ),
    )


def cells_of(data: SweepTable, outcome: str) -> Cells:
    """Return an outcome's odds by the two things varied that move it most.

    Raises
    ------
    ValueError
        If fewer were varied.
    """
    pair = most_telling_pair(data, outcome)
    if pair is None:
        raise ValueError("a heat map needs two things that were varied")
    across, up = pair
    means = [cross_means(data, one, across, up) for one in (outcome, *over_draws(outcome))]
    return Cells(across, up, grouped(data, across), grouped(data, up), *means)


def _finding(outcome: str, cells: Cells) -> str:
    words = OUTCOME_NAMES[outcome].label
    (_, _, low), (_, _, high) = _lowest_and_highest(cells)
    if percent(float(np.nanmin(cells.odds))) == percent(float(np.nanmax(cells.odds))):
        return f"{words}: {low} whatever is varied"
    by = f"{in_plain_words(cells.across.name)} and {in_plain_words(cells.up.name)}"
    return f"{words}: from {low} to {high}, by {by}"


def _lowest_and_highest(cells: Cells) -> list[tuple[int, int, str]]:
    """Return the row and column of the cells with the lowest and highest odds, and these."""
    found = []
    for find in (np.nanargmin, np.nanargmax):
        row, column = map(int, np.unravel_index(int(find(cells.odds)), cells.odds.shape))
        told = (float(one[row, column]) for one in (cells.odds, cells.low, cells.high))
        found.append((row, column, odds_told(*told)))
    return found


def _ends(cells: Cells) -> str:
    """Say in which cells odds are lowest and highest."""
    x, y = value_words(cells.x.labels), value_words(cells.y.labels)
    return "; ".join(
        f"{word} where {in_plain_words(cells.across.name)} is {x[column]} and "
        f"{in_plain_words(cells.up.name)} {y[row]}"
        for word, (row, column, _) in zip(
            ("Lowest", "highest"), _lowest_and_highest(cells), strict=True
        )
    )


def _mean(data: SweepTable, cells: Cells) -> str:
    others = len(data.axes) - 2
    if cells.x.binned or cells.y.binned:
        return (
            " Scattered values are put into fifths of equal count; a cell is the mean of its"
            " points."
        )
    if not others:
        return ""
    thing = "the other thing" if others == 1 else f"the {others} other things"
    return f" Each cell is the mean over {thing} varied."
