"""Without the compiler a rule is plain Python to step through, and the day the same to the bit."""

import os
import re
import subprocess
import sys

import pytest

from escalation import stop_run
from escalation.studies.one_run import StoppedRun

SCENARIO, DAYS, RUN = "pakistan_retaliates", 10, 17
LOOK = f"""
import types
from escalation import stop_run
from escalation.day import decision, schedule
assert type(decision.decide) is types.FunctionType
stop_run("{SCENARIO}", day={DAYS}, run={RUN}).save("plain.state")
"""


def without_compiler(*command, cwd, root, stdin=""):
    """Run Python where Numba compiles nothing; return what it wrote."""
    paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, *command], cwd=cwd, input=stdin, capture_output=True, text=True,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(paths)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def bits(stopped: StoppedRun) -> dict[str, bytes]:
    """Return all that a stopped run remembers."""
    arrays = {"days": stopped.so_far.days, **stopped.so_far.state._asdict()}
    return {name: array.tobytes() for name, array in arrays.items()}


def test_days_are_the_same_bits_without_the_compiler(root, tmp_path):
    from escalation import load_state

    without_compiler("-c", LOOK, cwd=tmp_path, root=root)
    plain = load_state(tmp_path / "plain.state")
    assert plain.day == DAYS
    assert plain.so_far.days["rung_pak"].max() >= 5  # days on which something happens
    assert bits(plain) == bits(stop_run(SCENARIO, day=DAYS, run=RUN))


@pytest.mark.slow
def test_the_page_steps_through_a_rule(root, tmp_path):
    """The how-to's script, under the debugger, with the words it gives to it."""
    page = (root / "docs/how-to/step-through-a-rule.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"^```python\n(.*?)^```", page, re.M | re.S)
    (session,) = re.findall(r"^```text\n(.*?)^```", page, re.M | re.S)
    (tmp_path / "look.py").write_text(script, encoding="utf-8")
    lines = session.splitlines()
    typed = [line.removeprefix("(Pdb) ") for line in lines if line.startswith("(Pdb) ")]
    shown = [line for line in lines if not line.startswith("(Pdb) ")]
    stdin = "\n".join([*typed, "quit", ""])
    said = without_compiler("-m", "pdb", "look.py", cwd=tmp_path, root=root, stdin=stdin)
    answers = said.replace("(Pdb) ", "").splitlines()
    assert len(shown) == 2
    assert [line for line in answers if line in shown] == shown
    assert re.search(r"--Return--\n.*answer\(\)->0\n", said)
