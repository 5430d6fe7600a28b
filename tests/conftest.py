"""What every test may lean on: where things are, and the command as a user runs it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from escalation.startup import settle

ROOT = Path(__file__).resolve().parent.parent

# Charts are drawn without a screen, here and in every process a test starts.
os.environ.setdefault("MPLBACKEND", "Agg")
# As a process of the program does: test workers fill the processors already.
settle()
# Tests begun in the background of a shell ignore Ctrl-C, and so would all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples on every machine and no clock: a slow computer is not a wrong program.
settings.register_profile(
    "project",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
# For a longer hunt: HYPOTHESIS_PROFILE=hunt python -m pytest
settings.register_profile("hunt", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))

#: The quick tier: files that together try every room within a minute, but for what is slow in them.
QUICK = (
    "analysis/odds/test_intervals.py", "analysis/odds/test_odds_tables.py",
    "analysis/paired/test_differences.py", "analysis/record/test_markov.py",
    "border/test_border.py", "border/test_outlines.py", "border/test_strip.py",
    "browser/test_palette.py",
    "calibration/test_posterior_draws.py", "charts/test_charts.py", "charts/test_style.py",
    "cli/test_options.py", "cli/test_terminal_words.py", "day/test_decision_rules.py",
    "day/test_outcome.py", "day/test_scenario_events.py", "engine/test_extreme_worlds.py",
    "ensemble/test_design.py", "ensemble/test_plan.py", "ensemble/test_simulate.py",
    "golden/test_golden.py", "golden/test_golden_parts.py", "golden/test_moves.py",
    "luck/test_arithmetic.py", "luck/test_blocks.py", "luck/test_latin.py",
    "luck/test_seeds.py", "luck/test_streams.py",
    "mesa/test_border_model.py", "report/test_word.py", "results/test_keeping.py",
    "results/test_manifest.py",
    "results/test_run_folder.py", "scenario/test_scenario_lines.py",
    "scenario/test_scenario_loading.py", "scenario/test_shipped_scenarios.py",
    "scenario/test_wrong_scenarios.py", "studies/test_findings.py", "sweep/test_load.py",
    "telling/test_chronicle.py", "test_errors_files.py", "test_numbers.py", "test_vocabulary.py",
    "upkeep/test_odd_page.py", "web/test_setting.py", "web/test_turns.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the quick tier."""
    quick = {ROOT / "tests" / name for name in QUICK}
    for item in items:
        if item.path in quick and item.get_closest_marker("slow") is None:
            item.add_marker(pytest.mark.quick)


Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def browser():
    """The machine's browser; one for all rooms, since a process can hold but one."""
    from tests.web.browser import launched

    with launched() as made:
        yield made


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of evidence beside the project; skip the test where it isn't."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the evidence folder is not beside the project")
    return folder


@pytest.fixture(scope="session")
def escalation() -> Command:
    """Return a function that runs ``escalation ARGS...`` in a process of its own.

    It runs in the project's folder unless told ``cwd=``, with ``env=`` added to the environment.
    """

    def run(
        *args: object,
        cwd: Path = ROOT,
        env: dict[str, str] | None = None,
        timeout: float = 300,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "escalation", *map(str, args)],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run
