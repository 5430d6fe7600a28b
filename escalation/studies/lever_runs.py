"""Run each lever over the same draws and the same luck, and see what becomes of each outcome.

All levers share one pool of threads and, where they leave parameters alone, one set of draws. Runs
are whole, so that one table tells every outcome; building a lever's world takes a few milliseconds.
The first draws are those that `run` begins with: the scenario as it is has the same odds there.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.intervals import ENDS
from escalation.analysis.odds.outcomes import OUTCOMES, happened, too_short
from escalation.analysis.odds.variance import both_intervals
from escalation.analysis.paired.differences import BETTER
from escalation.ensemble import simulate as ensembles
from escalation.ensemble import worlds
from escalation.ensemble.design import Design
from escalation.ensemble.progress import Progress, ProgressCallback
from escalation.errors import InputError, PurposeError, suggest
from escalation.naming import OF_A_LEVER, OUTCOME_NAMES
from escalation.scenario.levers import Lever, pulled
from escalation.vocabulary import CAME_THROUGH

if TYPE_CHECKING:
    import pandas as pd

    from escalation.ensemble.plan import Plan
    from escalation.ensemble.session import Session
    from escalation.scenario.sections import Scenario

#: Outcomes of which more, or fewer, is better by itself.
RANKED: Final = tuple(name for name in OUTCOMES if BETTER[name])
#: Runs of each lever, unless others are asked for: a start of those of `run`.
RUNS: Final = 4000


@dataclass(frozen=True)
class LeverRuns:
    """What each lever made of the same runs.

    Attributes
    ----------
    levers, plan, outcome
        L levers, the scenario as it is first; how many runs of each; what they are ranked by.
    draw, replicate
        Of the n runs that came through under every lever.
    outcomes
        Whether an outcome came about, shape (n, L), by its name: that ranked by, and those of
        `OF_A_LEVER` that the horizon lets be told.
    failed
        Runs left out because one broke.
    draws
        Table of the draws of the scenario as it is.
    seconds
        What the runs took.
    """

    levers: tuple[Lever, ...]
    plan: Plan
    outcome: str
    draw: NDArray[np.int64]
    replicate: NDArray[np.int64]
    outcomes: Mapping[str, NDArray[np.bool_]]
    failed: int
    draws: pd.DataFrame
    seconds: float

    @property
    def names(self) -> list[str]:
        """Return the levers' names."""
        return [lever.name for lever in self.levers]

    @property
    def came(self) -> NDArray[np.bool_]:
        """Return whether the outcome ranked by came about, shape (n, L)."""
        return self.outcomes[self.outcome]

    def shares(self) -> pd.DataFrame:
        """Return the share of runs with each of `OF_A_LEVER`, a row for each lever by its name.

        Beside each share stand the ends of its intervals, over draws and by Monte Carlo (`ENDS`
        behind the outcome's name). What the horizon doesn't let be told is not a number.
        """
        import pandas as pd

        told: dict[str, list[float]] = {}
        for name in OF_A_LEVER:
            if name not in self.outcomes:
                continue
            odds = [both_intervals(self.draw, came) for came in self.outcomes[name].T]
            told[name] = [one.p for one in odds]
            told |= {f"{name}{end}": [one.ends[end] for one in odds] for end in ENDS}
        columns = [f"{name}{end}" for name in OF_A_LEVER for end in ("", *ENDS)]
        return pd.DataFrame(told, index=self.names).reindex(columns=columns)

    @property
    def n_draws(self) -> int:
        """Return the number of draws that have a run."""
        return len(np.unique(self.draw))


def check_outcome(scenario: Scenario, outcome: str) -> None:
    """Refuse an outcome that levers can't be chosen by.

    Raises
    ------
    InputError
        If there is none of the name, neither more nor fewer of it is better by itself, or the
        horizon is too short to tell it.
    """
    if outcome not in RANKED:
        known = suggest(outcome, RANKED) or f"; there are {', '.join(RANKED)}"
        raise InputError.single("--outcome", f"levers can't be ranked by {outcome!r}{known}")
    short = too_short(outcome, scenario.horizon_days, scenario.outcomes.quiet_days)
    if short:
        raise InputError.single("--outcome", f"{outcome} can't be told: {short}")


