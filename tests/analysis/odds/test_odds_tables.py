import json

import numpy as np
import pytest
from scipy.special import betaincinv

from escalation.analysis.odds.deaths import SIDES, killed_summary
from escalation.analysis.odds.durations import (
    end_states,
    incidence,
    standings,
)
from escalation.analysis.odds.headline import headline
from escalation.analysis.odds.intervals import nested_interval
from escalation.analysis.odds.outcomes import OUTCOMES, QUIET_AFTER_WAR, WORDS, happened
from escalation.analysis.odds.variance import (
    difference_between_draws,
    split_variance,
    spread_at,
    variance_share,
)
from escalation.analysis.paired.differences import paired_difference
from escalation.luck.resampling import orders


def test_headline_counts_what_happened(few_runs):
    odds = headline(few_runs, 180)
    assert list(odds) == [*OUTCOMES, QUIET_AFTER_WAR] == list(WORDS)
    shares = {name: estimate.p for name, estimate in odds.items()}
    assert shares == pytest.approx(
        {
            "de_escalated_14d": 0.4,
            "de_escalated_30d": 0.4,
            "de_escalated_90d": 0.6,
            "durable": 0.4,
            "relapsed": 0.2,
            "never_quiet": 0.2,
            "war": 0.2,
            "quiet_after_war": 0.2,
        }
    )
    assert (odds.n_runs, odds.failed) == (5, 1)
    assert odds["war"].bounds == pytest.approx((1 / 6, 2 / 6))
    assert odds.half_width == max(e.half_width for e in odds.values())
    assert odds.runs_needed(0.01) > odds.runs_needed(0.05) > 5


def test_headline_is_plain_json_and_a_table(few_runs):
    odds = headline(few_runs, 180)
    again = json.loads(json.dumps(odds.as_dict(), allow_nan=False))
    assert {"p", "low", "high"} <= set(again["war"])
    frame = odds.frame()
    assert list(frame["outcome"]) == [*OUTCOMES, QUIET_AFTER_WAR]
    assert (frame["low"] <= frame["p"]).all()


def test_nothing_came_through(few_runs):
    broken = few_runs.assign(status=1)
    odds = headline(broken, 180)
    assert odds["war"].as_dict()["p"] is None
    json.dumps(odds.as_dict(), allow_nan=False)
    assert variance_share(broken).ignorance is None
    assert killed_summary(broken)["q50"].isna().all()
    assert incidence(broken, "war_day", 3)["high"].tolist() == [1, 1, 1]
    assert end_states(broken)["p"].isna().all()


@pytest.mark.parametrize(
    ("horizon", "outcome", "said"),
    [
        (180, "de_escalated_90d", False),
        (60, "de_escalated_90d", True),
        (44, "de_escalated_30d", False),
        (43, "de_escalated_30d", True),
        (10, "durable", True),
        (10, "war", False),
        (10, "quiet_after_war", True),
    ],
)
def test_short_horizons_are_said_to_be_short(few_runs, horizon, outcome, said):
    assert bool(headline(few_runs, horizon)[outcome].note) is said


def test_an_outcome_nobody_knows(few_runs):
    with pytest.raises(KeyError, match="victory"):
        happened(few_runs, "victory")


def test_incidence_climbs_to_the_share(few_runs):
    curve = incidence(few_runs, "deescalated_day", 180)
    assert curve["p"].iloc[[9, 10, 13, 14, 30, 31, 179]].tolist() == pytest.approx(
        [0, 0.2, 0.2, 0.4, 0.4, 0.6, 0.6]
    )
    assert (curve["p"].diff().dropna() >= 0).all()
    assert ((curve["low"] <= curve["p"]) & (curve["p"] <= curve["high"])).all()


def test_end_states_exclude_each_other(few_runs):
    shares = end_states(few_runs)
    assert shares["p"].sum() == pytest.approx(1)
    assert shares.set_index("end_state").loc["durable", "p"] == pytest.approx(0.4)


def test_killed_leaves_failed_runs_out(few_runs):
    table = killed_summary(few_runs)
    assert list(table.index) == list(SIDES)
    assert table.loc["killed_afg_state", "q50"] == 20
    assert table.loc["killed_afg_state", "none_share"] == pytest.approx(0.4)
    assert table[["q05", "q25", "q50", "q75", "q95"]].apply(np.diff, axis=1).map(min).min() >= 0


def test_all_ignorance_and_all_chance():
    draws = np.repeat(np.arange(100), 10)
    known = split_variance(draws, draws % 2 == 0)
    assert known.ignorance == pytest.approx(1)
    assert known.chance == pytest.approx(0)
    luck = split_variance(draws, np.tile(np.arange(10) < 5, 100))
    assert luck.ignorance == 0
    assert luck.chance == 1


@pytest.mark.parametrize(
    ("draw", "value", "why"),
    [
        ([], [], "no run"),
        (range(50), [True, False] * 25, "one replicate a draw"),
        ([0, 0, 1, 1], [True, False, True, True], "too few draws"),
        ([0, 0, 1, 1, 2, 2], [True] * 6, "every run"),
        ([0, 0, 1, 1, 2, 2], [False] * 6, "no run"),
    ],
)
def test_what_cannot_be_split_is_said(draw, value, why):
    split = split_variance(np.array(draw, dtype=int), np.array(value, dtype=bool))
    assert split.ignorance is None
    assert split.chance is None
    assert why in split.note


