"""How long a report takes: python -m pytest tests/benchmarks/bench_report.py -s

The report of a kept run of 10,000, in every format, each in a process of its own as the command
starts it: seconds by the clock and of the processor, and memory. The yardstick is `escalation
explain` on the same folder, measured just before: the chapter that takes the longest. Bounds of the
issue are 10 s and 1 GiB; on a machine that others are busy on, only the processor's seconds tell.
"""

import json
import resource
import subprocess
import sys
import time

import pytest

from escalation.api import simulate
from escalation.report.formats import FORMATS

RUNS = 10_000


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return simulate("baseline", runs=RUNS).save(tmp_path_factory.mktemp("runs"), charts=False)


def measured(*words):
    """Return what a command prints, its seconds by the clock and of the processor, and its MiB."""
    program = (
        "import resource, sys; from escalation.cli.main import main; code = main(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); sys.exit(code)"
    )
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        capture_output=True,
        text=True,
        check=True,
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, wall, busy, int(done.stderr.split()[-1]) / 1024


def test_a_report_of_ten_thousand_runs(kept, tmp_path):
    _, wall, yardstick, memory = measured("explain", kept, "--json")
    print(f"\n{'':8}{'seconds':>10}{'processor':>10}{'x explain':>10}{'MiB':>8}{'bytes':>12}")
    print(f"{'explain':8}{wall:10.1f}{yardstick:10.1f}{1:10.1f}{memory:8.0f}")
    for name in FORMATS:
        out, wall, busy, memory = measured(
            "report", kept, "--out", tmp_path / f"a.{name}", "--json"
        )
        size = json.loads(out)["bytes"]
        ratio = busy / yardstick
        print(f"{name:8}{wall:10.1f}{busy:10.1f}{ratio:10.1f}{memory:8.0f}{size:12,}")
        assert memory < 1024
        assert name != "html" or size < 3_000_000
