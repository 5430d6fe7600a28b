"""But for that: what turned a run, and what each such moment did to the odds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.browser.figures.parts import day_axis, rounded, said
from escalation.charts.told.pivots import share_of, told
from escalation.naming import WOULD
from escalation.numbers import fine_percent, percent, points, points_between
from escalation.results.json_text import records
from escalation.telling.chronicle import date_of
from escalation.telling.pivots import ONE_STORY

if TYPE_CHECKING:
    from escalation.studies.pivots import Pivots


def pivots_told(found: Pivots) -> dict[str, Any]:
    """Return the findings in sentences, each pivot with its odds, and the chart's data."""
    rows = records(found.pivots)
    end, axis = found.end, _axis(found)
    return {
        "run": found.run,
        "end": end.replace("_", "-"),
        "findings": found.findings,
        "caveat": ONE_STORY,
        "turning": [turn_told(row) | _moved(row) for row in rows],
        "figure": {
            **said(told(found)),
            "label": share_of(found),
            # The odds of a morning are told until the one after the last day that counts.
            "axis": axis,
            "shares": rounded(found.mornings[end]),
            "told": [percent(float(share)) for share in found.mornings[end]],
            "marks": [
                {"day": int(row["day"]) + 1, "with": row["with_it"], "without": row["without_it"],
                 "apart": bool(row["told_apart"])}
                for row in rows
            ],
        },
    }  # fmt: skip


def _axis(found: Pivots) -> dict[str, Any]:
    """Return the axis of days until the last morning that is told."""
    axis = day_axis(found.scenario)
    last = len(found.mornings) - 1
    ticks = [tick for tick in axis["ticks"] if tick["day"] < last]
    final = {"day": last, "date": date_of(found.scenario, last)}
    dates = [date_of(found.scenario, day) for day in range(last + 1)]
    return axis | {"last": last, "ticks": [*ticks, final], "dates": dates}


def turn_told(row: dict[str, Any]) -> dict[str, Any]:
    """Return a moment that turns a run: when, what it was, and how the run ends without it."""
    return {
        "event": int(row["event"]),
        "day": int(row["day"]),
        "told": row["told"],
        "without": f"But for that, the run {WOULD[row['end_without']]}.",
        "end": row["end_without"].replace("_", "-"),
    }


def _moved(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a moment did to the odds, in words, and whether that is more than luck."""
    return {
        "apart": bool(row["told_apart"]),
        "odds": f"{fine_percent(row['with_it'])} with it, {fine_percent(row['without_it'])} "
        f"without: {_points(row)}"
        + ("" if row["told_apart"] else "; can't be told apart, so here it hung on luck"),
    }


def _points(row: dict[str, Any]) -> str:
    return f"{points(row['difference'])} points ({points_between(row['low'], row['high'])})"
