"""But for that, on the page: what it asks, and how far a search is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from escalation.browser.figures.pivots import turn_told
from escalation.results.json_text import records

if TYPE_CHECKING:
    from escalation.studies.pivots import Trying

#: What the page asks before anything is tried, and what its button says.
WORDS: Final = {
    "ask": "Every decision, attack, claim and diplomatic event of this run is taken back in turn, "
    "that one alone, all other luck the same: which of them turn the run, and how far did they "
    "move the odds of its futures?",
    "button": "What did it hang on?",
}


def trying_told(trying: Trying) -> dict[str, Any]:
    """Return how far a search is, and what turns the run as soon as that is known."""
    moments = trying.moments
    if moments is None:
        told = "Taking back every event of the run, each alone."
        turning: list[dict[str, Any]] = []
    else:
        turning = [turn_told(row) for row in records(moments[moments["pivot"]])]
        told = (
            f"{len(turning):,} of {len(moments):,} change its end; now their odds, over futures "
            "from every morning."
        )
    return {"done": trying.done, "total": trying.total, "told": told, "turning": turning}
