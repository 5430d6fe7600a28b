import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.charts import style
from escalation.charts.spreading import spread


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0.01, 0.3))
def test_labels_are_moved_apart_and_stay_in_order(positions, gap):
    placed = spread(positions, gap, 0.0, 1.0)
    room = min(gap, 1.0 / len(positions))
    assert all(-1e-9 <= y <= 1 + 1e-9 for y in placed)
    for below, above in itertools.pairwise(sorted(placed)):
        assert above - below >= room - 1e-9
    for (a, x), (b, y) in itertools.combinations(zip(positions, placed, strict=True), 2):
        if a < b:
            assert x < y


def test_labels_with_room_stay_where_they_are():
    assert spread([0.2, 0.8], 0.1, 0, 1) == pytest.approx([0.2, 0.8])
    assert spread([], 0.1, 0, 1) == []


@given(st.text(alphabet="abcdefg hij WMQ.", max_size=200), st.floats(1.0, 6.0))
def test_lines_fit_and_lose_no_letter(text, inches):
    lines = style.wrapped(text, 10.0, inches)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert style.text_width(line, 10.0) <= inches * 72 + 1e-6


def test_a_share_is_not_torn_apart():
    text = "Quiet begins by day 14 in about 7 runs of 10; war comes in about 1 run in 7"
    for tenths in range(25, 80):
        lines = style.wrapped(text, 10.0, tenths / 10)
        assert any("7\u00a0runs\u00a0of\u00a010;" in line for line in lines)


@given(st.integers(1, 60))
def test_balanced_lines_are_no_more(words):
    text = " ".join(["finding"] * words)
    assert len(style.balanced(text, 14, 5)) == len(style.wrapped(text, 14, 5))


def test_rungs_darken_as_they_rise():
    def lightness(colour):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.3 * red + 0.59 * green + 0.11 * blue

    shades = [lightness(colour) for colour in style.RUNG_COLOURS]
    # The step from calm to fighting is told by hue as well.
    assert all(a > b for a, b in itertools.pairwise(shades[2:]))
    assert shades[0] > shades[1] > shades[3]


@pytest.mark.parametrize("line", ["De-escalated by day 14", "odds – of 5", "WWWW", " "])
def test_advances_add_up_to_what_matplotlib_lays_out(line):
    # Letters of Matplotlib before 3.11 say that they are eight times as wide.
    font = style._font(style.OWN_FAMILY, 9.0, "normal")
    font.set_text(line, 0.0)
    laid_out = font.get_width_height()[0] / 64 * 72 / 160
    assert style.text_width(line, 9.0) == pytest.approx(laid_out, rel=0.02)
