"""The verdict says no more than the episodes do."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from escalation.analysis.forecasts.score_tables import (
    by_runs,
    made_by_runs,
    power,
    score_table,
    standing,
    verdict,
)
from escalation.luck.streams import run_key, uniform


def table(model, base, happened):
    parts = []
    for outcome in ("de_escalated_14d", "de_escalated_30d", "escalated_further"):
        for forecaster, p in (("model", model), ("base_rate", base)):
            parts.append(
                pd.DataFrame(
                    {
                        "episode_id": [str(i) for i in range(len(happened))],
                        "outcome": outcome,
                        "happened": happened,
                        "forecaster": forecaster,
                        "p": p,
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def test_what_so_few_runs_make_of_a_score_is_told():
    truth = np.where(SEEN == 1, 0.7, 0.3)
    for runs in (20, 100):
        scores = []
        for ensemble in range(400):
            luck = [uniform(run_key(5, ensemble), 1, 0, case) for case in range(len(SEEN))]
            share = binom.ppf(luck, runs, truth) / runs
            scores.append(float(np.square(share - SEEN).mean()))
        forecasts = table(share, HALF, SEEN).assign(effective_runs=float(runs))
        more, either_way = by_runs(forecasts, "escalated_further")
        exact = float(np.square(truth - SEEN).mean())
        assert np.mean(scores) - exact == pytest.approx(0.21 / runs, rel=0.3)
        assert more == pytest.approx(0.21 / (runs - 1), rel=0.3)
        assert either_way == pytest.approx(1.96 * np.std(scores), rel=0.3)


def test_a_difference_that_runs_could_make_is_not_laid_to_the_model():
    few = table(np.where(SEEN == 1, 0.51, 0.495), HALF, SEEN).assign(effective_runs=50.0)
    said = made_by_runs(score_table(few), few)
    assert "may be all of the difference" in said
    many = few.assign(effective_runs=1e6)
    said = made_by_runs(score_table(many), many)
    assert "may be all" not in said
    assert "% of the difference" in said


SEEN = np.array([1.0, 0.0] * 14)
SURE = np.where(SEEN == 1, 0.9, 0.1)
HALF = np.full(28, 0.5)


@pytest.mark.parametrize(
    ("model", "base", "stands", "words"),
    [
        (SURE, HALF, "better", "beats the base rate beyond noise"),
        (HALF, SURE, "worse", "does worse than the base rate beyond noise"),
        (1 - SURE, 1 - SURE, "alike", "can't be told from the base rate"),
    ],
)
def test_better_worse_alike(model, base, stands, words):
    forecasts = table(model, base, SEEN)
    scores = score_table(forecasts)
    assert standing(scores, "escalated_further", "brier") == stands
    assert verdict(scores, forecasts).count(words) == 2
    assert "over 28 episodes, of which 14 had not de-escalated by day 14" in verdict(
        scores, forecasts
    )


def test_a_handful_of_episodes_proves_nothing():
    forecasts = table(SURE[:4], HALF[:4], SEEN[:4])
    scores = score_table(forecasts)
    assert standing(scores, "quiet", "ranked_probability") == "unknown"
    assert verdict(scores, forecasts).count("nothing can be said: 4 episodes") == 2


def test_unknown_outcomes_are_counted_apart():
    seen = SEEN.copy()
    seen[:3] = np.nan
    rows = score_table(table(SURE, HALF, seen))
    assert set(zip(rows["known"], rows["unknown"], strict=True)) == {(25, 3)}


def test_the_power_is_told_for_so_many_and_for_more():
    forecasts = table(np.where(SEEN == 1, 0.6, 0.3), HALF, SEEN)
    rows = score_table(forecasts)
    found = rows[(rows["score"] == "log") & (rows["forecaster"] == "model")].iloc[0]
    said = power(rows, forecasts)
    expected = found["tellable"] * (28 / 150) ** 0.5
    assert f"28 tell {found['tellable']:.2f} nats, 150 would tell {expected:.2f}" in said
    assert f"would tell {found['tellable'] * 2**-0.5:.2f}" in power(rows, forecasts, 56)


def test_a_handful_or_one_odd_case_has_no_power_to_state():
    few = table(SURE[:4], HALF[:4], SEEN[:4])
    assert power(score_table(few), few) == ""
    one = np.ones(28)
    one[0] = 0.0
    lone = table(np.linspace(0.6, 0.9, 28), HALF, one)
    assert power(score_table(lone), lone) == ""
