"""What is said of a sweep's odds and of its points, for the terminal and the report alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from escalation.charts.words import IN_BRACKETS
from escalation.naming import in_plain_words
from escalation.numbers import odds_of

#: What the table of odds over the points shows.
HOW: Final = (
    f"{IN_BRACKETS} ±: Monte Carlo, 95%, in points; extremes of many points are partly "
    "luck beyond it. Mean: over the points, as are its intervals' ends."
)
#: How many things varied are told of a point, unless others are asked for.
MOST_VALUES: Final = 3


def range_cells(found: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    """Return an outcome's lowest odds and their point, its mean, its highest and their point."""
    low, high = found["lowest"], found["highest"]
    return (
        odds_of(low, "p", prefix=""),
        str(low["point"]),
        odds_of(found, "mean"),
        odds_of(high, "p", prefix=""),
        str(high["point"]),
    )


def place_of(values: Mapping[str, Any], most: int = MOST_VALUES) -> str:
    """Return what was varied at a point, so many of its values at most."""
    parts = [
        f"{in_plain_words(name)} {value_of(value)}" for name, value in list(values.items())[:most]
    ]
    more = len(values) - most
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


def value_of(value: Any) -> str:
    """Return a number with three figures, or up to six where it has no more than they show."""
    if not isinstance(value, float):
        return in_plain_words(value) if isinstance(value, str) else str(value)
    return f"{value:.6g}" if float(f"{value:.6g}") == value else f"{value:.3g}"
