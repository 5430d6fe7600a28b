"""Latin hypercubes: n points of which each dimension has exactly one in every n-th of its range.

After McKay, Beckman and Conover (1979), Technometrics 21, 239-245. Order and place within a slice
come from the keyed streams under a key of the dimension's own name; so a hypercube with one
dimension more has the others as they were. (SciPy's own takes a generator and draws in sequence.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from escalation.luck import blocks
from escalation.luck.purposes import DESIGN

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
    key, point = blocks.run_key(seed, _RUN), np.arange(points)[:, None]
    slot = 2 * np.array(_places(names), dtype=np.int64)
    order = np.argsort(blocks.bits(key, DESIGN, point, slot), axis=0, kind="stable")
    inside = blocks.uniform(key, DESIGN, point, slot + 1)
    return (np.argsort(order, axis=0) + inside) / points


def _places(names: Sequence[str]) -> list[int]:
    """Return a number for each name, which depends on the name alone unless two meet."""
    places: list[int] = []
    for name in names:
        place = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % _PLACES
        while place in places:
            place = (place + 1) % _PLACES
        places.append(place)
    return places
