"""An ensemble that grows: answered after its first runs, and again after more of them.

Draws and luck are keyed by their numbers, so an ensemble of 500 runs is the beginning of one of
10,000 of the same seed, to the bit; nothing is computed twice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from escalation.ensemble.chunks import Engine, Space, Work
from escalation.ensemble.design import Design
from escalation.ensemble.finished import FinishedRuns
from escalation.ensemble.plan import Plan
from escalation.ensemble.session import Session
from escalation.ensemble.simulate import Driver

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario


class GrowingEnsemble:
    """The runs of a scenario so far; for one thread at a time.

    Parameters
    ----------
    scenario
        Whose runs they are.
    plan
        How many there will be at most, of what seed and replicates; it has no precision.
    space, engine
        As `escalation.ensemble.worlds.prepare` gives them.
    """

    def __init__(self, scenario: Scenario, plan: Plan, space: Space, engine: Engine) -> None:
        if plan.precision is not None:
            raise ValueError("an ensemble that grows has a number of runs, not a precision")
        self.scenario = scenario
        self.plan = plan
        design = Design(space.names, plan.seed)
        self._work = Work(engine, space, design, plan.seed, plan.replicates, plan.runs)
        self._driver: Driver | None = None

    @property
    def runs_done(self) -> int:
        """Return how many runs there are."""
        return 0 if self._driver is None else self._driver.runs_done

    def grow(self, runs: int, session: Session) -> FinishedRuns:
        """Return the first runs of the ensemble, computing those that are not there yet.

        Parameters
        ----------
        runs
            How many, at most those of the plan; whole draws are computed, so there may be a few
            more. An ensemble that has more already is returned as it is.
        session
            Who does the work. When its ``stop`` is set on the way, what is there is a smaller
            sample, ``interrupted`` says so, and the ensemble can be grown on later.
        """
        if self._driver is None:
            self._driver = Driver(self.scenario, self._work, self.plan, session)
        driver = self._driver
        driver.session, driver.pool = session, session.pool
        wanted = replace(self.plan, runs=min(runs, self.plan.runs))
        if driver.draws_done < wanted.draws:
            driver.extend(wanted.draws)
        done = driver.finished(wanted)
        # Counts are added up in place; what was handed out must stay what it is.
        if done.tally is not None:
            done.tally = type(done.tally)(*(counts.copy() for counts in done.tally))
        return done
