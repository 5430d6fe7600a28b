"""Deaths by side over the horizon, with civilians apart."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from escalation.analysis.odds.outcomes import came_through

if TYPE_CHECKING:
    import pandas as pd

#: Columns of deaths in the ``runs`` table, and whose they are.
SIDES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "killed_afg_state": "Afghan Taliban forces",
        "killed_pak_state": "Pakistani forces",
        "killed_afg_civilians": "Afghan civilians",
        "killed_pak_civilians": "Pakistani civilians",
        "killed_ttp": "TTP fighters",
        "killed_isis_k": "ISIS-K fighters",
        "killed_afg_by_groups": "Killed by armed groups in Afghanistan",
        "killed_pak_by_groups": "Killed by armed groups in Pakistan",
    }
)

#: Quantiles that tables and charts show.
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


def killed_summary(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the quantiles of deaths by side.

    Parameters
    ----------
    runs : DataFrame
        The ``runs`` table; failed runs are left out.

    Returns
    -------
    DataFrame
        One row a side, indexed by its column in ``runs``: ``whose``, ``q05`` to ``q95``, ``mean``
        and ``none_share``, the share of runs in which nobody of that side died. Figures are
        deaths over the whole horizon, NaN if no run came through.
    """
    import pandas as pd

    good = came_through(runs)
    rows = {}
    for column, whose in SIDES.items():
        dead = good[column].astype(float)
        quantiles = dead.quantile(list(QUANTILES))
        rows[column] = {
            "whose": whose,
            **{quantile_name(q): float(quantiles.loc[q]) for q in QUANTILES},
            "mean": float(dead.mean()),
            "none_share": float((dead == 0).mean()),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def quantile_name(quantile: float) -> str:
    """Return a quantile's column name: 0.05 gives ``q05``."""
    return f"q{round(quantile * 100):02d}"
