"""Deeds: what each state did gets a rung, which the other reads and answers tomorrow.

A deed is what was done, not what was ordered; raids at posture 7 or 8 count as an offensive from
three raids up. The rungs follow the ladder of Kahn 1965, shortened to what this border has seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.vocabulary import ARTILLERY, OFFENSIVE, RAIDS, SMALL_ARMS, STRIKES

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Dyad, Ledger


@rule
def physical_deed(
    rung: int, exchanges: int, shelling: int, raids: int, strikes: int, capital: int
) -> int:
    """Return the rung of what was actually done in a day, at most what its number allows.

    Raids at posture 7 or 8 count as an offensive from three raids up.

    Source: Kahn 1965 (the ladder), shortened to what this border has seen; the three raids are a
    judgement of this model.
    """
    level = 0
    if exchanges > 0:
        level = SMALL_ARMS
    if shelling > 0:
        level = ARTILLERY
    if raids > 0:
        level = RAIDS
    if strikes > 0:
        level = STRIKES
    if capital > 0:
        level = STRIKES + 1
    if rung >= OFFENSIVE and raids >= 3:
        level = rung
    return level


@rule
def name_deed(side: int, ledger: Ledger) -> None:
    """Put a rung on what a state did today."""
    own: Actor = ledger.actors[side]
    own.deed = physical_deed(
        own.rung, own.exchanges, own.shellings, own.raids, own.strikes, own.capital
    )


@rule
def end_deeds(ledger: Ledger) -> None:
    """Note the harder deed of the two, and whether anything happened at all."""
    dyad: Dyad = ledger.dyad
    dyad.worst_deed = max(ledger.actors[0].deed, ledger.actors[1].deed)
    dyad.eventful = 1 if dyad.incidents > 0 else 0


@rule
def deeds(ledger: Ledger) -> None:
    """Name what each state did today."""
    for side in range(2):
        name_deed(side, ledger)
    end_deeds(ledger)
