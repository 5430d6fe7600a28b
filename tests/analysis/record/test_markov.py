"""The four-state chain: counting by hand, odds against every path, and intervals over pairs."""

from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.record.dyads import became, like, load_dyad_episodes
from escalation.analysis.record.markov import (
    CALM,
    CALM_DAYS,
    CLASH,
    EPISODE_DAYS,
    HEAVY,
    WAR,
    Transitions,
    count_transitions,
    fit,
    outcome_odds,
    start_state,
    transition_matrices,
)
from escalation.vocabulary import END_STATES

COLUMNS = (
    "dyad", "days", "dead_day1", "dead", "war_battle_day1", "war_battle", "war_day",
    "days_to_next", "followed_days",
)  # fmt: skip


@pytest.fixture(scope="module")
def chain():
    return fit(count_transitions(load_dyad_episodes()))


def counted(*rows):
    """Count episodes given as days, dead on the first day, dead, war day and days to the next."""
    made = [
        ("a", days, dead_day1, dead, war_day == 0, war_day >= 0, war_day, to_next, 400)
        for days, dead_day1, dead, war_day, to_next in rows
    ]
    frame = pd.DataFrame(made, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[1:], int))
    return count_transitions(frame)


def test_steps_are_counted_by_hand():
    # A clash of three days that grows heavy, 20 days to a heavy one of a day, which is the last.
    found = counted((3, 0, 1, -1, 20), (1, 12, 12, -1, -1))
    calm = [18 + CALM_DAYS - 1, 0, 1, 0]
    assert found.counts.tolist() == [[calm, [0, 0, 1, 0], [2, 0, 1, 0]]]
    assert (found.dyads, found.used, found.left_out) == (("a",), 2, 0)


def test_war_is_a_step_into_war_and_nothing_after_it_counts():
    # War on the third day of an episode of 50; then one that opens with a battle, out of the calm.
    found = counted((50, 0, 900, 2, 15), (1, 0, 0, -1, 30), (9, 400, 900, 0, -1))
    assert found.counts.tolist() == [[[28, 0, 0, 1], [1, 0, 1, 0], [0, 0, 0, 1]]]
    assert (found.used, found.left_out) == (2, 1)


def test_days_beyond_the_windows_do_not_count():
    long = counted((EPISODE_DAYS + 1, 0, 0, -1, CALM_DAYS + 1), (1, 0, 0, -1, -1))
    assert long.counts[0, CLASH].tolist() == [1, EPISODE_DAYS - 1, 0, 0]
    assert long.counts[0, CALM].tolist() == [2 * (CALM_DAYS - 1), 0, 0, 0]
    longer = counted((300, 0, 0, -1, 9000), (1, 0, 0, -1, -1))
    assert longer.counts.tolist() == long.counts.tolist()
    inside = counted((EPISODE_DAYS, 0, 0, -1, CALM_DAYS), (1, 0, 0, -1, -1))
    assert inside.counts[0, CLASH].tolist() == [2, EPISODE_DAYS - 1, 0, 0]
    assert inside.counts[0, CALM, CLASH] == 1


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
def test_the_odds_make_sense(chain, start):
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
    assert (start_state(46.0), start_state(1.0), start_state(0.0)) == ("heavy", "heavy", "clash")


def test_the_chain_is_as_near_the_record_as_no_memory_allows(chain):
    episodes = load_dyad_episodes()
    for name in ("seed", "ordinary"):
        like_starts = like(episodes, name)
        told = became(like_starts, 180)
        fatal = (like_starts["dead_day1"] > 0).mean()
        by_state = {state: chain.odds(state, 180) for state in ("clash", "heavy")}
        for outcome in ("de_escalated_14d", "de_escalated_30d", "de_escalated_90d", "war"):
            came, known = told[outcome]
            clash, heavy = (by_state[state][outcome].p for state in ("clash", "heavy"))
            said = fatal * heavy + (1 - fatal) * clash
            assert said == pytest.approx(came[known].mean(), abs=0.11), (name, outcome)


def test_a_matrix_is_the_shares_of_what_was_counted():
    counts = np.array([[[89.5, 7.5, 1.5, 0], [6.5, 2.5, 0, 0], [0, 0, 0, 98.5]]])
    found = transition_matrices(counts)
    assert np.allclose(found.sum(axis=2), 1)
    assert found[0, CALM, :3] == pytest.approx(np.array([90, 8, 2]) / 100.5)
    assert found[0, HEAVY, WAR] == pytest.approx(99 / 100.5)
    assert found[0, WAR].tolist() == [0, 0, 0, 1]


def test_the_interval_comes_from_pairs_of_states_not_from_days():
    # A hundred days of one pair are one voice: split over a hundred pairs, they tell more.
    each = np.zeros((100, 3, 4))
    each[::2, CLASH, CALM] = each[1::2, CLASH, CLASH] = 1
    each[:, CALM, CALM] = 30
    many = fit(Transitions(each, tuple(map(str, range(100))), 100, 0))
    two = np.stack([each[::2].sum(axis=0), each[1::2].sum(axis=0)])
    few = fit(Transitions(two, ("a", "b"), 100, 0))
    wide, narrow = (one.odds("clash", 60)["de_escalated_14d"] for one in (few, many))
    assert wide.p == pytest.approx(narrow.p)
    assert wide.high - wide.low > 3 * (narrow.high - narrow.low)


def test_the_same_record_gives_the_same_bits():
    transitions = count_transitions(load_dyad_episodes())
    assert np.array_equal(fit(transitions).matrices, fit(transitions).matrices)


def test_what_can_not_be_is_refused(chain):
    with pytest.raises(ValueError, match="at least one day"):
        chain.odds("clash", 0)
    with pytest.raises(ValueError, match="starts calm"):
        chain.odds("war", 10)
