"""Explain a run: what its odds hinge on, in which corner they change, and what is chance.

Nothing is run for it: a result's own tables say all, in memory or from a folder.

>>> from escalation import simulate
>>> found = simulate("baseline", runs=400).explain("durable")
>>> found.drivers.columns[:4].tolist()
['name', 'share', 'low', 'high']
>>> figure = found.plot_drivers()
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.odds.intervals import interval_of_counts
from escalation.analysis.odds.outcomes import OUTCOMES, WORDS, came_through, too_short
from escalation.analysis.odds.variance import VarianceShare, variance_share
from escalation.analysis.sensitivity import dependence, drivers
from escalation.analysis.sensitivity import scenario_discovery as discovery
from escalation.analysis.sensitivity.inputs import Inputs, inputs_of
from escalation.charts.chart_data import source_of
from escalation.errors import InputError, PurposeError, suggest
from escalation.luck.seeds import checked_seed
from escalation.naming import ASKED_OF_FIRST
from escalation.notebooks import ShowsItself
from escalation.results.json_text import records
from escalation.results.keeping import Findings, write
from escalation.scenario import grouping

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.analysis.odds.intervals import Estimate
    from escalation.charts.saving import Chart
    from escalation.results.result import Result
    from escalation.stamp import Stamp

#: Inputs whose curves are drawn.
CURVES: Final = 9


@dataclass(frozen=True, repr=False)
class Explanation(ShowsItself):
    """What the odds of one outcome hinge on in one run.

    Attributes
    ----------
    run_id, scenario, outcome
        What was explained.
    inputs
        Draws and what came of them.
    share
        How much is chance and how much ignorance.
    budget
        Shares of chance, of inputs alone, and of inputs only in combination.
    drivers, claims, processes
        Tables of `escalation.analysis.sensitivity.drivers`, with ``words`` for each row.
    boxes
        Where the outcome is most and least usual, the highest first.
    curves
        Binned odds along the inputs with the largest shares, with both intervals.
    source
        The line at the foot of charts.
    stamp
        Of the run, for what is written of it.
    """

    run_id: str
    scenario: str
    outcome: str
    inputs: Inputs
    share: VarianceShare
    budget: Mapping[str, float | None]
    drivers: pd.DataFrame
    claims: pd.DataFrame
    processes: pd.DataFrame
    boxes: tuple[discovery.Box, ...]
    curves: pd.DataFrame
    source: str
    stamp: Stamp

    def notebook_title(self) -> str:
        """Return what was explained."""
        return f"what {self.meaning} hinges on in run {self.run_id} of {self.scenario}"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame | None]:
        """Return the findings and what the odds hinge on."""
        return self.findings, self.drivers

    @property
    def meaning(self) -> str:
        """Return the outcome in words."""
        return WORDS[self.outcome]

    @property
    def odds(self) -> Estimate:
        """Return the odds over all runs, with their intervals over draws and by Monte Carlo."""
        found = interval_of_counts(self.inputs.hits, self.inputs.runs, failed=self.inputs.failed)
        return replace(found, between_draws=self.share.between)

    @property
    def findings(self) -> list[str]:
        """Return what was found, in sentences: where the outcome is most and least usual."""
        return [discovery.sentence(box, self.meaning) for box in self.boxes]

    def plot_drivers(self) -> Figure:
        """Draw the shares of chance, inputs, claims and processes with their intervals."""
        from escalation.charts.drivers_chart import drivers_chart

        return drivers_chart(self)

    def plot_dependence(self) -> Figure:
        """Draw the odds along the leading inputs."""
        from escalation.charts.dependence_chart import dependence_chart

        return dependence_chart(self)

    def save(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write tables, ``explain.json`` and both charts into a folder; return the files.

        See `escalation.results.keeping.write` for what it raises.
        """
        return write(self.to_keep(), folder)

    def to_keep(self) -> Findings:
        """Return what is kept of it."""
        return Findings(
            "explain",
            self.as_dict(),
            csvs={
                "drivers": self.drivers,
                "claims": self.claims,
                "processes": self.processes,
                "curves": self.curves,
            },
            charts=self._charts,
            stamp=self.stamp,
        )

    def _charts(self) -> dict[str, Chart]:
        return {"drivers": self.plot_drivers, "dependence": self.plot_dependence}

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON, None for what can't be told."""
        return {
            "run_id": self.run_id,
            "scenario": self.scenario,
            "outcome": self.outcome,
            "meaning": self.meaning,
            "odds": self.odds.as_dict(),
            "runs": self.inputs.n_runs,
            "failed_runs": self.inputs.failed,
            "draws": self.inputs.n_draws,
            "variance": dict(self.budget),
            "variance_share": self.share.as_dict(),
            "drivers": records(self.drivers),
            "claims": records(self.claims),
            "processes": records(self.processes),
            "boxes": [
                box.as_dict() | {"sentence": sentence}
                for box, sentence in zip(self.boxes, self.findings, strict=True)
            ],
            "curves": records(self.curves),
            "note": "Shares of the variance of single runs; odds of a model, not of the world.",
        }


