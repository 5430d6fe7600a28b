"""Ranking levers: known answers, bounds of regret, and noise that is called noise."""

import numpy as np
import pytest

from escalation.analysis.paired.differences import paired_difference
from escalation.analysis.paired.regret import rank
from escalation.luck.streams import run_key, uniform

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


def test_shares_of_draws_have_intervals_and_a_measure_of_luck():
    found = ranked(*(luck(i) < 0.4 for i in range(5)))
    table = found.table
    assert found.best_by_luck == pytest.approx(0.2)
    assert ((table["best_from"] <= table["best_in"]) & (table["best_in"] <= table["best_to"])).all()
    assert table["worst_in"].sum() == pytest.approx(1)


def test_a_lever_that_only_stirs_luck_is_as_often_the_worst_as_the_best():
    base = luck(0) < 0.4
    stirred = np.where(luck(1) < 0.5, luck(2) < 0.4, base)
    found = ranked(base, base, base, stirred).table.set_index("lever").loc["lever_3"]
    assert found["best_in"] > 1.3 / 4
    assert found["best_in"] == pytest.approx(found["worst_in"], abs=0.1)


def stirred_levers(salt, levers=18, draws=125, replicates=8):
    """Levers that stir the luck of 0.5% to 50% of runs, and do nothing else."""
    made = np.random.default_rng([salt, draws])  # noqa: TID251 - made-up data
    p = made.beta(0.8, 2, draws).repeat(replicates)
    base = made.random(len(p)) < p
    columns = [base]
    for rate in np.geomspace(0.005, 0.5, levers - 1):
        again = made.random(len(p)) < rate
        columns.append(np.where(again, made.random(len(p)) < p, base))
    draw = np.arange(draws).repeat(replicates)
    return draw, np.arange(len(p)) % replicates, np.stack(columns, axis=1)


def test_where_no_lever_matters_few_rankings_tell_one():
    """Among 100 made-up rankings of 17 idle levers at most about 5 may find anything at all.

    With 5% of them, 11 or more would come in 1 case of 100. At 95% for each lever by itself, as
    intervals are usually given, most rankings would find something.
    """
    names = [f"lever_{i}" for i in range(18)]
    told = apart = regret = alone = 0
    for salt in range(100):
        draw, replicate, came = stirred_levers(salt)
        found = rank(names, draw, replicate, came)
        told += bool(found.table["told"].any())
        apart += len(found.tiers) > 1
        regret += bool((found.table["regret_from"] > 0).any())
        alone += any(paired_difference(draw, came[:, 0], column).told for column in came.T[1:])
    assert max(told, apart, regret) <= 10
    assert alone > 30


def test_the_interval_holds_the_regret():
    """Two levers, each 25 points better in half of the draws: either forgoes 12.5 on average."""
    held = 0
    for salt in range(60):
        made = np.random.default_rng([salt, 9])  # noqa: TID251 - made-up data
        sign = np.where(made.random(200) < 0.5, 1.0, -1.0).repeat(8)
        came = [made.random(len(sign)) < 0.4 + 0.125 * (1 + side * sign) for side in (1, -1)]
        draw = np.arange(200).repeat(8)
        good = np.stack(came, axis=1)
        table = rank(["a", "b"], draw, np.arange(len(draw)) % 8, good).table
        held += bool(((table["regret_from"] <= 0.125) & (table["regret_to"] >= 0.125)).all())
    assert held >= 54


def test_intervals_are_the_same_every_time_and_hold_the_bounds():
    columns = [luck(i) < 0.4 + 0.05 * i for i in range(4)]
    one, two = ranked(*columns).table, ranked(*columns).table
    assert one.equals(two)
    assert (one["regret_from"] <= one["regret_low"] + 1e-12).all()
    assert (one["regret_high"] <= one["regret_to"] + 1e-12).all()
