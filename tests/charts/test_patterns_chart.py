"""The chart of patterns: a mark for each that is measured, the finding in the title."""

import math

from matplotlib.text import Text

from escalation.analysis.patterns import targets as patterns
from escalation.analysis.patterns.monte_carlo import Measured
from escalation.charts.patterns_chart import patterns_chart
from escalation.studies.check import Check


def words(measured: dict[str, Measured]) -> tuple[str, int]:
    figure = patterns_chart(Check(patterns.table(measured), None, 1000, 100, 7))
    text = " ".join(t.get_text() for t in figure.findobj(Text)).replace("\n", " ")
    marks = sum(len(line.get_xdata()) == 1 for axes in figure.axes for line in axes.lines)
    return text, marks


def measured_in_the_middle() -> dict[str, Measured]:
    return {
        name: Measured((one.low + one.high) / 2, one.low + 0.001, one.high - 0.001, 99)
        for name, one in patterns.targets().items()
        if one.high > one.low and name not in patterns.WHY_SILENT and name != "P16"
    }


def test_every_pattern_with_a_target_and_a_value_has_its_mark() -> None:
    middle = measured_in_the_middle()
    text, marks = words(middle)
    assert marks == len(middle)
    assert all(name in text for name in middle)
    assert "none misses its target" in text
    assert "seed 7" in text


def test_a_miss_is_in_the_title_and_what_lies_beyond_the_frame_is_an_arrow() -> None:
    text, marks = words({"P01": Measured(0.0, 0.0, 0.01, 9), "P07": Measured(50, 45, math.inf, 9)})
    assert "P01 misses" in text
    assert marks == 2


def test_nothing_measured_says_so() -> None:
    assert "nothing to hold the model against" in words({})[0]
