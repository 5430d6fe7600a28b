"""Reference classes: counts, intervals, and which class a start belongs to."""

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.analysis.record.base_rates import (
    EPISODE_CLASSES,
    base_rate,
    class_for_start,
    dispute_rates,
    episode_rates,
    jeffreys,
    members,
    pooled_by_outcome,
    reference,
    relapse_rate,
    wilson,
)
from escalation.analysis.record.episodes import load_episodes, read_episodes


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


def test_an_ordinary_incident_gives_the_patterns_p01_p02_p05(episodes):
    soon, late, further = episode_rates(episodes, "ordinary")
    assert (soon.hits, soon.known, soon.unknown) == (25, 27, 1)
    assert (round(soon.p, 2), round(soon.low, 2), round(soon.high, 2)) == (0.93, 0.77, 0.98)
    assert (late.hits, late.known, late.unknown) == (25, 26, 2)
    assert (round(late.p, 2), round(late.low, 2), round(late.high, 2)) == (0.96, 0.81, 0.99)
    assert (further.hits, further.known) == (5, 28)
    assert (round(further.low, 2), round(further.high, 2)) == (0.08, 0.36)


def test_the_seeds_class_is_two_cases_and_says_so(episodes):
    chosen = members(episodes, "seed")
    assert chosen["episode_id"].tolist() == ["2024-03_Strikes", "2024-12_Paktika"]
    soon = episode_rates(episodes, "seed")[0]
    assert (soon.hits, soon.known) == (2, 2)
    assert soon.low == pytest.approx(0.342, abs=1e-3)
    assert soon.forecast == pytest.approx(2.5 / 3)


def test_classes_nest(episodes):
    sizes = {name: len(members(episodes, name)) for name in EPISODE_CLASSES}
    assert sizes == {"ordinary": 28, "without_strikes": 23, "strikes": 5, "seed": 2}
    with pytest.raises(KeyError):
        members(episodes, "no such class")


def test_disputes_give_p09_and_p10():
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


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ((2, False, False), "ordinary"),
        ((3, False, True), "ordinary"),
        ((4, False, True), "seed"),
        ((2, True, False), "strikes"),
        ((5, False, True), "seed"),
        ((6, True, True), "seed"),
    ],
)
def test_a_start_has_one_class(start, name):
    rung, air, ground = start
    assert class_for_start(rung, air_strikes=air, ground_reply=ground) == name


def test_a_column_takes_the_mean_of_classes_and_their_whole_span(episodes):
    column = pooled_by_outcome(reference(episodes, "seed", 180))
    p, low, high = column["war"]
    assert (round(low, 2), round(high, 2)) == (0.09, 0.46)  # P09
    assert p == pytest.approx((16.5 / 113 + 63.5 / 164) / 2)
    assert pooled_by_outcome([rate(0, 0, 4)]) == {}


def test_nothing_known_is_no_share():
    empty = rate(0, 0, 3)
    assert math.isnan(empty.p)
    assert (empty.low, empty.high) == (0, 1)
    assert pd.isna(empty.p)
