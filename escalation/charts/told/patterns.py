"""What is said of patterns: the interval that each should lie in, and where the model lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from escalation.analysis.patterns.targets import CANNOT_TELL, HOLDS, MISSES, SILENT, Row, counts
from escalation.charts.told import Told, alt_text, figures_table, nothing_to_show
from escalation.charts.words import upper_first
from escalation.numbers import figure_of

if TYPE_CHECKING:
    from escalation.studies.check import Check


def told(found: Check) -> Told:
    """Say how many patterns hold, and which miss."""
    source = (
        f"Source: escalation, {found.runs:,} runs of each scenario, seed {found.seed}. Targets: "
        "recorded figures with their intervals. Odds under the model's assumptions, not a forecast "
        "of fact."
    )
    rows = shown(found.rows)
    if not rows:
        finding = "No pattern was measured, so there is nothing to hold the model against"
        return nothing_to_show(finding, source)
    finding = _finding(found.rows)
    missed = "; ".join(
        f"{row.id} {model(row)} against {target(row)}" for row in rows if row.verdict == MISSES
    )
    return Told(
        finding,
        "Each row is scaled so that its target interval fills the band; marks show the model's "
        "value with its 95% Monte Carlo interval, arrows values beyond the frame.",
        alt_text(
            "Target intervals and the model's values, pattern by pattern",
            finding,
            f"Missed: {missed}" if missed else "",
        ),
        source,
        figures_table(
            "patterns",
            "The model's values against recorded targets",
            ["Pattern", "target", "model", "verdict"],
            [
                [
                    f"{upper_first(row.id)} {row.pattern}: {row.statistic}",
                    target(row),
                    model(row),
                    row.verdict,
                ]
                for row in rows
            ],
        ),
    )


def shown(rows: Sequence[Row]) -> list[Row]:
    """Return the patterns with a target, of which there is anything to say."""
    return [row for row in rows if _has_target(row) and row.verdict != SILENT]


def target(row: Row) -> str:
    """Return the interval in which a pattern should lie."""
    return f"{figure_of(row.low)}–{figure_of(row.high)}"


def model(row: Row) -> str:
    """Return the model's value for a pattern."""
    return "no case" if not math.isfinite(row.value) else figure_of(row.value)


def _has_target(row: Row) -> bool:
    return math.isfinite(row.low) and math.isfinite(row.high) and row.high > row.low


def _finding(rows: Sequence[Row]) -> str:
    found = counts(rows)
    missed = [row for row in rows if row.verdict == MISSES]
    said = f"{found[HOLDS]} of {sum(found.values())} patterns hold"
    if not missed:
        return f"{said}; none misses its target, {found[CANNOT_TELL]} can't be told"
    names = ", ".join(dict.fromkeys(row.id.split()[0] for row in missed))
    verb = "misses" if found[MISSES] == 1 else "miss"
    return f"{said}; {names} {verb}, {found[CANNOT_TELL]} can't be told"
