"""The public line after losses or strikes: silent, confirm, deny or vow, and what it commits to."""

from __future__ import annotations

from escalation.compiling import rule
from escalation.luck.arithmetic import exp, log, tanh
from escalation.vocabulary import CONFIRM, DENY, SILENT, VOW


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
    """Return the line chosen by logit; confirming gains with losses, vowing with grievance."""
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
    """Return the committed rung after the other side's public claim of one's own dead."""
    if claimed_dead <= 0.0:
        return commitment
    return min(8.0, commitment + pressure * log(1.0 + claimed_dead))
