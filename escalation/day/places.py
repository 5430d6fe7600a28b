"""Picking one of several places by a uniform."""

from __future__ import annotations

import numpy as np

from escalation.compiling import rule


@rule
def place_of(u: float, count: int) -> int:
    """Return one of ``count`` places at the uniform ``u``.

    Source: arithmetic; no claim about the world.
    """
    place = int(u * count)
    return place if place < count else count - 1


@rule
def row(number: int) -> int:
    """Return the number of a row of a table, 0 or above, without a sign.

    One that might be below zero would count from the table's end: to see to that takes loops over
    agents a sixth of their time.

    Source: arithmetic; no claim about the world.
    """
    return np.uint64(number)  # type: ignore[return-value]


@rule
def nth_from(start: int, step: int, count: int) -> int:
    """Return the place ``step`` after ``start`` on a ring of ``count`` places.

    Both are from 0 to below ``count``.

    Source: arithmetic; no claim about the world.
    """
    place = start + step
    return place if place < count else place - count
