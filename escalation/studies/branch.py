"""What if, from a day on: an ensemble continued under another decision.

>>> from escalation import branch
>>> event = "{kind: mediation, mediators: [qatar]}"
>>> found = branch("baseline", 6, events=[event], runs=200)
>>> len(found.changed)  # runs that end another way
16
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from escalation.ensemble import simulate as ensembles
from escalation.ensemble import worlds
from escalation.ensemble.plan import Plan, as_whole, plan_for
from escalation.ensemble.session import Session
from escalation.errors import InputError, Problem
from escalation.results.layout import RUN
from escalation.results.result import Result
from escalation.studies.paired_findings import Arm, Comparison
from escalation.studies.parting import Parting, Runs, draws_of_runs

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from escalation.ensemble.branch import BranchSpace
    from escalation.ensemble.progress import ProgressCallback
    from escalation.scenario.diff import Change
    from escalation.scenario.given import Events, OneEvent, Settings
    from escalation.scenario.sections import Scenario

#: What may be otherwise from a day on; of a mediator, its figures.
FREE: Final = ("events", "parameters.", "actors.mediators.", "ensemble.")


@dataclass(frozen=True)
class Origin:
    """What a branch leaves from.

    Attributes
    ----------
    scenario
        The scenario as run.
    run_id
        Of the kept run, or an empty string.
    seed, replicates, runs
        Of the kept run; None each where a scenario was given.
    table
        The kept table of runs, to see that they are reproduced.
    """

    scenario: Scenario
    run_id: str = ""
    seed: int | None = None
    replicates: int | None = None
    runs: int | None = None
    table: pd.DataFrame | None = None

    def plan(
        self, runs: int, seed: int | None, replicates: int | None, threads: int | None = None
    ) -> Plan:
        """Return what is run of it; a seed or replicates that nobody asks for are as kept.

        Raises
        ------
        InputError
            If a number is wrong.
        """
        return plan_for(
            self.scenario,
            runs=runs,
            seed=self.seed if seed is None else seed,
            replicates=self.replicates if replicates is None else replicates,
            threads=threads,
        )


def branch(
    source: Scenario | str | os.PathLike[str],
    day: int,
    settings: Settings = (),
    events: Events = (),
    *,
    runs: int | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
    root: str | os.PathLike[str] = "runs",
    progress: ProgressCallback | None = None,
    started: dt.datetime | None = None,
) -> Comparison:
    """Continue every run of an ensemble from a day on under another decision.

    Parameters
    ----------
    source
        A scenario, its file or shipped name, or the folder or id of a kept run, whose seed,
        replicates and number of runs then hold.
    day
        The first day on which what is changed holds.
    settings
        Changes of events, parameters or mediators, as for `escalation.load_scenario`.
    events
        Events to add, one or several, each as YAML or a mapping; without a ``day`` they happen on
        the branch's.
    runs, seed, replicates, threads, progress, started
        As for `escalation.compare`.
    root
        Folder of run folders, in which an id is looked up.

    Raises
    ------
    InputError
        If the source or a change is wrong, or something is changed that lies before the day.
    """
    from escalation.scenario.given import moment_given

    origin, day = origin_of(source, root), as_whole("--day", day)
    after = changed_from(origin.scenario, day, settings, events)
    wanted = runs if runs is not None else origin.runs or origin.scenario.ensemble.runs
    plan = origin.plan(wanted, seed, replicates, threads)
    started = moment_given(started)
    threads = threads or origin.scenario.ensemble.threads
    with Session.open(threads, progress=progress) as session:
        return _run(origin, after, day, plan, session, started)


def origin_of(
    source: Scenario | str | os.PathLike[str], root: str | os.PathLike[str] = "runs"
) -> Origin:
    """Return what a branch leaves from, whichever way it is given.

    Parameters
    ----------
    source
        A scenario, its file or shipped name, or the folder or id of a kept run.
    root
        Folder of run folders, in which an id is looked up.

    Raises
    ------
    InputError
        If it isn't there, or is a folder that holds no run.
    """
    from escalation.results.reading import folder_meant
    from escalation.results.saved_state import is_state_file
    from escalation.scenario.given import scenario_given
    from escalation.scenario.load import load_scenario

    if is_state_file(source):
        raise InputError.single(
            str(source), "is the state of one run; give a scenario or the folder of a kept run"
        )
    if not isinstance(source, str | os.PathLike):
        return Origin(scenario_given(source))
    path = Path(source)
    folder = folder_meant(source, root)
    if folder is None:
        if os.sep in str(source) and not path.exists() and not path.suffix:
            raise InputError.single(str(source), "there is no such run folder or scenario")
        return Origin(load_scenario(source))
    if folder.kind != RUN:
        raise InputError.single(
            str(folder.path), f"holds a {folder.kind}; give the folder of a run"
        )
    kept = Result.kept(folder)
    return Origin(kept.scenario, kept.run_id, kept.seed, kept.replicates, len(kept.runs), kept.runs)


def changed_from(scenario: Scenario, day: int, settings: Settings, events: Events) -> Scenario:
    """Return the scenario as it holds from a day on.

    Raises
    ------
    InputError
        If a change is wrong, or lies before the day.
    """
    from escalation.scenario.given import events_of, settings_of
    from escalation.scenario.load import override

    settings, events = settings_of(settings), events_of(events)
    day = _day_of(scenario, day)
    added = _added(scenario, settings, day, events)
    try:
        after = override(scenario, [*settings, *added])
    except InputError as error:
        if not added:
            raise
        before = len(override(scenario, settings).events)
        raise InputError(_as_typed(one, events, before) for one in error.problems) from None
    _check_from(scenario, after, day)
    title = f"{scenario.title}; from day {day} otherwise"[:200]
    name = f"{scenario.name[:48]}_from_day_{day}"
    return after.model_copy(update={"name": name, "title": title})


def branch_into(
    before: Scenario,
    after: Scenario,
    day: int,
    *,
    runs: int | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
    progress: ProgressCallback | None = None,
    started: dt.datetime | None = None,
) -> Comparison:
    """Continue every run of a scenario from a day on under another that is whole; see `branch`.

    Raises
    ------
    InputError
        If the scenarios differ in what lies before the day, or a number is wrong.
    """
    from escalation.scenario.given import moment_given

    day = _day_of(before, day)
    _check_from(before, after, day)
    origin = Origin(before)
    wanted = before.ensemble.runs if runs is None else runs
    plan, started = origin.plan(wanted, seed, replicates, threads), moment_given(started)
    with Session.open(threads or before.ensemble.threads, progress=progress) as session:
        return _run(origin, after, day, plan, session, started)


def _day_of(scenario: Scenario, day: int) -> int:
    """Return a day of a branch.

    Raises
    ------
    InputError
        If it is none of the scenario's.
    """
    day, last = as_whole("--day", day), scenario.horizon_days - 1
    if not 0 <= day <= last:
        raise InputError.single("--day", f"{day} is outside the horizon: days are 0 to {last}")
    return day


def _check_from(before: Scenario, after: Scenario, day: int) -> None:
    """Refuse what a branch from a day can't change.

    Raises
    ------
    InputError
    """
    from escalation.scenario.diff import diff

    problems = [
        Problem(change.path, _why_not(change, day))
        for change in diff(before, after)
        if not _free(change, before)
    ]
    problems += _event_problems(before, after, day)
    if problems:
        raise InputError(problems)


def contrary_events(
    before: Scenario, after: Scenario, events: Sequence[OneEvent] = ()
) -> Iterator[Problem]:
    """Yield which event holds where events of a branch meet on one day, if they are new to it.

    Parameters
    ----------
    before, after
        The scenario as it was, and as it holds from the day on.
    events
        Those that were added as ``--event``, the last that ``after`` has.
    """
    from escalation.scenario.contrary import contrary, contrary_to
    from escalation.scenario.load import shortened

    first = len(after.events) - len(events)
    typed = [shortened(f"--event {event}") for event in events]
    there, known = after.events[:first], set(contrary(before.events))
    for index, message in contrary(there):
        if (index, message) not in known:
            yield Problem(f"events[{index}]", message)
    added = [(name, [event]) for name, event in zip(typed, after.events[first:], strict=True)]
    yield from contrary_to(there, added)


def _added(
    scenario: Scenario, settings: Sequence[str], day: int, events: Sequence[OneEvent]
) -> list[str]:
    """Return the setting that adds events to those there are after the other settings."""
    from escalation.scenario.load import event_of, override, with_events

    if not events:
        return []
    added = (event_of(event) if isinstance(event, str) else event for event in events)
    return [with_events(override(scenario, settings), [{"day": day, **event} for event in added])]


def _as_typed(problem: Problem, events: Sequence[OneEvent], before: int) -> Problem:
    """Return what is wrong with an event that was added, under the option that it came by."""
    found = re.search(r"^--set .*: events\[(\d+)\]\.?(.*)$", problem.where, re.DOTALL)
    if found is None or not before <= int(found[1]) < before + len(events):
        return problem
    where = f"--event {events[int(found[1]) - before]}"
    return Problem(f"{where}: {found[2]}" if found[2] else where, problem.message)


def _free(change: Change, scenario: Scenario) -> bool:
    from escalation.scenario.parameters import outset
    from escalation.scenario.register import facts

    if not change.path.startswith(FREE):
        return False
    if change.path.startswith("actors.mediators."):
        return change.path.split(".")[2] in scenario.actors.mediators and change.new is not None
    if not change.path.startswith("parameters."):
        return True
    name = change.path.removeprefix("parameters.")
    return name not in facts() and name not in {p.name for p in outset.PARAMETERS}


def _why_not(change: Change, day: int) -> str:
    if change.path.startswith("parameters."):
        return f"says how day 0 began, which a branch on day {day} can't change"
    return (
        f"can't change on day {day}: a branch may change events, parameters and the figures of "
        "mediators that are there"
    )


def _event_problems(before: Scenario, after: Scenario, day: int) -> list[Problem]:
    """Return what is wrong with events that lie before the day."""
    gone, come = list(before.events), []
    for event in after.events:
        if event in gone:
            gone.remove(event)
        else:
            come.append(event)
    problems = [
        Problem(
            f"events: {event.kind} on day {event.day}",
            f"lies before the branch on day {day}; give day {day} or later",
        )
        for event in come
        if event.day < day
    ]
    problems += [
        Problem(
            f"events: {event.kind} on day {event.day}", f"has happened by day {day}: it can't go"
        )
        for event in gone
        if event.when is None and event.day < day
    ]
    return problems


def _run(
    origin: Origin,
    after: Scenario,
    day: int,
    plan: Plan,
    session: Session,
    started: dt.datetime,
) -> Comparison:
    from escalation.ensemble.branch import prepare_branch
    from escalation.scenario.diff import diff

    before = origin.scenario
    space, engine = worlds.prepare(before)
    results = [ensembles.run_ensemble(before, plan, space, engine, session)]
    both, turned = prepare_branch(before, after, day)
    if not results[0].interrupted:
        results.append(ensembles.run_ensemble(after, plan, both, turned, session))
    if any(result.interrupted for result in results):
        raise KeyboardInterrupt

    draws = partial(_draws_of_both, space=both, seed=plan.seed, replicates=plan.replicates)
    parts = Parting((engine, turned), draws, plan.seed, session.threads)
    changes = [c for c in diff(before, after) if not c.path.startswith("ensemble.")]
    arms = [
        Arm(before.name, before, results[0]),
        Arm(after.name, after, results[1], parts, changes),
    ]
    about = {"branch": {"of_run": origin.run_id, "day": day}}
    return Comparison(arms, started, "branch", about, _reproduced(origin, results[0].runs))


def _draws_of_both(
    runs: Runs, *, space: BranchSpace, seed: int, replicates: int
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Return the draws of runs before and after the branch."""
    drawn = draws_of_runs(space, seed, runs, replicates)
    return drawn["before"], drawn["after"]


def _reproduced(origin: Origin, runs: pd.DataFrame) -> list[str]:
    """Say whether the runs from which the branch leaves are those that were kept."""
    if origin.table is None or len(origin.table) != len(runs):
        return []
    names = [name for name in runs.columns if name in origin.table and name != "reason"]
    if all(np.array_equal(runs[name], origin.table[name]) for name in names):
        return [f"The {len(runs):,} runs kept as {origin.run_id} were reproduced to the bit."]
    return [
        f"This version of the model does not reproduce the runs kept as {origin.run_id}: both "
        "sides of the comparison are fresh runs of the scenario that it holds."
    ]
