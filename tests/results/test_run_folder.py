"""A run folder is whole or not there, and says what is wrong with one that is neither."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from escalation.errors import InputError, OutputError
from escalation.results import folder as module
from escalation.results.checking.verifying import verify
from escalation.results.folder import RunFolder, clean_up, unfinished
from escalation.results.json_text import as_json
from escalation.results.layout import LOCK, MANIFEST, folder_name, run_id
from escalation.results.reading import list_runs, load
from escalation.sealing import DamagedError, sealed

WHEN = dt.datetime(2025, 10, 12, 6, 30, 1, 5, tzinfo=dt.UTC)
RUNS = pd.DataFrame({"run": np.arange(5, dtype=np.int32), "reason": [""] * 5})


def build(root, *, scenario="baseline", when=WHEN, manifest=None, finish=True):
    with RunFolder.create(root, scenario, run_id("text", 1, 5, when), when) as built:
        built.write_text("scenario.yaml", "name: baseline\n")
        built.write_json(
            "summary.json",
            {"scenario": scenario, "runs": 5, "odds": {"de_escalated_30d": {"p": 0.6}}},
        )
        built.write_table("runs", RUNS)
        built.write_table("draws", (RUNS[["run"]].iloc[i : i + 2] for i in range(0, 5, 2)))
        if finish:
            return built.finish({"started": WHEN, **(manifest or {})})
    return None


def test_a_finished_folder_reads_back(tmp_path):
    path = build(tmp_path)
    assert path.name == folder_name("baseline", WHEN, load(path).run_id)
    assert path.name.startswith("baseline-20251012T063001Z-")
    run = load(path)
    pd.testing.assert_frame_equal(run.table("runs"), RUNS, check_dtype=False)
    assert list(run.table("draws")["run"]) == [0, 1, 2, 3, 4]
    assert run.table("runs")["run"].dtype == np.int32
    assert run.summary["runs"] == 5
    assert run.manifest["tables"]["runs"]["rows"] == 5
    assert run.manifest["tables"]["runs"]["columns"]["run"] == "int32"
    assert set(run.manifest["files"]) == {
        "scenario.yaml", "summary.json", "tables/draws.parquet", "tables/runs.parquet",
    }  # fmt: skip
    assert verify(run).whole
    assert not (path / LOCK).exists()
    assert not (path / "charts").exists()


def test_the_tables_carry_the_run(tmp_path):
    import pyarrow.parquet as pq

    path = build(tmp_path)
    metadata = pq.read_schema(path / "tables" / "runs.parquet").metadata
    assert metadata[b"escalation.run_id"].decode() == load(path).run_id


def test_the_same_job_twice_has_two_names(tmp_path):
    later = WHEN + dt.timedelta(microseconds=1)
    assert build(tmp_path) != build(tmp_path, when=later)
    assert len(list_runs(tmp_path)) == 2


def test_names_hold_no_surprises():
    assert folder_name("../über böse", WHEN, "ab") == "ber-b-se-20251012T063001Z-ab"
    assert folder_name("...", WHEN, "ab").startswith("scenario-")


def test_while_it_is_built_it_does_not_look_like_a_run(tmp_path):
    with RunFolder.create(tmp_path, "x", "ab", WHEN) as built:
        built.write_json("summary.json", {})
        (listed,) = list_runs(tmp_path)
        assert listed.problem == "being built"
        assert clean_up(tmp_path) == []
        with pytest.raises(InputError, match="was not finished"):
            load(built.path)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), RunFolder.create(tmp_path, "x", "ab", WHEN) as built:
        built.write_text("scenario.yaml", "x")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


KILLED = """
import datetime as dt, sys, time
from escalation.results.folder import RunFolder
built = RunFolder.create(sys.argv[1], "x", "ab", dt.datetime.now(dt.UTC))
built.write_json("summary.json", {})
print("ready", flush=True)
time.sleep(60)
"""


def test_a_killed_process_leaves_what_can_be_told_and_cleaned(tmp_path, root):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, cwd=root
    )
    assert process.stdout.readline().strip() == b"ready"
    assert clean_up(tmp_path) == []
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    (left,) = unfinished(tmp_path)
    with pytest.raises(InputError, match="was not finished"):
        load(left)
    assert clean_up(tmp_path) == [left]
    assert list(tmp_path.iterdir()) == []


def test_a_left_over_without_a_lock_is_cleaned_when_old(tmp_path):
    left = tmp_path / ".unfinished-x"
    left.mkdir()
    assert clean_up(tmp_path) == []
    past = time.time() - 2 * 86_400
    os.utime(left, (past, past))
    assert clean_up(tmp_path) == [left]


def test_a_whole_folder_on_its_way_into_place_is_no_left_over(tmp_path, monkeypatch):
    def look(path, target):
        assert clean_up(tmp_path) == []  # its lock is gone by now
        os.replace(path, target)  # noqa: PTH105

    monkeypatch.setattr(Path, "rename", look)
    assert build(tmp_path).is_dir()
    left = tmp_path / ".unfinished-x"
    left.mkdir()
    (left / LOCK).touch()
    (left / MANIFEST).touch()
    assert clean_up(tmp_path) == []
    past = time.time() - 2 * 86_400
    os.utime(left, (past, past))
    assert clean_up(tmp_path) == [left]


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="needs /proc")  # noqa: PTH110
@pytest.mark.parametrize("finish", [True, False])
def test_nothing_is_removed_or_moved_while_it_is_open(tmp_path, monkeypatch, finish):
    def closed_first(act):
        def checked(path, *more, **named):
            held = [fd.resolve() for fd in Path("/proc/self/fd").iterdir()]
            assert not [file for file in held if file.is_relative_to(path)]  # Windows' rule
            done.append(act)
            return act(path, *more, **named)

        return checked

    done = []
    monkeypatch.setattr(Path, "unlink", closed_first(Path.unlink))
    monkeypatch.setattr(Path, "rename", closed_first(Path.rename))
    monkeypatch.setattr(module.shutil, "rmtree", closed_first(module.shutil.rmtree))
    build(tmp_path, finish=finish)
    assert len(list(tmp_path.iterdir())) == finish
    assert done


def test_a_target_that_cannot_hold_results(tmp_path):
    with pytest.raises(InputError, match=r"there is no folder .*missing"):
        build(tmp_path / "missing" / "runs")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        build(tmp_path / "file")
    assert build(tmp_path / "fresh").is_dir()


@pytest.mark.skipif(not os.path.exists("/proc/self"), reason="needs /proc")  # noqa: PTH110
def test_a_read_only_target():
    with pytest.raises(InputError, match="cannot hold results"):
        build("/proc/self")


def test_no_room(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="the results need about"):
        RunFolder.create(tmp_path, "x", "ab", WHEN, needed_bytes=1 << 60)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_disk_that_fills_up_while_results_are_kept(tmp_path, monkeypatch):
    def full(path, *_):
        with open("/dev/full", "w") as stream:  # noqa: PTH123
            stream.write("x")

    monkeypatch.setattr(module, "write_text_atomically", full)
    with pytest.raises(OutputError, match=r"could not be kept: no space left"):
        build(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_json_is_for_any_reader():
    document = {"a": np.float64("nan"), "b": np.int32(3), "c": (1, np.inf), "d": WHEN, "e": True}
    document |= {"f": np.arange(2), "g": np.bool_(True)}
    assert json.loads(as_json(document)) == {
        "a": None, "b": 3, "c": [1, None], "d": WHEN.isoformat(), "e": True, "f": [0, 1], "g": True,
    }  # fmt: skip


def whole(path):
    return (path / MANIFEST).read_text()


def spoil(path, name, text):
    (path / name).write_text(text)


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda p: (p / MANIFEST).unlink(), "is not a run folder"),
        (lambda p: spoil(p, MANIFEST, ""), "not as it was written"),
        (lambda p: spoil(p, MANIFEST, "{"), "not as it was written"),
        (lambda p: spoil(p, MANIFEST, "[" * 100_000), "not as it was written"),
        (lambda p: spoil(p, MANIFEST, "[]"), "not as it was written"),
        (lambda p: spoil(p, MANIFEST, "{}"), "not as it was written"),
        (lambda p: spoil(p, MANIFEST, '{"format": 1, "run_id": "a"}'), "format 1.*reads format 2"),
        (lambda p: spoil(p, MANIFEST, sealed('{\n "format": 9\n}\n')), "format 9"),
        (lambda p: spoil(p, MANIFEST, '{"format": 2, "run_id": "a"}'), "not as it was written"),
        (lambda p: (p / MANIFEST).write_bytes(b"\xff\xfe"), "not as it was written"),
        (
            lambda p: spoil(p, MANIFEST, whole(p).replace("T06:30", "T06:31")),
            "not as it was written",
        ),
        (lambda p: spoil(p, MANIFEST, (p / MANIFEST).read_text()[:-1]), "not as it was written"),
        (lambda p: spoil(p, MANIFEST, (p / MANIFEST).read_text() + " "), "not as it was written"),
    ],
)
def test_folders_that_are_no_runs(tmp_path, break_it, says):
    path = build(tmp_path)
    break_it(path)
    with pytest.raises(InputError, match=says):
        load(path)
    for listed in list_runs(tmp_path):
        assert listed.problem


def test_paths_that_are_no_folders(tmp_path):
    with pytest.raises(InputError, match="no such run folder"):
        load(tmp_path / "none")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        load(tmp_path / "file")
    with pytest.raises(InputError, match="no such folder"):
        list_runs(tmp_path / "none")


def test_damage_is_seen(tmp_path):
    path = build(tmp_path)
    spoil(path, "tables/runs.parquet", "nonsense")
    (path / "scenario.yaml").unlink()
    spoil(path, "extra.txt", "")
    run = load(path)
    found = verify(run)
    assert not found.whole
    assert found.missing == ("scenario.yaml",)
    assert found.changed == ("tables/runs.parquet",)
    assert found.added == ("extra.txt",)
    with pytest.raises(DamagedError, match=r"tables/runs.parquet: is damaged.*verify"):
        run.table("runs")
    with pytest.raises(InputError, match=r"scenario.yaml: is missing; run .* again"):
        _ = run.scenario_path
    with pytest.raises(InputError, match="names no such file"):
        run.table("days")


def test_one_byte_of_a_table_is_enough(tmp_path):
    path = build(tmp_path)
    table = path / "tables" / "draws.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    assert verify(load(path)).changed == ("tables/draws.parquet",)


def test_a_table_of_another_run_is_refused(tmp_path):
    one = build(tmp_path)
    other = build(tmp_path, when=WHEN + dt.timedelta(seconds=1))
    (one / "tables" / "runs.parquet").write_bytes((other / "tables" / "runs.parquet").read_bytes())
    with pytest.raises(InputError, match="is not as it was written"):
        load(one).table("runs")


def test_the_list(tmp_path):
    build(tmp_path)
    (tmp_path / "README.md").write_text("x")
    (tmp_path / "something").mkdir()
    (listed,) = list_runs(tmp_path)
    assert listed.scenario == "baseline"
    assert listed.runs == 5
    assert listed.de_escalated_30d == 0.6
    assert listed.as_dict()["problem"] == ""


def test_summary_and_manifest_move_together_or_not_at_all(tmp_path, monkeypatch):
    from escalation import files

    with RunFolder.create(tmp_path, "x", "abcdef01", WHEN) as built:
        path = built.finish({}, {"charts": []})
        synced = files._to_disk

        def full(file):
            if MANIFEST.split(".")[0] in file.name:
                raise OSError(28, "No space left on device")
            synced(file)

        monkeypatch.setattr(files, "_to_disk", full)
        with pytest.raises(OutputError, match="full"):
            built.finish({}, {"charts": ["charts/a.png"]})
    kept = load(path)
    assert kept.summary == {"charts": []}
    assert verify(kept).whole


@pytest.mark.parametrize(
    ("name", "why"), [("x" * 300, "the name is too long"), ("a\0b", "holds a null character")]
)
def test_a_folder_that_can_have_no_such_name_is_refused_in_a_sentence(tmp_path, name, why):
    with pytest.raises(InputError, match=why):
        build(tmp_path / name)
    with pytest.raises(InputError, match="there is no folder"):
        build(tmp_path / name / "runs")