def explain(run: Result, outcome: str = ASKED_OF_FIRST, *, seed: int = 0) -> Explanation:
    """Explain the odds of an outcome in a run.

    Parameters
    ----------
    run
        A fresh result, or a run that was kept.
    outcome
        One of `escalation.analysis.odds.outcomes.OUTCOMES`.
    seed
        Of resamples; the default gives everybody the same intervals.

    Raises
    ------
    InputError
        If there is no such outcome, the horizon is too short for it, the run is too small, or the
        seed is none.
    PurposeError
        If every run failed, the outcome never differs, or SALib is missing.
    """
    seed = checked_seed(seed, "seed")
    scenario = run.scenario
    _check(outcome, run)
    inputs = inputs_of(run.runs, run.draws, outcome)
    _check_enough(inputs, run.run_id)
    share = variance_share(run.runs, outcome)
    table = drivers.drivers(inputs, seed=seed)
    claims = drivers.group_drivers(inputs, grouping.claim_groups(scenario), seed=seed)
    processes = drivers.group_drivers(inputs, grouping.process_groups(scenario), seed=seed)
    table["words"] = [grouping.words_for(name, scenario) for name in table["name"]]
    claims["words"] = [grouping.words_for(name, scenario) for name in claims["name"]]
    processes["words"] = processes["name"]
    found = [discovery.discover(inputs, highest=high, seed=seed) for high in (True, False)]
    return Explanation(
        run.run_id,
        scenario.name,
        outcome,
        inputs,
        share,
        drivers.variance_budget(inputs, share.ignorance),
        table,
        claims,
        processes,
        tuple(box for box in found if box is not None),
        dependence.curves(inputs, list(table["name"][:CURVES])),
        source_of(run),
        run.stamp,
    )


def _check(outcome: str, run: Result) -> None:
    if outcome not in OUTCOMES:
        near = suggest(outcome, OUTCOMES) or f"; there are {', '.join(OUTCOMES)}"
        raise InputError.single("--outcome", f"{outcome!r} is no outcome{near}")
    note = too_short(outcome, run.horizon_days, run.quiet_days)
    if note:
        raise InputError.single(run.run_id, f"{WORDS[outcome]}: {note}")
    if len(came_through(run.runs)) == 0:
        raise PurposeError(f"every run of {run.run_id} failed, so there is nothing to explain")


def _check_enough(inputs: Inputs, run_id: str) -> None:
    if inputs.n_draws < drivers.LEAST_DRAWS:
        each = max(round(inputs.n_runs / inputs.n_draws), 1)
        raise InputError.single(
            run_id,
            f"has {inputs.n_draws} draws, too few to tell {len(inputs.names)} inputs apart; "
            f"{drivers.LEAST_DRAWS} are the least, that is --runs {drivers.LEAST_DRAWS * each}",
        )
    if not inputs.names:
        raise PurposeError(f"nothing was uncertain in run {run_id}, so nothing drives its odds")
    if np.ptp(inputs.share) == 0:
        always = "every" if inputs.p == 1 else "no"
        raise PurposeError(
            f"{WORDS[inputs.outcome]}: in {always} run of {run_id}, so there is nothing to explain"
        )
