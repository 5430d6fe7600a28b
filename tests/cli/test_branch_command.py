"""`escalation branch` as a user runs it, in this process."""

import json

import pytest

from escalation.cli.main import main
from escalation.store.stored import load

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


def test_one_run_as_json(command):
    code, out, _ = command("baseline", "--day", 6, "--run", 17, "--event", EVENT, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["parts_on_day"] == 6
    assert told["branch"]["outcome"]["end"] in ("durable", "relapsed", "never_quiet", "war")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["runs/nowhere", "--day", 6], "no such run folder"),
        (["baseline", "--day", 400], "outside the horizon"),
        (["baseline", "--day", 6, "--run", 1, "--runs", 5], "not both"),
        (["baseline", "--day", 6, "--run", -1], "numbered from 0"),
        (["baseline"], "--day"),
    ],
)
def test_wrong_input_is_one_clear_message(command, words, said, tmp_path):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []
