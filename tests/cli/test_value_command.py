"""`escalation value`: policies share draws, claims are ranked, wrong input is told."""

import json

import pytest

from escalation.api import simulate
from escalation.cli.main import main
from escalation.scenario.load import load_scenario
from escalation.studies.policies import POLICIES, under


@pytest.fixture
def value(capsys):
    def call(*words):
        code = main(["value", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_table_and_its_files(value, tmp_path):
    code, text, err = value("baseline", "--runs", 480, "--out", tmp_path, "--quiet")
    assert (code, err) == (0, "")
    assert "Without knowing more the best choice is" in text
    assert {"value.json", "policies.csv", "claims.csv", "inputs.csv", "value.png", "value.svg"} == {
        path.name for path in tmp_path.iterdir()
    }
    told = json.loads((tmp_path / "value.json").read_text(encoding="utf-8"))
    assert [row["policy"] for row in told["policies"]] == [policy.name for policy in POLICIES]
    tests = {row["name"]: row["test"] for row in told["claims"]}
    assert tests["C14"] == "kabul_struck is no"
    assert tests["C15"] == "kabul_struck is yes"
    assert tests["C21"] == "the claim holds"


def test_a_kept_run_gives_scenario_and_seed(value, tmp_path):
    kept = simulate("baseline", runs=8, seed=7, replicates=2).save(tmp_path, charts=False)
    run_id = kept.name.rsplit("-", 1)[1]
    code, text, _ = value(run_id, "--in", tmp_path, "--runs", 200, "--json", "--outcome", "war")
    assert code == 0
    told = json.loads(text)
    assert (told["seed"], told["draws"]) == (7, 100)


def test_policies_add_events_and_respect_the_horizon():
    scenario = load_scenario("baseline", ["horizon_days=8"])
    sizes = [len(under(scenario, policy).events) for policy in POLICIES]
    own = len(scenario.events)
    assert sizes == [own, own + 1, own + 1, own + 2]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["baseline", "--runs", "40"], "40 are too few; 400 are the least"),
        (["baseline", "--price", "2"], "is not a share"),
        (["baseline", "--outcome", "peace"], "is no outcome"),
        (["abcd1234"], "there is no such run"),
        (["nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_wrong_input_is_told(value, words, complaint):
    code, out, err = value(*words)
    assert (code, out) == (2, "")
    assert complaint in err
