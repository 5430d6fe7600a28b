"""The strip's arithmetic: segments along the line, depth bands on both sides, and cells.

Arrays count segments from 0; people and files count them from 1. A segment has ten rows,
from deep in Afghanistan (row 0) over the line (between rows 4 and 5) to deep in Pakistan
(row 9). A cell is one row of one segment, numbered ``segment * 10 + row``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from escalation.vocabulary import AFGHAN, PAKISTANI, ROWS

N_SEGMENTS: Final = 90
N_CELLS: Final = N_SEGMENTS * ROWS
ROWS_PER_SIDE: Final = ROWS // 2
SEGMENT_KM: Final = 25.0

# A country has the number of the side that holds it.
AFGHANISTAN: Final = AFGHAN
PAKISTAN: Final = PAKISTANI
COUNTRIES: Final = ("Afghanistan", "Pakistan")

#: Edges of the depth bands in km from the line; the last band has no far edge.
BAND_EDGES_KM: Final = (0.0, 10.0, 25.0, 50.0, 100.0, float("inf"))
#: Where maps stop drawing the last band.
DRAWN_DEPTH_KM: Final = 150.0

BAND_NAMES: Final = ("0-10 km", "10-25 km", "25-50 km", "50-100 km", "over 100 km")

_INNER_EDGES = np.array(BAND_EDGES_KM[1:-1])


def cell_id(segment: int, row: int) -> int:
    """Return the number of a cell.

    Parameters
    ----------
    segment : int
        Segment index, 0 to 89.
    row : int
        Row, 0 (deep Afghan side) to 9 (deep Pakistani side).

    Raises
    ------
    ValueError
        If either lies outside the strip.
    """
    if not 0 <= segment < N_SEGMENTS:
        raise ValueError(f"segment index {segment} is outside 0..{N_SEGMENTS - 1}")
    if not 0 <= row < ROWS:
        raise ValueError(f"row {row} is outside 0..{ROWS - 1}")
    return segment * ROWS + row


def segment_and_row(cell: int) -> tuple[int, int]:
    """Return the segment index and the row of a cell; the reverse of `cell_id`.

    Raises
    ------
    ValueError
        If the cell lies outside 0..899.
    """
    if not 0 <= cell < N_CELLS:
        raise ValueError(f"cell {cell} is outside 0..{N_CELLS - 1}")
    return cell // ROWS, cell % ROWS


def row_side(row: int) -> int:
    """Return the side a row lies on: 0 Afghan, 1 Pakistani.

    Raises
    ------
    ValueError
        If the row lies outside 0..9.
    """
    if not 0 <= row < ROWS:
        raise ValueError(f"row {row} is outside 0..{ROWS - 1}")
    return AFGHANISTAN if row < ROWS_PER_SIDE else PAKISTAN


def row_band(row: int) -> int:
    """Return the depth band of a row: 0 next to the line, 4 deepest.

    Raises
    ------
    ValueError
        If the row lies outside 0..9.
    """
    side = row_side(row)
    return ROWS_PER_SIDE - 1 - row if side == AFGHANISTAN else row - ROWS_PER_SIDE


def row_of_band(side: int, band: int) -> int:
    """Return the row of a depth band on one side; the reverse of `row_side` and `row_band`.

    Raises
    ------
    ValueError
        If the side is not 0 or 1, or the band not 0..4.
    """
    if side not in (AFGHANISTAN, PAKISTAN):
        raise ValueError(f"side {side} is neither 0 (Afghan) nor 1 (Pakistani)")
    if not 0 <= band < ROWS_PER_SIDE:
        raise ValueError(f"band {band} is outside 0..{ROWS_PER_SIDE - 1}")
    return ROWS_PER_SIDE - 1 - band if side == AFGHANISTAN else ROWS_PER_SIDE + band


def row_of_depth(side: int, depth_km: float) -> int:
    """Return the row that a distance from the line falls in.

    A distance on an edge belongs to the deeper band.

    Parameters
    ----------
    side : int
        0 Afghan, 1 Pakistani.
    depth_km : float
        Distance from the line in km, not negative.

    Raises
    ------
    ValueError
        If the depth is negative or not a number, or the side is not 0 or 1.
    """
    if not depth_km >= 0.0:
        raise ValueError(f"depth {depth_km} km is not a distance")
    return row_of_band(side, int(np.searchsorted(_INNER_EDGES, depth_km, side="right")))


def row_name(row: int) -> str:
    """Return a row's name for people, such as ``"Afghan side, 10-25 km"``.

    Raises
    ------
    ValueError
        If the row lies outside 0..9.
    """
    side = "Afghan" if row_side(row) == AFGHANISTAN else "Pakistani"
    return f"{side} side, {BAND_NAMES[row_band(row)]}"


def segment_of_chainage(chainage_km: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return the segment index at distances along the line, clipped to the strip.

    Parameters
    ----------
    chainage_km : array_like, any shape
        Distance in km from the Wakhan tri-point.
    """
    index = np.floor_divide(np.asarray(chainage_km, dtype=float), SEGMENT_KM)
    segment: npt.NDArray[np.int64] = np.clip(index, 0, N_SEGMENTS - 1).astype(np.int64)
    return segment
