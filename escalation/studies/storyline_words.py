"""What is said of a storyline, and of early signs, for the terminal and the report alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from escalation.naming import OUTCOME_NAMES
from escalation.numbers import is_known, odds_of, percent, points_with

if TYPE_CHECKING:
    import pandas as pd

    from escalation.studies.storylines import Storyline

#: How many signs tables show of all.
SHOWN: Final = 6

#: Said below all stories.
ONE_OF_MANY: Final = "A storyline is one run among many like it."

_ENDS: Final = ("war", "never_quiet", "relapsed", "durable")


def share_and_ends(row: Mapping[str, Any]) -> str:
    """Return which share of runs goes so, and how those end."""
    ends = ", ".join(f"{OUTCOME_NAMES[name].brief} {odds_of(row, name)}" for name in _ENDS)
    return f"{odds_of(row, 'share', prefix='')} of runs; they end: {ends}"


def early_signs(story: Storyline) -> Iterator[str]:
    """Yield what by some day set its runs apart from the others, a sentence a day."""
    for day, signs in story.early.items():
        said = "; ".join(
            f"{sign['indicator']} {percent(sign['mine'])} (others {percent(sign['others'])})"
            for sign in signs
        )
        yield f"By day {day}: {said}."


def what_foretells(day: int, table: pd.DataFrame) -> str:
    """Say what a table of early signs shows, or that there is none to show."""
    if not len(table):
        return f"By day {day} no question divides the runs."
    base = float(table["base_rate"].iloc[0])
    return (
        f"What by day {day} best foretells the end state: hit rates on runs not used to make the "
        f"rule; always naming the most usual end hits {percent(base)}. In brackets behind a gain: "
        "Monte Carlo, 95%."
    )


def signs_shown(table: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows that are shown: the best single signs, and all of them together."""
    return [*table.iloc[:-1].head(SHOWN).to_dict("records"), table.iloc[-1].to_dict()]


def sign_cells(row: Mapping[Any, Any]) -> tuple[str, str, str, str, str]:
    """Return a sign, the runs that show it, hits, gain in points, and war with and without it."""
    gain = points_with(row["gain"], row["low"], row["high"], digits=0)
    name, hits = str(row["indicator"]), percent(row["hit_rate"])
    if not is_known(row["yes"]):
        return name, "", hits, gain, ""
    war = f"{percent(row['war_if_yes'])}, {percent(row['war_if_no'])}"
    return name, percent(row["yes"]), hits, gain, war


def no_sign(day: int, table: pd.DataFrame) -> str:
    """Say that no single sign beats the most usual end; nothing where one does."""
    if not len(table) or (table.iloc[:-1]["low"] > 0).any():
        return ""
    return (
        f"By day {day} no single sign tells the end better than its most usual course does. "
        "Signs move the odds of war, but not so far that another end becomes the likeliest."
    )
