"""What two things would set at once is refused at its lines; events add up; labels differ."""

import pytest

from escalation.errors import InputError
from escalation.scenario.load import load_scenario
from escalation.sweep.load import load_sweep
from escalation.sweep.settings import laid_over, setting
from escalation.sweep.values import labels_of
from tests.sweep.fakes import write

HEAD = "sweep: x\nscenario: baseline\n"
DENY = "{day: 1, kind: public_line, actor: pakistan_military, line: deny, until_day: 30}"
TALKS = "{day: 1, kind: mediation, mediators: [qatar]}"
CHANNEL = "{day: 2, kind: back_channel, open: true}"


def complaints(folder, text):
    with pytest.raises(InputError) as caught:
        load_sweep(write(folder, text))
    return str(caught.value).replace(f"{folder}/", "").splitlines()


def kinds(plan):
    return [[event.kind for event in plan.scenario(i).events] for i in range(plan.points)]


def decision(name, **options):
    lines = [f"  {name}:\n    options:\n      left: {{}}\n"]
    lines += [f"      {label}: {{{settings}}}\n" for label, settings in options.items()]
    return "".join(lines)


# --- events add up ----------------------------------------------------------------------------


def test_events_of_two_decisions_add_up_in_the_order_of_the_file(tmp_path):
    text = HEAD + "vary:\n" + decision("A", talks=f"events: [{TALKS}]")
    plan = load_sweep(write(tmp_path, text + decision("B", denies=f"events: [{DENY}]")))
    assert kinds(plan) == [
        [], ["public_line"], ["mediation"], ["mediation", "public_line"],
    ]  # fmt: skip
    assert len({plan.scenario(i).model_dump_json() for i in range(4)}) == 4


def test_events_of_the_scenario_of_set_and_of_a_decision_add_up(tmp_path):
    text = (
        f"sweep: x\nscenario: [baseline, ttp_spoiler_surge]\nset: {{events: [{CHANNEL}]}}\nvary:\n"
    )
    plan = load_sweep(write(tmp_path, text + decision("A", denies=f"events: [{DENY}]")))
    assert kinds(plan) == [
        ["back_channel"], ["back_channel", "public_line"],
        ["tempo", "attack", "back_channel"], ["tempo", "attack", "back_channel", "public_line"],
    ]  # fmt: skip


def test_events_that_are_varied_add_to_those_of_a_decision(tmp_path):
    text = f"vary:\n  events: [[], [{CHANNEL}]]\n" + decision("A", denies=f"events: [{DENY}]")
    plan = load_sweep(write(tmp_path, HEAD + text))
    assert kinds(plan) == [[], ["public_line"], ["back_channel"], ["back_channel", "public_line"]]


def test_null_leaves_out_the_scenarios_own_events_and_nobody_elses(tmp_path):
    text = "sweep: x\nscenario: ttp_spoiler_surge\nvary:\n" + decision("A", none="events: null")
    plan = load_sweep(write(tmp_path, text + decision("B", denies=f"events: [{DENY}]")))
    assert kinds(plan) == [
        ["tempo", "attack"], ["tempo", "attack", "public_line"], [], ["public_line"],
    ]  # fmt: skip


@pytest.mark.parametrize("where", ["set", "vary"])
def test_an_empty_list_is_refused_where_it_leaves_out_nothing(tmp_path, where):
    text = "sweep: x\nscenario: ttp_spoiler_surge\n"
    text += (
        "set: {events: []}\nvary:\n  horizon_days: [90]\n"
        if where == "set"
        else "vary:\n" + decision("A", none="events: []")
    )
    (said,) = complaints(tmp_path, text)
    assert "an empty list adds no event" in said
    assert "write null" in said


