"""Groups pooled: limits that can be told by hand, and what a group's own cases do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation.analysis.record import pooling
from escalation.analysis.record.pooling import counts_by_group, pool


def test_groups_that_are_alike_share_one_chance():
    # 60 groups of 50 cases, each with 10 hits: a new group is at 1 in 5, and so is one of none.
    fit = pool([10] * 60, [50] * 60)
    assert fit.mean() == pytest.approx(0.2, abs=0.01)
    assert fit.mean(0, 3) == pytest.approx(0.2, abs=0.02)
    low, high = fit.interval()
    assert high - low < 0.12


def test_groups_that_differ_leave_a_new_one_open():
    fit = pool([0] * 30 + [50] * 30, [50] * 60)
    low, high = fit.interval()
    assert (low, high) == (pytest.approx(0, abs=0.01), pytest.approx(1, abs=0.01))
    # And a group's own cases decide: size is 1 at least, so Beta(1/2, 1/2) and five of five.
    assert fit.mean(5, 5) == pytest.approx(5.5 / 6, abs=0.01)
    assert fit.mean(0, 5) == pytest.approx(0.5 / 6, abs=0.01)


def test_one_group_alone_by_numerical_integration():
    # With one case, its likelihood is the mean: posterior of the mean 2 m, so that E[m] = 2/3.
    assert pool([1], [1]).mean() == pytest.approx(2 / 3, abs=1e-3)
    # No case at all leaves the prior, whose mean is a half.
    assert pool([0], [0]).mean() == pytest.approx(0.5)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12))
def test_what_came_and_what_did_not_mirror_each_other(cases):
    hits = [hit for hit, _ in cases]
    known = [hit + miss for hit, miss in cases]
    fit, turned = pool(hits, known), pool([miss for _, miss in cases], known)
    assert fit.mean() == pytest.approx(1 - turned.mean(), abs=1e-9)
    low, high = fit.interval(hits[0], known[0])
    assert low <= fit.mean(hits[0], known[0]) <= high


def test_a_group_left_out_is_as_if_it_had_never_been():
    hits, known = [0, 3, 5, 1], [4, 4, 9, 1]
    without = pool(hits, known).without(5, 9)
    anew = pool([0, 3, 1], [4, 4, 1])
    assert without.mean() == pytest.approx(anew.mean(), abs=1e-12)
    assert without.interval(1, 2) == pytest.approx(anew.interval(1, 2), abs=1e-9)


def test_the_grid_is_fine_enough():
    hits, known = [0] * 50 + [1] * 9 + [2, 0], [1] * 50 + [1] * 9 + [7, 5]
    coarse, fine = pool(hits, known), pool(hits, known, 480, 96)
    for own in ((0, 0), (0, 5), (2, 7)):
        assert coarse.mean(*own) == pytest.approx(fine.mean(*own), abs=0.003)
        assert coarse.interval(*own) == pytest.approx(fine.interval(*own), abs=0.015)


def test_counts_are_kept_by_group_and_the_unknown_left_out():
    groups = np.array(["a", "b", "a", "c"], dtype=object)
    came = np.array([True, False, True, True])
    known = np.array([True, True, True, False])
    assert counts_by_group(groups, came, known) == {"a": (2, 2), "b": (0, 1)}


@pytest.mark.parametrize("bad", [([3], [2]), ([-1], [2]), ([1, 2], [2])])
def test_counts_that_cannot_be_are_refused(bad):
    with pytest.raises(ValueError, match="between none and all"):
        pool(*bad)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=8),
    st.lists(st.floats(0, 1), min_size=1, max_size=40),
)
@settings(max_examples=20)
@pytest.mark.slow
def test_a_quantile_is_the_same_to_the_bit_whichever_points_are_left_out(cases, unit):
    fit = pool([hit for hit, _ in cases], [hit + miss for hit, miss in cases])
    own = (cases[0][0], sum(cases[0]))
    found = fit.quantiles(np.array(unit), *own)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pooling, "_STEP", 1)  # every point
        assert np.array_equal(fit.quantiles(np.array(unit), *own), found)
