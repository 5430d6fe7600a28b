"""What several figures are made of: the axis of days, and the table behind a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from escalation.charts.words import since
from escalation.telling.chronicle import date_of

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

#: Days at which a day axis has a tick, as far as the horizon goes.
_ROUND_DAYS: Final = (0, 7, 14, 30, 60, 90, 120, 150, 180, 270, 365, 540, 730)


def day_axis(scenario: Scenario) -> dict[str, Any]:
    """Return the axis of days: its label, its last day, its ticks, and the date of each day."""
    return {
        "label": since(scenario.as_of),
        "last": scenario.horizon_days - 1,
        "ticks": [{"day": day, "date": date_of(scenario, day)} for day in told_days(scenario)],
        "dates": [date_of(scenario, day) for day in range(scenario.horizon_days)],
        "hint": "Point at a day, or use the arrow keys, to read its figures.",
    }


def told_days(scenario: Scenario) -> list[int]:
    """Return the days that a table tells: round ones, and the last."""
    last = scenario.horizon_days - 1
    days = [day for day in _ROUND_DAYS if day < last - 4]
    return [*days, last] if last > 0 else [0]


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return the table behind a chart; a row begins with its name."""
    return {"caption": caption, "columns": list(columns), "rows": [list(row) for row in rows]}


def rounded(values: Any, digits: int = 3) -> list[Any]:
    """Return numbers of an array, rounded, since a screen shows no more."""
    listed: list[Any] = values.round(digits).tolist()
    return listed