def test_a_wrong_event_is_named_by_its_number_in_its_own_list(tmp_path):
    text = "sweep: x\nscenario: ttp_spoiler_surge\nvary:\n"
    (said,) = complaints(tmp_path, text + decision("A", denies=f"events: [{CHANNEL}, {{day: 3}}]"))
    assert said.startswith("sweep.yaml:7: A: events[1]: lacks kind")


def test_laying_nothing_over_a_scenario_leaves_it(tmp_path):
    scenario = load_scenario("ttp_spoiler_surge")
    assert laid_over(scenario, []) is scenario
    assert laid_over(scenario, [setting("events", [])]) == scenario


# --- anything else collides -------------------------------------------------------------------

COST = "parameters.audience_cost: 0.2"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("  parameters.audience_cost: [0.1, 0.4]\n" + decision("A", a=COST), (4, 8)),
        (decision("A", a=COST) + decision("B", a=COST), (7, 11)),
        ("  claims.C02: [{credence: 0.2}]\n  claims.C02.credence: [0.3]\n", (4, 5)),
        ("  claims.C02.credence: [0.3]\n  claims: [{C02: {credence: 0.2}}]\n", (4, 5)),
        ("  claims.C02.credence: [0.3]\n" + decision("A", gone="claims.C02: null"), (4, 8)),
        ("  parameters.audience_cost: [0.1]\n" + decision("A", a=f"parameters: {{{COST[11:]}}}"),
         (4, 8)),
        ("  parameters.audience_cost.low: [0.1]\n  parameters.audience_cost.high: [0.2]\n", (4, 5)),
        (decision("A", a="'parameters . audience_cost': 0.2") + decision("B", a=COST), (7, 11)),
        (decision("A", a=f"events: [{DENY}]") + decision("B", a="events.0.day: 5"), (7, 11)),
        (decision("A", a="events.0.day: 3") + decision("B", a="events.00.day: 5"), (7, 11)),
        (decision("A", a="events.0.day: 3") + decision("B", a="events.0: {day: 5}"), (7, 11)),
        (decision("A", a=f"{COST}, ' parameters.audience_cost': 0.3"), (7, 7)),
        (decision("A", a=f"events: [{DENY}], 'events ': [{TALKS}]"), (7, 7)),
        (decision("A", a="horizon_days: 90") + "  horizon_days: {from: 30, to: 60, steps: 2}\n",
         (7, 8)),
    ],
)  # fmt: skip
def test_what_would_overwrite_something_else_is_refused_at_both_lines(tmp_path, text, lines):
    said = complaints(tmp_path, HEAD + "vary:\n" + text)
    here = [line for line in said if "one would overwrite the other" in line]
    assert len(here) == 2
    for line, (own, other) in zip(here, (lines, lines[::-1]), strict=True):
        assert line.startswith(f"sweep.yaml:{own}: ")
        assert f"set at sweep.yaml:{other} too" in line


@pytest.mark.parametrize(
    "text",
    [
        "set: {parameters.audience_cost: 0.3}\nvary:\n  parameters.audience_cost: [0.1]\n",
        "set: {parameters: {audience_cost: 0.3}}\nvary:\n" + decision("A", a=COST),
        f"set: {{{COST}, ' parameters.audience_cost': 0.3}}\nvary:\n  horizon_days: [9]\n",
        "latin: {points: 3, over: {parameters.audience_cost: believed}}\nvary:\n"
        + decision("A", a=COST),
    ],
)
def test_set_and_hypercubes_collide_too(tmp_path, text):
    assert "one would overwrite the other" in complaints(tmp_path, HEAD + text)[0]


def test_a_table_collides_with_what_is_varied(tmp_path):
    (tmp_path / "t.csv").write_text("parameters.audience_cost\n0.1\n")
    said = complaints(tmp_path, HEAD + "table: t.csv\nvary:\n" + decision("A", a=COST))
    assert [line.split(": ")[0] for line in said] == ["sweep.yaml:8", "t.csv:2"]


