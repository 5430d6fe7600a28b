"""Clocks, strengths and moves of single agents."""

from __future__ import annotations

from escalation.compiling import rule
from escalation.luck.arithmetic import power
from escalation.vocabulary import INSIDE


@rule
def strength_now(strength: float, full: float, replacement: float, days: int) -> float:
    """Return the strength of a post after ``days`` in which nobody looked at it.

    Replacements close the share ``replacement`` of the gap to ``full`` each day; an agent that is
    idle costs nothing until somebody asks.
    """
    if days <= 0 or strength >= full:
        return strength
    return full - (full - strength) * power(1.0 - replacement, float(days))


@rule
def crosses_line(inside: int, u: float, inside_share: float) -> int:
    """Return whether a band that moves goes over the line, so that ``inside_share`` stay inside."""
    if inside == INSIDE:
        return 1 if u < 1.0 - inside_share else 0
    return 1 if u < inside_share else 0


@rule
def place_of(u: float, count: int) -> int:
    """Return one of ``count`` places at the uniform ``u``."""
    place = int(u * count)
    return place if place < count else count - 1


@rule
def alias_slot(u: float, count: int) -> int:
    """Return the slot of an alias table of ``count`` slots that ``u`` falls into."""
    return place_of(u, count)


@rule
def keeps_slot(u: float, count: int, slot: int, cut: float) -> int:
    """Return whether ``u`` stays in its slot, or goes to the slot's alias (Walker 1977)."""
    return 1 if u * count - slot < cut else 0


@rule
def nth_from(start: int, step: int, count: int) -> int:
    """Return the place ``step`` after ``start`` on a ring of ``count`` places."""
    return (start + step) % count
