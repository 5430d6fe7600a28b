"""How often a scenario ends well, and how sure that is: run it thousands of times."""

from __future__ import annotations

import datetime as dt
import os
import threading
from typing import TYPE_CHECKING

from escalation.ensemble import simulate as ensembles
from escalation.ensemble.plan import Plan, plan_for
from escalation.ensemble.session import Session
from escalation.results.result import Result

if TYPE_CHECKING:
    import pandas as pd

    from escalation.ensemble.progress import ProgressCallback
    from escalation.scenario.sections import Scenario


def simulate(
    scenario: Scenario | str | os.PathLike[str],
    *,
    runs: int | None = None,
    precision: float | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
    progress: ProgressCallback | None = None,
    stop: threading.Event | None = None,
    started: dt.datetime | None = None,
    cluster: str | None = None,
) -> Result:
    """Run a scenario thousands of times.

    Parameters
    ----------
    scenario
        A scenario, or the path of its file, or the name of a shipped one.
    runs, precision
        How many runs; or instead, the half-width of the 95% interval of the odds of
        de-escalation at which to stop. Without either, as the scenario's ``ensemble`` says.
    seed, replicates, threads
        Seed; runs of each draw of what is uncertain; threads, which change nothing but the time.
    progress
        Called with a `Progress` now and then.
    stop
        Set it from elsewhere to stop early and keep what is finished, as Ctrl-C does.
    started
        Moment that names the run; now, unless given.
    cluster
        Address of a Dask scheduler (``tcp://host:8786``) whose workers shall compute, or
        ``local`` for worker processes on this machine, as many as ``threads``.

    Raises
    ------
    InputError
        If the scenario or a number is wrong, or no cluster is there.
    PurposeError
        If the cluster is lost on the way.
    """
    from escalation.scenario.given import moment_given, scenario_given

    scenario = scenario_given(scenario)
    plan = plan_for(
        scenario, runs=runs, precision=precision, seed=seed, replicates=replicates, threads=threads
    )
    started = moment_given(started)
    threads = threads or scenario.ensemble.threads
    with Session.open(threads, progress=progress, stop=stop, cluster=cluster) as session:
        return run(scenario, plan, session, started)


def run(scenario: Scenario, plan: Plan, session: Session, started: dt.datetime) -> Result:
    """Carry out a plan for a scenario; see `simulate`."""
    ensemble = ensembles.simulate(
        scenario, plan, session, half_width=lambda table: headline_half_width(table, scenario)
    )
    return Result(scenario, ensemble, started)


def headline_half_width(runs: pd.DataFrame, scenario: Scenario) -> float:
    """Return the half-width of the widest interval that a precision is measured by.

    That is the widest of de-escalation by day 14, 30 and 90, leaving out what the horizon is too
    short to show; the odds of war, if it is too short for all of them.
    """
    from escalation.analysis.odds.headline import headline

    odds = headline(runs, scenario.horizon_days, scenario.outcomes.quiet_days)
    measured = [e for name, e in odds.items() if name.startswith("de_escalated") and not e.note]
    return max(estimate.half_width for estimate in measured or [odds["war"]])
