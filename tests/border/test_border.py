"""The border as loaded: order, ranges, names, places."""

import subprocess
import sys

import numpy as np
import pytest

from escalation.border import (
    AFGHANISTAN,
    N_SEGMENTS,
    ROWS,
    Border,
    load_border,
    load_line,
    locate,
    row_side,
    segment_of,
)

ARRAYS = (
    "km_start",
    "km_end",
    "mid_lon",
    "mid_lat",
    "elevation_m",
    "elevation_sd_m",
    "ruggedness",
    "town_pull",
    "ttp_events",
    "all_events",
    "state_events",
)
AFGHAN_PROVINCES = (
    "Badakhshan",
    "Nuristan",
    "Kunar",
    "Nangarhar",
    "Paktia",
    "Khost",
    "Paktika",
    "Zabul",
    "Kandahar",
    "Helmand",
    "Nimruz",
)


@pytest.fixture(scope="module")
def border() -> Border:
    return load_border()


@pytest.mark.parametrize("name", ARRAYS)
def test_every_array_has_one_finite_entry_a_segment(border: Border, name: str) -> None:
    values = getattr(border, name)
    assert values.shape == (N_SEGMENTS,)
    assert np.isfinite(values).all()
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1.0


def test_segments_follow_one_another_for_the_whole_line(border: Border) -> None:
    assert border.km_start[0] == 0.0
    assert np.array_equal(border.km_start[1:], border.km_end[:-1])
    assert np.allclose(np.diff(border.km_start), 25.0)
    assert border.line_km == pytest.approx(2244.7)
    assert border.length_scale == pytest.approx(2611 / 2244.7)


def test_shares_lie_between_0_and_1_and_reach_1(border: Border) -> None:
    for values in (border.ruggedness, border.town_pull):
        assert values.min() >= 0.0
        assert values.max() == 1.0


def test_the_line_runs_past_eleven_provinces_and_four_regions(border: Border) -> None:
    assert border.afghan_provinces == AFGHAN_PROVINCES
    assert border.pakistan_regions == (
        "Gilgit-Baltistan",
        "Khyber Pakhtunkhwa",
        "Former FATA",
        "Balochistan",
    )


def test_every_province_has_segments_and_together_all(border: Border) -> None:
    found = [border.segments_in(afghan_province=name) for name in border.afghan_provinces]
    assert all(len(segments) for segments in found)
    assert sorted(np.concatenate(found)) == list(range(N_SEGMENTS))
    assert np.array_equal(border.segments_in(afghan_province="HELMAND"), np.arange(75, 83))


def test_a_province_and_a_region_are_met_together(border: Border) -> None:
    both = border.segments_in(afghan_province="Paktika", pakistan_region="Former FATA")
    assert set(both) < set(border.segments_in(afghan_province="Paktika"))
    assert set(both) < set(border.segments_in(pakistan_region="Former FATA"))


def test_an_unknown_name_is_answered_with_the_known_ones(border: Border) -> None:
    with pytest.raises(ValueError, match="Helmand"):
        border.segments_in(afghan_province="Helmond")
    with pytest.raises(ValueError, match="name an afghan_province"):
        border.segments_in()
    with pytest.raises(ValueError, match="Torkham"):
        border.crossing("Torkam")
    with pytest.raises(ValueError, match="Atlantis"):
        border.place("Atlantis")


def test_crossings_run_from_north_to_south_on_the_line(border: Border) -> None:
    km = [crossing.chainage_km for crossing in border.crossings]
    assert km == sorted(km)
    assert len(border.crossings) == 11
    for crossing in border.crossings:
        place = locate(crossing.lon, crossing.lat)
        assert place.segment[0] == crossing.segment
        assert place.depth_km[0] < 0.1
        assert crossing in border.crossings_on(crossing.segment)
    assert border.crossing("torkham").afghan_province == "Nangarhar"


@pytest.mark.parametrize(
    ("name", "row"),
    [("Kabul", 1), ("Kandahar", 1), ("Peshawar", 7), ("Quetta", 8), ("Islamabad", 9)],
)
def test_the_five_cities_sit_in_the_rows_of_their_distance(
    border: Border, name: str, row: int
) -> None:
    assert border.place(name).row == row


def test_places_lie_on_their_own_side_segment_and_row(border: Border) -> None:
    found = locate([p.lon for p in border.places], [p.lat for p in border.places])
    assert len(border.places) > 150
    for place, segment, row, depth in zip(border.places, *found[:2], found.depth_km, strict=True):
        assert row_side(place.row) == place.side
        assert abs(int(segment) - place.segment) <= 1
        assert 0 <= place.row < ROWS
        # A village right by the line may be drawn across it: the line is generalised.
        assert row_side(int(row)) == place.side or depth < 2.0
    sizes = [place.population for place in border.places]
    assert sizes == sorted(sizes, reverse=True)
    assert border.place("Kabul") in border.places_on(border.place("Kabul").segment)


def test_recorded_violence_concentrates(border: Border) -> None:
    busiest = np.sort(border.ttp_events)[::-1][:9].sum() / border.ttp_events.sum()
    assert 0.7 < busiest < 0.9
    assert border.state_events.sum() == pytest.approx(28.0, abs=0.01)
    assert (border.ttp_events <= border.all_events).all()


def test_the_middle_of_a_segment_lies_on_it(border: Border) -> None:
    assert np.array_equal(segment_of(border.mid_lon, border.mid_lat), np.arange(N_SEGMENTS))


def test_kabul_is_on_the_afghan_side_of_the_line() -> None:
    found = locate([69.172, 71.578, 61.0, 74.0], [34.528, 34.008, 31.0, 36.0])
    assert [row_side(int(row)) for row in found.row] == [AFGHANISTAN, 1, AFGHANISTAN, 1]


def test_locating_many_points_gives_what_one_by_one_gives() -> None:
    lon, lat = (a.ravel() for a in np.meshgrid(np.linspace(61, 74, 60), np.linspace(29, 37, 60)))
    together = locate(lon, lat)
    some = range(0, len(lon), 331)
    for i in some:
        alone = locate(lon[i], lat[i])
        assert alone.segment[0] == together.segment[i]
        assert alone.depth_km[0] == together.depth_km[i]


@pytest.mark.parametrize("bad", [([float("nan")], [30.0]), ([60.0, 61.0], [30.0])])
def test_a_point_that_is_none_is_refused(bad: tuple[list[float], list[float]]) -> None:
    with pytest.raises(ValueError, match="lon and lat"):
        locate(*bad)


def test_the_line_runs_from_the_wakhan_to_iran() -> None:
    line = load_line()
    assert line.shape == (585, 2)
    assert line[0] == pytest.approx([74.54, 37.02], abs=0.01)
    assert line[-1] == pytest.approx([60.84, 29.86], abs=0.01)


def test_loading_needs_numpy_and_the_standard_library_only() -> None:
    code = (
        "import sys, escalation.border as b; b.load_border(); b.load_cells();"
        "heavy = {'shapely', 'pyproj', 'pandas', 'scipy', 'matplotlib'} & set(sys.modules);"
        "sys.exit(' '.join(heavy) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
