"""When wars begin, and after how many fatal episodes: the record and the model, like with like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike

from escalation.analysis.odds.variance import both_intervals
from escalation.analysis.patterns.targets import Row
from escalation.analysis.record.dyads import WAR_KNOWN_DAYS, fatal_after, load_dyad_episodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

PERIOD_DAYS: Final = 30
MODEL, RECORD = "model", "record"
#: Fatal episodes of the year before, by the part of P28.
DOSES: Final = {"0": (0, 0), "1": (1, 1), "2": (2, 2), "3-4": (3, 4), "5+": (5, 10**6)}


def hazards(runs: pd.DataFrame) -> pd.DataFrame:
    """Return by 30 days what share of those not yet at war then came to be.

    Parameters
    ----------
    runs : DataFrame
        ``draw`` and ``war_day`` (-1: none) of runs that came through.

    Returns
    -------
    DataFrame
        ``who`` (`MODEL` or `RECORD`: episodes with a fatal first day, no battle of a war yet),
        ``from_day``, ``share``, ``between_draws_low``, ``between_draws_high`` (NaN for the record),
        ``low``, ``high`` (Monte Carlo; of the record Wilson's), ``wars``, ``at_risk``.
    """
    import pandas as pd

    episodes = fatal_after(load_dyad_episodes(), 0, 10**6)
    rows = _by_period(MODEL, runs["draw"], runs["war_day"])
    rows += _by_period(RECORD, np.arange(len(episodes)), episodes["war_day"])
    return pd.DataFrame(rows)


def _by_period(who: str, draw: ArrayLike, day: ArrayLike) -> list[dict[str, Any]]:
    cluster, began = np.asarray(draw), np.asarray(day)
    rows = []
    for first in range(0, WAR_KNOWN_DAYS, PERIOD_DAYS):
        at_risk = (began < 0) | (began >= first)
        came = (began >= first) & (began < first + PERIOD_DAYS)
        found = both_intervals(cluster[at_risk], came[at_risk])
        rows.append(
            {
                "who": who,
                "from_day": first,
                "share": found.p,
                **{end.removeprefix("_"): value for end, value in found.ends.items()},
                "wars": int(came.sum()),
                "at_risk": int(at_risk.sum()),
            }
        )
    return rows


def doses(rows: Iterable[Row]) -> pd.DataFrame:
    """Return the share at war within 180 days by fatal episodes of the year before.

    Parameters
    ----------
    rows : iterable of Row
        Of a check; those of P28 are taken.

    Returns
    -------
    DataFrame
        ``who``, ``before`` (fatal episodes), ``share``, ``low``, ``high``; the model's interval is
        Monte Carlo, the record's Wilson's.
    """
    import pandas as pd

    episodes = load_dyad_episodes()
    found = []
    for row in rows:
        if not row.id.startswith("P28 "):
            continue
        dose = row.id.removeprefix("P28 ")
        record = float((fatal_after(episodes, *DOSES[dose])["war_day"] >= 0).mean())
        for who, share, low, high in (
            (MODEL, row.value, row.value_low, row.value_high),
            (RECORD, record, row.low, row.high),
        ):
            found.append(
                {"who": who, "before": dose, "share": share, "low": low, "high": high}
            )  # fmt: skip
    return pd.DataFrame(found)
