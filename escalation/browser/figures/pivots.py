"""But for that: what turned a run, and what each such moment did to the odds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.browser.figures.parts import day_axis, rounded, table
from escalation.charts.pivots_chart import pivots_subtitle, pivots_title
from escalation.naming import ENDED, WOULD
from escalation.numbers import percent, points, points_between
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
            "title": pivots_title(found),
            "subtitle": pivots_subtitle(found),
            "label": f"Share of futures that {ENDED[end]}",
            # The odds of a morning are told until the one after the last day that counts.
            "axis": axis,
            "shares": rounded(found.mornings[end]),
            "told": [percent(float(share)) for share in found.mornings[end]],
            "marks": [
                {"day": int(row["day"]) + 1, "with": row["with_it"], "without": row["without_it"],
                 "apart": bool(row["told_apart"])}
                for row in rows
            ],
            "table": _table(found, axis["ticks"]),
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


def _table(found: Pivots, ticks: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the table behind the chart: the mornings of its ticks, and those after a pivot."""
    share = found.mornings[found.end]
    without: dict[int, list[str]] = {}
    for row in records(found.pivots):
        without.setdefault(int(row["day"]) + 1, []).append(percent(row["without_it"]))
    days = sorted({tick["day"] for tick in ticks} | set(without))
    return table(
        f"Share of futures that {ENDED[found.end]}, from morning to morning",
        ["Morning", "as the run went", "without a moment of the day before"],
        [
            [
                f"day {day}, {date_of(found.scenario, day)}",
                percent(float(share.iloc[day])),
                ", ".join(without.get(day, [])),
            ]
            for day in days
        ],
    )


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
        "odds": f"{percent(row['with_it'])} with it, {percent(row['without_it'])} without: "
        f"{_points(row)}"
        + ("" if row["told_apart"] else "; can't be told apart, so here it hung on luck"),
    }


def _points(row: dict[str, Any]) -> str:
    return f"{points(row['difference'], 0)} points ({points_between(row['low'], row['high'])})"
