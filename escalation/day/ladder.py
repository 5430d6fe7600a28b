"""Ladder: where both states stand on it, and where a state at rest does.

Without orders a state rests at rung 0 or, while its crossings are closed, at rung 1. Source: what
the ladder means by its rungs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.vocabulary import AFGHAN, PAKISTANI

if TYPE_CHECKING:
    from escalation.day.rows import Ledger


@rule
def highest_rung(ledger: Ledger) -> int:
    """Return the higher of the two states' rungs."""
    return max(ledger.actors[AFGHAN].rung, ledger.actors[PAKISTANI].rung)


@rule
def worst_deed(ledger: Ledger) -> int:
    """Return the harder of yesterday's two deeds."""
    return max(ledger.actors[AFGHAN].deed, ledger.actors[PAKISTANI].deed)


@rule
def rest_rung(closed: int) -> int:
    """Return the rung of a state at rest: protest while its crossings are closed, else routine.

    Source: what the ladder means by its rungs 0 and 1.
    """
    return 1 if closed == 1 else 0
