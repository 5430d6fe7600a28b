"""The four-state chain: counting by hand, odds against every path, and the posterior's sense."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.record.episodes import load_episodes, read_episodes
from escalation.analysis.record.markov import (
    CALM,
    CLASH,
    HEAVY,
    WAR,
    Transitions,
    count_transitions,
    fit,
    outcome_odds,
    start_state,
)
from escalation.vocabulary import END_STATES

HEAD = (
    "episode_id,start_date,last_violent_date,days_active,airstrikes,escalated_further,"
    "de_escalated_within_14d,de_escalated_within_30d\n"
)


@pytest.fixture(scope="module")
def chain():
    return fit(count_transitions(load_episodes()))


def counted(tmp_path, rows, **options):
    path = tmp_path / "x.csv"
    path.write_text(HEAD + rows)
    return count_transitions(read_episodes(path), **options)


def test_steps_are_counted_by_hand(tmp_path):
    # Clash, calm, clash; 9 calm days; one heavy day; then 4 calm days up to the next heavy one.
    found = counted(
        tmp_path,
        "a,2022-01-01,2022-01-03,2,n,n,y,y\nb,2022-01-13,2022-01-13,1,y,n,y,y\n",
        next_began=np.datetime64("2022-01-18"),
    )
    assert found.counts.tolist() == [[8 + 3, 1, 1 + 1], [1 + 1, 0, 0], [1, 0, 0]]
    assert (found.used, found.left_out) == (2, 0)


def test_an_episode_that_grew_begins_as_a_clash(tmp_path):
    found = counted(tmp_path, "a,2022-01-01,2022-01-03,3,y,y,y,y\n", next_began=None)
    assert found.counts.tolist() == [[0, 0, 0], [0, 0, 1], [1, 0, 1]]


def test_an_end_nobody_knows_counts_as_far_as_it_is_known(tmp_path):
    rows = "a,2022-01-01,,,n,n,n,\nb,2022-06-01,,,n,n,n,n\nc,2022-09-01,,,n,n,,\n"
    found = counted(tmp_path, rows, next_began=None)
    assert found.counts.tolist() == [[0, 0, 0], [0, 13 + 29, 0], [0, 0, 0]]
    assert (found.used, found.left_out) == (2, 1)


def test_gaps_before_small_episodes_were_recorded_do_not_count(tmp_path):
    rows = "a,2010-01-01,2010-01-01,1,n,n,y,y\nb,2011-01-01,2011-01-01,1,n,n,y,y\n"
    assert counted(tmp_path, rows, next_began=None).counts.tolist() == [
        [0, 0, 0],
        [2, 0, 0],
        [0, 0, 0],
    ]


def by_every_path(matrix, start, horizon, k):
    """Return the odds by walking every path; told apart by another route than the chain's."""
    odds = dict.fromkeys(OUTCOMES, 0.0)
    for path in product(range(4), repeat=horizon - 1):
        days = (start, *path)
        chance = np.prod([matrix[a, b] for a, b in pairwise(days)])
        quiet = [d for d in range(horizon - k + 1) if days[d : d + k] == (CALM,) * k]
        first = min(quiet, default=None)
        for deadline in (14, 30, 90):
            odds[f"de_escalated_{deadline}d"] += chance * (first is not None and first <= deadline)
        if WAR in days:
            end = "war"
        elif first is None:
            end = "never_quiet"
        else:
            end = "relapsed" if HEAVY in days[first:] else "durable"
        odds[end] += chance
    return odds


def a_matrix(seed_row):
    matrix = np.array(seed_row, dtype=float).reshape(4, 4) + 1e-3
    matrix[CALM, WAR] = matrix[CLASH, WAR] = 0
    matrix[WAR] = [0, 0, 0, 1]
    return matrix / matrix.sum(axis=1, keepdims=True)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=16, max_size=16),
    st.sampled_from([CALM, CLASH, HEAVY]),
    st.integers(1, 6),
    st.integers(1, 3),
)
def test_odds_are_exact(row, start, horizon, k):
    matrix = a_matrix(row)
    exact = outcome_odds(matrix[None], start, horizon, k)
    assert list(exact) == list(OUTCOMES)
    for name, chance in by_every_path(matrix, start, horizon, k).items():
        assert exact[name][0] == pytest.approx(chance, abs=1e-12), name


