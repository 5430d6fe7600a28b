import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.analysis.odds.intervals import (
    Estimate,
    interval_of_counts,
    nested_interval,
    runs_needed,
)

counts = st.lists(
    st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=40,
)


@given(counts)
def test_an_interval_holds_its_share_and_has_width(pairs):
    hits, runs = zip(*pairs, strict=True)
    estimate = interval_of_counts(hits, runs)
    assert 0 <= estimate.low <= estimate.p <= estimate.high <= 1
    assert estimate.half_width > 0
    assert estimate.p == pytest.approx(sum(hits) / sum(runs))


@given(counts)
def test_yes_and_no_mirror_each_other(pairs):
    hits, runs = np.array(pairs).T
    yes, no = interval_of_counts(hits, runs), interval_of_counts(runs - hits, runs)
    assert yes.low == pytest.approx(1 - no.high, abs=1e-12)
    assert yes.high == pytest.approx(1 - no.low, abs=1e-12)


@given(counts, st.integers(0, 5))
def test_order_and_numbering_of_draws_do_not_matter(pairs, turn):
    draw = np.repeat(np.arange(len(pairs)), [n for _, n in pairs])
    value = np.concatenate([np.arange(n) < k for k, n in pairs])
    straight = nested_interval(draw, value)
    mixed = nested_interval(1000 - np.roll(draw, turn), np.roll(value, turn))
    assert mixed.low == pytest.approx(straight.low)
    assert mixed.high == pytest.approx(straight.high)
    assert mixed.p == pytest.approx(straight.p)


def test_replicates_of_one_answer_count_as_one():
    once = interval_of_counts([1] * 30 + [0] * 70, [1] * 100)
    tenfold = interval_of_counts([10] * 30 + [0] * 70, [10] * 100)
    assert tenfold.half_width == pytest.approx(once.half_width, rel=0.03)
    assert tenfold.design_effect == pytest.approx(10, rel=0.02)


def test_never_seen_is_not_impossible():
    estimate = interval_of_counts([0] * 200, [5] * 200)
    assert (estimate.p, estimate.low) == (0, 0)
    assert 1 / 200 < estimate.high < 4 / 200


def test_one_run_tells_little():
    estimate = nested_interval([0], [True])
    assert estimate.high == 1
    assert estimate.low < 0.25
    # Nor do many runs of one draw: they say nothing of other draws.
    many = nested_interval([7] * 500, [True] * 250 + [False] * 250)
    assert many.half_width > 0.3


def test_no_run_at_all():
    estimate = nested_interval([], [], failed=3)
    assert math.isnan(estimate.p)
    assert (estimate.low, estimate.high) == (0, 1)
    assert estimate.as_dict()["p"] is None
    assert estimate.bounds == (0, 1)


def test_failed_runs_bound_the_share():
    estimate = nested_interval(np.arange(90), np.arange(90) < 45, failed=10)
    assert estimate.p == 0.5
    assert estimate.bounds == (0.45, 0.55)
    assert estimate.as_dict()["if_failed_did"] == 0.55


def test_shapes_must_agree():
    with pytest.raises(ValueError, match="one length"):
        nested_interval([1, 2], [True])


@given(st.floats(0.01, 0.99), st.floats(1, 8), st.sampled_from([0.005, 0.01, 0.05]))
def test_runs_needed_reach_the_width_asked_for(p, effect, width):
    estimate = Estimate(p, 0, 1, 100, 100, effect)
    needed = runs_needed(estimate, width)
    half = 1.96 * math.sqrt(p * (1 - p) * effect / needed)
    assert half <= width * 1.02
    assert runs_needed(estimate, width * 0.9) >= needed


def test_a_width_that_is_none_is_refused():
    with pytest.raises(ValueError, match="half_width"):
        runs_needed(Estimate(0.5, 0, 1, 10, 10), 0)
