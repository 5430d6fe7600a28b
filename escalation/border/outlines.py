"""Shapes for maps, and where a point lies on the strip.

Reads the shipped outlines once; needs NumPy and the standard library only.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from escalation.border.border import read_table
from escalation.border.strip import AFGHANISTAN, PAKISTAN, row_of_depth, segment_of_chainage

FloatArray = npt.NDArray[np.float64]

KM_PER_DEGREE = 111.2
_CELL_SCALE = 1000.0
#: Points handled at a time, so that many points don't take memory with their number.
_CHUNK = 2000


class Outline(NamedTuple):
    """A province: name, country, and its rings, each an array of lon/lat, shape (k, 2)."""

    name: str
    country: str
    rings: list[FloatArray]


class Location(NamedTuple):
    """Where points lie on the strip; arrays, one entry a point.

    `segment` and `row` are indices, `chainage_km` and `depth_km` distances along the line
    and from it.
    """

    segment: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    chainage_km: FloatArray
    depth_km: FloatArray


def load_line() -> FloatArray:
    """Return the line's vertices, shape (585, 2), lon/lat from the Wakhan to Iran."""
    return _line()[:, :2]


@lru_cache(maxsize=1)
def load_cells() -> list[FloatArray]:
    """Return the 900 cell polygons by cell number, each a closed ring, shape (k, 2), lon/lat.

    The deepest band is drawn to 150 km.
    """
    return [_closed(np.array(c["ring"], float).reshape(-1, 2) / _CELL_SCALE) for c in _cells()]


@lru_cache(maxsize=1)
def load_cell_shares() -> FloatArray:
    """Return the share of each cell's area inside its own side's country, shape (900,).

    Small where a third country is near: the Wakhan is narrower than the strip is deep.
    """
    shares = np.array([float(cell["in_country"]) for cell in _cells()])
    shares.flags.writeable = False
    return shares


@lru_cache(maxsize=1)
def load_provinces() -> list[Outline]:
    """Return the provinces of both countries, for map backgrounds."""
    return [
        Outline(p["name"], p["country"], [np.array(ring, float) for ring in p["rings"]])
        for p in _json("provinces.json")["provinces"]
    ]


def segment_of(lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return the segment index whose stretch of the line is nearest to each point.

    Parameters
    ----------
    lon, lat : array_like of equal shape (k,), or numbers
        Degrees.

    Raises
    ------
    ValueError
        If a coordinate is not a finite number.
    """
    return locate(lon, lat).segment


def locate(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Location:
    """Return segment, row, distance along and distance from the line of each point.

    Distances are on a plane laid at each point, good to about 1% within the strip.

    Parameters
    ----------
    lon, lat : array_like of equal shape (k,), or numbers
        Degrees.

    Raises
    ------
    ValueError
        If a coordinate is not a finite number, or the shapes differ.
    """
    x = np.atleast_1d(np.asarray(lon, dtype=float))
    y = np.atleast_1d(np.asarray(lat, dtype=float))
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError("lon and lat must be numbers or lists of equal length")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("lon and lat must be finite")
    pieces = [_nearest(x[i : i + _CHUNK], y[i : i + _CHUNK]) for i in range(0, len(x), _CHUNK)]
    depth = np.concatenate([p[0] for p in pieces] or [np.empty(0)])
    chainage = np.concatenate([p[1] for p in pieces] or [np.empty(0)])
    side = np.where(_on_afghan_side(x, y), AFGHANISTAN, PAKISTAN)
    rows = [row_of_depth(int(s), float(d)) for s, d in zip(side, depth, strict=True)]
    return Location(segment_of_chainage(chainage), np.array(rows, dtype=np.int64), chainage, depth)


def _nearest(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return distance from the line and chainage of its nearest point, both shape (k,)."""
    line = _line()
    east = KM_PER_DEGREE * np.cos(np.radians(lat))[:, None]
    x = (line[None, :, 0] - lon[:, None]) * east
    y = (line[None, :, 1] - lat[:, None]) * KM_PER_DEGREE
    dx, dy = np.diff(x, axis=1), np.diff(y, axis=1)
    # The point is the plane's origin: how far along each leg its foot lies.
    t = np.clip(-(x[:, :-1] * dx + y[:, :-1] * dy) / (dx * dx + dy * dy), 0.0, 1.0)
    gap = np.hypot(x[:, :-1] + t * dx, y[:, :-1] + t * dy)
    leg = gap.argmin(axis=1)
    here = np.arange(len(lon))
    km = line[:, 2]
    return gap[here, leg], km[leg] + t[here, leg] * np.diff(km)[leg]


def _on_afghan_side(lon: FloatArray, lat: FloatArray) -> npt.NDArray[np.bool_]:
    """Return whether points lie north-west of the line, drawn on east and west beyond its ends."""
    line = load_line()
    path = np.vstack([[180.0, line[0, 1]], line, [-180.0, line[-1, 1]]])
    # A ray northward crosses the line an even number of times from the Afghan side.
    (x0, y0), (x1, y1) = path[:-1].T, path[1:].T
    crossings = np.zeros(len(lon), dtype=np.int64)
    for ax, ay, bx, by in zip(x0, y0, x1, y1, strict=True):
        under = (ax > lon) != (bx > lon)
        if under.any():
            height = ay + (lon[under] - ax) * (by - ay) / (bx - ax)
            crossings[under] += height > lat[under]
    north: npt.NDArray[np.bool_] = crossings % 2 == 0
    return north


@lru_cache(maxsize=1)
def _line() -> FloatArray:
    """Return lon, lat and chainage of the line's vertices, shape (585, 3), read-only."""
    rows = read_table("line.csv")
    line = np.array([[float(r["lon"]), float(r["lat"]), float(r["chainage_km"])] for r in rows])
    line.flags.writeable = False
    return line


def _closed(ring: FloatArray) -> FloatArray:
    """Return a ring with its first point repeated at the end, read-only."""
    closed = np.vstack([ring, ring[:1]])
    closed.flags.writeable = False
    return closed


@lru_cache(maxsize=1)
def _cells() -> list[dict[str, Any]]:
    """Return the raw cells of the shipped file."""
    cells: list[dict[str, Any]] = _json("cells.json")["cells"]
    return cells


def _json(name: str) -> dict[str, Any]:
    """Read one of the shipped JSON files."""
    text = (files("escalation.border") / "data" / name).read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
