"""Feelings: losses become grievance and fighting weariness; both fade with a half-life.

Grievance is the heat of some days; what stays of the same losses for months is ``rancour``. The
grievance of a day is logarithmic in the dead that the public believes, own losses weighing
``loss_aversion`` times what was inflicted, with terms for posts, violated airspace and the
dead of armed groups that it blames on the other state. Sources:
Kahneman and Tversky 1979 (loss aversion); Mueller 1973 (opinion goes with the log of casualties).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.blame import bitterness, carried_over
from escalation.day.reports import publicly_believed
from escalation.luck.arithmetic import log
from escalation.vocabulary import RAIDS, SMALL_ARMS

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Draw, Ledger


@rule
def grief(
    soldiers: float,
    civilians: float,
    posts: float,
    struck: int,
    inflicted: float,
    per_soldier: float,
    per_civilian: float,
    per_post: float,
    airspace: float,
    loss_aversion: float,
) -> float:
    """Return the grievance of one day: own losses weigh ``loss_aversion`` times what was inflicted.

    Soldiers are those the public believes lost; a day never lowers grievance below what it was.

    Source: Tversky and Kahneman 1992 (loss aversion), Mueller 1973 (the logarithm), C07 and C20
    (airspace); judgement of this model for what a soldier, civilian or post weighs.
    """
    if soldiers + civilians + posts + inflicted <= 0.0 and struck == 0:
        return 0.0
    loss = per_soldier * log(1.0 + soldiers) + per_civilian * log(1.0 + civilians)
    loss = loss + per_post * log(1.0 + posts)
    if struck == 1:
        loss = loss + airspace
    relief = per_soldier * log(1.0 + inflicted)
    return max(0.0, loss_aversion * loss - relief)


@rule
def remember_one(side: int, ledger: Ledger) -> None:
    """Let a state's grievance, rancour, commitment and weariness fade by a day."""
    own: Actor = ledger.actors[side]
    own.grievance = own.grievance * ledger.pace.grievance
    own.rancour = own.rancour * ledger.pace.rancour
    own.commitment = own.commitment * ledger.pace.commitment
    own.weariness = own.weariness * ledger.pace.weariness


@rule
def remember(ledger: Ledger) -> None:
    """Let feelings fade."""
    for side in range(2):
        remember_one(side, ledger)


@rule
def pain_of(p: Draw, side: int, civilians: float, ledger: Ledger) -> float:
    """Return the grievance of what a public believes lost today, less what it inflicted."""
    own: Actor = ledger.actors[side]
    believed = publicly_believed(own.admitted, ledger.actors[1 - side].claimed, p.report_trust)
    return grief(
        believed, civilians, float(own.posts_lost), own.struck, own.claimed,
        p.grievance_per_soldier, p.grievance_per_civilian, p.grievance_per_post,
        p.grievance_airspace, p.loss_aversion,
    )  # fmt: skip


@rule
def feel_one(p: Draw, side: int, ledger: Ledger) -> None:
    """Let losses embitter a state and fighting weary it; keep groups' dead for tomorrow."""
    own: Actor = ledger.actors[side]
    pain = pain_of(p, side, float(own.civilians), ledger)
    through_groups = bitterness(own.blamed, p.militant_grievance)
    own.grievance = own.grievance + pain + through_groups
    own.rancour = own.rancour + pain + p.militant_rancour * through_groups
    if own.rung >= RAIDS:
        own.weariness = own.weariness + p.weariness_per_fighting
    elif own.rung >= SMALL_ARMS:
        own.weariness = own.weariness + 0.5 * p.weariness_per_fighting
    if own.closed == 1 or ledger.actors[1 - side].closed == 1:
        own.weariness = own.weariness + p.crossing_weariness
    own.unweighed = carried_over(own.unweighed, ledger.pace.unweighed, float(own.by_groups))
    own.unweighed_blamed = carried_over(own.unweighed_blamed, ledger.pace.unweighed, own.blamed)


@rule
def feel(p: Draw, ledger: Ledger) -> None:
    """Let losses and fighting leave their mark on both states."""
    for side in range(2):
        feel_one(p, side, ledger)
