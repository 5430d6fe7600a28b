"""One run of an ensemble: stopped on a morning, kept in a file, continued as it was or otherwise.

>>> from escalation import load_state, stop_run
>>> kept = stop_run("baseline", day=6, run=17).save("run17_day6.state")
>>> event = "{kind: mediation, mediators: [qatar]}"
>>> load_state("run17_day6.state").branch(events=[event]).parts_on_day
6
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from escalation.ensemble import worlds
from escalation.ensemble.plan import as_whole, run_number
from escalation.errors import InputError
from escalation.notebooks import ShowsItself
from escalation.scenario.given import events_of, path_given, settings_of
from escalation.studies.branch import changed_from, origin_of
from escalation.studies.parting import draws_of_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.engine.run import Engine, OneRun
    from escalation.results.saved_state import SavedState
    from escalation.scenario.given import Events, Settings
    from escalation.scenario.sections import Scenario


@dataclass(frozen=True, repr=False)
class Branched(ShowsItself):
    """One run and its branch: day records, events, and where they part.

    Attributes
    ----------
    before, after
        The scenario, and what holds from ``day`` on.
    day, run, seed
        The branch's day; the run's number and the ensemble's seed.
    original, branch
        Each an engine's ``OneRun``: ``days``, ``events``, ``state``.
    parts_on_day, parts_in
        First day and field in which the records differ; -1 and empty if they don't.
    """

    before: Scenario
    after: Scenario
    day: int
    run: int
    seed: int
    original: OneRun
    branch: OneRun
    parts_on_day: int
    parts_in: str

    def notebook_title(self) -> str:
        """Return which run it is, and where it parts from what it was."""
        parts = (
            "without a difference"
            if self.parts_on_day < 0
            else f"parting on day {self.parts_on_day} in {self.parts_in}"
        )
        return f"run {self.run} of {self.before.name}, otherwise from day {self.day}: {parts}"


@dataclass(frozen=True, eq=False, repr=False)
class StoppedRun(ShowsItself):
    """A run of an ensemble on the morning of a day, with all that it remembers.

    Attributes
    ----------
    scenario
        The scenario as run.
    run, seed, replicates
        The run's number; the ensemble's seed and runs of each draw.
    draw
        (1,) of ``draw_dtype``: what the run takes for true.
    so_far
        Its days, its events and its state, as the engine's ``OneRun``.
    """

    scenario: Scenario
    run: int
    seed: int
    replicates: int
    draw: NDArray[np.void]
    so_far: OneRun

    def notebook_title(self) -> str:
        """Return which run it is, and when it stands still."""
        where = f"on the morning of day {self.day}, seed {self.seed}"
        return f"run {self.run} of {self.scenario.name} {where}"

    @property
    def day(self) -> int:
        """Return the day on whose morning the run stands; the horizon's when it is over."""
        return len(self.so_far.days)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the run's state to a file whose name ends in ``.state``; see `load_state`.

        Raises
        ------
        InputError
            If the name is another, or the place can't be written to.
        OutputError
            If the disk is full or fails.
        """
        from escalation.results.saved_state import SavedState, write_state
        from escalation.scenario.load import resolved_yaml
        from escalation.sources import model_fingerprint

        path = path_given(path, "state")
        # The state's log is the events so far.
        arrays = {**self.so_far.state._asdict(), "days": self.so_far.days, "draw": self.draw}
        text = resolved_yaml(self.scenario)
        state = SavedState(self.day, self.run, self.seed, self.replicates, text, arrays)
        return write_state(path, state, model_fingerprint())

    def until(self, day: int) -> StoppedRun:
        """Return the run continued as it was to the morning of a later day.

        Parameters
        ----------
        day
            From the run's own to the horizon, on whose morning the run is over.

        Raises
        ------
        InputError
            If that day has passed, or lies beyond the horizon.
        """
        day = _morning(day, self.scenario.horizon_days, self.day)
        so_far = engine_of(self.scenario).go_on(self.so_far, self.draw, self.run, self.seed, day)
        return StoppedRun(self.scenario, self.run, self.seed, self.replicates, self.draw, so_far)

    def branch(
        self, settings: Settings = (), events: Events = (), *, day: int | None = None
    ) -> Branched:
        """Continue the run to its end, as it was and under another decision.

        Parameters
        ----------
        settings, events
            As for `escalation.branch`. Without any, both are one run.
        day
            The first day on which what is changed holds: the run's own, or a later one.

        Raises
        ------
        InputError
            If a change is wrong, or lies before the day.
        """
        settings, events = settings_of(settings), events_of(events)
        day = _morning(self.day if day is None else day, self.scenario.horizon_days, self.day)
        over = day == self.scenario.horizon_days and not settings and not events
        # On the morning after the last day there is nothing left to change, but nothing wrong.
        after = self.scenario if over else changed_from(self.scenario, day, settings, events)
        return self._branched(after, day)

    def _branched(self, after: Scenario, day: int) -> Branched:
        from escalation.engine.divergence import parting
        from escalation.ensemble.branch import prepare_branch

        original = self.until(self.scenario.horizon_days).so_far
        space, engine = prepare_branch(self.scenario, after, day)
        number = np.array([self.run], dtype=np.int64)
        draw = draws_of_runs(space, self.seed, number, self.replicates)
        branch = engine.go_on(self.so_far, draw, self.run, self.seed)
        day_apart, field = parting(original.days, branch.days)
        return Branched(
            self.scenario, after, day, self.run, self.seed, original, branch, day_apart, field
        )


def stop_run(
    source: Scenario | str | os.PathLike[str],
    day: int,
    run: int,
    *,
    seed: int | None = None,
    replicates: int | None = None,
    root: str | os.PathLike[str] = "runs",
) -> StoppedRun:
    """Compute one run of an ensemble to the morning of a day, and stop there.

    Parameters
    ----------
    source
        A scenario, its file or shipped name, or the folder or id of a kept run, whose seed and
        replicates then hold.
    day
        From 0, when nothing has happened yet, to the horizon, when the run is over.
    run
        The run's number in its ensemble, from 0.
    seed, replicates
        As for `escalation.simulate`.
    root
        Folder of run folders, in which an id is looked up.

    Raises
    ------
    InputError
        If the source or a number is wrong.
    """
    origin = origin_of(source, root)
    plan = origin.plan(1, seed, replicates)
    run = run_number(run)
    day = _morning(day, origin.scenario.horizon_days)
    draw = draw_of_run(origin.scenario, run, plan.seed, plan.replicates)
    so_far = engine_of(origin.scenario).watch(draw, run, plan.seed, day)
    return StoppedRun(origin.scenario, run, plan.seed, plan.replicates, draw, so_far)


def load_state(path: str | os.PathLike[str]) -> StoppedRun:
    """Read a run that `StoppedRun.save` has written to a file.

    The engine takes the state's figures as they are; continue only files that you trust.

    Raises
    ------
    InputError
        If there is no such file, it is damaged or something else, or another version of the model
        wrote it, so that the run would not go on as it had begun.
    """
    from escalation.day.state import State
    from escalation.engine.run import OneRun
    from escalation.results.saved_state import read_state
    from escalation.scenario.load import scenario_of
    from escalation.sources import model_fingerprint

    path = path_given(path, "state")
    saved = read_state(path, model_fingerprint())
    scenario = scenario_of(saved.scenario, f"{path}: scenario.yaml")
    draw = draw_of_run(scenario, saved.run, saved.seed, saved.replicates)
    _check_arrays(saved, scenario, draw, str(path))
    state = State(**{name: saved.arrays[name] for name in State._fields})
    so_far = OneRun(saved.arrays["days"], state.log, state)
    return StoppedRun(scenario, saved.run, saved.seed, saved.replicates, draw, so_far)


def branch_run(
    source: Scenario | str | os.PathLike[str],
    day: int,
    run: int,
    settings: Settings = (),
    events: Events = (),
    *,
    seed: int | None = None,
    replicates: int | None = None,
    root: str | os.PathLike[str] = "runs",
) -> Branched:
    """Continue one run of an ensemble from a day on under another decision.

    See `escalation.branch` for the parameters.
    """
    origin = origin_of(source, root)
    after = changed_from(origin.scenario, day, settings, events)
    plan = origin.plan(1, seed, replicates)
    stopped = stop_run(origin.scenario, day, run, seed=plan.seed, replicates=plan.replicates)
    return stopped._branched(after, day)


def run_without(
    source: Scenario | str | os.PathLike[str],
    run: int,
    event: int,
    *,
    seed: int | None = None,
    replicates: int | None = None,
) -> Branched:
    """Continue one run of an ensemble without one of its events, all luck staying its own.

    Parameters
    ----------
    source
        As for `stop_run`.
    run
        The run's number in its ensemble, from 0.
    event
        Its place in the run's log, from 0, as `escalation.studies.pivots` has it.
    seed, replicates
        As for `escalation.simulate`.

    Raises
    ------
    InputError
        If the source or a number is wrong, or nothing can be taken back there.
    """
    from escalation.engine.divergence import parting
    from escalation.engine.futures import Futures

    origin = origin_of(source)
    scenario, last = origin.scenario, origin.scenario.horizon_days
    plan = origin.plan(1, seed, replicates)
    over = stop_run(scenario, last, run, seed=plan.seed, replicates=plan.replicates)
    event = as_whole("--event", event)
    log = over.so_far.events
    day = int(log["day"][event]) if 0 <= event < len(log) else -1
    if day < 0:
        raise InputError.single("--event", f"{event} is no event of run {run} from day 0 on")
    engine = engine_of(scenario)
    morning = engine.watch(over.draw, over.run, over.seed, day)
    other = Futures(engine, over.draw, over.run, over.seed).after(morning, event)
    branch = engine.go_on(other, over.draw, over.run, over.seed)
    parts, field = parting(over.so_far.days, branch.days)
    return Branched(scenario, scenario, day, over.run, over.seed, over.so_far, branch, parts, field)


def engine_of(scenario: Scenario) -> Engine:
    """Return the engine of a scenario, compiled."""
    from escalation import engine as engines
    from escalation.scenario.world import build_world

    engines.warm_up()
    return engines.Engine(build_world(scenario), scenario.horizon_days)


def draw_of_run(scenario: Scenario, run: int, seed: int, replicates: int) -> NDArray[np.void]:
    """Return a run's own draw, (1,)."""
    space = worlds.space_of(scenario)
    number = np.array([run], dtype=np.int64)
    return draws_of_runs(space, seed, number, replicates)


