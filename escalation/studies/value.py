"""What is worth knowing: run each lever in the same world, then value each claim and input."""

from __future__ import annotations

import numbers
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.odds.outcomes import WORDS
from escalation.analysis.paired.multiple_comparisons import lever_table, tiers
from escalation.analysis.sensitivity import value_of_information as voi
from escalation.analysis.sensitivity.effects import CLEAR
from escalation.analysis.sensitivity.inputs import Inputs, inputs_from
from escalation.charts.words import source
from escalation.ensemble.plan import Plan, plan_for
from escalation.ensemble.session import Session
from escalation.errors import InputError
from escalation.naming import ASKED_OF_FIRST, in_plain_words
from escalation.notebooks import ShowsItself
from escalation.numbers import odds_of, points_with
from escalation.results.json_text import records
from escalation.results.keeping import Findings
from escalation.results.manifest import stamp_for
from escalation.scenario import grouping
from escalation.scenario.levers import Lever, chosen
from escalation.scenario.register import facts
from escalation.studies.lever_runs import RUNS, LeverRuns, check_outcome, in_words, run_levers

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.charts.saving import Chart
    from escalation.ensemble.progress import ProgressCallback
    from escalation.scenario.sections import Claim, Scenario
    from escalation.stamp import Stamp

LEAST_DRAWS: Final = 100
#: A figure is confirmed if the truth lies within this factor of it.
NEAR: Final = 1.5
SHOWN_INPUTS: Final = 6


