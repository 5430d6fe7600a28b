"""Means by level, fifths, two ways, and shares by block of draws."""

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.odds.intervals import ENDS
from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.sweeps.points import (
    BLOCKS,
    SweepTable,
    Varied,
    block_shares,
    cross_means,
    grouped,
)
from escalation.analysis.sweeps.swings import most_telling_pair, swings


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
        for end in ENDS:
            table[f"{name}{end}"] = p
    table[BLOCKS] = [[one] * 4 * len(OUTCOMES) for one in p]
    return SweepTable("t", "n", "i", 10, (120,), (cost, drive, word), table)


def test_two_ways_is_the_mean_over_the_rest(data):
    across, up = most_telling_pair(data, "war")
    assert (across.name, up.name) == ("cost", "drive")
    table = cross_means(data, "war", across, up)
    assert table.shape == (2, 3)
    assert table[1, 1] == pytest.approx(0.1 - 0.05 + 0.005)


def test_failed_points_are_left_out(data):
    data.table.loc[data.table["cost"] == 3, "status"] = "failed"
    table = swings(data, "war").set_index("axis")
    assert table.loc["cost", "high"] == "2"
    assert np.isnan(cross_means(data, "war", data.axes[0], data.axes[1])[:, 0]).all()


def test_scattered_numbers_fall_into_fifths_of_equal_count():
    x = np.linspace(0, 1, 50) ** 3
    table = pd.DataFrame({"x": x, "status": "done", **dict.fromkeys(OUTCOMES, x)})
    table = table.assign(**{f"{name}{end}": x for name in OUTCOMES for end in ENDS})
    table[BLOCKS] = [[one] * 4 * len(OUTCOMES) for one in x]
    data = SweepTable("t", "n", "i", 10, (120,), (Varied("x", tuple(x), False),), table)
    groups = grouped(data, data.axes[0])
    assert groups.binned
    assert np.bincount(groups.place).tolist() == [10] * 5
    assert (np.diff(groups.centres) > 0).all()
    assert swings(data, "war").loc[0, "change"] == pytest.approx(x[-10:].mean() - x[:10].mean())


def test_blocks_are_cut_from_draws_and_a_broken_one_says_nothing():
    draw = np.repeat(np.arange(40), 2)
    happened = np.stack([draw < 20, draw < 0], axis=1)
    shares = block_shares(draw, happened, 40)
    assert shares == [1.0] * 10 + [0.0] * 30
    there = draw >= 2  # the first block broke
    shares = block_shares(draw[there], happened[there], 40)
    assert np.isnan(shares[0])
    assert shares[1:10] == [1.0] * 9
    assert len(block_shares(draw[:6], happened[:6], 3)) == 6
