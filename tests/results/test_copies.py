"""Results of every kind survive pickle and copy, and say afterwards what they said before."""

import copy
import pickle

import pandas as pd
import pytest

from escalation import branch, compare, load_scenario, open_run, policies, run_sweep, simulate
from escalation.errors import InputError
from escalation.studies.one_run import stop_run
from escalation.studies.value import value

EVENT = {"kind": "mediation", "mediators": ["qatar"]}
COPIES = {
    "pickle": lambda one: pickle.loads(pickle.dumps(one)),
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
}


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("baseline", ["horizon_days=40"])


@pytest.fixture(scope="module")
def made(scenario, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    result = simulate(scenario, runs=40)
    vary = {"parameters.audience_cost": [0.1, 0.2]}
    sweep = {"sweep": "s", "scenario": "baseline", "runs": 8, "vary": vary}
    return {
        "result": result,
        "kept": open_run(result.save(folder, charts=False)),
        "compare": compare(scenario, scenario, runs=40),
        "branch": branch(scenario, 6, events=EVENT, runs=40),
        "policies": policies(scenario, levers="hotline", runs=40, outcome="war"),
        "value": value(scenario, "war", levers="hotline", runs=400),
        "explanation": simulate(scenario, runs=400).explain("war"),
        "sweep": run_sweep(sweep, folder / "sweep", charts=False),
        "stopped": stop_run(scenario, 6, 3),
        "branched": stop_run(scenario, 6, 3).branch(events=EVENT),
        "scenario": scenario,
    }


def said(one):
    """Return what a result says: its tables and figures, made anew."""
    if hasattr(one, "draws") and hasattr(one, "odds"):
        return [one.odds(), one.table("runs"), one.table("draws"), one.table("days")]
    if hasattr(one, "differences"):
        return [one.differences, one.changed, one.base.ensemble.draws]
    if hasattr(one, "until"):
        return [one.until(12).so_far.days.tobytes(), one.draw.tobytes()]
    if hasattr(one, "parts_on_day"):
        return [one.parts_on_day, one.branch.days.tobytes()]
    if hasattr(one, "model_dump"):
        return [one]
    return [getattr(one, name) for name in ("table", "levers", "drivers") if hasattr(one, name)]


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize(
    "kind",
    [
        *("result", "kept", "compare", "branch", "policies", "value", "explanation", "sweep"),
        *("stopped", "branched", "scenario"),
    ],
)
def test_a_copy_says_the_same(made, kind, how):
    one = made[kind]
    before, after = said(one), said(COPIES[how](one))
    assert before
    for left, right in zip(before, after, strict=True):
        if isinstance(left, pd.DataFrame):
            pd.testing.assert_frame_equal(left, right)
        else:
            assert left == right


def test_a_pickle_of_another_version_of_the_model_is_refused(made, monkeypatch):
    """Draws are made anew from the scenario, and another version would make others."""
    written = pickle.dumps(made["result"])
    monkeypatch.setattr("escalation.scenario.truth.model_fingerprint", lambda: "another")
    with pytest.raises(InputError, match="another version of the model wrote it; open the folder"):
        pickle.loads(written)
