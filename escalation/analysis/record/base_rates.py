"""Reference classes: how often it came about in cases like this one, whatever the model says.

Three kinds of record stand behind the table:

* the pre-seed episodes (`escalation.analysis.record.episodes`): quiet within 14 and 30 days,
escalated
  further;
* the episodes since 2021, between which the gaps are recorded well enough to see relapses;
* disputes and crises between states anywhere (``facts/disputes.csv``): war.

A class is small or ill-fitting or both; each row says what it counts and how many cases it rests
on. Intervals are Wilson's (as everywhere in the table of odds) and Jeffreys' beside it, which
behaves better for the smallest classes. A case whose outcome nobody knows is left out and counted.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from escalation.analysis.odds.intervals import LEVEL
from escalation.analysis.record.episodes import FACTS, quiet_within, serious
from escalation.vocabulary import ARTILLERY, STRIKES

if TYPE_CHECKING:
    import pandas as pd

#: From when on the gaps between episodes are recorded well enough (P07 counts the same ones).
GAPS_FROM: Final = dt.date(2021, 8, 15)

#: The episode that opened the seed's crisis began with strikes on this day; it ends the last gap.
SEED_BEGAN: Final = dt.date(2025, 10, 9)

#: Classes of episodes by name: title and definition.
EPISODE_CLASSES: Final[Mapping[str, tuple[str, str]]] = {
    "ordinary": (
        "ordinary border incident",
        "all recorded episodes between the two states' forces, the few with air strikes included",
    ),
    "without_strikes": (
        "border incident without air strikes",
        "recorded episodes known to have seen no air strikes",
    ),
    "strikes": ("air strikes", "recorded episodes with air strikes, answered or not"),
    "seed": (
        "air strikes plus ground retaliation",
        "recorded episodes with air strikes and with artillery fire or posts claimed",
    ),
}

#: Which class of disputes speaks about war from which class of episodes.
WAR_CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    "ordinary": ("disputes_any",),
    "without_strikes": ("disputes_any",),
    "strikes": ("disputes_deadly", "crises_serious"),
    "seed": ("disputes_deadly", "crises_serious"),
}


@dataclass(frozen=True)
class BaseRate:
    """How often an outcome came about in one class of cases.

    Attributes
    ----------
    name, title, definition
        The class: its key, its name, and which cases belong to it.
    outcome
        ``de_escalated_14d``, ``de_escalated_30d``, ``escalated_further``, ``relapsed`` or ``war``.
    hits, known, unknown
        Cases in which it came about, cases in which that is known, cases in which it is not.
    p
        ``hits / known``; NaN where nothing is known.
    low, high
        Wilson's 95% interval; 0 to 1 where nothing is known.
    jeffreys_low, jeffreys_high
        Jeffreys' 95% interval.
    source
        Where the counts come from.
    """

    name: str
    title: str
    definition: str
    outcome: str
    hits: int
    known: int
    unknown: int
    p: float
    low: float
    high: float
    jeffreys_low: float
    jeffreys_high: float
    source: str

    @property
    def forecast(self) -> float:
        """Return the chance for the next case: ``(hits + 1/2) / (known + 1)``, never 0 or 1.

        The mean of the posterior that Jeffreys' interval belongs to; two of two is 0.83, not 1.
        """
        return (self.hits + 0.5) / (self.known + 1)


def wilson(hits: int, known: int) -> tuple[float, float]:
    """Return Wilson's 95% interval of a share; 0 to 1 without any case."""
    from scipy.special import ndtri

    if known == 0:
        return 0.0, 1.0
    z = float(ndtri(0.5 + LEVEL / 2))
    share, room = hits / known, z * z / known
    middle = (share + room / 2) / (1 + room)
    half = math.sqrt(share * (1 - share) * room + room * room / 4) / (1 + room)
    return 0.0 if hits == 0 else middle - half, 1.0 if hits == known else middle + half


def jeffreys(hits: int, known: int) -> tuple[float, float]:
    """Return Jeffreys' 95% interval: Beta(1/2, 1/2) as the prior; its closed end where all agree.

    As Brown, Cai and DasGupta (2001) have it: no hit has the lower end at 0, no miss the upper
    at 1.
    """
    from scipy.special import betaincinv

    tail = (1 - LEVEL) / 2
    a, b = hits + 0.5, known - hits + 0.5
    low = 0.0 if hits == 0 else float(betaincinv(a, b, tail))
    high = 1.0 if hits == known else float(betaincinv(a, b, 1 - tail))
    return low, high


def base_rate(
    name: str,
    title: str,
    definition: str,
    outcome: str,
    *,
    hits: int,
    known: int,
    unknown: int = 0,
    source: str,
) -> BaseRate:
    """Make a row from its counts.

    Raises
    ------
    ValueError
        If the counts contradict each other.
    """
    if not 0 <= hits <= known or unknown < 0:
        raise ValueError(f"there can't be {hits} hits in {known} known cases, {unknown} unknown")
    p = hits / known if known else math.nan
    ends = (*wilson(hits, known), *jeffreys(hits, known))
    return BaseRate(name, title, definition, outcome, hits, known, unknown, p, *ends, source)


