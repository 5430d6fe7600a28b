"""Scores: hand-computed values, properness, unknown outcomes, and the bootstrap."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.analysis.forecasts.scoring_rules import (
    CLIP,
    as_outcomes,
    brier,
    difference,
    log_score,
    ranked_probability,
    reliability,
    score,
)

NAN = math.nan
chances = st.floats(0, 1)


def test_brier_and_log_by_hand():
    found = score(brier, [0.9, 0.2, 0.5], [1, 0, 0])
    assert found.value == pytest.approx((0.01 + 0.04 + 0.25) / 3)
    assert (found.known, found.unknown) == (3, 0)
    found = score(log_score, [0.9, 0.2], [1, 0])
    assert found.value == pytest.approx(-(math.log(0.9) + math.log(0.8)) / 2)


def test_being_sure_and_wrong_costs_the_clip():
    assert score(log_score, [1.0], [0]).value == pytest.approx(-math.log(CLIP))
    assert score(log_score, [1.0], [1]).value == pytest.approx(-math.log(1 - CLIP))


def test_ranked_probability_by_hand():
    # Quiet by 14: 0.6, by 30: 0.9; it came on day 20.
    found = score(ranked_probability, [[0.6, 0.9]], [[0, 1]])
    assert found.value == pytest.approx((0.36 + 0.01) / 2)


def test_unknown_outcomes_are_left_out_and_counted():
    found = score(brier, [0.9, 0.1, 0.3], [1, NAN, 0])
    assert found.value == pytest.approx((0.01 + 0.09) / 2)
    assert (found.known, found.unknown) == (2, 1)
    found = score(ranked_probability, [[0.6, 0.9], [0.5, 0.7]], [[0, NAN], [1, 1]])
    assert (found.known, found.unknown) == (1, 1)
    nothing = score(brier, [0.5], [NAN])
    assert math.isnan(nothing.value)
    assert (nothing.known, nothing.unknown) == (0, 1)
    assert math.isnan(score(brier, [0.5], [1]).low)


def test_what_is_no_forecast_or_outcome_is_refused():
    with pytest.raises(ValueError, match="shape"):
        score(brier, [0.5, 0.5], [1])
    with pytest.raises(ValueError, match="an outcome is"):
        score(brier, [0.5], [0.5])
    for wrong in (1.1, -0.1, NAN):
        with pytest.raises(ValueError, match="a forecast is"):
            score(brier, [wrong], [1])


@given(st.lists(st.tuples(chances, st.sampled_from([0.0, 1.0, NAN])), min_size=1, max_size=12))
def test_scores_stay_in_their_range(cases):
    p, y = zip(*cases, strict=True)
    known = sum(not math.isnan(v) for v in y)
    for scorer, worst in ((brier, 1.0), (log_score, -math.log(CLIP))):
        found = score(scorer, p, y, resamples=50)
        assert found.known == known
        assert found.known + found.unknown == len(cases)
        if known:
            assert 0 <= found.value <= worst + 1e-12
        if known > 1:
            assert found.low <= found.high


@given(st.integers(1, 9), chances)
def test_the_true_share_scores_best(hits, other):
    y = np.array([1.0] * hits + [0.0] * (10 - hits))
    for scorer in (brier, log_score):
        honest = scorer(np.full(10, hits / 10), y).mean()
        assert honest <= scorer(np.full(10, other), y).mean() + 1e-12


def test_differences_by_hand():
    found = difference(brier, [0.8, 0.4], [0.5, 0.5], [1, 0])
    # 0.04 and 0.16 against a quarter each.
    assert found.value == pytest.approx((0.04 + 0.16) / 2 - 0.25)
    assert (found.low, found.high) == (pytest.approx(-0.21), pytest.approx(-0.09))
    assert difference(brier, [0.5, 0.5], [0.5, 0.5], [1, 0]).value == 0
    assert difference(brier, [0.5, 0.5, 0.1], [1.0, 0.0, 0.9], [1, 0, np.nan]).value == 0.25
    assert math.isnan(difference(brier, [0.5], [0.5], [np.nan]).value)
    assert math.isnan(difference(brier, [0.5], [0.2], [1]).low)


def test_what_cases_can_tell_is_2_8_standard_errors_and_falls_with_their_root():
    luck = np.random.default_rng(3)  # noqa: TID251
    outcome = (luck.random(400) < 0.5).astype(float)
    forecast = np.clip(0.5 + 0.1 * luck.standard_normal(400), 0.05, 0.95)
    half = np.full(400, 0.5)
    found = difference(log_score, forecast, half, outcome)
    each = log_score(forecast, outcome) - log_score(half, outcome)
    assert found.tellable == pytest.approx(2.8 * each.std() / 20, rel=0.08)
    assert found.tellable_by(100) == pytest.approx(2 * found.tellable)


def test_cases_of_one_group_are_one_voice():
    # Forty cases that are ten, four times over, tell no more than ten.
    outcome = np.array([1.0, 0.0] * 5)
    forecast = np.linspace(0.2, 0.8, 10)
    half = np.full(10, 0.5)
    ten = difference(brier, forecast, half, outcome)
    four = [np.repeat(values, 4) for values in (forecast, half, outcome)]
    grouped = difference(brier, *four, groups=np.repeat(np.arange(10), 4))
    alone = difference(brier, *four)
    assert grouped.tellable == pytest.approx(ten.tellable)
    assert alone.tellable == pytest.approx(ten.tellable / 2, rel=0.1)


def test_the_bootstrap_covers_and_comes_again():
    y = np.array([1.0] * 20 + [0.0] * 20)
    p = np.full(40, 0.75)
    found = score(brier, p, y, seed=3)
    # Case scores are 1/16 or 9/16, half of each: mean 5/16, standard error 1/4 / sqrt(40).
    assert found.value == pytest.approx(5 / 16)
    error = 0.25 / math.sqrt(40)
    assert found.low == pytest.approx(5 / 16 - 1.96 * error, abs=0.015)
    assert found.high == pytest.approx(5 / 16 + 1.96 * error, abs=0.015)
    spread = np.linspace(0.1, 0.9, 40)
    assert score(brier, spread, y, seed=3) == score(brier, spread, y, seed=3)
    assert score(brier, spread, y, seed=3) != score(brier, spread, y, seed=4)


def test_reliability_by_hand():
    table = reliability([0.1, 0.1, 0.2, 1.0, 0.9], [0, 1, 0, 1, NAN])
    assert table["n"].tolist() == [2, 1, 1]
    assert table["from"].tolist() == [0.0, 0.2, 0.8]
    assert table["observed"].tolist() == [0.5, 0.0, 1.0]
    assert table["forecast"].tolist() == pytest.approx([0.1, 0.2, 1.0])
    assert ((table["low"] <= table["observed"]) & (table["observed"] <= table["high"])).all()


def test_nullable_columns_become_outcomes():
    values = as_outcomes(pd.Series([True, False, pd.NA], dtype="boolean"))
    assert values[:2].tolist() == [1.0, 0.0]
    assert math.isnan(values[2])
