"""Cells and provinces as shapes: simple, in their place, covering the strip once."""

from collections import Counter
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from escalation.border import (
    BAND_EDGES_KM,
    DRAWN_DEPTH_KM,
    N_CELLS,
    ROWS,
    load_border,
    load_cell_shares,
    load_cells,
    load_line,
    load_provinces,
    locate,
    row_band,
    row_side,
    segment_and_row,
)

Ring = npt.NDArray[np.float64]


def area(ring: Ring) -> float:
    x, y = ring[:-1, 0], ring[:-1, 1]
    return float(0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def crosses_itself(ring: Ring) -> bool:
    a, b = ring[:-1], ring[1:]

    def turn(p: Ring, q: Ring, r: Ring) -> Ring:
        return np.sign((q - p)[..., 0] * (r - p)[..., 1] - (q - p)[..., 1] * (r - p)[..., 0])

    i, j = np.triu_indices(len(a), 2)
    apart = ~((i == 0) & (j == len(a) - 1))
    i, j = i[apart], j[apart]
    meet = turn(a[i], b[i], a[j]) * turn(a[i], b[i], b[j]) <= 0
    meet &= turn(a[j], b[j], a[i]) * turn(a[j], b[j], b[i]) <= 0
    return bool(meet.any())


def inner_point(ring: Ring) -> Ring:
    """Return a point well inside a ring: the middle of the widest stretch of a middle scan."""
    best, width = ring[0], 0.0
    for level in np.linspace(ring[:, 1].min(), ring[:, 1].max(), 9)[1:-1] + 1e-7:
        a, b = ring[:-1], ring[1:]
        hit = (a[:, 1] > level) != (b[:, 1] > level)
        t = (level - a[hit, 1]) / (b[hit, 1] - a[hit, 1])
        x = np.sort(a[hit, 0] + t * (b[hit, 0] - a[hit, 0]))
        for left, right in zip(x[::2], x[1::2], strict=True):
            if right - left > width:
                best, width = np.array([0.5 * (left + right), level]), right - left
    return best


def test_there_is_one_simple_closed_ring_a_cell() -> None:
    cells = load_cells()
    assert len(cells) == N_CELLS
    for number, ring in enumerate(cells):
        assert np.array_equal(ring[0], ring[-1]), number
        assert abs(area(ring)) > 0.0, number
        assert not crosses_itself(ring), number


def test_every_cell_lies_on_its_side_in_its_band() -> None:
    points = np.array([inner_point(ring) for ring in load_cells()])
    found = locate(points[:, 0], points[:, 1])
    for cell, (row, depth) in enumerate(zip(found.row, found.depth_km, strict=True)):
        _, own = segment_and_row(cell)
        assert row_side(int(row)) == row_side(own), cell
        low, high = BAND_EDGES_KM[row_band(own) : row_band(own) + 2]
        assert low - 1.5 < depth < min(high, DRAWN_DEPTH_KM) + 3.0, cell


def test_cells_by_the_line_lie_at_their_segment() -> None:
    points = np.array([inner_point(ring) for ring in load_cells()])
    near = np.array([cell for cell in range(N_CELLS) if cell % ROWS in (4, 5)])
    found = locate(points[near, 0], points[near, 1])
    assert np.abs(found.segment - near // ROWS).max() <= 1


def test_cells_cover_the_strip_once() -> None:
    """Inner edges are held by exactly two cells, once each way, so nothing overlaps or gapes."""
    edges: Counter[tuple[float, ...]] = Counter()
    total = 0.0
    for ring in load_cells():
        turned = ring if area(ring) > 0 else ring[::-1]
        total += area(turned)
        edges.update((*p, *q) for p, q in pairwise(turned))
    assert max(edges.values()) == 1
    outline = [e for e in edges if (e[2], e[3], e[0], e[1]) not in edges]
    around = 0.5 * sum(x0 * y1 - x1 * y0 for x0, y0, x1, y1 in outline)
    assert total == pytest.approx(around, rel=1e-9)
    starts = {e[:2]: e for e in outline}
    assert len(starts) == len(outline)
    edge, steps = outline[0], 0
    while steps == 0 or edge != outline[0]:
        edge = starts[edge[2:]]
        steps += 1
    assert steps == len(outline), "the outline is one ring: no hole inside the strip"


def test_neighbouring_columns_and_rows_touch() -> None:
    corners = [{tuple(p) for p in ring} for ring in load_cells()]
    for cell in range(N_CELLS):
        if cell % ROWS < ROWS - 1:
            assert corners[cell] & corners[cell + 1], cell
        if cell + ROWS < N_CELLS:
            assert corners[cell] & corners[cell + ROWS], cell


def test_most_cells_lie_in_their_own_country() -> None:
    shares = load_cell_shares()
    assert shares.shape == (N_CELLS,)
    assert shares.min() >= 0.0
    assert shares.max() <= 1.0
    by_the_line = shares.reshape(-1, ROWS)[:, 4:6]
    assert by_the_line.min() > 0.5  # the last cell: Iran's border doesn't meet ours squarely
    assert np.median(by_the_line) == 1.0
    assert np.mean(shares > 0.9) > 0.85


def test_provinces_are_there_with_rings_around_the_line() -> None:
    provinces = load_provinces()
    names = {p.name for p in provinces}
    border = load_border()
    assert set(border.afghan_province) | set(border.pakistan_region) <= names
    assert {"Kabul", "Punjab", "Islamabad Capital Territory"} <= names
    assert {p.country for p in provinces} == {"Afghanistan", "Pakistan"}
    for province in provinces:
        assert province.rings, province.name
        assert all(len(ring) >= 4 and abs(area(ring)) > 0 for ring in province.rings)


def test_the_rings_of_line_and_provinces_share_a_frame() -> None:
    line = load_line()
    everything = np.vstack([ring for p in load_provinces() for ring in p.rings])
    assert (everything.min(axis=0) < line.min(axis=0)).all()
    assert (everything.max(axis=0) > line.max(axis=0)).all()
