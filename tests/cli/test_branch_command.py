"""`escalation branch` as a user runs it, in this process."""

import json

import pytest

from escalation.cli.main import main
from escalation.results.reading import load

EVENT = "{kind: mediation, mediators: [qatar]}"


@pytest.fixture
def command(tmp_path, capsys):
    def call(*words):
        code = main(["branch", *map(str, words), "--out", str(tmp_path)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_an_ensemble_is_kept_and_told(command, tmp_path):
    code, out, err = command(
        "baseline", "--day", 6, "--event", EVENT, "--runs", 24, "--json", "--quiet", "--no-charts"
    )
    assert (code, err) == (0, "")
    (path,) = tmp_path.iterdir()
    assert path.name.startswith("branch-baseline-")
    assert json.loads(out)["branch"] == {"of_run": "", "day": 6}
    assert load(path).manifest["branch"]["day"] == 6


def test_one_run_is_told_beside_its_branch(command, tmp_path):
    code, out, _ = command("baseline", "--day", 6, "--run", 17, "--event", EVENT)
    assert code == 0
    assert "The two part on day 6" in out
    assert "Qatar began to mediate" in out
    assert list(tmp_path.iterdir()) == []


def test_events_that_meet_are_told_by_what_was_typed(command, tmp_path):
    shut = "{kind: crossings, actor: pakistan_military, closed: true, days: 3}"
    opened = "{kind: crossings, actor: pakistan_military, closed: false}"
    asked = ("baseline", "--day", 6, "--run", 17, "--event", shut, "--event", opened)
    code, _, err = command(*asked)
    assert code == 0
    assert err == (
        f"note: --event {opened}: takes the place of --event {shut}, which sets the same on day 6: "
        "the last in the list holds\n"
    )
    assert command(*asked, "--quiet")[2] == ""
    twice = command("baseline", "--day", 6, "--run", 17, "--event", shut, "--event", shut)[2]
    assert twice == f"note: --event {shut}: says what --event {shut} says already\n"


def test_one_run_as_json(command):
    code, out, _ = command("baseline", "--day", 6, "--run", 17, "--event", EVENT, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["parts_on_day"] == 6
    assert told["branch"]["outcome"]["end"] in ("durable", "relapsed", "never_quiet", "war")


@pytest.fixture
def state(command, tmp_path):
    path = tmp_path / "run17.state"
    code, out, err = command("baseline", "--day", 6, "--run", 17, "--save-state", path)
    assert (code, err) == (0, "")
    assert out.startswith("Saved: run 17 of baseline (seed 20251012) on the morning of day 6\n")
    assert f"escalation branch {path}" in out
    return path


def test_a_saved_state_goes_on_as_the_run_itself(command, state):
    code, out, _ = command(state)
    assert code == 0
    assert "The branch is the run itself, to the last bit of every day." in out


@pytest.mark.parametrize("day", [6, 20])
def test_a_branch_from_a_state_is_told_as_from_the_scenario(command, state, day):
    change = ("--day", day, "--event", EVENT, "--set", "parameters.audience_cost=1.2")
    assert command(state, *change) == command("baseline", "--run", 17, *change)
    assert command(state, *change, "--json") == command("baseline", "--run", 17, *change, "--json")


def test_a_state_is_saved_again_on_a_later_day(command, state, tmp_path):
    later, direct = tmp_path / "later.state", tmp_path / "direct.state"
    code, out, _ = command(state, "--day", 9, "--save-state", later, "--json")
    assert code == 0
    assert json.loads(out) == {
        "scenario": "baseline", "run": 17, "seed": 20251012, "day": 9, "state": str(later),
    }  # fmt: skip
    command("baseline", "--day", 9, "--run", 17, "--save-state", direct)
    assert later.read_bytes() == direct.read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--day", 5], "--day: 5 has passed: the run stands on the morning of day 6"),
        (["--day", 181], "--day: 181 is outside the horizon"),
        (["--run", 17], "--run: can't be given with a saved state"),
        (["--seed", 1, "--runs", 9], "2 problems"),
        (["--event", "{day: 3, kind: back_channel, open: true}"], "lies before the branch"),
        (["--save-state", "x.npz"], "must end in .state"),
        (["--save-state", "x.state", "--event", EVENT], "when you continue from the state"),
    ],
)
def test_what_a_state_cannot_do_is_said(command, state, words, said):
    code, out, err = command(state, *words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_damaged_state_is_one_message(command, state):
    content = bytearray(state.read_bytes())
    content[len(content) // 2] ^= 255
    state.write_bytes(content)
    code, out, err = command(state)
    assert (code, out) == (2, "")
    assert err == f"{state}: is damaged, or no saved state at all\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["runs/nowhere", "--day", 6], "no such run folder"),
        (["baseline", "--day", 400], "outside the horizon"),
        (["baseline", "--day", 6, "--run", 1, "--runs", 5], "not both"),
        (["baseline", "--day", 6, "--run", -1], "is not between 0 and 9,999,999"),
        (["baseline"], "--day: is missing"),
        (["baseline", "--day", 6, "--save-state", "x.state"], "give --run too"),
        (["baseline", "--day", 6, "--run", 1, "--save-state", "x"], "must end in .state"),
        (["nowhere.state"], "there is no such file"),
    ],
)
def test_wrong_input_is_one_clear_message(command, words, said, tmp_path):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []
