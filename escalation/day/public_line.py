"""The public line after losses or strikes: silent, confirm, deny or vow, and what it commits to.

The line is a logit choice in which losses raise confirming and grievance raises vowing. A vow
commits to a rung above what was suffered, and the other side's public claims press upward too;
what is committed weighs in tomorrow's decision. Source: Fearon 1994 (audience costs).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule
from escalation.day.logbook import is_taken_back, note
from escalation.luck.arithmetic import exp, log, tanh
from escalation.luck.purposes import PUBLIC_LINE
from escalation.luck.streams import uniform
from escalation.vocabulary import CONFIRM, DENY, SILENT, VOW
from escalation.vocabulary import PUBLIC_LINE as SPOKE

if TYPE_CHECKING:
    from escalation.day.rows import Actor, Draw, Ledger, Records


@rule
def choose_line(
    u: float,
    dead: float,
    grievance: float,
    silence: float,
    confirm: float,
    deny: float,
    vow: float,
) -> int:
    """Return the line chosen by logit; confirming gains with losses, vowing with grievance.

    Source: McKelvey and Palfrey 1995 (logit choice); C07, C14, C18 and C22 for the lines that were
    taken; judgement of this model for what moves them.
    """
    a = exp(silence)
    b = exp(confirm * log(1.0 + dead))
    c = exp(deny)
    d = exp(vow + tanh(grievance))
    mark = u * (a + b + c + d)
    if mark < a:
        return SILENT
    if mark < a + b:
        return CONFIRM
    if mark < a + b + c:
        return DENY
    return VOW


@rule
def committed(
    commitment: float, line: int, deed: int, vow_step: float, deny_relief: float
) -> float:
    """Return the committed rung after a line on a ``deed`` suffered (0 to 8).

    A vow commits to a little more than what was suffered, a confirmation to half a rung more than
    before, a denial to less; silence changes nothing.

    Source: Fearon 1994 (public words bind); the steps are a judgement of this model: vows promise
    an answer in kind or more, denials leave room to stop.
    """
    if line == VOW:
        return min(8.0, max(commitment, deed + vow_step))
    if line == CONFIRM:
        return min(8.0, commitment + 0.5)
    if line == DENY:
        return max(0.0, commitment - deny_relief)
    return commitment


@rule
def accused(commitment: float, claimed_dead: float, pressure: float) -> float:
    """Return the committed rung after the other side's public claim of one's own dead.

    Source: C24 (public accusations make it harder to step back); the logarithm is a judgement of
    this model.
    """
    if claimed_dead <= 0.0:
        return commitment
    return min(8.0, commitment + pressure * log(1.0 + claimed_dead))


@rule
def speak_one(p: Draw, key: int, day: int, side: int, ledger: Ledger, events: Records) -> None:
    """Let a state take a public line on yesterday's losses, and be bound by it.

    On day 0 the line on the night's losses is the scenario's: what each had said when it begins.
    """
    own: Actor = ledger.actors[side]
    other: Actor = ledger.actors[1 - side]
    hurt = own.killed + own.civilians + own.posts_lost + own.struck > 0
    if day <= own.line_until:
        own.line = own.line_fixed
    elif hurt and day > 0:
        own.line = choose_line(
            uniform(key, PUBLIC_LINE, side, 0), float(own.killed + own.civilians), own.grievance,
            p.line_silence, p.line_confirm, p.line_deny, p.line_vow,
        )  # fmt: skip
    elif day > 0:
        own.line = SILENT
    if (hurt or day == own.line_from) and is_taken_back(ledger) == 1:
        own.line = SILENT  # as if nothing had been said: that commits to nothing
    elif hurt or day == own.line_from:
        own.commitment = committed(own.commitment, own.line, other.deed, p.vow_step, p.deny_relief)
        note(ledger, events, day, SPOKE, side, other.deed, float(own.line))
    if day > 0:
        own.commitment = accused(own.commitment, other.claimed, p.accusation_pressure)


@rule
def speak(p: Draw, key: int, day: int, ledger: Ledger, log: Records) -> None:
    """Let both states take a public line."""
    for side in range(2):
        speak_one(p, key, day, side, ledger, log)
