"""Drivers, boxes and curves on functions whose answers are known."""

import numpy as np
import pytest

from escalation.analysis.sensitivity import drivers
from escalation.analysis.sensitivity import scenario_discovery as discovery
from escalation.analysis.sensitivity.dependence import dependence
from escalation.analysis.sensitivity.inputs import Inputs, inputs_of
from escalation.analysis.sensitivity.smooth_regression import by_regression
from escalation.luck.resampling import orders, recentred, resampled
from tests.charts.synthetic import result


def luck(n, d, salt=0):
    return np.random.default_rng([n, d, salt]).random((n, d))  # noqa: TID251 - made-up data


def inputs(values, share, replicates=4, names=None):
    n, d = values.shape
    names = tuple(names or (f"x{i}" for i in range(d)))
    runs = np.full(n, float(replicates))
    return Inputs(names, values, np.asarray(share, dtype=float) * runs, runs, "war")


def test_ishigami_by_rbd_fast():
    x = (2 * luck(4000, 3) - 1) * np.pi
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = [drivers.rbd_fast(x[:, i], y).adjusted(4000) for i in range(3)]
    assert found == pytest.approx([0.314, 0.442, 0.0], abs=0.03)


@pytest.mark.parametrize("n", [120, 121])
def test_outcomes_at_once_are_each_as_salib_finds_it(n):
    from SALib.analyze.rbd_fast import compute_first_order, permute_outputs

    y = luck(n, 5)
    y[:, 1] += np.linspace(0, 1, n)
    y[:, 3] = 0.4
    found = drivers._of_sorted(y.T)
    alone = [
        0.0 if i == 3 else compute_first_order(permute_outputs(np.arange(n), y[:, i]), 4)
        for i in range(5)
    ]
    assert [one.explained for one in found] == pytest.approx(alone, rel=1e-12)
    assert {one.freedom for one in found} == {8}
    assert [one.explained for one in drivers._of_sorted(y.T[:, :9])] == [0.0] * 5


def test_a_linear_function_of_cases_and_scales():
    u = luck(3000, 4)
    u[:, 2] = u[:, 2] < 0.3
    y = 0.2 + 0.3 * u[:, 0] + 0.2 * u[:, 2]
    shares = np.array([0.3**2 / 12, 0.0, 0.2**2 * 0.21, 0.0])
    table = drivers.drivers(inputs(u, y), resamples=20).set_index("name")
    part = table.loc[["x0", "x1", "x2", "x3"], "share"] / table["share"].sum()
    assert part.to_numpy() == pytest.approx(shares / shares.sum(), abs=0.03)
    assert (table.loc[["x0", "x2"], "effect"] == "clear").all()
    assert (table.loc[["x1", "x3"], "effect"] != "clear").all()
    assert table.loc["x2", "low_odds"] == pytest.approx(0.35, abs=0.01)
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()


def test_correlated_inputs_keep_their_conditional_means():
    u = luck(3000, 2)
    u[:, 1] = 0.9 * u[:, 0] + 0.1 * u[:, 1]
    y = 0.2 + 0.5 * u[:, 0]
    known = inputs(u, y)
    table = drivers.drivers(known, resamples=10)
    assert (table["effect"] == "clear").all()
    group = drivers.group_drivers(known, {"both": ("x0", "x1"), "none": ("y",)})
    assert list(group["name"]) == ["both"]
    assert group["share"].iloc[0] == pytest.approx(known.scale, rel=0.02)


def test_noise_is_called_noise_and_more_runs_are_named():
    u = luck(150, 6)
    hits = luck(150, 2, 1)[:, 0] < 0.4
    table = drivers.drivers(inputs(u, hits, replicates=1), resamples=20)
    assert (table["effect"] != "clear").all()
    assert (table["more_runs"] > 0).all()
    assert table["verdict"].str.contains("more would show one of 5 points").all()


def test_many_runs_say_that_an_effect_would_have_shown():
    u = luck(20_000, 2)
    hits = luck(20_000, 1, 2)[:, 0] < 0.4
    table = drivers.drivers(inputs(u, hits, replicates=1), resamples=5)
    assert table["verdict"].str.endswith("one of 5 points would have shown").all()


def test_failed_runs_are_left_out():
    made = result(n_draws=200, failed=0.2)
    found = inputs_of(made.runs, made.draws, "war")
    good = made.runs[made.runs["status"] == 0]
    assert found.n_runs == len(good)
    assert found.failed == len(made.runs) - len(good)
    assert found.hits.sum() == (good["end_state"] == 0).sum()


def test_cart_finds_a_planted_box():
    u = luck(2000, 10)
    planted = (u[:, 3] > 0.7) & (u[:, 6] <= 0.4)
    hits = luck(2000, 1, 3)[:, 0] < np.where(planted, 0.8, 0.1)
    box = discovery.discover(inputs(u, hits, replicates=1))
    sides = {(limit.name, limit.above): limit.value for limit in box.limits}
    assert sides["x3", True] == pytest.approx(0.7, abs=0.05)
    assert sides["x6", False] == pytest.approx(0.4, abs=0.05)
    assert box.inside.low < 0.8 < box.inside.high + 0.05
    assert box.outside.p < 0.2
    assert box.stable
    assert box.overlap > 0.7
    assert "x3 is above 0.699 and x6 is at most 0.4," in discovery.sentence(box, "war")


