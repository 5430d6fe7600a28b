"""How fast the engine is, by the yardstick of the Mesa model, measured in the same run.

As a script (`python tests/benchmarks/bench_engine_vs_mesa.py`) or
`python -m pytest tests/benchmarks/bench_engine_vs_mesa.py -s`. It prints ratios and never fails
by the clock; what it does hold is that fast and slow computed the same thing.
"""

import gc
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from escalation.ensemble.design import Design
from escalation.scenario.load import load_scenario
from escalation.scenario.truth import DrawSpace
from escalation.scenario.world import build_world

SEED = 20251012
RUNS = 600  # of the engine, for each timing
MESA_RUNS = 6
ROUNDS = 5
CHUNK = 50
WANTED = {"against Mesa": 300.0, "two threads": 1.7, "10,000 runs": 60.0}


class Bench:
    """A scenario in the engine, with draws at hand."""

    def __init__(self, overrides=(), runs=RUNS):
        from escalation.engine import Engine

        self.scenario = load_scenario("baseline", overrides)
        self.world = build_world(self.scenario)
        self.engine = Engine(self.world, self.scenario.horizon_days)
        space = DrawSpace(self.scenario)
        replicates = self.scenario.ensemble.replicates
        draws = space.transform(Design(space.names, SEED).points(0, -(-runs // replicates)))
        self.numbers = np.arange(runs)
        self.draws = draws[self.numbers // replicates]
        self.processors = 0.0

    def engine_ms(self, threads):
        """Return ms a run, on so many threads; note how many processors they were given."""
        pieces = [slice(i, i + CHUNK) for i in range(0, len(self.numbers), CHUNK)]

        def work(piece):
            self.engine.run(self.draws[piece], self.numbers[piece], SEED)

        with ThreadPoolExecutor(threads) as pool:
            start, busy = time.perf_counter(), time.process_time()
            list(pool.map(work, pieces))
            elapsed = time.perf_counter() - start
        self.processors = (time.process_time() - busy) / elapsed
        return 1000 * elapsed / len(self.numbers)

    def mesa_ms(self, number):
        """Return ms of one run in the Mesa model, its making included, and its days."""
        from escalation.mesa import BorderModel

        gc.collect()
        start = time.perf_counter()
        model = BorderModel(
            self.scenario, self.draws[number : number + 1], number, SEED, world=self.world
        )
        model.run_model()
        return 1000 * (time.perf_counter() - start), model.days


def typical(values):
    return statistics.median(values)


def measure():
    """Return the lines of the table."""
    bench = Bench()
    bench.engine.run(bench.draws[:2], bench.numbers[:2], SEED)  # compiled or loaded
    bench.mesa_ms(0)
    one, two, mesa, given = [], [], [], []
    for turn in range(max(ROUNDS, MESA_RUNS)):  # interleaved, so that a busy moment hits all
        one.append(bench.engine_ms(1))
        two.append(bench.engine_ms(2))
        given.append(bench.processors)
        elapsed, days = bench.mesa_ms(7 * turn)
        mesa.append(elapsed)
        same = bench.engine.watch(bench.draws[7 * turn : 7 * turn + 1], 7 * turn, SEED).days
        assert days.tobytes() == same.tobytes()
    ms_one, ms_two, ms_mesa = typical(one), typical(two), typical(mesa)
    lines = [
        f"baseline, 180 days, {len(bench.world.post_segment)} posts, medians of {len(one)}",
        row("Mesa model", f"{ms_mesa:.0f} ms a run"),
        row("engine, 1 thread", f"{ms_one:.3f} ms a run", f"{ms_mesa / ms_one:.0f}x Mesa"),
        row(
            "engine, 2 threads", f"{ms_two:.3f} ms a run",
            f"{ms_mesa / ms_two:.0f}x Mesa", WANTED["against Mesa"],
        ),
        row("2 threads over 1", "", f"{ms_one / ms_two:.2f}x", WANTED["two threads"]),
        row("processors they were given", f"{typical(given):.2f}", "of 2"),
        row("10,000 runs, 2 threads", f"{10 * ms_two:.1f} s", "", WANTED["10,000 runs"]),
        "",
    ]  # fmt: skip
    return [*lines, *_growth(ms_one)]


def row(what, value, ratio="", wanted=None):
    target = "" if wanted is None else f"wanted {wanted:g}"
    return f"  {what:<28}{value:>18}{ratio:>14}   {target}"


def _growth(ms_base):
    """Measure how time grows with runs, days, and posts that stay quiet."""

    def ms(overrides=(), runs=RUNS):
        bench = Bench(overrides, runs)
        return typical([bench.engine_ms(1) for _ in range(3)])

    few, many = ms(runs=RUNS // 4), ms(runs=4 * RUNS)
    short, long = ms(("horizon_days=90",)), ms(("horizon_days=360",))
    crowded = ms(
        ("actors.pakistan_military.posts=3360", "actors.afghan_taliban.posts=1000"), RUNS // 2
    )
    again = ms(runs=RUNS)  # what 180 days cost now; the machine may have got busier
    return [
        "growth, 1 thread (a run's time against that of the baseline)",
        row("a quarter of the runs", "", f"{few / again:.2f}x", 1.0),
        row("four times the runs", "", f"{many / again:.2f}x", 1.0),
        row("half the days", "", f"{short / again:.2f}x", 0.5),
        row("twice the days", "", f"{long / again:.2f}x", 2.0),
        row("four times the posts", "", f"{crowded / again:.2f}x", 4.0) + " at most",
        row("the baseline again", "", f"{again / ms_base:.2f}x"),
    ]


def test_engine_and_mesa_side_by_side():
    print()
    for line in measure():
        print(line)


if __name__ == "__main__":
    test_engine_and_mesa_side_by_side()
