"""What several figures are made of: the axis of days, and the table behind a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from escalation.charts.chart_data import told_days
from escalation.charts.words import since
from escalation.telling.chronicle import date_of

if TYPE_CHECKING:
    from escalation.charts.told import Told
    from escalation.scenario.sections import Scenario


def day_axis(scenario: Scenario) -> dict[str, Any]:
    """Return the axis of days: its label, its last day, its ticks, and the date of each day."""
    return {
        "label": since(scenario.as_of),
        "last": scenario.horizon_days - 1,
        "ticks": [
            {"day": day, "date": date_of(scenario, day)} for day in told_days(scenario.horizon_days)
        ],
        "dates": [date_of(scenario, day) for day in range(scenario.horizon_days)],
        "hint": "Point at a day, or use the arrow keys, to read its figures.",
    }


def said(told: Told, here: str = "") -> dict[str, Any]:
    """Return what is said of a figure, as a page has it.

    Parameters
    ----------
    told
        Of the figure, wherever it is drawn.
    here
        How to read what the page draws, and what can be done with it.
    """
    held = told.table
    return {
        "title": told.finding,
        "subtitle": f"{told.shown} {here}".strip(),
        "table": table(told.finding, [], []) if held is None
        else table(held.caption, [column.heading for column in held.columns], held.rows),
    }  # fmt: skip


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return the table behind a chart; a row begins with its name."""
    return {"caption": caption, "columns": list(columns), "rows": [list(row) for row in rows]}


def rounded(values: Any, digits: int = 3) -> list[Any]:
    """Return numbers of an array, rounded, since a screen shows no more."""
    listed: list[Any] = values.round(digits).tolist()
    return listed
