"""What is said of storylines: how often each kind of future comes, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from escalation.charts.told import Told, alt_text, figures_table
from escalation.charts.words import upper_first
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import in_words, odds_briefly, odds_of, percent
from escalation.vocabulary import END_STATES

if TYPE_CHECKING:
    from escalation.studies.storylines import Told as Storylines


def told(found: Storylines) -> Told:
    """Say how many kinds of future there are, and which is the most frequent."""
    count, first = len(found.storylines), found.storylines[0]
    finding = upper_first(
        f"{in_words(count)} kinds of future; the most frequent, "
        f"{odds_briefly(first.row, 'share', prefix='')} of runs: {first.name.split(':')[0].lower()}"
    )
    kinds = "; ".join(f"{percent(one.row['share'])} {one.name}" for one in found.storylines)
    return Told(
        finding,
        f"Mean rung of both states by day, how these runs end, and what set them apart by day 14, "
        f"with the share among all others. {found.intervals}",
        alt_text("Kinds of future: rungs by day, ends and early signs", finding, kinds),
        found.source,
        figures_table(
            "storylines",
            "Kinds of future, their shares of runs, and how they end",
            ["Kind", "of runs", *(OUTCOME_NAMES[end].brief for end in END_STATES), "run to watch"],
            [
                [
                    one.name,
                    share_of(one.row),
                    *(odds_of(one.row, end) for end in END_STATES),
                    str(one.run),
                ]
                for one in found.storylines
            ],
        ),
        "Pale: the other kinds.",
    )


def share_of(row: Mapping[str, Any]) -> str:
    """Return which share of runs goes so, with both intervals."""
    return odds_of(row, "share", prefix="")
