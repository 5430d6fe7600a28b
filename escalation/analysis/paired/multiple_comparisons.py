"""Levers against the scenario as it is, and against each other, under one error rate for all.

With 17 levers, 17 intervals at 95% would name a lever that does nothing in most rankings. Here
all intervals of a table hold together in 95% of tables (Bonferroni: with L levers beside the
scenario as it is, each is at ``1 - 0.05 / L``). Which levers are told from each other is judged in
the same way over all pairs, ``L (L + 1) / 2`` of them, since it is the data that say which to
compare: the best of many is the luckiest too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from escalation.analysis.odds.intervals import LEVEL
from escalation.analysis.paired.differences import paired_difference

if TYPE_CHECKING:
    import pandas as pd

#: Columns of `lever_table`, in this order.
COLUMNS: Final = (
    "lever", "share", "difference", "between_draws_low", "between_draws_high", "low", "high",
    "told", "p_higher", "runs_needed", "tier",
)  # fmt: skip


def bonferroni_level(comparisons: int) -> float:
    """Return the level at which each of so many intervals holds, for all to hold at `LEVEL`."""
    return 1 - (1 - LEVEL) / max(comparisons, 1)


def bonferroni_z(comparisons: int) -> float:
    """Return how many standard errors tell a difference from 0 among so many."""
    return float(ndtri(1 - (1 - LEVEL) / (2 * max(comparisons, 1))))


def n_pairs(count: int) -> int:
    """Return how many pairs so many things make."""
    return count * (count - 1) // 2


def lever_table(
    levers: list[str],
    draw: NDArray[np.int64],
    came: NDArray[np.bool_],
    *,
    wanted: bool = True,
) -> pd.DataFrame:
    """Put levers in order, the first being the scenario as it is.

    Parameters
    ----------
    levers
        Names, L of them.
    draw
        Of each run, shape (n,).
    came
        Whether the outcome came about, shape (n, L), run by run under the same luck.
    wanted
        Whether more of it is better.

    Returns
    -------
    DataFrame
        A row for each lever, the best first: ``share`` of runs in which it came about; the fields
        of `escalation.analysis.paired.differences.Difference` against the scenario as it is, in
        intervals that hold together; ``tier``: levers of one tier can't be told from its first,
        the best of it.

    Raises
    ------
    ValueError
        If shapes differ, or there is no run.
    """
    import pandas as pd

    if came.shape != (len(draw), len(levers)) or not len(draw):
        raise ValueError("draw and came must agree in length, and came in levers")
    shares = came.mean(axis=0)
    order = np.argsort(-shares if wanted else shares, kind="stable")
    count = len(levers)
    each, between = bonferroni_level(count - 1), bonferroni_level(n_pairs(count))
    head, tier = int(order[0]), 0
    rows: list[dict[str, Any]] = []
    for i in (int(i) for i in order):
        if paired_difference(draw, came[:, head], came[:, i], level=between).told:
            head, tier = i, tier + 1
        found = paired_difference(draw, came[:, 0], came[:, i], level=each).as_dict()
        known = {"lever": levers[i], "share": float(shares[i]), "tier": tier, **found}
        rows.append({name: known[name] for name in COLUMNS})
    return pd.DataFrame(rows).astype({"runs_needed": float})


def tiers(table: pd.DataFrame) -> list[list[str]]:
    """Return the levers tier by tier, the best tier first."""
    groups = table.groupby("tier", sort=True)["lever"]
    return [[str(name) for name in names] for _, names in groups]
