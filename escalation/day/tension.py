"""Tension: what incidents raise fades and levels out along the line.

Each segment keeps a share of its excess and exchanges with its neighbours by diffusion; an incident
adds ``tension_per_incident`` (self-excitation in space and time, as in Mohler 2011).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.compiling import rule

if TYPE_CHECKING:
    from escalation.day import rows
    from escalation.day.rows import Draw, Ledger, Table


@rule
def tension_after(excess: float, left: float, right: float, keep: float, diffusion: float) -> float:
    """Return a segment's excess tension after a day of decay and of exchange with neighbours.

    ``left`` and ``right`` are the neighbours' excess; at an end of the line pass the segment's own.

    Source: recorded events, which cluster within weeks and 25 km (UCDP GED), and Mohler 2011; that
    tension spreads by diffusion is a judgement of this model.
    """
    return keep * (excess + diffusion * (left - excess) + diffusion * (right - excess))


@rule
def cool(p: Draw, ledger: Ledger, segments: Table[rows.Segment]) -> None:
    """Let tension decay and level out between neighbours."""
    keep, diffusion = ledger.pace.tension, p.tension_diffusion
    last = len(segments) - 1
    left = segments[0].tension
    for segment in range(last):
        own = segments[segment].tension
        right = segments[segment + 1].tension
        segments[segment].tension = tension_after(own, left, right, keep, diffusion)
        left = own
    own = segments[last].tension
    segments[last].tension = tension_after(own, left, own, keep, diffusion)
