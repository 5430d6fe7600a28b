"""Cell polygons: cut both sides of the line into segments and depth bands.

Depth is the true distance from the line. Along the line, a cell's place is a *column
coordinate*: on the line it is the chainage, far from the line it runs evenly along the
strip's outer edge, and in between it solves Laplace's equation. The solution has no inner
maximum, so a column starts on the line and reaches the outer edge without crossing its
neighbour, whatever the line's bends; cutting along normals would fold at every salient.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from escalation.border.making.line import Line, segment_edges_km
from escalation.border.making.sources import BuildError, need
from escalation.border.strip import (
    AFGHANISTAN,
    BAND_EDGES_KM,
    DRAWN_DEPTH_KM,
    N_CELLS,
    PAKISTAN,
    row_of_depth,
)
from escalation.vocabulary import ROWS

Array = npt.NDArray[np.float64]

STEP_KM = 2.5
#: Share of evenness in the column coordinate at the outer edge; the rest is the chainage of
#: the nearest point, which alone would squeeze whole columns into a salient's tip.
EVEN_SHARE = 0.5
OUTER_SMOOTHING_KM = 30.0
GRID_KM = 0.01
SIMPLIFY_KM = 0.6


def make_cells(line: Line) -> list[Any]:
    """Return the 900 cell polygons in plane kilometres, in the order of their numbers.

    They form a coverage: neighbours share their edges, with no gap and no overlap.

    Raises
    ------
    BuildError
        If a cell comes out empty.
    """
    shapely = need("shapely")
    sides = [_Side(line, side) for side in (AFGHANISTAN, PAKISTAN)]
    # One network for both sides, so that cells share their corners across the line too.
    network = shapely.unary_union([cut for side in sides for cut in side.cuts()], grid_size=GRID_KM)
    faces: list[Any] = []
    owners: list[int] = []
    for face in shapely.polygonize([network]).geoms:
        point = face.representative_point()
        for side in sides:
            if side.area.contains(point):
                faces.append(face)
                owners.append(side.cell_at(point.x, point.y))
    _join_strays(faces, owners)
    cells = []
    for cell in range(N_CELLS):
        mine = [f for f, owner in zip(faces, owners, strict=True) if owner == cell]
        if not mine:
            raise BuildError(f"cell {cell} has no area; change STEP_KM or EVEN_SHARE")
        cells.append(shapely.unary_union(mine))
    cells = list(shapely.coverage_simplify(cells, SIMPLIFY_KM))
    for cell, polygon in enumerate(cells):
        if polygon.geom_type != "Polygon" or not polygon.is_valid:
            raise BuildError(f"cell {cell} is not one simple polygon")
    return cells


class _Side:
    """One side of the strip: its area, its column coordinate, and the cuts through it."""

    def __init__(self, line: Line, side: int) -> None:
        self.line, self.side = line, side
        self.area = _drawn_area(line, line.sides()[side])
        self.grid_x, self.grid_y, self.column = _column_coordinate(line, side, self.area)
        self.inner_edges = segment_edges_km(line)[1:-1]

    def cuts(self) -> list[Any]:
        """Return the lines that part the cells: outline, band edges, column edges."""
        shapely = need("shapely")
        path = shapely.LineString(self.line.xy)
        cuts = [path.buffer(depth, quad_segs=32).boundary for depth in BAND_EDGES_KM[1:-1]]
        contour = need("contourpy").contour_generator(self.grid_x, self.grid_y, self.column)
        for edge in self.inner_edges:
            cuts += [shapely.LineString(c) for c in contour.lines(edge) if len(c) > 1]
        reach = self.area.buffer(GRID_KM)
        return [self.area.boundary, *(shapely.intersection(cut, reach) for cut in cuts)]

    def cell_at(self, x: float, y: float) -> int:
        """Return the cell that a plane point of this side belongs to."""
        depth, _ = self.line.nearest(np.array([x]), np.array([y]))
        at = _interpolate(self.grid_x, self.grid_y, self.column, x, y)
        segment = int(np.searchsorted(self.inner_edges, at, side="right"))
        return segment * ROWS + row_of_depth(self.side, float(depth[0]))


def _drawn_area(line: Line, region: Any) -> Any:
    """Return the strip's area on one side, cut square at both ends of the line."""
    shapely = need("shapely")
    area = shapely.LineString(line.xy).buffer(DRAWN_DEPTH_KM, quad_segs=32) & region
    for end, out in zip((line.xy[0], line.xy[-1]), line.end_directions(), strict=True):
        across = np.array([-out[1], out[0]]) * 500.0
        left, right = end - across, end + across
        beyond = [left, right, right + out * 500.0, left + out * 500.0]
        area = area - shapely.Polygon(beyond)
    return max(shapely.get_parts(area), key=lambda part: part.area)


