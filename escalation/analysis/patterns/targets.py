"""The patterns that the model should reproduce, what it does instead, and the verdicts.

A verdict is about the model's value beyond Monte Carlo error: it *holds* if the 95% interval of
the value lies within the target, it *misses* if it lies outside, and *cannot tell* if it straddles
an end: more runs would tell. What is a parameter rather than a result is *put in*, and doesn't
count. Patterns that the model can't speak to say why.
"""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.outcomes import came_through, happened
from escalation.analysis.patterns import event_statistics as es
from escalation.analysis.patterns import log_measures as logs_say
from escalation.analysis.patterns.log_measures import (
    NOTHING,
    Measured,
    RunLog,
    mean_of,
    median_of,
    share,
)
from escalation.analysis.record.episodes import FACTS
from escalation.vocabulary import AFGHAN, PAKISTANI

if TYPE_CHECKING:
    import pandas as pd

HOLDS, MISSES, CANNOT_TELL = "holds", "misses", "cannot tell"
PUT_IN, SILENT = "put in", "not spoken to"
VERDICTS: Final = (HOLDS, MISSES, CANNOT_TELL, PUT_IN, SILENT)

#: P16 has no interval: between years with at least 100 recorded attacks the fit moves this far.
YEARS_MU: Final = (1.17, 1.95)
YEARS_SIGMA: Final = (0.90, 1.19)

WHY_SILENT: Final[Mapping[str, str]] = {
    "P08": "a dispute is a year's affair, and those under six months apart count as one; runs of "
    "half a year can't show it (P07 speaks about relapse)",
    "P25": "a dispute lasts as long as threats do, not violence; no interval is given",
}

#: What qualifies a measured value, by pattern.
REMARKS: Final[Mapping[str, str]] = {
    "P07": "any lethal incident between the states begins the next one; Kaplan-Meier",
    "P11": "attacks while both states stand at rung 0 or 1",
    "P12": "nearly put in: the lag is a parameter",
    "P13": "strikes out of the calm; any Taliban fire or raid",
    "P14": "nearly put in: the tempo's mean is a parameter, its swings are not",
    "P15": "median over runs",
    "P17": "nearly put in: it follows from the deaths' lognormal and its cap",
    "P18": "the draws of ttp_self_excitation, whose prior rests on the same evidence",
    "P19": "nearly put in: bands are placed by recorded violence",
    "P20": "median over runs from the seed; nearly put in, by the reporting model",
    "P21": "median over runs from the seed; nearly put in, by the reporting model",
    "P22": "median over runs from the seed; nearly put in",
    "P23": "an agreement or truce after a mediator engaged, in runs from the seed",
    "P24": "agreements ended within the horizon: a lower bound of those that end at all",
    "P26": "days on which the day before saw neither state above rung 1, ordinary incident",
}


@dataclass(frozen=True)
class Pattern:
    """A pattern's target: its statistic, interval (NaN: none given), and basis."""

    id: str
    pattern: str
    statistic: str
    low: float
    high: float
    central: float
    basis: str


