"""The page on adding a mechanism is carried out, on a copy of the program."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LOOK = """
import json
from escalation import load_scenario, simulate
from escalation.day.schedule import SCHEDULE
from escalation.mesa import BorderModel
from escalation.studies.mechanisms import MECHANISMS
from escalation.telling.chronicle import chronicle
from escalation.upkeep.odd_page import odd_blocks

def incidents(*settings):
    result = simulate(load_scenario("baseline", ["horizon_days=60", *settings]), runs=200)
    return float(result.runs["incidents"].mean())

scenario = load_scenario("councils.yaml", ["horizon_days=60"])
model = BorderModel(scenario, run=3)
while model.running:
    model.step()
told = chronicle(model.events, scenario)
print(json.dumps({
    "off": incidents(),
    "idle": incidents("parameters.council_chance=1", "parameters.council_calm=0"),
    "on": incidents("parameters.council_chance=1"),
    "phases": [phase.name for phase in SCHEDULE],
    "mechanisms": [one.name for one in MECHANISMS],
    "page": odd_blocks()["processes"], "rules": odd_blocks()["rules"],
    "met": sum("Elders of both sides met" in line for line in told),
}))
"""


def carry_out(block: str, root: Path) -> list[str]:
    """Make a page's changes; what they stand beside must be there once. Return the files."""
    files = re.split(r"^\+\+\+ (\S+)\n", re.sub(r"^--- .*\n", "", block, flags=re.M), flags=re.M)[
        1:
    ]
    for name, hunks in zip(files[::2], files[1::2], strict=True):
        text = (root / name).read_text(encoding="utf-8")
        for hunk in re.split(r"^@@.*\n", hunks, flags=re.M)[1:]:
            lines = hunk.rstrip("\n").split("\n")
            old = "\n".join(line[1:] for line in lines if not line.startswith("+"))
            new = "\n".join(line[1:] for line in lines if not line.startswith("-"))
            assert text.count(old) == 1, f"{name}:\n{old}"
            text = text.replace(old, new)
        (root / name).write_text(text, encoding="utf-8")
    return files[::2]


@pytest.fixture
def files(root: Path, tmp_path: Path) -> list[str]:
    """Carry the page out on a copy of the program in ``tmp_path``; return the files it touches."""
    page = (root / "docs" / "how-to" / "add-a-mechanism.md").read_text(encoding="utf-8")
    for name in ("escalation", "scenarios"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (module,) = re.findall(r"^`(escalation/\S+\.py)`:\n\n```python\n(.*?)^```", page, re.M | re.S)
    (tmp_path / module[0]).write_text(module[1], encoding="utf-8")
    touched = [module[0]]
    for block in re.findall(r"^```diff\n(.*?)^```", page, re.M | re.S):
        touched += carry_out(block, tmp_path)
    (scenario,) = re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    (tmp_path / "councils.yaml").write_text(scenario, encoding="utf-8")
    return touched


def test_the_page_fits_the_code_and_is_short(files: list[str], tmp_path: Path) -> None:
    """Without running it, which takes long: each change finds its place, and is Python still."""
    assert 1 < len(files) <= 9, files
    for name in files:
        compile((tmp_path / name).read_text(encoding="utf-8"), name, "exec")


@pytest.mark.slow
@pytest.mark.usefixtures("files")
def test_the_page_adds_a_mechanism_that_acts(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=tmp_path, capture_output=True, text=True, check=False,
        # Compiled from scratch for a few runs, all by the same code: to optimise it takes longer.
        env={**os.environ, "PYTHONPATH": str(tmp_path), "NUMBA_OPT": "0"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["on"] < 0.8 * seen["off"]  # it acts: what it calms does not fall to others
    assert seen["idle"] == seen["off"]  # and without its calm it changes nobody's luck
    assert "meet" in seen["phases"]
    assert "local councils" in seen["mechanisms"]
    assert "**Local councils** (`council`)" in seen["page"]
    assert "`council.fire_left`" in seen["rules"]
    assert seen["met"] > 0
