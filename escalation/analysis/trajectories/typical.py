"""A typical run of each way to end: the one nearest to the middle of those that end so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from escalation.analysis.odds.outcomes import came_through
from escalation.vocabulary import END_STATES

if TYPE_CHECKING:
    import pandas as pd

#: What runs are told apart by.
_FIELDS: Final = (
    "killed_afg_state", "killed_pak_state", "incidents", "air_strikes", "deescalated_day",
    "war_day", "serious_relapse_day",
)  # fmt: skip


def typical_runs(runs: pd.DataFrame) -> list[tuple[str, int, float]]:
    """Return each end state with its typical run and its share, the most frequent first.

    Runs of an end state are ranked by each of their figures, dead and incidents and the days on
    which they turned; typical is the run whose ranks are nearest to the middle, taken together.

    Parameters
    ----------
    runs : DataFrame
        The ``runs`` table; failed runs are left out.
    """
    good = came_through(runs)
    found = []
    for code, name in enumerate(END_STATES):
        mine = good.loc[good["end_state"] == code, ["run", *_FIELDS]]
        if not len(mine):
            continue
        ranks = mine[list(_FIELDS)].rank(method="average", pct=True).to_numpy()
        middle = (len(mine) + 1) / (2 * len(mine))
        nearest = int(np.argmin(((ranks - middle) ** 2).sum(axis=1)))
        found.append((name, int(mine["run"].iloc[nearest]), len(mine) / len(good)))
    return sorted(found, key=lambda row: -row[2])
