"""The Latin hypercube: one point in every slice, and luck that nothing shifts."""

import numpy as np

from escalation.luck.latin import latin_hypercube


def test_every_slice_of_every_dimension_has_one_point():
    unit = latin_hypercube(["a", "b", "c"], 50, seed=7)
    assert unit.shape == (50, 3)
    for column in unit.T:
        assert sorted(np.floor(column * 50).astype(int)) == list(range(50))


def test_one_dimension_more_leaves_the_others_as_they_were():
    few, more = latin_hypercube(["a", "b"], 20, 1), latin_hypercube(["c", "b", "a"], 20, 1)
    assert (few == more[:, [2, 1]]).all()


def test_seed_and_dimension_make_a_difference():
    one, other = latin_hypercube(["a", "b"], 20, 1), latin_hypercube(["a", "b"], 20, 2)
    assert (one != other).any()
    assert (one[:, 0] != one[:, 1]).any()
    assert abs(np.corrcoef(latin_hypercube(["a", "b"], 400, 3).T)[0, 1]) < 0.2
