"""What is said of claims: figures against the truth drawn, and in which draws words hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from escalation.charts.chart_data import source_of
from escalation.charts.claims_table import Believed, HeldRow, NumericRow, held_rows, numeric_rows
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.numbers import percent, round_number

if TYPE_CHECKING:
    from escalation.results.result import Result


def told(data: Result) -> Told:
    """Say what was claimed, and what a result's runs take to be true."""
    return told_of(data, source_of(data))


def told_of(data: Believed, source: str) -> Told:
    """Say the same of a scenario that is one of several.

    Parameters
    ----------
    data
        The claims, and what draws take to be true.
    source
        What the figures come from.
    """
    numbers, words = numeric_rows(data), held_rows(data)
    finding = _finding(numbers)
    each = "; ".join(f"{named(row)} {_drawn(row)}" for row in numbers if row.drawn is not None)
    return Told(
        finding,
        "The night before day 0: figures that were claimed, what the runs take to be true, and "
        "what would be believed without a claim (prior); and of each statement the share of draws "
        "in which it is taken to be true, by the credence given to it.",
        alt_text(
            "Claims beside what runs start from", finding, f"Taken to be: {each}" if each else ""
        ),
        source,
        _table(numbers, words),
        "Left: thick, the middle half, and thin, nine tenths.",
    )


def named(row: NumericRow) -> str:
    """Return a fact's name without the night that all of them share."""
    return row.fact.meaning.split(" in the night")[0]


def claimed(value: float) -> str:
    """Return a figure that was claimed."""
    return f"{value:,.0f}"


def _finding(numbers: Sequence[NumericRow]) -> str:
    """State how far the truth as drawn lies from the boldest figure claimed, of the dead if any."""
    gaps = [
        (
            row.fact.quantity == "killed",
            abs(np.log(max(value, 0.5) / max(row.drawn[2], 0.5))),
            row,
            value,
        )
        for row in numbers
        if row.drawn is not None
        for _, _, value in row.claimed
    ]
    if not gaps:
        return "What was claimed, and what the runs take to be true"
    _, _, row, value = max(gaps, key=lambda gap: gap[:2])
    return f"{named(row)}: {claimed(value)} claimed, taken to mean about {_drawn(row)}"


def _drawn(row: NumericRow) -> str:
    """Return what draws take a fact to be: the middle one, and where nine tenths lie."""
    if row.drawn is None:
        return ""
    low, _, middle, _, high = (round_number(float(one)) for one in row.drawn)
    return f"{middle} ({low} to {high})"


def _table(numbers: Sequence[NumericRow], words: Sequence[HeldRow]) -> Table:
    rows = [
        [
            named(row),
            ", ".join(f"{claimed(value)} ({one})" for one, _, value in row.claimed) or "no claim",
            _drawn(row),
        ]
        for row in numbers
    ]
    rows += [
        [
            f"{row.ids} {row.text}",
            f"credence {percent(row.credence)}",
            f"holds in {percent(row.share)} of draws",
        ]
        for row in words
    ]
    return figures_table(
        "claims",
        "Claims and what they mean here",
        ["Thing", "claimed", "taken for true"],
        rows,
        "In brackets: where nine tenths of draws lie.",
    )
