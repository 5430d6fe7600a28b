"""Run scenarios under the same draws and the same chance, so that they differ by what they say.

>>> from escalation import compare
>>> found = compare("baseline", "pakistan_retaliates", runs=200)
>>> found.differences[["outcome", "base", "other"]].head(2)
            outcome   base  other
0  de_escalated_14d  0.680  0.525
1  de_escalated_30d  0.915  0.820
>>> figure = found.plot_differences()
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.ensemble import simulate as ensembles
from escalation.ensemble import worlds
from escalation.ensemble.design import Design
from escalation.ensemble.plan import Plan, plan_for
from escalation.ensemble.session import Session
from escalation.errors import InputError, Problem
from escalation.studies.paired_findings import Arm, Comparison
from escalation.studies.parting import Parting, Runs, draws_of_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.ensemble.progress import ProgressCallback
    from escalation.scenario.sections import Scenario

#: What paired scenarios must agree on, for their outcomes to mean the same.
SAME: Final = ("horizon_days", "outcomes", "as_of")
_PROBED: Final = 64


def compare(
    *scenarios: Scenario | str | os.PathLike[str],
    runs: int | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
    progress: ProgressCallback | None = None,
    started: dt.datetime | None = None,
) -> Comparison:
    """Compare scenarios with the first, run by run.

    Parameters
    ----------
    scenarios
        Two or more: scenarios, paths of their files, or names of shipped ones.
    runs, seed, replicates, threads
        For each of them; what is not given is as the first scenario says.
    progress
        As for `escalation.simulate`.
    started
        Moment that names the comparison; now, unless given.

    Raises
    ------
    InputError
        If there are fewer than two, one has mistakes, they differ in horizon, thresholds of
        outcomes or day 0, or two that are compared with the first come to the same.
    KeyboardInterrupt
        If it is stopped: half a comparison is none.
    """
    from escalation.scenario.given import moment_given, scenario_given

    if len(scenarios) == 1 and isinstance(scenarios[0], list | tuple):
        scenarios = tuple(scenarios[0])
    loaded = [scenario_given(one) for one in scenarios]
    check_comparable(loaded)
    plan = plan_for(
        loaded[0],
        runs=loaded[0].ensemble.runs if runs is None else runs,
        seed=seed,
        replicates=replicates,
        threads=threads,
    )
    started = moment_given(started)
    with Session.open(threads or loaded[0].ensemble.threads, progress=progress) as session:
        return run_comparison(loaded, plan, session, started)


def check_comparable(scenarios: Sequence[Scenario]) -> None:
    """Refuse what can't be compared, everything wrong at once.

    Raises
    ------
    InputError
    """
    if len(scenarios) < 2:
        raise InputError.single("", "nothing to compare: give two scenarios or more")
    first = scenarios[0]
    problems = [
        Problem(
            other.name,
            f"can't be compared with {first.name}: {what} is "
            f"{_shown(first, other, what)}; set both alike, such as --set {_setting(what)}",
        )
        for other in scenarios[1:]
        for what in SAME
        if getattr(other, what) != getattr(first, what)
    ]
    problems += _doubles(scenarios)
    if problems:
        raise InputError(problems)


def _doubles(scenarios: Sequence[Scenario]) -> Iterator[Problem]:
    """Complain of scenarios that come to the same; one may be the first again, changing nothing."""
    from escalation.scenario.diff import all_computed

    met: dict[str, int] = {}
    for place, scenario in enumerate(scenarios[1:], 2):
        before = met.setdefault(all_computed(scenario), place)
        if before != place:
            yield Problem(
                scenario.name,
                f"comes to the same as {scenarios[before - 1].name}: scenarios {before} and "
                f"{place} of {len(scenarios)} differ in nothing that is computed; leave one out",
            )


def _shown(first: Scenario, other: Scenario, what: str) -> str:
    mine, theirs = getattr(other, what), getattr(first, what)
    if what == "outcomes":
        pairs = [
            (name, getattr(mine, name), getattr(theirs, name)) for name in type(mine).model_fields
        ]
        return ", ".join(f"{name} {a} and not {b}" for name, a, b in pairs if a != b)
    return f"{mine} and not {theirs}"


def _setting(what: str) -> str:
    example = {"horizon_days": "horizon_days=180", "as_of": "as_of=2025-10-12"}
    return example.get(what, "outcomes.quiet_days=14")


def run_comparison(
    scenarios: Sequence[Scenario],
    plan: Plan,
    session: Session,
    started: dt.datetime,
) -> Comparison:
    """Carry out a plan for each scenario; see `compare`."""
    from escalation.scenario.diff import diff

    arms: list[Arm] = []
    prepared: list[tuple[Any, Any]] = []
    for scenario, name in zip(scenarios, unique_names(scenarios), strict=True):
        space, engine = worlds.prepare(scenario)
        prepared.append((space, engine))
        result = ensembles.run_ensemble(scenario, plan, space, engine, session)
        if result.interrupted:
            raise KeyboardInterrupt
        arm = Arm(name, scenario, result)
        if arms:
            changes = diff(scenarios[0], scenario)
            arm.changes = [c for c in changes if not c.path.startswith("ensemble.")]
            spaces, engines = zip(prepared[0], prepared[-1], strict=True)
            draws = partial(
                _draws_of_both, spaces=spaces, seed=plan.seed, replicates=plan.replicates
            )
            arm.parting = Parting(engines, draws, plan.seed, session.threads)
        arms.append(arm)
    shared, unequal = shared_dimensions([space for space, _ in prepared], plan.seed)
    notes = []
    if unequal:
        notes.append(
            f"{len(unequal)} uncertain things have other draws in different scenarios, since their "
            f"names are not in the register: {', '.join(unequal)}. Pairing helps less for it."
        )
    about = {"shared_dimensions": shared, "unequal_dimensions": unequal}
    return Comparison(arms, started, about=about, notes=notes)


def unique_names(scenarios: Sequence[Scenario]) -> list[str]:
    """Return the scenarios' names, a number added to one that comes again."""
    names: list[str] = []
    for scenario in scenarios:
        name, again = scenario.name, 2
        while name in names:
            name, again = f"{scenario.name}-{again}", again + 1
        names.append(name)
    return names


def shared_dimensions(spaces: Sequence[Any], seed: int) -> tuple[int, list[str]]:
    """Return how many dimensions all spaces share, and those whose draws are not equal in all.

    The design is keyed by name, so draws of what the register knows are equal; this looks.
    """
    shared = [name for name in spaces[0].names if all(name in space.names for space in spaces)]
    points = []
    for space in spaces:
        place = {name: i for i, name in enumerate(space.names)}
        drawn = Design(space.names, seed).points(0, _PROBED)
        points.append(drawn[:, [place[name] for name in shared]])
    unequal = [
        name
        for i, name in enumerate(shared)
        if any(not np.array_equal(points[0][:, i], other[:, i]) for other in points[1:])
    ]
    return len(shared), unequal


def _draws_of_both(
    runs: Runs, *, spaces: Sequence[Any], seed: int, replicates: int
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Return the draws of runs in either space."""
    first, second = (draws_of_runs(space, seed, runs, replicates) for space in spaces)
    return first, second
