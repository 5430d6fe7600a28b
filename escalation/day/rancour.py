"""Rancour: what a state holds against the other for months, beyond the grievance of days.

Whatever embitters a state feeds both alike: own dead, lost posts, violated airspace, talks and
ceasefires that came to nothing; of the grievance over armed groups' attacks that it blames on the
other (see ``blame``) the share ``militant_rancour`` lasts, so that a series of them counts. Rancour
fades with ``rancour_half_life``, in months, and an agreement takes ``rancour_relief`` of it away.
It tells by its logarithm, ``log(1 + rancour)``: each further loss less than the one before, but
none for nothing. So it is felt with grievance, as ``grievance + rancour_weight * log(1 +
rancour)``, where a state weighs whether to answer, how hard, and whether to strike for militant
attacks: while the loss is fresh the two say the same, later rancour speaks alone. And operations
get longer by ``rancour_resolve * log(1 + rancour)``. A run begins with what the episodes of the
year before have left. Sources: Leng 1983, Colaresi and Thompson 2002 (crises of the same two states
grow harder one by one), Crescenzi and Enterline 2001 (a history of conflict that fades); for the
logarithm the recorded chance of war after 0, 1, 2, 3 or 4, and 5 or more fatal episodes of the year
before, 4, 6, 9, 12 and 15% (P28), nearly a straight line in the logarithm of their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.luck.arithmetic import log

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Draw, Ledger


@rule
def felt(grievance: float, rancour: float, weight: float) -> float:
    """Return the grievance that a state feels as it decides: that of days and that of months.

    Source: recorded episodes between states, after which war is likelier the more fatal ones the
    year before had, by the logarithm of their number (Gibler and Miller, Militarized Interstate
    Events 1.0; P28), for rancour; judgement of this model that the two add up before they saturate.
    """
    return grievance + weight * log(1.0 + rancour)


@rule
def resolved_growth(growth: float, rancour: float, resolve: float) -> float:
    """Return the growth of operations of a state that remembers: it is resolved to longer ones.

    Source: judgement of this model: what is begun in the heat of the day is soon over, what was
    long wanted is not; half of the recorded wars begin after day 50. P28 for the logarithm: a term
    that saturates left war hardly likelier after five fatal episodes than after two.
    """
    return growth * (1.0 + resolve * log(1.0 + rancour))


@rule
def relieve(p: Draw, ledger: Ledger) -> None:
    """Let an agreement take a share of both states' rancour."""
    for side in range(2):
        own: Actor = ledger.actors[side]
        own.rancour = own.rancour * (1.0 - p.rancour_relief)
