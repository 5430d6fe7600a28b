"""Of events that meet on one day the later in the list holds, and that is told."""

import pytest

import escalation
from escalation.errors import InputError
from escalation.scenario.contrary import contrary
from escalation.scenario.idle import idle
from escalation.scenario.load import load_scenario

HEAD = "name: child\ntitle: A child\nextends: baseline\n"
LINE = "kind: public_line, actor: pakistan_military, until_day: 9"
HOLDS = "the last in the list holds"


def told(events, *settings):
    scenario = load_scenario("baseline", [f"events=[{events}]", *settings])
    return [f"events[{index}] {message}" for index, message in contrary(scenario.events)]


@pytest.mark.parametrize(
    ("events", "said"),
    [
        (f"{{day: 3, {LINE}, line: deny}}, {{day: 3, {LINE}, line: confirm}}",
         f"events[1] takes the place of events[0], which sets the same on day 3: {HOLDS}"),
        ("{day: 3, kind: crossings, actor: afghan_taliban, closed: true}, "
         "{day: 3, kind: crossings, actor: pakistan_military, closed: false}, "
         "{day: 3, kind: crossings, actor: afghan_taliban, closed: false}, "
         "{day: 3, kind: crossings, actor: afghan_taliban, closed: true, days: 4}",
         "events[3] takes the place of events[0] and events[2], which set the same on day 3: "
         + HOLDS),
        ("{day: 3, kind: ceasefire, type: truce}, {day: 3, kind: ceasefire, type: none}",
         "events[1] comes after events[0] on day 3, and what it sets is what remains"),
        ("{day: 3, kind: back_channel, open: true}, {day: 3, kind: back_channel, open: true}",
         "events[1] says what events[0] says already"),
        ("{day: 3, kind: attack, actor: ttp, killed: 9}, {day: 3, kind: attack, actor: ttp, "
         "killed: 9}",
         f"events[1] takes the place of events[0], which is by the same group on day 3: {HOLDS}"),
        ("{when: {quiet_days: 3}, kind: tempo, actor: ttp, factor: 0.5, days: 3}, "
         "{when: {quiet_days: 3}, kind: tempo, actor: ttp, factor: 2, days: 3}",
         "events[1] takes the place of events[0], which sets the same under the same condition: "
         + HOLDS),
        ("{day: 3, kind: act, actor: pakistan_military, rung: 5, days: 2}, "
         "{day: 1, kind: restrain, actor: pakistan_military, max_rung: 2, until_day: 3}",
         "events[0] gives way to events[1], which keeps pakistan_military to rung 2 on that day: a "
         "restraint goes before a deed"),
    ],
)  # fmt: skip
def test_which_one_holds_is_told(events, said):
    assert told(events) == [said]


@pytest.mark.parametrize(
    "events",
    [
        "{day: 3, kind: back_channel, open: true}, {day: 4, kind: back_channel, open: false}",
        "{day: 3, kind: refuse, actor: afghan_taliban, what: talks, days: 2}, "
        "{day: 3, kind: refuse, actor: afghan_taliban, what: mediation, days: 2}",
        "{day: 3, kind: mediation, mediators: [qatar]}, {day: 3, kind: mediation, mediators: "
        "[turkiye]}",
        "{day: 3, kind: attack, actor: ttp, killed: 9}, {day: 3, kind: attack, actor: isis_k, "
        "killed: 9}",
        "{day: 4, kind: act, actor: pakistan_military, rung: 5, days: 2}, "
        "{day: 1, kind: restrain, actor: pakistan_military, max_rung: 2, until_day: 3}",
        "{day: 3, kind: act, actor: pakistan_military, rung: 5, days: 2}, "
        "{day: 1, kind: restrain, actor: afghan_taliban, max_rung: 2, until_day: 3}",
        "{day: 3, kind: tempo, actor: ttp, factor: 2, days: 3}, "
        "{day: 3, when: {quiet_days: 3}, kind: tempo, actor: ttp, factor: 0.5, days: 3}",
    ],
)  # fmt: skip
def test_what_does_not_meet_is_not_told(events):
    assert told(events) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("day: 1, kind: public_line, actor: pakistan_military, line: deny, days: 30",
         "day: 1, kind: public_line, actor: pakistan_military, line: vow, days: 30"),
        ("day: 1, kind: crossings, actor: pakistan_military, closed: true, days: 60",
         "day: 1, kind: crossings, actor: pakistan_military, closed: false, days: 60"),
        ("day: 1, kind: attack, actor: ttp, killed: 90",
         "day: 1, kind: attack, actor: ttp, killed: 3"),
    ],
)  # fmt: skip
def test_what_is_told_to_hold_is_what_happens(one, other):
    alone, both, otherwise = runs(other), runs(one, other), runs(one)
    assert alone.equals(both)
    assert not both.equals(otherwise)


def runs(*events):
    listed = ", ".join(f"{{{one}}}" for one in events)
    scenario = load_scenario("baseline", [f"events=[{listed}]", "horizon_days=20"])
    return escalation.simulate(scenario, runs=40).runs


def test_a_restraint_goes_before_a_deed():
    held = "day: 1, kind: restrain, actor: pakistan_military, max_rung: 3, days: 19"
    deed = "day: 1, kind: act, actor: pakistan_military, rung: 7, days: 1"
    both, free = (runs(*one)["max_rung_pak"] for one in ((held, deed), (deed,)))
    assert both.max() < 7 <= free.min()


def test_it_is_told_at_the_line_of_the_file_that_says_it(tmp_path):
    file, child = tmp_path / "parent.yaml", tmp_path / "child.yaml"
    events = f"events:\n  - {{day: 3, {LINE}, line: deny}}\n  - {{day: 3, {LINE}, line: vow}}\n"
    file.write_text(HEAD + events, encoding="utf-8")
    child.write_text("name: next\ntitle: Next\nextends: parent.yaml\nhorizon_days: 90\n")
    said = f"takes the place of events[0], which sets the same on day 3: {HOLDS}"
    for source in (file, child):
        (problem,) = idle(str(source))
        assert str(problem) == f"{file}:6: events[1]: {said}"
    (problem,) = idle(str(child), ["events.0.until_day=8"])
    assert str(problem) == f"next: events[1]: {said}"


def test_settings_that_are_whole_together_only_are_no_fault(tmp_path):
    file = tmp_path / "late.yaml"
    file.write_text(HEAD + "events: [{day: 200, kind: back_channel, open: true}]\n")
    with pytest.raises(InputError, match="never comes"):
        load_scenario(file)
    assert idle(str(file), ["horizon_days=300"]) == []
