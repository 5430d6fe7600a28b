"""What was moved is a scenario, a list and a file, and all three say the same."""

import pytest
from pydantic import ValidationError

from escalation.errors import InputError
from escalation.scenario.diff import diff
from escalation.scenario.library import shipped
from escalation.scenario.load import load_scenario
from escalation.web.explore.setting import Setting, applied, changes_told, own_file

MOVED = {
    "claims": {"C21": 0.2},
    "parameters": {"audience_cost": 0.4, "pakistan_killed_day0": 23.0},
    "levers": ("hotline", "both_restraint"),
    "events": ({"kind": "mediation", "day": 3, "mediators": ["qatar"]},),
}


@pytest.mark.parametrize("name", [one for one in shipped() if one != "ordinary_incident"])
def test_the_file_is_the_scenario_that_is_run(tmp_path, name):
    base = load_scenario(name)
    setting = Setting(scenario=name, **MOVED)
    file = tmp_path / "explored.yaml"
    file.write_text(own_file(base, name, setting), encoding="utf-8")
    assert diff(load_scenario(file), applied(base, setting)) == []
    assert len(diff(base, applied(base, setting))) >= 4


def test_a_file_of_nothing_moved_is_the_scenario(tmp_path):
    base = load_scenario("pakistan_retaliates")
    file = tmp_path / "explored.yaml"
    file.write_text(own_file(base, base.name, Setting(scenario=base.name)), encoding="utf-8")
    assert diff(load_scenario(file), base) == []
    assert "unchanged" in load_scenario(file).summary


def test_every_change_is_told_with_the_place_to_reset_it():
    base = load_scenario("baseline")
    told = changes_told(base, Setting(scenario="baseline", **MOVED))
    places = {(row["section"], row["key"]) for row in told}
    assert places == {
        ("levers", "hotline"),
        ("levers", "both_restraint"),
        ("events", "0"),
        ("claims", "C21"),
        ("parameters", "audience_cost"),
        ("parameters", "pakistan_killed_day0"),
    }
    words = {row["key"]: (row["was"], row["now"]) for row in told}
    assert words["C21"] == ("credence 60%", "credence 20%")
    assert words["0"][1] == "Day 3 (15 Oct): Qatar begins to mediate."


def test_what_a_reader_sets_holds_over_a_lever():
    base = load_scenario("baseline")
    setting = Setting(scenario="baseline", levers=("hotline",), parameters={"channel_break": 0.3})
    assert applied(base, setting).parameters["channel_break"].value == 0.3


def test_nothing_moved_is_the_very_scenario():
    base = load_scenario("baseline")
    assert applied(base, Setting(scenario="baseline")) is base
    assert Setting(scenario="baseline").is_empty


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ({"claims": {"C99": 0.5}}, "C99: is no claim of baseline"),
        ({"claims": {"C21": 1.5}}, "credence"),
        ({"parameters": {"audience_costs": 0.5}}, "is no parameter or fact"),
        ({"parameters": {"audience_cost": 99.0}}, "audience_cost"),
        ({"levers": ("peace",)}, "is no lever"),
        ({"events": ({"kind": "peace"},)}, "is no kind of event"),
        ({"events": ({"kind": "act", "actor": "ttp", "rung": 5, "days": 1},)}, "actor"),
    ],
)
def test_what_is_wrong_is_refused_in_words(part, says):
    with pytest.raises(InputError, match=says):
        applied(load_scenario("baseline"), Setting(scenario="baseline", **part))


@pytest.mark.parametrize(
    "part",
    [
        {"claims": {"C21": "much"}},
        {"claims": {"C21": float("nan")}},
        {"parameters": {f"p{i}": 0.1 for i in range(400)}},
        {"events": [{}] * 50},
        {"name": "x" * 10},
        {"scenario": "x" * 300},
    ],
)
def test_what_no_page_sends_is_refused(part):
    with pytest.raises(ValidationError):
        Setting.model_validate({"scenario": "baseline", **part})
