"""Provinces and cells as they are shipped: in degrees, simplified, rounded."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from escalation.border.making.line import Line
from escalation.border.making.sources import BuildError, Province, need
from escalation.border.making.tables import on_plane
from escalation.border.strip import COUNTRIES, row_side
from escalation.vocabulary import ROWS

#: Cells are written in thousandths of a degree, about 100 m.
CELL_SCALE = 1000
PROVINCE_SIMPLIFY_KM = 1.5
#: Islands and other specks below this area are left out.
SPECK_KM2 = 60.0


def cell_rings(line: Line, cells: list[Any]) -> list[list[int]]:
    """Return each cell's outer ring as one flat list: lon, lat, lon, lat, in 1/1000 degree.

    The last point is not the first one repeated.

    Raises
    ------
    BuildError
        If rounding makes a ring cross itself.
    """
    shapely = need("shapely")
    rings = []
    for number, cell in enumerate(cells):
        degrees = line.to_degrees(np.asarray(cell.exterior.coords))
        points = np.rint(degrees * CELL_SCALE).astype(int)
        moved = np.any(np.diff(points, axis=0) != 0, axis=1)
        points = points[np.append(moved, False)]
        if not shapely.Polygon(points).is_valid:
            raise BuildError(f"rounding makes cell {number} cross itself")
        rings.append([int(v) for v in points.ravel()])
    return rings


def shares_in_country(line: Line, cells: list[Any], provinces: list[Province]) -> list[float]:
    """Return the share of each cell's area that lies in its own side's country.

    Below 1 where a third country is near (the Wakhan is narrow) or at the strip's ends.
    """
    shapely = need("shapely")
    lands = [
        shapely.unary_union([on_plane(line, p.geometry) for p in provinces if p.country == name])
        for name in COUNTRIES
    ]
    shares = []
    for number, cell in enumerate(cells):
        land = lands[row_side(number % ROWS)]
        shares.append(round(float((cell & land).area / cell.area), 3))
    return shares


def province_rings(line: Line, provinces: list[Province]) -> list[dict[str, Any]]:
    """Return all provinces with simplified rings that share their borders."""
    shapely = need("shapely")
    shapes = [on_plane(line, province.geometry) for province in provinces]
    simple = shapely.coverage_simplify(shapes, PROVINCE_SIMPLIFY_KM)
    out = []
    for province, shape in zip(provinces, simple, strict=True):
        parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
        large = [p for p in parts if p.area > SPECK_KM2]
        rings = [_ring(line, part) for part in large]
        out.append({"name": province.name, "country": province.country, "rings": rings})
    return out


def _ring(line: Line, polygon: Any) -> list[list[float]]:
    """Return a polygon's outer ring in degrees, to a hundredth."""
    degrees: npt.NDArray[np.float64] = line.to_degrees(np.asarray(polygon.exterior.coords))
    return [[round(float(lon), 2), round(float(lat), 2)] for lon, lat in degrees]
