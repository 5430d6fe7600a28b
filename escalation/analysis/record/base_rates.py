"""Reference classes: how often it came about in cases like this one, whatever the model says.

**The class** is this start's like in the record of episodes between any two states
(`escalation.analysis.record.dyads`): all of its outcomes come from that one table. States differ,
and this border has few cases of its own, so the chance shown is that of the pair of states here,
drawn towards the other pairs as far as these are alike (`escalation.analysis.record.pooling`). The
end states are taken one after the other (war; if none, never quiet; if quiet, relapsed), so that
their chances add to one.

**Further yardsticks** stand beside it and have no part in the column: the episodes recorded on
this border, a dose-response, and the classes of disputes and crises, of which two select on what
came later. Each says what it selects on.

Intervals of plain shares are Wilson's (as everywhere in the table of odds) and Jeffreys' beside it,
which behaves better for the smallest classes. A case of which an outcome is not known is left out
of it and counted.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from escalation.analysis.odds.intervals import LEVEL
from escalation.analysis.odds.outcomes import OUTCOMES, QUIET_RUN_DAYS
from escalation.analysis.record.dyads import (
    HERE,
    LIKE,
    SOURCE,
    became,
    fatal_after,
    like,
    load_dyad_episodes,
)
from escalation.analysis.record.episodes import FACTS, quiet_within, serious
from escalation.analysis.record.pooling import Pooled, counts_by_group, pool
from escalation.luck.designs import sobol_grid
from escalation.luck.resampling import percentile_interval
from escalation.vocabulary import END_STATES

if TYPE_CHECKING:
    import pandas as pd

    from escalation.analysis.record.pooling import Floats

#: From when on the gaps between episodes are recorded well enough (P07 counts the same ones).
GAPS_FROM: Final = dt.date(2021, 8, 15)

#: The episode that opened the seed's crisis began with strikes on this day; it ends the last gap.
SEED_BEGAN: Final = dt.date(2025, 10, 9)

#: Which classes of disputes stand beside each class of starts, for war.
WAR_CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    "ordinary": ("disputes_any",),
    "seed": ("disputes_deadly", "crises_serious"),
}

#: Fatal episodes of this pair in the year before the seed; P09 counts the pairs with as many.
_FATAL_BEFORE: Final = (2, 4)

#: Points over which the chances of the end states are multiplied.
_GRID: Final = 1024


@dataclass(frozen=True)
class BaseRate:
    """How often an outcome came about in one class of cases.

    Attributes
    ----------
    name, title, definition
        The class: its key, its name, and which cases belong to it.
    outcome
        One of `escalation.analysis.odds.outcomes.OUTCOMES`, or ``escalated_further``.
    hits, known, unknown
        Cases in which it came about, cases in which that is known, cases in which it is not.
    p
        ``hits / known``; NaN where nothing is known.
    low, high
        Wilson's 95% interval; 0 to 1 where nothing is known.
    jeffreys_low, jeffreys_high
        Jeffreys' 95% interval.
    forecast, forecast_low, forecast_high
        The chance for the next case here, never 0 or 1, with its 95% interval. Of the class of
        like starts: that of the pair of states here, drawn towards the other pairs. Of any other:
        ``(hits + 1/2) / (known + 1)`` with Wilson's interval; two of two is 0.83, not 1.
    pairs
        How many pairs of states the known cases are from; None where that isn't recorded.
    selects_on
        What a reader must know of how the cases were chosen; empty for the like starts.
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
    forecast: float
    forecast_low: float
    forecast_high: float
    pairs: int | None
    selects_on: str
    source: str


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
    selects_on: str = "",
    pairs: int | None = None,
    forecast: tuple[float, float, float] | None = None,
) -> BaseRate:
    """Make a row from its counts, with the plain forecast where none is given.

    Raises
    ------
    ValueError
        If the counts contradict each other.
    """
    if not 0 <= hits <= known or unknown < 0:
        raise ValueError(f"there can't be {hits} hits in {known} known cases, {unknown} unknown")
    p = hits / known if known else math.nan
    low, high = wilson(hits, known)
    said = forecast or ((hits + 0.5) / (known + 1), low, high)
    return BaseRate(
        name, title, definition, outcome, hits, known, unknown, p, low, high,
        *jeffreys(hits, known), *said, pairs, selects_on, source,
    )  # fmt: skip


