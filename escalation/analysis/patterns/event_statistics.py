"""Statistics of lethal events, taken alike of a model's event log and of recorded events.

Like is compared with like: lethal attacks of the TTP on Pakistani soil and the army's operations
against it, each with its day, its 25 km segment of the border and its dead of all kinds. Nothing
here knows where they come from.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from escalation.errors import InputError, Problem
from escalation.files import text_given
from escalation.scenario.digits import whole
from escalation.vocabulary import ARMY_OPERATION, TTP_ATTACK

Ints = NDArray[np.int64]

SEGMENTS: Final = 90
MONTH_DAYS: Final = 30
TAIL_FROM: Final = 10
RECORDED_GROUP: Final = "PAK-TTP"
#: Ten times what all events that UCDP records in the world take.
_MOST_BYTES: Final = 1 << 30
_COLUMNS: Final = ("date_start", "segment", "best", "group")


@dataclass(frozen=True)
class LethalEvents:
    """Events with at least one dead: ``day``, ``segment`` (from 0) and ``dead``, each (n,)."""

    day: Ints
    segment: Ints
    dead: Ints

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.day)


def lethal_attacks(events: NDArray[np.void]) -> LethalEvents:
    """Return the lethal events of Pakistan and the TTP in an event log, those on the strip only.

    Attacks and the army's operations against bands, as the record has both (``EVENT_DTYPE``).
    """
    dead = events["dead_pak"] + events["dead_afg"] + events["dead_civilians"]
    dead = dead + events["dead_militants"]
    theirs = np.isin(events["kind"], (TTP_ATTACK, ARMY_OPERATION))
    chosen = theirs & (dead > 0) & (events["segment"] >= 0)
    return LethalEvents(events["day"][chosen], events["segment"][chosen], dead[chosen])


def read_recorded(path: str | Path) -> LethalEvents:
    """Read recorded events of Pakistan against the TTP from a file, those with a death.

    Parameters
    ----------
    path
        A CSV file with ``date_start`` (ISO), ``segment`` (1 to 90), ``best`` (dead) and ``group``.

    Returns
    -------
    LethalEvents
        In the order of their days; day 0 is the first event's.

    Raises
    ------
    InputError
        If the file can't be read, lacks a column, or holds no such event; every bad cell is told.
    """
    text = text_given(path, _MOST_BYTES, suffixes=(".csv",))
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError.single(str(path), f"has no column {', '.join(missing)}")
        rows, problems = _rows(reader, str(path))
    except csv.Error as error:
        raise InputError.single(str(path), f"is not a CSV table: {error}") from None
    if problems:
        raise InputError(tuple(problems))
    if not rows:
        raise InputError.single(str(path), f"has no lethal event of group {RECORDED_GROUP}")
    table = np.array(sorted(rows), dtype=np.int64)
    return LethalEvents(table[:, 0] - table[0, 0], table[:, 1] - 1, table[:, 2])


def _rows(
    reader: csv.DictReader[str], path: str
) -> tuple[list[tuple[int, int, int]], list[Problem]]:
    rows: list[tuple[int, int, int]] = []
    problems: list[Problem] = []
    for row in reader:
        if row["group"] != RECORDED_GROUP:
            continue
        try:
            day = dt.date.fromisoformat((row["date_start"] or "")[:10]).toordinal()
            segment, dead = whole(row["segment"] or ""), whole(row["best"] or "")
        except ValueError:
            problems.append(Problem(f"{path}:{reader.line_num}", "has no date, segment or dead"))
            continue
        if not 1 <= segment <= SEGMENTS or dead < 0:
            problems.append(
                Problem(f"{path}:{reader.line_num}", f"segment {segment} or dead {dead} can't be")
            )
        elif dead > 0:
            rows.append((day, segment, dead))
    return rows, problems


def busiest_share(counts: ArrayLike, part: float = 0.1) -> float:
    """Return the share of all events that falls into the busiest ``part`` of the places.

    A part that is no whole number of places takes the last place by its fraction. NaN if nothing
    happened.
    """
    sorted_down = np.sort(np.asarray(counts, dtype=np.float64))[::-1]
    total = sorted_down.sum()
    if total <= 0:
        return math.nan
    places = part * len(sorted_down)
    whole = int(places + 1e-9)
    rest = max(0.0, places - whole)
    inside = sorted_down[:whole].sum() + (rest * sorted_down[whole] if rest > 1e-9 else 0.0)
    return float(inside / total)


def gini(counts: ArrayLike) -> float:
    """Return Gini's coefficient over places: 0 if all have the same, near 1 if one has all."""
    values = np.sort(np.asarray(counts, dtype=np.float64))
    n, total = len(values), values.sum()
    if total <= 0:
        return math.nan
    rank = np.arange(1, n + 1)
    return float((2 * (rank * values).sum()) / (n * total) - (n + 1) / n)


