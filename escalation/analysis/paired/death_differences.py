"""How many more or fewer die under one scenario than under another, pair by pair.

The mean of the pairs' differences, with the interval of a mean whose runs are replicates nested in
draws: Student's on the draws' own means. Deaths are heavy-tailed, so a few runs that become war
carry much of a mean; the share of runs with more and with fewer dead stands beside it for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import stdtrit

from escalation.analysis.odds.clustered_samples import clustered_variance
from escalation.analysis.odds.deaths import SIDES
from escalation.analysis.odds.intervals import LEVEL
from escalation.analysis.paired.differences import pairs

if TYPE_CHECKING:
    import pandas as pd

#: Those whose deaths the states' decisions move first: both forces, and civilians of both sides.
COMPARED: Final = (
    "killed_afg_state",
    "killed_pak_state",
    "killed_afg_civilians",
    "killed_pak_civilians",
)


def death_table(base: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return the paired difference of mean deaths, a row for each of `COMPARED`.

    Parameters
    ----------
    base, other : DataFrame
        ``runs`` tables of the same seed and replicates; pairs with a failed run are left out.

    Returns
    -------
    DataFrame
        ``killed``, ``whose``; ``base`` and ``other``, mean deaths over the horizon;
        ``difference``, ``low``, ``high`` (95%; NaN if there is one draw only); ``told``, whether
        the interval leaves out zero; ``more`` and ``fewer``, shares of pairs; ``variance_ratio``,
        as of `escalation.analysis.paired.differences.Difference`, NaN where no pair differs;
        ``n_runs``. Empty if no pair came through.
    """
    import pandas as pd

    both = pairs(base, other)
    rows = []
    for name in COMPARED if len(both) else ():
        one = both[name].to_numpy(np.float64)
        two = both[f"{name}_other"].to_numpy(np.float64)
        gap = two - one
        _, which = np.unique(both["draw"].to_numpy(), return_inverse=True)
        draws = int(which.max()) + 1
        paired = clustered_variance(gap, which) if draws > 1 else np.nan
        apart = clustered_variance(one, which) + clustered_variance(two, which)
        mean = float(gap.mean())
        reach = float(stdtrit(max(draws - 1, 1), (1 + LEVEL) / 2)) * float(np.sqrt(paired))
        rows.append(
            {
                "killed": name,
                "whose": SIDES[name],
                "base": float(one.mean()),
                "other": float(two.mean()),
                "difference": mean,
                "low": mean - reach,
                "high": mean + reach,
                "told": bool(abs(mean) > reach),
                "more": float((gap > 0).mean()),
                "fewer": float((gap < 0).mean()),
                "variance_ratio": apart / paired if paired > 0 else np.nan,
                "n_runs": len(gap),
            }
        )
    return pd.DataFrame(rows)