def test_a_box_in_noise_is_loose_and_its_odds_do_not_flatter():
    hits = luck(1200, 1, 4)[:, 0] < 0.3
    box = discovery.discover(inputs(luck(1200, 12), hits, replicates=1))
    assert not box.stable
    assert box.inside.low < 0.3 < box.inside.high


def test_curves_are_conditional_means():
    u = luck(800, 2)
    curve = dependence(inputs(u, u[:, 0]), "x0")
    assert curve["odds"].to_numpy() == pytest.approx(curve["value"].to_numpy(), abs=0.01)
    assert curve["draws"].sum() == 800


def test_the_regression_counts_what_it_spends():
    basis = np.linalg.qr(luck(300, 30) - 0.5)[0]
    found = by_regression(basis, luck(300, 1, 5)[:, 0])
    assert found.explained > 0.04
    assert abs(found.adjusted(300)) < 0.08


def test_resamples_are_keyed():
    assert resampled(50, 3, 1).tolist() == resampled(50, 3, 1).tolist()
    assert resampled(50, 3, 1).tolist() != resampled(50, 3, 2).tolist()
    assert sorted(orders(40, 1, 0)[0]) == list(range(40))
    assert recentred(0.5, np.array([0.6, 0.7, 0.8])) == pytest.approx((0.405, 0.595))


def of_a_posterior(salt, effect=0.0, members=60, each=10):
    """Return draws of a few members: half of the inputs are the member's, half the draw's own.

    What a member does beyond its inputs, as 50 other parameters would, is in the outcome.
    """
    member = np.arange(members * each) % members
    theirs, own = luck(members, 8, salt), luck(members * each, 4, salt)
    values = np.column_stack([theirs[member, :4], own])
    share = 0.5 + 0.3 * (theirs[member, 4:].mean(axis=1) - 0.5) + effect * (values[:, 0] - 0.5)
    made = inputs(
        values, np.clip(share + 0.1 * (luck(members * each, 1, salt + 1)[:, 0] - 0.5), 0, 1)
    )
    return Inputs(made.names, made.values, made.hits, made.runs, "war", member=member)


def test_draws_of_one_member_tell_of_its_parameters_as_one():
    made = of_a_posterior(1)
    assert made.outcome_icc > 0.5
    assert made.intraclass_correlation(["x0"]) == pytest.approx(1.0)
    assert made.intraclass_correlation(["x5"]) < 0.05
    assert made.effective_draws(600, 1.0) < 120
    assert made.effective_draws(600, 0.0) == 600
    alone = inputs(made.values, made.share)
    assert alone.outcome_icc == 0.0
    assert alone.effective_draws(600, 1.0) == 600


def test_members_that_differ_in_what_is_not_told_are_no_effect():
    tables = [drivers.drivers(of_a_posterior(salt), resamples=2) for salt in range(2, 42)]
    false = [(table["effect"] == "clear").any() for table in tables]
    assert np.mean(false) <= 0.15  # 5% are meant; of 40 tables six have a chance of 1 in 100
    naive = [
        drivers.drivers(inputs(made.values, made.share), resamples=2)
        for made in map(of_a_posterior, range(2, 12))
    ]
    assert np.mean([(table["effect"] == "clear").any() for table in naive]) > 0.5


def test_a_members_own_effect_is_still_seen_and_its_interval_is_wide():
    made = of_a_posterior(50, effect=0.6, members=200)
    row = drivers.drivers(made).set_index("name").loc["x0"]
    assert row["effect"] == "clear"
    naive = drivers.drivers(inputs(made.values, made.share)).set_index("name").loc["x0"]
    assert row["high"] - row["low"] > 1.3 * (naive["high"] - naive["low"])
    gap = row["low_odds_to"] - row["low_odds_from"]
    assert gap > 1.1 * (naive["low_odds_to"] - naive["low_odds_from"])


def test_a_tree_is_tried_on_members_that_it_has_not_seen(monkeypatch):
    made = of_a_posterior(3, effect=0.6)
    grown, tried = [], []
    grow, odds = discovery._grown, Inputs.odds_where

    def growing(given, rows, *rest):
        grown.append(rows)
        return grow(given, rows, *rest)

    def trying(given, chosen):
        tried.append(chosen)
        return odds(given, chosen)

    monkeypatch.setattr(discovery, "_grown", growing)
    monkeypatch.setattr(Inputs, "odds_where", trying)
    assert discovery.discover(made, resamples=3) is not None
    seen = set(made.member[grown[0]])
    assert len(tried) == 2
    assert all(not seen & set(made.member[chosen]) for chosen in tried)
    assert all(set(made.member[again]) < seen for again in grown[1:])
