"""Geometry of the line: plane coordinates, distance along it, distance from it, side of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from escalation.border.making.sources import need
from escalation.border.strip import AFGHANISTAN, N_SEGMENTS, PAKISTAN, SEGMENT_KM

Array = npt.NDArray[np.float64]

#: Equal-area plane around the middle of the line; distances are within 0.5% over the strip.
PLANE = "+proj=laea +lat_0=33.5 +lon_0=68 +ellps=WGS84 +units=km"
#: The line's direction at its ends is taken over this length: single legs there are erratic.
END_CHORD_KM = 60.0
FAR_KM = 900.0


@dataclass(frozen=True)
class Line:
    """The line in degrees and in plane kilometres, with geodesic distance along it.

    Attributes
    ----------
    lonlat, xy : arrays, shape (n, 2)
    chainage_km : array, shape (n,)
    """

    lonlat: Array
    xy: Array
    chainage_km: Array
    _to_plane: Any = field(repr=False)

    @property
    def length_km(self) -> float:
        """Geodesic length of the line as drawn."""
        return float(self.chainage_km[-1])

    def to_plane(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Array, Array]:
        """Project degrees to plane kilometres."""
        x, y = self._to_plane.transform(np.asarray(lon, float), np.asarray(lat, float))
        return x, y

    def to_degrees(self, xy: Array) -> Array:
        """Turn plane kilometres, shape (k, 2), into degrees."""
        lon, lat = self._to_plane.transform(xy[:, 0], xy[:, 1], direction="INVERSE")
        return np.column_stack([lon, lat])

    def point_at(self, chainage_km: npt.ArrayLike) -> Array:
        """Return lon/lat at distances along the line, shape (k, 2)."""
        km = np.atleast_1d(np.asarray(chainage_km, float))
        return np.column_stack([np.interp(km, self.chainage_km, self.lonlat[:, i]) for i in (0, 1)])

    def plane_at(self, chainage_km: npt.ArrayLike) -> Array:
        """Return plane kilometres at distances along the line, shape (k, 2)."""
        km = np.atleast_1d(np.asarray(chainage_km, float))
        return np.column_stack([np.interp(km, self.chainage_km, self.xy[:, i]) for i in (0, 1)])

    def piece(self, start_km: float, end_km: float) -> Array:
        """Return the plane vertices between two distances along the line."""
        inside = (self.chainage_km > start_km) & (self.chainage_km < end_km)
        km = np.concatenate([[start_km], self.chainage_km[inside], [end_km]])
        return self.plane_at(km)

    def nearest(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return distance from the line and chainage of the nearest point of it.

        Parameters
        ----------
        x, y : arrays, shape (k,)
            Plane kilometres.

        Returns
        -------
        distance_km, chainage_km : arrays, shape (k,)
        """
        best = np.full(len(x), np.inf)
        along = np.zeros(len(x))
        steps = np.diff(self.xy, axis=0)
        lengths = np.diff(self.chainage_km)
        for i, (dx, dy) in enumerate(steps):
            px, py = x - self.xy[i, 0], y - self.xy[i, 1]
            t = np.clip((px * dx + py * dy) / (dx * dx + dy * dy), 0.0, 1.0)
            squared = (px - t * dx) ** 2 + (py - t * dy) ** 2
            closer = squared < best
            best[closer] = squared[closer]
            along[closer] = self.chainage_km[i] + t[closer] * lengths[i]
        return np.sqrt(best), along

    def locate(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Array, Array]:
        """Return geodesic distance from the line, and chainage, of points in degrees.

        Returns
        -------
        distance_km, chainage_km : arrays, shape (k,)
        """
        lon, lat = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
        _, chainage = self.nearest(*self.to_plane(lon, lat))
        foot = self.point_at(chainage)
        _, _, metres = need("pyproj").Geod(ellps="WGS84").inv(lon, lat, foot[:, 0], foot[:, 1])
        return np.asarray(metres) / 1000.0, chainage

    def end_directions(self) -> tuple[Array, Array]:
        """Return unit vectors that point out of the strip at its two ends."""
        out = []
        for end, inner in ((0.0, END_CHORD_KM), (self.length_km, self.length_km - END_CHORD_KM)):
            step = self.plane_at(end)[0] - self.plane_at(inner)[0]
            out.append(step / np.hypot(*step))
        return out[0], out[1]

    def sides(self) -> tuple[Any, Any]:
        """Return the plane regions on the Afghan and on the Pakistani side, as polygons."""
        geometry = need("shapely.geometry")
        first, last = self.end_directions()
        start, end = self.xy[0] + FAR_KM * first, self.xy[-1] + FAR_KM * last
        long_line = np.vstack([start, self.xy, end])
        # The Afghan side is to the right of the line on the way from the Wakhan to Iran.
        chord = (end - start) / np.hypot(*(end - start))
        right = np.array([chord[1], -chord[0]]) * 2.0 * FAR_KM
        return (
            geometry.Polygon(np.vstack([long_line, end + right, start + right])),
            geometry.Polygon(np.vstack([long_line, end - right, start - right])),
        )

    def side_of(self, x: Array, y: Array) -> npt.NDArray[np.int64]:
        """Return the side of plane points: 0 Afghan, 1 Pakistani."""
        shapely = need("shapely")
        afghan, _ = self.sides()
        inside = shapely.contains_xy(afghan, x, y)
        return np.where(inside, AFGHANISTAN, PAKISTAN)


def make_line(lonlat: Array) -> Line:
    """Return the line with its geodesic chainage and its plane coordinates."""
    pyproj = need("pyproj")
    geod = pyproj.Geod(ellps="WGS84")
    _, _, metres = geod.inv(lonlat[:-1, 0], lonlat[:-1, 1], lonlat[1:, 0], lonlat[1:, 1])
    chainage = np.concatenate([[0.0], np.cumsum(metres) / 1000.0])
    to_plane = pyproj.Transformer.from_crs("EPSG:4326", PLANE, always_xy=True)
    x, y = to_plane.transform(lonlat[:, 0], lonlat[:, 1])
    return Line(lonlat, np.column_stack([x, y]), chainage, to_plane)


def segment_edges_km(line: Line) -> Array:
    """Return the 91 edges of the segments in km; the last segment takes what is left."""
    return np.append(SEGMENT_KM * np.arange(N_SEGMENTS), line.length_km)
