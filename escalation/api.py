"""What scripts and notebooks hold: run a scenario, look at the result, keep it.

>>> from escalation import load_scenario, simulate
>>> result = simulate(load_scenario("baseline"), runs=2000)  # doctest: +SKIP
>>> result.odds()["de_escalated_30d"].p  # doctest: +SKIP
>>> result.plot_odds()  # doctest: +SKIP
>>> result.explain("war").drivers  # doctest: +SKIP
>>> folder = result.save("runs")  # doctest: +SKIP

and another day, from the folder or the run's id:

>>> from escalation import open_run
>>> open_run(folder).explain("war").plot_drivers()  # doctest: +SKIP
"""

from __future__ import annotations

import datetime as dt
import os
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation.analysis.odds.outcomes import HEADLINE
from escalation.ensemble import simulate as ensembles
from escalation.ensemble.progress import Progress, ProgressCallback
from escalation.results.layout import run_id
from escalation.results.stored import StoredRun
from escalation.scenario.holder import HoldsScenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.analysis.odds.headline import OddsTable
    from escalation.analysis.odds.variance import VarianceShare
    from escalation.analysis.record.yardsticks import Yardsticks
    from escalation.ensemble.pools import Pool
    from escalation.ensemble.result import EnsembleResult
    from escalation.scenario.sections import Scenario
    from escalation.studies.explain import Explanation

__all__ = ["Answers", "KeptRun", "Progress", "Result", "open_run", "simulate"]


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
    from escalation.scenario.load import load_scenario

    if isinstance(scenario, str | os.PathLike):
        scenario = load_scenario(scenario)
    made = scenario
    started = started or dt.datetime.now(dt.UTC)
    with ExitStack() as open_things:
        pool: Pool | None = None
        if cluster is not None:
            from escalation.ensemble.cluster import open_cluster

            pool = open_things.enter_context(open_cluster(cluster, workers=threads))
            threads = pool.slots
        ensemble = ensembles.simulate(
            made,
            runs=runs,
            precision=precision,
            seed=seed,
            replicates=replicates,
            threads=threads,
            progress=progress,
            stop=stop,
            half_width=lambda table: headline_half_width(table, made),
            pool=pool,
        )
    return Result(made, ensemble, started)


def headline_half_width(runs: pd.DataFrame, scenario: Scenario) -> float:
    """Return the half-width of the widest interval that a precision is measured by.

    That is the widest of de-escalation by day 14, 30 and 90, leaving out what the horizon is too
    short to show; the odds of war, if it is too short for all of them.
    """
    from escalation.analysis.odds.headline import headline

    odds = headline(runs, scenario.horizon_days, scenario.outcomes.quiet_days)
    measured = [e for name, e in odds.items() if name.startswith("de_escalated") and not e.note]
    return max(estimate.half_width for estimate in measured or [odds["war"]])


