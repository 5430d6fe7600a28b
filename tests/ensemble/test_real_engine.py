"""The true engine under the ensemble: threads, chunks and order change not one bit."""

import pandas as pd
import pytest

from escalation import load_scenario, simulate
from escalation.ensemble import simulate as module


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("baseline", ["horizon_days=40"])


@pytest.fixture(scope="module")
def expected(scenario):
    return simulate(scenario, runs=60, threads=1)


@pytest.mark.parametrize(("threads", "chunk"), [(1, 1), (2, 9), (3, 4), (8, 100)])
def test_threads_and_chunks_change_nothing(monkeypatch, scenario, expected, threads, chunk):
    monkeypatch.setattr("escalation.ensemble.pools.FIRST_CHUNK_RUNS", chunk)
    monkeypatch.setattr(module, "MOST_CHUNK_RUNS", chunk)
    got = simulate(scenario, runs=60, threads=threads)
    for table in ("runs", "draws", "days", "segments"):
        pd.testing.assert_frame_equal(getattr(got, table), getattr(expected, table))
    assert got.summary()["odds"] == expected.summary()["odds"]


def test_the_tables_are_those_promised(expected):
    assert {"run", "draw", "replicate", "status", "reason", "end_state"} <= set(expected.runs)
    assert len(expected.days) == 40
    assert list(expected.segments["segment"]) == list(range(1, 91))
    assert len(expected.draws) == 15
    rungs = expected.days.filter(regex=r"^rung_afg_").sum(axis=1)
    assert rungs.to_numpy() == pytest.approx(1.0)


def test_one_parameter_fixed_leaves_all_other_draws_as_they_were(scenario, expected):
    fixed = load_scenario("baseline", ["horizon_days=40", "parameters.misperception=0.2"])
    drawn = simulate(fixed, runs=60).draws
    assert (drawn["misperception"] == 0.2).all()
    others = [name for name in drawn if name != "misperception"]
    pd.testing.assert_frame_equal(drawn[others], expected.draws[others])
