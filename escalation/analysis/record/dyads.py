"""Episodes between any two states, 1946-2014, and what became of those that began alike.

A dyad is a pair of states. ``facts/dyad_episodes.csv`` cuts the recorded uses of force between
them into episodes by the rule that the model has for quiet: 14 days without one end it.

**Like starts** are told by the dead of the first day (`LIKE`); an episode whose first day saw a
battle of a war has begun at war, and is like neither.

**What became of them** is counted as the model counts it. War ends the count: quiet after a war
is no de-escalation. A *serious* relapse is a later episode of the same dyad in which anyone died,
or with a battle of a war. The model asks for a raid, an air strike or ten dead; what was done is
not in this record, its dead are lower bounds, and a raid or a strike rarely leaves nobody dead.

**The end of the record.** An episode counts for an outcome only if the record goes on past the
last day that the outcome asks for, whatever became of it by then. To leave out only those of which
nothing was seen would count the quick ones too often.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.outcomes import DEADLINES_DAYS, QUIET_RUN_DAYS
from escalation.analysis.record.episodes import FACTS

if TYPE_CHECKING:
    import pandas as pd

#: The two states of the border, by the codes of the Correlates of War.
HERE: Final = "700-770"

#: The last day that the record covers.
LAST_DAY: Final = "2014-12-31"

#: As far as the record says when a war began, in days from an episode's first.
WAR_KNOWN_DAYS: Final = 180

#: So many dead make a later episode a serious relapse.
SERIOUS_DEAD: Final = 1

SOURCE: Final = "Militarized Interstate Events 1.0, 1946-2014"

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Like:
    """Which episodes a start is held against.

    Attributes
    ----------
    title, definition
        Their name, and the rule by which they were chosen.
    least_dead, most_dead
        Dead of both states on the first day.
    """

    title: str
    definition: str
    least_dead: int
    most_dead: int


_ANYWHERE: Final = "episodes between two states anywhere, 1946-2014, with"
_NO_WAR: Final = "on the first day and no battle of a war yet"

#: The classes of like starts, by name.
LIKE: Final[Mapping[str, Like]] = {
    "ordinary": Like(
        "fewer than 10 dead on the first day",
        f"{_ANYWHERE} fewer than 10 dead {_NO_WAR}",
        0,
        9,
    ),
    "seed": Like(
        "10 to 200 dead on the first day",
        f"{_ANYWHERE} 10 to 200 dead {_NO_WAR}",
        10,
        200,
    ),
}


@functools.cache
def load_dyad_episodes() -> pd.DataFrame:
    """Return every recorded episode, by dyad and in order of its start; read once.

    Returns
    -------
    DataFrame
        ``dyad`` (both codes, as `HERE`), ``start``, ``end``, ``days`` (from the first up to and
        with the last), ``events``, ``dead_day1``, ``dead``, ``war_battle_day1``, ``war_battle``
        (1 or 0), ``fatal_episodes_year_before``, ``days_to_next``, ``war_day`` (of the first
        battle of a war within `WAR_KNOWN_DAYS`, 0 being the first day), ``serious_after_days``
        (from the start to that of the dyad's next serious episode) and ``followed_days`` (from the
        start to the end of the record); -1 where there is none.
    """
    import pandas as pd

    table = pd.read_csv(FACTS / "dyad_episodes.csv", parse_dates=["start", "end"])
    dyad = table["ccode1"].astype(str) + "-" + table["ccode2"].astype(str)
    table.insert(0, "dyad", dyad)
    table = table.rename(columns={"war_battle_within_180_on_day": "war_day"})
    table = table.sort_values(["ccode1", "ccode2", "start"], kind="stable", ignore_index=True)
    began = table["start"].where((table["dead"] >= SERIOUS_DEAD) | (table["war_battle"] == 1))
    # From here on, then after here; not by a function for each pair, which takes a quarter second.
    from_here = began.groupby(table["dyad"], sort=False).bfill()
    next_began = from_here.groupby(table["dyad"], sort=False).shift(-1)
    table["serious_after_days"] = (next_began - table["start"]).dt.days.fillna(-1).astype(int)
    table["followed_days"] = (pd.Timestamp(LAST_DAY) - table["start"]).dt.days + 1
    return table.drop(columns=["ccode1", "ccode2"])


def class_for_start(dead_day0: float) -> str:
    """Return the class of `LIKE` for a start with so many dead of both states on day 0.

    More than the highest class holds still belongs to it: nothing in the record is nearer.
    """
    return "seed" if dead_day0 >= LIKE["seed"].least_dead else "ordinary"


def like(episodes: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the episodes of a class of `LIKE`.

    Raises
    ------
    KeyError
        If there is no class of that name.
    """
    kind = LIKE[name]
    dead = episodes["dead_day1"].between(kind.least_dead, kind.most_dead)
    chosen: pd.DataFrame = episodes.loc[dead & (episodes["war_battle_day1"] == 0)]
    return chosen


def became(
    episodes: pd.DataFrame, horizon_days: int, quiet_days: int = QUIET_RUN_DAYS
) -> dict[str, tuple[Bools, Bools]]:
    """Return whether each outcome came about in each episode, and whether that is known.

    Parameters
    ----------
    episodes : DataFrame
        Rows of `load_dyad_episodes`.
    horizon_days : int
        Days 0 to ``horizon_days - 1`` are watched; of wars the first `WAR_KNOWN_DAYS` only.
    quiet_days : int
        How many quiet days must be left of the horizon for quiet to be seen in it.

    Returns
    -------
    dict of str to (ndarray, ndarray), shape (n,) each
        By the names of `escalation.analysis.odds.outcomes.OUTCOMES`; of the last four exactly one
        came about in each episode.
    """
    days = episodes["days"].to_numpy()
    war_day = episodes["war_day"].to_numpy()
    followed_days = episodes["followed_days"].to_numpy()
    before_quiet = (war_day >= 0) & (war_day < days)
    found = {
        f"de_escalated_{by}d": ((days <= by) & ~before_quiet, followed_days >= by + QUIET_RUN_DAYS)
        for by in DEADLINES_DAYS
    }
    again = episodes["serious_after_days"].to_numpy()
    war = (war_day >= 0) & (war_day < horizon_days)
    loud = ~war & (days > horizon_days - quiet_days)
    relapsed = ~war & ~loud & (again >= 0) & (again < horizon_days)
    ends = {
        "durable": ~war & ~loud & ~relapsed,
        "relapsed": relapsed,
        "never_quiet": loud,
        "war": war,
    }
    # Quiet that began on the horizon's last days is told from a pause once quiet has lasted.
    followed = followed_days >= horizon_days + QUIET_RUN_DAYS
    return found | {name: (came, followed) for name, came in ends.items()}


def war_days(episodes: pd.DataFrame) -> list[int]:
    """Return on which day a war began, for the episodes in which one did, in order."""
    return sorted(int(day) for day in episodes["war_day"] if day >= 0)


def fatal_after(episodes: pd.DataFrame, least: int, most: int) -> pd.DataFrame:
    """Return episodes with dead on the first day and so many fatal ones of the dyad a year before.

    As in P28: those that began with a battle of a war are left out.
    """
    before = episodes["fatal_episodes_year_before"].between(least, most)
    fatal = (episodes["dead_day1"] > 0) & (episodes["war_battle_day1"] == 0)
    chosen: pd.DataFrame = episodes.loc[fatal & before]
    return chosen