def test_quiet_by_a_deadline_in_closed_form():
    # Calm for good once reached, left from a clash with chance 0.2 a day: by day 14 in 14 steps.
    matrix = np.eye(4)
    matrix[CLASH] = [0.2, 0.8, 0, 0]
    odds = outcome_odds(matrix[None], CLASH, 180)
    assert odds["de_escalated_14d"][0] == pytest.approx(1 - 0.8**14)
    assert odds["de_escalated_30d"][0] == pytest.approx(1 - 0.8**30)
    assert odds["relapsed"][0] == odds["war"][0] == 0
    # A horizon that ends before the run of quiet days can be seen shows fewer of them.
    short = outcome_odds(matrix[None], CLASH, 20)
    assert short["de_escalated_14d"][0] == pytest.approx(1 - 0.8**6)


def test_fourteen_calm_days_in_closed_form():
    matrix = np.array([[0.9, 0, 0.1, 0], [1, 0, 0, 0], [0, 0, 0.5, 0.5], [0, 0, 0, 1.0]])
    odds = outcome_odds(matrix[None], CLASH, 15)
    assert odds["de_escalated_14d"][0] == pytest.approx(0.9**13)


@pytest.mark.parametrize("start", ["clash", "heavy"])
def test_the_posteriors_odds_make_sense(chain, start):
    odds = chain.odds(start, 180)
    for value in odds.values():
        assert 0 <= value.low <= value.p <= value.high <= 1
    assert sum(odds[state].p for state in END_STATES) == pytest.approx(1)
    soon, late, last = (odds[f"de_escalated_{d}d"].p for d in (14, 30, 90))
    assert soon < late < last
    assert odds["war"].p < chain.odds(start, 360)["war"].p


def test_heavier_starts_are_worse(chain):
    clash, heavy = chain.odds("clash", 180), chain.odds("heavy", 180)
    assert heavy["war"].p > clash["war"].p
    assert heavy["de_escalated_30d"].p < clash["de_escalated_30d"].p
    assert (start_state("seed"), start_state("ordinary")) == ("heavy", "clash")


def test_the_chain_agrees_with_the_classes_it_was_fitted_to(chain):
    clash, heavy = chain.odds("clash", 180), chain.odds("heavy", 180)
    assert 0.77 <= clash["de_escalated_14d"].p <= 0.98  # P01
    assert 0.81 <= clash["de_escalated_30d"].p <= 0.99  # P02
    assert 0.30 <= heavy["de_escalated_14d"].p <= 0.95  # P06
    assert 0.09 <= heavy["war"].p <= 0.46  # P09


def test_every_matrix_is_a_chain_and_the_grid_recovers_the_dirichlet_means():
    counts = np.array([[90.0, 8.0, 2.0], [6.0, 3.0, 1.0], [4.0, 2.0, 4.0]])
    fitted = fit(Transitions(counts, 1, 0))
    matrices = fitted.matrices
    assert (matrices >= 0).all()
    assert np.allclose(matrices.sum(axis=2), 1)
    weights = counts + 0.5
    expected = weights / weights.sum(axis=1, keepdims=True)
    assert np.allclose(matrices.mean(axis=0)[:2, :3], expected[:2], atol=2e-3)
    hazard = matrices[:, HEAVY, WAR]
    wars, days = fitted.war_prior
    assert hazard.mean() == pytest.approx((wars + 0.5) / (days + 10 + 1), rel=0.01)
    assert (matrices[:, CALM, WAR] == 0).all()
    assert (matrices[:, CLASH, WAR] == 0).all()


def test_the_same_record_gives_the_same_bits():
    transitions = count_transitions(load_episodes())
    assert np.array_equal(fit(transitions).matrices, fit(transitions).matrices)


def test_the_grid_is_fine_enough(chain):
    finer = fit(chain.transitions, 4096)
    for name, value in finer.odds("heavy", 180).items():
        coarse = chain.odds("heavy", 180)[name]
        assert coarse.p == pytest.approx(value.p, abs=0.003)
        assert coarse.low == pytest.approx(value.low, abs=0.015)
        assert coarse.high == pytest.approx(value.high, abs=0.015)


def test_what_can_not_be_is_refused(chain):
    with pytest.raises(ValueError, match="at least one day"):
        chain.odds("clash", 0)
    with pytest.raises(ValueError, match="starts calm"):
        chain.odds("war", 10)
