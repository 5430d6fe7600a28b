"""Own exponential and logarithm: close to the library's, and safe at the ends."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.luck.arithmetic import (
    clip,
    exp,
    kept,
    log,
    logistic,
    lowest_bit,
    power,
    power_of_two,
    split,
    tanh,
)

CLOSE = 1e-15


@given(st.floats(-690.0, 690.0))
def test_exp_is_within_two_units_in_the_last_place(x: float) -> None:
    assert exp(x) == pytest.approx(math.exp(x), rel=4.5e-16)


@given(st.floats(1e-300, 1e300))
def test_log_agrees_with_the_library(x: float) -> None:
    assert log(x) == pytest.approx(math.log(x), rel=4.5e-16, abs=2e-16)


def test_exp_neither_overflows_nor_goes_below_zero() -> None:
    assert exp(-1e9) == 0.0
    assert math.isfinite(exp(1e9))


@given(st.integers(-1022, 1023))
def test_power_of_two_is_exact(k: int) -> None:
    assert power_of_two(k) == math.ldexp(1.0, k)


def split_by_the_library(x: float) -> tuple[float, int]:
    mantissa, exponent = math.frexp(x)
    return (2.0 * mantissa, exponent - 1) if mantissa < math.sqrt(0.5) else (mantissa, exponent)


SMALLEST, LARGEST, ROOT = 2.2250738585072014e-308, 1.7976931348623157e308, math.sqrt(0.5)
ENDS = [
    0.0, 5e-324, math.nextafter(SMALLEST, 0.0), SMALLEST, 0.5, 1.0, LARGEST, math.inf,
    ROOT, math.nextafter(ROOT, 0.0), math.nextafter(ROOT, 1.0), 2.0 * ROOT, 2.0,
]  # fmt: skip


@given(st.one_of(st.floats(0.0, math.inf), st.floats(0.4, 1.5)))
def test_splitting_is_the_librarys_to_the_bit(x: float) -> None:
    assert split(x) == split_by_the_library(x)


@pytest.mark.parametrize("x", ENDS)
def test_splitting_at_the_ends(x: float) -> None:
    assert split(x) == split_by_the_library(x)


@given(st.integers(1, 2**63 - 1))
def test_lowest_bit_is_the_first_that_is_set(whole: int) -> None:
    place = lowest_bit(whole)
    assert whole >> place & 1 == 1
    assert whole % (1 << place) == 0


@given(st.floats(-50.0, 50.0))
def test_logistic_and_tanh_agree_with_their_definitions(x: float) -> None:
    assert logistic(x) == pytest.approx(1 / (1 + math.exp(-x)), rel=1e-14)
    assert tanh(x) == pytest.approx(math.tanh(x), abs=1e-15)
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, abs=CLOSE)


@given(st.floats(0.01, 50.0), st.floats(-3.0, 3.0))
def test_power_agrees_with_the_library(x: float, y: float) -> None:
    assert power(x, y) == pytest.approx(x**y, rel=1e-14)


def test_power_of_zero() -> None:
    assert power(0.0, 0.0) == 1.0
    assert power(0.0, 2.0) == 0.0


@given(st.floats(0.5, 1000.0))
def test_half_is_kept_after_a_half_life(days: float) -> None:
    assert power(kept(days), days) == pytest.approx(0.5, rel=1e-12)


def test_clip_keeps_within_the_interval() -> None:
    assert [clip(x, 0.0, 1.0) for x in (-1.0, 0.5, 2.0)] == [0.0, 0.5, 1.0]
