"""What is said of claims worth knowing: how far each moves the odds, and a choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.sensitivity.effects import CLEAR, TRACE
from escalation.charts.lever_words import VALUE_KEY
from escalation.charts.told import Column, Table, Told, alt_text
from escalation.charts.words import what_lines_are
from escalation.numbers import counted, odds_of, points_with, rows_shown

if TYPE_CHECKING:
    import pandas as pd

    from escalation.studies.value import Valued

#: How many claims are shown of all, unless more tell anything.
SHOWN: Final = 12
_NAMED: Final = 3


def told(found: Valued) -> Told:
    """Say which claim to verify first, and whether any would change a choice."""
    table = shown(found)
    finding = _finding(table, found)
    first = "; ".join(
        f"{row['name']} {claim_cells(row)[0]}" for row in table.head(_NAMED).to_dict("records")
    )
    return Told(
        finding,
        f"Odds ({found.meaning}) among draws in which a claim is confirmed or refuted; and the "
        "mean gain in odds from knowing it, and all it bears on, before choosing a lever, in "
        f"points. {what_lines_are(told=_over_draws(table))} Of each by itself.",
        alt_text(
            "Odds if a claim is refuted or confirmed, and the value of knowing it",
            finding,
            f"Odds if refuted and if confirmed: {first}" if first else "",
        ),
        found.source,
        _table(table, found),
    )


def shown(found: Valued) -> pd.DataFrame:
    """Return the claims that are shown, in the order to verify them."""
    return found.claims.iloc[: rows_shown(found.tells.tolist(), SHOWN)]


def claim_cells(row: Mapping[Any, Any]) -> tuple[str, str, str]:
    """Return the odds if a claim were refuted and confirmed, the move in points, what it is worth.

    Behind the move stands a tilde where it isn't told from none; behind the worth a star where
    the claim is worth knowing, and a question mark where that may be chance.
    """
    worth = points_with(row["value"], row["low"], row["high"], 2, sign="")
    mark = {CLEAR: " *", TRACE: " ?"}.get(str(row["effect"]), "")
    if row["move"] != row["move"]:
        return str(row["move_note"]), "", worth + mark
    odds = f"{odds_of(row, 'refuted')} -> {odds_of(row, 'confirmed')}"
    moved = points_with(row["move"], row["move_low"], row["move_high"])
    return odds, moved + ("" if row["sure"] else " ~"), worth + mark


def _finding(table: pd.DataFrame, found: Valued) -> str:
    """Name the claim to verify first, and say if any would change the choice."""
    if not len(table):
        return "No claim bears on what these runs vary"
    first, best = table.iloc[0], found.best_lever.title
    choice = f"the choice for {found.what}"
    if first["effect"] == CLEAR:
        return (
            f"Verify {first['name']} first: the answer could change {choice}, "
            f"which without it is that {best}"
        )
    moved = table[table["sure"]]
    if not len(moved):
        return (
            f"No claim would change {choice}, which is that {best}; nor does any move the "
            "odds beyond noise"
        )
    most = moved.iloc[0].to_dict()
    return (
        f"{most['name']} moves the odds most surely, by {_moved(most)}; no claim would change "
        f"{choice}, which is that {best}"
    )


def _moved(row: Mapping[Any, Any]) -> str:
    """Return how far a claim moves the odds, whichever way, with the interval."""
    side = -1.0 if row["move"] < 0 else 1.0
    low, high = sorted(side * float(row[end]) for end in ("move_low", "move_high"))
    return points_with(abs(row["move"]), low, high, sign="", unit=" points")


def _over_draws(table: pd.DataFrame) -> bool:
    """Return whether draws can be told from chance."""
    return bool(len(table)) and bool(table["refuted_between_draws_low"].notna().any())


def _table(table: pd.DataFrame, found: Valued) -> Table:
    left = len(found.claims) - len(table)
    more = f"{counted(left, 'more claim')}: none worth knowing, or moving odds. " if left else ""
    heads = ("refuted -> confirmed", "move, points", "value of knowing")
    return Table(
        "value-table",
        "Claims in the order to verify them",
        (Column("claim"), *(Column(head, figures=True) for head in heads)),
        [(f"{row['name']}: {row['claim']}", *claim_cells(row)) for row in table.to_dict("records")],
        f"{more}{VALUE_KEY}",
    )
