"""Reference classes: counts, intervals, and which class a start belongs to."""

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.record.base_rates import (
    base_rate,
    dispute_rates,
    episode_rates,
    forecasts,
    further_rates,
    jeffreys,
    like_rates,
    like_starts,
    relapse_rate,
    war_after_others,
    wilson,
)
from escalation.analysis.record.episodes import load_episodes, read_episodes
from escalation.vocabulary import END_STATES


@pytest.fixture(scope="module")
def episodes():
    return load_episodes()


def rate(hits, known, unknown=0):
    return base_rate("c", "t", "d", "war", hits=hits, known=known, unknown=unknown, source="s")


def test_intervals_are_the_textbook_ones():
    # Wilson by hand: 1 of 2, z = 1.96: centre 1/2, half-width z / (2 sqrt(2 + z^2)) = 0.4055.
    assert wilson(1, 2) == pytest.approx((0.0945, 0.9055), abs=1e-4)
    # Brown, Cai and DasGupta's table of Jeffreys intervals: n = 7, x = 0 and x = 1.
    assert jeffreys(0, 7) == pytest.approx((0, 0.292), abs=1e-3)
    assert jeffreys(1, 7) == pytest.approx((0.016, 0.501), abs=1e-3)
    assert wilson(0, 0) == (0, 1)
    assert jeffreys(0, 0) == (0, 1)


@given(st.integers(0, 300), st.integers(0, 300))
def test_intervals_hold_the_share_and_mirror(hits, misses):
    known = hits + misses
    for interval in (wilson, jeffreys):
        low, high = interval(hits, known)
        assert 0 <= low <= high <= 1
        mirrored = interval(misses, known)
        assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)
        if known:
            assert low - 1e-9 <= hits / known <= high + 1e-9


def test_counts_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="3 hits in 2"):
        rate(3, 2)


def test_the_episodes_here_give_the_patterns_p01_p02_p05(episodes):
    soon, late, further = episode_rates(episodes)
    assert (soon.hits, soon.known, soon.unknown) == (25, 27, 1)
    assert (round(soon.p, 2), round(soon.low, 2), round(soon.high, 2)) == (0.93, 0.77, 0.98)
    assert (late.hits, late.known, late.unknown) == (25, 26, 2)
    assert (round(late.p, 2), round(late.low, 2), round(late.high, 2)) == (0.96, 0.81, 0.99)
    assert (further.hits, further.known) == (5, 28)
    assert (round(further.low, 2), round(further.high, 2)) == (0.08, 0.36)


def test_like_starts_hold_p06_and_p30_and_say_how_many_they_are():
    rates = {rate.outcome: rate for rate in like_rates("seed", 180)}
    assert list(rates) == list(OUTCOMES)
    soon = rates["de_escalated_14d"]
    assert (soon.hits, soon.known, soon.unknown, soon.pairs) == (109, 140, 0, 73)
    assert (round(soon.low, 2), round(soon.high, 2)) == (0.70, 0.84)
    assert rates["war"].hits == 9


def test_the_pair_here_is_drawn_towards_the_others():
    # All five like starts here were quiet by day 14, of all pairs 78%: the chance lies between.
    starts = like_starts("seed", 180)
    assert starts.own["de_escalated_14d"] == (5, 5)
    rate = like_rates("seed", 180)[0]
    assert starts.fits["de_escalated_14d"].mean() < rate.forecast < 1
    assert rate.p < rate.forecast
    # An ordinary incident has 78 cases here: its chance is nearly theirs, its interval narrow.
    mine = like_starts("ordinary", 180).own["de_escalated_14d"]
    ordinary = like_rates("ordinary", 180)[0]
    assert ordinary.forecast == pytest.approx(mine[0] / mine[1], abs=0.02)
    assert ordinary.forecast_high - ordinary.forecast_low < rate.forecast_high - rate.forecast_low


