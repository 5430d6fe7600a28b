"""The model's value for every pattern that it can speak to, from runs and their event logs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.outcomes import came_through, happened
from escalation.analysis.patterns import event_statistics as es
from escalation.analysis.patterns import run_logs
from escalation.analysis.patterns.monte_carlo import (
    MONTH,
    Measured,
    kaplan_meier_median,
    mean_of,
    median_of,
    quantile_of,
    rate,
    share,
)
from escalation.analysis.patterns.run_logs import RunLog
from escalation.vocabulary import AFGHAN, PAKISTANI

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Sample:
    """What the patterns are measured on.

    Attributes
    ----------
    ordinary_runs, seed_runs
        ``runs`` tables of the ordinary incident and of the seed, over 180 days.
    ordinary_logs, seed_logs
        Some of their runs with event logs.
    long_logs
        Runs of the ordinary incident over two years, with event logs.
    self_excitation
        Draws of ``ttp_self_excitation``.
    """

    ordinary_runs: pd.DataFrame
    seed_runs: pd.DataFrame
    ordinary_logs: Sequence[RunLog]
    seed_logs: Sequence[RunLog]
    long_logs: Sequence[RunLog]
    self_excitation: NDArray[np.float64]


def measure(sample: Sample) -> dict[str, Measured]:
    """Return the model's value for every pattern that it can speak to; P16 in two parts."""
    logs = sample.ordinary_logs
    number = np.arange(len(logs))
    triggers = [(i, *case) for i, log in enumerate(logs) for case in run_logs.triggers(log)]
    replies = [(i, case) for i, log in enumerate(logs) for case in run_logs.replies(log)]
    return {
        "P01": _odds(sample.ordinary_runs, "de_escalated_14d"),
        "P02": _odds(sample.ordinary_runs, "de_escalated_30d"),
        "P03": median_of([run_logs.active_days(log) for log in logs]),
        "P04": share(number, [run_logs.saw_strikes(log) for log in logs]),
        "P05": share(number, [run_logs.went_further(log) for log in logs]),
        "P06": _odds(sample.seed_runs, "de_escalated_14d"),
        "P07": _gap(sample.ordinary_runs, len(logs[0].days)),
        "P09": _odds(sample.seed_runs, "war"),
        "P10": _odds(sample.ordinary_runs, "war"),
        "P11": share([case[0] for case in triggers], [case[1] for case in triggers]),
        "P12": median_of([case[2] for case in triggers if case[2] >= 0]),
        "P13": share([case[0] for case in replies], [case[1] for case in replies]),
        "P14": mean_of([run_logs.attacks_a_month(log) for log in logs]),
        "P15": median_of([run_logs.fano_of_months(log) for log in logs]),
        "P16 mu": run_logs.over_blocks(logs, lambda events: es.fit_lognormal(events.dead)[0]),
        "P16 sigma": run_logs.over_blocks(logs, lambda events: es.fit_lognormal(events.dead)[1]),
        "P17": run_logs.over_blocks(logs, lambda events: es.tail_exponent(events.dead)[0]),
        "P18": mean_of(sample.self_excitation),
        "P19": run_logs.over_blocks(logs, lambda events: es.busiest_share(es.by_segment(events))),
        "P20": median_of([run_logs.claimed_over_admitted(g, PAKISTANI) for g in sample.seed_logs]),
        "P21": median_of([run_logs.claimed_over_admitted(g, AFGHAN) for g in sample.seed_logs]),
        "P22": median_of([run_logs.wounded_over_killed(g) for g in sample.seed_logs]),
        "P23": _settled(sample.seed_logs),
        "P24": _ended(sample.seed_logs),
        "P26": _begun(logs),
        **_war_days(sample.seed_runs),
        **_wars_by_past(sample.long_logs),
        "P29": share(*_gathered([run_logs.followed(log) for log in sample.long_logs])),
        "P30 30d": _odds(sample.seed_runs, "de_escalated_30d"),
        "P30 90d": _odds(sample.seed_runs, "de_escalated_90d"),
        **_closures(logs),
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
    return kaplan_meier_median(days, again >= 0)


def _settled(logs: Sequence[RunLog]) -> Measured:
    alone = share(*_cases([run_logs.settled(log, mediated=False) for log in logs]))
    note = f"unmediated {alone.value:.2f} [{alone.low:.2f}, {alone.high:.2f}]" if alone.n else ""
    return share(*_cases([run_logs.settled(log, mediated=True) for log in logs]), note)


def _cases(found: Sequence[bool | None]) -> tuple[list[int], list[bool]]:
    """Return the numbers of the runs that are cases, and what came of them."""
    known = [(i, came) for i, came in enumerate(found) if came is not None]
    return [i for i, _ in known], [came for _, came in known]


def _begun(logs: Sequence[RunLog]) -> Measured:
    begun = np.array([run_logs.episodes_begun(log) for log in logs]).reshape(-1, 2)
    every = np.array([run_logs.later_incidents(log) for log in logs]).reshape(-1, 2)
    episodes, lethal = rate(begun[:, 0], begun[:, 1]), rate(every[:, 0], every[:, 1])
    return replace(episodes, note=f"{lethal.value:.1f} days a month with a lethal incident")


def _gathered(found: Sequence[Sequence[bool]]) -> tuple[list[int], list[bool]]:
    """Return the numbers of the runs that cases come from, and what came of each."""
    return [i for i, cases in enumerate(found) for _ in cases], [
        hit for one in found for hit in one
    ]


def _war_days(runs: pd.DataFrame) -> dict[str, Measured]:
    day = came_through(runs)["war_day"].to_numpy()
    return {f"P27 q{at}": quantile_of(day[day >= 0], at / 100) for at in (25, 50, 75)}


def _wars_by_past(logs: Sequence[RunLog]) -> dict[str, Measured]:
    cases = [(i, *case) for i, log in enumerate(logs) for case in run_logs.wars_by_past(log)]
    groups = {"0": (0, 0), "1": (1, 1), "2": (2, 2), "3-4": (3, 4), "5+": (5, math.inf)}
    found = {}
    for name, (least, most) in groups.items():
        inside = [case for case in cases if least <= case[1] <= most]
        found[f"P28 {name}"] = share([case[0] for case in inside], [case[2] for case in inside])
    return found


def _closures(logs: Sequence[RunLog]) -> dict[str, Measured]:
    found = [case for log in logs for case in run_logs.closures(log)]
    note = f"{sum(not over for _, over in found)} still shut at the end"
    days = [float(days) for days, _ in found]
    return {f"P31 q{at}": quantile_of(days, at / 100, note) for at in (50, 75)}


def _ended(logs: Sequence[RunLog]) -> Measured:
    cases = [(i, over) for i, log in enumerate(logs) for over in run_logs.ceasefires(log)]
    return share([i for i, _ in cases], [over for _, over in cases])


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
    over = run_logs.over_blocks
    ratio = rate(pairs[:, 0], pairs[:, 1])
    month = MONTH
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
