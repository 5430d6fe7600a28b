"""The border at run time: what each segment is, where crossings and places lie.

Reads the shipped tables once; needs NumPy and the standard library only.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from escalation.border.strip import AFGHANISTAN, COUNTRIES, N_SEGMENTS, PAKISTAN

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Length that Pakistan and most reference works give; the drawn line is generalised.
OFFICIAL_LENGTH_KM = 2611.0


@dataclass(frozen=True)
class Crossing:
    """A crossing point, placed on the line.

    Attributes
    ----------
    name : str
    lon, lat : float
        The point of the drawn line nearest to the recorded one.
    segment : int
        Segment index, 0 to 89.
    afghan_province, pakistan_district : str
    use : str
        What passes there in calm times.
    chainage_km : float
        Distance along the line from the Wakhan tri-point.
    """

    name: str
    lon: float
    lat: float
    segment: int
    afghan_province: str
    pakistan_district: str
    use: str
    chainage_km: float


@dataclass(frozen=True)
class Place:
    """A town or city, on the segment and row nearest to it.

    Attributes
    ----------
    name : str
        Transliterated, in ASCII.
    country : str
        ``"Afghanistan"`` or ``"Pakistan"``.
    lon, lat : float
    population : int
        0 where the source gives none.
    segment : int
        Index of the segment with the nearest point of the line.
    row : int
        Row of its side and distance from the line.
    """

    name: str
    country: str
    lon: float
    lat: float
    population: int
    segment: int
    row: int

    @property
    def side(self) -> int:
        """Side of the line: 0 Afghan, 1 Pakistani."""
        return COUNTRIES.index(self.country)


@dataclass(frozen=True, eq=False)
class Border:
    """The strip along the line; arrays have one entry a segment, shape (90,), read-only.

    Attributes
    ----------
    km_start, km_end : float arrays
        Distance along the line, km.
    mid_lon, mid_lat : float arrays
        Middle of the segment on the line, degrees.
    elevation_m, elevation_sd_m : float arrays
        Mean and standard deviation of grid elevations within 15 km.
    ruggedness : float array
        The standard deviation over the largest one, 0 to 1.
    town_pull : float array
        How strongly towns draw on the segment, 0 to 1.
    ttp_events : float array
        Lethal events between Pakistan and the TTP or its allies on Pakistani soil, 1989-2021.
    all_events : float array
        Lethal events of every kind recorded there over the same years.
    state_events : float array
        State-on-state episodes of 2007 to August 2025, each shared over the segments named.
    afghan_province, pakistan_region : tuples of str
        What lies beside most of the segment.
    crossings : tuple of Crossing
        From the Wakhan to Iran.
    places : tuple of Place
        Largest first.
    """

    km_start: FloatArray
    km_end: FloatArray
    mid_lon: FloatArray
    mid_lat: FloatArray
    elevation_m: FloatArray
    elevation_sd_m: FloatArray
    ruggedness: FloatArray
    town_pull: FloatArray
    ttp_events: FloatArray
    all_events: FloatArray
    state_events: FloatArray
    afghan_province: tuple[str, ...]
    pakistan_region: tuple[str, ...]
    crossings: tuple[Crossing, ...]
    places: tuple[Place, ...]
    n_segments: int = N_SEGMENTS
    official_length_km: float = OFFICIAL_LENGTH_KM

    @property
    def line_km(self) -> float:
        """Length of the line as drawn."""
        return float(self.km_end[-1])

    @property
    def length_scale(self) -> float:
        """Factor from drawn to official kilometres, to rescale rates per km."""
        return self.official_length_km / self.line_km

    @property
    def afghan_provinces(self) -> tuple[str, ...]:
        """Afghan provinces along the line, in order."""
        return tuple(dict.fromkeys(self.afghan_province))

    @property
    def pakistan_regions(self) -> tuple[str, ...]:
        """Pakistani regions along the line, in order."""
        return tuple(dict.fromkeys(self.pakistan_region))

    def segments_in(
        self, *, afghan_province: str | None = None, pakistan_region: str | None = None
    ) -> IntArray:
        """Return the indices of the segments beside a province, a region, or both.

        Names are compared without regard to case.

        Raises
        ------
        ValueError
            If neither is named, or a name is not one along the line.
        """
        if afghan_province is None and pakistan_region is None:
            raise ValueError("name an afghan_province, a pakistan_region, or both")
        chosen = np.ones(self.n_segments, dtype=bool)
        for word, kind, names in (
            (afghan_province, "Afghan province", self.afghan_province),
            (pakistan_region, "Pakistani region", self.pakistan_region),
        ):
            if word is None:
                continue
            beside = np.array([name.casefold() == word.casefold() for name in names])
            if not beside.any():
                known = ", ".join(dict.fromkeys(names))
                raise ValueError(f"{word!r} is no {kind} along the line; there are: {known}")
            chosen &= beside
        return np.flatnonzero(chosen)

    def crossings_on(self, segment: int) -> tuple[Crossing, ...]:
        """Return the crossings on a segment, by its index."""
        return tuple(c for c in self.crossings if c.segment == segment)

    def places_on(self, segment: int) -> tuple[Place, ...]:
        """Return the places nearest to a segment, by its index, largest first."""
        return tuple(p for p in self.places if p.segment == segment)

    def place(self, name: str) -> Place:
        """Return the largest place of a name.

        Raises
        ------
        ValueError
            If no place on the strip has the name.
        """
        for place in self.places:
            if place.name.casefold() == name.casefold():
                return place
        raise ValueError(f"no place called {name!r} on the strip")

    def crossing(self, name: str) -> Crossing:
        """Return a crossing by its name.

        Raises
        ------
        ValueError
            If no crossing has the name.
        """
        for crossing in self.crossings:
            if crossing.name.casefold() == name.casefold():
                return crossing
        known = ", ".join(c.name for c in self.crossings)
        raise ValueError(f"no crossing called {name!r}; there are: {known}")


def read_table(name: str) -> list[dict[str, str]]:
    """Read one of the shipped CSV tables."""
    text = (files("escalation.border") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def load_border() -> Border:
    """Return the border; read once, then shared."""
    rows = read_table("segments.csv")

    def column(name: str) -> FloatArray:
        return _frozen(np.array([float(row[name]) for row in rows]))

    sd = column("elevation_sd_m")
    return Border(
        km_start=column("km_start"),
        km_end=column("km_end"),
        mid_lon=column("mid_lon"),
        mid_lat=column("mid_lat"),
        elevation_m=column("elevation_m"),
        elevation_sd_m=sd,
        ruggedness=_frozen(sd / sd.max()),
        town_pull=column("town_pull"),
        ttp_events=column("ttp_events"),
        all_events=column("all_events"),
        state_events=column("state_episodes"),
        afghan_province=tuple(row["afghan_province"] for row in rows),
        pakistan_region=tuple(row["pakistan_region"] for row in rows),
        crossings=tuple(_crossing(row) for row in read_table("crossings.csv")),
        places=tuple(_place(row) for row in read_table("places.csv")),
    )


def _frozen(values: FloatArray) -> FloatArray:
    """Make an array read-only, since everybody shares it."""
    values.flags.writeable = False
    return values


def _crossing(row: dict[str, str]) -> Crossing:
    """Make a crossing from its row; files count segments from 1."""
    return Crossing(
        row["name"],
        float(row["lon"]),
        float(row["lat"]),
        int(row["segment"]) - 1,
        row["afghan_province"],
        row["pakistan_district"],
        row["use"],
        float(row["chainage_km"]),
    )


def _place(row: dict[str, str]) -> Place:
    """Make a place from its row; files count segments from 1."""
    country = row["country"]
    if country not in (COUNTRIES[AFGHANISTAN], COUNTRIES[PAKISTAN]):
        raise ValueError(f"{row['name']} lies in neither country")
    return Place(
        row["name"],
        country,
        float(row["lon"]),
        float(row["lat"]),
        int(row["population"]),
        int(row["segment"]) - 1,
        int(row["row"]),
    )
