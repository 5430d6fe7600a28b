"""A sweep from Python, on an engine of a few lines."""

import threading

import pandas as pd
import pytest
import yaml

from escalation import run_sweep
from escalation.errors import InputError, PurposeError
from escalation.sweep import drive
from escalation.sweep.load import load_sweep, read_sweep
from tests.sweep.fakes import GRID, put_in_place, write


@pytest.fixture
def engine(monkeypatch):
    return put_in_place(monkeypatch)


def test_a_file_gives_a_table_and_a_folder(engine, tmp_path):
    moments = []
    found = run_sweep(write(tmp_path), tmp_path / "s", charts=False, progress=moments.append)
    assert found.path == tmp_path / "s"
    assert (found.points_kept, found.interrupted) == (12, False)
    assert found.summary["points_done"] == 12
    pd.testing.assert_frame_equal(found.table, pd.read_parquet(found.path / "results.parquet"))
    assert {"parameters.audience_cost", "Pakistan's line", "war", "war_low"} <= set(found.table)
    assert moments[-1].points_done == 12


def test_again_computes_nothing_and_says_so(engine, tmp_path):
    said = []
    first = run_sweep(write(tmp_path), tmp_path / "s", charts=False, note=said.append)
    calls = len(engine.calls)
    again = run_sweep(write(tmp_path), tmp_path / "s", charts=False, note=said.append)
    assert said == ["12 of 12 points are there already."]
    assert len(engine.calls) == calls
    pd.testing.assert_frame_equal(first.table, again.table)


def test_a_mapping_is_the_file_it_describes(engine, tmp_path):
    described = yaml.safe_load(GRID)
    assert read_sweep(described).sweep_id == load_sweep(write(tmp_path)).sweep_id
    found = run_sweep(described, tmp_path / "s", charts=False)
    assert yaml.safe_load((found.path / "sweep.yaml").read_text()) == described
    from_file = run_sweep(write(tmp_path), tmp_path / "t", charts=False)
    pd.testing.assert_frame_equal(found.table, from_file.table)


def test_a_plan_made_by_code_needs_no_file(engine, tmp_path):
    plan = load_sweep(write(tmp_path))
    bare = type(plan)(**{**{k: getattr(plan, k) for k in plan.__dataclass_fields__}, "text": ""})
    found = run_sweep(bare, tmp_path / "s", charts=False)
    assert len(found.table) == 12
    assert not (found.path / "sweep.yaml").exists()


def test_unless_told_it_goes_under_runs(engine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert str(run_sweep(write(tmp_path), charts=False).path) == "runs/sweep-small"


def test_stopped_before_any_point(engine, tmp_path):
    stop = threading.Event()
    stop.set()
    found = run_sweep(write(tmp_path), tmp_path / "s", stop=stop)
    assert found.interrupted
    assert (found.points_kept, found.summary) == (0, None)
    with pytest.raises(InputError, match="holds no finished point"):
        _ = found.table


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"scenario": "base_line"}, "did you mean 'baseline'"),
        ({"vary": {}}, "vary"),
        ({"runs": "many"}, "runs"),
        (
            {"vary": {"horizon_days": threading.Event()}},
            "days: is an Event; numbers, text",
        ),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(change, says):
    with pytest.raises(InputError, match=says):
        read_sweep(yaml.safe_load(GRID) | change)


def test_wrong_numbers_and_places(engine, tmp_path):
    with pytest.raises(InputError, match="--threads"):
        run_sweep(write(tmp_path), tmp_path / "s", threads=0)
    with pytest.raises(InputError, match="there is no folder"):
        run_sweep(write(tmp_path), tmp_path / "not" / "there")
    with pytest.raises(InputError, match="there is no folder"):
        run_sweep(write(tmp_path), tmp_path / ("x" * 300) / "there")


def test_equal_points_that_differ_are_noticed(tmp_path, monkeypatch):
    """What a race in a library did: one scenario, computed twice, with two results."""
    put_in_place(monkeypatch)
    opens = "{none: {}, opens: {events: [{day: 1, kind: back_channel, open: true}]}}"
    vary = f"vary:\n  a: {{options: {opens}}}\n  b: {{options: {opens}}}\n"
    text = f"sweep: x\nscenario: baseline\nruns: 20\n{vary}"
    path = write(tmp_path, text)
    assert run_sweep(path, tmp_path / "sound", charts=False).summary["unequal_points"] == []
    truly = drive.finished_row

    def wrong(plan, point, scenario, found):
        row = truly(plan, point, scenario, found)
        return row | {"killed_pak_state_mean": row["killed_pak_state_mean"] + point}

    monkeypatch.setattr(drive, "finished_row", wrong)
    with pytest.raises(PurposeError, match="points 1, 2 have the same scenario, runs and seed"):
        run_sweep(path, tmp_path / "wrong", charts=False)
    assert (tmp_path / "wrong" / "results.csv").is_file()
