"""What is said of a tornado: how far each thing varied moves an outcome."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.sweeps.swings import swings
from escalation.charts.told import Told, alt_text, figures_table
from escalation.charts.told.sweeps.words import (
    is_any_computed,
    none_computed,
    of_a_point,
    source_of,
)
from escalation.naming import OUTCOME_NAMES, in_plain_words, value_words
from escalation.numbers import odds_over_draws, points, points_between

if TYPE_CHECKING:
    import pandas as pd

    from escalation.analysis.sweeps.points import SweepTable

_MOST_BARS: Final = 20
_NAMED: Final = 3


def told(data: SweepTable, outcome: str) -> Told:
    """Say what moves an outcome most beyond luck."""
    if not is_any_computed(data, outcome):
        return none_computed(data, outcome)
    table = shown_of(data, outcome)
    finding = _finding(table, outcome)
    rows = table.to_dict("records")
    most = "; ".join(f"{in_plain_words(row['axis'])} {change(row)}" for row in rows[:_NAMED])
    return Told(
        finding,
        f"{data.title}. Mean odds over all points at the lowest and the highest value of each "
        "thing varied (scattered values: lowest and highest fifth; decisions: least and most), and "
        "the change in points with its Monte Carlo interval, 95%, from runs that share draws and "
        f"chance. {of_a_point(data, outcome)}",
        alt_text("Bars of odds, from low to high", finding, f"Changes in points: {most}"),
        source_of(data),
        figures_table(
            f"tornado_{outcome}",
            f"How far each thing varied moves the odds of {OUTCOME_NAMES[outcome].name}",
            ["Varied", "from", "odds there", "to", "odds then", "points"],
            [_row(row) for row in rows],
        ),
        "Line: mean of all points. Right: the change; pale: not told from luck.",
    )


def shown_of(data: SweepTable, outcome: str) -> pd.DataFrame:
    """Return the swings that are shown, the widest first."""
    return swings(data, outcome).head(_MOST_BARS)


def change(row: dict[Any, Any]) -> str:
    """Return how far a thing moves the odds in points, with its interval where told."""
    said = points(row["change"])
    if not math.isnan(row["change_low"]):
        said += f" ({points_between(row['change_low'], row['change_high'])})"
    return said.replace("-", "\u2212")


def _finding(table: pd.DataFrame, outcome: str) -> str:
    words = OUTCOME_NAMES[outcome].label
    clear = table[table["told"]]
    if not len(clear):
        return f"{words}: nothing that was varied moves it beyond luck"
    first = clear.iloc[0].to_dict()
    ends = sorted(("at_low", "at_high"), key=lambda end: float(first[end]))
    odds = [odds_over_draws(first, end) for end in ends]
    return (
        f"{words}: {in_plain_words(str(first['axis']))} moves it most beyond luck, from {odds[0]} "
        f"to {odds[1]}"
    )


def _row(row: dict[Any, Any]) -> list[str]:
    low, high = value_words([str(row["low"]), str(row["high"])])
    return [
        in_plain_words(str(row["axis"])),
        low,
        odds_over_draws(row, "at_low"),
        high,
        odds_over_draws(row, "at_high"),
        change(row),
    ]
