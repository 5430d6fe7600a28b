"""When things happen: quiet and war by day, and how runs end.

Every run is watched to its horizon and none drops out, so the share of runs in which an event has
come by a day is the cumulative incidence itself (the Aalen-Johansen estimate without censoring).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escalation.analysis.odds.intervals import interval_of_counts, nested_interval
from escalation.analysis.odds.outcomes import QUIET_RUN_DAYS, came_through, happened
from escalation.vocabulary import END_STATES

if TYPE_CHECKING:
    import pandas as pd


def incidence(runs: pd.DataFrame, column: str, horizon_days: int) -> pd.DataFrame:
    """Return the share of runs in which an event has come by each day, with its interval.

    Parameters
    ----------
    runs : DataFrame
        The ``runs`` table; failed runs are left out.
    column : str
        The column that holds the event's day, -1 for never.
    horizon_days : int
        Days 0 to ``horizon_days - 1`` are told.

    Returns
    -------
    DataFrame
        ``day``, ``p``, ``low``, ``high``.
    """
    import pandas as pd

    good = came_through(runs)
    day = good[column].to_numpy()
    _, which = np.unique(good["draw"].to_numpy(), return_inverse=True)
    sizes = np.bincount(which)
    hits = np.zeros(len(sizes))
    rows: list[tuple[float, float, float]] = []
    changed = set(day[day >= 0].tolist())
    for today in range(horizon_days):
        # The share moves only on days on which the event came in some run.
        if rows and today not in changed:
            rows.append(rows[-1])
            continue
        hits += np.bincount(which[day == today], minlength=len(sizes))
        estimate = interval_of_counts(hits, sizes)
        rows.append((estimate.p, estimate.low, estimate.high))
    frame = pd.DataFrame(rows, columns=["p", "low", "high"])
    # What has come by one day has come by every later one, so a bound for one day is a bound for
    # the days before it (upper) or after it (lower).
    frame["low"] = frame["low"].cummax()
    frame["high"] = frame["high"][::-1].cummin()[::-1]
    frame.insert(0, "day", np.arange(horizon_days))
    return frame


def standings(runs: pd.DataFrame, horizon_days: int) -> pd.DataFrame:
    """Return where the runs stand on each day, in states that exclude each other.

    Parameters
    ----------
    runs : DataFrame
        The ``runs`` table; failed runs are left out, and at least one must have come through.
    horizon_days : int
        Days 0 to ``horizon_days - 1`` are told.

    Returns
    -------
    DataFrame
        ``day``, and shares that add to 1: ``holding`` (de-escalated, neither a serious relapse nor
        war since), ``relapsed`` (a serious relapse since, but no war), ``not_yet`` (neither
        de-escalated nor war), ``war`` (quiet again or not). ``quiet_after_war`` is a part of the
        last. On the last day they are the end states.
    """
    import pandas as pd

    good = came_through(runs)
    columns = ("deescalated_day", "serious_relapse_day", "war_day", "quiet_after_war_day")
    since = {name: good[name].to_numpy() for name in columns}
    rows = []
    for today in range(horizon_days):
        calmed, broke, war, over = ((day >= 0) & (day <= today) for day in since.values())
        states = (calmed & ~broke & ~war, calmed & broke & ~war, ~calmed & ~war, war, over)
        rows.append([today, *(float(state.mean()) for state in states)])
    names = ["day", "holding", "relapsed", "not_yet", "war", "quiet_after_war"]
    return pd.DataFrame(rows, columns=names)


def last_knowable_day(horizon_days: int, quiet_run_days: int = QUIET_RUN_DAYS) -> int:
    """Return the last day on which quiet can begin and still be seen; below 0 if there is none."""
    return horizon_days - quiet_run_days


def end_states(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the share of runs in each end state, with its interval.

    Returns
    -------
    DataFrame
        One row a state in the order of `END_STATES`: ``end_state``, ``p``, ``low``, ``high``,
        ``word`` (the estimative word).
    """
    import pandas as pd

    good = came_through(runs)
    draw = good["draw"].to_numpy()
    rows = []
    for state in END_STATES:
        estimate = nested_interval(draw, happened(good, state))
        rows.append((state, estimate.p, estimate.low, estimate.high, estimate.word))
    return pd.DataFrame(rows, columns=["end_state", "p", "low", "high", "word"])
