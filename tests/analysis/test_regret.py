"""Ranking levers: known answers, bounds of regret, and noise that is called noise."""

import numpy as np
import pytest

from escalation.analysis.regret import rank
from escalation.rules.streams import run_key, uniform

DRAWS, REPLICATES = 200, 8
N = DRAWS * REPLICATES
DRAW, REPLICATE = np.arange(N) // REPLICATES, np.arange(N) % REPLICATES


def luck(slot, n=N):
    return np.array([uniform(run_key(11, i), 1, 0, slot) for i in range(n)])


def ranked(*columns):
    names = [f"lever_{i}" for i in range(len(columns))]
    return rank(names, DRAW, REPLICATE, np.stack(columns, axis=1))


def test_the_better_lever_comes_first_with_no_regret():
    u = luck(0)
    found = ranked(u < 0.3, u < 0.6, u < 0.35)
    assert found.table["lever"].tolist() == ["lever_1", "lever_2", "lever_0"]
    best = found.table.iloc[0]
    assert best["regret_low"] == pytest.approx(0)
    assert best["best_in"] > 0.9
    assert best["told"]
    assert found.within_noise == []


def test_regret_finds_that_the_best_depends_on_the_draw():
    """Half of the draws want one lever, half the other: knowing which is worth a half."""
    wants_first = DRAW % 2 == 0
    found = ranked(wants_first, ~wants_first)
    assert found.attainable_low == pytest.approx(1)
    assert found.attainable_high == pytest.approx(1)
    assert found.table["regret_low"].tolist() == pytest.approx([0.5, 0.5])
    assert found.table["best_in"].tolist() == pytest.approx([0.5, 0.5])


def test_levers_that_differ_by_luck_alone_are_within_noise_and_have_no_regret():
    found = ranked(*(luck(i) < 0.4 for i in range(5)))
    assert len(found.within_noise) >= 3
    assert found.table["regret_low"].iloc[0] == pytest.approx(0, abs=0.01)
    assert found.table["regret_high"].iloc[0] > 0.15  # what chance alone would pass off as regret
    assert found.table["best_in"].max() < 0.3


def test_tiers_hold_what_cannot_be_told_from_their_first():
    u = luck(0)
    found = ranked(u < 0.3, u < 0.6, luck(1) < 0.6, luck(2) < 0.3)
    assert sorted(map(sorted, found.tiers)) == [["lever_0", "lever_3"], ["lever_1", "lever_2"]]


def test_shares_of_draws_add_up():
    found = ranked(*(luck(i) < 0.4 for i in range(4)))
    assert found.table["best_in"].sum() == pytest.approx(1)
    assert (found.table["regret_low"] <= found.table["regret_high"]).all()


def test_one_replicate_a_draw_is_too_few():
    with pytest.raises(ValueError, match="two replicates"):
        rank(["a", "b"], np.arange(4), np.zeros(4, int), np.ones((4, 2), bool))
