"""Where two paired runs part: the first day whose records differ, for as many runs as are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from escalation.compiling import rule
from escalation.day.closing import write_day
from escalation.day.outset import reset
from escalation.day.records import DAY_DTYPE, DAY_FIELDS
from escalation.day.schedule import one_day
from escalation.day.state import allocate
from escalation.engine.branching import BranchEngine, turn
from escalation.luck.streams import run_key

if TYPE_CHECKING:
    from escalation.engine.run import Engine

Records = NDArray[np.void]


@rule
def _first_differences(
    boards: Any,
    draws: Any,
    branch: Any,
    runs: Any,
    seed: int,
    turning: int,
    days: int,
    states: Any,
    rows: Any,
    figures: Any,
    counts: Any,
    found: Any,
) -> None:
    """Fill ``found`` (n, 2) with day and field; ``figures`` (2, F) is the memory of ``rows``.

    Both runs are the first's until the day ``turning``; with -1 the second is its own from the
    outset.
    """
    one, two = boards
    p_one, p_two = draws
    state_one, state_two = states
    carried, spare = branch
    for i in range(len(runs)):
        key = run_key(seed, runs[i])
        reset(one, p_one[i], key, state_one)
        if turning < 0:
            reset(two, p_two[i], key, state_two)
        else:
            reset(one, p_one[i], key, state_two)
        found[i, 0] = -1
        found[i, 1] = -1
        for day in range(days):
            if day == turning:
                turn(two, p_two[i], carried, spare, state_two)
            one_day(one, p_one[i], key, day, state_one, counts)
            if day < turning:
                one_day(one, p_one[i], key, day, state_two, counts)
                continue
            one_day(two, p_two[i], key, day, state_two, counts)
            write_day(day, state_one, rows[0])
            write_day(day, state_two, rows[1])
            for k in range(figures.shape[1]):
                if figures[0, k] != figures[1, k]:
                    found[i, 0] = day
                    found[i, 1] = k
                    break
            if found[i, 0] >= 0:
                break


def first_differences(
    one: Engine,
    two: Engine | BranchEngine,
    draws_one: Records,
    draws_two: Records,
    runs: NDArray[np.int64],
    seed: int,
) -> tuple[NDArray[np.int64], list[str]]:
    """Run both engines side by side, each pair until a day's records differ in any bit.

    Parameters
    ----------
    one, two
        Engines of the same horizon; the second may be one whose runs turn on a day from the first.
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
    counts = np.zeros((len(one.board.places), 6), np.int64)
    if isinstance(two, BranchEngine):
        turning, board, carried, state_two = two.day, two.after, two.carried, two.allocate()
    else:
        turning, board, state_two = -1, two.board, allocate(two.board)
        carried = np.zeros(0, np.int64)
    _first_differences(
        (one.board, board), (np.ascontiguousarray(draws_one), np.ascontiguousarray(draws_two)),
        (carried, np.zeros_like(carried)), np.ascontiguousarray(runs, dtype=np.int64), int(seed),
        turning, one.horizon_days, (allocate(one.board), state_two), rows, figures, counts, found,
    )  # fmt: skip
    fields = [DAY_FIELDS[k] if k >= 0 else "" for k in found[:, 1]]
    return found[:, 0].copy(), fields


def parting(one: Records, two: Records) -> tuple[int, str]:
    """Return the first day whose records differ in any bit, and the first field that does.

    Parameters
    ----------
    one, two
        Day records (D,) of two runs of the same horizon, from day 0 on.

    Returns
    -------
    tuple of int and str
        -1 and an empty string where none does.
    """
    bits = [np.ascontiguousarray(days).view(np.int64).reshape(len(days), -1) for days in (one, two)]
    differ = np.argwhere(bits[0] != bits[1])
    if not len(differ):
        return -1, ""
    day, field = differ[0].tolist()
    return day, DAY_FIELDS[field]
