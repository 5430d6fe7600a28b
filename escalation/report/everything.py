"""One scenario asked everything that a report tells: odds, levers, claims, storylines, pivots.

What has a run folder of its own is kept as soon as it is there, so that a report that is stopped
costs nothing that was finished.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from escalation.ensemble.plan import Plan, plan_for
from escalation.ensemble.progress import Progress
from escalation.ensemble.session import Session
from escalation.errors import InputError, OutputError, PurposeError
from escalation.naming import ASKED_OF_FIRST
from escalation.report.contents.run import Studies
from escalation.results.folder import check_root
from escalation.results.keeping import keep
from escalation.results.reading import load
from escalation.results.result import Result
from escalation.scenario.levers import chosen
from escalation.studies import lever_runs, levers, pivots, storylines, value
from escalation.studies.run import run

if TYPE_CHECKING:
    from escalation.ensemble.progress import ProgressCallback
    from escalation.scenario.sections import Scenario

#: A stage's name, told before it begins; what comes back shows its progress.
Stage = Callable[[str], AbstractContextManager["ProgressCallback | None"]]

Found = TypeVar("Found")

_MOST_LETTERS: Final = 300


def ask_everything(
    scenario: Scenario,
    stage: Stage,
    *,
    root: str | os.PathLike[str] = "runs",
    runs: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    source: str = "",
    settings: Sequence[str] = (),
    command: Sequence[str] = (),
) -> tuple[Result, Studies, list[Path]]:
    """Ask a scenario everything that its report tells.

    Parameters
    ----------
    scenario
        What is run.
    stage
        Called with what comes next; see `Stage`.
    root
        Where the run and the ranking of levers are kept, in folders of their own.
    runs, seed, threads
        Of the run, as for `escalation.simulate`; levers have as many runs each, though no more
        than `escalation.studies.lever_runs.RUNS`.
    source, settings, command
        For the manifests: the scenario as it was named, what was changed, the command line.

    Returns
    -------
    Result
        The run, read back from its folder.
    Studies
        All else that was asked, with the reason of what could not be told.
    list of Path
        The folders that were made.

    Raises
    ------
    InputError
        If a number is wrong, or nothing can be kept under ``root``.
    KeyboardInterrupt
        If it is stopped; its message says what is kept.
    """
    plan = check_asked(scenario, root, runs=runs, seed=seed, threads=threads)
    started = dt.datetime.now(dt.UTC)
    folders: list[Path] = []
    with kept_so_far(folders):
        with stage("odds") as progress, Session.open(threads, progress=progress) as session:
            fresh = run(scenario, plan, session, started)
        if fresh.interrupted:
            raise KeyboardInterrupt
        with stage("tables and charts"):
            kept = keep(fresh.to_keep(source, settings), root, command=command)
        folders.append(kept.path)
        result = Result.kept(load(kept.path))
        asked = _Asked(scenario, result, stage, threads, folders, root, command)
        studies = asked.studies()
    return result, studies, folders


def check_asked(
    scenario: Scenario,
    root: str | os.PathLike[str],
    *,
    runs: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
) -> Plan:
    """Return what is run of a scenario, before anything is; see `ask_everything`.

    Raises
    ------
    InputError
        If a number is wrong, or nothing can be kept under ``root``.
    """
    plan = plan_for(scenario, runs=runs, seed=seed, threads=threads)
    check_root(Path(root))
    return plan


@contextmanager
def kept_so_far(folders: list[Path]) -> Iterator[None]:
    """Let an interrupt say that there is no report, and which folders are kept."""
    try:
        yield
    except KeyboardInterrupt as error:
        if str(error) or not folders:
            raise
        names = ", ".join(map(str, folders))
        raise KeyboardInterrupt(f"no report is written; {names} is kept") from error


class _Asked:
    """The questions beyond the odds, one after another; what can't be told costs no other."""

    def __init__(
        self,
        scenario: Scenario,
        result: Result,
        stage: Stage,
        threads: int | None,
        folders: list[Path],
        root: str | os.PathLike[str],
        command: Sequence[str],
    ) -> None:
        self._scenario, self._result, self._stage = scenario, result, stage
        self._threads, self._folders, self._root = threads, folders, root
        self._command = command
        self._ran: lever_runs.LeverRuns | None = None
        self._told: storylines.Told | None = None
        self._why_not: dict[str, str] = {}

    def studies(self) -> Studies:
        """Ask them all."""
        return Studies(
            policies=self._tried("levers", self._levers),
            value=self._tried("value", self._value),
            storylines=self._tried("storylines", self._storylines),
            pivots=self._tried("pivots", self._pivots),
            why_not=self._why_not,
            watched=True,
        )

    def _tried(self, name: str, ask: Callable[[], Found]) -> Found | None:
        """Ask one; where it can't be answered, note why and go on."""
        try:
            return ask()
        except OutputError:
            raise
        except (InputError, PurposeError) as error:
            self._why_not[name] = " ".join(str(error).split())[:_MOST_LETTERS]
            return None

    def _levers(self) -> levers.Policies:
        """Rank the levers, and keep the ranking."""
        started = dt.datetime.now(dt.UTC)
        plan = levers.plan_of(
            self._scenario,
            runs=min(len(self._result.runs), lever_runs.RUNS),
            seed=self._result.seed,
            replicates=self._result.replicates,
            threads=self._threads,
        )
        with (
            self._stage("levers") as progress,
            Session.open(self._threads, progress=progress) as session,
        ):
            pulled = chosen(self._scenario, ())
            ran = lever_runs.run_levers(self._scenario, pulled, plan, ASKED_OF_FIRST, session)
        found = levers.ranked(self._scenario, ran, started)
        path, _ = found.save(self._root, command=self._command)
        self._folders.append(path)
        self._ran = ran
        return found

    def _value(self) -> value.Valued:
        """Value the claims by the runs of the levers."""
        if self._ran is None:
            raise PurposeError(f"it needs the levers' runs; {self._why_not['levers']}")
        plan = self._ran.plan
        value.plan_of(self._scenario, runs=plan.runs, seed=plan.seed, replicates=plan.replicates)
        with self._stage("which claim to verify first"):
            return value.valued(self._scenario, self._ran)

    def _storylines(self) -> storylines.Told:
        """Tell the storylines of the run."""
        with self._stage("storylines") as progress:
            self._told = storylines.tell(self._result, progress=_steps(progress))
        return self._told

    def _pivots(self) -> pivots.Pivots:
        """Take back the events of the most telling run: that of the gravest storyline."""
        if self._told is None:
            raise PurposeError(f"it needs a storyline; {self._why_not['storylines']}")
        gravest = max(self._told.storylines, key=lambda story: float(story.row["war"]))
        with self._stage("what one run's fate hung on") as progress:
            return pivots.pivots(
                self._scenario,
                gravest.run,
                seed=self._result.seed,
                replicates=self._result.replicates,
                threads=self._threads,
                progress=_steps(progress),
            )


def _steps(progress: ProgressCallback | None) -> Callable[[int, int], None] | None:
    """Return what a study tells of its steps, for what tells of runs."""
    if progress is None:
        return None
    return lambda done, total: progress(Progress("running", done, total))
