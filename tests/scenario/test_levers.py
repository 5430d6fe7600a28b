"""Levers are declared once, fit every shipped scenario, and treat both states alike."""

import pytest

from escalation.errors import InputError
from escalation.scenario.levers import (
    AS_IT_IS,
    STATES,
    all_names,
    chosen,
    contrary_levers,
    levers,
    pulled,
)
from escalation.scenario.library import shipped
from escalation.scenario.load import load_scenario
from escalation.scenario.timetable import timetable


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_lever_fits_every_shipped_scenario(name):
    scenario = load_scenario(name)
    declared = levers(scenario)
    assert len({lever.name for lever in declared}) == len(declared)
    for lever in declared:
        changed = pulled(scenario, lever)
        assert (changed == scenario) == (lever.name == AS_IT_IS)
        assert len(timetable(changed)) >= len(timetable(scenario))


def test_what_one_state_can_do_the_other_can_do_too():
    declared = levers(load_scenario("baseline"))
    one, two = STATES
    mine = {lever.name: lever for lever in declared if lever.name.startswith(one)}
    theirs = {lever.name: lever for lever in declared if lever.name.startswith(two)}
    assert {name.removeprefix(one) for name in mine} == {name.removeprefix(two) for name in theirs}
    for name, lever in mine.items():
        other = theirs[name.replace(one, two)]
        assert str(lever.events).replace(one, two) == str(other.events)
        # Each is said to shelter the other's enemy: C19 the one, C10 and C11 the other.
        assert str(lever.settings).replace("ttp_sanctuary", "isis_k_sanctuary") == str(
            other.settings
        )


@pytest.mark.parametrize("name", sorted(shipped()))
def test_labels_are_words_that_fit_a_table(name):
    declared = levers(load_scenario(name))
    labels = [lever.label for lever in declared]
    assert len(set(labels)) == len(labels)
    assert all("_" not in label and len(label) <= 31 for label in labels)
    assert {lever.name for lever in declared} <= set(all_names())
    assert declared[-1].typed == "hotline (hotline)"


def test_without_mediators_nobody_mediates():
    scenario = load_scenario("baseline", ["actors.mediators=null"])
    assert "mediation" not in {lever.family for lever in levers(scenario)}


def test_levers_are_chosen_by_name():
    scenario = load_scenario("baseline")
    assert chosen(scenario) == levers(scenario)
    named = chosen(scenario, ["hotline", "afghan_taliban_deny"])
    assert [lever.name for lever in named] == [AS_IT_IS, "afghan_taliban_deny", "hotline"]


def test_every_wrong_name_is_told():
    with pytest.raises(InputError) as wrong:
        chosen(load_scenario("baseline"), ["hotlin", "hotline", "zzz"])
    first, second = wrong.value.problems
    assert "did you mean 'hotline'?" in first.message
    assert "'zzz' is no lever of baseline; there are as_it_is, " in second.message


def test_a_lever_that_a_scenario_leaves_no_room_for_is_told():
    scenario = load_scenario("baseline", ["actors.mediators=null"])
    with pytest.raises(InputError, match="'mediation_day_7' is no lever of"):
        chosen(scenario, ["mediation_day_7"])


def test_a_lever_named_twice_is_refused():
    scenario = load_scenario("baseline")
    with pytest.raises(InputError, match="--lever: 'hotline' is named twice"):
        chosen(scenario, ["hotline", "both_restraint", "hotline"])


def test_what_a_lever_adds_is_held_against_the_events_there_are():
    said = "{day: 1, kind: back_channel, open: false}"
    scenario = load_scenario("baseline", [f"events=[{said}]"])
    (problem,) = contrary_levers(scenario, chosen(scenario, ["hotline", "both_restraint"]))
    assert str(problem) == (
        "lever hotline: takes the place of events[0], which sets the same on day 1: the last in "
        "the list holds"
    )
    for name in shipped():
        scenario = load_scenario(name)
        assert list(contrary_levers(scenario, levers(scenario))) == []
