"""`escalation sweep`, mostly on an engine of a few lines."""

import json
import shutil

import pandas as pd
import pytest

from escalation.cli.main import main
from escalation.sweep.export import export
from escalation.sweep.folder import SweepFolder
from escalation.sweep.load import load_sweep
from tests.ensemble.fakes import FakeEngine
from tests.results.harm import harm
from tests.sweep.fakes import GRID, put_in_place, write


@pytest.fixture
def engine(monkeypatch):
    return put_in_place(monkeypatch)


@pytest.fixture
def command(engine, tmp_path, capsys):
    """Return a function that runs `escalation sweep` and gives all it says."""
    file = write(tmp_path)

    def call(*words, file=file, out=tmp_path / "s"):
        code = main(["sweep", str(file), "--out", str(out), *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_sweep_from_start_to_end(command, tmp_path):
    code, out, err = command("--no-charts")
    assert code == 0, err
    for words in (
        "Odds over a sweep: A small sweep", "12 points of 40 runs", "Pakistan's line (2 values)",
        "war between the states", str(tmp_path / "s" / "results.parquet"),
        "not a forecast of fact", "12 of 12 points",
    ):  # fmt: skip
        assert words in out + err or words in " ".join(out.split())  # lines break
    table = pd.read_parquet(tmp_path / "s" / "results.parquet")
    assert table["point"].tolist() == list(range(12))
    assert len(pd.read_csv(tmp_path / "s" / "results.csv")) == 12
    summary = json.loads((tmp_path / "s" / "summary.json").read_text())
    assert (summary["points_done"], summary["points_missing"]) == (12, 0)
    lowest = summary["outcomes"]["durable"]["lowest"]
    assert lowest["p"] == table["durable"].min()
    assert lowest["at"]["parameters.audience_cost"] == 0.5


def test_again_computes_nothing(command, engine):
    first = json.loads(command("--no-charts", "--json", "--quiet")[1])
    calls = len(engine.calls)
    code, out, err = command("--no-charts", "--json")
    assert code == 0
    assert json.loads(out) == first
    assert "12 of 12 points are there already." in err
    assert len(engine.calls) == calls


def test_retry_failed_computes_those_alone(command, engine, tmp_path):
    file = write(tmp_path, GRID.replace("runs: 40", "runs: 10"), "few.yaml")
    engine.raises = set(range(10))
    code, out, err = command("--no-charts", "--quiet", file=file)
    assert code == 1
    assert "every point failed" in err
    assert "12 point(s) failed: every run broke: ZeroDivisionError: division by zero" in out
    engine.raises = set()
    (tmp_path / "s" / "points").glob("000004-*").__next__().unlink()
    code, _, err = command("--no-charts", "--retry-failed", file=file)
    assert code == 0, err
    table = pd.read_parquet(tmp_path / "s" / "points")
    assert set(table["status"]) == {"done"}
    assert sorted(table["point"]) == [i for i in range(12) if i != 4]
    assert command("--no-charts", file=file)[0] == 0
    assert len(list((tmp_path / "s" / "points").iterdir())) == 12


def test_verify(command, tmp_path, capsys):
    command("--no-charts")
    assert command("--verify")[0] == 0
    victim = sorted((tmp_path / "s" / "points").iterdir())[5]
    victim.write_bytes(b"nonsense")
    code, out, err = command("--verify", "--json")
    assert code == 1
    assert json.loads(out)["corrupt"] == [str(victim)]
    assert "1 file(s) are missing or not as they were written" in err
    assert main(["sweep", str(tmp_path / "s"), "--verify"]) == 1  # the folder says enough
    capsys.readouterr()
    said = " ".join(command("--no-charts")[2].split())
    assert "is not as it was written; its point is computed again" in said
    assert command("--verify")[0] == 0


def _into_a_file(points):
    shutil.rmtree(points)
    points.write_text("")


def _into_a_link(points):
    shutil.rmtree(points)
    points.symlink_to(points.parent / "nowhere")


@pytest.mark.parametrize(
    ("lose", "lost"),
    [
        (lambda points: next(points.glob("000007-*")).unlink(), [7]),
        (shutil.rmtree, [*range(12)]),
        (_into_a_file, [*range(12)]),
        (_into_a_link, [*range(12)]),
    ],
)
def test_points_that_were_computed_and_are_gone_are_damage(command, tmp_path, lose, lost):
    command("--no-charts")
    lose(tmp_path / "s" / "points")
    code, out, err = command("--verify", "--json")
    found = json.loads(out)
    assert (code, found["lost"], found["missing"], found["corrupt"]) == (1, lost, len(lost), [])
    assert f"{len(lost)} file(s) are missing or not as they were written" in err
    shown = "point 7" if len(lost) == 1 else "points 0, 1, 2 and 9 more"
    assert f"computed, and no longer there: {shown}\n" in command("--verify")[1]


def test_points_that_were_not_computed_yet_are_no_damage(command, engine, tmp_path):
    """Neither before there is a table nor after: a table of 10 points of 12 vouches for 10."""
    command("--no-charts")
    points = tmp_path / "s" / "points"
    for file in sorted(points.iterdir())[10:]:
        file.unlink()
    with SweepFolder.open(tmp_path / "s", load_sweep(tmp_path / "sweep.yaml")) as folder:
        export(folder, charts=False)  # as of a sweep that was stopped after ten
        code, out, _ = command("--verify", "--json")
        assert (code, json.loads(out)["missing"], json.loads(out)["lost"]) == (0, 2, [])
        folder.vouch([])  # as of one that was killed before there was a table
    next(points.iterdir()).unlink()
    code, out, _ = command("--verify", "--json")
    assert (code, json.loads(out)["missing"], json.loads(out)["lost"]) == (0, 3, [])


def test_a_damaged_point_is_counted_once(command, tmp_path):
    command("--no-charts")
    victim = sorted((tmp_path / "s" / "points").iterdir())[5]
    victim.write_bytes(b"nonsense")
    found = json.loads(command("--verify", "--json")[1])
    assert (found["lost"], found["corrupt"]) == ([], [str(victim)])


@pytest.mark.parametrize("name", ["sweep.json", "files.json", "summary.json", "points/000003-*"])
@pytest.mark.parametrize("way", ["gone", "cut", "digits", "deep", "pipe", "endless", "folder"])
def test_damage_is_named_with_the_way_to_mend_it(command, tmp_path, name, way):
    command("--no-charts")
    (file,) = (tmp_path / "s").glob(name)
    harm(file, way)
    code, out, err = command("--verify", "--json")
    assert (code, "Traceback" in err) == (1, False), err
    assert "the sweep's command makes" in err
    assert "another folder" not in err
    assert name.startswith("points/") or str(file) in out + err
    if way in ("gone", "cut", "digits", "deep"):
        assert command("--no-charts")[0] == 0  # which is so
        assert command("--verify")[0] == 0


def test_dry_run_estimates_and_leaves_nothing(command, tmp_path):
    code, out, err = command("--dry-run", "--json")
    cost = json.loads(out)
    assert (code, err) == (0, "")
    assert (cost["points"], cost["runs"], cost["points_done"]) == (12, 480, 0)
    assert cost["seconds"] > 0
    assert not (tmp_path / "s").exists()
    assert "12 points, 480 runs in all" in command("--dry-run")[1]


def test_a_changed_file_is_refused(command, tmp_path):
    command("--no-charts")
    file = write(tmp_path, GRID.replace("runs: 40", "runs: 44"), "changed.yaml")
    code, _, err = command(file=file)
    assert code == 2
    assert '- "runs": 40' in err
    assert '+ "runs": 44' in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--verify", "--dry-run"], "give one of them"),
        (["--threads", "0"], "--threads: 0 is not between 1"),
        (["--cluster", "locl"], "neither local nor an address"),
        (["--verify"], "is no sweep's folder"),
    ],
)
def test_wrong_input(command, words, says):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_where_results_cannot_go(command, tmp_path, engine):
    code, _, err = command(out=tmp_path / "missing" / "deep")
    assert code == 2
    assert "there is no folder" in err
    assert engine.calls == []


