"""The shipped border against the evidence folder, which was made apart from this code."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from escalation.border import load_border, load_line, load_provinces, locate
from escalation.border.border import read_table

#: The evidence keeps Natural Earth's older names.
NAMES = {
    "Khost Province": "Khost",
    "Kabul Province": "Kabul",
    "Khyber Pakhtunkhwa (pre-2018)": "Khyber Pakhtunkhwa",
    "FATA (merged into KP 2018)": "Former FATA",
}
COUNTS = {
    "ttp_events": "n_PAK_TTP",
    "ttp_deaths": "deaths_PAK_TTP",
    "us_alqaida_events": "n_US_AlQaida",
    "militant_civilian_events": "n_TTP_militant_civilians",
    "afghan_government_taliban_events": "n_AFGgov_Taliban_on_PAK_soil",
    "non_state_events": "n_non_state",
}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict[str, str]], name: str) -> Any:
    return np.array([float(row[name]) for row in rows])


@pytest.fixture(scope="module")
def evidence(shared: Path) -> list[dict[str, str]]:
    return rows_of(shared / "data" / "segments_25km.csv")


def test_the_line_has_the_same_vertices(shared: Path) -> None:
    known = rows_of(shared / "data" / "durand_line_vertices.csv")
    line = load_line()
    assert len(line) == len(known)
    assert np.abs(line[:, 0] - column(known, "lon")).max() < 2e-5
    assert np.abs(line[:, 1] - column(known, "lat")).max() < 2e-5
    km = np.array([float(row["chainage_km"]) for row in read_table("line.csv")])
    assert np.abs(km - column(known, "chainage_km")).max() < 0.1


@pytest.mark.parametrize("name", ["km_start", "km_end"])
def test_segments_have_the_same_edges(evidence: list[dict[str, str]], name: str) -> None:
    assert np.abs(getattr(load_border(), name) - column(evidence, name)).max() < 0.1


@pytest.mark.parametrize("point", ["mid", "start", "end"])
def test_segments_have_the_same_points(evidence: list[dict[str, str]], point: str) -> None:
    ours = read_table("segments.csv")
    for axis in ("lon", "lat"):
        gap = column(ours, f"{point}_{axis}") - column(evidence, f"{point}_{axis}")
        assert np.abs(gap).max() < 0.002


def test_segments_lie_beside_the_same_provinces(evidence: list[dict[str, str]]) -> None:
    border = load_border()
    afghan = [NAMES.get(row["afg_province"], row["afg_province"]) for row in evidence]
    pakistani = [NAMES.get(row["pak_region"], row["pak_region"]) for row in evidence]
    assert list(border.afghan_province) == afghan
    assert list(border.pakistan_region) == pakistani


@pytest.mark.parametrize("name", COUNTS)
def test_recorded_violence_is_the_same(evidence: list[dict[str, str]], name: str) -> None:
    ours = column(read_table("segments.csv"), name)
    assert np.array_equal(ours, column(evidence, COUNTS[name]))


def test_elevation_is_close(evidence: list[dict[str, str]]) -> None:
    border = load_border()
    assert np.abs(border.elevation_m - column(evidence, "elev_mean_m")).mean() < 2.0
    assert np.abs(border.elevation_m - column(evidence, "elev_mean_m")).max() < 50.0
    assert np.abs(border.elevation_sd_m - column(evidence, "elev_sd_m")).max() < 30.0


def test_crossings_lie_within_5_km_of_the_evidence(shared: Path) -> None:
    known = rows_of(shared / "data" / "crossings.csv")
    crossings = load_border().crossings
    assert len(crossings) == len(known)
    for ours, theirs in zip(crossings, known, strict=True):
        assert abs(ours.chainage_km - float(theirs["chainage_km"])) < 5.0, ours.name
        assert ours.afghan_province in theirs["afg_province"]


def test_places_are_the_same(shared: Path) -> None:
    known = rows_of(shared / "data" / "towns_within100km_geonames.csv")
    ours = {row["geonameid"]: row for row in read_table("places.csv")}
    assert {row["geonameid"] for row in known} <= set(ours)
    for row in known:
        mine = ours[row["geonameid"]]
        assert float(mine["depth_km"]) == pytest.approx(float(row["dist_to_line_km"]), abs=1.0)
        assert float(mine["chainage_km"]) == pytest.approx(float(row["chainage_km"]), abs=3.0)


def test_the_point_finder_agrees_with_the_events(shared: Path) -> None:
    events = rows_of(shared / "data" / "ucdp_ged221_pakistan_within75km.csv")
    found = locate(column(events, "longitude"), column(events, "latitude"))
    assert np.mean(found.segment + 1 == column(events, "segment")) > 0.98
    assert np.abs(found.depth_km - column(events, "dist_km")).max() < 1.5


def test_provinces_of_the_evidence_are_all_there(shared: Path) -> None:
    import json

    known = json.loads((shared / "data" / "admin1_within60km.geojson").read_text())
    names = {NAMES.get(f["properties"]["name"], f["properties"]["name"]) for f in known["features"]}
    assert names <= {p.name for p in load_provinces()}


def test_no_event_is_shipped(root: Path) -> None:
    folder = root / "escalation" / "border"
    assert sum(p.stat().st_size for p in folder.rglob("*") if p.suffix in (".csv", ".json")) < 6e5
    for path in folder.rglob("*.csv"):
        assert "dyad_name" not in path.read_text(encoding="utf-8").splitlines()[0]
