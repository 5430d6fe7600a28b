"""Sobol's sequence (1967), by the direction numbers of Joe and Kuo (2008).

The points are SciPy's to the bit, which a test holds. They are made here since SciPy's stand in
`scipy.stats`, whose import takes as long as two thousand runs, and fill a table shared by threads
(decision 006). Any point is made on its own, by its Gray code; nothing is kept but the numbers.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Digits of a coordinate, so the sequence has a billion points.
BITS: Final = 30


def integers(first: int, last: int, columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return points ``first`` to ``last - 1`` of the sequence, in some of its dimensions.

    Parameters
    ----------
    first, last
        From 0, the origin, up to 2**30.
    columns
        Which dimensions, from 0.

    Returns
    -------
    ndarray
        Shape (last - first, columns), each value in [0, 2**30).

    Raises
    ------
    ValueError
        If the sequence is not so long, or a dimension is beyond the table.
    """
    if not 0 <= first <= last <= 1 << BITS:
        raise ValueError(f"Sobol's sequence has no points from {first} to {last}")
    directions = direction_numbers()
    if columns.size and not 0 <= columns.min() <= columns.max() < len(directions):
        raise ValueError(
            f"there are {len(directions)} dimensions for what is uncertain; "
            f"{int(columns.max()) + 1} are too many"
        )
    number = np.arange(first, last, dtype=np.int64)
    gray = number ^ (number >> 1)
    points = np.zeros((len(number), len(columns)), dtype=np.int64)
    for bit in range(int(last - 1).bit_length() if last > first else 0):
        points ^= np.where((gray >> bit & 1)[:, None] == 1, directions[columns, bit], 0)
    return points


@lru_cache(maxsize=1)
def direction_numbers() -> NDArray[np.int64]:
    """Return the direction numbers, shape (dimensions, `BITS`), each below 2**30.

    Dimension ``d`` follows from a primitive polynomial of degree ``s`` over the field of two
    elements and ``s`` odd numbers to begin with (Bratley and Fox 1988). Source of both: the table
    of Joe and Kuo (2008), SIAM Journal on Scientific Computing 30(5), its first 1,600 lines.
    """
    table = files("escalation.luck").joinpath("direction_numbers.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in table.splitlines()[1:]]
    polynomials = np.array([int(polynomial) for polynomial, _ in rows])
    degrees = np.array([len(first.split()) for _, first in rows])
    degrees[0] = 0  # the first dimension has no polynomial: all its numbers are 1
    odd = np.ones((len(rows), BITS), dtype=np.int64)
    for degree in range(1, int(degrees.max()) + 1):
        of_degree = np.flatnonzero(degrees == degree)
        begun = [rows[place][1].split() for place in of_degree]
        numbers = np.ones((len(of_degree), BITS), dtype=np.int64)
        numbers[:, :degree] = np.array(begun, dtype=np.int64).reshape(-1, degree)
        for bit in range(degree, BITS):
            before = numbers[:, bit - degree]
            numbers[:, bit] = before ^ (before << degree)
            for back in range(1, degree):
                has = polynomials[of_degree] >> (degree - back) & 1
                numbers[:, bit] ^= has * (numbers[:, bit - back] << back)
        odd[of_degree] = numbers
    return odd << np.arange(BITS - 1, -1, -1)
