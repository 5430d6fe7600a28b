"""Fates of paired runs: which end another way under the other scenario, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escalation.analysis.paired.differences import pairs
from escalation.vocabulary import END_STATES

if TYPE_CHECKING:
    import pandas as pd

#: End states from the best to the worst.
FROM_BEST = ("durable", "relapsed", "never_quiet", "war")


def fate_table(base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return how many pairs went from each end state to each: ``base``, ``other``, ``runs``.

    All sixteen combinations are there, ``share`` being that of all pairs that came through.
    """
    import pandas as pd

    both = pairs(base, other)
    before, after = both["end_state"].to_numpy(), both["end_state_other"].to_numpy()
    rows = [
        (
            one,
            two,
            int(((before == END_STATES.index(one)) & (after == END_STATES.index(two))).sum()),
        )
        for one in FROM_BEST
        for two in FROM_BEST
    ]
    table = pd.DataFrame(rows, columns=["base", "other", "runs"])
    table["share"] = table["runs"] / max(len(both), 1)
    return table


def changed_runs(base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that end another way, a row each.

    Returns
    -------
    DataFrame
        ``run``, ``draw``, ``replicate``; ``fate_base`` and ``fate``; ``better`` (whether the other
        end state is the better one); ``quiet_from_base``, ``quiet_from``, ``war_from_base``,
        ``war_from`` (days, -1 for never).
    """
    import pandas as pd

    both = pairs(base, other)
    both = both[both["end_state"] != both["end_state_other"]]
    names = np.array(END_STATES, dtype=object)
    rank = np.array([FROM_BEST.index(name) for name in END_STATES])
    before, after = (
        both[name].to_numpy(dtype=np.int64) for name in ("end_state", "end_state_other")
    )
    return pd.DataFrame(
        {
            "run": both["run"].to_numpy(),
            "draw": both["draw"].to_numpy(),
            "replicate": both["replicate"].to_numpy(),
            "fate_base": names[before],
            "fate": names[after],
            "better": rank[after] < rank[before],
            "quiet_from_base": both["deescalated_day"].to_numpy(),
            "quiet_from": both["deescalated_day_other"].to_numpy(),
            "war_from_base": both["war_day"].to_numpy(),
            "war_from": both["war_day_other"].to_numpy(),
        }
    )
