"""Blame: what a state holds against the other for the dead of armed groups' attacks.

One rule for both states and both groups. A group's dead are soldiers and civilians of the state
that it strikes; that state puts a share of the blame on the other one, and the dead times that
share embitter it. The dead also add up from attack to attack, as ``unweighed = kept * unweighed +
dead`` at the end of a day, of which half is left after ``unweighed_half_life``; when
``mass_casualty_dead`` are reached, by one attack or by a series, the state weighs force against
the other (see ``decision``), by how many they are and by their share of blame, and the count begins
anew. Sources: C10-C12 and C19 (who is accused of harbouring whom); Mueller 1973 (opinion goes with
the log of casualties); for the series the recorded strikes on Afghan soil since 2022: four of five
followed within three days an attack that killed seven or more (P11, P12), the one of August 2025 no
such attack, in the month with the most attacks (P14).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.militants import TTP_GROUP
from escalation.luck.arithmetic import log
from escalation.vocabulary import AFGHAN

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Draw, Group, Ledger


@rule
def bitterness(blamed: float, weight: float) -> float:
    """Return the grievance of a day from ``blamed`` dead: those of groups, times the blame.

    Source: Mueller 1973 (the logarithm); judgement of this model that it is the same for both
    states and both groups: the dead of neither weigh more.
    """
    return weight * log(1.0 + blamed)


@rule
def share_of_blame(p: Draw, group: int, side: int) -> float:
    """Return the share of blame for a group's attack on a state that it puts on the other."""
    if group == TTP_GROUP:
        return p.ttp_attribution
    return p.isis_k_attribution if side == AFGHAN else p.isis_k_blame_on_kabul


@rule
def carried_over(unweighed: float, keep: float, dead: float) -> float:
    """Return the dead of a series after a day: ``keep`` of those before, and the day's ``dead``.

    Source: recorded strikes (P11), of which one in five followed a series of lesser attacks;
    judgement of this model that the dead of a series fade at a steady rate.
    """
    return keep * unweighed + dead


@rule
def charge(p: Draw, group: int, side: int, soldiers: int, civilians: int, ledger: Ledger) -> None:
    """Count those of a state's people whom a group killed in an attack, or in fighting it off.

    ``blamed`` gathers the day's dead times the blame: what a state holds against the other through
    groups. ``by_groups`` gathers them as they are.
    """
    dead = soldiers + civilians
    by: Group = ledger.groups[group]
    if dead >= p.mass_casualty_dead:
        by.mass_attacks += 1
    victim: Actor = ledger.actors[side]
    victim.by_groups += dead
    victim.blamed = victim.blamed + share_of_blame(p, group, side) * dead