@dataclass(frozen=True)
class Row:
    """A line of the table: target, what the model has, verdict, and what to know about it."""

    id: str
    pattern: str
    statistic: str
    low: float
    high: float
    value: float
    value_low: float
    value_high: float
    n: int
    verdict: str
    basis: str
    note: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON; unknown or infinite ones are None."""
        return {
            name: None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True)
class Sample:
    """What the patterns are measured on.

    Attributes
    ----------
    ordinary_runs, seed_runs
        ``runs`` tables of the ordinary incident and of the seed, over 180 days.
    ordinary_logs, seed_logs
        Some of their runs with event logs.
    self_excitation
        Draws of ``ttp_self_excitation``.
    """

    ordinary_runs: pd.DataFrame
    seed_runs: pd.DataFrame
    ordinary_logs: Sequence[RunLog]
    seed_logs: Sequence[RunLog]
    self_excitation: NDArray[np.float64]


@functools.cache
def targets() -> Mapping[str, Pattern]:
    """Return the targets by their ids, in order."""
    with (FACTS / "patterns.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: Pattern(
                row["id"],
                row["pattern"],
                row["statistic"],
                float(row["low"] or "nan"),
                float(row["high"] or "nan"),
                float(row["central"] or "nan"),
                row["basis"],
            )
            for row in csv.DictReader(file)
        }


def verdict(measured: Measured, low: float, high: float) -> str:
    """Return whether a value with its Monte Carlo interval lies in a target, out of it, or both."""
    if math.isnan(measured.value) or math.isnan(low) or math.isnan(high):
        return CANNOT_TELL
    if low <= measured.low and measured.high <= high:
        return HOLDS
    if measured.high < low or measured.low > high:
        return MISSES
    return CANNOT_TELL


def measure(sample: Sample) -> dict[str, Measured]:
    """Return the model's value for every pattern that it can speak to; P16 in two parts."""
    logs = sample.ordinary_logs
    number = np.arange(len(logs))
    triggers = [(i, *case) for i, log in enumerate(logs) for case in logs_say.triggers(log)]
    replies = [(i, case) for i, log in enumerate(logs) for case in logs_say.replies(log)]
    return {
        "P01": _odds(sample.ordinary_runs, "de_escalated_14d"),
        "P02": _odds(sample.ordinary_runs, "de_escalated_30d"),
        "P03": median_of([logs_say.active_days(log) for log in logs]),
        "P04": share(number, [logs_say.saw_strikes(log) for log in logs]),
        "P05": share(number, [logs_say.went_further(log) for log in logs]),
        "P06": _odds(sample.seed_runs, "de_escalated_14d"),
        "P07": _gap(sample.ordinary_runs, len(logs[0].days)),
        "P09": _odds(sample.seed_runs, "war"),
        "P10": _odds(sample.ordinary_runs, "war"),
        "P11": share([case[0] for case in triggers], [case[1] for case in triggers]),
        "P12": median_of([case[2] for case in triggers if case[2] >= 0]),
        "P13": share([case[0] for case in replies], [case[1] for case in replies]),
        "P14": mean_of([logs_say.attacks_a_month(log) for log in logs]),
        "P15": median_of([logs_say.fano_of_months(log) for log in logs]),
        "P16 mu": logs_say.over_blocks(logs, lambda events: es.fit_lognormal(events.dead)[0]),
        "P16 sigma": logs_say.over_blocks(logs, lambda events: es.fit_lognormal(events.dead)[1]),
        "P17": logs_say.over_blocks(logs, lambda events: es.tail_exponent(events.dead)[0]),
        "P18": mean_of(sample.self_excitation),
        "P19": logs_say.over_blocks(logs, lambda events: es.busiest_share(es.by_segment(events))),
        "P20": median_of([logs_say.claimed_over_admitted(g, PAKISTANI) for g in sample.seed_logs]),
        "P21": median_of([logs_say.claimed_over_admitted(g, AFGHAN) for g in sample.seed_logs]),
        "P22": median_of([logs_say.wounded_over_killed(g) for g in sample.seed_logs]),
        "P23": _settled(sample.seed_logs),
        "P24": _ended(sample.seed_logs),
        "P26": _calm(logs),
    }


def _odds(runs: pd.DataFrame, outcome: str) -> Measured:
    good = came_through(runs)
    return share(good["draw"].to_numpy(), happened(good, outcome))


def _gap(runs: pd.DataFrame, horizon: int) -> Measured:
    good = came_through(runs)
    good = good[good["deescalated_day"] >= 0]
    ended = good["deescalated_day"].to_numpy() - 1  # the last day that was not quiet
    again = good["minor_relapse_day"].to_numpy()
    days = np.where(again >= 0, again, horizon - 1) - ended
    return logs_say.survival_median(days, again >= 0)


def _settled(logs: Sequence[RunLog]) -> Measured:
    alone = share(*_cases([logs_say.settled(log, mediated=False) for log in logs]))
    note = f"unmediated {alone.value:.2f} [{alone.low:.2f}, {alone.high:.2f}]" if alone.n else ""
    return share(*_cases([logs_say.settled(log, mediated=True) for log in logs]), note)


def _cases(found: Sequence[bool | None]) -> tuple[list[int], list[bool]]:
    """Return the numbers of the runs that are cases, and what came of them."""
    known = [(i, came) for i, came in enumerate(found) if came is not None]
    return [i for i, _ in known], [came for _, came in known]


def _calm(logs: Sequence[RunLog]) -> Measured:
    calm = np.array([logs_say.calm_incidents(log) for log in logs]).reshape(-1, 2)
    every = np.array([logs_say.later_incidents(log) for log in logs]).reshape(-1, 2)
    found, rate = _rate(calm[:, 0], calm[:, 1]), _rate(every[:, 0], every[:, 1]).value
    return replace(found, note=f"{rate:.1f} a month on all days after the opening episode")


def _ended(logs: Sequence[RunLog]) -> Measured:
    cases = [(i, over) for i, log in enumerate(logs) for over in logs_say.ceasefires(log)]
    return share([i for i, _ in cases], [over for _, over in cases])


def _rate(incidents: NDArray[np.float64], days: NDArray[np.float64]) -> Measured:
    """Return incidents a month over all calm days, with the ratio's error over runs."""
    if len(days) < 2 or days.sum() == 0:
        return NOTHING
    rate = incidents.sum() / days.sum()
    error = math.sqrt(len(days) / (len(days) - 1) * ((incidents - rate * days) ** 2).sum())
    half = 1.96 * error / days.sum()
    month = logs_say.MONTH
    low = max(0.0, rate - half) * month
    return Measured(float(rate * month), float(low), float((rate + half) * month), len(days))