def fano(counts: ArrayLike) -> float:
    """Return variance over mean, the variance with ``n - 1``; NaN below two counts or at mean 0."""
    values = np.asarray(counts, dtype=np.float64)
    if len(values) < 2 or values.mean() == 0:
        return math.nan
    return float(values.var(ddof=1) / values.mean())


def by_segment(events: LethalEvents, segments: int = SEGMENTS) -> Ints:
    """Return the number of events in each segment."""
    return np.bincount(events.segment, minlength=segments).astype(np.int64)


def monthly(day: ArrayLike, days: int) -> Ints:
    """Return the number of events in each full month of 30 days among ``days`` days."""
    months = days // MONTH_DAYS
    which = np.asarray(day, dtype=np.int64) // MONTH_DAYS
    return np.bincount(which[which < months], minlength=months).astype(np.int64)


def fit_lognormal(dead: ArrayLike) -> tuple[float, float]:
    """Fit deaths by a lognormal rounded to whole numbers and cut off below 1.

    A count of ``k`` is a value between ``k - 1/2`` and ``k + 1/2``; what would be rounded to
    nothing is no lethal event and never seen. By maximum likelihood.

    Returns
    -------
    tuple of float
        ``mu`` and ``sigma`` of the logarithm, before truncation; NaN below ten events.
    """
    from scipy.optimize import minimize
    from scipy.special import log_ndtr

    values, times = np.unique(np.asarray(dead, dtype=np.float64), return_counts=True)
    if times.sum() < 10 or len(values) < 3:
        return math.nan, math.nan
    low, high = np.log(values - 0.5), np.log(values + 0.5)

    def loss(at: NDArray[np.float64]) -> float:
        mu, sigma = at[0], math.exp(at[1])
        # In the upper tail: the difference of two values near 1 would lose its digits.
        above, further = log_ndtr((mu - low) / sigma), log_ndtr((mu - high) / sigma)
        inside = above + np.log(-np.expm1(np.minimum(further - above, -1e-300)))
        seen = log_ndtr((mu - math.log(0.5)) / sigma)
        return float(times.sum() * seen - (times * inside).sum())

    return _least(loss, np.array([np.log(np.average(values, weights=times)) - 0.5, 0.0]), minimize)


def _least(
    loss: Callable[[NDArray[np.float64]], float], start: NDArray[np.float64], minimize: Any
) -> tuple[float, float]:
    found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-7})
    return float(found.x[0]), float(math.exp(found.x[1]))


def tail_exponent(dead: ArrayLike, cut: int = TAIL_FROM) -> tuple[float, float]:
    """Fit the tail from ``cut`` deaths up by a discrete power law, by maximum likelihood.

    Not by a straight line on a logarithmic plot, which is biased (Clauset, Shalizi, Newman 2009).

    Returns
    -------
    tuple of float
        The exponent and its standard error from the curvature; NaN below ten events in the tail.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import zeta

    values = np.asarray(dead, dtype=np.float64)
    values = values[values >= cut]
    if len(values) < 10:
        return math.nan, math.nan
    logs = np.log(values).mean()

    def loss(alpha: float) -> float:
        return float(np.log(zeta(alpha, cut)) + alpha * logs)

    at = float(minimize_scalar(loss, bounds=(1.01, 12.0), method="bounded").x)
    step = 1e-3
    bend = (loss(at + step) - 2 * loss(at) + loss(at - step)) / step**2
    return at, 1.0 / math.sqrt(len(values) * bend)


def local_clustering(
    events: LethalEvents, *, within_days: int = 7, window_days: int = 180
) -> tuple[float, float]:
    """Count pairs of events close in place and time, and how many there would be by chance.

    Close means: in the same 25 km segment and at most ``within_days`` apart (Knox's test). Chance
    means: as many pairs close in place and as many close in time, independently. The events are
    taken window by window, so that violence which moves over the years isn't taken for clustering
    and a model's run, which is one window, is treated as the record is.

    Returns
    -------
    tuple of float
        Pairs seen and pairs expected; their ratio is 1 without clustering. Sum both over runs
        before dividing.
    """
    seen = expected = 0.0
    window = events.day // window_days
    for number in np.unique(window):
        chosen = window == number
        day, place = events.day[chosen], events.segment[chosen]
        n = len(day)
        if n < 2:
            continue
        near = np.bincount(place)
        together = float((near * (near - 1)).sum()) / 2
        # A segment's days stand clear of the next one's, so that one sorted list holds them all.
        apart = (place - place.min()) * (int(np.ptp(day)) + within_days + 1)
        seen += _pairs_within(apart + day, within_days)
        expected += together * _pairs_within(day, within_days) / (n * (n - 1) / 2)
    return seen, expected


def _pairs_within(at: Ints, distance: int) -> float:
    """Return how many pairs of places on a line lie at most ``distance`` apart."""
    ordered = np.sort(at)
    reach = np.searchsorted(ordered, ordered + distance, side="right")
    return float((reach - np.arange(1, len(ordered) + 1)).sum())
