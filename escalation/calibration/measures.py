"""From logs of runs to the statistics of the patterns, taken as ``analysis.patterns`` takes them.

A run is boiled down to one record of sums and counts (`ordinary`, `from_seed`); a statistic is
then made of any set of records, so that both halves of a point's runs can be held against each
other: half the square of their difference is an estimate of the statistic's Monte Carlo variance.
Two medians are smoothed, since a posterior needs statistics that move with the parameters: whole
days of violence are interpolated within the day, and the time to the next incident between days
and, if fewer than half have come by the horizon, beyond it at the mean rate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from escalation import vocabulary as words
from escalation.analysis.patterns import event_statistics as es
from escalation.analysis.patterns import run_logs
from escalation.analysis.patterns.monte_carlo import MONTH
from escalation.analysis.patterns.run_logs import BLOCK, RunLog
from escalation.calibration.scales import share_of
from escalation.calibration.targets import FROM_SEED, ORDINARY, TARGETS

Floats = NDArray[np.float64]
Records = NDArray[np.void]

QUIET_DAYS: Final = (14, 30, 90)
WAR_SOON_DAYS: Final = 30
AGAIN_DAYS: Final = 60

_ORDINARY: Final = np.dtype(
    [
        (name, np.float64)
        for name in (
            "quiet_14", "quiet_30", "active_days", "strikes", "further", "gap", "gap_seen", "war",
            "triggers", "answered", "struck", "replied", "attacks", "fano", "begun",
            "days_after", "lethal_fano", "pairs", "pairs_by_chance",
        )
    ]
    + [("by_segment", np.int64, (es.SEGMENTS,))]
)  # fmt: skip
_FROM_SEED: Final = np.dtype(
    [
        (name, np.float64)
        for name in (
            "quiet_14", "quiet_30", "quiet_90", "gap", "gap_seen", "war", "war_30", "mediated",
            "settled", "made", "ended",
        )
    ]
)  # fmt: skip
DTYPES: Final[Mapping[str, np.dtype[np.void]]] = {ORDINARY: _ORDINARY, FROM_SEED: _FROM_SEED}


def boil_down(scenario: str, log: RunLog, into: np.void) -> None:
    """Fill the record of a run of this scenario from its log."""
    if scenario == ORDINARY:
        _boil_ordinary(log, into)
    else:
        _boil_from_seed(log, into)


def _gap(log: RunLog, quiet_from: int) -> tuple[float, bool]:
    """Return days from an episode's end to the next incident, or to the horizon; and which."""
    horizon = len(log.days)
    if quiet_from >= horizon:
        return math.nan, False
    again = run_logs.day_of(log, words.MINOR_RELAPSE)
    return (again if again >= 0 else horizon - 1) - (quiet_from - 1), again >= 0


def _boil_ordinary(log: RunLog, row: np.void) -> None:
    horizon = len(log.days)
    quiet_from = run_logs.first_episode(log)
    came = quiet_from < horizon
    for days in QUIET_DAYS[:2]:
        row[f"quiet_{days}"] = came and quiet_from <= days
    row["active_days"] = run_logs.active_days(log)
    row["strikes"] = run_logs.saw_strikes(log)
    row["further"] = run_logs.went_further(log)
    row["gap"], row["gap_seen"] = _gap(log, quiet_from)
    row["war"] = run_logs.day_of(log, words.WAR) >= 0
    triggers, replies = run_logs.triggers(log), run_logs.replies(log)
    row["triggers"], row["answered"] = len(triggers), sum(case[0] for case in triggers)
    row["struck"], row["replied"] = len(replies), sum(replies)
    row["attacks"], row["fano"] = run_logs.attacks_a_month(log), run_logs.fano_of_months(log)
    row["begun"], row["days_after"] = run_logs.episodes_begun(log)
    lethal = es.lethal_attacks(log.events)
    row["lethal_fano"] = es.fano(es.monthly(lethal.day, horizon))
    row["pairs"], row["pairs_by_chance"] = es.local_clustering(lethal)
    row["by_segment"] = es.by_segment(lethal)


def _boil_from_seed(log: RunLog, row: np.void) -> None:
    quiet_from = run_logs.first_episode(log)
    for days in QUIET_DAYS:
        row[f"quiet_{days}"] = quiet_from < len(log.days) and quiet_from <= days
    row["gap"], row["gap_seen"] = _gap(log, quiet_from)
    war = run_logs.day_of(log, words.WAR)
    row["war"], row["war_30"] = war >= 0, 0 <= war <= WAR_SOON_DAYS
    settled = run_logs.settled(log, mediated=True)
    row["mediated"], row["settled"] = settled is not None, bool(settled)
    ended = run_logs.ceasefires(log)
    row["made"], row["ended"] = len(ended), sum(ended)


