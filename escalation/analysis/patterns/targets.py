"""The patterns that the model should reproduce, and the verdict on what it does instead.

A verdict is about the model's value beyond Monte Carlo error: it *holds* if the 95% interval of
the value lies within the target, it *misses* if it lies outside, and *cannot tell* if it straddles
an end: more runs would tell. What is a parameter rather than a result is *put in*, and doesn't
count. Patterns that the model can't speak to say why.
"""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from escalation.analysis.patterns.monte_carlo import Measured
from escalation.analysis.record.episodes import FACTS

HOLDS, MISSES, CANNOT_TELL = "holds", "misses", "cannot tell"
PUT_IN, SILENT = "put in", "not spoken to"
VERDICTS: Final = (HOLDS, MISSES, CANNOT_TELL, PUT_IN, SILENT)

#: P16 has no interval: between years with at least 100 recorded attacks the fit moves this far.
YEARS_MU: Final = (1.17, 1.95)
YEARS_SIGMA: Final = (0.90, 1.19)


@dataclass(frozen=True)
class Part:
    """One of the figures of a pattern that has several: its key, statistic, and interval."""

    key: str
    statistic: str
    low: float
    high: float
    note: str


_FIT = "nearly put in; the target is how far the fit moves between recorded years"
_WAR_DAY = "wars from the seed, by the day on which the threshold is reached; 95% of resamples"
_DOSE = "Wilson 95%; the ordinary incident over two years, whose draws are the model's pairs"
_SHUT = "from a closure to when both sides are open again, ordinary incident; order statistics"
#: Patterns of several figures, each with its own interval.
PARTS: Final[Mapping[str, tuple[Part, ...]]] = {
    "P16": (
        Part("P16 mu", "deaths of a lethal attack: lognormal mu", *YEARS_MU, _FIT),
        Part("P16 sigma", "deaths of a lethal attack: lognormal sigma", *YEARS_SIGMA, _FIT),
    ),
    "P27": (
        Part("P27 q25", "day of the war, lower quartile", 11, 33, _WAR_DAY),
        Part("P27 q50", "day of the war, median", 33, 80, _WAR_DAY),
        Part("P27 q75", "day of the war, upper quartile", 77, 122, _WAR_DAY),
    ),
    "P28": (
        Part("P28 0", "share at war within 180 days, none in the year before", 0.022, 0.060, _DOSE),
        Part("P28 1", "the same, one in the year before", 0.029, 0.10, _DOSE),
        Part("P28 2", "the same, two", 0.047, 0.17, _DOSE),
        Part("P28 3-4", "the same, three or four", 0.064, 0.21, _DOSE),
        Part("P28 5+", "the same, five or more", 0.089, 0.23, _DOSE),
    ),
    "P30": (
        Part("P30 30d", "share quiet within 30 days", 0.81, 0.92, "Wilson 95%"),
        Part("P30 90d", "share quiet within 90 days", 0.91, 0.98, "Wilson 95%"),
    ),
    "P31": (
        Part("P31 q50", "days shut, median", 5, 27, _SHUT),
        Part("P31 q75", "days shut, upper quartile", 6, 32, _SHUT),
    ),
}  # fmt: skip

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
    "P23": "an agreement, or a truce agreed in talks, after a mediator engaged; runs from the seed",
    "P24": "agreements ended within the horizon; those that stand may yet end",
    "P29": "episodes begun by a fatal day, ordinary incident over two years, by the 14-day rule",
    "P26": "after the opening episode of the ordinary incident; dead, or a deed of either state",
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


def table(measured: Mapping[str, Measured]) -> tuple[Row, ...]:
    """Return a line for each pattern, or for each of its parts, with the verdicts."""
    rows: list[Row] = []
    for name, target in targets().items():
        if name in PARTS:
            rows += [
                _row(replace(target, statistic=part.statistic), measured.get(part.key), part.low,
                     part.high, part.note, part.key)
                for part in PARTS[name]
            ]  # fmt: skip
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
        note = "; ".join(part for part in (note, found.note) if part)
    return Row(
        key, target.pattern, target.statistic, low, high, found.value, found.low, found.high,
        found.n, judged, target.basis, note,
    )  # fmt: skip


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many patterns have each verdict; one of several parts has its worst part's."""
    worst = {HOLDS: 0, PUT_IN: 1, SILENT: 2, CANNOT_TELL: 3, MISSES: 4}
    by_id: dict[str, str] = {}
    for row in rows:
        name = row.id.split()[0]
        by_id[name] = max(by_id.get(name, HOLDS), row.verdict, key=worst.__getitem__)
    return {word: sum(found == word for found in by_id.values()) for word in VERDICTS}