@dataclass(frozen=True)
class LikeStarts:
    """What became of a class of like starts, pooled over the pairs of states.

    Attributes
    ----------
    own, cases
        By outcome, hits and known cases of the pair here, and of each pair; of the end states
        each among those that none of the earlier ones in `CONDITIONAL` took.
    fits
        What the pairs say together about each outcome.
    """

    own: Mapping[str, tuple[int, int]]
    cases: Mapping[str, Mapping[str, tuple[int, int]]]
    fits: Mapping[str, Pooled]

    def said_here(self) -> dict[str, tuple[float, float, float]]:
        """Return the chance of each outcome for the pair here, with its 95% interval."""
        plain = [name for name in self.fits if name not in END_STATES]
        said = {
            name: (
                self.fits[name].mean(*self.own[name]),
                *self.fits[name].interval(*self.own[name]),
            )
            for name in plain
        }
        means = _ends(
            {name: np.array(self.fits[name].mean(*self.own[name])) for name in CONDITIONAL}
        )
        units = sobol_grid(_GRID, len(CONDITIONAL))
        spread = _ends(
            {
                name: self.fits[name].quantiles(units[:, place], *self.own[name])
                for place, name in enumerate(CONDITIONAL)
            }
        )
        for name in END_STATES:
            low, high = percentile_interval(spread[name])
            p = float(means[name])
            said[name] = (p, min(low, p), max(high, p))
        return {name: said[name] for name in OUTCOMES}

    def said_without_each(self) -> dict[str, dict[str, float]]:
        """Return what the others say of each pair, as if nothing were known of it, by outcome."""
        means: dict[str, dict[tuple[int, int], float]] = {
            name: {
                counts: fit.without(*counts).mean()
                for counts in {(0, 0), *self.cases[name].values()}
            }
            for name, fit in self.fits.items()
        }
        pairs = list(dict.fromkeys(pair for by_pair in self.cases.values() for pair in by_pair))
        told = {
            name: np.array([means[name][self.cases[name].get(pair, (0, 0))] for pair in pairs])
            for name in self.fits
        }
        told |= _ends(told)
        return {
            pair: {name: float(told[name][row]) for name in OUTCOMES}
            for row, pair in enumerate(pairs)
        }


#: The end states in the order in which they are taken; what is left is durable.
CONDITIONAL: Final = ("war", "never_quiet", "relapsed")