def test_no_such_sweep(command):
    code, _, err = command(file="what_mattrs")
    assert code == 2
    assert "did you mean 'what_matters'?" in err


def test_some_points_fail_and_the_rest_is_told(command, monkeypatch, tmp_path):
    put_in_place(monkeypatch, FakeEngine())
    text = (
        "sweep: x\nscenario: baseline\nruns: 20\nvary:\n  a:\n    options:\n      none: {}\n"
        "      late: {events: [{day: 20, kind: back_channel, open: true}]}\n  horizon_days: [9]\n"
    )
    code, out, _ = command("--no-charts", file=write(tmp_path, text, "x.yaml"))
    assert code == 0
    assert "1 point(s) failed: " in out


def test_for_real(escalation, tmp_path):
    """The true engine, charts and all, in a process of its own."""
    text = (
        "sweep: real\nscenario: baseline\nset: {horizon_days: 45}\nruns: 12\nvary:\n"
        "  parameters.audience_cost: [0.1, 0.4]\n  actors.dyad.ceasefire: [none, truce]\n"
    )
    done = escalation("sweep", write(tmp_path, text), "--out", tmp_path / "s", "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["points_done"] == 4
    assert "charts_not_drawn" not in summary
    charts = {file.name for file in (tmp_path / "s" / "charts").iterdir()}
    for outcome in ("de_escalated_14d", "de_escalated_30d", "durable", "war"):
        for kind in ("heat", "multiples", "tornado"):
            assert {f"{kind}_{outcome}.png", f"{kind}_{outcome}.svg"} <= charts
    assert not any("90d" in name for name in charts)  # the horizon is too short to show it
