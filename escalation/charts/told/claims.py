"""What is said of claims: figures against the truth drawn, and in which draws words hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from escalation.charts.chart_data import source_of
from escalation.charts.claims_table import Believed, HeldRow, NumericRow, held_rows, numeric_rows
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.naming import in_plain_words
from escalation.numbers import percent, round_number

if TYPE_CHECKING:
    from escalation.results.result import Result

#: What the axes of figures and of words count.
FIGURES_AXIS: Final = "Soldiers, fighters or posts, by powers of ten"
WORDS_AXIS: Final = "Share of draws in which it is taken to be true"
#: The ranges of a fact: without a claim, and as draws take it to be; and how each is drawn.
PRIOR, TAKEN = "prior", "taken to be"
RANGES_ARE: Final = "thick, the middle half of draws, and thin, nine tenths"
_TICKS: Final = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000)
_PARTIES: Final = {"afghan_taliban": "Afghan Taliban", "pakistan_military": "Pakistan"}
_OTHERS: Final = {"analyst": "analysts", "mediator": "mediators", "": "several"}


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
    each = "; ".join(f"{named(row)} {drawn_told(row)}" for row in numbers if row.drawn is not None)
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
        f"Left: {RANGES_ARE}.",
    )


def ticks_to(end: float) -> list[int]:
    """Return the ticks of an axis of figures that ends somewhere."""
    return [one for one in _TICKS if one <= end]


def axis_end(numbers: Sequence[NumericRow]) -> float:
    """Return where the axis of figures ends: beyond all that is claimed, believed or drawn."""
    ends = [float(row.prior[4]) for row in numbers]
    ends += [float(row.drawn[4]) for row in numbers if row.drawn is not None]
    ends += [value for row in numbers for _, _, value in row.claimed]
    return 1.5 * max([1.0, *ends])


def speakers_told(speakers: Iterable[str]) -> dict[str, str]:
    """Return who speaks by the speaker whose colour and mark they have: the parties, then others.

    >>> speakers_told(["press", "pakistan_military", "analyst", ""])
    {'pakistan_military': 'Pakistan', '': 'analysts, press, several'}
    """
    spoken = set(speakers)
    told = {name: text for name, text in _PARTIES.items() if name in spoken}
    if others := spoken - set(_PARTIES):
        told[""] = ", ".join(sorted(map(speaker_told, others)))
    return told


def speaker_told(name: str) -> str:
    """Return what a speaker of claims is called."""
    return _PARTIES.get(name) or _OTHERS.get(name) or in_plain_words(name)


def named(row: NumericRow) -> str:
    """Return a fact's name without the night that all of them share."""
    return row.fact.meaning.split(" in the night")[0]


def claimed(value: float) -> str:
    """Return a figure that was claimed."""
    return f"{value:,.0f}"


def claims_told(row: NumericRow) -> str:
    """Return the figures claimed of a fact, each with its claim."""
    return ", ".join(f"{claimed(value)} ({one})" for one, _, value in row.claimed) or "no claim"


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
    return f"{named(row)}: {claimed(value)} claimed, taken to mean about {drawn_told(row)}"


def drawn_told(row: NumericRow) -> str:
    """Return what draws take a fact to be: the middle one, and where nine tenths lie."""
    if row.drawn is None:
        return ""
    low, _, middle, _, high = (round_number(float(one)) for one in row.drawn)
    return f"{middle} ({low} to {high})"


def credence_told(row: HeldRow) -> str:
    """Return how far a statement is believed."""
    return f"credence {percent(row.credence)}"


def share_told(row: HeldRow) -> str:
    """Return in what share of draws a statement holds."""
    return f"holds in {percent(row.share)} of draws"


def _table(numbers: Sequence[NumericRow], words: Sequence[HeldRow]) -> Table:
    rows = [
        [
            named(row),
            claims_told(row),
            drawn_told(row),
        ]
        for row in numbers
    ]
    rows += [
        [
            f"{row.ids} {row.text}",
            credence_told(row),
            share_told(row),
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
