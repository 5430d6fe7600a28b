"""Chunks on Dask: the same answers, and a worker that dies costs its chunk alone."""

import os
import signal
import threading
import time

import pandas as pd
import pytest

from escalation import load_scenario, simulate
from escalation.ensemble.cluster import open_cluster, piece_on_worker
from escalation.ensemble.plan import plan_for
from escalation.ensemble.session import Session
from escalation.errors import InputError, PurposeError
from escalation.studies.run import run


def same(one, other):
    for table in ("runs", "days", "segments", "draws"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("baseline", ["horizon_days=30"])


@pytest.mark.parametrize("address", ["locl", "host:8786", "http://x", ""])
def test_an_address_that_is_none(address):
    with pytest.raises(InputError, match="neither local nor an address"), open_cluster(address):
        pass


def test_without_dask_it_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(PurposeError, match=r"needs Dask: .*escalation\[cluster\]"),
        open_cluster("local"),
    ):
        pass


def test_a_job_on_a_worker_is_the_piece_itself(scenario):
    import pickle

    expected = simulate(scenario, runs=24, threads=1)
    content = pickle.dumps((scenario, expected.seed, expected.replicates, 24))
    for _ in range(2):  # built, then known
        piece, seconds = piece_on_worker("a key", content, 2, 6)
        assert seconds > 0
        assert piece.runs["run"].tolist() == list(range(8, 24))
        for name in ("end_state", "deescalated_day", "killed_pak_state"):
            assert piece.runs[name].tolist() == expected.runs[name].tolist()[8:24]


def test_nobody_answers(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("escalation.ensemble.cluster.CONNECT_SECONDS", 1)
    with (
        pytest.raises(InputError, match="no scheduler answers at tcp://"),
        open_cluster("tcp://127.0.0.1:9"),
    ):
        pass


@pytest.mark.slow
def test_the_same_answers_to_the_bit(scenario):
    pytest.importorskip("distributed")
    expected = simulate(scenario, runs=300, threads=2)
    same(expected, simulate(scenario, runs=300, threads=2, cluster="local"))


@pytest.mark.slow
def test_a_worker_that_dies_costs_only_its_chunk(scenario):
    """Kill one of three workers while all of them work."""
    pytest.importorskip("distributed")
    expected = simulate(scenario, runs=4000, threads=2)
    seen = []
    with open_cluster("local", workers=3) as pool:
        pids = list(pool.client.run(os.getpid).values())
        pool.chunk_seconds = 0.2

        def kill():
            while not seen or seen[-1].runs_done < 400:
                time.sleep(0.01)
            os.kill(pids[0], signal.SIGKILL)

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        session = Session(pool, seen.append)
        got = run(scenario, plan_for(scenario, runs=4000), session, expected.started)
        killer.join(10)
        assert not killer.is_alive()
        assert max(m.runs_done for m in seen) >= 400
        pool.client.wait_for_workers(3, timeout=60)  # its nanny starts another
        assert pids[0] not in pool.client.run(os.getpid).values()
    assert got.ensemble.failed_runs == 0
    same(expected, got)


@pytest.mark.slow
def test_a_sweep_on_a_cluster_is_the_same_files(tmp_path):
    pytest.importorskip("distributed")
    from escalation.cli.main import main
    from tests.sweep.fakes import write

    text = (
        "sweep: c\nscenario: baseline\nset: {horizon_days: 20}\nruns: 30\nvary:\n"
        "  parameters.audience_cost: [0.1, 0.2, 0.3, 0.4]\n  actors.dyad.ceasefire: [none, truce]\n"
    )
    file = write(tmp_path, text)
    common = ["sweep", str(file), "--no-charts", "--quiet", "--threads", "2"]
    assert main([*common, "--out", str(tmp_path / "threads")]) == 0
    assert main([*common, "--out", str(tmp_path / "dask"), "--cluster", "local"]) == 0
    names = [
        sorted(f.name for f in (tmp_path / n / "points").iterdir()) for n in ("threads", "dask")
    ]
    assert names[0] == names[1]
