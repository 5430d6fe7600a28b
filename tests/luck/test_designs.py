"""Sobol's sequence: SciPy's to the bit, any part of it alone, and without SciPy's import."""

import numpy as np
import pytest

from escalation.luck import designs, sobol

ALL = len(sobol.direction_numbers())


@pytest.mark.parametrize("first", [0, 1, 999, 123_456])
def test_points_are_those_of_scipy(first):
    qmc = pytest.importorskip("scipy.stats.qmc")
    sequence = qmc.Sobol(ALL, scramble=False, bits=sobol.BITS)
    if first:
        sequence.fast_forward(first)
    theirs = sequence.integers(0, u_bounds=2**sobol.BITS, n=64)
    assert np.array_equal(sobol.integers(first, first + 64, np.arange(ALL)), theirs)


def test_a_part_of_the_sequence_is_the_same_alone():
    whole = designs.ShiftedSobol(np.arange(40), 5).points(0, 300)
    part = designs.ShiftedSobol(np.array([7, 3]), 5).points(130, 200)
    assert np.array_equal(part, whole[130:200][:, [7, 3]])
    assert not np.array_equal(part, designs.ShiftedSobol(np.array([7, 3]), 6).points(130, 200))


def test_what_the_sequence_does_not_have_is_refused():
    with pytest.raises(ValueError, match="no points from 5 to 4"):
        sobol.integers(5, 4, np.arange(2))
    with pytest.raises(ValueError, match=f"{ALL} dimensions .* {ALL + 1} are too many"):
        sobol.integers(0, 4, np.array([ALL]))
    with pytest.raises(ValueError, match="no draws from 3 to 2"):
        designs.ShiftedSobol(np.arange(5), 7).points(3, 2)
