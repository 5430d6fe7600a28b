"""The manifest says where every number comes from."""

import datetime as dt
import json

from escalation.results.json_text import as_json
from escalation.results.manifest import Provenance, describe, git_commit, parameter_table
from escalation.scenario import register
from escalation.scenario.distributions import Fixed
from escalation.scenario.sections import Scenario

WHEN = dt.datetime(2025, 10, 12, 6, 30, 1, tzinfo=dt.UTC)
NAME = next(iter(register.parameters()))


def test_every_parameter_and_fact_is_there_with_its_basis():
    table = parameter_table(Scenario(name="x", title="X"))
    assert set(table) == {*register.parameters(), *register.facts()}
    assert all(row["source"] for row in table.values())
    assert all("basis" in row for row in table.values() if row["kind"] == "parameter")
    assert {row["set_by"] for row in table.values()} == {"register"}


def test_what_the_scenario_sets_is_told_apart():
    middle = register.parameters()[NAME].default.central
    table = parameter_table(Scenario(name="x", title="X", parameters={NAME: Fixed(middle)}))
    assert table[NAME]["set_by"] == "scenario"
    assert table[NAME]["distribution"] == {"fixed": {"value": middle}}


def test_it_is_json_and_says_how_and_with_what():
    made = Provenance(
        name="x",
        run_id="ab",
        started=WHEN,
        scenarios={"scenario.yaml": Scenario(name="x", title="X")},
        seed=3,
        replicates=4,
        ensemble={"runs": 10},
        timings={"simulate_seconds": 1.0},
    )
    manifest = describe(made, command=["escalation", "run", "x.yaml"])
    read = json.loads(as_json(manifest))
    assert read["started"] == "2025-10-12T06:30:01+00:00"
    assert {"python", "numpy", "numba", "mesa", "escalation"} <= set(read["versions"])
    assert read["command"][1] == "run"
    assert read["scenario"]["as_of"] == "2025-10-12"
    assert read["machine"]["cores"] >= 1


def test_the_commit_is_a_commit_or_nothing():
    commit = git_commit()
    assert commit is None or len(commit.removesuffix("+changes")) == 40
