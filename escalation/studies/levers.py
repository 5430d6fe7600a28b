"""Pull each lever over the same runs, and ask which does most for a quiet that lasts.

>>> from escalation import policies
>>> found = policies("baseline", runs=200, levers=["hotline", "both_restraint"])
>>> found.table[["lever", "share", "told"]]
            lever  share   told
0  both_restraint  0.905   True
1        as_it_is  0.240  False
2         hotline  0.225  False
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.intervals import LEVEL
from escalation.analysis.paired.differences import BETTER
from escalation.analysis.paired.multiple_comparisons import bonferroni_level, n_pairs
from escalation.analysis.paired.regret import Ranking, rank
from escalation.charts.words import CAVEAT, source
from escalation.ensemble.plan import Plan, plan_for
from escalation.ensemble.session import Session
from escalation.errors import InputError, PurposeError
from escalation.naming import ASKED_OF_FIRST, OF_A_LEVER, in_plain_words
from escalation.notebooks import ShowsItself
from escalation.numbers import (
    counted,
    fine_percent,
    in_draws,
    odds_of,
    percent,
    percents,
    points,
    points_between,
    rows_of,
)
from escalation.results.keeping import Findings, KeptStudy
from escalation.results.layout import SCENARIO, run_id
from escalation.results.manifest import Provenance
from escalation.scenario.levers import AS_IT_IS, Lever, chosen
from escalation.studies.lever_runs import (
    RUNS,
    LeverRuns,
    check_outcome,
    in_words,
    run_levers,
)
from escalation.telling.estimative_words import too_few

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.charts.saving import Chart
    from escalation.ensemble.progress import ProgressCallback
    from escalation.scenario.sections import Scenario
    from escalation.stamp import Stamp

CHART: Final = "policies"


@dataclass(repr=False)
class Policies(ShowsItself, KeptStudy):
    """What levers do to an outcome of a scenario.

    Attributes
    ----------
    scenario, levers
        What was run, and with what.
    plan, started
        How many runs of each, from which seed; when.
    outcome
        The outcome ranked by.
    ranking
        The levers by what they are worth.
    shares
        Share of runs with each of `escalation.naming.OF_A_LEVER` and its intervals, a row
        for each lever.
    n_runs, n_draws, failed
        Runs of each lever that count, their draws, and runs left out because one broke.
    seconds
        What the runs took.
    """

    scenario: Scenario
    levers: Sequence[Lever]
    plan: Plan
    started: dt.datetime
    outcome: str
    ranking: Ranking
    shares: pd.DataFrame
    n_runs: int
    n_draws: int
    failed: int
    seconds: float

    def notebook_title(self) -> str:
        """Return what was ranked, by what, over how many runs."""
        ranked = f"{len(self.levers)} levers of {self.scenario.name} by {self.what}"
        return f"{ranked}: {self.n_runs:,} runs of each"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame | None]:
        """Return the findings and the ranking."""
        return self.findings, self.table

    @property
    def table(self) -> pd.DataFrame:
        """Return the ranking with each lever's words, and its share of runs with other outcomes."""
        table = self.ranking.table.copy()
        levers = [self._known[name] for name in table["lever"]]
        for place, word in enumerate(("label", "family", "title"), 1):
            table.insert(place, word, [getattr(lever, word) for lever in levers])
        return table.join(self.shares, on="lever")

    @cached_property
    def _known(self) -> dict[str, Lever]:
        return {lever.name: lever for lever in self.levers}

    @cached_property
    def run_id(self) -> str:
        """Return the short name of these runs."""
        from escalation.scenario.load import resolved_yaml

        names = ",".join(lever.name for lever in self.levers)
        text = f"policies\0{self.outcome}\0{names}\0{resolved_yaml(self.scenario)}"
        return run_id(text, self.plan.seed, self.plan.runs, self.started)

    @property
    def what(self) -> str:
        """Return what the levers are ranked by, in words."""
        return in_words(self.outcome)

    @cached_property
    def correction(self) -> str:
        """Say how intervals allow for many levers."""
        count = len(self.levers) - 1
        if count == 1:
            return "Intervals are at 95%; with one lever nothing needs to be allowed for."
        return (
            f"Intervals are widened so that those of all {count} levers hold together with 95% "
            f"(Bonferroni, each at {percent(bonferroni_level(count), 1)}); levers are told from "
            f"each other at 95% over all {n_pairs(count + 1)} pairs. If no lever did anything, one "
            f"would be told in at most {100 * (1 - LEVEL):.0f} rankings of 100."
        )

    @cached_property
    def warning(self) -> str:
        """Return what the ranking can't tell, or an empty string."""
        tiers = [tier for tier in self.ranking.tiers if len(tier) > 1]
        if not tiers:
            return ""
        said = "; ".join(", ".join(self._known[name].label for name in tier) for tier in tiers)
        where = (
            "The ranking is within noise at the top"
            if self.ranking.within_noise
            else "Below the top the ranking is within noise"
        )
        return (
            f"{where}. Within each of these groups the order is luck, none being told from its "
            f"first: {said}. More runs would tell more."
        )

    @property
    def _as_it_is(self) -> str:
        """Return the odds without any lever, with both intervals."""
        base = self.table.set_index("lever").loc[AS_IT_IS].to_dict()
        if self.outcome in OF_A_LEVER:
            return odds_of(base, self.outcome)
        return fine_percent(base["share"])

    @cached_property
    def findings(self) -> list[str]:
        """Return what was found, in sentences."""
        table = self.table[self.table["lever"] != AS_IT_IS]
        helps = table[table["told"] & (table["difference"] > 0)]
        hurts = table[table["told"] & (table["difference"] < 0)]
        said = [
            f"As it is, {self._as_it_is} of runs have {self.what}. Of {len(table)} "
            f"levers {len(helps)} raise that beyond noise, {len(hurts)} lower it, and "
            f"{len(table) - len(helps) - len(hurts)} can't be told from doing nothing."
        ]
        if len(helps):
            top = helps.iloc[0].to_dict()
            said.append(
                f"Most for {self.what} is seen where {top['title']} ({top['lever']}): "
                f"{points(top['difference'])} points ({in_draws(top)}Monte Carlo "
                f"{points_between(top['low'], top['high'])})."
            )
        few = too_few(self.n_runs, "say which lever is the best")
        said += [self.correction, *([f"{few}."] if few else self._of_the_first())]
        if any(lever.family == "restraint" for lever in self.levers):
            said.append(
                "A restraint supposes that a state stays at rung 1 in those days whatever is done "
                "to it; what it adds depends on how often such attacks fall on its forces, which "
                "differs between the states."
            )
        if self.warning:
            said.append(self.warning)
        return said

    def _of_the_first(self) -> list[str]:
        """Say what it costs to choose the first lever always, and how often it is the best."""
        first = self.table.iloc[0]
        low, high = (max(first[f"regret_{end}"], 0.0) for end in ("low", "high"))
        regret = points_between(first["regret_from"], first["regret_to"], sign="")
        return [
            f"Whoever chose {first['label']} whatever the truth of the parameters would forgo "
            f"{points_between(low, high, sign='')} points against knowing the best lever for "
            f"{self.what} in each draw, and {regret} with 95% if other draws had been made. The "
            "upper figures count chance within a draw as knowledge.",
            f"For {self.what} it is the best in {percent(first['best_in'])} of draws "
            f"({percents(first['best_from'], first['best_to'])}) and the worst in "
            f"{percent(first['worst_in'])}. Were all levers alike, each would be the best in "
            f"{percent(self.ranking.best_by_luck)}; one that only stirs luck is the best about "
            "as often as the worst.",
        ]

    def summary(self) -> dict[str, Any]:
        """Return what ``summary.json`` holds, but for path and charts."""
        return {
            "kind": "policies",
            "run_id": self.run_id,
            "scenario": self.scenario.name,
            "title": self.scenario.title,
            "outcome": self.outcome,
            "ranked_by": self.what,
            "as_of": self.scenario.as_of.isoformat(),
            "horizon_days": self.scenario.horizon_days,
            "runs": self.n_runs,
            "draws": self.n_draws,
            "failed_runs": self.failed,
            "replicates": self.plan.replicates,
            "seed": self.plan.seed,
            "best_by_luck": self.ranking.best_by_luck,
            "correction": self.correction,
            "attainable_low": self.ranking.attainable_low,
            "attainable_high": self.ranking.attainable_high,
            "levers": rows_of(self.table),
            "findings": self.findings,
            "warning": self.warning,
            "path": None,
        }

    @property
    def source(self) -> str:
        """Return the line at the foot of the chart."""
        days = self.scenario.horizon_days
        return source_of_levers(self.scenario.name, self.n_runs, self.n_draws, days, self.plan.seed)

    def plot_policies(self) -> Figure:
        """Draw what each lever adds, with its interval, regret and share of draws."""
        from escalation.charts.policies_chart import policies_chart

        return policies_chart(self)

    @cached_property
    def provenance(self) -> Provenance:
        """Return how it came about."""
        return Provenance(
            name=f"policies-{self.scenario.name}",
            run_id=self.run_id,
            started=self.started,
            scenarios={SCENARIO: self.scenario},
            seed=self.plan.seed,
            replicates=self.plan.replicates,
            ensemble={"runs": self.n_runs, "draws": self.n_draws, "levers": len(self.levers)},
            timings={"simulate_seconds": self.seconds},
            more={"policies": {"outcome": self.outcome, "requested_runs": self.plan.runs}},
        )

    @property
    def stamp(self) -> Stamp:
        """Return what files made of it say of where they come from, without a command."""
        return self.provenance.stamp()

    def to_keep(self) -> Findings:
        """Return everything that its folder holds."""
        declared = {
            lever.name: {"events": list(lever.events), "settings": list(lever.settings)}
            for lever in self.levers
        }
        return Findings(
            "policies",
            self.summary(),
            documents={"levers": declared},
            tables={"policies": self.table},
            csvs={"policies": self.table},
            charts=self._charts,
            made=self.provenance,
        )

    def _charts(self) -> dict[str, Chart]:
        return {CHART: self.plot_policies}


