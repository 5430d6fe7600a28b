"""What a table of claims worth knowing shows of each, for the terminal and the report alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from escalation.numbers import odds_of, points_with

#: How many claims tables show of all.
SHOWN: Final = 12


def claim_cells(row: Mapping[Any, Any]) -> tuple[str, str, str]:
    """Return the odds if a claim were refuted and confirmed, the move in points, what it is worth.

    Behind the move stands a tilde where it isn't told from none; behind the worth a star where
    the claim is worth knowing, and a question mark where that may be chance.
    """
    worth = points_with(row["value"], row["low"], row["high"], 2, sign="")
    mark = {"clear": " *", "trace": " ?"}.get(str(row["effect"]), "")
    if row["move"] != row["move"]:
        return str(row["move_note"]), "", worth + mark
    odds = f"{odds_of(row, 'refuted')} -> {odds_of(row, 'confirmed')}"
    moved = points_with(row["move"], row["move_low"], row["move_high"])
    return odds, moved + ("" if row["sure"] else " ~"), worth + mark
