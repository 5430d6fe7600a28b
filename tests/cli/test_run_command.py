"""`escalation run` and `escalation runs`, mostly on an engine of a few lines."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from escalation.cli.main import main
from escalation.errors import OutputError
from escalation.results.checking.verifying import verify
from escalation.results.reading import load
from escalation.results.result import open_run
from tests.ensemble.fakes import FakeEngine, FakeSpace

OUTCOMES = {
    "de_escalated_14d", "de_escalated_30d", "de_escalated_90d", "durable", "relapsed",
    "never_quiet", "war", "quiet_after_war",
}  # fmt: skip
#: Without helpers, which don't know what a test has put in the place of a chart.
ALONE = ("--threads", 1)


@pytest.fixture
def engine(monkeypatch):
    """Put the fake engine in place; tests change its attributes."""
    made = FakeEngine()
    monkeypatch.setattr("escalation.ensemble.simulate.prepare", lambda _: (FakeSpace(), made))
    return made


@pytest.fixture
def command(engine, tmp_path, capsys):
    """Return a function that runs `escalation run baseline ... --out` and gives all it says."""

    def call(*words, scenario="baseline", out=tmp_path):
        code = main(["run", str(scenario), *map(str, words), "--out", str(out)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def only_folder(root):
    (path,) = root.iterdir()
    return path


def test_the_folder_holds_everything_and_json_is_its_summary(command, tmp_path):
    code, out, err = command("--runs", 200, "--json", "--no-charts", "--quiet")
    assert (code, err) == (0, "")
    summary = json.loads(out)
    path = only_folder(tmp_path)
    assert summary == json.loads((path / "summary.json").read_text())
    assert summary["path"] == str(path)
    assert summary["scenario"] == "baseline"
    assert summary["run_id"] == path.name.rsplit("-", 1)[1]
    assert (summary["runs"], summary["failed_runs"]) == (200, 0)
    assert summary["horizon_days"] == 180
    assert set(summary["odds"]) == OUTCOMES
    for row in summary["odds"].values():
        assert 0 <= row["low"] <= row["p"] <= row["high"] <= 1
    shares = summary["variance_share"]
    assert shares["chance"] + shares["ignorance"] == pytest.approx(1)
    assert {"odds_from", "odds_to"} <= set(shares)
    assert summary["killed"]["pak_state"]["q50"] > 0
    assert summary["timings"]["simulate_seconds"] > 0
    stored = load(path)
    assert verify(stored).whole
    assert len(stored.table("runs")) == 200
    assert len(stored.table("draws")) == 50
    assert stored.manifest["versions"]["escalation"]
    assert stored.manifest["seed"] == summary["seed"]
    header, first, *_ = (path / "headline.csv").read_text().splitlines()
    assert header.startswith(
        "scenario,outcome,meaning,p,between_draws_low,between_draws_high,low,high,word,runs"
    )
    assert first.startswith("baseline,de_escalated_14d,")
    assert f",{summary['run_id']},run_id={summary['run_id']}; " in first
    assert header.endswith(
        ",note,reference_class,reference_class_low,reference_class_high,markov_chain,"
        "markov_chain_low,markov_chain_high,blend,blend_low,blend_high,agree,run_id,made_by"
    )
    columns = summary["yardsticks"]["columns"]
    assert list(columns) == ["model", "reference_class", "markov_chain", "blend"]
    apart = summary["odds"].pop("quiet_after_war")  # nothing to be set beside it
    assert {name: row["p"] for name, row in summary["odds"].items()} == {
        name: chance["p"] for name, chance in columns["model"].items()
    }
    assert apart["p"] <= summary["odds"]["war"]["p"]
    assert set(columns["reference_class"]) == set(columns["markov_chain"]) == set(columns["model"])
    like = summary["yardsticks"]["class"]
    assert (like["name"], like["episodes"], like["pairs"], like["episodes_here"]) == (
        "seed", 140, 73, 5,
    )  # fmt: skip
    assert summary["yardsticks"]["war_day"]["wars"] == 9
    assert {row["name"] for row in summary["yardsticks"]["base_rates"]} == {"seed"}
    assert all(row["selects_on"] for row in summary["yardsticks"]["further"])


def test_the_stored_scenario_runs_to_the_same_numbers(command, tmp_path):
    first = json.loads(
        command("--runs", 80, "--json", "--no-charts", "--set", "claims.C02=null")[1]
    )
    again = json.loads(
        command(
            "--runs", 80, "--json", "--no-charts", scenario=Path(first["path"]) / "scenario.yaml"
        )[1]
    )
    assert again["odds"] == first["odds"]
    assert again["run_id"] != first["run_id"]


def test_what_an_analyst_reads(command, tmp_path):
    code, out, err = command("--runs", 400, "--no-charts", "--set", "claims.C02.credence=0.1")
    assert code == 0
    assert "Odds: " in out.splitlines()[1]
    for words in (
        "De-escalated by day 14", "War between the states", "95% interval", "400 runs of 100 draws",
        "is chance and", "Pakistani forces", "Differs from baseline as written in:",
        "claims.C02.credence: ", "-> 0.1", str(only_folder(tmp_path)),
        "odds of a model under the scenario's stated assumptions, not a forecast of fact",
    ):  # fmt: skip
        assert words in out
    assert "confidence" not in out
    assert "writing tables" in err


def test_the_terminal_sets_the_odds_beside_the_yardsticks(command):
    summary = json.loads(command("--runs", 400, "--no-charts", "--json")[1])
    _, out, _ = command("--runs", 400, "--no-charts")
    head = next(line for line in out.splitlines() if "chain" in line)
    assert head.split() == [*("of", "draws", "Carlo", "class", "chain", "blend"), *("in", "words")]
    row = next(line for line in out.splitlines() if line.startswith("De-escalated by day 14"))
    for column in ("reference_class", "markov_chain", "blend"):
        assert (
            f"{100 * summary['yardsticks']['columns'][column]['de_escalated_14d']['p']:.0f}%" in row
        )
    assert "…" not in out
    results = out[: out.index("Folder")]
    assert max(len(line.rstrip()) for line in results.splitlines()) <= 100
    said = " ".join(out.split())
    yardsticks = summary["yardsticks"]
    for sentence in (*yardsticks["basis"], yardsticks["rule"], *yardsticks["disagreements"]):
        assert sentence in said
    assert yardsticks["disagreements"]


def test_the_class_follows_the_start(command):
    out = command("--runs", 40, "--no-charts", scenario="ordinary_incident")[1]
    assert "fewer than 10 dead on the first day" in " ".join(out.split())


def test_quiet_says_nothing_beside_the_results(command):
    code, out, err = command("--runs", 40, "--no-charts", "--quiet")
    assert (code, err) == (0, "")
    assert "De-escalated" in out


def test_what_a_child_scenario_changes_is_told(command):
    _, out, _ = command("--runs", 40, "--no-charts", scenario="pakistan_denies")
    assert "Differs from baseline in:" in out


def test_seed_and_threads(command):
    def odds(*words):
        return json.loads(command("--runs", 200, "--json", "--no-charts", *words)[1])["odds"]

    assert odds("--threads", 1) == odds("--threads", 4)
    assert odds("--seed", 1) != odds("--seed", 2)


def test_a_short_horizon_gives_null_where_it_cannot_tell(command):
    code, out, _ = command("--runs", 40, "--json", "--no-charts", "--horizon", 30)
    odds = json.loads(out)["odds"]
    assert odds["de_escalated_14d"]["p"] is not None
    assert odds["de_escalated_30d"]["p"] is None
    assert "shows quiet only" in odds["de_escalated_30d"]["note"]
    _, out, _ = command("--runs", 40, "--no-charts", "--horizon", 30)
    assert code == 0
    assert "horizon of 30 days" in " ".join(out.split())


def test_precision_runs_until_it_is_reached(command):
    code, out, _ = command("--precision", 0.05, "--json", "--no-charts")
    summary = json.loads(out)
    assert code == 0
    assert summary["precision"]["reached"]
    assert summary["precision"]["half_width"] <= 0.05
    widths = [summary["odds"][f"de_escalated_{d}d"]["half_width"] for d in (14, 30, 90)]
    assert max(widths) == summary["precision"]["half_width"]


def test_broken_runs_are_counted_and_said(command, engine):
    engine.raises = {3, 9}
    code, out, _ = command("--runs", 100, "--no-charts")
    assert code == 0
    assert "2 runs broke and are left out: ZeroDivisionError: division by zero." in out
    _, out, _ = command("--runs", 100, "--no-charts", "--json")
    assert json.loads(out)["failures"] == {"ZeroDivisionError: division by zero": 2}


@pytest.mark.parametrize("form", ["--json", "--quiet"])
def test_every_run_broke(command, engine, tmp_path, form):
    engine.raises = set(range(20))
    code, out, err = command("--runs", 20, "--no-charts", form)
    assert code == 1
    assert "every run broke" in err
    assert load(only_folder(tmp_path)).summary["failed_runs"] == 20
    if form == "--json":
        assert json.loads(out)["odds"]["war"]["p"] is None


def test_a_report_of_runs_that_all_broke_says_so(command, engine, tmp_path):
    engine.raises = set(range(20))
    command("--runs", 20, "--no-charts", out=tmp_path / "runs")
    written = tmp_path / "broken.html"
    assert main(["report", str(only_folder(tmp_path / "runs")), "--out", str(written)]) == 0
    told = written.read_text(encoding="utf-8")
    assert "No run came through, so there are no odds." in told
    assert "20 runs broke and are left out: ZeroDivisionError: division by zero." in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--runs", "0"], "--runs: 0 is not between 1 and 10,000,000"),
        (["--precision", "3"], "--precision: 3 is no half-width"),
        (["--seed", "-1"], "--seed: must be a whole number"),
        (["--replicates", "0"], "--replicates: 0 is not"),
        (["--threads", "0"], "--threads: 0 is not"),
        (["--runs", "9", "--precision", "0.1"], "not both"),
        (["--runs", "many"], "--runs"),
        (["--horizon", "0"], "horizon_days"),
        (["--horizon", "9999"], "horizon_days"),
        (["--set", "nonsense"], "must look like path=value"),
        (["--set", "horizon=9"], "horizon"),
    ],
)
def test_wrong_input_is_said_and_nothing_is_left(command, tmp_path, words, says):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_cannot_hold_results_costs_no_computing(command, engine, tmp_path):
    (tmp_path / "file").write_text("")
    for out, says in (
        (tmp_path / "file", "is a file"),
        (tmp_path / "missing" / "deep", "there is no folder"),
        ("/proc/self", "cannot hold results"),
    ):
        code, _, err = command("--runs", 20, out=out)
        assert code == 2
        assert says in err
    assert engine.calls == []


def test_no_such_scenario(command):
    code, _, err = command(scenario="baselin")
    assert code == 2
    assert "did you mean 'baseline'?" in err


def test_a_disk_that_fills_up_still_shows_the_odds(command, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("escalation.results.tables.write_parquet", full)
    code, out, err = command("--runs", 40, "--no-charts")
    assert code == 1
    assert "De-escalated by day 14" in out
    assert "could not be kept: no space left on device" in err
    assert list(tmp_path.iterdir()) == []


def test_charts_that_fail_cost_no_results(command, tmp_path):
    # The fake engine's tables lack what most charts need.
    code, out, _ = command("--runs", 40, *ALONE)
    assert code == 0
    assert "Results are kept, but these charts could not be drawn: " in out
    path = only_folder(tmp_path)
    summary = load(path).summary
    assert summary["charts_not_drawn"]
    assert sorted(p.name for p in (path / "charts").glob("*.png")) == sorted(
        Path(name).name for name in summary["charts"]
    )


def test_the_odds_are_told_before_anything_is_kept(command, capsys, monkeypatch):
    from escalation.results import keeping

    seen = []

    def look(*_, **__):
        seen.append(capsys.readouterr().out)
        raise OutputError("no disk")

    monkeypatch.setattr(keeping, "keep", look)
    code, out, _ = command("--runs", 40, "--no-charts")
    assert (code, out) == (1, "")
    assert "De-escalated by day 14" in seen[0]
    assert "Killed by armed groups" in seen[0]


def test_a_reader_who_has_gone_costs_no_results(tmp_path, root):
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "run", "baseline", "--runs", "40", "--no-charts",
         "--out", str(tmp_path)],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 0, said
    assert verify(load(only_folder(tmp_path))).whole


def test_the_timings_of_the_stages_are_told_and_kept(command, tmp_path):
    _, _, err = command("--runs", 40, "--no-charts")
    timings = load(only_folder(tmp_path)).manifest["timings"]
    stages = ("start", "prepare", "simulate", "odds_shown", "tables", "charts", "total")
    assert set(timings) == {f"{stage}_seconds" for stage in stages} | {"runs_per_second"}
    assert timings["start_seconds"] <= timings["odds_shown_seconds"] <= timings["total_seconds"]
    for stage in ("odds_shown", "simulate", "total"):
        assert f"{timings[f'{stage}_seconds']:.1f}" in err


def test_results_are_kept_before_any_chart_is_begun(command, tmp_path, monkeypatch):
    from escalation.charts import all_charts as charts

    seen = []

    def look(_):
        path = only_folder(tmp_path)
        seen.append((load(path).summary["charts"], verify(load(path)).whole))
        raise ValueError("no chart")

    monkeypatch.setattr(charts, "CHARTS", {"odds": look})
    code, _, _ = command("--runs", 40, *ALONE)
    assert (code, seen) == (0, [([], True)])
    assert verify(load(only_folder(tmp_path))).whole


def test_a_matplotlib_that_cannot_be_imported_costs_charts_only(command, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "escalation.charts.saving", None)
    code, out, _ = command("--runs", 40, *ALONE)
    assert code == 0
    assert "Results are kept, but these charts could not be drawn: all" in " ".join(out.split())
    path = only_folder(tmp_path)
    assert load(path).summary["charts_not_drawn"]["all"].startswith("ModuleNotFoundError")
    assert verify(load(path)).whole


def test_a_disk_that_fills_while_charts_are_drawn_costs_charts_only(command, tmp_path, monkeypatch):
    from escalation.charts import all_charts as charts
    from escalation.results.folder import RunFolder

    finished = RunFolder.finish

    def fills(folder, manifest, summary):
        if summary.get("charts_not_drawn"):
            raise OutputError("no space left on device")
        return finished(folder, manifest, summary)

    def fails(_):
        raise ValueError("no chart")

    monkeypatch.setattr(charts, "CHARTS", {"odds": fails})
    monkeypatch.setattr(RunFolder, "finish", fills)
    code, out, _ = command("--runs", 40, *ALONE)
    assert code == 0
    assert "no space left on device" in out
    path = only_folder(tmp_path)
    assert verify(load(path)).whole
    assert not (path / "charts").exists()


def test_control_c_while_charts_are_drawn_keeps_the_results(command, tmp_path, monkeypatch):
    from escalation.charts import all_charts as charts

    def interrupted(_):
        signal.raise_signal(signal.SIGINT)
        raise ValueError("this one fails, too")

    monkeypatch.setattr(charts, "CHARTS", {"odds": interrupted, "map": interrupted})
    code, out, _ = command("--runs", 40, *ALONE)
    assert code == 130
    assert "map (interrupted)" in " ".join(out.split())
    assert load(only_folder(tmp_path)).summary["charts_not_drawn"]["map"] == "interrupted"


SLOW = """
import sys
import escalation.ensemble.simulate as module
from escalation.cli.main import main
from escalation.errors import OutputError
from tests.ensemble.fakes import FakeEngine, FakeSpace
module.prepare = lambda _: (FakeSpace(), FakeEngine(seconds=0.002))
print("ready", file=sys.stderr, flush=True)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow
def test_control_c_keeps_a_whole_folder_that_says_so(tmp_path, root):
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "run", "baseline", "--runs", "100000", "--threads", "2",
         "--no-charts", "--json", "--out", str(tmp_path)],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert process.stderr.readline() == "ready\n"
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".unfinished-*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(8)  # a busy machine takes a while from the folder to the first runs
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    summary = json.loads(out)
    assert summary["interrupted"] is True
    assert 0 < summary["runs"] < 100_000
    assert summary["requested_runs"] == 100_000
    stored = load(only_folder(tmp_path))
    assert list(stored.table("runs")["run"]) == list(range(summary["runs"]))
    assert verify(stored).whole


