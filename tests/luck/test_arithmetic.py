"""Own exponential and logarithm: close to the library's, and safe at the ends."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.luck.arithmetic import clip, exp, kept, log, logistic, power, tanh

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
