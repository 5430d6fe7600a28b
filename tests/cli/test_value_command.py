"""`escalation value`: levers share draws, claims are ranked, wrong input is told."""

import json

import pytest

from escalation.api import simulate
from escalation.cli.main import main
from escalation.scenario.levers import levers
from escalation.scenario.load import load_scenario


@pytest.fixture
def value(capsys):
    def call(*words):
        code = main(["value", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.mark.slow
def test_a_table_and_its_files(value, tmp_path):
    code, text, err = value("baseline", "--runs", 480, "--out", tmp_path, "--quiet")
    assert (code, err) == (0, "")
    assert "Without knowing more the best choice for durable quiet is" in " ".join(text.split())
    first = text.split("\n\n")[1]
    assert first.startswith(("No claim would change the choice", "Verify C"))
    assert {"value.json", "levers.csv", "claims.csv", "inputs.csv", "value.png", "value.svg"} == {
        path.name for path in tmp_path.iterdir()
    }
    told = json.loads((tmp_path / "value.json").read_text(encoding="utf-8"))
    assert " ".join(first.split()) == told["findings"][0]
    declared = {lever.name: lever.title for lever in levers(load_scenario("baseline"))}
    assert {row["lever"] for row in told["levers"]} == set(declared)
    assert told["lever_titles"] == declared
    odds = [row["share"] for row in told["levers"]]
    assert odds == sorted(odds, reverse=True)
    tests = {row["name"]: row["test"] for row in told["claims"]}
    assert tests["C14"] == "kabul_struck is no"
    assert tests["C15"] == "kabul_struck is yes"
    assert tests["C21"] == "the claim holds"


@pytest.mark.slow
def test_a_kept_run_gives_scenario_and_seed(value, tmp_path):
    kept = simulate("baseline", runs=8, seed=7, replicates=2).save(tmp_path, charts=False)
    run_id = kept.name.rsplit("-", 1)[1]
    words = (run_id, "--in", tmp_path, "--runs", 200, "--lever", "hotline")
    code, text, _ = value(*words, "--json", "--outcome", "war")
    assert code == 0
    told = json.loads(text)
    assert (told["seed"], told["draws"]) == (7, 100)
    assert {row["lever"] for row in told["levers"]} == {"as_it_is", "hotline"}
    code, text, _ = value(*words, "--json", "--replicates", 1)
    assert json.loads(text)["draws"] == 200
    code, text, _ = value(*words, "--quiet")
    assert "all levers ran anew" in " ".join(text.split("\n\n")[0].split())


@pytest.mark.slow
def test_a_scenario_without_claims_says_so(value, tmp_path):
    scenario = tmp_path / "bare.yaml"
    names = load_scenario("baseline").claims
    nothing = "".join(f"  {name}: null\n" for name in names)
    scenario.write_text(
        f"extends: baseline\nname: bare\ntitle: Bare\nclaims:\n{nothing}", encoding="utf-8"
    )
    words = ("--runs", 400, "--lever", "hotline", "--quiet", "--out", tmp_path / "out")
    code, text, _ = value(scenario, *words)
    assert code == 0
    assert (tmp_path / "out" / "value.png").stat().st_size > 10_000
    assert "No claim bears on what these runs vary." in text


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["baseline", "--runs", "40"], "40 are too few; 400 are the least"),
        (["baseline", "--price", "2"], "is not a share"),
        (["baseline", "--outcome", "peace"], "levers can't be ranked by 'peace'"),
        (["baseline", "--outcome", "relapsed"], "levers can't be ranked by 'relapsed'"),
        (["baseline", "--lever", "hotlin"], "did you mean 'hotline'"),
        (["abcd1234"], "there is no such run"),
        (["nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_wrong_input_is_told(value, words, complaint):
    code, out, err = value(*words)
    assert (code, out) == (2, "")
    assert complaint in err