class Answers(HoldsScenario):
    """Mixin of what holds the tables of an ensemble: what may be asked of them."""

    if TYPE_CHECKING:

        @property
        def run_id(self) -> str: ...  # noqa: D102
        @property
        def runs(self) -> pd.DataFrame: ...  # noqa: D102
        @property
        def draws(self) -> pd.DataFrame: ...  # noqa: D102
        @property
        def days(self) -> pd.DataFrame: ...  # noqa: D102
        @property
        def segments(self) -> pd.DataFrame: ...  # noqa: D102

    def odds(self) -> OddsTable:
        """Return the odds of every headline outcome, with 95% intervals."""
        from escalation.analysis.odds.headline import headline

        return headline(self.runs, self.horizon_days, self.quiet_days)

    def yardsticks(self) -> Yardsticks:
        """Return the odds beside those of like cases in the record and of a Markov chain."""
        from escalation.analysis.record.yardsticks import compare

        return compare(self.odds(), self.start, self.horizon_days, self.quiet_days)

    def variance_share(self) -> VarianceShare:
        """Return how much of what runs differ by is chance, and how much ignorance."""
        from escalation.analysis.odds.variance import variance_share

        return variance_share(self.runs)

    def killed(self) -> pd.DataFrame:
        """Return the quantiles of deaths by side."""
        from escalation.analysis.odds.deaths import killed_summary

        return killed_summary(self.runs)

    def explain(self, outcome: str = HEADLINE, *, seed: int = 0) -> Explanation:
        """Say what the odds of an outcome hinge on: chance, inputs, claims, and where they change.

        Parameters
        ----------
        outcome
            One of `escalation.analysis.odds.outcomes.OUTCOMES`.
        seed
            Of resamples; the default gives everybody the same intervals.

        Raises
        ------
        InputError
            If there is no such outcome, the horizon is too short for it, or there are too few
            draws to tell.
        PurposeError
            If every run failed, the outcome never differs, or SALib is missing.
        """
        from escalation.studies.explain import explain

        return explain(self, outcome, seed=seed)

    def plot_odds(self) -> Figure:
        """Draw the odds of quiet and of war over time."""
        return self.plot("odds")

    def plot_yardsticks(self) -> Figure:
        """Draw the odds beside those of like cases in the record and of a Markov chain."""
        return self.plot("yardsticks")

    def plot_rungs(self) -> Figure:
        """Draw where both states stand on the ladder, day by day."""
        return self.plot("rungs")

    def plot_map(self) -> Figure:
        """Draw incidents along the border."""
        return self.plot("map")

    def plot_end_states(self) -> Figure:
        """Draw how the runs end."""
        return self.plot("end_states")

    def plot_deaths(self) -> Figure:
        """Draw deaths by side."""
        return self.plot("deaths")

    def plot_claims(self) -> Figure:
        """Draw the claims and what they were taken to mean."""
        return self.plot("claims")

    def plot(self, chart: str) -> Figure:
        """Draw a chart by its name."""
        from escalation.results.keeping import draw_chart

        return draw_chart(chart, self)


@dataclass
class Result(Answers):
    """An ensemble of runs and what it says; also what charts are drawn from.

    Attributes
    ----------
    scenario
        The scenario that was run.
    ensemble
        The runs, and how they came about.
    started
        When.
    """

    scenario: Scenario
    ensemble: EnsembleResult
    started: dt.datetime

    @cached_property
    def run_id(self) -> str:
        """Return the run's short name, a hash of what was run and when."""
        return identify(
            self.scenario, self.ensemble.seed, self.ensemble.requested_runs, self.started
        )

    @property
    def runs(self) -> pd.DataFrame:
        """Return the table of runs."""
        return self.ensemble.runs

    @cached_property
    def draws(self) -> pd.DataFrame:
        """Return the table of draws: 1.2 kB each."""
        return self.ensemble.draws

    @cached_property
    def days(self) -> pd.DataFrame:
        """Return the table of days."""
        return self.ensemble.days

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Return the table of segments."""
        return self.ensemble.segments

    def summary(self) -> dict[str, Any]:
        """Return what ``summary.json`` holds, but for path and charts."""
        from escalation.results.keeping import summarise

        return summarise(self)

    def save(self, root: str | os.PathLike[str] = "runs", *, charts: bool = True) -> Path:
        """Keep everything in a new run folder under ``root``; return the folder.

        Raises
        ------
        InputError
            If nothing can be written there.
        OutputError
            If the disk fills up or fails on the way; nothing is left then.
        """
        from escalation.results.folder import RunFolder
        from escalation.results.keeping import keep

        with RunFolder.create(root, self.scenario_name, self.run_id, self.started) as folder:
            return keep(self, folder, charts=charts).path


def identify(scenario: Scenario, seed: int, runs: int | None, started: dt.datetime) -> str:
    """Return the short name of a run; ``runs`` is None where a precision is asked for."""
    from escalation.scenario.load import resolved_yaml

    return run_id(resolved_yaml(scenario), seed, runs, started)


class KeptRun(Answers, StoredRun):
    """A run read back from its folder, of which the same may be asked as of a fresh result."""


def open_run(wanted: str | os.PathLike[str], root: str | os.PathLike[str] = "runs") -> KeptRun:
    """Open a run that was kept.

    Parameters
    ----------
    wanted
        Its folder, or its id, or the folder's name under ``root``; see `find_run`.
    root
        Folder of run folders.

    Raises
    ------
    InputError
        If there is no such run, or several, or it is a folder of another kind.
    """
    from escalation.results.finding import find_run

    found = find_run(os.fspath(wanted), root)
    return KeptRun(found.path, found.manifest)
