"""Means by level, fifths, swings, and two ways."""

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.outcomes import OUTCOMES
from escalation.analysis.sweep_tables import (
    SweepTable,
    Varied,
    findings,
    grouped,
    most_telling_pair,
    swings,
    two_ways,
)


@pytest.fixture
def data():
    cost, drive, word = Varied("cost", (3, 1, 2), True), Varied("drive", (0, 1), True), None
    word = Varied("word", ("a", "b"), True)
    rows = [(c, d, w) for c in cost.levels for d in drive.levels for w in word.levels]
    table = pd.DataFrame(rows, columns=["cost", "drive", "word"])
    table["status"] = "done"
    p = 0.1 * table["cost"] - 0.05 * table["drive"] + 0.01 * (table["word"] == "b")
    for name in OUTCOMES:
        table[name] = p
    return SweepTable("t", "n", "i", 10, (cost, drive, word), table)


def test_swings_compare_first_and_last_of_numbers(data):
    table = swings(data, "war").set_index("axis")
    assert table.index.tolist() == ["cost", "drive", "word"]
    assert table.loc["cost", ["low", "high"]].tolist() == ["1", "3"]
    assert table.loc["cost", "swing"] == pytest.approx(0.2)
    assert table.loc["drive", "at_high"] - table.loc["drive", "at_low"] == pytest.approx(-0.05)
    assert table.loc["word", ["low", "high"]].tolist() == ["a", "b"]


def with_intervals(data, half):
    for name in OUTCOMES:
        data.table[f"{name}_low"] = data.table[name] - half
        data.table[f"{name}_high"] = data.table[name] + half
    return data


def test_findings_name_what_moves_most_and_nothing_within_noise(data):
    said = findings(with_intervals(data, 0.08))
    assert len(said) == 3
    assert said[2].startswith("War between the states is moved most by cost (8% at 1, 28% at 3);")
    assert "drive" not in said[2]  # 5 points, within the 8 of a single point


def test_findings_say_that_nothing_was_seen(data):
    said = findings(with_intervals(data, 0.3))
    assert all("no swing is wider" in sentence for sentence in said)


def test_two_ways_is_the_mean_over_the_rest(data):
    across, up = most_telling_pair(data, "war")
    assert (across.name, up.name) == ("cost", "drive")
    table = two_ways(data, "war", across, up)
    assert table.shape == (2, 3)
    assert table[1, 1] == pytest.approx(0.1 - 0.05 + 0.005)


def test_failed_points_are_left_out(data):
    data.table.loc[data.table["cost"] == 3, "status"] = "failed"
    table = swings(data, "war").set_index("axis")
    assert table.loc["cost", "high"] == "2"
    assert np.isnan(two_ways(data, "war", data.axes[0], data.axes[1])[:, 0]).all()


def test_scattered_numbers_fall_into_fifths_of_equal_count():
    x = np.linspace(0, 1, 50) ** 3
    table = pd.DataFrame({"x": x, "status": "done", **dict.fromkeys(OUTCOMES, x)})
    data = SweepTable("t", "n", "i", 10, (Varied("x", tuple(x), False),), table)
    groups = grouped(data, data.axes[0])
    assert groups.binned
    assert np.bincount(groups.place).tolist() == [10] * 5
    assert (np.diff(groups.centres) > 0).all()
    assert swings(data, "war").loc[0, "swing"] == pytest.approx(x[-10:].mean() - x[:10].mean())