@dataclass(frozen=True, repr=False)
class Valued(ShowsItself):
    """What is worth knowing before a choice.

    Attributes
    ----------
    scenario, outcome, seed, runs, draws, price
        What was weighed.
    declared
        The levers, the scenario as it is first.
    levers
        Odds under each lever, the best first, by `escalation.analysis.paired.multiple_comparisons`,
        and its share of runs with each of `escalation.naming.OF_A_LEVER`, with their intervals.
    claims, inputs
        Value of knowing each, by `escalation.analysis.sensitivity.value_of_information`; claims
        also with the odds if they were confirmed or refuted, in the order to verify them.
    everything
        Value of knowing all inputs; None where there are too few draws to tell.
    failed
        Runs left out because they broke under some lever.
    stamp
        Of what was run, for what is written of it; no run of it was kept.
    """

    scenario: str
    outcome: str
    seed: int
    runs: int
    draws: int
    price: float
    declared: tuple[Lever, ...]
    levers: pd.DataFrame
    claims: pd.DataFrame
    inputs: pd.DataFrame
    everything: voi.InformationValue | None
    failed: int
    stamp: Stamp

    def notebook_title(self) -> str:
        """Return what was weighed, over how many runs."""
        weighed = f"value of knowing more in {self.scenario}, for {self.meaning}"
        return f"{weighed}: {self.runs:,} runs of each lever"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame | None]:
        """Return the findings and the claims in the order to verify them."""
        return self.findings, self.claims

    @property
    def meaning(self) -> str:
        """Return the outcome in words."""
        return WORDS[self.outcome]

    @property
    def best(self) -> str:
        """Return the lever that is best without knowing more."""
        net = self.levers["difference"] * (-1 if self.outcome in voi.UNWANTED else 1)
        net -= np.where(self.levers["lever"] == self.declared[0].name, 0.0, self.price)
        return str(self.levers["lever"].iloc[int(net.to_numpy().argmax())])

    @property
    def best_lever(self) -> Lever:
        """Return that lever."""
        return self.known[self.best]

    @property
    def known(self) -> dict[str, Lever]:
        """Return the levers by name."""
        return {lever.name: lever for lever in self.declared}

    @property
    def what(self) -> str:
        """Return what is wanted of the outcome, in words."""
        return in_words(self.outcome)

    @property
    def tells(self) -> pd.Series:
        """Return of each claim whether it is worth knowing, or surely moves the odds."""
        return (self.claims["effect"] == CLEAR) | self.claims["sure"].astype(bool)

    @property
    def source(self) -> str:
        """Return the line at the foot of the chart."""
        broke = f" ({self.failed:,} failed and left out)" if self.failed else ""
        return source(
            f"scenario {in_plain_words(self.scenario)}: {self.runs:,} runs of {self.draws:,} draws "
            f"under each of {len(self.levers)} levers{broke}, seed {self.seed}"
        )

    @cached_property
    def findings(self) -> list[str]:
        """Return what was found, in sentences; first, which claim to verify."""
        return [self._first(), self._choice(), self._inputs()]

    def _first(self) -> str:
        """Say which claim to verify first, or that none would change the choice."""
        if not len(self.claims):
            return "No claim bears on what these runs vary."
        first = self.claims.iloc[0].to_dict()
        name = f"{first['name']} ({str(first['claim']).rstrip('.')})"
        if first["effect"] == CLEAR:
            return (
                f"Verify {name} first: to know it before choosing a lever for {self.what} "
                f"gains {_worth(first['value'], first['low'], first['high'])}."
            )
        said = (
            f"No claim would change the choice for {self.what}, {self.best_lever.typed}, as far "
            "as these runs can see. "
        )
        if first["move"] != first["move"]:
            return said + "None has draws enough on both sides to say how far it moves the odds."
        moved = (
            f"{name}: {odds_of(first, 'refuted')} where it is refuted, "
            f"{odds_of(first, 'confirmed')} where it is confirmed, "
            f"{points_with(first['move'], first['move_low'], first['move_high'], unit=' points')}"
        )
        if first["sure"]:
            return f"{said}The one that moves the odds most surely is {moved}."
        return (
            f"{said}Nor does any move the odds beyond noise; the one that comes nearest is {moved}."
        )

    def _choice(self) -> str:
        """Say what the choice is without knowing more, and what knowing everything would gain."""
        every = self.everything
        doubt = [self.known[n].label for n in tiers(self.levers)[0] if n != self.best]
        told = (
            f", which these runs can't tell from {', '.join(doubt)}"
            if doubt and not self.price and self.best in tiers(self.levers)[0]
            else ""
        )
        best = self.best_lever
        chosen = (
            f"Without knowing more the best choice for {self.what} is {best.typed}: {best.title}"
            f"{told}. "
        )
        if every is None:
            return (
                f"{chosen}What knowing every input first would gain, {self.draws:,} draws of "
                f"{len(self.inputs):,} inputs can't tell."
            )
        most = float(self.claims["value"].max()) if len(self.claims) else 0.0
        noise = ", so that a larger figure beside one is noise" if most > every.value else ""
        return (
            f"{chosen}Knowing every input first would gain "
            f"{_worth(every.value, every.low, every.high)}; no claim can gain more{noise}."
        )

    def _inputs(self) -> str:
        clear = self.inputs[self.inputs["effect"] == CLEAR]
        if not len(clear):
            return (
                f"Of {len(self.inputs)} single inputs none would change the choice, as far as "
                "these runs see."
            )
        names = ", ".join(
            f"{row['name']} {100 * row['value']:.2f}"
            for row in clear.head(SHOWN_INPUTS).to_dict("records")
        )
        return f"Single inputs whose answer would change the choice, points gained: {names}."

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON, None for what can't be told."""
        return {
            "scenario": self.scenario,
            "outcome": self.outcome,
            "meaning": self.meaning,
            "seed": self.seed,
            "runs": self.runs,
            "draws": self.draws,
            "failed_runs": self.failed,
            "price": self.price,
            "findings": self.findings,
            "best_lever": self.best,
            "levers": records(self.levers),
            "lever_labels": {lever.name: lever.label for lever in self.declared},
            "lever_titles": {lever.name: lever.title for lever in self.declared},
            "everything": self.everything
            and {
                "value": self.everything.value,
                "low": self.everything.low,
                "high": self.everything.high,
                "effect": self.everything.effect,
            },
            "claims": records(self.claims),
            "inputs": records(self.inputs),
        }

    def to_keep(self) -> Findings:
        """Return what is kept of it."""
        return Findings(
            "value",
            self.as_dict(),
            csvs={"levers": self.levers, "claims": self.claims, "inputs": self.inputs},
            charts=self._charts,
            stamp=self.stamp,
        )

    def plot_value(self) -> Figure:
        """Draw the odds if each claim were confirmed or refuted, and the value of knowing it."""
        from escalation.charts.value_chart import value_chart

        return value_chart(self)

    def _charts(self) -> dict[str, Chart]:
        return {"value": self.plot_value}


def plan_of(
    scenario: Scenario,
    outcome: str = ASKED_OF_FIRST,
    *,
    runs: int = RUNS,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
    price: float = 0.0,
) -> Plan:
    """Return what `value` would carry out; raises what it would raise."""
    check_outcome(scenario, outcome)
    number = isinstance(price, int | float | numbers.Real)
    if not number or not 0 <= price < 1:
        raise InputError.single("--price", f"{price} is not a share from 0 to 1")
    plan = plan_for(scenario, runs=runs, seed=seed, replicates=replicates, threads=threads)
    if plan.draws < LEAST_DRAWS:
        least = LEAST_DRAWS * plan.replicates
        raise InputError.single("--runs", f"{runs} are too few; {least} are the least")
    return plan


