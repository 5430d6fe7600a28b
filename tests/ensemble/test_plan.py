"""What is asked for is checked all at once, and filled in."""

import numpy as np
import pytest

from escalation.ensemble.plan import MOST_RUNS, Plan, next_block, plan_for
from escalation.errors import InputError
from escalation.scenario.sections import Scenario

WANTED = {"runs": 1000, "seed": 5, "replicates": 4}


def scenario(**wanted):
    return Scenario(name="x", title="X", ensemble={**WANTED, **wanted})


def test_what_is_not_asked_for_is_as_the_scenario_says():
    plan = plan_for(scenario())
    assert (plan.runs, plan.seed, plan.replicates, plan.precision) == (1000, 5, 4, None)
    assert plan.draws == 250
    assert plan.requested_runs == 1000


def test_a_precision_takes_the_place_of_runs():
    for plan in (plan_for(scenario(), precision=0.01), plan_for(scenario(precision=0.01))):
        assert (plan.runs, plan.precision, plan.requested_runs) == (MOST_RUNS, 0.01, None)
    assert plan_for(scenario(precision=0.01), runs=8).precision is None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"runs": 0}, "--runs: 0 is not between 1 and 10,000,000"),
        ({"runs": 10_000_001}, "--runs: 10,000,001"),
        ({"seed": -1}, "--seed: must be a whole number from 0 to 9223372036854775807 .*, not -1$"),
        ({"seed": 2**63}, "--seed: .*, not 9223372036854775808$"),
        ({"seed": 7.9}, "--seed: .*, not 7.9$"),
        ({"seed": True}, "--seed: .*, not True$"),
        ({"seed": "7"}, "--seed: .*, not '7'$"),
        pytest.param({"runs": 10**6000}, "--runs: that many is not between 1", id="digits"),
        ({"runs": 7.9}, "--runs: must be a whole number, not 7.9"),
        ({"replicates": True}, "--replicates: must be a whole number, not True"),
        ({"replicates": 0}, "--replicates: 0"),
        ({"threads": 0}, "--threads: 0"),
        ({"precision": 3.0}, "--precision: 3 is no half-width"),
        ({"precision": 0.0}, "--precision: 0 is"),
        ({"precision": float("nan")}, "--precision: nan is"),
        ({"precision": 0.01, "runs": 10}, "not both"),
    ],
)
def test_numbers_that_make_no_sense(wrong, says):
    with pytest.raises(InputError, match=says):
        plan_for(scenario(), **wrong)


def test_integers_of_numpy_are_taken_as_plain_ones():
    plan = plan_for(scenario(), runs=np.int64(8), seed=np.uint64(2**63 - 1), replicates=np.int8(2))
    assert plan == Plan(runs=8, replicates=2, seed=2**63 - 1)
    assert {type(plan.runs), type(plan.replicates), type(plan.seed)} == {int}


def test_all_problems_at_once():
    with pytest.raises(InputError) as caught:
        plan_for(scenario(), runs=0, seed=-1, replicates=0, threads=0)
    assert len(caught.value.problems) == 4


def test_blocks_grow_towards_the_need_and_stop_at_the_cap():
    plan = Plan(runs=MOST_RUNS, precision=0.01, seed=1, replicates=4)
    assert next_block(plan, 0, 0.0) == 128
    assert next_block(plan, 512, 0.5) == 256
    assert next_block(plan, 10_000, 0.0101) * 4 in range(11_000, 11_200)
    assert next_block(plan, MOST_RUNS - 400, 0.5) == plan.draws
    fixed = Plan(runs=10, seed=1, replicates=4)
    assert next_block(fixed, 0, 0.0) == 3
