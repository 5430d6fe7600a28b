"""Paired differences: what pairing gains, what the interval covers, and when it can't tell."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtri

from escalation.analysis.paired.differences import difference_table, paired_difference
from escalation.analysis.paired.fates import changed_runs, fate_table
from escalation.luck.streams import run_key, uniform


def luck(n, slot, seed=3):
    return np.array([uniform(run_key(seed, i), 1, 0, slot) for i in range(n)])


def runs(end_states, status=0, replicates=4):
    n = len(end_states)
    return pd.DataFrame(
        {
            "run": np.arange(n),
            "draw": np.arange(n) // replicates,
            "replicate": np.arange(n) % replicates,
            "status": status,
            "end_state": end_states,
            "deescalated_day": np.where(np.asarray(end_states) >= 2, 5, -1),
            "war_day": np.where(np.asarray(end_states) == 0, 9, -1),
        }
    )


def test_the_difference_is_that_of_the_shares():
    u = luck(800, 0)
    found = paired_difference(np.arange(800) // 4, u < 0.3, u < 0.4)
    assert found.difference == pytest.approx(found.other - found.base)
    assert found.low < found.difference < found.high
    assert (found.lost, found.gained) == (0, int(((u >= 0.3) & (u < 0.4)).sum()))
    assert found.told
    assert found.runs_needed is None
    assert found.p_higher > 0.999


def test_common_luck_narrows_the_interval_and_other_luck_does_not():
    u, v = luck(2000, 0), luck(2000, 1)
    draw = np.arange(2000)
    common = paired_difference(draw, u < 0.5, u < 0.55)
    other = paired_difference(draw, u < 0.5, v < 0.55)
    assert common.variance_ratio > 5
    assert other.variance_ratio == pytest.approx(1, abs=0.15)
    assert common.high - common.low < 0.6 * (other.high - other.low)


def test_replicates_that_say_the_same_are_not_counted_twice():
    u = luck(200, 0)
    alone = paired_difference(np.arange(200), u < 0.4, u < 0.6)
    eight = paired_difference(
        np.repeat(np.arange(200), 8), np.repeat(u < 0.4, 8), np.repeat(u < 0.6, 8)
    )
    assert eight.high - eight.low == pytest.approx(alone.high - alone.low, rel=0.05)


def test_what_cannot_be_told_says_how_many_runs_would():
    u, v = luck(400, 0), luck(400, 1)
    found = paired_difference(np.arange(400), u < 0.5, v < 0.5)
    assert not found.told
    assert found.low < 0 < found.high
    assert found.runs_needed > 400
    assert 0.02 < found.p_higher < 0.98


def test_pairs_that_never_differ_leave_room_for_rare_ones():
    same = luck(400, 0) < 0.5
    found = paired_difference(np.arange(400) // 4, same, same)
    assert found.difference == 0
    assert found.runs_needed is None
    assert found.variance_ratio is None
    assert 1 / 100 < found.high < 3.2 / 100


def test_the_interval_covers_as_often_as_it_says():
    """Replicates nested in draws that differ: 95% intervals hold the truth in 95% of samples."""
    held = 0
    tries, draws, replicates = 400, 60, 4
    quantile = np.vectorize(ndtri)
    level = np.repeat(quantile(luck(tries * draws, 5).reshape(tries, draws)), replicates, axis=1)
    noise = quantile(luck(tries * draws * replicates, 6).reshape(tries, -1))
    score = 0.7 * level + noise
    truth = (score < -0.2).mean() - (score < -0.5).mean()
    for row in score:
        found = paired_difference(np.repeat(np.arange(draws), replicates), row < -0.5, row < -0.2)
        held += found.low <= truth <= found.high
    assert 0.92 < held / tries <= 0.99


@pytest.mark.parametrize("rows", [([], [], []), ([1], [True, False], [True])])
def test_no_pairs_is_an_error(rows):
    with pytest.raises(ValueError, match="one length"):
        paired_difference(*rows)


def test_runs_that_broke_in_either_are_left_out():
    base, other = runs([3, 3, 0, 2] * 10), runs([3, 0, 0, 2] * 10)
    other.loc[1, "status"] = 1
    table = difference_table(base, other, 180, 14).set_index("outcome")
    assert set(table["n_runs"]) == {39}
    assert table.loc["war", "gained"] == 9
    assert table.loc["war", "p_better"] == pytest.approx(1 - table.loc["war", "p_higher"])
    assert np.isnan(table.loc["relapsed", "p_better"])


def test_fates_add_up_and_changed_runs_are_those_off_the_diagonal():
    base, other = runs([3, 3, 0, 2]), runs([3, 0, 2, 2])
    fates = fate_table(base, other)
    assert fates["runs"].sum() == 4
    off = fates[fates["base"] != fates["other"]]["runs"].sum()
    changed = changed_runs(base, other)
    assert len(changed) == off == 2
    assert changed["better"].tolist() == [False, True]
    assert changed["war_from"].tolist() == [9, -1]
