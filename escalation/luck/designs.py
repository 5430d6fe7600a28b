"""Points that fill the unit cube evenly: Sobol's sequence, from SciPy, shifted by keyed luck.

Only the direction numbers are SciPy's, none of its luck: the shift is a hash, so that a dimension
has the same one whichever others there are.
"""

from __future__ import annotations

import threading
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.luck import blocks
from escalation.luck.purposes import DESIGN

SEQUENCE_BITS: Final = 30  # SciPy can skip ahead in no longer one; a billion points fit
BITS: Final = 52

# SciPy 1.12 to 1.14 fills its table of direction numbers, which all sequences of a process share,
# when the first sequence is made, and a second thread takes the table half filled for whole.
_MAKING: Final = threading.Lock()


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
        self._sequence = _sequence(int(columns.max(initial=0)) + 1)
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how a copy is made: anew, with a lock and a sequence of its own."""
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
        first, last = int(first), int(last)  # SciPy takes no integers of NumPy
        if not 0 <= first <= last:
            raise ValueError(f"there are no draws from {first} to {last}")
        if first == last:
            return np.empty((last - first, self.size))
        with self._lock:
            whole = _integers(self._sequence, first, last)[:, self._columns]
        whole <<= BITS - SEQUENCE_BITS
        return ((whole ^ self._shifts).astype(np.float64) + 0.5) * 2.0**-BITS


def sobol_grid(points: int, dimensions: int) -> NDArray[np.float64]:
    """Return points of the open unit cube, the same every time: Sobol's, moved by half a cell.

    Parameters
    ----------
    points, dimensions
        Shape; a power of two of points is what the sequence is even at.
    """
    whole = _integers(_sequence(dimensions), 0, points)
    return np.asarray(whole * 2.0**-SEQUENCE_BITS + 0.5 / points, dtype=np.float64)


def _sequence(columns: int) -> Any:
    """Return SciPy's unscrambled Sobol sequence; one thread at a time makes one."""
    from scipy.stats import qmc

    with _MAKING:
        return qmc.Sobol(columns, scramble=False, bits=SEQUENCE_BITS)


def _integers(sequence: Any, first: int, last: int) -> NDArray[np.int64]:
    """Return points of the sequence as integers below 2**30, shape (last - first, columns)."""
    at = sequence.num_generated
    if first < at:
        sequence.reset()
        at = 0
    if first > at:
        sequence.fast_forward(first - at)
    top = 2**SEQUENCE_BITS
    if first > 0:
        return np.asarray(sequence.integers(0, u_bounds=top, n=last - first))
    # SciPy warns of a first batch that is no power of two; the first point alone is one.
    parts = [sequence.integers(0, u_bounds=top, n=1)]
    if last > 1:
        parts.append(sequence.integers(0, u_bounds=top, n=last - 1))
    return np.concatenate(parts)
