"""Tables of the strip: what each segment is and holds, crossings, places, recorded violence."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from escalation.border.making.line import Line, segment_edges_km
from escalation.border.making.sources import (
    BuildError,
    Province,
    Town,
    need,
    read_elevation,
    read_facts,
)
from escalation.border.strip import (
    COUNTRIES,
    N_SEGMENTS,
    row_of_depth,
    segment_of_chainage,
)

Array = npt.NDArray[np.float64]

ELEVATION_REACH_KM = 15.0
TOWN_REACH_KM = 100.0
#: Cities that must be on the strip however far they are: the deep rows of the model.
CITIES = ("Kabul", "Kandahar", "Peshawar", "Quetta", "Islamabad")
#: How fast a town's pull on the line fades with distance.
PULL_KM = 25.0

EVENT_REACH_KM = 75.0
#: UCDP place precision: 1 to 3 are a point, its surroundings or a district; 4 and worse are
#: provinces and say nothing about a segment.
WORST_PLACE_PRECISION = 3
EVENT_COLUMNS = (
    "ttp_events",
    "ttp_deaths",
    "us_alqaida_events",
    "militant_civilian_events",
    "afghan_government_taliban_events",
    "non_state_events",
    "other_events",
    "all_events",
)
_TTP_SIDES = ("TTP", "TTP - TA", "Jamaat-ul-Ahrar", "Lashkar-e-Islam", "IMU")
_MILITANTS = ("TTP", "TTP-Islahi", "Lashkar-e-Islam", "Taleban")


def segment_table(
    line: Line, provinces: list[Province], towns: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return one row a segment, without recorded violence."""
    edges = segment_edges_km(line)
    ends, middles = line.point_at(edges), line.point_at(0.5 * (edges[:-1] + edges[1:]))
    names = [_owners_along(line, edges, provinces, country) for country in COUNTRIES]
    height = _elevation(line, edges)
    pull = _town_pull(line, middles, towns)
    rows = []
    for i in range(N_SEGMENTS):
        mean, sd, low, high = height[i]
        rows.append(
            {
                "segment": i + 1,
                "km_start": round(edges[i], 1),
                "km_end": round(edges[i + 1], 1),
                "mid_lon": round(middles[i, 0], 4),
                "mid_lat": round(middles[i, 1], 4),
                "start_lon": round(ends[i, 0], 4),
                "start_lat": round(ends[i, 1], 4),
                "end_lon": round(ends[i + 1, 0], 4),
                "end_lat": round(ends[i + 1, 1], 4),
                "afghan_province": names[0][i],
                "pakistan_region": names[1][i],
                "elevation_m": round(mean),
                "elevation_sd_m": round(sd),
                "elevation_min_m": round(low),
                "elevation_max_m": round(high),
                "town_pull": round(pull[i], 4),
            }
        )
    return rows


def _owners_along(line: Line, edges: Array, provinces: list[Province], country: str) -> list[str]:
    """Return, a segment, the province of a country that lies beside most of its length."""
    shapely = need("shapely")
    mine = [p for p in provinces if p.country == country]
    shapes = [on_plane(line, p.geometry) for p in mine]
    owners = []
    for start, end in pairwise(edges):
        points = shapely.points(line.plane_at(np.arange(start + 0.5, end, 1.0)))
        gaps = np.array([shapely.distance(shape, points) for shape in shapes])
        votes = Counter(gaps.argmin(axis=0).tolist())
        owners.append(mine[max(sorted(votes), key=lambda k: votes[k])].name)
    return owners


def on_plane(line: Line, geometry: Any) -> Any:
    """Project a polygon of degrees to plane kilometres, mended where it isn't valid."""
    shapely = need("shapely")
    moved = shapely.transform(geometry, lambda c: np.column_stack(line.to_plane(c[:, 0], c[:, 1])))
    return shapely.make_valid(moved)


def _elevation(line: Line, edges: Array) -> list[tuple[float, float, float, float]]:
    """Return mean, sd, lowest and highest grid elevation near each segment, in metres."""
    shapely = need("shapely")
    lon, lat, metres = read_elevation()
    nodes = shapely.points(np.column_stack(line.to_plane(lon, lat)))
    out = []
    for start, end in pairwise(edges):
        path = shapely.LineString(line.piece(start, end))
        near = metres[shapely.distance(path, nodes) <= ELEVATION_REACH_KM]
        out.append((near.mean(), near.std(), near.min(), near.max()))
    return out


def _town_pull(line: Line, middles: Array, towns: list[dict[str, Any]]) -> Array:
    """Return how strongly towns draw on each segment, 0 to 1.

    The square root of the sum of populations, each fading with its distance from the
    segment's middle, over the largest such value.
    """
    x, y = line.to_plane(middles[:, 0], middles[:, 1])
    people = np.zeros(N_SEGMENTS)
    for town in towns:
        tx, ty = line.to_plane(town["lon"], town["lat"])
        people += town["population"] * np.exp(-np.hypot(x - tx, y - ty) / PULL_KM)
    pull: Array = np.sqrt(people / people.max())
    return pull


