"""Sweep files: what is taken, and what is said of the rest."""

import pytest

from escalation.errors import InputError
from escalation.scenario.library import shipped, shipped_sweeps
from escalation.sweep.load import load_sweep
from tests.sweep.fakes import GRID, write

HEAD = "sweep: x\nscenario: baseline\n"


def complaints(folder, text):
    with pytest.raises(InputError) as caught:
        load_sweep(write(folder, text))
    return str(caught.value).replace(f"{folder}/", "")


def test_everything_is_crossed_and_the_last_changes_fastest(tmp_path):
    plan = load_sweep(write(tmp_path))
    assert plan.points == 12
    assert plan.total_runs == 480
    assert [level.value for level in plan.levels(0)] == [0.1, 0.1, "free"]
    assert [level.value for level in plan.levels(1)] == [0.1, 0.1, "denies"]
    assert [level.value for level in plan.levels(11)] == [0.5, 0.2, "denies"]
    assert len({plan.levels(i) for i in range(12)}) == 12
    scenario = plan.scenario(11)
    assert scenario.horizon_days == 120
    assert scenario.parameters["audience_cost"].value == 0.5
    assert scenario.events[0].line == "deny"
    assert plan.scenario(10).events == ()
    with pytest.raises(IndexError, match="no point 12"):
        plan.levels(12)


def test_a_hypercube_and_a_table_move_row_by_row(tmp_path):
    (tmp_path / "t.csv").write_text(
        "parameters.spoiler_drive,actors.dyad.ceasefire\n0.1,truce\n0.3,\n"
    )
    plan = load_sweep(
        write(
            tmp_path,
            HEAD + "latin:\n  points: 5\n  over:\n    parameters.audience_cost: believed\n"
            "    parameters.rung_cost: {from: 0.5, to: 2, scale: log}\ntable: t.csv\n",
        )
    )
    assert plan.points == 10
    first, second = plan.levels(0), plan.levels(1)
    assert first[:2] == second[:2]
    assert [level.value for level in first[2:]] == [0.1, "truce"]
    assert [level.value for level in second[2:]] == [0.3, None]
    assert plan.scenario(0).actors.dyad.ceasefire == "truce"
    assert plan.scenario(1).actors.dyad.ceasefire == "none"
    costs = sorted(level.value for level in plan.axes[1].levels)
    assert all(0.5 <= cost <= 2 for cost in costs)