def value(
    scenario: Scenario | str | os.PathLike[str],
    outcome: str = ASKED_OF_FIRST,
    *,
    levers: str | Sequence[str] = (),
    runs: int = RUNS,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
    price: float = 0.0,
    progress: ProgressCallback | None = None,
    stop: threading.Event | None = None,
) -> Valued:
    """Value what could be learned before choosing among the levers of `escalation.scenario.levers`.

    Parameters
    ----------
    scenario
        What is uncertain; every lever is run with its draws, seed and luck.
    outcome
        Whose odds the choice is to raise, or to lower if it is a bad one.
    levers
        Names of those to choose among; all, unless given.
    runs
        Under each lever.
    price
        What a lever must gain to be worth its effort, from 0 to 1.
    seed, replicates, threads, progress, stop
        As for `escalation.api.simulate`.

    Raises
    ------
    InputError
        If an option is wrong or the runs are too few.
    PurposeError
        If no run came through under every lever.
    """
    from escalation.scenario.given import scenario_given

    scenario = scenario_given(scenario)
    plan = plan_of(
        scenario, outcome,
        runs=runs, seed=seed, replicates=replicates, threads=threads, price=price,
    )  # fmt: skip
    threads = threads or scenario.ensemble.threads
    with Session.open(threads, progress=progress, stop=stop) as session:
        ran = run_levers(scenario, chosen(scenario, levers), plan, outcome, session)
    return valued(scenario, ran, price)


def valued(scenario: Scenario, ran: LeverRuns, price: float = 0.0) -> Valued:
    """Value what could be learned by runs of levers that were made already; see `value`."""
    outcomes = _by_lever(ran)
    first = next(iter(outcomes.values()))
    gain = voi.net_benefits(outcomes, ran.outcome, price)
    single = voi.evppi_table(first, gain, {name: (name,) for name in first.names})
    return Valued(
        scenario.name,
        ran.outcome,
        ran.plan.seed,
        first.n_runs,
        first.n_draws,
        price,
        ran.levers,
        lever_table(ran.names, ran.draw, ran.came, wanted=ran.outcome not in voi.UNWANTED).join(
            ran.shares(), on="lever"
        ),
        voi.by_priority(_claims(scenario, first, gain)),
        single,
        voi.evpi(first, gain, single),
        ran.failed,
        stamp_for("", [scenario], ran.plan.seed),
    )


def _by_lever(ran: LeverRuns) -> dict[str, Inputs]:
    """Return the draws under each lever; what was drawn is that of the scenario as it is."""
    first = inputs_from(ran.draw, ran.came[:, 0], ran.draws, ran.outcome, ran.failed)
    _, which = np.unique(ran.draw, return_inverse=True)
    return {
        name: replace(first, hits=np.asarray(np.bincount(which, weights=came), dtype=np.float64))
        for name, came in zip(ran.names, ran.came.T, strict=True)
    }


def _claims(scenario: Scenario, inputs: Inputs, gain: np.ndarray[Any, Any]) -> pd.DataFrame:
    """Return the claims' values, with the odds if each were confirmed or refuted."""
    import pandas as pd

    table = voi.evppi_table(inputs, gain, grouping.claim_groups(scenario))
    extra = []
    for name in table["name"]:
        claim = scenario.claims[name]
        confirmed, test = _confirmed(name, claim, inputs)
        row: dict[str, Any] = {"claim": claim.claim, "credence": claim.credence, "test": test}
        row |= (
            voi.odds_if_known(inputs, confirmed)
            if confirmed is not None
            else voi.odds_if_unknown(test)
        )
        extra.append(row)
    columns = ["claim", "credence", "test", *voi.odds_if_unknown("")]
    whole = pd.concat([table, pd.DataFrame(extra, columns=columns)], axis=1)
    return voi.simultaneous(whole)


def _confirmed(name: str, claim: Claim, inputs: Inputs) -> tuple[voi.Mask | None, str]:
    """Return in which draws a claim is confirmed, and what that means."""
    about = [fact for fact in claim.informs if fact in facts() and fact in inputs.names]
    if about and set(np.unique(inputs.column(about[0]))) <= {0.0, 1.0}:
        wanted = 0.0 if claim.kind == "denial" else 1.0
        return inputs.column(about[0]) == wanted, f"{about[0]} is {'no' if wanted == 0 else 'yes'}"
    if about and claim.value:
        truth = inputs.column(about[0])
        near = (truth >= claim.value / NEAR) & (truth <= claim.value * NEAR)
        return near, f"the truth lies within a factor of {NEAR:g} of {claim.value:g}"
    column = f"{grouping.CLAIM_COLUMN}{name}"
    if column in inputs.names:
        return inputs.column(column) == 1.0, "the claim holds"
    return None, "whether it holds is not drawn"


def _worth(value: float, low: float, high: float) -> str:
    return points_with(value, low, high, 2, sign="", unit=" points of odds")
