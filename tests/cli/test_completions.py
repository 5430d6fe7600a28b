"""What the Tab key offers, asked as a shell asks; and how light it is to ask."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.cli import completions
from escalation.cli.main import COMMANDS
from escalation.scenario.levers import all_names
from escalation.scenario.library import shipped, shipped_sweeps
from escalation.scenario.load import load_scenario, override
from escalation.scenario.register import parameters
from escalation.studies.lever_runs import RANKED

RUN = "baseline-20260101T000000Z-0123abcd"
#: What a scenario is read or runs are computed with; a shell must not wait for them.
HEAVY = ("escalation.scenario.sections", "numpy", "pandas", "scipy", "numba", "matplotlib")


@pytest.fixture
def offered(tmp_path):
    """Return a function that gives what bash would be offered for a line, its last word begun."""
    (tmp_path / "mine.yaml").write_text("extends: baseline\nhorizon_days: 90\n", encoding="utf-8")
    (tmp_path / "notes.txt").touch()
    (tmp_path / "mailed.zip").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "runs" / RUN).mkdir(parents=True)

    def ask(line, *, python=()):
        words = line.split(" ")
        asking = {
            **os.environ, "COMP_WORDS": f"escalation {line}", "COMP_CWORD": str(len(words)),
            "_ESCALATION_COMPLETE": "complete_bash",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, *python, "-m", "escalation"],
            env=asking, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert python or done.stderr == ""
        return done.stderr if python else done.stdout.split()

    return ask


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", [*COMMANDS]),
        ("pol", ["policies"]),
        ("run pakistan_d", ["pakistan_denies"]),
        ("run mi", ["mine.yaml"]),
        ("run ./fol", ["./folder/"]),
        ("run n", []),
        ("compare baseline pakistan_c", ["pakistan_confirms"]),
        ("sweep what", ["what_matters"]),
        ("explain ", ["0123abcd"]),
        ("explain runs/", [f"runs/{RUN}"]),
        ("value 0", ["0123abcd"]),
        ("whence no", ["notes.txt"]),
        ("whence 01", ["0123abcd"]),
        ("reproduce mai", ["mailed.zip"]),
        ("verify 01", ["0123abcd"]),
        ("pivots pakistan_d", ["pakistan_denies"]),
        ("pivots 0", ["0123abcd"]),
        ("verify --in runs 0", ["0123abcd"]),
        ("run baseline --horiz", ["--horizon"]),
        ("run baseline --set parameters.monitoring_ch", ["parameters.monitoring_chance="]),
        ("run baseline --set claims.C01.cred", ["claims.C01.credence="]),
        ("run mine.yaml --set horizon", ["horizon_days="]),
        ("policies baseline --lever hot", ["hotline"]),
        ("policies baseline --outcome re", []),
        ("explain 0123abcd --outcome re", ["relapsed"]),
        ("no_such_command ba", []),
    ],
)
def test_what_is_offered(offered, line, expected):
    assert offered(line) == expected


@pytest.mark.parametrize(
    "line", ["", "run ba", "explain ", "policies baseline --lever m", "run baseline --set para"]
)
def test_nothing_heavy_is_imported_for_it(offered, line):
    imported = {
        row.split("|")[-1].strip()
        for row in offered(line, python=("-X", "importtime")).splitlines()
    }
    assert "escalation.cli.main" in imported
    assert imported.isdisjoint(HEAVY)


def test_a_scenario_that_cannot_be_read_offers_what_the_baseline_says(offered, tmp_path):
    (tmp_path / "broken.yaml").write_text("a: [", encoding="utf-8")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
    for name in ("broken.yaml", "pipe.yaml", "nowhere.yaml", "folder"):
        assert offered(f"run {name} --set horizon") == ["horizon_days="], name


def test_names_offered_are_those_there_are():
    assert completions.outcomes("") == list(OUTCOMES)
    assert completions.ranked_outcomes("") == list(RANKED)
    assert completions.levers("") == all_names()
    assert set(completions.scenarios("")) >= set(shipped())
    assert set(completions.sweeps("")) >= set(shipped_sweeps())


def test_paths_offered_can_be_set():
    context = SimpleNamespace(params={"scenario": "baseline"})
    paths = [path.rstrip("=") for path in completions.settings(context, "")]
    assert {f"parameters.{name}" for name in parameters()} <= set(paths)
    scenario = load_scenario("baseline")
    for path in ("horizon_days", "ensemble.runs", "claims.C01.credence", "actors.dyad.ceasefire"):
        assert path in paths
    override(scenario, ["horizon_days=60", "claims.C01.credence=0.2"])


def test_completion_can_be_installed(capsys):
    from escalation.cli.main import main

    main(["--help"])
    said = capsys.readouterr().out
    assert "--install-completion" in said
    assert "--show-completion" in said
