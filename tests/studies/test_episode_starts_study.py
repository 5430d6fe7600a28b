"""An episode's first morning: what it rests on, and what must not reach it."""

import math

import pandas as pd
import pytest

from escalation.analysis.record.episodes import KNOWN, load_episodes
from escalation.scenario.load import load_scenario
from escalation.scenario.register import parameters
from escalation.studies.episode_starts import (
    CLAIMED,
    EPISODE_DEAD,
    FIRST_DAY_SHARE,
    SCENARIO,
    UNKNOWN,
    USED,
    first_day_dead,
    starts,
)

ROWS = load_episodes().to_dict("records")
PLAIN = {
    "episode_id": "x", "start_date": pd.Timestamp("2020-01-01"), "trigger_kind": "construction",
    "first_mover": "Afghanistan", "airstrikes": False, "artillery": False, "posts_claimed": False,
    **dict.fromkeys(CLAIMED, 0),
}  # fmt: skip
OTHER_ANSWERS = {
    "days_active": 77, "days_until_quiet": 99, "last_violent_date": pd.Timestamp("2031-01-01"),
    "crossing_closed_days": 300, "civilians_killed_reported": 999, "how_it_ended": "in tears",
    "mediator": "somebody", "notes": "it went on and on", "confidence": "low",
    "escalated_further": True, "de_escalated_within_14d": False, "de_escalated_within_30d": False,
}  # fmt: skip


def only(**changes):
    (start,) = starts(PLAIN | changes)
    return start


def scenario(**changes):
    return load_scenario(SCENARIO, only(**changes).overrides)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["episode_id"])
def test_what_became_of_an_episode_reaches_no_start(row):
    assert starts(row | OTHER_ANSWERS) == starts(row)
    assert starts({name: row[name] for name in USED}) == starts(row)


def test_every_column_is_either_used_or_known_to_be_left_out():
    prose = {"places", "trigger", "posts_captured_claimed", "sources", "episode_id"}
    assert set(KNOWN) - set(USED) == set(OTHER_ANSWERS) | prose


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("trigger_kind", "crossing"), ("first_mover", "Pakistan"), ("airstrikes", True),
        ("artillery", True), ("posts_claimed", True), *((name, 9) for name in CLAIMED),
    ],
)  # fmt: skip
def test_every_used_fact_makes_a_difference(column, value):
    assert starts(PLAIN | {column: value}) != starts(PLAIN)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["episode_id"])
def test_every_start_is_a_valid_scenario_and_chances_sum_to_one(row):
    found = starts(row)
    assert math.fsum(start.chance for start in found) == pytest.approx(1, abs=1e-12)
    for start in found:
        made = load_scenario(SCENARIO, start.overrides)
        deeds = [made.actors.afghan_taliban.deed, made.actors.pakistan_military.deed]
        assert max(deeds) == start.opening_rung


@pytest.mark.parametrize(
    ("facts", "level"),
    [({}, 2), ({"artillery": True}, 3), ({"artillery": True, "posts_claimed": True}, 4)],
)
def test_both_sides_start_by_the_same_rule(facts, level):
    for first, other in (("Afghanistan", "pakistan_military"), ("Pakistan", "afghan_taliban")):
        actors = scenario(first_mover=first, **facts).actors
        sides = {
            "afghan_taliban": actors.afghan_taliban,
            "pakistan_military": actors.pakistan_military,
        }
        assert (sides[other].rung, sides[other].deed) == (level, 0)
        del sides[other]
        (mover,) = sides.values()
        assert (mover.rung, mover.deed) == (level, level)


def test_strikes_that_open_an_episode_leave_the_answer_to_the_model():
    facts = {"first_mover": "Pakistan", "airstrikes": True}
    made = scenario(**facts, artillery=True, posts_claimed=True)
    assert (made.actors.pakistan_military.deed, made.actors.afghan_taliban.deed) == (5, 0)
    assert only(**facts, artillery=True, posts_claimed=True) == only(**facts)


def test_strikes_in_answer_stand_beside_the_first_deed():
    made = scenario(airstrikes=True, artillery=True)
    assert (made.actors.afghan_taliban.deed, made.actors.pakistan_military.deed) == (3, 5)


@pytest.mark.parametrize("column", [*UNKNOWN, "first_mover"])
@pytest.mark.parametrize("blank", [None, pd.NA, float("nan")])
def test_a_blank_is_neither_yes_nor_no(column, blank):
    sides = ("Afghanistan", "Pakistan") if column == "first_mover" else (True, False)
    chance = 0.5 if column == "first_mover" else UNKNOWN[column]
    found = {start.overrides: start.chance for start in starts(PLAIN | {column: blank})}
    expected = {
        only(**{column: side}).overrides: share
        for side, share in zip(sides, (chance, 1 - chance), strict=True)
    }
    assert found == pytest.approx(expected)


def test_a_disputed_first_mover_is_each_with_half_the_chance():
    assert starts(PLAIN | {"first_mover": "disputed"}) == starts(PLAIN | {"first_mover": None})


def test_unknown_dead_leave_the_prior_and_none_claimed_does_not():
    prior = first_day_dead({}, "pakistan_military")
    assert prior.median == pytest.approx(EPISODE_DEAD.median * FIRST_DAY_SHARE.median)
    assert prior.sigma == pytest.approx(math.hypot(EPISODE_DEAD.sigma, FIRST_DAY_SHARE.sigma))
    assert prior == first_day_dead({}, "afghan_taliban")
    assert first_day_dead({"pakistan_military": 0}, "pakistan_military").median < prior.median / 2
    blank = starts(PLAIN | dict.fromkeys(CLAIMED, pd.NA))[0].overrides
    assert f"median: {prior.median:.6g}" in " ".join(blank)


def test_claims_are_read_through_the_reporting_model():
    # By hand: two speakers, each with habit and noise, on the prior of the whole episode.
    said, habits = {"pakistan_military": 2.0, "afghan_taliban": 9.0}, parameters()
    noise = habits["report_noise"].default.median
    weight = 1 / EPISODE_DEAD.sigma**2
    mean = weight * math.log(EPISODE_DEAD.median)
    for value, name in ((2.0, "pakistan_admission"), (9.0, "taliban_inflation")):
        habit = habits[name].default
        one = 1 / (habit.sigma**2 + noise**2)
        weight, mean = weight + one, mean + one * math.log(value / habit.median)
    found = first_day_dead(said, "pakistan_military", share=False)
    assert found.median == pytest.approx(math.exp(mean / weight))
    assert found.sigma == pytest.approx(weight**-0.5)
