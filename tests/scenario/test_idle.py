"""What a scenario says to no effect is told; every switch of ours changes what it is said to."""

import pytest

from escalation.scenario.changes import changes_of
from escalation.scenario.diff import diff
from escalation.scenario.idle import idle
from escalation.scenario.levers import levers, pulled
from escalation.scenario.library import shipped
from escalation.scenario.load import load_scenario, override
from escalation.studies.mechanisms import MECHANISMS


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda one: one.name)
def test_every_setting_of_an_ablation_changes_the_scenario(mechanism):
    seed, ordinary = load_scenario("baseline"), load_scenario("ordinary_incident")
    for setting in mechanism.overrides:
        assert diff(seed, override(seed, [setting])), setting
    assert diff(ordinary, override(ordinary, mechanism.overrides))


def test_without_mediation_there_is_no_mediator():
    (mediation,) = [one for one in MECHANISMS if one.name == "mediation"]
    assert load_scenario("baseline").actors.mediators
    assert not load_scenario("baseline", mediation.overrides).actors.mediators


def test_every_lever_changes_the_scenario():
    scenario = load_scenario("baseline")
    for lever in levers(scenario)[1:]:
        assert diff(scenario, pulled(scenario, lever)), lever.name
        for setting in lever.settings:
            assert diff(scenario, override(scenario, [setting])), setting


@pytest.mark.parametrize("name", shipped())
def test_no_shipped_scenario_says_anything_to_no_effect(name):
    assert idle(name) == []


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("actors.mediators={}", "an empty mapping is merged with what is there"),
        ("claims={}", "claims=null leaves it out"),
        ("horizon_days=180", "baseline says that already"),
    ],
)
def test_a_setting_that_changes_nothing_is_told(setting, why):
    (problem,) = idle("baseline", [setting])
    assert problem.where == f"--set {setting}"
    assert why in problem.message


@pytest.mark.parametrize(
    "setting", ["actors.mediators=null", "horizon_days=90", "parameters.audience_cost=0.1"]
)
def test_a_setting_that_changes_something_is_not(setting):
    assert idle("baseline", [setting]) == []


def test_of_two_equal_settings_the_second_is_told():
    (problem,) = idle("baseline", ["horizon_days=90", "horizon_days=90"])
    assert problem.where == "--set horizon_days=90"


def test_sections_that_change_nothing_are_told_at_their_lines(tmp_path):
    file = tmp_path / "child.yaml"
    file.write_text(
        "name: child\ntitle: A child\nextends: baseline\n"
        "actors:\n  mediators: {}\n  ttp: {bands: 9}\n"
        "horizon_days: 180\nparameters: {audience_cost: 0.1}\n",
        encoding="utf-8",
    )
    told = [str(problem) for problem in idle(str(file))]
    assert told == [
        f"{file}:5: actors.mediators: changes nothing: an empty mapping is merged with what is "
        "there; write null to leave it out",
        f"{file}:7: horizon_days: changes nothing: baseline says that already",
    ]


def test_a_parent_that_is_not_whole_is_no_fault_of_its_child(tmp_path):
    (tmp_path / "part.yaml").write_text("horizon_days: 90\n", encoding="utf-8")
    child = tmp_path / "child.yaml"
    child.write_text(
        "name: child\ntitle: A child\nextends: part.yaml\nhorizon_days: 30\n", encoding="utf-8"
    )
    scenario = load_scenario(child)
    assert scenario.horizon_days == 30
    assert idle(str(child)) == []
    assert changes_of(str(child), [], scenario) == ("", [])