@pytest.mark.parametrize("name", ["seed", "ordinary"])
@pytest.mark.parametrize("horizon", [30, 180, 365])
def test_the_end_states_add_to_one_and_deadlines_rise(name, horizon):
    said = forecasts(like_rates(name, horizon))
    assert math.fsum(said[state][0] for state in END_STATES) == pytest.approx(1)
    soon, late, last = (said[f"de_escalated_{by}d"][0] for by in (14, 30, 90))
    assert soon < late < last
    assert all(0 <= low <= p <= high <= 1 for p, low, high in said.values())


def test_the_end_states_of_all_pairs_are_near_their_plain_shares():
    # Before the pair here draws them its way: conditional chances multiplied back.
    # Pairs count alike there, so those of many episodes count for less than in the shares.
    said = like_starts("seed", 180).said_without_each()["700-770"]
    for rate in like_rates("seed", 180)[3:]:
        assert said[rate.outcome] == pytest.approx(rate.p, abs=0.06)


def test_further_yardsticks_say_what_they_select_on_and_have_no_vote(episodes):
    rows = further_rates(episodes, "seed", 180)
    assert {row.name for row in rows} >= {"here", "gaps", "fatal_before", "disputes_deadly"}
    assert all(row.selects_on for row in rows)
    by_name = {row.name: row for row in rows}
    assert by_name["disputes_deadly"].selects_on.startswith("the end")
    assert by_name["crises_serious"].selects_on.startswith("the end")
    war = forecasts(like_rates("seed", 180))["war"]
    assert all(war[0] != row.forecast for row in rows)
    assert not any(rate.selects_on for rate in like_rates("seed", 180))


def test_war_after_a_year_of_others_gives_p09():
    rate = war_after_others()
    assert (rate.hits, rate.known) == (17, 164)
    assert (round(rate.p, 3), round(rate.low, 2), round(rate.high, 2)) == (0.104, 0.07, 0.16)


def test_disputes_give_p10_and_what_p09_names_beside():
    rates = {r.name: r for r in dispute_rates()}
    deadly, crises, any_ = (
        rates[name] for name in ("disputes_deadly", "crises_serious", "disputes_any")
    )
    assert [round(100 * x) for x in (deadly.p, deadly.low, deadly.high)] == [14, 9, 22]
    assert (crises.p, crises.low, crises.high) == pytest.approx((0.387, 0.315, 0.463), abs=1e-3)
    assert round(any_.p, 3) == 0.026


def test_relapses_by_hand(tmp_path):
    path = tmp_path / "x.csv"
    head = "episode_id,start_date,last_violent_date,airstrikes,escalated_further,"
    path.write_text(
        head + "de_escalated_within_14d,de_escalated_within_30d\n"
        "a,2022-01-01,2022-01-01,n,,y,y\n"  # a clash after 10 days, strikes after 40: relapsed
        "b,2022-01-11,2022-01-11,n,,y,y\n"  # strikes after 30 days
        "c,2022-02-10,2022-02-10,y,,y,y\n"  # nothing serious for a year
        "d,2023-01-01,,n,,,\n"  # no known end: unknown
        "e,2023-03-01,2023-03-01,n,,y,y\n"  # not watched for 180 days: unknown
    )
    episodes = read_episodes(path)
    found = relapse_rate(episodes, 180, next_began=None)
    assert (found.hits, found.known, found.unknown) == (2, 3, 2)
    later = relapse_rate(episodes, 180, next_began=dt.date(2023, 4, 1))
    assert (later.hits, later.known, later.unknown) == (3, 4, 1)
    assert relapse_rate(episodes, 39, next_began=None).hits == 1


def test_nothing_known_is_no_share():
    empty = rate(0, 0, 3)
    assert math.isnan(empty.p)
    assert (empty.low, empty.high) == (0, 1)
    assert pd.isna(empty.p)
    assert forecasts([empty]) == {}
