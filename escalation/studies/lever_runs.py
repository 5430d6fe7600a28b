"""Run each lever over the same draws and the same luck, as far as one outcome asks for.

All levers share one pool of threads and, where they leave parameters alone, one set of draws. A run
stops once its outcome is settled (`escalation.engine.settling`): that is where the time goes, and
what makes it short. Building a lever's world takes a few milliseconds.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.outcomes import DEADLINES_DAYS, OUTCOMES, happened, too_short
from escalation.analysis.paired.differences import BETTER
from escalation.ensemble import simulate as ensembles
from escalation.ensemble import worlds
from escalation.ensemble.design import Design
from escalation.ensemble.progress import Progress, ProgressCallback
from escalation.errors import InputError, PurposeError, suggest
from escalation.naming import OUTCOME_NAMES
from escalation.scenario.levers import Lever, pulled
from escalation.vocabulary import CAME_THROUGH

if TYPE_CHECKING:
    import pandas as pd

    from escalation.engine.settling import Settles
    from escalation.ensemble.plan import Plan
    from escalation.ensemble.session import Session
    from escalation.scenario.sections import Scenario

#: Outcomes of which more, or fewer, is better by itself.
RANKED: Final = tuple(name for name in OUTCOMES if BETTER[name])
_SETTLED_BY: Final[Mapping[str, tuple[bool, bool, bool]]] = {  # war, quiet, relapse
    "durable": (True, False, True),
    "never_quiet": (True, True, False),
    "war": (True, False, False),
}


@dataclass(frozen=True)
class LeverRuns:
    """What each lever made of the same runs.

    Attributes
    ----------
    levers, plan, outcome
        L levers, the scenario as it is first; how many runs of each; what was looked at.
    draw, replicate
        Of the n runs that came through under every lever.
    came
        Whether the outcome came about, shape (n, L).
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
    came: NDArray[np.bool_]
    failed: int
    draws: pd.DataFrame
    seconds: float

    @property
    def names(self) -> list[str]:
        """Return the levers' names."""
        return [lever.name for lever in self.levers]

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


def settles(outcome: str, quiet_days: int) -> Settles:
    """Return what settles an outcome of a run; quiet takes so many days in a row to be known."""
    from escalation.engine.settling import Settles

    if outcome in _SETTLED_BY:
        return Settles(*_SETTLED_BY[outcome])
    by = {f"de_escalated_{days}d": days for days in DEADLINES_DAYS}
    return Settles(war=True, quiet=True, relapse=False, last_day=by[outcome] + quiet_days - 1)


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
        What to look at.
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
    from escalation.engine.settling import SettlingEngine
    from escalation.scenario.world import build_world

    wanted = settles(outcome, scenario.outcomes.quiet_days)
    started = time.perf_counter()
    columns, through = [], []
    tables: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    shared: dict[str, NDArray[np.void]] = {}
    for place, lever in enumerate(levers):
        changed = pulled(scenario, lever)
        space = worlds.space_of(changed)
        key = _drawn_from(changed)
        if key not in shared:
            shared[key] = _draws(space, plan)
        done = ensembles.run_ensemble(
            changed, plan, space,
            SettlingEngine(build_world(changed), changed.horizon_days, wanted),
            session.telling(_overall(session, place, len(levers), plan.runs, started)),
            drawn=shared[key],
        )  # fmt: skip
        if done.interrupted:
            raise KeyboardInterrupt
        columns.append(happened(done.runs, outcome))
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
        np.stack(columns, axis=1)[kept], int((~kept).sum()), draws,
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
