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
from dataclasses import asdict, dataclass
from typing import Any, Final

from escalation.analysis.patterns.monte_carlo import Measured
from escalation.analysis.record.episodes import FACTS

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
    "P24": "agreements ended within the horizon; those that stand may yet end",
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