def place_table(line: Line, towns: list[Town]) -> list[dict[str, Any]]:
    """Return the towns within reach of the line, with the five cities, largest first.

    Raises
    ------
    BuildError
        If one of the five cities is missing from the source.
    """
    distance, chainage = line.locate([t.lon for t in towns], [t.lat for t in towns])
    segments = segment_of_chainage(chainage)
    rows = []
    for i, town in enumerate(towns):
        # The name alone is not enough: some villages are called like a city.
        city = town.name in CITIES and town.population > 100_000
        if distance[i] > TOWN_REACH_KM and not city:
            continue
        side = 0 if town.country == "AF" else 1
        rows.append(
            {
                "geonameid": town.geonameid,
                "name": town.name,
                "country": COUNTRIES[side],
                "lon": round(town.lon, 4),
                "lat": round(town.lat, 4),
                "population": town.population,
                "segment": int(segments[i]) + 1,
                "row": row_of_depth(side, float(distance[i])),
                "chainage_km": round(float(chainage[i]), 1),
                "depth_km": round(float(distance[i]), 1),
            }
        )
    missing = set(CITIES) - {row["name"] for row in rows}
    if missing:
        raise BuildError(f"GeoNames lacks {', '.join(sorted(missing))}")
    return rows


def crossing_table(line: Line) -> list[dict[str, Any]]:
    """Return the crossings, moved to the nearest point of the line, from north to south."""
    rows = []
    for fact in read_facts("crossings.csv"):
        distance, chainage = line.locate(float(fact["lon"]), float(fact["lat"]))
        lon, lat = line.point_at(chainage)[0]
        rows.append(
            {
                "name": fact["name"],
                "lon": round(lon, 4),
                "lat": round(lat, 4),
                "segment": int(segment_of_chainage(chainage)[0]) + 1,
                "chainage_km": round(float(chainage[0]), 1),
                "moved_km": round(float(distance[0]), 1),
                "use": fact["use"],
                "afghan_province": fact["afghan_province"],
                "pakistan_district": fact["pakistan_district"],
                "basis": fact["basis"],
            }
        )
    return sorted(rows, key=lambda row: float(row["chainage_km"]))


def episode_counts(line: Line) -> Array:
    """Return state-on-state episodes per segment, 2007 to August 2025, from the fact table.

    An episode counts one in all, shared evenly over the stretches named for it, and within
    a stretch over the segments that lie within its reach.
    """
    counts = np.zeros(N_SEGMENTS)
    facts = read_facts("state_episodes.csv")
    stretches = Counter(fact["episode"] for fact in facts)
    middles = 0.5 * (segment_edges_km(line)[:-1] + segment_edges_km(line)[1:])
    for fact in facts:
        _, chainage = line.locate(float(fact["lon"]), float(fact["lat"]))
        touched = np.abs(middles - chainage[0]) <= float(fact["reach_km"])
        touched[segment_of_chainage(chainage)] = True
        counts += touched / touched.sum() / stretches[fact["episode"]]
    return counts


def event_group(dyad: str) -> str:
    """Return the column that a UCDP dyad is counted in."""
    first, _, second = (part.strip() for part in dyad.partition(" - "))
    if first == "Government of Pakistan" and second in _TTP_SIDES:
        return "ttp_events"
    if dyad == "Government of United States of America - al-Qaida":
        return "us_alqaida_events"
    if dyad == "Government of Afghanistan - Taleban":
        return "afghan_government_taliban_events"
    if second == "Civilians" and first in _MILITANTS:
        return "militant_civilian_events"
    return "other_events"


def event_counts(line: Line, path: Path) -> list[dict[str, int]]:
    """Count UCDP GED events on Pakistani soil near the line, one row a segment.

    Parameters
    ----------
    line : Line
        The line.
    path : Path
        A UCDP GED table (``GEDEvent``), whole or cut down; it is read, never copied.

    Raises
    ------
    BuildError
        If the file can't be read or lacks a column.
    """
    needed = ("latitude", "longitude", "dyad_name", "type_of_violence", "where_prec", "best")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            absent = [name for name in needed if name not in (reader.fieldnames or ())]
            if absent:
                raise BuildError(f"{path.name} has no column {', '.join(absent)}")
            events = [r for r in reader if int(r["where_prec"]) <= WORST_PLACE_PRECISION]
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise BuildError(f"can't read events from {path}: {error}") from error
    # A whole GED file covers Afghan soil too; only one soil is counted, as documented.
    if events and "country" in events[0]:
        events = [r for r in events if r["country"] == "Pakistan"]
    distance, chainage = line.locate(
        [float(r["longitude"]) for r in events], [float(r["latitude"]) for r in events]
    )
    segments = segment_of_chainage(chainage)
    counts: list[dict[str, int]] = [dict.fromkeys(EVENT_COLUMNS, 0) for _ in range(N_SEGMENTS)]
    for event, gap, segment in zip(events, distance, segments, strict=True):
        if round(gap, 1) > EVENT_REACH_KM:
            continue
        row = counts[segment]
        # Islamic State against the Taliban is of type 2, but not a feud between tribes.
        non_state = event["type_of_violence"] == "2" and not event["dyad_name"].startswith("IS ")
        group = "non_state_events" if non_state else event_group(event["dyad_name"])
        row[group] += 1
        row["all_events"] += 1
        if group == "ttp_events":
            row["ttp_deaths"] += int(event["best"])
    return counts
