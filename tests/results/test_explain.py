"""Explain a result from Python: one just made, or one that was kept."""

import pytest
from matplotlib.figure import Figure

from escalation import compare, load_scenario, open_run, simulate
from escalation.cli.explain_command import lines
from escalation.errors import InputError


@pytest.fixture(scope="module")
def result():
    return simulate("baseline", runs=480, seed=5, replicates=4)


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory):
    return result.save(tmp_path_factory.mktemp("runs"), charts=False)


def test_a_kept_run_says_what_the_fresh_one_says(result, folder):
    fresh, kept = result.explain(), open_run(folder).explain()
    assert fresh.as_dict() == kept.as_dict()
    assert fresh.source == kept.source


def test_a_kept_run_answers_as_a_fresh_one(result, folder):
    kept = open_run(result.run_id, folder.parent)
    assert kept.odds().as_dict() == result.odds().as_dict()
    assert kept.variance_share() == result.variance_share()
    assert kept.killed().equals(result.killed())
    assert isinstance(kept.plot_end_states(), Figure)


def test_tables_charts_and_files(result, tmp_path):
    found = result.explain("war")
    assert found.outcome == "war"
    assert {"name", "share", "verdict", "words"} <= set(found.drivers)
    assert isinstance(found.plot_drivers(), Figure)
    assert isinstance(found.plot_dependence(), Figure)
    assert {"explain.json", "drivers.csv"} <= {path.name for path in found.save(tmp_path)}


def test_wrong_input_is_told(result):
    with pytest.raises(InputError, match="'peace' is no outcome"):
        result.explain("peace")
    with pytest.raises(InputError, match="too few to tell"):
        simulate("baseline", runs=40, replicates=4).explain()
    with pytest.raises(InputError, match="horizon"):
        short = simulate("pakistan_retaliates", runs=40, replicates=4)
        short.scenario = short.scenario.model_copy(update={"horizon_days": 20})
        short.explain("de_escalated_30d")


def test_only_runs_are_opened(tmp_path):
    folder, _ = compare("baseline", "pakistan_retaliates", runs=8).save(tmp_path, charts=False)
    with pytest.raises(InputError, match=r"kind 'comparison'; give one that 'escalation run' made"):
        open_run(folder)


def test_a_run_in_which_nobody_claims_anything():
    found = simulate(load_scenario("baseline", ["claims=null"]), runs=400).explain()
    assert found.claims.empty
    assert {"name", "members", "share", "verdict", "words"} <= set(found.claims)
    assert found.as_dict()["claims"] == []
    assert isinstance(found.plot_drivers(), Figure)
    assert "claims, with all they bear on: there are none" in lines(found)