def test_several_scenarios_are_an_axis(tmp_path):
    plan = load_sweep(write(tmp_path, "sweep: x\nscenario: [baseline, pakistan_denies]\n"))
    assert plan.points == 2
    assert [plan.scenario(i).name for i in range(2)] == ["baseline", "pakistan_denies"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + "vary:\n  parameters.audience_cst: [1, 2]\n",
         "sweep.yaml:4: vary.parameters.audience_cst: is no parameter of the model; did you mean "
         "'audience_cost'?"),
        (HEAD + "vary:\n  parameters.audience_cost: [0.1, 77]\n", "sweep.yaml:4: parameters.audi"),
        (HEAD + "vary:\n  parameters.audience_cost: []\n", "is an empty list"),
        (HEAD + "vary:\n  parameters.audience_cost: {from: 0, to: 1, stps: 3}\n",
         "stps: is not known here; did you mean 'steps'?"),
        (HEAD + "vary:\n  parameters.audience_cost: {from: 1, to: 0, steps: 3}\n",
         "must lie below"),
        (HEAD + "vary:\n  parameters.audience_cost: {from: 0, to: 1, steps: 3, scale: log}\n",
         "must be above 0 on a log scale"),
        (HEAD + "vary:\n  parameters.audience_cost: {from: 0, to: 1, steps: 1}\n",
         "steps: must be"),
        (HEAD + "vary:\n  parameters.audience_cost: [0.1, 0.1]\n", "holds 0.1 twice"),
        (HEAD + "vary:\n  parameters.audience_cost: 3\n", "must be a list of values, a grid"),
        (HEAD + "vary:\n  ensemble.seed: [1, 2]\n", "are the sweep's own"),
        (HEAD + "vary:\n  what we say: [1, 2]\n", "must be a path such as"),
        (HEAD + "vary:\n  x: {options: {a: 3}}\n", "must be a mapping from paths to values"),
        (HEAD + "vary:\n  x: {options: {a: {horizn_days: 3}}}\n", "did you mean 'horizon_days'?"),
        (HEAD + "vary:\n  horizon_days: [30, 9000]\n", "at most 730"),
        (HEAD, "varies nothing"),
        ("sweep: x\nscenario: baselin\n", "did you mean 'baseline'?"),
        (HEAD + "varry: {}\n", "sweep.yaml:3: varry: is not known here; did you mean 'vary'?"),
        (HEAD + "runs: 0\nvary:\n  horizon_days: [9]\n", "runs: must be a whole number from 1"),
        (HEAD + "set: {horizon: 9}\nvary:\n  horizon_days: [9]\n", "sweep.yaml:3: "),
        (HEAD + "latin: {points: 4, over: {parameters.nonsense: believed}}\n", "is no parameter"),
        (HEAD + "latin: {points: 4, over: {horizon_days: believed}}\n", "is for parameters"),
        (HEAD + "latin: {points: 1, over: {horizon_days: {from: 1, to: 2}}}\n", "points: must be"),
        (HEAD + "latin: {over: {}}\n", "lacks points"),
        (HEAD + "table: nowhere.csv\n", "there is no such file"),
        (HEAD + "vary:\n  horizon_days: [9]\nlatin:\n  points: 3\n  over:\n    horizon_days: "
         "{from: 9, to: 10}\n", "is varied twice"),
        ("name: x\ntitle: y\n", "`escalation run` takes"),
        ("- 1\n", "must be a mapping"),
        (HEAD + "vary: [\n", "is missing here, or a bracket is not closed"),
        (HEAD + "vary:\n  horizon_days: {from: 1, to: 200, steps: 200}\n  parameters.audience_cost:"
         " {from: 0, to: 1, steps: 2000}\n", "makes 400,000 points"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_line(tmp_path, text, says):
    assert says in complaints(tmp_path, text)


def test_everything_wrong_is_said_at_once(tmp_path):
    said = complaints(
        tmp_path,
        HEAD + "rns: 3\nvary:\n  parameters.nothing: [1]\n  horizon_days: [0]\n",
    ).splitlines()
    assert [line.split(":")[1] for line in said] == ["3", "5", "6"]


LATE = (
    "name: late\ntitle: Late\nextends: baseline\n"
    "events: [{day: 38, kind: back_channel, open: true}]\n"
)
OF_ITSELF = "it is what a scenario file says of itself, and nothing that is computed hangs on it"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("vary:\n  parameters.audience_cost: {from: 0, to: 200, steps: 15}\n",
         ["sweep.yaml:3: parameters.audience_cost: 14.2857 lies outside 0 to 3 (utility per rung); "
          "14 of 15 values are refused for this"]),
        ("vary:\n  parameters.audience_cost: {from: 0, to: 200, steps: 90}\n",
         ["sweep.yaml:3: parameters.audience_cost: 4.49438 lies outside 0 to 3 (utility per rung); "
          "at least 20 of 90 values are refused for this"]),
        ("vary:\n  horizon_days:\n    - 10\n    - 50\n    - 20\n",
         ["sweep.yaml:4: horizon_days: late: events[0].day: day 38 never comes: the horizon is 10 "
          "days, the last day 9; 2 of 3 values are refused for this"]),
        ("vary:\n  D:\n    options:\n      a: {horizon_days: 10}\n      b: {horizon_days: 20}\n"
         "      c: {actors.ttp.bands: -1}\n      d: {actors.ttp.bands: -2}\n",
         ["sweep.yaml:5: D: late: events[0].day: day 38 never comes: the horizon is 10 days, the "
          "last day 9; 2 of 4 options are refused for this",
          "sweep.yaml:7: D: actors.ttp.bands: must be at least 0, not -1",
          "sweep.yaml:8: D: actors.ttp.bands: must be at least 0, not -2"]),
        ("vary:\n  parameters.nonsense: {from: 0, to: 1, steps: 9}\n",
         ["sweep.yaml:3: vary.parameters.nonsense: is no parameter of the model"]),
        ("set: {horizon_days: 9}\nvary:\n  parameters.audience_cost: [0.1, 0.2]\n",
         ["sweep.yaml:2: set: late: events[0].day: day 38 never comes: the horizon is 9 days, the "
          "last day 8"]),
        ("set: {title: A, events.\u0660.day: 1}\n"
         "vary:\n  A: {options: {a: {name: x}, b: {title: x}}}\n",
         [f"sweep.yaml:2: set.title: can't be set in a sweep: {OF_ITSELF}",
          "sweep.yaml:2: set: events.\u0660: there is no item \u0660: the list has 1, counted "
          "from 0; write 0",
          f"sweep.yaml:4: vary.A.options.a.name: can't be set in a sweep: {OF_ITSELF}",
          f"sweep.yaml:4: vary.A.options.b.title: can't be set in a sweep: {OF_ITSELF}"]),
        ("vary:\n  extends: [baseline, late.yaml]\n  ensemble.threads: [1, 2]\n",
         ["sweep.yaml:3: vary.extends: can't be varied: a file says what it extends; list "
          "scenarios under scenario to compare them",
          "sweep.yaml:4: vary.ensemble.threads: can't be varied: --threads gives them"]),
    ],
)  # fmt: skip
def test_one_mistake_is_one_message_however_many_points_it_concerns(tmp_path, text, said):
    (tmp_path / "late.yaml").write_text(LATE)
    held = complaints(tmp_path, f"scenario: late.yaml\n{text}sweep: x\n").splitlines()
    assert held == said


