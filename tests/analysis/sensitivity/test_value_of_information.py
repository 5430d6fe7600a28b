"""The value of knowing against a case with a known answer."""

import numpy as np
import pandas as pd
import pytest

from escalation.analysis.sensitivity import value_of_information as voi
from escalation.analysis.sensitivity.inputs import Inputs
from escalation.analysis.sensitivity.smooth_regression import smooth_basis


def two_levers(n=3000, salt=0, edge=0.0):
    """One input x on (-1, 1): the second lever gains 0.2 x, so knowing x gains E max(0, 0.2 x)."""
    luck = np.random.default_rng([n, salt])  # noqa: TID251 - made-up data
    values = luck.random((n, 3)) * 2 - 1
    runs = np.full(n, 4.0)
    first = luck.binomial(4, 0.5, n).astype(float)
    second = luck.binomial(4, 0.5 + edge + 0.2 * values[:, 0], n).astype(float)
    names = ("x", "idle", "other")
    return {
        "as_it_is": Inputs(names, values, first, runs, "durable"),
        "other": Inputs(names, values, second, runs, "durable"),
    }


def test_two_levers_with_an_analytic_answer():
    outcomes = two_levers()
    inputs = outcomes["as_it_is"]
    gain = voi.net_benefits(outcomes, "durable")
    single = voi.evppi_table(inputs, gain, {n: (n,) for n in inputs.names})
    table = single.set_index("name")
    assert table.loc["x", "value"] == pytest.approx(0.05, abs=0.01)
    assert table.loc["x", "low"] < 0.05 < table.loc["x", "high"]
    assert table.loc["x", "effect"] == "clear"
    assert (table.loc[["idle", "other"], "value"] < 0.005).all()
    everything = voi.evpi(inputs, gain, single)
    assert everything is not None
    assert everything.value == pytest.approx(0.05, abs=0.012)


def test_with_about_as_many_inputs_as_draws_nothing_is_said_of_knowing_all():
    """Every shrinkage is then as good as any other, and rounding would choose the value."""
    luck = np.random.default_rng(5)  # noqa: TID251 - made-up data
    names = tuple(f"x{i}" for i in range(30))
    few, many = (
        Inputs(names, luck.random((n, 30)), np.zeros(n), np.full(n, 4.0), "durable")
        for n in (59, 400)
    )
    none = pd.DataFrame(columns=["name", "value", "low", "high", "effect", "verdict"])
    assert voi.evpi(few, luck.normal(size=(59, 1)), none) is None
    assert voi.evpi(many, luck.normal(size=(400, 1)), none) is not None


def test_to_know_all_is_worth_no_less_than_to_know_one():
    """A gain only where an input is least is a curve, which straight lines see hardly any of."""
    luck = np.random.default_rng(6)  # noqa: TID251 - made-up data
    names = tuple(f"x{i}" for i in range(40))
    values = luck.random((1000, 40))
    inputs = Inputs(names, values, np.zeros(1000), np.full(1000, 4.0), "durable")
    gain = np.where(values[:, :1] < 0.08, 0.3, -0.05) + luck.normal(0, 0.02, (1000, 1))
    single = voi.evppi_table(inputs, gain, {name: (name,) for name in names})
    everything = voi.evpi(inputs, gain, single)
    alone = voi.evppi(voi.smooth_straight(inputs), gain)
    assert everything is not None
    assert alone.value < single["value"].max() == everything.value


def test_the_interval_covers():
    """In 20 made-up ensembles of 1,000 draws the 95% interval holds the truth in most.

    With a gain of 0.05 + 0.2 x, E max(0, gain) is 0.25^2 / 0.8, and choosing once gains 0.05.
    """
    truth = 0.25**2 / 0.8 - 0.05
    held = 0
    for salt in range(20):
        outcomes = two_levers(1000, salt + 1, edge=0.05)
        basis = smooth_basis(outcomes["other"], ("x",))
        found = voi.evppi(basis, voi.net_benefits(outcomes, "durable"))
        held += found.low <= truth <= found.high
    assert held >= 16


def test_a_lever_that_always_wins_leaves_nothing_to_know():
    outcomes = two_levers()
    gain = voi.net_benefits(outcomes, "durable") + 0.5
    basis = smooth_basis(outcomes["other"], ("x",))
    assert voi.evppi(basis, gain).value < 1e-3
    assert voi.evppi(basis, gain).effect == "none"


def test_a_bad_outcome_turns_the_sign_and_a_price_lowers_the_gain():
    outcomes = two_levers()
    good, bad = voi.net_benefits(outcomes, "durable"), voi.net_benefits(outcomes, "war")
    assert (good == -bad).all()
    assert voi.net_benefits(outcomes, "war", 0.1).mean() == pytest.approx(bad.mean() - 0.1)


def test_moves():
    inputs = two_levers()["other"]
    found = voi.odds_if_known(inputs, inputs.column("x") > 0)
    assert found["move"] == pytest.approx(0.2, abs=0.03)
    assert found["move_low"] < 0.2 < found["move_high"]
    none = voi.odds_if_known(inputs, inputs.column("x") > 2)
    assert "only 0 draws" in none["move_note"]
    assert set(none) == set(found)


def test_moves_of_many_claims_hold_together():
    """A move told at 95% by itself is not told among 25."""
    one = {"move": 0.05, "move_low": 0.005, "move_high": 0.095, "move_note": ""}
    alone = voi.simultaneous(pd.DataFrame([one]))
    among = voi.simultaneous(pd.DataFrame([one] * 25 + [voi.odds_if_unknown("not drawn")]))
    assert alone["sure"].tolist() == [True]
    assert alone["move_low"].iloc[0] == pytest.approx(0.005)
    assert not among["sure"].any()
    assert among["move_low"].iloc[0] == pytest.approx(0.05 - 0.045 * 3.0902 / 1.96, abs=1e-4)


def test_many_levers_that_do_nothing_leave_nothing_to_know():
    """Among 12 tables of 17 idle levers hardly any calls an input worth voi.

    The verdict is wrong in 1 table of 100 or less, an interval without zero in 1 input of 20.
    """
    names = ("a", "b", "c", "d")
    clear, above = 0, 0
    for salt in range(12):
        made = np.random.default_rng([5, salt])  # noqa: TID251 - made-up data
        values, runs = made.random((400, 4)) * 2 - 1, np.full(400, 4.0)
        outcomes = {
            f"lever_{i}": Inputs(
                names, values, made.binomial(4, 0.5, 400).astype(float), runs, "war"
            )
            for i in range(18)
        }
        gain = voi.net_benefits(outcomes, "war")
        table = voi.evppi_table(outcomes["lever_0"], gain, {name: (name,) for name in names})
        clear += bool((table["effect"] == voi.CLEAR).any())
        above += int((table["low"] > 0).sum())
    assert clear <= 1
    assert above <= 7


def test_members_that_differ_in_what_is_not_told_are_not_worth_knowing():
    tries, found = 12, 0
    for salt in range(tries):
        members, each = 60, 10
        member = np.arange(members * each) % members
        theirs = np.random.default_rng(salt).random((members, 9))  # noqa: TID251 - made-up data
        values = theirs[member, :4]
        gain = (theirs[member, 4:].mean(axis=1) - 0.5)[:, None] * 0.4
        inputs = Inputs(
            tuple("abcd"), values, np.full(600, 2.0), np.full(600, 4.0), "durable", member=member
        )
        table = voi.evppi_table(inputs, gain, {name: (name,) for name in "abcd"}, seed=salt)
        found += int((table["effect"] == "clear").any())
    assert found <= 1
