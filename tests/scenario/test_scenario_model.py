"""Scenarios built in code meet the same checks as files."""

import datetime as dt
import pickle

import pytest
from pydantic import ValidationError

from escalation.scenario.distributions import Fixed, LogNormal, Normal
from escalation.scenario.events import Act
from escalation.scenario.sections import Actors, Mediator, Scenario


def build(**more: object) -> Scenario:
    return Scenario(name="mine", title="Mine", **more)


def test_defaults_are_a_calm_border():
    scenario = build()
    assert scenario.as_of == dt.date(2025, 10, 12)
    assert scenario.horizon_days == 180
    actors = scenario.actors
    assert (actors.afghan_taliban.posts, actors.afghan_taliban.mobile_units) == (250, 20)
    assert (actors.pakistan_military.posts, actors.pakistan_military.mobile_units) == (840, 40)
    assert {actors.afghan_taliban.rung, actors.pakistan_military.deed} == {0}
    assert (actors.ttp.bands, actors.isis_k.cells) == (120, 40)
    assert (scenario.ensemble.runs, scenario.ensemble.replicates) == (10_000, 4)
    assert scenario.ensemble.seed == 20251012


def test_a_parameter_may_be_a_number_a_mapping_or_a_distribution():
    scenario = build(
        parameters={
            "audience_cost": 0.4,
            "answer_base": {"normal": {"mean": -1, "sd": 0.3}},
            "spoiler_drive": LogNormal(0.2, 0.4),
            "kabul_struck": 1,
        }
    )
    assert scenario.parameters["audience_cost"] == Fixed(0.4)
    assert scenario.parameters["answer_base"] == Normal(-1.0, 0.3)
    assert scenario.parameters["spoiler_drive"] == LogNormal(0.2, 0.4)
    assert scenario.parameters["kabul_struck"] == Fixed(1.0)


def test_events_are_told_apart_by_their_kind():
    scenario = build(
        events=[{"kind": "act", "day": 1, "actor": "pakistan_military", "rung": 5, "days": 2}]
    )
    assert scenario.events == (Act(day=1, actor="pakistan_military", rung=5, days=2),)


def test_a_scenario_is_frozen_copied_by_its_dump_and_pickled():
    scenario = build(actors=Actors(mediators={"oman": Mediator(
        engages_per_day=0.1, leverage_taliban=0.2, leverage_pakistan=0.3)}))  # fmt: skip
    with pytest.raises(ValidationError):
        scenario.horizon_days = 3
    assert Scenario(**scenario.model_dump()) == scenario
    assert pickle.loads(pickle.dumps(scenario)) == scenario


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"parameters": {"audience_cot": 1}}, "did you mean 'audience_cost'"),
        ({"parameters": {"audience_cost": 99}}, "outside 0 to 3"),
        ({"parameters": {"audience_cost": Normal(1, -1)}}, "sd must be above 0"),
        ({"events": [{"kind": "back_channel", "day": 180, "open": True}]}, "never comes"),
        ({"events": [{"kind": "mediation", "day": 1, "mediators": ["oman"]}]}, "no mediator"),
        ({"horizon_days": 731}, "less than or equal to 730"),
        ({"horizon_days": True}, "valid integer"),
        ({"extends": "baseline"}, "not permitted"),
        ({"as_of": dt.datetime(2025, 10, 12, 3, tzinfo=dt.UTC)}, "must be a date"),
        ({"as_of": dt.date(9999, 12, 31)}, "must be a date from 1900-01-01 to 2199-12-31"),
        ({"parameters": {"audience_cost": LogNormal(0.1, 1e9)}}, "sigma must be at most 50"),
    ],
)
def test_what_is_wrong_is_refused(more, said):
    with pytest.raises(ValidationError, match=said):
        build(**more)