def test_a_mistake_of_a_parent_is_told_once_whoever_extends_it(tmp_path):
    (tmp_path / "part.yaml").write_text("horizon_days: 0\n")
    for name in "ab":
        (tmp_path / f"{name}.yaml").write_text(f"name: {name}\ntitle: T\nextends: part.yaml\n")
    held = complaints(
        tmp_path,
        "sweep: x\nscenario:\n  - a.yaml\n  - b.yaml\nvary:\n  parameters.audience_cost: [1, 2]\n",
    )
    said = "sweep.yaml:3: scenario: part.yaml:1: horizon_days: must be at least 1, not 0"
    assert held.splitlines() == [said]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "t.csv:1: is empty"),
        ("horizon_days\n", "has no row below its header"),
        ("horizon_days\n9,8\n", "t.csv:2: has 2 cells, the header 1"),
        ("horizon_days\n9\n\n0\n", "t.csv:4: horizon_days: must be at least 1"),
        ("horizon_days\n9\n90\n 9 \n", "t.csv:4: says what line 2 says already"),
        ("parameters.audience_cot\n0.1\n0.2\n", "t.csv:1: parameters.audience_cot: is no"),
    ],
)
def test_a_table_is_checked_row_by_row(tmp_path, text, says):
    (tmp_path / "t.csv").write_text(text)
    assert says in complaints(tmp_path, HEAD + "table: t.csv\n")


def test_the_id_follows_what_is_computed_and_nothing_else(tmp_path):
    plan = load_sweep(write(tmp_path))
    words = load_sweep(write(tmp_path, "# more\n" + GRID.replace("A small sweep", "Another")))
    runs = load_sweep(write(tmp_path, GRID.replace("runs: 40", "runs: 41")))
    assert plan.sweep_id == words.sweep_id != runs.sweep_id


@pytest.mark.parametrize(
    ("varied", "says"),
    [
        ("  A:\n    options:\n      a: {horizon_days: 90}\n      b: {horizon_days: 90}\n",
         ["sweep.yaml:7: A: 'b' comes to the same as 'a' at sweep.yaml:6; leave one out"]),
        ("  A:\n    options:\n      a: {actors: {dyad: {ceasefire: truce}}}\n"
         "      b: {actors.dyad.ceasefire: truce}\n",
         ["sweep.yaml:7: A: 'b' comes to the same as 'a' at sweep.yaml:6; leave one out"]),
        ("  A:\n    options:\n      none: {}\n      long: {horizon_days: 90}\n"
         "      still none: {}\n",
         ["sweep.yaml:8: A: 'still none' comes to the same as 'none' at sweep.yaml:6; "
          "leave one out"]),
        ("  parameters.audience_cost:\n    - 0.3\n    - {fixed: {value: 0.3}}\n",
         ["sweep.yaml:6: parameters.audience_cost: '{fixed: {value: 0.3}}' comes to the same as "
          "'0.3' at sweep.yaml:5; leave one out"]),
    ],
)  # fmt: skip
def test_levels_that_come_to_the_same_are_refused(tmp_path, varied, says):
    said = complaints(tmp_path, HEAD + "vary:\n" + varied)
    assert all(one in said for one in says)


def test_a_change_of_nothing_may_be_an_option_and_close_values_are_two(tmp_path):
    text = "vary:\n  A: {options: {none: {}, a: {horizon_days: 90}, b: {horizon_days: 91}}}\n"
    text += "  parameters.audience_cost: [0.3, 0.30000001]\n"
    assert load_sweep(write(tmp_path, HEAD + text)).points == 6


def test_one_scenario_under_two_names_is_refused(tmp_path):
    other = "name: other\ntitle: Other words\nextends: baseline\nensemble: {runs: 50}\n"
    (tmp_path / "other.yaml").write_text(other)
    said = complaints(
        tmp_path, "sweep: x\nscenario:\n  - baseline\n  - other.yaml\n"
        "vary: {horizon_days: [9, 90]}\n"
    )  # fmt: skip
    assert said == (
        "sweep.yaml:4: scenario: 'other.yaml' is the scenario at sweep.yaml:3 by another name: "
        "nothing that is computed differs"
    )


@pytest.mark.parametrize("name", sorted(shipped_sweeps()))
def test_shipped_sweeps_are_sound_and_no_scenarios(name):
    plan = load_sweep(name)
    assert plan.name == name
    assert name not in shipped()
    plan.scenario(plan.points - 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('horizon_days\n"9\r0"\n', "t.csv:2: is no CSV here: a cell runs over several lines"),
        ('horizon_days\n"9\n0"\n', "t.csv:2: is no CSV here: a cell runs over several lines"),
        ('horizon_days\n20\n"90\n', "t.csv:3: is no CSV here: a quote opens here"),
        ('horizon_days\n"90"x\n', "t.csv:2: is no CSV here: something follows the quote"),
        ("horizon_days\n" + 200_000 * "9" + "\n", "a cell is longer than any value is"),
    ],
)
def test_what_the_csv_module_refuses_is_said_at_its_line(tmp_path, text, says):
    (tmp_path / "t.csv").write_bytes(text.encode())
    assert says in complaints(tmp_path, HEAD + "table: t.csv\n")


def test_a_table_with_the_line_ends_of_an_old_mac(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"horizon_days\r20\r90\r")
    plan = load_sweep(write(tmp_path, HEAD + "table: t.csv\n"))
    assert plan.axes[0].values == (20, 90)
