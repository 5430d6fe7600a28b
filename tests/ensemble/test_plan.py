"""What is asked for is checked all at once, and filled in."""

import pytest

from escalation.ensemble.plan import MOST_RUNS, Plan, make_plan, next_block
from escalation.errors import InputError

DEFAULTS = {"default_runs": 1000, "default_seed": 5, "default_replicates": 4}
NOTHING = dict.fromkeys(["runs", "precision", "seed", "replicates", "threads"])


def test_defaults_fill_in():
    plan = make_plan(**NOTHING, **DEFAULTS)
    assert (plan.runs, plan.seed, plan.replicates, plan.precision) == (1000, 5, 4, None)
    assert plan.threads >= 1
    assert plan.draws == 250


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"runs": 0}, "--runs: 0 is not between 1 and 10,000,000"),
        ({"runs": 10_000_001}, "--runs: 10,000,001"),
        ({"seed": -1}, "--seed: -1"),
        ({"seed": 2**63}, "--seed"),
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
        make_plan(**{**NOTHING, **wrong}, **DEFAULTS)


def test_all_problems_at_once():
    with pytest.raises(InputError) as caught:
        make_plan(runs=0, precision=None, seed=-1, replicates=0, threads=0, **DEFAULTS)
    assert len(caught.value.problems) == 4


def test_blocks_grow_towards_the_need_and_stop_at_the_cap():
    plan = Plan(runs=MOST_RUNS, precision=0.01, seed=1, replicates=4, threads=1)
    assert next_block(plan, 0, 0.0) == 128
    assert next_block(plan, 512, 0.5) == 256
    assert next_block(plan, 10_000, 0.0101) * 4 in range(11_000, 11_200)
    assert next_block(plan, MOST_RUNS - 400, 0.5) == plan.draws
    fixed = Plan(runs=10, precision=None, seed=1, replicates=4, threads=1)
    assert next_block(fixed, 0, 0.0) == 3
