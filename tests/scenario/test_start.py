"""The plain facts of a start: the same whichever side acted, and blind to what comes later."""

import pytest

from escalation.scenario.events import Act
from escalation.scenario.load import load_scenario
from escalation.scenario.start import Start, start_of


def with_(scenario, **changes):
    return scenario.model_copy(update=changes)


@pytest.fixture(scope="module")
def quiet():
    """Return an ordinary incident, in which nobody struck."""
    return load_scenario("ordinary_incident")


def test_the_shipped_starts():
    assert start_of(load_scenario("baseline")) == Start(4, True, True)
    assert start_of(load_scenario("ordinary_incident")) == Start(2, False, False)
    assert start_of(load_scenario("pakistan_retaliates")) == Start(4, True, True, later_events=2)


@pytest.mark.parametrize("side", ["afghan_taliban", "pakistan_military"])
@pytest.mark.parametrize("field", ["rung", "deed"])
@pytest.mark.parametrize(
    ("rung", "air", "ground"),
    [(2, False, False), (3, False, True), (5, True, False), (6, True, False), (7, False, True)],
)
def test_rungs_and_deeds_of_either_side_count_alike(quiet, side, field, rung, air, ground):
    actor = getattr(quiet.actors, side).model_copy(update={field: rung})
    start = start_of(with_(quiet, actors=quiet.actors.model_copy(update={side: actor})))
    assert start == Start(rung, air, ground)


def test_what_is_fixed_for_day_0_is_a_fact_and_later_is_not(quiet):
    now, later = (
        Act(day=day, actor="afghan_taliban", rung=5, days=1, kind="act") for day in (0, 3)
    )
    assert start_of(with_(quiet, events=(now,))) == Start(5, True, False)
    assert start_of(with_(quiet, events=(later,))) == Start(2, False, False, later_events=1)


@pytest.mark.parametrize(("credence", "struck"), [(0.7, True), (0.5, False), (0.2, False)])
def test_a_strike_counts_if_more_likely_than_not(credence, struck):
    baseline = load_scenario("baseline")
    claim = baseline.claims["C15"].model_copy(update={"credence": credence})
    assert start_of(with_(baseline, claims={"C15": claim})).air_strikes is struck
