"""Storylines with dated chronicles, and the moments that one run's fate hung on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from escalation.charts.told import Column, Table
from escalation.report.document import Block, Depth, Grid, Picture, Role, Section, Story, Text
from escalation.studies.storyline_words import (
    ONE_OF_MANY,
    early_signs,
    no_sign,
    share_and_ends,
    sign_cells,
    signs_shown,
    what_foretells,
)
from escalation.telling.pivots import ONE_STORY

if TYPE_CHECKING:
    import pandas as pd

    from escalation.studies.pivots import Pivots
    from escalation.studies.storylines import Storyline, Told

#: Headings of the chapters.
STORIES_TITLE: Final = "Storylines"
PIVOTS_TITLE: Final = "What one run's fate hung on"


def storylines(found: Told) -> Section:
    """Return the chapter of storylines, a part each with its chronicle, and early signs."""
    from escalation.charts.told import storylines as said

    return Section(
        "storylines",
        STORIES_TITLE,
        (
            *map(Text, found.findings),
            Picture("storylines", said.told(found), found.plot_storylines),
            Text(f"{found.intervals} {ONE_OF_MANY}", Role.NOTE),
        ),
        (
            *(_story(number, one) for number, one in enumerate(found.storylines, 1)),
            Section(
                "signs",
                "Early signs",
                tuple(block for one in found.indicators.items() for block in _signs(*one)),
                depth=Depth.APPENDIX,
            ),
        ),
    )


def _story(number: int, story: Storyline) -> Section:
    return Section(
        f"storyline-{number}",
        f"{number}. {story.name}",
        (
            Text(share_and_ends(story.row)),
            *map(Text, early_signs(story)),
            Story(f"Run {story.run}, which stands for it", by_date(story.chronicle)),
        ),
    )


def by_date(sentences: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return dated sentences, as a chronicle has them, by their date.

    >>> by_date(["14 Oct (day 2): A.", "14 Oct (day 2): B.", "15 Oct (day 3): C."])
    [('14 Oct (day 2)', ['A.', 'B.']), ('15 Oct (day 3)', ['C.'])]
    """
    days: list[tuple[str, list[str]]] = []
    for sentence in sentences:
        date, _, told = sentence.partition(": ")
        if not days or days[-1][0] != date:
            days.append((date, []))
        days[-1][1].append(told)
    return days


def _signs(day: int, table: pd.DataFrame) -> Iterator[Block]:
    yield Text(what_foretells(day, table))
    if not len(table):
        return
    heads = ("yes", "hits", "gain, points", "war if yes, if no")
    yield Grid(
        Table(
            f"signs-by-day-{day}",
            f"What by day {day} best foretells the end state",
            (Column("sign"), *(Column(head, figures=True) for head in heads)),
            [sign_cells(row) for row in signs_shown(table)],
        )
    )
    if said := no_sign(day, table):
        yield Text(said)


def pivots(found: Pivots) -> Section:
    """Return the chapter on the moments that changed the end of one run."""
    from escalation.browser.figures.pivots import pivots_told
    from escalation.charts.told import pivots as said

    told = [str(row["told"]) for row in found.pivots.to_dict("records")]
    return Section(
        "pivots",
        PIVOTS_TITLE,
        (
            *map(Text, found.findings),
            Picture(
                "pivots",
                said.told(found),
                found.plot_pivots,
                lambda: ("mornings", pivots_told(found)["figure"]),
            ),
            *([Story(f"The moments that turned run {found.run}", by_date(told))] if told else []),
            Text(ONE_STORY, Role.CAVEAT),
        ),
    )
