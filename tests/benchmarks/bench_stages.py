"""How long a run's stages take, from one run of the command, beside how long it simulates.

As a script (`python tests/benchmarks/bench_stages.py [RUNS]`) or
`python -m pytest tests/benchmarks/bench_stages.py -s`. It prints ratios and never fails by the
clock; what it does hold is that the stages are there, in their order, and all charts drawn.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time

RUNS = 10_000
#: What was wanted on two quiet cores, in seconds.
WANTED = {"odds shown": 4.0, "all": 6.0}
COMMANDS = (
    ("--help",),
    ("validate", "baseline"),
    ("claims", "baseline"),
    ("runs",),
    ("parameters",),
)


def escalation(*words):
    """Return seconds by the clock and of processors that a command took, and what it printed."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "escalation", *words], capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, busy, done.stdout


def stages(runs):
    """Return seconds by stage of one run with compiled code at hand, and the whole command's."""
    with tempfile.TemporaryDirectory() as folder:
        escalation("run", "baseline", "--runs", "8", "--no-charts", "--quiet", "--out", folder)
        words = ("run", "baseline", "--runs", str(runs), "--json", "--quiet", "--out", folder)
        seconds, busy, out = escalation(*words)
    summary = json.loads(out)
    assert "charts_not_drawn" not in summary
    return summary["timings"], seconds, busy


def report(runs=RUNS):
    """Print the stages as shares of simulating, and each light command's start."""
    timings, seconds, busy = stages(runs)
    simulated = timings["simulate_seconds"]
    print(f"{runs:,} runs: {seconds:.1f} s by the clock, {busy:.1f} s of processors")
    for name in ("start", "prepare", "simulate", "odds_shown", "tables", "charts", "total"):
        took = timings[f"{name}_seconds"]
        print(f"  {name.replace('_', ' '):12} {took:6.2f} s {took / simulated:6.2f} x simulating")
    for name, wanted in WANTED.items():
        took = timings["odds_shown_seconds"] if name == "odds shown" else seconds
        print(f"  {name}: {took:.1f} s, wanted {wanted:.0f} s on two quiet cores")
    for words in COMMANDS:
        took, busy, _ = escalation(*words)
        print(f"  escalation {' '.join(words):20} {took:5.2f} s, {busy:.2f} s of processors")
    return timings


def test_stages_of_a_run():
    timings = report(400)
    assert 0 < timings["start_seconds"] < timings["odds_shown_seconds"] < timings["total_seconds"]
    assert timings["charts_seconds"] > 0


if __name__ == "__main__":
    report(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
