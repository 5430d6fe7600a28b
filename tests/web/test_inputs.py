"""All that can be moved is there once, in the words of its declaration, and can be moved."""

import pytest

from escalation.naming import in_plain_words
from escalation.scenario.levers import AS_IT_IS, levers
from escalation.scenario.load import load_scenario
from escalation.scenario.register import facts, parameters
from escalation.web.explore.inputs import bend, inputs_of
from escalation.web.explore.setting import Setting, applied

BASE = load_scenario("baseline")
INPUTS = inputs_of(BASE)
NUMBERS = [one for group in INPUTS["processes"] for one in group["inputs"]]


def test_everything_is_there_once():
    assert sorted(one["name"] for one in NUMBERS) == sorted([*parameters(), *facts()])
    assert [one["name"] for one in INPUTS["claims"]] == list(BASE.claims)
    pulled = {one["name"] for one in INPUTS["levers"]}
    assert pulled | {AS_IT_IS} == {lever.name for lever in levers(BASE)}


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one["name"])
def test_a_number_says_what_it_means_and_its_default_can_be_seen(one):
    declared = {**parameters(), **facts()}[one["name"]]
    assert one["meaning"] == declared.explained
    assert one["label"].lower() == in_plain_words(one["name"]).lower()
    assert one["low"] <= one["default_low"] <= one["default"] <= one["default_high"] <= one["high"]
    assert one["basis"]
    assert one["source"]
    # The slider's own scale: the default is neither pressed to the left end nor off the scale.
    at = ((one["default"] - one["low"]) / (one["high"] - one["low"])) ** (1 / one["bend"])
    assert 0.0 <= at <= 1.0
    if one["default"] > one["low"] + 0.002 * (one["high"] - one["low"]):
        assert at > 0.1 or one["bend"] == 1.0


def test_what_a_scenario_sets_is_said_to_be_its_own():
    own = load_scenario("baseline", {"parameters.audience_cost": 0.4})
    by_name = {one["name"]: one for group in inputs_of(own)["processes"] for one in group["inputs"]}
    assert by_name["audience_cost"]["told"] == "0.4"
    assert by_name["audience_cost"]["basis"] == "set by this scenario"


def test_an_even_scale_where_the_default_is_in_the_middle():
    assert bend(0.0, 2.0, 1.0) == 1.0
    assert bend(0.0, 1.0, 0.0) < 10


@pytest.mark.parametrize("kind", INPUTS["event_kinds"], ids=lambda kind: kind["kind"])
def test_a_form_filled_in_makes_an_event(kind):
    event = {"kind": kind["kind"]}
    for field in kind["fields"]:
        if field["name"] in ("until_day", "segment"):
            continue
        if field["type"] == "choice":
            event[field["name"]] = field["options"][-1]["value"]
        elif field["type"] == "many":
            event[field["name"]] = [one["value"] for one in field["options"]]
        elif field["type"] == "flag":
            event[field["name"]] = True
        else:
            event[field["name"]] = field["low"] + (1 if field["type"] == "whole" else 0.5)
    made = applied(BASE, Setting(scenario="baseline", events=(event,))).events
    assert made[0].kind == kind["kind"]
    conditions = {field["name"] for field in kind["conditions"]}
    assert "when.quiet_days" in conditions
