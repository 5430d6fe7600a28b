"""How the odds move along one input: binned conditional means with intervals, from runs done.

In each bin of the input's values stands the share of runs of the draws that fall there. All other
inputs are as they come with it, so where inputs are correlated the curve carries them along.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np

from escalation.analysis.sensitivity.inputs import Inputs

if TYPE_CHECKING:
    import pandas as pd

MOST_BINS: Final = 8
LEAST_DRAWS: Final = 25


def dependence(inputs: Inputs, name: str) -> pd.DataFrame:
    """Return the odds in bins of one input, equally many draws in each.

    Returns
    -------
    DataFrame
        ``name``, ``bin``, ``value`` (the middle draw's), ``from``, ``to``, ``odds``,
        ``between_draws_low``, ``between_draws_high``, ``low``, ``high`` (Monte Carlo, 95%) and
        ``draws``.
    """
    import pandas as pd

    x = inputs.column(name)
    if inputs.is_categorical(name):
        kept = [(case, case, x == case) for case in np.unique(x)]
    else:
        bins = int(min(MOST_BINS, max(inputs.n_draws // LEAST_DRAWS, 2)))
        edges = np.unique(np.quantile(x, np.linspace(0, 1, bins + 1)))
        kept = [
            (low, high, ((x > low) | (low == edges[0])) & (x <= high))
            for low, high in itertools.pairwise(edges)
        ]
    rows = []
    for number, (low, high, chosen) in enumerate(kept):
        if not chosen.any():
            continue
        odds = inputs.odds_where(chosen)
        rows.append(
            {
                "name": name,
                "bin": number,
                "value": float(np.median(x[chosen])),
                "from": float(low),
                "to": float(high),
                "odds": odds.p,
                **{end.removeprefix("_"): value for end, value in odds.ends.items()},
                "draws": odds.n_draws,
            }
        )
    return pd.DataFrame(rows)


def curves(inputs: Inputs, names: list[str]) -> pd.DataFrame:
    """Return the odds in bins of several inputs, one below the other."""
    import pandas as pd

    return pd.concat([dependence(inputs, name) for name in names], ignore_index=True)
