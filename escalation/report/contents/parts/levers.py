"""Levers with their regret, and which claim to verify before one is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from escalation.charts.lever_words import (
    HEADS,
    NO_ADVICE,
    heading,
    shares,
)
from escalation.charts.told import Column, Table
from escalation.report.document import Block, Grid, Picture, Role, Section, Text
from escalation.scenario.levers import AS_IT_IS

if TYPE_CHECKING:
    from escalation.studies.levers import Policies
    from escalation.studies.value import Valued

#: So many levers stand on the first page.
_IN_BRIEF: Final = 3
#: Headings of the chapters.
LEVERS_TITLE: Final = "Levers and regret"
VALUE_TITLE: Final = "Which claim to verify first"


def levers(summary: Mapping[str, Any], chart: Picture, *, drawn: bool = True) -> Section:
    """Return the chapter on levers.

    Parameters
    ----------
    summary
        What the ``summary.json`` of a ranking holds.
    chart
        Its picture, with its table.
    drawn
        Whether it is drawn here; not where it stands on the first page.
    """
    return Section("levers", LEVERS_TITLE, tuple(_levers(summary, chart, drawn=drawn)))


def beside_its_table(chart: Picture) -> Picture:
    """Return a picture whose table is printed elsewhere, so that none stands behind it."""
    return replace(chart, told=replace(chart.told, table=None))


def ranking_picture(found: Policies) -> Picture:
    """Return the chart of a ranking."""
    from escalation.charts.told import policies

    return Picture("policies", policies.told(found), found.plot_policies)


def _levers(summary: Mapping[str, Any], chart: Picture, *, drawn: bool) -> Iterator[Block]:
    for finding in summary["findings"]:
        yield Text(finding)
    if drawn:
        yield beside_its_table(chart)
    yield Grid(odds_by_lever(summary["ranked_by"], summary["levers"]))
    assert chart.told.table is not None
    yield Grid(chart.told.table)
    yield Text(NO_ADVICE, Role.CAVEAT)


def odds_by_lever(ranked_by: str, rows: list[dict[str, Any]]) -> Table:
    """Return the odds of every outcome under each lever."""
    return _odds(ranked_by, rows, "levers-odds", "Odds under each lever")


def odds_in_brief(ranked_by: str, rows: list[dict[str, Any]]) -> Table:
    """Return the same of the first levers, and of the scenario as it is."""
    first = [row["lever"] for row in rows if row["lever"] != AS_IT_IS][:_IN_BRIEF]
    shown = [row for row in rows if row["lever"] in (*first, AS_IT_IS)]
    return _odds(ranked_by, shown, "levers-in-brief", "Odds under the first levers, and as it is")


def _odds(ranked_by: str, rows: list[dict[str, Any]], name: str, caption: str) -> Table:
    return Table(
        name,
        caption,
        (Column("lever"), *(Column(head, "of runs", figures=True) for head in HEADS.values())),
        [(row["label"], *shares(row)) for row in rows],
        heading(ranked_by, rows),
    )


def value(found: Valued) -> Section:
    """Return the chapter on what is worth knowing before a lever is chosen."""
    from escalation.charts.told import value as worth

    chart = Picture("value", worth.told(found), found.plot_value)
    assert chart.told.table is not None
    return Section(
        "value",
        VALUE_TITLE,
        (
            *map(Text, found.findings),
            beside_its_table(chart),
            Grid(chart.told.table),
        ),
    )
