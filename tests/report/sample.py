"""A small report with every kind of block, and with text that means harm in one format or other."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from escalation.charts.told import Column, Table, Told
from escalation.report.document import (
    Code,
    Depth,
    Document,
    Grid,
    Picture,
    Points,
    Role,
    Section,
    Story,
    Terms,
    Text,
)
from escalation.stamp import Stamp

#: Markup of HTML, Typst, LaTeX and Markdown, formulas, marks of direction, a script, a long word.
HOSTILE: Final = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "#let x = 1; #panic() $x^2$ *bold* _slanted_ @cite [link] \\LaTeX{} `code` // comment",
    '=1+1; +1; -1; @SUM(A1); =HYPERLINK("https://example.org")',
    "&amp; &#60; %s {title} {{title}} ${title}",
    "left \u202eturned\u202c \u200b\u2028 right",
    "قندھار میں جنگ بندی",
    "unbreakable" * 30,
)

STAMP: Final = Stamp(
    run_id="1a2b3c4d",
    scenario_sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    version="0.1.0",
    seed="12",
    command="escalation run baseline --runs 500 --set 'title=<b>&\"'",
)
MADE: Final = dt.datetime(2025, 10, 12, 6, 30, tzinfo=dt.UTC)

ODDS: Final = Table(
    "odds",
    "Odds of what becomes of the crisis",
    (Column("Outcome"), Column("Odds", "of runs", figures=True), Column("Runs", figures=True)),
    (
        ("de-escalated by day 14", "75% (38\u201398%) \u00b10.9", "10,000"),
        ("war between the states", "8% (<1\u201347%) \u00b10.5", "10,000"),
    ),
    "In brackets: where 95% of draws of what is unknown lie.",
)


def picture(name: str = "odds", lines: int = 3) -> Picture:
    """Return a picture with so many lines."""

    def draw() -> Figure:
        figure = Figure(figsize=(8, 4.5))
        axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
        for number in range(lines):
            axes.plot(np.arange(90), np.sin(np.arange(90) / 9 + number), color="#005a94")
        axes.set_title("Quiet begins by day 14 in about 3 runs of 4")
        return figure

    return Picture(
        name,
        Told(
            finding=f"Quiet begins by day 14 in about 3 runs of 4 ({name})",
            shown="Share of runs by where they stand on each day.",
            alt=f"Stacked areas, {name}: de-escalated rises to three runs of four by day 14.",
            source="Source: escalation, agent-based simulation, scenario baseline: 500 runs.",
            table=ODDS,
        ),
        draw,
    )


def sample(*, title: str = "Baseline: odds of de-escalation", hostile: bool = False) -> Document:
    """Return the report; ``hostile`` puts `HOSTILE` wherever somebody's words may stand."""
    said = HOSTILE if hostile else ("A plain sentence.", "Another one.")
    summary = Section(
        "summary",
        "In brief",
        (
            Text("It is likely that fighting stops within two weeks.", Role.LEAD),
            Grid(ODDS),
            picture(),
            Text("Odds under the scenario's assumptions, not a forecast of fact.", Role.CAVEAT),
        ),
    )
    long = Table(
        "assumptions",
        "Every assumption with its basis",
        (Column("Assumption"), Column("Value", "per day", figures=True), Column("Basis")),
        [(f"parameter {n}", f"{n / 7:.3f}", said[n % len(said)]) for n in range(120)],
    )
    return Document(
        title=said[0] if hostile else title,
        subtitle="500 runs of 250 draws over 90 days, seed 12",
        summary=summary,
        sections=(
            Section(
                "hinges",
                "What they hinge on",
                (
                    Text("Most of the spread is ignorance.", Role.BODY),
                    Text("Read the lines as shares.", Role.NOTE),
                    Points(said),
                    Points(("first this", "then that"), numbered=True),
                    picture("many", lines=60),
                ),
                parts=(Section("hinges-more", "In detail", (Terms([("rung", said[0])]),)),),
            ),
            Section(
                "stories",
                "Storylines",
                (Story("A typical run", [("12 Oct", said), ("13 Oct", ("Quiet.",))]),),
            ),
            Section(
                "again",
                "How to make it again",
                (Code(("escalation reproduce 1a2b3c4d", STAMP.command)),),
            ),
            Section("basis", "Assumptions", (Grid(long, long=True),), depth=Depth.APPENDIX),
        ),
        stamp=STAMP,
        made=MADE,
        keywords=("de-escalation", *said[:1]),
    )
