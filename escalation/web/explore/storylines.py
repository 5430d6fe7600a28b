"""Kinds of future on the page: what the runs of each have in common, and one to watch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from escalation.naming import OUTCOME_NAMES
from escalation.numbers import odds_of, percent
from escalation.vocabulary import END_STATES

if TYPE_CHECKING:
    from escalation.studies.storylines import Told

#: What the page says before they are sought, and what its button says.
WORDS: Final = {
    "ask": "Runs that went alike make a kind of future, and one of them stands for it.",
    "button": "Find the kinds of future",
}


def storylines_told(found: Told) -> dict[str, Any]:
    """Return the storylines, the most frequent first, as plain data with their words."""
    return {
        "told": f"{len(found.storylines)} kinds of future among {found.watched:,} runs that were "
        f"watched day by day. {' '.join(found.findings)} {found.intervals}",
        "stories": [
            {
                "run": story.run,
                "name": story.name,
                "share": f"{odds_of(story.row, 'share', prefix='')} of runs",
                "end": max(END_STATES, key=lambda end: story.row[end]).replace("_", "-"),
                "ends": ", ".join(
                    f"{OUTCOME_NAMES[end].brief} {percent(story.row[end])}"
                    for end in END_STATES if story.row[end] > 0
                ),
                "chronicle": list(story.chronicle),
            }
            for story in found.storylines
        ],
    }  # fmt: skip