def table(measured: Mapping[str, Measured]) -> tuple[Row, ...]:
    """Return a line for each pattern, two for P16, with the verdicts."""
    rows: list[Row] = []
    for name, target in targets().items():
        if name == "P16":
            parts = (("mu", YEARS_MU), ("sigma", YEARS_SIGMA))
            for part, (low, high) in parts:
                key = f"P16 {part}"
                note = "nearly put in; the target is how far the fit moves between recorded years"
                rows.append(_row(target, measured.get(key), low, high, note, key))
        elif name in WHY_SILENT:
            rows.append(_row(target, None, target.low, target.high, WHY_SILENT[name], name))
        else:
            note = REMARKS.get(name, "")
            rows.append(_row(target, measured.get(name), target.low, target.high, note, name))
    return tuple(rows)


def _row(
    target: Pattern, found: Measured | None, low: float, high: float, note: str, key: str
) -> Row:
    if found is None:
        judged, found = SILENT, Measured(math.nan, math.nan, math.nan, 0)
    else:
        judged = verdict(found, low, high)
        if target.id == "P18":
            judged = PUT_IN
        if target.id == "P24" and found.high < low:  # the rest may yet end
            judged = CANNOT_TELL
        note = "; ".join(part for part in (note, found.note) if part)
    statistic = target.statistic
    if key != target.id:
        statistic = f"deaths of a lethal attack: lognormal {key.split()[1]}"
    return Row(
        key, target.pattern, statistic, low, high, found.value, found.low, found.high, found.n,
        judged, target.basis, note,
    )  # fmt: skip


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many patterns have each verdict; P16 holds if both its parts do."""
    worst = {HOLDS: 0, PUT_IN: 1, SILENT: 2, CANNOT_TELL: 3, MISSES: 4}
    by_id: dict[str, str] = {}
    for row in rows:
        name = row.id.split()[0]
        by_id[name] = max(by_id.get(name, HOLDS), row.verdict, key=worst.__getitem__)
    return {word: sum(found == word for found in by_id.values()) for word in VERDICTS}


def like_with_like(logs: Sequence[RunLog], recorded: es.LethalEvents) -> list[dict[str, Any]]:
    """Return statistics of lethal attacks, recorded and in the model, taken by the same functions.

    The record's months are taken half a year at a time, as a run's are: violence moved over years.
    """
    record_fit, record_tail = es.fit_lognormal(recorded.dead), es.tail_exponent(recorded.dead)[0]
    in_place = es.by_segment(recorded)
    seen, expected = es.local_clustering(recorded)
    pairs = np.array([es.local_clustering(es.lethal_attacks(log.events)) for log in logs])
    monthly = [
        es.fano(es.monthly(es.lethal_attacks(log.events).day, len(log.days))) for log in logs
    ]
    over = logs_say.over_blocks
    ratio = _rate(pairs[:, 0], pairs[:, 1])
    month = logs_say.MONTH
    cluster = Measured(ratio.value / month, ratio.low / month, ratio.high / month, ratio.n)
    lines = (
        ("share in the busiest tenth of segments", es.busiest_share(in_place),
         over(logs, lambda e: es.busiest_share(es.by_segment(e)))),
        ("Gini over segments", es.gini(in_place), over(logs, lambda e: es.gini(es.by_segment(e)))),
        ("Fano factor of months, by half-year", _fano_by_window(recorded), median_of(monthly)),
        ("deaths: lognormal mu", record_fit[0], over(logs, lambda e: es.fit_lognormal(e.dead)[0])),
        ("deaths: lognormal sigma", record_fit[1],
         over(logs, lambda e: es.fit_lognormal(e.dead)[1])),
        ("deaths: tail exponent from 10 up", record_tail,
         over(logs, lambda e: es.tail_exponent(e.dead)[0])),
        ("pairs within 25 km and 7 days, seen over expected",
         seen / expected if expected else math.nan, cluster),
    )  # fmt: skip
    return [
        {"statistic": name, "recorded": was, "model": m.value, "low": m.low, "high": m.high}
        for name, was, m in lines
    ]


def _fano_by_window(events: es.LethalEvents, window: int = 180, least: int = 30) -> float:
    """Return the median Fano factor over half-years with at least ``least`` events."""
    values = []
    for number in range(int(events.day.max()) // window):
        inside = events.day[events.day // window == number] - number * window
        if len(inside) >= least:
            values.append(es.fano(es.monthly(inside, window)))
    return float(np.median(values)) if values else math.nan
