"""What a kind of results can't tell, a line each, and which command does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from escalation.naming import in_plain_words
from escalation.report.contents.parts.commands import typed
from escalation.report.contents.parts.hinges import HINGES_TITLE
from escalation.report.contents.parts.levers import LEVERS_TITLE, VALUE_TITLE
from escalation.report.contents.parts.stories import PIVOTS_TITLE, STORIES_TITLE
from escalation.report.document import Code, Depth, Section, Terms, Text

if TYPE_CHECKING:
    from escalation.results.reading import KeptFolder

#: Where runs were fighting, day by day.
MAP_TITLE: Final = "Where there was fighting"

#: What only a run's own folder, or a question of its own, can tell.
HINGES: Final = (HINGES_TITLE, "told of the runs of one scenario, by 'escalation explain'.")
LEVERS: Final = (LEVERS_TITLE, "asked of one scenario, by 'escalation policies'.")
VALUE: Final = (VALUE_TITLE, "asked of one scenario, by 'escalation value'.")
STORIES: Final = (
    STORIES_TITLE,
    "told of the runs of one scenario, which are watched again, by 'escalation storylines'.",
)
PIVOTS: Final = (PIVOTS_TITLE, "asked of one run of one scenario, by 'escalation pivots'.")
PLACES: Final = (MAP_TITLE, "not kept here: a run's own folder holds its days and places.")


def asked_again(folder: KeptFolder, name: str) -> tuple[str, str]:
    """Return what `elsewhere` says of a folder's first scenario, and the command that asks it."""
    file = folder.scenario_names[0]
    named = f"{in_plain_words(name)}, by the file {file} of the folder of these results,"
    return named, typed("report", file)


def elsewhere(rows: Sequence[tuple[str, str]], named: str, command: str) -> Section:
    """Return what these results don't tell.

    Parameters
    ----------
    rows
        Titles of chapters that a run's report may have, each with why there is none here.
    named
        What the command asks, and where it is typed, in words.
    command
        Asks one scenario all of it.
    """
    said = Text(f"To ask {named} all of this:")
    return Section(
        "elsewhere",
        "What is told elsewhere",
        (Terms(list(rows)), said, Code([command])),
        depth=Depth.APPENDIX,
    )
