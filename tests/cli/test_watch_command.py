"""`escalation watch`: the very member of the ensemble, told day by day or in sentences."""

import json

import pytest

from escalation import open_run, simulate
from escalation.cli.main import main
from escalation.day.records import DAY_FIELDS, RUN_FIELDS
from escalation.scenario.load import load_scenario


@pytest.fixture
def watch(capsys):
    def call(*words):
        code = main(["watch", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_watched_run_is_that_row_of_the_ensemble(watch):
    result = simulate(load_scenario("baseline"), runs=24, seed=3, threads=2)
    for number in (17, 23):
        code, out, err = watch("baseline", "--run", number, "--seed", 3, "--json")
        assert (code, err) == (0, "")
        told = json.loads(out)
        row = result.runs.set_index("run").loc[number]
        assert told["draw"] == row["draw"]
        for field in RUN_FIELDS:
            assert told["outcome"][field] == row[field], field


def test_json_holds_days_and_events(watch):
    code, out, _ = watch("baseline", "--horizon", 12, "--set", "ensemble.replicates=2", "--json",
                         "--run", 5)  # fmt: skip
    told = json.loads(out)
    assert code == 0
    assert (told["draw"], told["replicates"], told["horizon_days"]) == (2, 2, 12)
    assert [day["day"] for day in told["days"]] == list(range(12))
    assert set(told["days"][0]) == set(DAY_FIELDS)
    assert all(event["text"].endswith(".") for event in told["events"])
    assert {event["segment"] for event in told["events"]} <= {None, *range(1, 91)}


def test_days_are_told_and_quiet_ones_condensed(watch):
    code, out, err = watch("baseline", "--run", 16)
    assert (code, err) == (0, "")
    assert "12 Oct (day 0)" in out
    assert "quiet between the states" in out
    assert "End after 180 days" in out
    strips = [line for line in out.splitlines() if line.endswith("|")]
    assert strips
    assert {len(line) for line in strips} == {93}


def test_events_are_told_in_sentences(watch):
    code, out, _ = watch("baseline", "--run", 17, "--horizon", 20, "--events")
    assert code == 0
    sentences = [line for line in out.splitlines() if "(day " in line and ": " in line]
    assert sentences
    assert all(line.endswith(".") for line in sentences)


def test_another_draw_is_another_run(watch):
    def outcome(*words):
        return json.loads(watch("baseline", "--horizon", 30, "--json", *words)[1])["days"]

    assert outcome("--run", 4, "--draw", 1) == outcome("--run", 4)
    assert outcome("--run", 4, "--draw", 2) != outcome("--run", 4)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--run", -1), "--run"),
        (("--run", 10**9), "--run"),
        (("--draw", -3), "--draw"),
        (("--seed", -1), "--seed"),
        (("--horizon", 0), "horizon_days"),
        (("--set", "horizon=3"), "horizon"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(watch, words, named):
    code, out, err = watch("baseline", *words)
    assert (code, out) == (2, "")
    assert named in err
    assert "Traceback" not in err


def test_a_kept_run_knows_its_seed_and_scenario(watch, tmp_path, capsys):
    words = ("--runs", 12, "--seed", 8, "--replicates", 3, "--horizon", 20, "--no-charts")
    assert main(["run", "baseline", *map(str, words), "--quiet", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    (folder,) = tmp_path.iterdir()
    code, out, _ = watch(folder, "--run", 10, "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["seed"], told["replicates"], told["draw"]) == (8, 3, 3)
    row = open_run(folder).runs.set_index("run").loc[10]
    assert all(told["outcome"][field] == row[field] for field in RUN_FIELDS)