def _ends(conditional: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return the chances of the end states from those of each, given none of the earlier ones."""
    left: Floats = np.ones_like(conditional["war"])
    found = {}
    for name in CONDITIONAL:
        found[name] = left * conditional[name]
        left = left - found[name]
    return found | {"durable": left}


@functools.cache
def like_starts(name: str, horizon_days: int, quiet_days: int = QUIET_RUN_DAYS) -> LikeStarts:
    """Return what became of a class of `escalation.analysis.record.dyads.LIKE`, pooled."""
    chosen = like(load_dyad_episodes(), name)
    dyads = chosen["dyad"].to_numpy(dtype=object)
    told = became(chosen, horizon_days, quiet_days)
    cases = {}
    left = np.ones(len(chosen), dtype=np.bool_)
    for outcome in (*(o for o in told if o not in END_STATES), *CONDITIONAL):
        came, known = told[outcome]
        if outcome in END_STATES:
            known, left = known & left, left & ~came
        cases[outcome] = counts_by_group(dyads, came, known)
    fits = {
        outcome: pool(*np.array(list(by_dyad.values()), dtype=np.int64).reshape(-1, 2).T)
        for outcome, by_dyad in cases.items()
    }
    own = {outcome: by_dyad.get(HERE, (0, 0)) for outcome, by_dyad in cases.items()}
    return LikeStarts(own, cases, fits)


@functools.cache
def like_rates(
    name: str, horizon_days: int, quiet_days: int = QUIET_RUN_DAYS
) -> tuple[BaseRate, ...]:
    """Return every headline outcome of a class of like starts, a row each.

    Raises
    ------
    KeyError
        If there is no class of that name.
    """
    kind, chosen = LIKE[name], like(load_dyad_episodes(), name)
    told = became(chosen, horizon_days, quiet_days)
    said = like_starts(name, horizon_days, quiet_days).said_here()
    rows = []
    for outcome in OUTCOMES:
        came, known = told[outcome]
        rows.append(
            base_rate(
                name,
                kind.title,
                kind.definition,
                outcome,
                hits=int((came & known).sum()),
                known=int(known.sum()),
                unknown=int((~known).sum()),
                pairs=int(chosen.loc[known, "dyad"].nunique()),
                forecast=said[outcome],
                source=SOURCE,
            )
        )
    return tuple(rows)


def episode_rates(episodes: pd.DataFrame, source: str = "episodes") -> list[BaseRate]:
    """Return quiet within 14 and 30 days and further escalation in the episodes on this border."""
    outcomes = {
        "de_escalated_14d": quiet_within(episodes, 14),
        "de_escalated_30d": quiet_within(episodes, 30),
        "escalated_further": episodes["escalated_further"],
    }
    return [
        base_rate(
            "here",
            "episodes on this border",
            "all recorded episodes between the two states' forces, 2007-2025, whatever their dead",
            outcome,
            hits=int(values.sum()),
            known=int(values.count()),
            unknown=int(values.isna().sum()),
            pairs=1,
            selects_on="incidents that someone reported: one that ended at once counts as quiet",
            source=source,
        )
        for outcome, values in outcomes.items()
    ]


def war_after_others() -> BaseRate:
    """Return how many fatal first days were followed by war, where others came the year before."""
    chosen = fatal_after(load_dyad_episodes(), *_FATAL_BEFORE)
    war, known = became(chosen, 180)["war"]
    low, high = _FATAL_BEFORE
    return base_rate(
        "fatal_before",
        f"a fatal first day after {low} to {high} others",
        f"episodes with dead on the first day and {low} to {high} fatal episodes of the pair in the"
        " year before, as here in 2025",
        "war",
        hits=int((war & known).sum()),
        known=int(known.sum()),
        unknown=int((~known).sum()),
        pairs=int(chosen.loc[known, "dyad"].nunique()),
        selects_on="pairs of states that fought in the year before, however many died on the day",
        source=SOURCE,
    )


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
        pairs=1,
        selects_on="episodes of any size here; what counts as serious includes air strikes",
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
                selects_on=row["selects_on"],
                source=f"{row['source']}, {row['period']}",
            )
            for row in csv.DictReader(file)
        )


def further_rates(
    episodes: pd.DataFrame, name: str, horizon_days: int, *, since: dt.date = GAPS_FROM
) -> tuple[BaseRate, ...]:
    """Return the further yardsticks for one class of start, which have no part in the column.

    The classes of disputes count wars whenever they came in the dispute, which is nearest to a
    horizon of half a year; for another horizon they are shown unchanged.
    """
    wars = {rate.name: rate for rate in dispute_rates()}
    return (
        *episode_rates(episodes),
        relapse_rate(episodes, horizon_days, since=since),
        *((war_after_others(),) if name == "seed" else ()),
        *(wars[war] for war in WAR_CLASSES[name]),
    )


def forecasts(rates: Iterable[BaseRate]) -> dict[str, tuple[float, float, float]]:
    """Return the chance with its interval for each outcome that is known of any case."""
    return {
        rate.outcome: (rate.forecast, rate.forecast_low, rate.forecast_high)
        for rate in rates
        if rate.known
    }