def test_what_does_not_meet_is_taken(tmp_path):
    text = (
        "set: {parameters: {rung_cost: 0.9}, actors.dyad: {monitored: true}}\nvary:\n"
        "  actors.dyad.ceasefire: [none, truce]\n"
        + decision("A", a=COST, b="parameters: {audience_cost: 0.4}")
    )
    assert load_sweep(write(tmp_path, HEAD + text)).points == 6


@pytest.mark.parametrize("path", ["ensemble.seed", "ensemble.runs", "title", "name", "ensemble"])
def test_what_a_sweep_says_itself_is_not_set(tmp_path, path):
    for text in (
        f"set: {{{path}: 5}}\nvary:\n  horizon_days: [9]\n",
        "vary:\n" + decision("A", a=f"{path}: 5"),
    ):
        assert "can't be set in a sweep" in complaints(tmp_path, HEAD + text)[0]


# --- names and labels -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["war", "War", "runs", "draws", "status", "reason", "point", "durable", "relapsed", "blocks",
     "failed_runs", "Failed Runs", "war_low", "WAR LOW", "killed_pak_state_q05", "scenario",
     "policy", "model", "scenario_hash", "\uff57\uff41\uff52"],
)  # fmt: skip
def test_a_name_of_a_column_is_refused_when_the_file_is_read(tmp_path, name):
    (said,) = complaints(tmp_path, HEAD + "vary:\n" + decision(name, a=COST))
    assert said.startswith(f"sweep.yaml:4: vary.{name}: is the name of a column of the results")
    assert said.endswith(f"did you mean '{name} decision'?")


def test_names_that_differ_by_capitals_or_signs_only_are_refused(tmp_path):
    text = "vary:\n" + decision("My line", a=COST) + decision("my-LINE", b="horizon_days: 9")
    (said,) = complaints(tmp_path, HEAD + text)
    assert "sweep.yaml:8: vary.my-LINE: differs from 'My line' at sweep.yaml:4" in said


@pytest.mark.parametrize("name", ["'  '", "n" * 101])
def test_a_name_is_needed_and_fits(tmp_path, name):
    (said,) = complaints(tmp_path, HEAD + "vary:\n" + decision(name, a=COST))
    assert said.startswith("sweep.yaml:4: ")


def test_options_that_look_alike_are_refused(tmp_path):
    text = "vary:\n" + decision("A", a=COST).replace("left", "'a '")
    (said,) = complaints(tmp_path, HEAD + text)
    assert "can't be told from 'a ' at sweep.yaml:6" in said


def levels(folder, text):
    return load_sweep(write(folder, HEAD + text)).axes[0].values


def test_long_values_are_told_apart_by_what_they_hold(tmp_path):
    events = "".join(f"    - [{DENY.replace('deny', line)}]\n" for line in ("deny", "confirm"))
    found = levels(tmp_path, f"vary:\n  events:\n{events}")
    assert len(set(found)) == 2
    assert "deny" in found[0]
    assert "confirm" in found[1]


@pytest.mark.parametrize(
    "values",
    ["0.1, 1e-1", "0.1, 0.10", "{fixed: 0.1, unit: x}, {unit: x, fixed: 1e-1}", "[1, 2], [1.0, 2]"],
)
def test_values_that_are_equal_are_refused_however_they_are_written(tmp_path, values):
    said = complaints(tmp_path, HEAD + f"vary:\n  parameters.audience_cost: [{values}]\n")
    assert "twice; it is at sweep.yaml:4 already" in said[0]


def test_labels_of_mixed_values_differ(tmp_path):
    for values in ([0.1234567, 0.1234568, None], [True, "true", 1, "1"], [None, "null"],
                   [[1], "[1]"], ["x" * 60 + "a", "x" * 60 + "b", 1]):  # fmt: skip
        assert len(set(labels_of(values))) == len(values)
    assert labels_of([1, 2.5]) == [1, 2.5]
    assert labels_of([True, False]) == [True, False]
