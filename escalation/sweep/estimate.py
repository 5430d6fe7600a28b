"""What a sweep will cost, from running a little of it."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from typing import Any

from escalation.ensemble.session import Session
from escalation.ensemble.simulate import run_ensemble
from escalation.ensemble.worlds import Worlds
from escalation.errors import InputError
from escalation.sweep.columns import finished_row
from escalation.sweep.plan import SweepPlan

PROBES = 5
PROBE_SECONDS = 1.0
_PROBE_RUNS = 64
_BYTES_A_POINT = 16_000
_BYTES_A_KEPT_RUN = 60


@dataclass(frozen=True)
class Estimate:
    """The cost of a sweep.

    Attributes
    ----------
    points, runs
        Of the whole sweep.
    points_done
        Those that are there already.
    runs_per_second
        Measured over a few points, spread over the sweep.
    seconds_per_point
        Measured, beside the runs.
    seconds
        About how long the rest takes.
    bytes
        About what the whole takes on the disk.
    slots
        Chunks worked on at once in that measurement.
    """

    points: int
    points_done: int
    runs: int
    runs_per_second: float
    seconds_per_point: float
    seconds: float
    bytes: int
    slots: int

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return asdict(self)


def estimate(plan: SweepPlan, session: Session, points_done: int = 0) -> Estimate:
    """Run a little of a few points and say what the whole costs; keeps nothing.

    Raises
    ------
    InputError
        If none of these points makes a sound scenario.
    """
    worlds = Worlds()
    where = sorted({i * (plan.points - 1) // (PROBES - 1) for i in range(PROBES)})
    runs_done, running, beside = 0, 0.0, []
    error: InputError | None = None
    worlds.prepare(plan.scenarios[0])  # compiling is no cost of a point
    runs = min(_PROBE_RUNS, plan.runs)
    for point in where:
        begun = time.perf_counter()
        try:
            scenario = plan.scenario(point)
        except InputError as wrong:
            error = wrong
            continue
        space, engine = worlds.prepare(scenario)
        ready = time.perf_counter() - begun
        runs_before, spent = runs_done, 0.0
        while spent < PROBE_SECONDS / PROBES:
            asked = replace(plan.of_a_point, runs=runs)
            found = run_ensemble(scenario, asked, space, engine, session)
            spent += found.timings["simulate_seconds"]
            runs_done += found.n_runs
            if runs < plan.runs and runs_done - runs_before >= plan.runs:
                break
            runs = min(2 * runs, plan.runs)
        running += spent
        begun = time.perf_counter()
        finished_row(plan, point, scenario, found)
        beside.append(ready + time.perf_counter() - begun)
    if not beside:
        assert error is not None
        raise error
    rate = runs_done / running
    each = sum(beside) / len(beside)
    left = plan.points - points_done
    size = plan.points * _BYTES_A_POINT
    size += plan.total_runs * _BYTES_A_KEPT_RUN if plan.keep_runs else 0
    return Estimate(
        points=plan.points,
        points_done=points_done,
        runs=plan.total_runs,
        runs_per_second=rate,
        seconds_per_point=each,
        seconds=left * (plan.runs / rate + each),
        bytes=size,
        slots=session.threads,
    )