def source_of_levers(scenario: str, runs: int, draws: int, days: int, seed: int) -> str:
    """Return the line at the foot of a chart of levers, each run so many times."""
    return source(
        f"scenario {in_plain_words(scenario)}: {counted(runs, 'run')} of "
        f"{counted(draws, 'draw')} for each lever "
        f"over {counted(days, 'day')}, seed {seed}",
        CAVEAT.replace("fact.", "fact and no advice."),
    )


def plan_of(
    scenario: Scenario,
    outcome: str = ASKED_OF_FIRST,
    *,
    runs: int | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
) -> Plan:
    """Return what `policies` would carry out; raises what it would raise."""
    check_outcome(scenario, outcome)
    plan = plan_for(
        scenario,
        runs=RUNS if runs is None else runs,
        seed=seed,
        replicates=replicates,
        threads=threads,
    )
    if plan.runs < 2:
        raise InputError.single("--runs", "1 run ranks nothing: give some hundreds or more")
    if plan.replicates < 2:
        raise InputError.single(
            "--replicates", "regret needs 2 or more, to tell chance from what a draw is like"
        )
    return plan


def policies(
    scenario: Scenario | str | os.PathLike[str],
    *,
    runs: int | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
    outcome: str = ASKED_OF_FIRST,
    levers: str | Sequence[str] = (),
    progress: ProgressCallback | None = None,
    started: dt.datetime | None = None,
) -> Policies:
    """Rank levers by what they do to an outcome, run by run under the same draws and chance.

    Parameters
    ----------
    scenario
        A scenario, its file, or a shipped name.
    runs
        Of each lever; 4,000 unless given, which are the first 4,000 of `escalation.simulate`.
    seed, replicates, threads, progress, started
        As for `escalation.simulate`.
    outcome
        What is wanted (quiet, durable quiet) or not wanted (war).
    levers
        Names of those to choose among; all, unless given.

    Raises
    ------
    InputError
        If the scenario, a name or a number is wrong.
    PurposeError
        If no run came through under every lever.
    """
    from escalation.scenario.given import moment_given, scenario_given

    scenario, started = scenario_given(scenario), moment_given(started)
    plan = plan_of(scenario, outcome, runs=runs, seed=seed, replicates=replicates, threads=threads)
    with Session.open(threads or scenario.ensemble.threads, progress=progress) as session:
        ran = run_levers(scenario, chosen(scenario, levers), plan, outcome, session)
    return ranked(scenario, ran, started)


def ranked(scenario: Scenario, ran: LeverRuns, started: dt.datetime) -> Policies:
    """Rank levers by runs that were made already; see `policies`.

    Raises
    ------
    PurposeError
        If too few runs came through under every lever.
    """
    good = ran.came == (BETTER[ran.outcome] > 0)
    try:
        ranking = rank(ran.names, ran.draw, ran.replicate, good, seed=ran.plan.seed)
    except ValueError as error:
        raise PurposeError("too few runs came through under every lever to rank them") from error
    return Policies(
        scenario, ran.levers, ran.plan, started, ran.outcome, ranking, ran.shares(),
        len(ran.draw), ran.n_draws, ran.failed, ran.seconds,
    )  # fmt: skip
