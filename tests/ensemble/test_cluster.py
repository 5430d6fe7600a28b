"""Chunks on Dask: the same answers, and a worker that dies costs its chunk alone."""

import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from escalation import load_scenario, simulate
from escalation.ensemble.cluster import open_cluster, piece_on_worker
from escalation.ensemble.plan import plan_for
from escalation.ensemble.session import Session
from escalation.ensemble.worker_rules import differences, rules_here
from escalation.errors import InputError, PurposeError
from escalation.studies.run import run


def same(one, other):
    for table in ("runs", "days", "segments", "draws"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("baseline", ["horizon_days=30"])


@pytest.fixture(scope="module")
def two_workers():
    """Return the address of two workers on this machine that are sound and stay so."""
    pytest.importorskip("distributed")
    with open_cluster("local", workers=2) as pool:
        yield pool.client.scheduler.address


@pytest.mark.parametrize("address", ["locl", "host:8786", "http://x", ""])
def test_an_address_that_is_none(address):
    with pytest.raises(InputError, match="neither local nor an address"), open_cluster(address):
        pass


def test_without_dask_it_says_what_to_install(monkeypatch):
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
def test_the_same_answers_to_the_bit(scenario, two_workers):
    expected = simulate(scenario, runs=300, threads=2)
    same(expected, simulate(scenario, runs=300, threads=2, cluster=two_workers))


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
def test_a_sweep_on_a_cluster_is_the_same_files(tmp_path, two_workers):
    from escalation.cli.main import main
    from tests.sweep.fakes import write

    text = (
        "sweep: c\nscenario: baseline\nset: {horizon_days: 20}\nruns: 30\nvary:\n"
        "  parameters.audience_cost: [0.1, 0.2, 0.3, 0.4]\n  actors.dyad.ceasefire: [none, truce]\n"
    )
    file = write(tmp_path, text)
    common = ["sweep", str(file), "--no-charts", "--quiet", "--threads", "2"]
    assert main([*common, "--out", str(tmp_path / "threads")]) == 0
    assert main([*common, "--out", str(tmp_path / "dask"), "--cluster", two_workers]) == 0
    names = [
        sorted(f.name for f in (tmp_path / n / "points").iterdir()) for n in ("threads", "dask")
    ]
    assert names[0] == names[1]


# --- workers by other rules -----------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]
HERE = {
    "escalation": "0.1.0", "sources and data": "aa", "Python": "3.11",
    "NumPy": "2.1.0", "SciPy": "1.15.0", "Numba": "0.61.0",
}  # fmt: skip


def test_rules_here_name_what_figures_come_from():
    rules = rules_here()
    assert list(rules) == list(HERE)
    assert "none" not in rules.values()
    assert differences(rules, rules_here()) == ""


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({"sources and data": "bb"}, "has sources and data bb, and this machine aa"),
        ({"SciPy": "1.12.0"}, "has SciPy 1.12.0, and this machine 1.15.0"),
        ({"Python": "3.12"}, "has Python 3.12, and this machine 3.11"),
        ({"escalation": "none", "sources and data": "none"}, "has no escalation installed"),
    ],
)
def test_what_a_worker_differs_in_is_named(there, said):
    assert differences(HERE, {**HERE, **there}) == said


@contextmanager
def worker(address, rules):
    """A worker that takes its package from a folder of its own."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", address]
    command += ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", "other"]
    process = subprocess.Popen(
        command,
        cwd=rules,
        env={**os.environ, "PYTHONPATH": str(rules)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()  # how a worker takes leave is Dask's, and may take it long
        process.wait(60)


@pytest.fixture
def other_rules(tmp_path):
    """Copy the package with another constant in a rule, under the same version."""
    shutil.copytree(ROOT / "escalation", tmp_path / "escalation")
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    rule = tmp_path / "escalation" / "day" / "tension.py"
    rule.write_text(rule.read_text(encoding="utf-8") + "\nOTHERWISE = 1\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def scheduler():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


SCHEDULER = """
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        input()
"""


@pytest.mark.slow
def test_a_scheduler_that_dies_is_told_in_one_sentence_and_soon(tmp_path):
    pytest.importorskip("distributed")
    (tmp_path / "serve.py").write_text(SCHEDULER)
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "serve.py")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as scheduler:  # fmt: skip
        address = scheduler.stdout.readline().strip()
        asked = [
            "run", "baseline", "--runs", "400000", "--no-charts", "--cluster", address,
            "--out", str(tmp_path / "kept"),
        ]  # fmt: skip
        with subprocess.Popen(
            [sys.executable, "-m", "escalation", *asked],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        ) as running:  # fmt: skip
            told = ""
            while " of 400,000 runs" not in told:
                told += running.stderr.readline()
            scheduler.kill()
            told += running.communicate(timeout=60)[1]
    assert running.returncode == 1, told
    assert "error: the cluster was lost" in told.splitlines()[-1]
    assert told.endswith("nothing of this run is kept\n")
    assert "Traceback" not in told
    assert "distributed" not in told
    assert not list((tmp_path / "kept").glob("*"))


@pytest.mark.slow
def test_a_worker_by_other_rules_is_refused_by_name(scheduler, other_rules):
    from distributed import Client

    with worker(scheduler, other_rules), Client(scheduler) as client:
        client.wait_for_workers(2, timeout=60)
        (name,) = [a for a, w in client.scheduler_info()["workers"].items() if w["id"] == "other"]
        with pytest.raises(InputError) as caught, open_cluster(scheduler):
            pass
    assert f"--cluster: worker {name} has sources and data " in str(caught.value)
    assert len(caught.value.problems) == 1


@pytest.mark.slow
def test_a_worker_that_comes_later_by_other_rules_computes_nothing(
    scheduler, other_rules, scenario
):
    with open_cluster(scheduler) as pool:
        pool.chunk_seconds = 0.05
        with worker(scheduler, other_rules):
            pool.client.wait_for_workers(2, timeout=60)
            now = dt.datetime.now(dt.UTC)
            with pytest.raises(PurposeError, match="which came later, has sources and data "):
                run(scenario, plan_for(scenario, runs=20_000), Session(pool), now)


# --- scripts --------------------------------------------------------------------------------

RUN = "print(simulate('baseline', runs=8, cluster='local', threads=1).ensemble.n_runs)"
VARY = "{'parameters.audience_cost': [0.1, 0.2]}"
SWEEP = (
    "print(run_sweep({'sweep': 's', 'scenario': 'baseline', 'runs': 4, 'vary': "
    f"{VARY}}}, 's', charts=False, cluster='local', threads=1).points_kept)"
)


def script(folder, text):
    file = folder / "script.py"
    file.write_text(f"from escalation import run_sweep, simulate\n{text}\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(file)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("text", [RUN, SWEEP], ids=["run", "sweep"])
def test_a_script_without_the_guard_is_told_so_once(tmp_path, text):
    pytest.importorskip("distributed")
    done = script(tmp_path, text)
    assert done.returncode == 1
    assert done.stderr.count("Traceback") == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("escalation.errors.PurposeError: a script that has workers ")
    assert last.endswith("if __name__ == '__main__':")


@pytest.mark.slow
def test_a_script_with_the_guard_runs(tmp_path):
    pytest.importorskip("distributed")
    done = script(tmp_path, f"if __name__ == '__main__':\n    {RUN}")
    assert (done.returncode, done.stdout) == (0, "8\n")
