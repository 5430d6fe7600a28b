"""Keyed random numbers by the array: the hash of `escalation.luck.streams`, for whole blocks.

Each function gives, element by element, the very bits of its namesake there; its arguments are
whole numbers or arrays of them, which broadcast. It needs no compiled code.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

GOLDEN = 0x9E3779B97F4A7C15
MIX_1 = 0xBF58476D1CE4E5B9
MIX_2 = 0x94D049BB133111EB
TO_UNIT = 2.0**-52

_WHOLE = np.uint64


def run_key(seed: int, run: ArrayLike) -> NDArray[np.int64]:
    """Return the key of each run, in the shape of ``run``."""
    with np.errstate(over="ignore"):  # the hash is arithmetic modulo 2**64
        start = _mix(_WHOLE(seed) + _WHOLE(GOLDEN))
        return _to_key(_mix(start + _whole(run) * _WHOLE(GOLDEN) + _WHOLE(GOLDEN)))


def bits(key: ArrayLike, purpose: int, entity: ArrayLike, slot: ArrayLike) -> NDArray[np.int64]:
    """Return 62 random bits for each address; an entity is below 2**24, a slot below 2**16."""
    with np.errstate(over="ignore"):
        place = (_whole(entity) << _WHOLE(16)) + _whole(slot) + _WHOLE((purpose << 40) + 1)
        return _to_key(_mix(_whole(key) + place * _WHOLE(GOLDEN)))


def uniform(
    key: ArrayLike, purpose: int, entity: ArrayLike, slot: ArrayLike
) -> NDArray[np.float64]:
    """Return a uniform in the open interval (0, 1) for each address."""
    whole = bits(key, purpose, entity, slot) >> 10
    return np.asarray((whole + 0.5) * TO_UNIT, dtype=np.float64)


def _whole(numbers: ArrayLike) -> NDArray[np.uint64]:
    return np.asarray(numbers).astype(_WHOLE)


def _mix(z: Any) -> Any:
    z = z ^ (z >> _WHOLE(30))
    z *= _WHOLE(MIX_1)
    z ^= z >> _WHOLE(27)
    z *= _WHOLE(MIX_2)
    z ^= z >> _WHOLE(31)
    return z


def _to_key(z: NDArray[np.uint64]) -> NDArray[np.int64]:
    return (z >> _WHOLE(2)).astype(np.int64)