def members(episodes: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the episodes known to belong to a class of `EPISODE_CLASSES`.

    Raises
    ------
    KeyError
        If there is no class of that name.
    """
    air = episodes["airstrikes"]
    ground = episodes["artillery"].fillna(False) | episodes["posts_claimed"].fillna(False)
    chosen = {
        "ordinary": air.notna() | True,
        "without_strikes": ~air.fillna(True),
        "strikes": air.fillna(False),
        "seed": air.fillna(False) & ground,
    }[name]
    return episodes.loc[chosen.astype(bool)]


def episode_rates(episodes: pd.DataFrame, name: str, source: str = "episodes") -> list[BaseRate]:
    """Return quiet within 14 and 30 days and further escalation in a class of episodes."""
    title, definition = EPISODE_CLASSES[name]
    chosen = members(episodes, name)
    outcomes = {
        "de_escalated_14d": quiet_within(chosen, 14),
        "de_escalated_30d": quiet_within(chosen, 30),
        "escalated_further": chosen["escalated_further"],
    }
    return [
        base_rate(
            name,
            title,
            definition,
            outcome,
            hits=int(values.sum()),
            known=int(values.count()),
            unknown=int(values.isna().sum()),
            source=source,
        )
        for outcome, values in outcomes.items()
    ]


def relapse_rate(
    episodes: pd.DataFrame,
    horizon_days: int,
    *,
    since: dt.date = GAPS_FROM,
    next_began: dt.date | None = SEED_BEGAN,
    source: str = "episodes",
) -> BaseRate:
    """Return how often an ended episode was followed by a serious one within the horizon.

    Every episode that began at or after ``since`` and whose last violent day is known is followed
    until the record's end; one that was followed for less than the horizon and saw nothing is
    unknown. ``next_began`` is the day of a serious episode just after the record, None if none is
    known; the record then ends with the last episode's own end.
    """
    import pandas as pd

    recent = episodes.loc[episodes["start_date"] >= pd.Timestamp(since)]
    began = list(recent.loc[serious(recent).astype(bool), "start_date"])
    if next_began is not None:
        began.append(pd.Timestamp(next_began))
    ended = recent["last_violent_date"].dropna()
    end = max([*began, *recent["start_date"], *ended], default=pd.Timestamp(since))
    hits = known = 0
    for last in ended:
        limit = last + pd.Timedelta(days=horizon_days)
        again = any(last < day <= limit for day in began)
        hits += again
        known += again or limit <= end
    return base_rate(
        "gaps",
        "after an episode since 2021",
        f"episodes since {since} followed by a serious one within {horizon_days} days"
        " (air strikes, posts taken or destroyed, or at least 10 dead by the higher claims)",
        "relapsed",
        hits=hits,
        known=known,
        unknown=len(recent) - known,
        source=source,
    )


@functools.cache
def dispute_rates() -> tuple[BaseRate, ...]:
    """Return the classes of disputes and crises: how many became wars."""
    import csv

    with (FACTS / "disputes.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            base_rate(
                row["class"],
                row["title"],
                row["definition"],
                "war",
                hits=int(row["hits"]),
                known=int(row["n"]),
                source=f"{row['source']}, {row['period']}",
            )
            for row in csv.DictReader(file)
        )


def class_for_start(highest_rung: int, *, air_strikes: bool, ground_reply: bool) -> str:
    """Return the class of episodes that a start belongs to.

    The rule: air strikes answered on the ground (fire across the line, raids or seized posts; so
    the seed) make the seed's class; air strikes unanswered so far the class of air strikes; any
    other start up to artillery (rung 3) is an ordinary incident. A start at rung 4 or above
    counts as the seed's class even without strikes: the record holds too few raids for a class of
    their own, and they are nearer to it.

    Parameters
    ----------
    highest_rung : int
        The higher of the two states' rungs at the start, 0 to 8.
    air_strikes : bool
        Whether one side struck the other's soil from the air; taken as given from rung 5 up.
    ground_reply : bool
        Whether there was fighting on the ground beside the strikes.
    """
    if air_strikes or highest_rung >= STRIKES:
        return "seed" if ground_reply else "strikes"
    return "ordinary" if highest_rung <= ARTILLERY else "seed"


def reference(
    episodes: pd.DataFrame, name: str, horizon_days: int, *, since: dt.date = GAPS_FROM
) -> list[BaseRate]:
    """Return every row that speaks about one class of start; war has a row for each class.

    The rates of war count wars whenever they came in the dispute, which is nearest to a horizon
    of half a year; for another horizon they are shown unchanged.
    """
    wars = {rate.name: rate for rate in dispute_rates()}
    return [
        *episode_rates(episodes, name),
        relapse_rate(episodes, horizon_days, since=since),
        *(wars[war] for war in WAR_CLASSES[name]),
    ]


def pooled_by_outcome(rates: Iterable[BaseRate]) -> dict[str, tuple[float, float, float]]:
    """Return one chance with its interval for each outcome, ready to stand in a column.

    The chance is `BaseRate.forecast`: a class of two cases that went one way is not certainty.
    Where several classes speak about an outcome (war from the seed), the chance is the mean
    of theirs and the interval reaches from the lowest lower end to the highest upper end: they
    differ by what they call war, and picking one would hide that.
    """
    by_outcome: dict[str, list[BaseRate]] = {}
    for rate in rates:
        if rate.known:
            by_outcome.setdefault(rate.outcome, []).append(rate)
    return {
        outcome: (
            sum(rate.forecast for rate in group) / len(group),
            min(rate.low for rate in group),
            max(rate.high for rate in group),
        )
        for outcome, group in by_outcome.items()
    }
