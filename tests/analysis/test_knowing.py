"""The value of knowing against a case with a known answer."""

import numpy as np
import pytest

from escalation.analysis import knowing
from escalation.analysis.fits import smooth_basis
from escalation.analysis.inputs import Inputs


def two_policies(n=3000, salt=0, edge=0.0):
    """One input x on (-1, 1): the second policy gains 0.2 x, so knowing x gains E max(0, 0.2 x)."""
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


def test_two_policies_with_an_analytic_answer():
    outcomes = two_policies()
    inputs = outcomes["as_it_is"]
    gain = knowing.gains(outcomes, "durable")
    table = knowing.values(inputs, gain, {n: (n,) for n in inputs.names}).set_index("name")
    assert table.loc["x", "value"] == pytest.approx(0.05, abs=0.01)
    assert table.loc["x", "low"] < 0.05 < table.loc["x", "high"]
    assert table.loc["x", "effect"] == "clear"
    assert (table.loc[["idle", "other"], "value"] < 0.005).all()
    everything = knowing.value_of_everything(inputs, gain)
    assert everything.value == pytest.approx(0.05, abs=0.012)


def test_the_interval_covers():
    """In 20 made-up ensembles of 1,000 draws the 95% interval holds the truth in most.

    With a gain of 0.05 + 0.2 x, E max(0, gain) is 0.25^2 / 0.8, and choosing once gains 0.05.
    """
    truth = 0.25**2 / 0.8 - 0.05
    held = 0
    for salt in range(20):
        outcomes = two_policies(1000, salt + 1, edge=0.05)
        basis = smooth_basis(outcomes["other"], ("x",))
        found = knowing.value_of(basis, knowing.gains(outcomes, "durable"))
        held += found.low <= truth <= found.high
    assert held >= 16


def test_a_policy_that_always_wins_leaves_nothing_to_know():
    outcomes = two_policies()
    gain = knowing.gains(outcomes, "durable") + 0.5
    basis = smooth_basis(outcomes["other"], ("x",))
    assert knowing.value_of(basis, gain).value < 1e-3
    assert knowing.value_of(basis, gain).effect == "none"


def test_a_bad_outcome_turns_the_sign_and_a_price_lowers_the_gain():
    outcomes = two_policies()
    good, bad = knowing.gains(outcomes, "durable"), knowing.gains(outcomes, "war")
    assert (good == -bad).all()
    assert knowing.gains(outcomes, "war", 0.1).mean() == pytest.approx(bad.mean() - 0.1)


def test_moves_and_policies():
    inputs = two_policies()["other"]
    found = knowing.move(inputs, inputs.column("x") > 0)
    assert found["move"] == pytest.approx(0.2, abs=0.03)
    assert found["move_low"] < 0.2 < found["move_high"]
    assert "only 0 draws" in knowing.move(inputs, inputs.column("x") > 2)["move_note"]
    table = knowing.policy_table(two_policies())
    assert table["change"].iloc[0] == 0
    assert table["change_low"].iloc[1] < 0 < table["change_high"].iloc[1]
