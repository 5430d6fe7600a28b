"""The border strip: segments along the Durand Line, depth bands on both sides, places.

The drawn line is Natural Earth's cartographic one. Afghanistan disputes its alignment;
nothing here is authoritative on where a border runs.
"""

from escalation.border.border import Border, Crossing, Place, load_border
from escalation.border.outlines import (
    Location,
    Outline,
    load_cell_shares,
    load_cells,
    load_line,
    load_provinces,
    locate,
    segment_of,
)
from escalation.border.strip import (
    AFGHANISTAN,
    BAND_EDGES_KM,
    BAND_NAMES,
    COUNTRIES,
    DRAWN_DEPTH_KM,
    N_CELLS,
    N_SEGMENTS,
    PAKISTAN,
    SEGMENT_KM,
    cell_id,
    row_band,
    row_name,
    row_of_band,
    row_of_depth,
    row_side,
    segment_and_row,
    segment_of_chainage,
)
from escalation.vocabulary import ROWS

__all__ = [
    "AFGHANISTAN",
    "BAND_EDGES_KM",
    "BAND_NAMES",
    "COUNTRIES",
    "DRAWN_DEPTH_KM",
    "N_CELLS",
    "N_SEGMENTS",
    "PAKISTAN",
    "ROWS",
    "SEGMENT_KM",
    "Border",
    "Crossing",
    "Location",
    "Outline",
    "Place",
    "cell_id",
    "load_border",
    "load_cell_shares",
    "load_cells",
    "load_line",
    "load_provinces",
    "locate",
    "row_band",
    "row_name",
    "row_of_band",
    "row_of_depth",
    "row_side",
    "segment_and_row",
    "segment_of",
    "segment_of_chainage",
]
