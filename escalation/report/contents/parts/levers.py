"""Levers with their regret, and which claim to verify before one is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from escalation.charts.lever_words import (
    HEADS,
    NO_ADVICE,
    RANKING_KEY,
    change,
    heading,
    ranked,
    shares,
)
from escalation.charts.told import Column, Table
from escalation.report.document import Block, Grid, Picture, Role, Section, Text
from escalation.scenario.levers import AS_IT_IS

if TYPE_CHECKING:
    from escalation.studies.levers import Policies
    from escalation.studies.value import Valued

#: Headings of the chapters.
LEVERS_TITLE: Final = "Levers and regret"
VALUE_TITLE: Final = "Which claim to verify first"


def levers(summary: Mapping[str, Any], chart: Picture | None) -> Section:
    """Return the chapter on levers.

    Parameters
    ----------
    summary
        What the ``summary.json`` of a ranking holds.
    chart
        Its picture; None where it, and the odds, stand on the first page.
    """
    return Section("levers", LEVERS_TITLE, tuple(_levers(summary, chart)))


def ranking_picture(found: Policies) -> Picture:
    """Return the chart of a ranking."""
    from escalation.charts.told import policies

    return Picture("policies", policies.told(found), found.plot_policies)


def _levers(summary: Mapping[str, Any], chart: Picture | None) -> Iterator[Block]:
    rows = summary["levers"]
    for finding in summary["findings"]:
        yield Text(finding)
    if chart is not None:
        yield chart
        yield Grid(odds_by_lever(summary["ranked_by"], rows))
    columns = ("points", "95% of draws", "Monte Carlo", "regret, 95%", "best in", "worst in")
    yield Grid(
        Table(
            "levers-ranked",
            f"What each lever adds to the odds of {summary['ranked_by']}, and its regret",
            (Column("lever"), *(Column(head, figures=True) for head in columns)),
            [
                (
                    row["label"],
                    *(("", "", "") if row["lever"] == AS_IT_IS else change(row)),
                    *ranked(row),
                )
                for row in rows
            ],
            RANKING_KEY,
        )
    )
    yield Text(NO_ADVICE, Role.CAVEAT)


def odds_by_lever(ranked_by: str, rows: list[dict[str, Any]], name: str = "levers-odds") -> Table:
    """Return the odds of every outcome under each lever."""
    return Table(
        name,
        "Odds under each lever",
        (Column("lever"), *(Column(head, "of runs", figures=True) for head in HEADS.values())),
        [(row["label"], *shares(row)) for row in rows],
        heading(ranked_by, rows),
    )


def value(found: Valued) -> Section:
    """Return the chapter on what is worth knowing before a lever is chosen."""
    from escalation.charts.told import value as worth

    said = worth.told(found)
    assert said.table is not None
    return Section(
        "value",
        VALUE_TITLE,
        (
            *map(Text, found.findings),
            Picture("value", replace(said, table=None), found.plot_value),
            Grid(said.table),
        ),
    )
