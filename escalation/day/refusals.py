"""Refusals: while a state refuses talks, as a scenario has it, nothing that takes both comes about.

What a refusal of mediation does is beside the mediators, in `escalation/day/diplomacy.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.vocabulary import AFGHAN, PAKISTANI

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Ledger


@rule
def talks_refused(day: int, ledger: Ledger) -> int:
    """Return whether a state refuses talks today, as the scenario has it."""
    a: Actor = ledger.actors[AFGHAN]
    b: Actor = ledger.actors[PAKISTANI]
    return 1 if day <= max(a.talks_refused_until, b.talks_refused_until) else 0
