"""Points that fill the unit cube evenly: Sobol's sequence, shifted by keyed luck.

The shift is a hash, so that a dimension has the same one whichever others there are.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.luck import blocks, sobol
from escalation.luck.purposes import DESIGN

BITS: Final = 52


class ShiftedSobol:
    """Points of the open unit cube: chosen columns of Sobol's sequence, each shifted by the seed.

    Point ``i`` is the ``i``-th of the sequence, so that any range can be made on its own.

    Parameters
    ----------
    columns
        Which columns of the sequence, one for each dimension; each column has its own shift.
    seed
        The same seed gives the same points.
    """

    def __init__(self, columns: NDArray[np.int64], seed: int) -> None:
        self.seed = seed
        self._columns = columns
        key = blocks.run_key(seed, 0)
        self._shifts = blocks.bits(key, DESIGN, columns, 0) >> (62 - BITS)

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how a copy is made: anew, from what it was made of."""
        return ShiftedSobol, (self._columns, self.seed)

    @property
    def size(self) -> int:
        """Return the number of dimensions."""
        return len(self._columns)

    def points(self, first: int, last: int) -> NDArray[np.float64]:
        """Return points ``first`` to ``last - 1``; may be called from any thread.

        Returns
        -------
        ndarray
            Shape (last - first, size), each value an odd multiple of 2**-53 in (0, 1).
        """
        if not 0 <= first <= last:
            raise ValueError(f"there are no draws from {first} to {last}")
        whole = sobol.integers(first, last, self._columns) << BITS - sobol.BITS
        return ((whole ^ self._shifts).astype(np.float64) + 0.5) * 2.0**-BITS


def sobol_grid(points: int, dimensions: int) -> NDArray[np.float64]:
    """Return points of the open unit cube, the same every time: Sobol's, moved by half a cell.

    Parameters
    ----------
    points, dimensions
        Shape; a power of two of points is what the sequence is even at.
    """
    whole = sobol.integers(0, points, np.arange(dimensions))
    return np.asarray(whole * 2.0**-sobol.BITS + 0.5 / points, dtype=np.float64)
