"""The plain facts of a start: the same whichever side acted, and blind to what comes later."""

import pytest

from escalation.scenario.events import Act
from escalation.scenario.load import load_scenario
from escalation.scenario.start import Start, start_of

SIDES = (("pakistan", 7), ("taliban", 11))


def with_(scenario, **changes):
    return scenario.model_copy(update=changes)


@pytest.fixture(scope="module")
def quiet():
    """Return an ordinary incident, in which nobody struck."""
    return load_scenario("ordinary_incident")


def test_the_shipped_starts(quiet):
    seed = start_of(load_scenario("baseline"))
    assert (seed.highest_rung, seed.later_events) == (4, 0)
    assert start_of(quiet) == Start(0.0, 2)
    later = start_of(load_scenario("pakistan_retaliates"))
    assert later == Start(seed.dead_day0, 4, later_events=2)


def test_the_dead_are_the_median_of_both_sides_over_what_is_not_known(quiet):
    # As the draws have it: some 21 a side in the median, 46 together.
    assert 35 < start_of(load_scenario("baseline")).dead_day0 < 60
    given = [f"parameters.{side}_killed_day0={dead}" for side, dead in SIDES]
    assert start_of(load_scenario("baseline", given)).dead_day0 == 7 + 11
    turned = [f"parameters.{side}_killed_day0={18 - dead}" for side, dead in SIDES]
    assert start_of(load_scenario("baseline", turned)).dead_day0 == 7 + 11
    assert start_of(quiet).dead_day0 == 0


@pytest.mark.parametrize("side", ["afghan_taliban", "pakistan_military"])
@pytest.mark.parametrize("field", ["rung", "deed"])
@pytest.mark.parametrize("rung", [2, 3, 5, 6, 7])
def test_rungs_and_deeds_of_either_side_count_alike(quiet, side, field, rung):
    actor = getattr(quiet.actors, side).model_copy(update={field: rung})
    start = start_of(with_(quiet, actors=quiet.actors.model_copy(update={side: actor})))
    assert start == Start(0.0, rung)


def test_what_is_fixed_for_day_0_is_a_fact_and_later_is_not(quiet):
    now, later = (
        Act(day=day, actor="afghan_taliban", rung=5, days=1, kind="act") for day in (0, 3)
    )
    assert start_of(with_(quiet, events=(now,))) == Start(0.0, 5)
    assert start_of(with_(quiet, events=(later,))) == Start(0.0, 2, later_events=1)
