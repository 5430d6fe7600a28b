"""What is said of small multiples: an outcome's odds along each thing varied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from escalation.analysis.sweeps.points import Varied, grouped
from escalation.analysis.sweeps.swings import swings
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.charts.told.sweeps.words import (
    is_any_computed,
    none_computed,
    odds_told,
    of_a_point,
    over_draws,
    source_of,
)
from escalation.naming import OUTCOME_NAMES, in_plain_words, value_words

if TYPE_CHECKING:
    from escalation.analysis.sweeps.points import SweepTable

_MOST_PANELS: Final = 12


def told(data: SweepTable, outcome: str) -> Told:
    """Say how an outcome's odds go along each thing varied."""
    if not is_any_computed(data, outcome):
        return none_computed(data, outcome)
    finding, shown = _finding(data, outcome), shown_of(data, outcome)
    left_out = len(data.axes) - len(shown)
    rest = f" The {left_out} with the least effect are left out." if left_out else ""
    names = ", ".join(in_plain_words(axis.name) for axis in shown)
    return Told(
        finding,
        f"{data.title}. Odds along each thing varied, the one that moves them most first. Line: "
        "mean over everything else varied (scattered values: of fifths); dots: single points; "
        "pale: where 95% of draws of what is unknown lie, mean over points. "
        f"{of_a_point(data, outcome)}{rest}",
        alt_text("Odds along each thing varied, a panel each", finding, f"Varied: {names}"),
        source_of(data),
        _table(data, outcome, shown),
    )


def shown_of(data: SweepTable, outcome: str) -> list[Varied]:
    """Return the things varied that are shown, the one with the widest swing first."""
    by_name = {axis.name: axis for axis in data.axes}
    return [by_name[name] for name in swings(data, outcome)["axis"]][:_MOST_PANELS]


def _finding(data: SweepTable, outcome: str) -> str:
    mean, low, high = (told for _, told in _over_the_points(data, outcome))
    return f"{OUTCOME_NAMES[outcome].label}: {mean} on average, {low} to {high} over the points"


def _over_the_points(data: SweepTable, outcome: str) -> list[tuple[str, str]]:
    """Return an outcome's mean, lowest and highest odds over the points, with their intervals."""
    names = (outcome, *over_draws(outcome))
    odds, low, high = (data.good[name].to_numpy(np.float64) for name in names)
    told = np.column_stack((odds, low, high))[~np.isnan(odds)]
    by_word = {
        "mean": told.mean(axis=0),
        "lowest": told[told[:, 0].argmin()],
        "highest": told[told[:, 0].argmax()],
    }
    return [(word, odds_told(*map(float, one))) for word, one in by_word.items()]


def _table(data: SweepTable, outcome: str, shown: list[Varied]) -> Table:
    rows = [["all points", *one] for one in _over_the_points(data, outcome)]
    for axis in shown:
        groups = grouped(data, axis)
        means, low, high = (
            groups.means(data.good[name].to_numpy(np.float64))
            for name in (outcome, *over_draws(outcome))
        )
        for label, *odds in zip(value_words(groups.labels), means, low, high, strict=True):
            if not np.isnan(odds[0]):
                rows.append([in_plain_words(axis.name), label, odds_told(*map(float, odds))])
    return figures_table(
        f"multiples_{outcome}",
        f"Odds of {OUTCOME_NAMES[outcome].name} along each thing varied",
        ["Varied", "value", "odds (95% of draws)"],
        rows,
        "Means over the points.",
    )
