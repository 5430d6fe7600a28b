"""Hold the model against what is known: run what the patterns need, and measure them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from escalation.analysis.patterns import targets as patterns
from escalation.analysis.patterns.event_statistics import read_recorded
from escalation.analysis.patterns.model_values import Sample, like_with_like, measure
from escalation.ensemble import simulate as ensembles
from escalation.ensemble import worlds
from escalation.ensemble.plan import Plan, plan_for
from escalation.ensemble.progress import Progress
from escalation.ensemble.session import Session
from escalation.errors import InputError, PurposeError
from escalation.notebooks import ShowsItself
from escalation.vocabulary import CAME_THROUGH

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.engine.run import OneRun
    from escalation.ensemble.finished import FinishedRuns
    from escalation.ensemble.progress import ProgressCallback
    from escalation.scenario.sections import Scenario

RUNS, LOGS, SEED = 4000, 600, 20251012
HORIZON_DAYS = 180
LONG_DAYS = 730
LEAST_LOGS = 40
ORDINARY, FROM_SEED = "ordinary_incident", "baseline"


@dataclass(frozen=True, repr=False)
class Check(ShowsItself):
    """The table of patterns, and statistics of events beside the recorded ones if there are any.

    Attributes
    ----------
    rows
        A line for each pattern.
    events
        Statistics recorded and in the model; None without the recorded events.
    runs, logs, seed
        Runs of each scenario, how many of them with event logs, and the seed.
    """

    rows: tuple[patterns.Row, ...]
    events: list[dict[str, Any]] | None
    runs: int
    logs: int
    seed: int

    def notebook_title(self) -> str:
        """Return what was held against the record."""
        return (
            f"{len(self.rows)} patterns over {self.runs:,} runs of each scenario, seed {self.seed}"
        )

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame]:
        """Return the findings and the patterns."""
        import pandas as pd

        return self.findings, pd.DataFrame([row.as_dict() for row in self.rows])

    @property
    def counts(self) -> dict[str, int]:
        """Return how many patterns have each verdict."""
        return patterns.counts(self.rows)

    @property
    def findings(self) -> list[str]:
        """Return what was found, in a sentence: how many patterns have each verdict."""
        (_, holding), *others = self.counts.items()
        rest = ", ".join(f"{number} {word}" for word, number in others)
        return [f"{holding} of {sum(self.counts.values())} patterns hold; {rest}."]

    def plot_patterns(self) -> Figure:
        """Draw the model's value for each pattern against its target."""
        from escalation.charts.patterns_chart import patterns_chart

        return patterns_chart(self)

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "runs": self.runs,
            "logs": self.logs,
            "seed": self.seed,
            "counts": self.counts,
            "patterns": [row.as_dict() for row in self.rows],
            "events": self.events,
        }


def check(
    *,
    runs: int = RUNS,
    logs: int = LOGS,
    seed: int = SEED,
    events_file: str | os.PathLike[str] | None = None,
    overrides: Sequence[str] = (),
    threads: int | None = None,
    progress: ProgressCallback | None = None,
) -> Check:
    """Measure every pattern that the model can speak to.

    Two scenarios are run over 180 days, the ordinary incident and the seed, every run with a draw
    of its own; the first runs of each are told again with their event logs.

    Parameters
    ----------
    runs, logs
        Runs of each scenario, at least 40, and how many of them with logs (at most all).
    seed
        Seed of draws and chance.
    events_file
        File of recorded events to compare with; see `read_recorded`.
    overrides
        Changes to both scenarios, ``path=value``.
    threads
        Threads; they change nothing but the time.
    progress
        As for `simulate`.

    Raises
    ------
    InputError
        If a number, an override or the file of events is wrong.
    PurposeError
        If the runs were stopped early or broke.
    """
    recorded = read_recorded(os.fspath(events_file)) if events_file is not None else None
    plan = plan_of(runs, seed, threads)
    with Session.open(threads, progress=progress) as session:
        taken = sample(plan, logs, session, overrides)
    rows = patterns.table(measure(taken))
    events = None if recorded is None else like_with_like(taken.ordinary_logs, recorded)
    return Check(rows, events, runs, min(logs, runs), seed)


def plan_of(runs: int, seed: int, threads: int | None) -> Plan:
    """Return what `check` runs of each scenario; raises what it would raise."""
    from escalation.scenario.load import load_scenario

    if runs < LEAST_LOGS:
        raise InputError.single("--runs", f"must be at least {LEAST_LOGS} to tell anything")
    scenario = load_scenario(FROM_SEED)
    return plan_for(scenario, runs=runs, seed=seed, replicates=1, threads=threads)


def sample(plan: Plan, logs: int, session: Session, overrides: Sequence[str] = ()) -> Sample:
    """Run what the patterns are measured on; see `check` for what it raises.

    Parameters
    ----------
    plan
        See `plan_of`.
    logs
        How many runs of each scenario are told again with their event logs, at most all.
    session
        Who does the work.
    overrides
        Changes to both scenarios, ``path=value``.
    """
    told = min(logs, plan.runs)
    wanted = [*overrides, f"horizon_days={HORIZON_DAYS}"]
    session.tell(Progress("compiling"))
    ordinary, ordinary_logs = _ensemble(ORDINARY, wanted, plan, told, session)
    from_seed, seed_logs = _ensemble(FROM_SEED, wanted, plan, told, session)
    long_logs = _long_logs([*overrides, f"horizon_days={LONG_DAYS}"], plan, told)
    return Sample(
        ordinary.runs,
        from_seed.runs,
        ordinary_logs,
        seed_logs,
        long_logs,
        ordinary.draws["ttp_self_excitation"].to_numpy(dtype=np.float64),
    )


def _ensemble(
    name: str, overrides: Sequence[str], plan: Plan, logs: int, session: Session
) -> tuple[FinishedRuns, list[OneRun]]:
    from escalation.scenario.load import load_scenario

    scenario = load_scenario(name, overrides)
    space, engine = worlds.prepare(scenario)
    result = ensembles.run_ensemble(scenario, plan, space, engine, session)
    if result.interrupted:
        raise PurposeError("stopped before all runs were done, so there is no check")
    if (result.runs["status"] != CAME_THROUGH).all():
        raise PurposeError(f"every run of {name} broke, so there is nothing to check")
    return result, _watched(scenario, plan, logs)


def _long_logs(overrides: Sequence[str], plan: Plan, logs: int) -> list[OneRun]:
    """Return runs of the ordinary incident over two years: a year to look back on, and ahead."""
    from escalation.scenario.load import load_scenario

    return _watched(load_scenario(ORDINARY, overrides), plan, logs)


def _watched(scenario: Scenario, plan: Plan, logs: int) -> list[OneRun]:
    """Return the first runs of a scenario's ensemble with their event logs."""
    from escalation.engine import Engine
    from escalation.ensemble.design import Design
    from escalation.scenario.world import build_world

    space = worlds.space_of(scenario)
    draws = space.transform(Design(space.names, plan.seed).points(0, logs))
    watcher = Engine(build_world(scenario), scenario.horizon_days)
    return [watcher.watch(draws[i : i + 1], i, plan.seed) for i in range(logs)]
