"""Latin hypercubes: n points of which each dimension has exactly one in every n-th of its range.

After McKay, Beckman and Conover (1979), Technometrics 21, 239-245. Order and place within a slice
come from the keyed streams under a key of the dimension's own name; so a hypercube with one
dimension more has the others as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RUN = 2**62 - 1  # no ensemble has a run of this number, so its luck is nobody else's
_PLACES = 2**15


def latin_hypercube(names: Sequence[str], points: int, seed: int) -> NDArray[np.float64]:
    """Return points of the open unit cube, shape (points, names).

    Parameters
    ----------
    names
        Of the dimensions, each once.
    points
        How many.
    seed
        The same seed gives the same points.
    """
    from escalation.luck import streams

    key = streams.run_key(seed, _RUN)
    unit = np.empty((points, len(names)))
    for column, place in enumerate(_places(names)):
        rank = [streams.bits(key, streams.DESIGN, i, 2 * place) for i in range(points)]
        inside = [streams.uniform(key, streams.DESIGN, i, 2 * place + 1) for i in range(points)]
        slices = np.argsort(np.argsort(np.array(rank, dtype=np.int64), kind="stable"))
        unit[:, column] = (slices + np.array(inside)) / points
    return unit


def _places(names: Sequence[str]) -> list[int]:
    """Return a number for each name, which depends on the name alone unless two meet."""
    places: list[int] = []
    for name in names:
        place = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % _PLACES
        while place in places:
            place = (place + 1) % _PLACES
        places.append(place)
    return places
