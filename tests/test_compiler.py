"""Settings of the compiler that nobody can read cost no run, and no traceback."""

import os
import subprocess
import sys

import pytest

READ = (
    "from escalation.compiling import numba; print(int(numba.config.OPT), numba.config.DISABLE_JIT)"
)
#: The name is a module of ours; what it calls is compiled, on which Numba reads its settings again.
USED = "from escalation.luck import streams; print(streams.run_key(1, 2))"


def tried(root, script, *python, **settings):
    return subprocess.run(
        [sys.executable, *python, "-c", script],
        cwd=root, env={**os.environ, **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NUMBA_NUM_THREADS", "x"), ("NUMBA_NUM_THREADS", "0"), ("NUMBA_OPT", "x"),
        ("NUMBA_OPT", "9"), ("NUMBA_DISABLE_JIT", "yes"), ("NUMBA_DEBUG", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("python", [[], ["-W", "error"]], ids=["plainly", "strictly"])
def test_a_setting_that_can_not_be_read_is_left_out_and_told_once(root, name, value, python):
    done = tried(root, f"{READ}; {USED}", *python, **{name: value})
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [
        f"{name}={value!r} is no setting that the compiler takes; its own default is taken instead"
    ]
    assert done.stdout.split()[:2] == ["3", "0"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("NUMBA_THREADING_LAYER", "x"), ("OMP_NUM_THREADS", "x"), ("NUMBA_NUM_THREADS", "2")],
)
def test_what_does_not_matter_is_not_told(root, name, value):
    done = tried(root, USED, **{name: value})
    assert (done.returncode, done.stderr) == (0, "")


def test_code_that_can_not_be_kept_where_it_should_be_is_kept_elsewhere_and_that_is_told(
    root, tmp_path
):
    (tmp_path / "file").touch()
    given, other = tmp_path / "file" / "cache", tmp_path / "home"
    done = tried(root, READ, NUMBA_CACHE_DIR=str(given), XDG_CACHE_HOME=str(other))
    assert done.returncode == 0
    said = f"compiled code cannot be kept in {given}; it is kept in {other / 'escalation'} instead"
    assert done.stderr.splitlines() == [said]
