"""Where two paired runs part: the first day whose records differ, for as many runs as are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from escalation.engine.day import one_day
from escalation.engine.evening import write_day
from escalation.engine.outset import reset
from escalation.engine.state import State, allocate
from escalation.rules.compiling import rule
from escalation.rules.records import DAY_DTYPE, DAY_FIELDS
from escalation.rules.streams import run_key

if TYPE_CHECKING:
    from escalation.engine.plan import Plan
    from escalation.engine.run import Engine

Records = NDArray[np.void]


@rule
def _first_differences(
    one: Plan,
    two: Plan,
    draws_one: Any,
    draws_two: Any,
    runs: Any,
    seed: int,
    days: int,
    st_one: State,
    st_two: State,
    rows: Any,
    figures: Any,
    counts: Any,
    found: Any,
) -> None:
    """Fill ``found`` (n, 2) with day and field; ``figures`` (2, F) is the memory of ``rows``."""
    for i in range(len(runs)):
        key = run_key(seed, runs[i])
        reset(one, draws_one[i], key, st_one)
        reset(two, draws_two[i], key, st_two)
        found[i, 0] = -1
        found[i, 1] = -1
        for day in range(days):
            one_day(one, draws_one[i], key, day, st_one, counts)
            one_day(two, draws_two[i], key, day, st_two, counts)
            write_day(day, st_one, rows[0])
            write_day(day, st_two, rows[1])
            for k in range(figures.shape[1]):
                if figures[0, k] != figures[1, k]:
                    found[i, 0] = day
                    found[i, 1] = k
                    break
            if found[i, 0] >= 0:
                break


def first_differences(
    one: Engine,
    two: Engine,
    draws_one: Records,
    draws_two: Records,
    runs: NDArray[np.int64],
    seed: int,
) -> tuple[NDArray[np.int64], list[str]]:
    """Run both engines side by side, each pair until a day's records differ in any bit.

    Parameters
    ----------
    one, two
        Engines of the same horizon.
    draws_one, draws_two
        (n,) of ``draw_dtype``: the draw of each run under either.
    runs, seed
        Run numbers (n,) and the ensemble's seed.

    Returns
    -------
    days : ndarray, shape (n,)
        The first day on which the records differ, -1 where none does.
    fields : list of str
        The first of ``DAY_FIELDS`` that differs on that day; empty where none does.
    """
    rows = np.zeros(2, DAY_DTYPE)
    figures = rows.view(np.float64).reshape(2, len(DAY_FIELDS))
    found = np.zeros((len(runs), 2), np.int64)
    counts = np.zeros((len(one.plan.places), 6), np.int64)
    _first_differences(
        one.plan, two.plan, np.ascontiguousarray(draws_one), np.ascontiguousarray(draws_two),
        np.ascontiguousarray(runs, dtype=np.int64), int(seed), one.horizon_days,
        allocate(one.plan), allocate(two.plan), rows, figures, counts, found,
    )  # fmt: skip
    fields = [DAY_FIELDS[k] if k >= 0 else "" for k in found[:, 1]]
    return found[:, 0].copy(), fields
