"""A run's tables are one thing, whether they were just made or are read from their folder."""

import pickle

import pandas as pd
import pytest

from escalation import api, load_scenario, open_run, results, simulate
from escalation.errors import InputError
from escalation.scenario.load import override


@pytest.fixture(scope="module")
def fresh():
    return simulate("baseline", runs=24, seed=5, replicates=4)


@pytest.fixture(scope="module")
def kept(fresh, tmp_path_factory):
    return open_run(fresh.save(tmp_path_factory.mktemp("runs"), charts=False))


def test_all_names_are_of_one_class(fresh, kept):
    assert type(fresh) is type(kept) is results.Result
    assert api.Result is api.KeptRun is api.Answers is results.Result


def test_both_hold_the_same(fresh, kept):
    for name in ("runs", "draws", "days", "segments"):
        pd.testing.assert_frame_equal(getattr(fresh, name), getattr(kept, name), check_dtype=False)
    for name in (
        "run_id", "scenario_name", "horizon_days", "quiet_days", "as_of", "start", "claims", "seed",
        "replicates", "interrupted",
    ):  # fmt: skip
        assert getattr(fresh, name) == getattr(kept, name), name
    assert len(fresh.with_fewer_draws(2).draws) == len(kept.with_fewer_draws(2).draws) == 2
    assert len(fresh.draws) == len(kept.draws) == 6


def test_a_run_with_the_largest_seed_is_kept_and_opened(tmp_path):
    largest = 2**63 - 1
    scenario = override(load_scenario("baseline"), [f"ensemble.seed={largest}", "horizon_days=9"])
    run = simulate(scenario, runs=8)
    again = open_run(run.save(tmp_path, charts=False))
    assert (run.seed, again.seed, again.scenario.ensemble.seed) == (largest, largest, largest)
    with pytest.raises(InputError, match="seed: must be a whole number from 0 to"):
        again.explain(seed=-1)


def test_the_summary_is_a_mapping_and_may_be_called(fresh, kept):
    assert kept.summary["odds"] == fresh.summary()["odds"] == fresh.summary["odds"]
    assert kept.summary["path"] == str(kept.path)


def test_where_it_lies_is_told_by_what_is_kept_alone(fresh, kept):
    assert kept.manifest["seed"] == 5
    assert repr(kept) == f"<Result {kept.run_id} of baseline, kept in {kept.path}>"
    assert repr(fresh) == f"<Result {fresh.run_id} of baseline>"
    with pytest.raises(AttributeError, match="lies in no folder"):
        _ = fresh.manifest
    with pytest.raises(InputError, match="is kept already"):
        kept.save("elsewhere")


def test_a_kept_run_can_be_pickled_and_so_could_those_of_earlier_versions(kept):
    again = pickle.loads(pickle.dumps(kept))
    assert again.run_id == kept.run_id
    assert again.odds().as_dict() == kept.odds().as_dict()
    older = results.Result.__new__(results.Result)
    older.__setstate__({"path": kept.path, "manifest": kept.manifest, "summary": {}})
    assert older.summary == kept.summary
    assert older.runs.equals(kept.runs)
