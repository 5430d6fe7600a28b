"""Computing points: failures as rows, stopping, kill -9, and nothing computed twice."""

import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from escalation.cli.main import main
from escalation.ensemble.session import Session
from escalation.sweep.drive import run_points
from escalation.sweep.folder import SweepFolder
from escalation.sweep.load import load_sweep
from tests.ensemble.fakes import FakeEngine
from tests.sweep.fakes import put_in_place, write

KILLED = """
import sys
import escalation.ensemble.worlds as module
from escalation.cli.main import main
from tests.ensemble.fakes import FakeEngine
from tests.sweep.fakes import SweepSpace
engine = FakeEngine(seconds=float(sys.argv.pop(1)))
module.prepare = lambda s: (SweepSpace(s), engine)
module.space_of = SweepSpace
sys.exit(main(sys.argv[1:]))
"""


def start(root, seconds, file, out):
    return subprocess.Popen(
        [sys.executable, "-c", KILLED, str(seconds), "sweep", str(file), "--out", str(out),
         "--no-charts", "--threads", "2", "--quiet"],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip


def names(path):
    return sorted(file.name for file in (path / "points").glob("*.parquet"))


def wait_for(path, count, process):
    deadline = time.monotonic() + 120
    while len(names(path)) < count and time.monotonic() < deadline:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)


@pytest.fixture
def sweeps(monkeypatch):
    """Return a function that runs a sweep's file to its end, here, and how many runs it took."""
    engine = put_in_place(monkeypatch)

    def run(file, out):
        before = sum(engine.calls)
        words = ["sweep", file, "--out", out, "--no-charts", "--threads", "2", "--quiet"]
        assert main([*map(str, words)]) == 0
        return sum(engine.calls) - before

    return run


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_killed_and_resumed_equals_uninterrupted(root, tmp_path, sweeps, number):
    file = write(tmp_path)
    assert sweeps(file, tmp_path / "whole") == 40 * 12
    broken = start(root, 0.004, file, tmp_path / "broken")
    wait_for(tmp_path / "broken", 3, broken)
    broken.send_signal(number)
    said = broken.communicate(timeout=60)[1]
    assert broken.returncode == (130 if number == signal.SIGINT else -9), said
    before = names(tmp_path / "broken")
    assert 3 <= len(before) < 12
    assert set(before) < set(names(tmp_path / "whole"))
    # What was finished isn't computed again.
    assert sweeps(file, tmp_path / "broken") == 40 * (12 - len(before))
    assert names(tmp_path / "broken") == names(tmp_path / "whole")
    for name in ("results.parquet", "results.csv", "sweep.json"):
        assert (tmp_path / "broken" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_failures_are_rows_with_reasons(tmp_path, monkeypatch):
    put_in_place(monkeypatch, FakeEngine(raises=range(40)))
    plan = load_sweep(write(tmp_path))
    with SweepFolder.open(tmp_path / "s", plan) as folder, Session.open(2) as session:
        sitting = run_points(plan, folder, range(3), session)
        assert (sitting.computed, sitting.failed) == (3, 3)
        table = pd.read_parquet(tmp_path / "s" / "points")
        assert set(table["status"]) == {"failed"}
        assert set(table["reason"]) == {"every run broke: ZeroDivisionError: division by zero"}
        assert table["war"].isna().all()
        assert folder.standing().failed == {0, 1, 2}


def test_values_that_are_sound_alone_but_not_together_fail_as_a_row(tmp_path, monkeypatch):
    put_in_place(monkeypatch)
    text = (
        "sweep: x\nscenario: baseline\nruns: 20\nvary:\n  a:\n    options:\n      none: {}\n"
        "      late: {events: [{day: 20, kind: back_channel, open: true}]}\n  horizon_days: [9]\n"
    )
    plan = load_sweep(write(tmp_path, text))
    with SweepFolder.open(tmp_path / "s", plan) as folder, Session.open(2) as session:
        run_points(plan, folder, range(plan.points), session)
    table = pd.read_parquet(tmp_path / "s" / "points").sort_values("point")
    assert table["status"].tolist() == ["done", "failed"]
    assert "events[0].day" in table["reason"].iloc[1]


def test_some_broken_runs_are_told_and_the_point_counts(tmp_path, monkeypatch):
    put_in_place(monkeypatch, FakeEngine(fails={1, 2}))
    plan = load_sweep(write(tmp_path))
    with SweepFolder.open(tmp_path / "s", plan) as folder, Session.open(2) as session:
        run_points(plan, folder, [0], session)
    (row,) = pd.read_parquet(tmp_path / "s" / "points").itertuples()
    assert (row.status, row.failed_runs, row.runs) == ("done", 2, 40)
    assert row.reason.startswith("2 runs broke, such as: ")


def test_points_share_the_engine_of_one_world(tmp_path, monkeypatch):
    put_in_place(monkeypatch)
    from escalation.ensemble.worlds import Worlds, world_key

    plan = load_sweep(write(tmp_path))
    worlds = Worlds()
    for point in range(plan.points):
        worlds.prepare(plan.scenario(point))
    assert worlds.built == 2  # one for each of Pakistan's lines
    assert world_key(plan.scenario(0)) == world_key(plan.scenario(10))


def test_progress_counts_what_was_there_before(tmp_path, monkeypatch):
    put_in_place(monkeypatch)
    plan = load_sweep(write(tmp_path))
    seen = []
    with SweepFolder.open(tmp_path / "s", plan) as folder, Session.open(1) as session:
        run_points(plan, folder, range(4, 12), session, done_before=4, progress=seen.append)
    assert seen[-1].points_done == seen[-1].points_total == 12
    assert seen[-1].runs_done == seen[-1].runs_total == 320
    assert seen[-1].seconds_left == 0