def test_the_list_of_runs(command, tmp_path, capsys, monkeypatch):
    command("--runs", 40, "--no-charts")
    assert main(["runs", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert only_folder(tmp_path).name in out
    assert main(["runs", str(tmp_path), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["scenario"] == "baseline"
    assert row["runs"] == 40
    assert main(["runs", str(tmp_path / "none")]) == 2
    assert "no such folder" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path / row["path"])
    assert main(["runs"]) == 0
    assert "No runs under runs" in capsys.readouterr().out


def test_for_real(escalation, tmp_path):
    """The true engine, charts and all, in a process of its own."""
    done = escalation("run", "baseline", "--runs", 60, "--json", "--horizon", 60, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert "charts_not_drawn" not in summary
    path = only_folder(tmp_path)
    assert {p.name for p in (path / "charts").iterdir()} == {
        f"{name}.{kind}"
        for name in ("odds", "yardsticks", "rungs", "map", "end_states", "deaths", "claims")
        for kind in ("png", "svg")
    }
    kept = open_run(path)
    assert verify(kept.folder).whole
    assert len(kept.days) == 60
    assert len(kept.segments) == 90
    drawn_again = [text.get_text() for text in kept.plot("odds").texts]
    assert f"run {summary['run_id']}" in drawn_again
    assert summary["run_id"] in (path / "charts" / "odds.svg").read_text(encoding="utf-8")
