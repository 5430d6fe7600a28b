"""When things happen: quiet and war as competing risks, relapses, and end states.

Every run is watched to its horizon and none drops out, so the share of runs in which an event has
come by a day is the cumulative incidence itself (the Aalen-Johansen estimate without censoring).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.intervals import interval_of_counts, nested_interval
from escalation.analysis.odds.outcomes import END_STATES, QUIET_RUN_DAYS, came_through, happened
from escalation.vocabulary import CAUSES

if TYPE_CHECKING:
    import pandas as pd

#: Stands for "never" where the earliest of several days is looked for.
_NEVER: Final = np.iinfo(np.int64).max


def first_of(runs: pd.DataFrame, *columns: str) -> NDArray[np.int64]:
    """Return which of several events came first in each run.

    Parameters
    ----------
    runs : DataFrame
        The ``runs`` table, n rows.
    columns : str
        Columns that hold an event's day, -1 for never. Of two on one day the earlier named counts.

    Returns
    -------
    ndarray of int64, shape (n,)
        The index of the column, -1 where none came.
    """
    days = np.stack([runs[name].to_numpy(dtype=np.int64) for name in columns])
    days = np.where(days < 0, _NEVER, days)
    first = days.argmin(axis=0) if days.shape[1] else np.zeros(0, dtype=np.int64)
    return np.where((days == _NEVER).all(axis=0), -1, first)


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


def competing_risks(runs: pd.DataFrame, horizon_days: int) -> pd.DataFrame:
    """Return the cumulative incidence of quiet and of war, each as the first to come.

    Returns
    -------
    DataFrame
        One row a day: ``day``, then ``quiet_first``, ``quiet_first_low``, ``quiet_first_high``,
        the same for ``war_first``, and ``neither``, the share still waiting. The last days of the
        horizon can't show a new quiet, whose run of quiet days would end beyond it.
    """
    import pandas as pd

    first = first_of(runs, "deescalated_day", "war_day")
    table = pd.DataFrame({"day": np.arange(horizon_days)})
    columns = {"quiet_first": "deescalated_day", "war_first": "war_day"}
    for code, (name, column) in enumerate(columns.items()):
        only = runs.assign(**{column: np.where(first == code, runs[column].to_numpy(), -1)})
        curve = incidence(only, column, horizon_days).rename(
            columns={"p": name, "low": f"{name}_low", "high": f"{name}_high"}
        )
        table = table.join(curve.drop(columns="day"))
    table["neither"] = 1.0 - table["quiet_first"] - table["war_first"]
    return table


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


def relapses(runs: pd.DataFrame) -> pd.DataFrame:
    """Return how often quiet broke, and after how many days, among the runs that became quiet.

    Returns
    -------
    DataFrame
        Rows ``minor`` (any lethal incident) and ``serious``, with ``p``, ``low``, ``high``,
        ``median_days`` from the first quiet day to the relapse (NaN without any), and ``of``, the
        number of runs that became quiet.
    """
    import pandas as pd

    good = came_through(runs)
    quiet = good[good["deescalated_day"].to_numpy() >= 0]
    begun = quiet["deescalated_day"].to_numpy(dtype=np.int64)
    rows = {}
    for kind in ("minor", "serious"):
        day = quiet[f"{kind}_relapse_day"].to_numpy(dtype=np.int64)
        broke = day >= 0
        estimate = nested_interval(quiet["draw"].to_numpy(), broke)
        waited = (day - begun)[broke]
        rows[kind] = {
            "p": estimate.p,
            "low": estimate.low,
            "high": estimate.high,
            "median_days": float(np.median(waited)) if waited.size else np.nan,
            "of": len(quiet),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def relapse_causes(runs: pd.DataFrame) -> pd.DataFrame:
    """Return what came before the relapses: ``cause``, ``runs``, ``share`` of the relapsed runs."""
    import pandas as pd

    good = came_through(runs)
    code = good["relapse_cause"].to_numpy(dtype=np.int64)
    counts = np.bincount(code[code > 0], minlength=len(CAUSES))[1:]
    total = max(int(counts.sum()), 1)
    frame = pd.DataFrame({"cause": CAUSES[1:], "runs": counts, "share": counts / total})
    return frame.sort_values("runs", ascending=False, kind="stable", ignore_index=True)