def in_words(outcome: str) -> str:
    """Return what is wanted of an outcome: it, or that it does not come."""
    words = OUTCOME_NAMES[outcome].name
    if BETTER[outcome] > 0:
        return words
    return f"no {words!r}" if "," in words else f"no {words}"


def run_levers(
    scenario: Scenario, levers: Sequence[Lever], plan: Plan, outcome: str, session: Session
) -> LeverRuns:
    """Carry out a plan for each lever.

    Parameters
    ----------
    scenario
        Loaded and checked with `check_outcome`.
    levers
        The scenario as it is first.
    plan
        Runs of each lever.
    outcome
        What they are ranked by.
    session
        Who does the work; told of the runs of all levers together, and at which lever they are.

    Raises
    ------
    KeyboardInterrupt
        If it was stopped: some levers of a ranking are none.
    PurposeError
        If no run came through under every lever.
    """
    from escalation import engine as engines

    session.tell(Progress("compiling"))
    engines.warm_up()
    days, quiet_days = scenario.horizon_days, scenario.outcomes.quiet_days
    looked_at = [
        name for name in OUTCOMES
        if name == outcome or (name in OF_A_LEVER and not too_short(name, days, quiet_days))
    ]  # fmt: skip
    started = time.perf_counter()
    columns: dict[str, list[NDArray[np.bool_]]] = {name: [] for name in looked_at}
    through = []
    tables: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    shared: dict[str, NDArray[np.void]] = {}
    for place, lever in enumerate(levers):
        changed = pulled(scenario, lever)
        space, engine = worlds.prepare(changed)
        key = _drawn_from(changed)
        if key not in shared:
            shared[key] = _draws(space, plan)
        done = ensembles.run_ensemble(
            changed, plan, space, engine,
            session.telling(_overall(session, place, len(levers), plan.runs, started)),
            drawn=shared[key],
        )  # fmt: skip
        if done.interrupted:
            raise KeyboardInterrupt
        for name in looked_at:
            columns[name].append(happened(done.runs, name))
        through.append((done.runs["status"] == CAME_THROUGH).to_numpy())
        if not tables:
            tables.append((done.runs[["draw", "replicate"]], done.draws))
    kept = np.all(through, axis=0)
    if not kept.any():
        raise PurposeError("no run came through under every lever, so there is nothing to compare")
    runs, draws = tables[0]
    return LeverRuns(
        tuple(levers), plan, outcome,
        runs["draw"].to_numpy()[kept], runs["replicate"].to_numpy()[kept],
        {name: np.stack(came, axis=1)[kept] for name, came in columns.items()},
        int((~kept).sum()), draws,
        time.perf_counter() - started,
    )  # fmt: skip


def _drawn_from(scenario: Scenario) -> str:
    """Return a hash of all that draws are made from, and more: all but words and events."""
    text = scenario.model_dump_json(exclude={"name", "title", "summary", "events"})
    return hashlib.sha256(text.encode()).hexdigest()


def _draws(space: Any, plan: Plan) -> NDArray[np.void]:
    drawn: NDArray[np.void] = space.transform(Design(space.names, plan.seed).points(0, plan.draws))
    return drawn


def _overall(
    session: Session, place: int, levers: int, runs: int, started: float
) -> ProgressCallback:
    """Return a callback that turns a lever's progress into that of all."""

    def tell(moment: Progress) -> None:
        done, total = place * runs + moment.runs_done, levers * runs
        seconds = time.perf_counter() - started
        rate = done / seconds if seconds > 0 else 0.0
        left = (total - done) / rate if rate else None
        session.tell(
            replace(
                moment, runs_done=done, runs_total=total, runs_per_second=rate, seconds_left=left,
                part=f"lever {place + 1} of {levers}",
            )
        )  # fmt: skip

    return tell
