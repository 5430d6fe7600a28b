"""Deaths compared pair by pair: known answers, and how often the intervals hold them."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtri

from escalation.analysis.paired.death_differences import COMPARED, death_table
from escalation.luck.streams import run_key, uniform


def luck(n, slot, seed=3):
    return np.array([uniform(run_key(seed, i), 1, 0, slot) for i in range(n)])


def runs(killed, replicates=4, status=0):
    n = len(killed)
    number = np.arange(n)
    table = pd.DataFrame({"run": number, "draw": number // replicates, "status": status})
    table["replicate"] = number % replicates
    table["end_state"], table["deescalated_day"] = 0, 5
    for name in COMPARED:
        table[name] = killed
    return table


def test_a_known_difference_is_told_and_pairing_helps():
    dead = np.floor(60 * luck(400, 0))
    found = death_table(runs(dead), runs(dead + np.floor(3 * luck(400, 1))))
    row = found.iloc[0]
    assert list(found["killed"]) == list(COMPARED)
    assert row["low"] < 1.0 < row["high"]
    assert row["told"]
    assert row["fewer"] == 0
    assert row["variance_ratio"] > 10


def test_equal_runs_differ_by_nothing():
    dead = np.arange(40)
    row = death_table(runs(dead), runs(dead)).iloc[0]
    assert (row["difference"], row["low"], row["high"]) == (0, 0, 0)
    assert not row["told"]
    assert np.isnan(row["variance_ratio"])


def test_broken_pairs_are_left_out():
    one, two = runs(np.zeros(8)), runs(np.ones(8))
    two.loc[:3, "status"] = 1
    assert death_table(one, two)["n_runs"].tolist() == [4] * len(COMPARED)
    two["status"] = 1
    assert death_table(one, two).empty


def test_one_draw_gives_no_interval():
    row = death_table(runs(np.zeros(4)), runs(np.array([0, 1, 2, 3]))).iloc[0]
    assert row["difference"] == pytest.approx(1.5)
    assert np.isnan(row["low"])
    assert not row["told"]


def test_intervals_hold_what_they_promise_where_replicates_share_their_draw():
    held, tries = 0, 400
    for i in range(tries):
        shift = 2.0 + 3.0 * np.repeat(ndtri(luck(60, 0, seed=i)), 4)
        row = death_table(runs(np.zeros(240)), runs(shift + ndtri(luck(240, 1, seed=i)))).iloc[0]
        held += row["low"] <= 2.0 <= row["high"]
    assert 0.92 <= held / tries <= 0.98
