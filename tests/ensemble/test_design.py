"""Draws depend on seed, label and number; on nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.ensemble.design import Design, columns_of
from escalation.scenario import register

NAMES = (*list(register.parameters())[:40], "claim:C08", "claim:C25", "claim:K01")


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_any_cutting_gives_the_same_draws(sizes):
    edges = np.cumsum([0, *sizes])
    whole = Design(NAMES, 7).points(0, edges[-1])
    parts = Design(NAMES, 7)
    order = sorted(range(len(sizes)), key=lambda i: -sizes[i])
    got = {i: parts.points(edges[i], edges[i + 1]) for i in order}
    assert np.array_equal(whole, np.concatenate([got[i] for i in range(len(sizes))]))


def test_fixing_one_parameter_moves_no_other_draw():
    whole = Design(NAMES, 7).points(0, 64)
    fewer = Design(NAMES[1:], 7).points(0, 64)
    assert np.array_equal(whole[:, 1:], fewer)


def test_every_known_label_has_its_own_column():
    labels = [*register.parameters(), *(f"fact:{name}" for name in register.facts())]
    labels += [f"claim:C{number:02}" for number in range(1, 26)]
    labels += [f"claim:K{number:02}" for number in range(1, 5)] + ["claim:Mine", "claim:C08b"]
    columns = columns_of(labels)
    assert len(set(columns.tolist())) == len(labels)


def test_labels_that_share_a_claim_number_still_differ():
    assert len(set(columns_of(["claim:C8", "claim:C08"]).tolist())) == 2


def test_a_label_twice_is_a_mistake():
    with pytest.raises(ValueError, match="twice"):
        columns_of(["claim:C08", "claim:C08"])


def test_points_fill_the_open_cube_evenly():
    points = Design(NAMES, 20251012).points(0, 1024)
    assert points.shape == (1024, len(NAMES))
    assert points.min() > 0
    assert points.max() < 1
    # a shifted Sobol sequence has exactly one of 1024 points in each 1024th of an axis
    cells = np.sort(np.floor(points * 1024).astype(int), axis=0)
    assert np.array_equal(cells, np.repeat(np.arange(1024)[:, None], len(NAMES), axis=1))


def test_seeds_and_dimensions_are_shifted_apart():
    first = Design(NAMES, 1).points(0, 1)[0]
    second = Design(NAMES, 2).points(0, 1)[0]
    assert len(set(first)) == len(NAMES)
    assert not np.any(first == second)
    assert np.abs(np.corrcoef(first, second)[0, 1]) < 0.5


def test_the_largest_seed_works():
    assert Design(NAMES, 2**63 - 1).points(0, 2).shape == (2, len(NAMES))


def test_far_draws_come_quickly_and_nothing_uncertain_is_no_dimension():
    assert Design(NAMES, 1).points(5_000_000, 5_000_003).shape == (3, len(NAMES))
    assert Design((), 1).points(3, 9).shape == (6, 0)


@pytest.mark.parametrize(("first", "last"), [(-1, 3), (4, 2)])
def test_ranges_that_make_no_sense(first, last):
    with pytest.raises(ValueError, match="no draws"):
        Design(NAMES, 1).points(first, last)