def _morning(given: Any, horizon_days: int, first: int = 0) -> int:
    """Return the day, or refuse one on whose morning no run can be stopped."""
    day = as_whole("--day", given)
    if 0 <= day < first:
        raise InputError.single(
            "--day", f"{day} has passed: the run stands on the morning of day {first}"
        )
    if not first <= day <= horizon_days:
        raise InputError.single(
            "--day",
            f"{day} is outside the horizon: a run can be stopped on the mornings of days {first} "
            f"to {horizon_days}",
        )
    return day


def _check_arrays(
    saved: SavedState, scenario: Scenario, draw: NDArray[np.void], where: str
) -> None:
    """Refuse a state whose arrays are not those that its scenario's runs have."""
    from escalation.day.board import make_board
    from escalation.day.records import DAY_DTYPE
    from escalation.day.state import allocate
    from escalation.scenario.world import build_world

    events = saved.arrays.get("log", np.zeros(0))
    wanted: dict[str, NDArray[Any]] = {
        **allocate(make_board(build_world(scenario)), len(events))._asdict(),
        "days": np.zeros(saved.day, DAY_DTYPE),
        "draw": draw,
    }
    for name, array in wanted.items():
        found = saved.arrays.get(name)
        if found is None or found.dtype != array.dtype or found.shape != array.shape:
            raise InputError.single(
                where, f"is damaged: its array {name!r} is not that of a run of its scenario"
            )
    happened = int(saved.arrays["ledger"]["track"]["n_events"][0])
    numbered = np.array_equal(saved.arrays["days"]["day"], np.arange(saved.day))
    if saved.day > scenario.horizon_days or happened != len(events) or not numbered:
        raise InputError.single(where, "is damaged: its days and events don't add up")
    if saved.arrays["draw"].tobytes() != draw.tobytes():
        raise InputError.single(
            where,
            f"holds another draw than run {saved.run} has here: SciPy's sequence may differ; "
            "continue it where it was saved",
        )
