"""Blame: what a state holds against the other for the dead of armed groups' attacks.

One rule for both states and both groups. A group's dead are soldiers and civilians of the state
that it strikes; that state puts a share of the blame on the other one, and the dead times that
share embitter it. Sources: C10-C12 and C19 (who is accused of harbouring whom); Mueller 1973
(opinion goes with the log of casualties).
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
def charge(p: Draw, group: int, side: int, soldiers: int, civilians: int, ledger: Ledger) -> None:
    """Count those of a state's people whom a group killed in an attack, or in fighting it off.

    ``blamed`` gathers the day's dead times the blame: what a state holds against the other through
    groups. The worst attack of the day is kept for tomorrow, when it may be answered.
    """
    dead = soldiers + civilians
    by: Group = ledger.groups[group]
    if dead >= p.mass_casualty_dead:
        by.mass_attacks += 1
    victim: Actor = ledger.actors[side]
    victim.by_groups += dead
    blame = share_of_blame(p, group, side)
    victim.blamed = victim.blamed + blame * dead
    if dead > victim.attack_next:
        victim.attack_next = dead
        victim.attack_next_blame = blame
