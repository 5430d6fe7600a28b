"""What is worth knowing: run each policy in the same world, then value each claim and input."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis import knowing
from escalation.analysis.inputs import Inputs, inputs_of
from escalation.analysis.outcomes import HEADLINE, OUTCOMES, WORDS, too_short
from escalation.ensemble import simulate as ensembles
from escalation.errors import InputError, PurposeError, suggest
from escalation.scenario import grouping
from escalation.scenario.register import facts
from escalation.studies.policies import POLICIES, under
from escalation.studies.tables import records
from escalation.studies.writing import write_findings

if TYPE_CHECKING:
    import pandas as pd

    from escalation.ensemble.progress import Progress, ProgressCallback
    from escalation.scenario.model import Claim, Scenario

RUNS: Final = 4000
LEAST_DRAWS: Final = 100
#: A figure is confirmed if the truth lies within this factor of it.
NEAR: Final = 1.5


@dataclass(frozen=True)
class Valued:
    """What is worth knowing before a choice.

    Attributes
    ----------
    scenario, outcome, seed, runs, draws, price
        What was weighed.
    policies
        Odds under each policy.
    claims, inputs
        Value of knowing each, by `escalation.analysis.knowing`; claims also with the odds if they
        were confirmed or refuted.
    everything
        Value of knowing all inputs.
    failed
        Runs left out because they broke under some policy.
    """

    scenario: str
    outcome: str
    seed: int
    runs: int
    draws: int
    price: float
    policies: pd.DataFrame
    claims: pd.DataFrame
    inputs: pd.DataFrame
    everything: knowing.Value
    failed: int

    @property
    def meaning(self) -> str:
        """Return the outcome in words."""
        return WORDS[self.outcome]

    @property
    def best(self) -> str:
        """Return the policy that is best without knowing more."""
        bad = self.outcome in knowing.BAD
        net = self.policies["change"] * (-1 if bad else 1)
        net = net - np.where(np.arange(len(net)) > 0, self.price, 0.0)
        return str(self.policies["policy"].iloc[int(net.to_numpy().argmax())])

    @property
    def source(self) -> str:
        """Return the line at the foot of the chart."""
        broke = f" ({self.failed:,} failed and left out)" if self.failed else ""
        return (
            f"Source: escalation, agent-based simulation, scenario {self.scenario}: {self.runs:,} "
            f"runs of {self.draws:,} draws under each of {len(self.policies)} policies{broke}, "
            f"seed {self.seed}. Odds under the scenario's assumptions, not a forecast of fact."
        )

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
            "best_policy": self.best,
            "policies": records(self.policies),
            "policy_meanings": {policy.name: policy.meaning for policy in POLICIES},
            "everything": {
                "value": self.everything.value,
                "low": self.everything.low,
                "high": self.everything.high,
                "effect": self.everything.effect,
            },
            "claims": records(self.claims),
            "inputs": records(self.inputs),
        }


def value(
    scenario: Scenario,
    outcome: str = HEADLINE,
    *,
    runs: int = RUNS,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
    price: float = 0.0,
    progress: ProgressCallback | None = None,
    note: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
) -> Valued:
    """Value what could be learned before choosing among `escalation.studies.policies.POLICIES`.

    Parameters
    ----------
    scenario
        What is uncertain; every policy is run with its draws, seed and luck.
    outcome
        Whose odds the choice is to raise, or to lower if it is a bad one.
    runs
        Under each policy.
    price
        What a policy must gain to be worth its effort, from 0 to 1.
    seed, replicates, threads, progress, stop
        As for `escalation.api.simulate`.
    note
        Called with the name of each policy as its runs begin.

    Raises
    ------
    InputError
        If an option is wrong or the runs are too few.
    PurposeError
        If every run failed, or scikit-learn is missing.
    """
    if outcome not in OUTCOMES:
        near = suggest(outcome, OUTCOMES) or f"; there are {', '.join(OUTCOMES)}"
        raise InputError.single("--outcome", f"{outcome!r} is no outcome{near}")
    short = too_short(outcome, scenario.horizon_days, scenario.outcomes.quiet_days)
    if short:
        raise InputError.single(scenario.name, f"{WORDS[outcome]}: {short}")
    if not 0 <= price < 1:
        raise InputError.single("--price", f"{price:g} is not a share from 0 to 1")
    plan = ensembles.plan_for(
        scenario, runs=runs, seed=seed, replicates=replicates, threads=threads
    )
    if plan.draws < LEAST_DRAWS:
        least = LEAST_DRAWS * plan.replicates
        raise InputError.single("--runs", f"{runs} are too few; {least} are the least")
    tables = {}
    draws: pd.DataFrame | None = None
    for policy in POLICIES:
        if note is not None:
            note(f"{policy.name}: {policy.meaning}")
        done = ensembles.simulate(
            under(scenario, policy),
            runs=runs,
            seed=plan.seed,
            replicates=plan.replicates,
            threads=plan.threads,
            progress=progress if draws is None else _running(progress),
            stop=stop,
        )
        if done.interrupted:
            raise KeyboardInterrupt
        tables[policy.name] = done.runs
        draws = done.draws if draws is None else draws
    assert draws is not None
    broke = np.any([table["status"].to_numpy() != 0 for table in tables.values()], axis=0)
    if broke.all():
        raise PurposeError("every run failed under some policy, so there is nothing to compare")
    outcomes = {
        name: inputs_of(table.loc[~broke], draws, outcome) for name, table in tables.items()
    }
    first = next(iter(outcomes.values()))
    gain = knowing.gains(outcomes, outcome, price)
    return Valued(
        scenario.name,
        outcome,
        plan.seed,
        first.n_runs,
        first.n_draws,
        price,
        knowing.policy_table(outcomes),
        _claims(scenario, first, gain),
        knowing.values(first, gain, {name: (name,) for name in first.names}),
        knowing.value_of_everything(first, gain),
        int(broke.sum()),
    )


def _running(progress: ProgressCallback | None) -> ProgressCallback | None:
    """Return a callback that does not say once more that the model is being compiled."""
    if progress is None:
        return None

    def tell(moment: Progress) -> None:
        if moment.stage != "compiling":
            progress(moment)

    return tell


def _claims(scenario: Scenario, inputs: Inputs, gain: np.ndarray[Any, Any]) -> pd.DataFrame:
    """Return the claims' values, with the odds if each were confirmed or refuted."""
    import pandas as pd

    table = knowing.values(inputs, gain, grouping.claim_groups(scenario))
    extra = []
    for name in table["name"]:
        claim = scenario.claims[name]
        confirmed, test = _confirmed(name, claim, inputs)
        row: dict[str, Any] = {"claim": claim.claim, "credence": claim.credence, "test": test}
        row |= knowing.move(inputs, confirmed) if confirmed is not None else {"move_note": test}
        extra.append(row)
    whole = pd.concat([table, pd.DataFrame(extra)], axis=1)
    return whole.assign(sure=knowing.sure_moves(whole))


def _confirmed(name: str, claim: Claim, inputs: Inputs) -> tuple[knowing.Mask | None, str]:
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


def keep(found: Valued, folder: str | os.PathLike[str]) -> list[Path]:
    """Write tables, ``value.json`` and the chart; return the files, see `write_findings`."""
    from escalation.report.value_chart import MEANING, value_chart

    return write_findings(
        folder,
        documents={"value": found.as_dict()},
        tables={"policies": found.policies, "claims": found.claims, "inputs": found.inputs},
        charts={"value": (value_chart(found), MEANING)},
    )
