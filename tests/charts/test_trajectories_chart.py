"""The strip of trajectories: a mark a feature, crosses at the ends, the count in the title."""

import pandas as pd
from matplotlib.text import Text

from escalation.analysis.trajectories.features import FEATURES
from escalation.charts.trajectories_chart import trajectories_chart
from escalation.studies.trajectories import Trajectories


def made(*percentiles: float) -> Trajectories:
    rows = [
        {
            "episode_id": "2024-12_Paktika", "feature": feature, "recorded": 4.0,
            "model_low": 1.0, "model_median": 2.0, "model_high": 9.0, "percentile": value,
        }
        for feature, value in zip(FEATURES, percentiles, strict=False)
    ]  # fmt: skip
    return Trajectories(pd.DataFrame(rows), pd.DataFrame(), 400, 7)


def drawn(*percentiles: float):
    figure = trajectories_chart(made(*percentiles))
    words = " ".join(t.get_text() for t in figure.findobj(Text)).replace("\n", " ")
    (axes,) = figure.axes
    marks = [line for line in axes.lines if len(line.get_xdata()) == 1]
    return words, marks


def test_a_mark_stands_at_each_percentile_and_a_cross_at_the_ends() -> None:
    words, marks = drawn(2.0, 50.0, 99.0)
    assert [float(line.get_xdata()[0]) for line in marks] == [2.0, 50.0, 99.0]
    assert [line.get_marker() for line in marks] == ["X", "o", "X"]
    assert "2 of 3 recorded features lie outside the middle nine tenths of runs" in words
    assert "December 2024: days with violence" in words
    assert "2 (1 to 9)" in words


def test_nothing_at_an_end_is_a_finding_too() -> None:
    assert "None of 2 recorded features lies outside the middle" in drawn(30.0, 60.0)[0]
