"""Where compiled code is kept, and how versions of the model are told apart."""

import subprocess
import sys

import numpy as np
import pytest

from escalation import sources
from escalation.compiling import block_rule, numba, rule, rule_of_source

SCRIPT = """
from escalation.luck import streams  # imports Numba before the compiler's settings are made
streams.run_key(1, 2)  # the first compilation, on which Numba looks at its settings again
import numba
from escalation.compiling import CACHE_FOLDER
assert numba.config.CACHE_DIR == str(CACHE_FOLDER or ""), numba.config.CACHE_DIR
"""


def test_the_cache_folder_outlives_the_first_compilation(root):
    """Otherwise code lands beside its source, where an edit elsewhere leaves it stale."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_fingerprint_tells_an_edit_a_new_file_and_data_but_no_scenario(tmp_path, monkeypatch):
    taken = sources.model_fingerprint()
    fresh = sources.model_fingerprint.__wrapped__
    monkeypatch.setattr(sources, "PACKAGE", tmp_path)
    (tmp_path / "day").mkdir()
    (tmp_path / "scenario" / "shipped").mkdir(parents=True)
    seen = {fresh()}
    for name, text in (
        ("day/fire.py", "a"), ("day/fire.py", "b"), ("day/night.py", ""),
        ("scenario/posterior.csv", "0.5"),
    ):  # fmt: skip
        (tmp_path / name).write_text(text)
        seen.add(fresh())
    assert len(seen) == 5
    (tmp_path / "scenario" / "shipped" / "sweep.csv").write_text("1")
    (tmp_path / "day" / "notes.txt").write_text("1")
    assert fresh() in seen
    assert sources.model_fingerprint() == taken  # a process keeps to what it has read


def test_no_two_functions_written_by_code_share_the_name_that_the_compiler_keeps_them_by(tmp_path):
    file = str(tmp_path / "made.py")
    (tmp_path / "made.py").touch()
    one = rule_of_source("f", "def f(x):\n    return x + 1", {"__name__": "made"}, file)
    assert one(2) == 3
    with pytest.raises(ValueError, match="f: this file has made a function of that name already"):
        rule_of_source("f", "def f(x):\n    return x + 2", {"__name__": "made"}, file)


MIXED = """
def {name}(numbers):
    for i in range(len(numbers)):
        numbers[i] = (numbers[i] ^ (numbers[i] >> 3)) * 5
"""


def test_a_block_rule_takes_several_at_once_and_no_other_rule_does(tmp_path):
    """Both give the same; a loop over records is slower if several are taken at once."""
    before = numba.config.LOOP_VECTORIZE
    results = []
    for name, kind, at_once in (("one", rule, 0), ("many", block_rule, 1), ("again", rule, 0)):
        source, names = MIXED.format(name=name), {"__name__": "made"}
        (tmp_path / "made.py").write_text(source)
        exec(compile(source, str(tmp_path / "made.py"), "exec"), names)
        compiled = kind(names[name])
        results.append(np.arange(100))
        compiled(results[-1])
        (code,) = compiled.inspect_llvm().values()
        assert ("vector.body" in code) == at_once
        assert before == numba.config.LOOP_VECTORIZE
    assert results[0].tolist() == results[1].tolist() == results[2].tolist()
