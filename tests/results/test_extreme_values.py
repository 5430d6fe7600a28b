"""Whatever values are allowed, a run comes through, is summed up and drawn, without a warning."""

import json
import warnings

import pytest

from escalation.scenario.load import load_scenario
from escalation.scenario.register import parameters
from escalation.studies.run import simulate


def all_low():
    return {f"parameters.{name}": one.low for name, one in parameters().items()}


def all_high():
    return {f"parameters.{name}": one.high for name, one in parameters().items()}


def every_other(first):
    return {
        f"parameters.{name}": one.high if number % 2 == first else one.low
        for number, (name, one) in enumerate(parameters().items())
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "values",
    [all_low(), all_high(), *map(every_other, range(2))],
    ids=["low", "high", "even high", "odd high"],
)
def test_ends_of_all_ranges_together(values, tmp_path):
    scenario = load_scenario("baseline", {**values, "horizon_days": 60})
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        kept = simulate(scenario, runs=24, seed=1).save(tmp_path)
    summary = json.loads((kept / "summary.json").read_text(encoding="utf-8"))
    assert summary["failed_runs"] == 0
    assert summary.get("charts_not_drawn", {}) == {}
