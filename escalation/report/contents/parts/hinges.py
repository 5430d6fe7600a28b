"""What a run's odds hinge on: chance first, then inputs, claims and processes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.sensitivity.scenario_discovery import sentence
from escalation.charts.told import Column, Table, dependence, drivers
from escalation.charts.told.drivers import SHOWN, how_many_shown, odds_along, share_of
from escalation.charts.words import odds_told, upper_first
from escalation.errors import InputError, PurposeError
from escalation.naming import in_plain_words
from escalation.report.contents.parts.commands import of_run
from escalation.report.document import Block, Code, Depth, Grid, Picture, Role, Section, Text
from escalation.results.explain_words import CLAIMS_SHOWN, HOW, of_chance, of_the_rest

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.explain import Explanation
    from escalation.results.result import Result

#: What opens the boxes where none is told.
_NO_BOX: Final = (
    "No combination of inputs can be told from the rest by these runs: what comes nearest to it "
    "follows, and may be chance."
)
#: Heading of the chapter.
HINGES_TITLE: Final = "What the odds hinge on"


def hinges(result: Result) -> Section:
    """Return the chapter on what the odds hinge on, from the run's own tables.

    Where these runs can't say, it says why, and which command would.
    """
    try:
        found = result.explain()
    except (InputError, PurposeError) as error:
        return Section(
            "hinges",
            HINGES_TITLE,
            (
                Text(f"These runs can't say what their odds hinge on: {error}."),
                Code([of_run(result, "explain")]),
            ),
        )
    return Section(
        "hinges",
        HINGES_TITLE,
        tuple(_first(found)),
        (
            _part("hinges-claims", "By claim", "claim", found.claims, CLAIMS_SHOWN),
            _part("hinges-processes", "By process of the day", "process", found.processes, None),
        ),
    )


def _first(found: Explanation) -> Iterator[Block]:
    yield Text(f"{upper_first(found.meaning)}: {odds_told(found.odds)} of runs. {of_chance(found)}")
    yield Picture("drivers", drivers.told(found), found.plot_drivers)
    yield from _grid("inputs", "input", found.drivers, SHOWN)
    yield Text(HOW, Role.NOTE)
    yield Picture("dependence", dependence.told(found), found.plot_dependence)
    if found.boxes and not any(box.told_apart for box in found.boxes):
        yield Text(_NO_BOX)
    for box in sorted(found.boxes, key=lambda box: not box.told_apart):
        yield Text(sentence(box, found.meaning))


def _part(name: str, title: str, what: str, table: pd.DataFrame, most: int | None) -> Section:
    blocks = tuple(_grid(name, what, table, len(table) if most is None else most))
    return Section(name, title, blocks, depth=Depth.APPENDIX)


def _grid(name: str, what: str, table: pd.DataFrame, most: int) -> Iterator[Block]:
    """Yield a table of shares, and what is true of the rows that it leaves out."""
    if table.empty:
        yield Text(f"There is no {what} that these runs vary.")
        return
    along = "low_odds" in table
    columns = [
        Column(what),
        Column("share", "of what runs differ by", figures=True),
        Column("Monte Carlo, 95%", "per cent", figures=True),
        *([Column("odds where lowest -> highest", figures=True)] if along else []),
        Column("verdict"),
    ]
    rows = [
        (
            _named(row),
            *share_of(row),
            *([odds_along(row)] if along else []),
            str(row["verdict"]),
        )
        for row in table.head(how_many_shown(table, most)).to_dict("records")
    ]
    caption = f"Share of what single runs differ by that each {what} tells"
    yield Grid(Table(name, caption, columns, rows, " ".join(_sentences(table, most))))


def _sentences(table: pd.DataFrame, most: int) -> Iterator[str]:
    return (f"{said}." for said in of_the_rest(table, most))


def _named(row: dict[Any, Any]) -> str:
    """Return what a row is about: its name, and what that means."""
    name, words = in_plain_words(str(row["name"])), str(row["words"])
    return name if words == row["name"] else f"{name}: {words}"