def statistics(scenario: str, rows: Records) -> dict[str, float]:
    """Return the statistics of a scenario's targets on their scales of emulation; NaN: no case."""
    found = _ordinary(rows) if scenario == ORDINARY else _from_seed(rows)
    return {name: found[name] for name, one in TARGETS.items() if one.scenario == scenario}


def _ordinary(rows: Records) -> dict[str, float]:
    n = len(rows)
    total = {name: float(rows[name].sum()) for name in _ORDINARY.names or () if name != "gap"}
    blocks = rows["by_segment"][: n // BLOCK * BLOCK].reshape(-1, BLOCK, es.SEGMENTS).sum(axis=1)
    busiest = [es.busiest_share(block) for block in blocks]
    return {
        "P01": share_of(total["quiet_14"], n),
        "P02": share_of(total["quiet_30"], n),
        "P03": _log(_median_within_day(rows["active_days"])),
        "P04": share_of(total["strikes"], n),
        "P05": share_of(total["further"], n),
        "P07": _log(_median_time(rows["gap"], rows["gap_seen"] > 0)),
        "P10": share_of(total["war"], n),
        "P11": share_of(total["answered"], total["triggers"]),
        "P13": share_of(total["replied"], total["struck"]),
        "P14": _log(total["attacks"] / n),
        "P15": _log(_median(rows["fano"])),
        "P19": math.asin(math.sqrt(float(np.mean(busiest)))) if busiest else math.nan,
        "P26": _log((total["begun"] + 0.25) / max(total["days_after"], 1.0) * MONTH),
        "G1": _log(_median(rows["lethal_fano"])),
        "G2": _log(total["pairs"] / max(total["pairs_by_chance"], 1e-9)),
    }


def _from_seed(rows: Records) -> dict[str, float]:
    n = len(rows)
    total = {name: float(rows[name].sum()) for name in _FROM_SEED.names or () if name != "gap"}
    return {
        "P06": share_of(total["quiet_14"], n),
        "P09": share_of(total["war"], n),
        "P27 30d": share_of(total["war_30"], n),
        "P29 60d": _share_by(rows["gap"], rows["gap_seen"] > 0, AGAIN_DAYS),
        "P30 30d": share_of(total["quiet_30"], n),
        "P30 90d": share_of(total["quiet_90"], n),
        "P23": share_of(total["settled"], total["mediated"]),
        "P24": share_of(total["ended"], total["made"]),
    }


def _share_by(days: Floats, seen: NDArray[np.bool_], by: int) -> float:
    """Return the share that came by a day, of those watched so long or seen to come before."""
    known = np.isfinite(days) & ((days >= by) | seen)
    return share_of(float((seen & (days <= by))[known].sum()), float(known.sum()))


def _log(value: float) -> float:
    return math.log(value) if value > 0 else math.nan


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else math.nan


def _median_within_day(days: Floats) -> float:
    """Return the median of whole numbers, each spread evenly over its unit."""
    values, times = np.unique(days, return_counts=True)
    below = np.concatenate([[0], np.cumsum(times)])
    place = int(np.searchsorted(below[1:], len(days) / 2))
    within = (len(days) / 2 - float(below[place])) / float(times[place])
    return float(values[place]) - 0.5 + within


def _median_time(days: Floats, seen: NDArray[np.bool_]) -> float:
    """Return the Kaplan-Meier median, between days and beyond the horizon; NaN without a case."""
    known = np.isfinite(days)
    time, came = np.maximum(days[known], 0.5), seen[known]
    if not len(time):
        return math.nan
    if not came.any():
        return float(math.log(2) * time.sum() / 0.5)  # as if half of one had come
    order = np.lexsort((~came, time))
    time, came = time[order], came[order]
    risk = len(time) - np.arange(len(time))
    alive = np.cumprod(1 - came / risk)
    under = np.flatnonzero(alive <= 0.5)
    if not len(under):
        return float(max(time[-1], time.sum() * math.log(2) / came.sum()))
    i = int(under[0])
    before = alive[i - 1] if i else 1.0
    start = time[i - 1] if i else 0.0
    return float(start + (time[i] - start) * (before - 0.5) / (before - alive[i]))
