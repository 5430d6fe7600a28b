"""Keyed uniforms by the array: the same hash as `escalation.luck.streams`, for whole blocks."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from escalation.luck import streams

Floats = NDArray[np.float64]

_HALF: Final = 0.5


def uniforms(seed: int, step: int, rows: int, columns: int) -> Floats:
    """Return a block of uniforms in (0, 1), each equal to `streams.uniform` at its address.

    Parameters
    ----------
    seed
        Seed of the calibration.
    step
        What the block is for: any number from 0; each number has a block of its own.
    rows, columns
        Shape; a row is an entity (below 2**24), a column a slot (below 2**16).

    Returns
    -------
    ndarray
        Shape (rows, columns).
    """
    key = np.uint64(streams.run_key(int(seed), int(step)))
    row = np.arange(rows, dtype=np.uint64)[:, None] << np.uint64(16)
    column = np.arange(columns, dtype=np.uint64)[None, :]
    address = np.uint64(streams.CALIBRATION << 40) + row + column
    with np.errstate(over="ignore"):  # the hash is arithmetic modulo 2**64
        z = key + (address + np.uint64(1)) * np.uint64(streams.GOLDEN)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(streams.MIX_1)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(streams.MIX_2)
    z = (z ^ (z >> np.uint64(31))) >> np.uint64(12)
    return np.asarray((z.astype(np.float64) + _HALF) * streams.TO_UNIT)


def normals(seed: int, step: int, rows: int, columns: int) -> Floats:
    """Return a block of standard normals, shape (rows, columns); see `uniforms`."""
    from scipy.special import ndtri

    return np.asarray(ndtri(uniforms(seed, step, rows, columns)))
