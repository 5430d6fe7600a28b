"""Ensembles at hand: those that were asked for last, each grown as far as anybody asked.

What costs is done once. A scenario's world is built once whatever slider moves, its default's runs
are kept for the pairing, and a setting that somebody comes back to is there already.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from escalation.ensemble.growing import GrowingEnsemble
from escalation.ensemble.plan import Plan
from escalation.ensemble.worlds import Worlds
from escalation.results.result import Result

if TYPE_CHECKING:
    from escalation.ensemble.session import Session
    from escalation.scenario.sections import Scenario

#: Runs after which an answer is given, the first at once and each more certain than the last.
STAGES: Final = (500, 2_000, 10_000)
#: Ensembles that are kept: 6 MB each at most.
MOST_KEPT: Final = 24


class Bench:
    """Grows ensembles and keeps the last; for one computing thread, read by none other."""

    def __init__(self) -> None:
        self._worlds = Worlds()
        self._kept: OrderedDict[str, GrowingEnsemble] = OrderedDict()
        self._started = dt.datetime.now(dt.UTC)
        self._lock = threading.Lock()

    def result(self, scenario: Scenario, runs: int, session: Session) -> Result | None:
        """Return a scenario's result after so many runs; None if it was stopped on the way.

        Parameters
        ----------
        scenario
            What is run, with its own seed and replicates.
        runs
            How many of its runs, at most those of the last of `STAGES`.
        session
            Who does the work, and what stops it.
        """
        with self._lock:
            ensemble = self._ensemble(scenario)
            finished = ensemble.grow(runs, session)
        if finished.interrupted:
            return None
        if finished.n_runs > runs:
            finished.runs = finished.runs.head(runs)
        return Result(scenario, finished, self._started)

    def runs_of(self, scenario: Scenario) -> int:
        """Return how many runs of a scenario are there."""
        kept = self._kept.get(_key(scenario))
        return 0 if kept is None else kept.runs_done

    def _ensemble(self, scenario: Scenario) -> GrowingEnsemble:
        key = _key(scenario)
        if key not in self._kept:
            space, engine = self._worlds.prepare(scenario)
            wanted = scenario.ensemble
            plan = Plan(runs=STAGES[-1], replicates=wanted.replicates, seed=wanted.seed)
            self._kept[key] = GrowingEnsemble(scenario, plan, space, engine)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def _key(scenario: Scenario) -> str:
    """Return a hash of all that a scenario's runs depend on."""
    text = scenario.model_dump_json(exclude={"name", "title", "summary"})
    return hashlib.sha256(text.encode()).hexdigest()
