"""Events of a sweep's decisions that meet in a point: which one holds is told, at its line."""

from escalation.sweep.load import load_sweep
from escalation.sweep.meetings import MOST_TOLD
from escalation.sweep.running import run_sweep
from tests.sweep.fakes import put_in_place, write

HEAD = "sweep: x\nscenario: baseline\nruns: 8\n"
SHUT = "{day: 4, kind: crossings, actor: pakistan_military, closed: true}"
OPEN = "{day: 4, kind: crossings, actor: pakistan_military, closed: false}"
LINE = "kind: public_line, actor: pakistan_military, until_day: 9"
HOLDS = "the last in the list holds"


def told(folder, text):
    plan = load_sweep(write(folder, HEAD + text))
    return [str(one).replace(f"{folder}/", "") for one in plan.notes]


def test_options_of_two_decisions_and_events_of_set_are_held_against_each_other(tmp_path):
    text = f"""\
set: {{events: [{{day: 3, {LINE}, line: deny}}]}}
vary:
  A:
    options:
      none: {{}}
      vow: {{events: [{{day: 3, {LINE}, line: vow}}]}}
  B:
    options:
      shut: {{events: [{SHUT}]}}
      none: {{}}
  C:
    options:
      open: {{events: [{OPEN}]}}
      later: {{events: [{OPEN.replace("day: 4", "day: 5")}]}}
"""
    assert told(tmp_path, text) == [
        "sweep.yaml:9: A: vow: takes the place of events[0], which sets the same on day 3: "
        f"{HOLDS}",
        "sweep.yaml:16: C: open: takes the place of sweep.yaml:12: B: shut, which sets the same on "
        f"day 4: {HOLDS}",
    ]


def test_options_of_one_decision_do_not_meet_and_events_left_out_do_not_either(tmp_path):
    text = f"""\
set: {{events: [{SHUT}]}}
vary:
  A:
    options:
      a: {{events: [{SHUT.replace("4", "7")}]}}
      b: {{events: [{OPEN.replace("4", "7")}]}}
"""
    assert told(tmp_path, text) == []


def test_no_more_are_told_than_anybody_reads(tmp_path):
    options = "".join(
        f"      o{i}: {{events: [{OPEN.replace('}', f', days: {i}}}')}]}}\n" for i in range(1, 31)
    )
    text = f"set: {{events: [{SHUT}]}}\nvary:\n  A:\n    options:\n{options}"
    assert len(told(tmp_path, text)) == MOST_TOLD


def test_they_are_said_when_the_sweep_is_run(tmp_path, monkeypatch):
    put_in_place(monkeypatch)
    text = f"set: {{events: [{SHUT}]}}\nvary: {{A: {{options: {{a: {{events: [{OPEN}]}}}}}}}}\n"
    said = []
    run_sweep(write(tmp_path, HEAD + text), tmp_path / "said", charts=False, note=said.append)
    assert said[0].startswith(f"note: {tmp_path / 'sweep.yaml'}:5: A: a: takes the place of")
