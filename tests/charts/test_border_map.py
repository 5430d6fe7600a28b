"""The map of the border: what it shows, that names don't cover one another, what it refuses."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from escalation.border import N_CELLS, N_SEGMENTS, load_border
from escalation.charts.maps.border_map import (
    CITIES,
    MAP_ASPECT,
    border_map_figure,
    draw_border_map,
    points_of_segments,
)
from escalation.charts.maps.furniture import NOTE


def drawn(width: float, **given: object) -> Figure:
    figure = Figure(figsize=(width, width / MAP_ASPECT), dpi=100)
    FigureCanvasAgg(figure)
    draw_border_map(figure.add_axes((0, 0, 1, 1)), **given)  # type: ignore[arg-type]
    return figure


def names(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Annotation)]  # type: ignore[attr-defined]


def assert_no_names_overlap(figure: Figure) -> None:
    figure.canvas.draw()
    texts = figure.findobj(Annotation)
    boxes = [(text.get_text(), super(Annotation, text).get_window_extent()) for text in texts]  # type: ignore[attr-defined,misc]
    for (one, a), (other, b) in combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        tall = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert min(wide, tall) < 1.0, f"{one} and {other} overlap"


def test_the_border_map_names_cities_crossings_and_provinces() -> None:
    figure = border_map_figure()
    written = names(figure)
    border = load_border()
    assert set(CITIES) <= set(written)
    assert {crossing.name for crossing in border.crossings} <= set(written)
    assert set(border.afghan_provinces) | set(border.pakistan_regions) <= set(written)
    assert_no_names_overlap(figure)
    everything = " ".join(t.get_text() for t in figure.axes[0].texts)
    assert NOTE in everything


@pytest.mark.parametrize("width", [5.0, 7.0, 9.0, 12.0])
def test_names_never_overlap_and_the_cities_are_always_named(width: float) -> None:
    values = np.linspace(0.0, 3.0, N_SEGMENTS)
    circles = points_of_segments([5, 26, 26, 62], [1, 4, 2, 3])
    figure = drawn(width, values=values, label="values", points=circles, points_label="strikes")
    assert set(CITIES) <= set(names(figure))
    assert_no_names_overlap(figure)


@pytest.mark.parametrize(
    "values",
    [
        np.zeros(N_SEGMENTS),
        np.full(N_CELLS, np.nan),
        np.arange(N_CELLS) - 450.0,
        np.full(N_SEGMENTS, 2.0),
    ],
    ids=["nothing", "unknown", "negative", "equal"],
)
def test_odd_values_are_drawn_without_a_warning(values: np.ndarray, recwarn: object) -> None:
    drawn(7.0, values=values, label="x").canvas.draw()
    assert not [w for w in recwarn if issubclass(w.category, RuntimeWarning)]  # type: ignore[attr-defined]


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="by segment"):
        drawn(6.0, values=np.zeros(91))
    with pytest.raises(ValueError, match="lon, lat, quantity"):
        drawn(6.0, points=np.zeros((3, 2)))


def test_no_circles_is_no_mistake() -> None:
    drawn(6.0, points=np.empty((0, 3))).canvas.draw()


def test_the_map_is_saved_the_same_twice(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        border_map_figure().savefig(tmp_path / name, metadata={"Software": None})
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_the_map_says_what_the_data_say() -> None:
    """Its subtitle names Torkham and Chaman; they must stay the busiest."""
    border = load_border()
    busiest = np.argsort(-border.state_events)[:2]
    names_there = [border.crossings_on(int(s))[0].name for s in busiest]
    assert names_there == ["Torkham", "Chaman - Spin Boldak"]
