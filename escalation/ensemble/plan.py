"""How many runs, of what draws, until when: what was asked for, checked and filled in."""

from __future__ import annotations

import math
import numbers
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escalation.errors import InputError, Problem
from escalation.luck.seeds import is_truth_value, seed_problem

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

MOST_RUNS = 10_000_000
MOST_REPLICATES = 10_000
MOST_THREADS = 1024
PRECISIONS = (0.0005, 0.2)  # finest, coarsest
FIRST_BLOCK = 512
GROWTH = 2.0


@dataclass(frozen=True)
class Plan:
    """An ensemble to be run.

    Attributes
    ----------
    runs
        Number of runs wanted, or the most there may be if ``precision`` is set.
    replicates
        Runs of each draw.
    seed
        Seed of draws and of chance.
    precision
        Half-width of the headline odds' 95% interval at which to stop, or None for ``runs`` runs.
    """

    runs: int
    replicates: int
    seed: int
    precision: float | None = None

    @property
    def draws(self) -> int:
        """Return the number of draws that ``runs`` takes; the last may have fewer replicates."""
        return -(-self.runs // self.replicates)

    @property
    def requested_runs(self) -> int | None:
        """Return the runs asked for, or None if a precision was."""
        return self.runs if self.precision is None else None


def plan_for(
    scenario: Scenario,
    *,
    runs: int | None = None,
    precision: float | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
) -> Plan:
    """Check what was asked for, all of it at once, and fill in what wasn't.

    What is not given comes from the scenario's ``ensemble`` section. Threads are no part of a
    plan, since they change no result, but are checked with the rest.

    Raises
    ------
    InputError
        Naming each option that makes no sense, as ``--option``.
    """
    problems = [
        *outside("--runs", runs, 1, MOST_RUNS),
        *_unfit_seed(seed),
        *outside("--replicates", replicates, 1, MOST_REPLICATES),
        *outside("--threads", threads, 1, MOST_THREADS),
    ]
    finest, coarsest = PRECISIONS
    given: Any = precision
    if given is not None and not isinstance(given, numbers.Real):
        problems.append(Problem("--precision", f"must be a number, not {given!r}"))
    elif precision is not None and not finest <= precision <= coarsest:
        problems.append(
            Problem(
                "--precision",
                f"{precision:g} is no half-width of an interval of odds; give one from {finest:g} "
                f"to {coarsest:g}, such as 0.01",
            )
        )
    if runs is not None and precision is not None:
        problems.append(
            Problem("--runs, --precision", "give the number of runs or the precision, not both")
        )
    if problems:
        raise InputError(problems)
    runs, seed, replicates = _plain(runs), _plain(seed), _plain(replicates)
    wanted = scenario.ensemble
    if runs is None and precision is None:
        precision = wanted.precision
    if precision is not None:
        runs = MOST_RUNS
    return Plan(
        runs=wanted.runs if runs is None else runs,
        replicates=wanted.replicates if replicates is None else replicates,
        seed=wanted.seed if seed is None else seed,
        precision=None if precision is None else float(precision),
    )


def next_block(plan: Plan, runs_done: int, half_width: float) -> int:
    """Return how many draws there should be in all before the precision is looked at again.

    About as many as the interval needs if it goes on narrowing with the square root of runs, but
    at most ``GROWTH`` times those there are, since an early interval is a poor guide. It depends
    on results alone, never on time, so every machine stops at the same number of runs.

    Parameters
    ----------
    runs_done
        Runs finished; 0 at the start.
    half_width
        Half-width of the interval over those runs; anything if there are none.

    Returns
    -------
    int
        Number of draws, a multiple of 32 unless the cap on runs cuts it.
    """
    if plan.precision is None:
        return plan.draws
    if runs_done == 0:
        wanted = float(FIRST_BLOCK)
    else:
        wanted = 1.03 * runs_needed(runs_done, half_width, plan.precision)
        wanted = min(max(wanted, 1.1 * runs_done), GROWTH * runs_done)
    draws = math.ceil(wanted / plan.replicates / 32) * 32
    return min(draws, plan.draws)


def runs_needed(runs_done: int, half_width: float, precision: float) -> float:
    """Return the number of runs at which an interval of this half-width narrows to a precision."""
    return runs_done * (half_width / precision) ** 2


def outside(option: str, value: int | None, low: int, high: int) -> list[Problem]:
    """Return the complaint if a number is not whole, or not in its range."""
    if value is None:
        return []
    if not _is_whole(value):
        return [Problem(option, f"must be a whole number, not {value!r}")]
    if low <= value <= high:
        return []
    given = f"{value:,}" if abs(int(value)) < 10**18 else "that many"
    return [Problem(option, f"{given} is not between {low:,} and {high:,}")]


def as_whole(option: str, value: Any) -> int:
    """Return a whole number of Python, given as one of any kind.

    Raises
    ------
    InputError
        If it is none.
    """
    if not _is_whole(value):
        raise InputError.single(option, f"must be a whole number, not {value!r}")
    return operator.index(value)


def run_number(given: Any, option: str = "--run") -> int:
    """Return the number of a run, or a draw, of an ensemble: from 0, as large as ensembles get.

    Raises
    ------
    InputError
        If it is none.
    """
    if problems := outside(option, given, 0, MOST_RUNS - 1):
        raise InputError(problems)
    return as_whole(option, given)


def _unfit_seed(seed: Any) -> list[Problem]:
    """Return the complaint if a seed was given and is none."""
    message = "" if seed is None else seed_problem(seed)
    return [Problem("--seed", message)] if message else []


def _is_whole(value: Any) -> bool:
    """Return whether a value is an integer, of Python or of NumPy, and no truth value."""
    single = getattr(value, "shape", ()) == ()  # an array of one has an index too, until asked
    return single and hasattr(type(value), "__index__") and not is_truth_value(value)


def _plain(value: int | None) -> int | None:
    """Return an integer of NumPy as one of Python, which JSON takes."""
    return None if value is None else operator.index(value)
