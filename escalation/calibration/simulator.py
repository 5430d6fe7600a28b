"""What the model says at a point: runs of both scenarios with the calibrated parameters held there.

A point is a row of unit coordinates, one for each calibrated parameter; everything else that is
uncertain is drawn anew for each run. **Each point has runs of its own**: run numbers never repeat
between points. With the same runs at every point the statistics would be smoother, but their error
would be the same error everywhere, and no emulator could average it out; of independent runs a
regression over thousands of points leaves next to nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.patterns.run_logs import BLOCK
from escalation.calibration import measures
from escalation.calibration.targets import FROM_SEED, ORDINARY, TARGETS
from escalation.ensemble.design import Design

Floats = NDArray[np.float64]

HORIZON_DAYS = 180
LEAST_RUNS = 2 * BLOCK  # both halves need a block


@dataclass(frozen=True)
class Evaluated:
    """Statistics of points on their scales of emulation.

    Attributes
    ----------
    first
        Number of the first point.
    unit
        Points, shape (n, parameters).
    whole, one, other
        From all runs of a point, from the first half and from the second: (n, statistics).
    """

    first: int
    unit: Floats
    whole: Floats
    one: Floats
    other: Floats

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.unit)


class Simulator(Protocol):
    """What can be calibrated."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return the names of the calibrated parameters, one a column of a point."""

    @property
    def statistics(self) -> tuple[str, ...]:
        """Return the names of the statistics."""

    def evaluate(self, unit: Floats, runs_per_point: int, seed: int, first: int) -> Evaluated:
        """Return the statistics at points ``first``, ``first + 1`` ..., in the order of rows."""


class BorderSimulator:
    """The model in both scenarios, told day by day.

    Parameters
    ----------
    parameters
        Names of the calibrated ones.
    """

    def __init__(self, parameters: Sequence[str]) -> None:
        self.parameters = tuple(parameters)
        self.statistics = tuple(TARGETS)
        self._scenarios = [_Runs(name, self.parameters) for name in (ORDINARY, FROM_SEED)]

    def evaluate(self, unit: Floats, runs_per_point: int, seed: int, first: int) -> Evaluated:
        """Return the statistics at points ``first``, ``first + 1`` ..., in the order of rows."""
        found = np.array(
            [
                self._point(point, runs_per_point, seed, first + i)
                for i, point in enumerate(np.asarray(unit, dtype=np.float64))
            ]
        ).reshape(-1, 3, len(self.statistics))
        return Evaluated(first, unit, found[:, 0], found[:, 1], found[:, 2])

    def _point(self, point: Floats, runs: int, seed: int, number: int) -> list[list[float]]:
        whole: dict[str, float] = {}
        one: dict[str, float] = {}
        other: dict[str, float] = {}
        for scenario in self._scenarios:
            rows = scenario.rows(point, runs, seed, number)
            half = runs // 2
            whole |= measures.statistics(scenario.name, rows)
            one |= measures.statistics(scenario.name, rows[:half])
            other |= measures.statistics(scenario.name, rows[half:])
        return [[found[name] for name in self.statistics] for found in (whole, one, other)]


class _Runs:
    """Runs of one scenario at a point."""

    def __init__(self, name: str, parameters: Sequence[str]) -> None:
        from escalation.engine import Engine
        from escalation.scenario.load import load_scenario
        from escalation.scenario.truth import DrawSpace
        from escalation.scenario.world import build_world

        scenario = load_scenario(
            name, [f"horizon_days={HORIZON_DAYS}", "ensemble.drawn_from=prior"]
        )
        self.name = name
        self._space = DrawSpace(scenario)
        self._engine = Engine(build_world(scenario), HORIZON_DAYS)
        self._columns = [self._space.names.index(parameter) for parameter in parameters]
        self._designs = threading.local()

    def rows(self, point: Floats, runs: int, seed: int, number: int) -> NDArray[np.void]:
        """Return the records of the runs of point ``number``."""
        first = number * runs
        unit = self._design(seed).points(first, first + runs)
        unit[:, self._columns] = point
        draws = self._space.transform(unit)
        rows = np.zeros(runs, measures.DTYPES[self.name])
        for i in range(runs):
            log = self._engine.watch(draws[i : i + 1], first + i, seed)
            measures.boil_down(self.name, log, rows[i])
        return rows

    def _design(self, seed: int) -> Design:
        """Return this thread's own design: threads jump about in the sequence."""
        if getattr(self._designs, "seed", None) != seed:
            self._designs.seed, self._designs.design = seed, Design(self._space.names, seed)
        design: Design = self._designs.design
        return design


def evaluate_ahead(
    simulator: Simulator,
    unit: Floats,
    pieces: Sequence[tuple[int, int]],
    *,
    runs_per_point: int,
    seed: int,
    first: int,
    threads: int,
    stop: threading.Event,
) -> Iterator[tuple[tuple[int, int], Evaluated]]:
    """Evaluate pieces of points on threads, and yield each as it is done, in order.

    When ``stop`` is set, what has begun is finished and yielded.

    Parameters
    ----------
    unit
        All points, of which a piece ``(i, j)`` is rows ``i`` to ``j - 1``.
    first
        Number of the first of all points.
    """

    def work(piece: tuple[int, int]) -> Evaluated | None:
        if stop.is_set():
            return None
        start, end = piece
        return simulator.evaluate(unit[start:end], runs_per_point, seed, first + start)

    with ThreadPoolExecutor(threads) as pool:
        waiting = [(piece, pool.submit(work, piece)) for piece in pieces]
        for piece, future in waiting:
            done = future.result()
            if done is not None:
                yield piece, done
