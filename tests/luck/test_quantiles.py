"""Own quantiles: close to SciPy's, sane at the ends, and the same bits however they are made."""

import hashlib
import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from escalation.luck import quantiles
from escalation.luck.arithmetic import log_of_1_and
from escalation.luck.quantiles import (
    beta_quantiles,
    exps,
    log_beta,
    log_gamma,
    logs,
    normal_probabilities,
    normal_quantiles,
)  # fmt: skip

LEAST = 2.0**-53  # the lowest that a point of a design can be
CHANCES = np.concatenate([[LEAST, 1e-9], np.linspace(0.001, 0.999, 499), [1 - 1e-9, 1 - LEAST]])
# Of the register, of one that bends, and of one worth many observations.
SHARES = [(0.5, 9.5), (1.0, 99.0), (2.0, 2.0), (2.7, 57.3), (37.2, 22.8), (0.5, 0.5), (200, 800)]


def test_normal_quantiles_are_those_of_the_library():
    ours = normal_quantiles(CHANCES)
    assert ours == pytest.approx(special.ndtri(CHANCES), rel=2e-15)
    assert ours == pytest.approx([NormalDist().inv_cdf(u) for u in CHANCES], rel=2e-15)


def test_normal_probabilities_are_those_of_the_library():
    x = np.linspace(-9, 9, 721)
    assert normal_probabilities(x) == pytest.approx(special.ndtr(x), rel=1e-8, abs=3e-16)
    assert normal_probabilities(normal_quantiles(CHANCES)) == pytest.approx(CHANCES, abs=3e-16)


@pytest.mark.parametrize(("a", "b"), SHARES)
def test_beta_quantiles_are_those_of_the_library(a, b):
    ours = beta_quantiles(a, b, CHANCES)
    assert ours == pytest.approx(special.betaincinv(a, b, CHANCES), rel=1e-11)
    assert (np.diff(ours) >= 0).all()


def test_a_share_worth_very_many_observations_is_right_in_its_spread():
    for a, b in ((20_000, 30_000), (1e6, 1e9)):
        spread = math.sqrt(a / (a + b) * b / (a + b) / (a + b))
        off = beta_quantiles(a, b, CHANCES) - special.betaincinv(a, b, CHANCES)
        assert np.abs(off).max() < 2e-5 * spread


@given(st.floats(1e-6, 1 - 1e-6), st.floats(-12.0, 15.0))
def test_any_share_that_may_be_written_has_quantiles_from_0_to_1(mean, power):
    weight = 10.0**power
    found = beta_quantiles(mean * weight, (1 - mean) * weight, CHANCES)
    assert (found >= 0).all()
    assert (found <= 1).all()


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_gamma_and_beta_functions_are_those_of_the_library(a, b):
    assert log_gamma(a) == pytest.approx(special.gammaln(a), rel=1e-13, abs=1e-13)
    parts = [math.lgamma(a), math.lgamma(b), -math.lgamma(a + b)]
    assert log_beta(a, b) == pytest.approx(sum(parts), abs=1e-13 * sum(map(abs, [1.0, *parts])))


def test_a_beta_function_of_one_large_figure_loses_no_digits():
    assert log_beta(1.0, 985_691.0) == pytest.approx(-math.log(985_691), rel=1e-15)


@given(st.floats(-0.999, 1e6))
def test_the_logarithm_of_one_and_little_keeps_its_digits(x):
    assert log_of_1_and(x) == pytest.approx(math.log1p(x), rel=1e-15)


def test_arrays_keep_their_shape_and_whatever_lies_between_their_numbers():
    grid = np.linspace(0.1, 0.9, 24).reshape(4, 6)
    assert (normal_quantiles(grid[:, ::2]) == normal_quantiles(grid)[:, ::2]).all()
    assert logs(2.0).shape == ()
    assert float(exps(0.0)) == 1.0


def test_compiled_and_plain_give_the_same_bits():
    for name in ("normal_quantile", "normal_probability", "log_gamma"):
        compiled = getattr(quantiles, name)
        assert [compiled(u) for u in CHANCES] == [compiled.py_func(u) for u in CHANCES]
    share = quantiles.beta_quantile
    for a, b in SHARES:
        whole = log_beta(float(a), float(b))
        plain = [share.py_func(float(a), float(b), whole, u) for u in CHANCES[::20]]
        assert beta_quantiles(a, b, CHANCES[::20]).tolist() == plain


def test_the_bits_are_what_they_were_on_any_machine():
    # Square roots are exact everywhere, so these chances are the same; so is what comes of them.
    u = np.sqrt((np.arange(2_000) + 0.5) / 2_000)
    made = [normal_quantiles(u), normal_probabilities(9 * u - 6), exps(9 * u - 6), logs(u)]
    made += [beta_quantiles(a, b, u) for a, b in SHARES]
    digest = hashlib.sha256(b"".join(part.astype("<f8").tobytes() for part in made)).hexdigest()
    assert digest[:16] == "708f64f1d1b6a23b"