def test_rare_outcomes_leave_the_split_open():
    draws = np.repeat(np.arange(200), 4)
    split = split_variance(draws, np.arange(800) < 12)
    assert split.ignorance is not None
    assert (split.low, split.high) == (0, 1)
    assert "too few to bound" in split.note


@pytest.mark.parametrize(("a", "b"), [(2.0, 5.0), (12.0, 3.0), (40.0, 40.0)])
def test_the_spread_of_odds_is_that_of_the_draws_with_chance_removed(a, b):
    draws, replicates = 16_000, 8
    rank = (np.arange(draws) + 0.5) / draws
    odds = betaincinv(a, b, rank)
    luck = orders(draws * replicates, 1, 3)[0].reshape(draws, replicates) / (draws * replicates)
    value = luck < odds[:, None]
    split = split_variance(np.repeat(np.arange(draws), replicates), value.ravel())
    assert split.between == pytest.approx(betaincinv(a, b, [0.025, 0.975]), abs=0.02)
    seen = np.quantile(value.mean(axis=1), [0.025, 0.975])
    low, high = split.between
    assert seen[0] < low < high < seen[1]  # shares of eight runs each go further
    told = split.as_dict()
    assert (told["odds_from"], told["odds_to"]) == split.between


def test_the_spread_at_its_ends():
    assert spread_at(0.0, 0.7) == (0.7, 0.7)
    assert spread_at(1.0, 0.7) == (0.0, 1.0)
    assert spread_at(1.0, 0.01) == (0.0, 0.0)
    assert spread_at(0.999999, 0.7) == pytest.approx((0.0, 1.0))


def test_no_spread_is_told_of_one_replicate_a_draw():
    draws = np.arange(200)
    split = split_variance(draws, draws < 12)
    assert split.between is None
    assert split.as_dict()["odds_from"] is None


def test_the_interval_over_draws_holds_the_monte_carlo_one():
    draws = np.repeat(np.arange(200), 4)
    for value in (np.arange(800) < 12, np.zeros(800, dtype=bool), np.arange(800) % 2 == 0):
        found, over_all = split_variance(draws, value), nested_interval(draws, value)
        assert found.between[0] <= over_all.low <= over_all.high <= found.between[1]


@pytest.mark.parametrize("apart", [0.0, 0.15])
def test_differences_between_draws_are_those_of_the_draws_with_luck_removed(apart):
    """Half the draws gain so much more than the mean, half so much less."""
    draws, replicates, mean = 8000, 8, 0.2
    luck = orders(draws * replicates, 1, 3)[0].reshape(draws, replicates) / (draws * replicates)
    own = mean + np.where(np.arange(draws) % 2 == 0, apart, -apart)
    gap = (luck < own[:, None]).astype(float)
    draw = np.repeat(np.arange(draws), replicates)
    low, high = difference_between_draws(draw, gap.ravel(), 0.19, 0.21)
    # The shape is a bell: two points lie within 1.96 of its standard deviations.
    assert (low, high) == pytest.approx((mean - 1.96 * apart, mean + 1.96 * apart), abs=0.04)
    assert difference_between_draws(np.arange(8), np.ones(8), 0.0, 1.0) is None
    assert difference_between_draws(draw, 0 * gap.ravel(), -0.01, 0.01) == (-0.01, 0.01)


def test_differences_in_few_draws_hold_what_95_of_100_draws_do():
    """In 8 of 100 draws a pair gains for sure, in 4 it loses for sure, else both are alike."""
    replicates, trials = 4, 40
    held = []
    for trial in range(trials):
        draws = orders(10_000, 1, trial)[0][:100]  # of endlessly many, 8% gain and 4% lose
        gain, lose = draws < 800, draws >= 9_600
        gap = np.repeat(gain.astype(float) - lose, replicates)
        draw = np.repeat(np.arange(100), replicates)
        found = paired_difference(draw, gap < 0, gap > 0)
        assert int((gain | lose).sum()) < 30
        held.append((found.between_draws_low <= -0.99, found.between_draws_high >= 0.99))
    assert np.mean(held, axis=0) == pytest.approx([1, 1], abs=0.1)


def test_what_is_never_lost_is_not_said_to_be():
    gap = np.zeros(400)
    gap[:8] = 1
    low, high = difference_between_draws(np.repeat(np.arange(100), 4), gap, 0.001, 0.05)
    assert low == 0.0
    assert not np.signbit(low)
    assert high > 0.2


def test_where_runs_stand_adds_to_all_of_them_and_ends_as_they_end(few_runs):
    by_day = standings(few_runs, 180)
    shares = by_day[["holding", "relapsed", "not_yet", "war"]]
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1)
    # Durable from day 14, and from 31; quiet from 10 that breaks on 50; war on 40, quiet from 70.
    told = {9: (0, 0, 1, 0), 14: (0.4, 0, 0.6, 0), 40: (0.6, 0, 0.2, 0.2), 50: (0.4, 0.2, 0.2, 0.2)}
    for day, expected in told.items():
        assert tuple(shares.loc[day]) == pytest.approx(expected), day
    ends = end_states(few_runs).set_index("end_state")["p"]
    order = ["durable", "relapsed", "never_quiet", "war"]
    assert tuple(shares.iloc[-1]) == pytest.approx(tuple(ends[order]))
    assert by_day["quiet_after_war"].iloc[[69, 70, 179]].tolist() == pytest.approx([0, 0.2, 0.2])
    assert (by_day["quiet_after_war"] <= by_day["war"]).all()
