"""The strip's arithmetic, by properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation import border as b

segments = st.integers(0, b.N_SEGMENTS - 1)
rows = st.integers(0, b.ROWS - 1)
cells = st.integers(0, b.N_CELLS - 1)
outside = st.integers().filter(lambda n: not 0 <= n < b.N_CELLS)


@given(segments, rows)
def test_a_cell_number_tells_its_segment_and_row(segment: int, row: int) -> None:
    assert b.segment_and_row(b.cell_id(segment, row)) == (segment, row)


@given(cells)
def test_a_segment_and_row_tell_their_cell_number(cell: int) -> None:
    assert b.cell_id(*b.segment_and_row(cell)) == cell


@given(rows)
def test_a_row_is_a_side_and_a_band(row: int) -> None:
    assert b.row_of_band(b.row_side(row), b.row_band(row)) == row


@given(rows, st.floats(0.0, 1.0, exclude_max=True))
def test_any_depth_inside_a_band_falls_in_its_row(row: int, share: float) -> None:
    low, high = b.BAND_EDGES_KM[b.row_band(row) : b.row_band(row) + 2]
    depth = low + share * (min(high, 1e4) - low)
    if depth < high:
        assert b.row_of_depth(b.row_side(row), depth) == row


def test_rows_go_from_deep_afghanistan_to_deep_pakistan() -> None:
    assert [b.row_band(row) for row in range(b.ROWS)] == [4, 3, 2, 1, 0, 0, 1, 2, 3, 4]
    assert [b.row_side(row) for row in range(b.ROWS)] == [0] * 5 + [1] * 5
    assert b.row_name(0) == "Afghan side, over 100 km"
    assert b.row_name(6) == "Pakistani side, 10-25 km"


def test_an_edge_belongs_to_the_deeper_band() -> None:
    assert b.row_of_depth(b.PAKISTAN, 10.0) == 6
    assert b.row_of_depth(b.AFGHANISTAN, 100.0) == 0


@given(st.floats(-1e4, 1e4))
def test_chainage_finds_its_segment_or_the_nearest_end(km: float) -> None:
    segment = int(b.segment_of_chainage(km))
    assert 0 <= segment < b.N_SEGMENTS
    if 0 <= km < b.N_SEGMENTS * b.SEGMENT_KM:
        assert segment * b.SEGMENT_KM <= km < (segment + 1) * b.SEGMENT_KM


@given(outside)
def test_what_lies_outside_the_strip_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        b.segment_and_row(number)
    with pytest.raises(ValueError, match="outside"):
        b.cell_id(number, 0)
    with pytest.raises(ValueError, match="outside"):
        b.row_side(number)


@pytest.mark.parametrize("depth", [-0.1, float("nan")])
def test_what_is_no_depth_is_refused(depth: float) -> None:
    with pytest.raises(ValueError, match="not a distance"):
        b.row_of_depth(b.AFGHANISTAN, depth)


def test_a_side_or_band_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="side"):
        b.row_of_band(2, 0)
    with pytest.raises(ValueError, match="band"):
        b.row_of_band(0, 5)


def test_many_chainages_at_once() -> None:
    assert np.array_equal(b.segment_of_chainage([0.0, 24.9, 25.0, 2244.7]), [0, 0, 1, 89])
