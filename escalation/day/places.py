"""Picking one of several places by a uniform."""

from __future__ import annotations

from escalation.compiling import rule


@rule
def place_of(u: float, count: int) -> int:
    """Return one of ``count`` places at the uniform ``u``.

    Source: arithmetic; no claim about the world.
    """
    place = int(u * count)
    return place if place < count else count - 1


@rule
def nth_from(start: int, step: int, count: int) -> int:
    """Return the place ``step`` after ``start`` on a ring of ``count`` places.

    Source: arithmetic; no claim about the world.
    """
    return (start + step) % count
