"""Day-0 rancour is what the recorded episodes of the year before have left."""

import datetime as dt

import pytest

from escalation.analysis.record.episodes import load_episodes
from escalation.analysis.record.memory import rancour_of_the_year_before
from escalation.scenario.load import load_scenario
from escalation.scenario.register import parameters

NAMES = ("taliban_rancour_day0", "pakistan_rancour_day0")


def test_the_declared_medians_are_those_of_the_record() -> None:
    declared = [parameters()[name].default.central for name in NAMES]
    assert rancour_of_the_year_before() == pytest.approx(declared, rel=0.02)


def test_without_episodes_what_armed_groups_do_is_left_as_the_ordinary_incident_has_it() -> None:
    groups_alone = rancour_of_the_year_before(load_episodes().head(0))
    given = load_scenario("ordinary_incident").parameters
    assert groups_alone == pytest.approx([given[name].central for name in NAMES], abs=0.005)
    # half a year after the last episode there is less left than now, and more than that alone
    later = rancour_of_the_year_before(day=dt.date(2026, 2, 1))
    assert groups_alone[0] < later[0] < rancour_of_the_year_before()[0]


def test_only_the_year_before_counts() -> None:
    episodes = load_episodes()
    year = episodes["last_violent_date"] >= "2024-10-12"
    assert year.sum() == 3
    assert rancour_of_the_year_before(episodes[year]) == rancour_of_the_year_before(episodes)
    assert rancour_of_the_year_before(episodes[~year]) == rancour_of_the_year_before(
        episodes.head(0)
    )
