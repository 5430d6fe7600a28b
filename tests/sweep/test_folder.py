"""A sweep's folder: one process at a time, whole files, proof of what they hold, no mixing."""

import os
import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from escalation.cli.main import main
from escalation.ensemble.session import Session
from escalation.errors import InputError, OutputError
from escalation.sweep.drive import run_points
from escalation.sweep.folder import SweepFolder, verify
from escalation.sweep.load import load_sweep
from tests.sweep.fakes import GRID, put_in_place, write


@pytest.fixture
def plan(tmp_path, monkeypatch):
    put_in_place(monkeypatch)
    return load_sweep(write(tmp_path))


@pytest.fixture
def computed(plan, tmp_path):
    """Return a finished sweep's folder."""
    with SweepFolder.open(tmp_path / "s", plan) as folder, Session.open(2) as session:
        run_points(plan, folder, range(plan.points), session)
    return tmp_path / "s"


def names(path):
    return sorted(file.name for file in (path / "points").iterdir())


def test_points_are_one_table_in_a_line(computed):
    table = pd.read_parquet(computed / "points")
    assert sorted(table["point"]) == list(range(12))
    assert set(table["status"]) == {"done"}
    assert table["Pakistan's line"].dtype == object or str(table["Pakistan's line"].dtype) == "str"
    assert (table["de_escalated_90d_low"] <= table["de_escalated_90d"]).all()
    by_cost = table.groupby("parameters.audience_cost")["durable"].mean()
    assert by_cost.iloc[0] > by_cost.iloc[-1]  # the fake's propensity falls with the cost


def test_the_same_points_are_the_same_files(computed, plan, tmp_path):
    with SweepFolder.open(tmp_path / "again", plan) as folder, Session.open(1) as session:
        run_points(plan, folder, [*range(6, 12), *range(6)], session)
    assert names(tmp_path / "again") == names(computed)


def test_a_second_process_is_refused_and_a_later_one_is_not(plan, tmp_path):
    with SweepFolder.open(tmp_path / "s", plan):
        with pytest.raises(InputError, match="another process is computing this sweep"):
            SweepFolder.open(tmp_path / "s", plan)
        code = (
            "from escalation.results import locks; from pathlib import Path; import sys; "
            "sys.exit(locks.take(Path(sys.argv[1])) is None)"
        )
        other = subprocess.run([sys.executable, "-c", code, tmp_path / "s" / ".lock"], check=False)
        assert other.returncode == 1
    SweepFolder.open(tmp_path / "s", plan).close()


def test_damage_is_found_and_computed_again(computed, plan):
    before = names(computed)
    victims = [computed / "points" / before[2], computed / "points" / before[7]]
    victims[0].write_bytes(victims[0].read_bytes()[:-1] + b"x")
    victims[1].write_bytes(b"")
    standing, points = verify(computed)
    assert points == 12
    assert standing.corrupt == victims
    assert len(standing.finished) == 10
    with SweepFolder.open(computed, plan) as folder, Session.open(1) as session:
        standing = folder.standing()
        folder.clear(standing)
        run_points(plan, folder, [i for i in range(12) if i not in standing.finished], session)
    assert names(computed) == before


def test_a_point_of_another_sweep_is_no_point_of_this_one(computed, tmp_path):
    other = load_sweep(write(tmp_path, GRID.replace("runs: 40", "runs: 44"), "other.yaml"))
    with SweepFolder.open(tmp_path / "o", other) as folder, Session.open(1) as session:
        run_points(other, folder, [3], session)
        (stray,) = (tmp_path / "o" / "points").iterdir()
    stray.rename(computed / "points" / stray.name)
    assert [file.name for file in verify(computed)[0].corrupt] == [stray.name]


def test_a_changed_sweep_is_refused_with_the_difference(computed, tmp_path):
    text = GRID.replace("runs: 40", "runs: 44").replace("[0.1, 0.2]", "[0.1, 0.3]")
    changed = load_sweep(write(tmp_path, text, "changed.yaml"))
    with pytest.raises(InputError) as caught:
        SweepFolder.open(computed, changed)
    said = str(caught.value)
    for line in ('- "runs": 40', '+ "runs": 44', "=0.2", "=0.3", "--out another folder"):
        assert line in said
    SweepFolder.open(computed, load_sweep(write(tmp_path))).close()


def test_a_folder_of_something_else_is_left_alone(plan, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("")
    with pytest.raises(InputError, match="no sweep"):
        SweepFolder.open(tmp_path / "mine", plan)
    assert main(["sweep", str(tmp_path / "mine"), "--verify"]) == 2


def test_a_full_disk_says_so_and_keeps_what_is_finished(plan, tmp_path, monkeypatch):
    from pathlib import Path

    with SweepFolder.open(tmp_path / "s", plan) as folder, Session.open(1) as session:
        run_points(plan, folder, [0, 1], session)
        kept = names(tmp_path / "s")

        def full(self, content):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(OutputError, match=r"no space left.*what is finished is kept"):
            run_points(plan, folder, range(2, 12), session)
    assert names(tmp_path / "s") == kept


def test_runs_are_kept_where_the_file_asks(tmp_path, monkeypatch):
    put_in_place(monkeypatch)
    plan = load_sweep(write(tmp_path, GRID + "keep_runs: true\n"))
    with SweepFolder.open(tmp_path / "s", plan) as folder, Session.open(2) as session:
        run_points(plan, folder, range(4), session)
        runs = pd.read_parquet(tmp_path / "s" / "runs")
        assert runs.groupby("point").size().tolist() == [40] * 4
        victim = sorted((tmp_path / "s" / "runs").iterdir())[1]
        victim.unlink()
        assert set(folder.standing().finished) == {0, 2, 3}


def _pipe(path):
    os.mkfifo(path)


def _circle(path):
    path.symlink_to(path.name)


def _of_the_other_kind(path):
    path.touch() if path.suffix == "" and path.name != ".lock" else path.mkdir()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
@pytest.mark.parametrize("put", [_pipe, _circle, _of_the_other_kind])
@pytest.mark.parametrize(
    "name",
    ["sweep.json", "files.json", "sweep.yaml", ".lock", "summary.json", "results.parquet",
     "results.csv", "workbench.tar.gz", "points", "runs", ".writing", "charts"],
)  # fmt: skip
def test_what_stands_in_a_sweeps_place_is_refused_before_anything_is_written(
    computed, plan, name, put
):
    place = computed / name
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    put(place)
    before = {file: file.lstat().st_mtime_ns for file in computed.rglob("*")}
    with pytest.raises(InputError, match=re.escape(str(place))):
        SweepFolder.open(computed, plan)
    assert {file: file.lstat().st_mtime_ns for file in computed.rglob("*")} == before


@pytest.mark.parametrize("put", [_circle, _of_the_other_kind])
def test_an_output_folder_that_is_none_is_refused(plan, tmp_path, put):
    place = tmp_path / "s"
    put(place)
    with pytest.raises(InputError, match="cannot hold results"):
        SweepFolder.open(place, plan)
