"""A browser that is on this machine, driven by Playwright, and a server for it to look at."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Names under which Chromium is installed; Playwright's own download is not asked for.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_path() -> str:
    """Return the browser's path; skip the test, and say why, where there is none."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    pytest.skip(f"no browser on this machine: none of {', '.join(BROWSERS)}")


@contextmanager
def serving(*words: str) -> Iterator[str]:
    """Serve in a process of its own, and give the page's address."""
    served = subprocess.Popen(
        [sys.executable, "-u", "-m", "escalation", "serve", "--no-open", *words],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert served.stdout is not None
    try:
        line = served.stdout.readline()
        assert "http://" in line, line
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        served.terminate()
        served.wait(timeout=20)
