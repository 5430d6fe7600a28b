"""What every test may lean on: where things are, and the command as a user runs it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# Charts are drawn without a screen, here and in every process a test starts.
os.environ.setdefault("MPLBACKEND", "Agg")

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

Command = Callable[..., subprocess.CompletedProcess[str]]


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
