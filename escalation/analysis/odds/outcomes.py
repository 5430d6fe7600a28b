"""The outcomes of a run, by name: what each means in the ``runs`` table, and in words.

The ``runs`` table holds one row a run. ``status`` is 0 where the run came through; days count
from 0, and -1 says that the thing never happened within the horizon. War ends the count: what is
quiet only after a war has not de-escalated, and is told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from escalation.naming import OUTCOME_NAMES
from escalation.numbers import counted
from escalation.vocabulary import CAME_THROUGH, END_STATES

if TYPE_CHECKING:
    import pandas as pd

#: Days by which the odds of de-escalation are told.
DEADLINES_DAYS: Final = (14, 30, 90)

#: How many quiet days in a row make a de-escalation, unless a scenario says otherwise.
QUIET_RUN_DAYS: Final = 14

_DE_ESCALATED: Final = {f"de_escalated_{days}d": days for days in DEADLINES_DAYS}

#: Every headline outcome, in the order in which tables and summaries show them.
OUTCOMES: Final = (*_DE_ESCALATED, "durable", "relapsed", "never_quiet", "war")

#: Told beside them and never added to them: a part of the runs that end in war.
QUIET_AFTER_WAR: Final = "quiet_after_war"

#: The outcome that stands for all where only one can: is it quiet within a month?
HEADLINE: Final = "de_escalated_30d"

#: The outcomes that findings speak of, in this order.
TOLD: Final = ("de_escalated_30d", "durable", "war")

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {name: OUTCOME_NAMES[name].told for name in (*OUTCOMES, QUIET_AFTER_WAR)}
)


def came_through(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the runs that did not fail."""
    good: pd.DataFrame = runs.loc[runs["status"] == CAME_THROUGH]
    return good


def happened(runs: pd.DataFrame, outcome: str) -> NDArray[np.bool_]:
    """Return whether an outcome came about in each run.

    Parameters
    ----------
    runs : DataFrame
        The ``runs`` table, n rows; failed runs must have been left out.
    outcome : str
        One of `OUTCOMES`, or `QUIET_AFTER_WAR`.

    Returns
    -------
    ndarray of bool, shape (n,)

    Raises
    ------
    KeyError
        If there is no outcome of that name.
    """
    if outcome in _DE_ESCALATED:
        day = runs["deescalated_day"].to_numpy()
        return np.asarray((day >= 0) & (day <= _DE_ESCALATED[outcome]), dtype=np.bool_)
    if outcome == QUIET_AFTER_WAR:
        return np.asarray(runs["quiet_after_war_day"].to_numpy() >= 0, dtype=np.bool_)
    if outcome not in END_STATES:
        raise KeyError(f"no outcome {outcome!r}; there are {', '.join(OUTCOMES)}")
    code = END_STATES.index(outcome)
    return np.asarray(runs["end_state"].to_numpy() == code, dtype=np.bool_)


def too_short(outcome: str, horizon_days: int, quiet_run_days: int = QUIET_RUN_DAYS) -> str:
    """Say what a short horizon keeps an outcome from showing, or return an empty string.

    Quiet counts from its first day, but is known only when the whole run of quiet days has
    passed; a horizon that ends before then leaves late de-escalations out.
    """
    last = horizon_days - quiet_run_days
    if last < 0 and outcome != "war":
        days = "1 day is" if horizon_days == 1 else f"{horizon_days} days are"
        return f"{days} too few to see {quiet_run_days} quiet ones"
    deadline = _DE_ESCALATED.get(outcome)
    if deadline is not None and last < deadline:
        horizon = counted(horizon_days, "day")
        return f"the horizon of {horizon} shows quiet only if it begins by day {last}"
    return ""