def _column_coordinate(line: Line, side: int, area: Any) -> tuple[Array, Array, Array]:
    """Solve for the column coordinate on a grid over one side.

    Returns
    -------
    grid_x, grid_y : arrays, shape (nx,) and (ny,)
        Plane kilometres.
    column : array, shape (ny, nx)
        The coordinate in km, 0 to the line's length.
    """
    shapely = need("shapely")
    sparse, solver = need("scipy.sparse"), need("scipy.sparse.linalg")
    west, south, east, north = area.buffer(4 * STEP_KM).bounds
    grid_x = np.arange(west, east + STEP_KM, STEP_KM)
    grid_y = np.arange(south, north + STEP_KM, STEP_KM)
    shape = (len(grid_y), len(grid_x))
    x, y = (a.ravel() for a in np.meshgrid(grid_x, grid_y))
    depth, chainage = line.nearest(x, y)
    free = shapely.contains_xy(area, x, y) & (depth > 0.8 * STEP_KM)
    # Fixed values: chainage by the line and across it; the ends beyond the ends; the even
    # coordinate beyond the outer edge.
    column = chainage.copy()
    own_side = line.side_of(x, y) == side
    outer = own_side & (depth >= DRAWN_DEPTH_KM)
    column[outer] = _outer_coordinate(line, area, x[outer], y[outer])
    first, last = line.end_directions()
    for end, out, value in ((line.xy[0], first, 0.0), (line.xy[-1], last, line.length_km)):
        beyond = (x - end[0]) * out[0] + (y - end[1]) * out[1] > 0.0
        beyond &= np.hypot(x - end[0], y - end[1]) < 1.5 * DRAWN_DEPTH_KM
        column[beyond & own_side & ~free] = value
    number = np.full(len(x), -1)
    number[free] = np.arange(free.sum())
    here = np.flatnonzero(free)
    right_side = np.zeros(len(here))
    rows, cols = [], []
    for shift in (1, -1, shape[1], -shape[1]):
        there = here + shift
        known = ~free[there]
        right_side[known] += column[there[known]]
        rows.append(number[here[~known]])
        cols.append(number[there[~known]])
    row, col = np.concatenate(rows), np.concatenate(cols)
    links = sparse.csr_matrix((np.ones(len(row)), (row, col)), shape=(len(here), len(here)))
    column[here] = solver.spsolve((4.0 * sparse.identity(len(here)) - links).tocsc(), right_side)
    return grid_x, grid_y, column.reshape(shape)


def _outer_coordinate(line: Line, area: Any, x: Array, y: Array) -> Array:
    """Return the column coordinate that points beyond the outer edge are held at."""
    shapely = need("shapely")
    path = shapely.LineString(line.xy)
    near = path.buffer(DRAWN_DEPTH_KM - 0.5)
    ring = area.exterior.difference(near)
    edge = max(shapely.get_parts(shapely.line_merge(ring)), key=lambda part: part.length)
    along = np.arange(0.0, edge.length, 1.0)
    points = shapely.get_coordinates(shapely.line_interpolate_point(edge, along))
    _, chainage = line.nearest(points[:, 0], points[:, 1])
    if chainage[0] > chainage[-1]:
        edge, chainage = shapely.reverse(edge), chainage[::-1]
    reach = int(3 * OUTER_SMOOTHING_KM)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / OUTER_SMOOTHING_KM) ** 2)
    smooth = np.convolve(np.pad(chainage, reach, mode="edge"), weights / weights.sum(), "valid")
    smooth = (smooth - smooth[0]) / (smooth[-1] - smooth[0]) * line.length_km
    even = np.linspace(0.0, line.length_km, len(along))
    blended = np.maximum.accumulate((1.0 - EVEN_SHARE) * smooth + EVEN_SHARE * even)
    position = shapely.line_locate_point(edge, shapely.points(x, y))
    held: Array = np.interp(position, along, blended)
    return held


def _interpolate(grid_x: Array, grid_y: Array, values: Array, x: float, y: float) -> float:
    """Return the bilinear value of a grid at one point."""
    i = int((x - grid_x[0]) // STEP_KM)
    j = int((y - grid_y[0]) // STEP_KM)
    u, v = (x - grid_x[i]) / STEP_KM, (y - grid_y[j]) / STEP_KM
    low = values[j, i] * (1 - u) + values[j, i + 1] * u
    high = values[j + 1, i] * (1 - u) + values[j + 1, i + 1] * u
    return float(low * (1 - v) + high * v)


def _join_strays(faces: list[Any], owners: list[int]) -> None:
    """Give pieces that lie apart from their cell's main piece to the neighbour they touch most.

    Works in place. Such pieces are slivers where the grid meets the wiggles of the line.
    """
    shapely = need("shapely")
    tree = shapely.STRtree(faces)
    for _ in range(5):
        strays = _strays(faces, owners)
        if not strays:
            return
        for stray in strays:
            shared: dict[int, float] = {}
            for other in tree.query(faces[stray], predicate="intersects"):
                same_row = owners[other] % ROWS == owners[stray] % ROWS
                if other == stray or other in strays or not same_row:
                    continue
                length = shapely.intersection(faces[stray].boundary, faces[other].boundary).length
                if length > 0.0:
                    shared[owners[other]] = shared.get(owners[other], 0.0) + length
            if shared:
                owners[stray] = max(sorted(shared), key=lambda cell: shared[cell])


def _strays(faces: list[Any], owners: list[int]) -> list[int]:
    """Return the indices of pieces outside the largest connected part of their cell."""
    shapely = need("shapely")
    members: dict[int, list[int]] = {}
    for index, owner in enumerate(owners):
        members.setdefault(owner, []).append(index)
    strays = []
    for indices in members.values():
        if len(indices) == 1:
            continue
        parts = shapely.get_parts(shapely.unary_union([faces[i] for i in indices]))
        if len(parts) == 1:
            continue
        main = max(parts, key=lambda part: part.area)
        strays += [i for i in indices if not main.contains(faces[i].representative_point())]
    return sorted(strays)
