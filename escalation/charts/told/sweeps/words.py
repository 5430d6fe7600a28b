"""What is said of every chart of a sweep: what it rests on, and how sure a point's odds are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from escalation.analysis.odds.intervals import ENDS
from escalation.charts.told import Told, nothing_to_show
from escalation.charts.words import NOT_OVER_DRAWS, source
from escalation.naming import OUTCOME_NAMES, in_plain_words
from escalation.numbers import counted, over_days, percent_over_draws

if TYPE_CHECKING:
    from escalation.analysis.sweeps.points import SweepTable


def is_any_computed(data: SweepTable, outcome: str) -> bool:
    """Return whether any point has odds of an outcome."""
    return bool(data.good[outcome].notna().any())


def odds_told(p: float, low: float, high: float) -> str:
    """Return odds with the ends over draws, where these are told."""
    return percent_over_draws(p, None if math.isnan(low) or math.isnan(high) else (low, high))


def source_of(data: SweepTable) -> str:
    """Return the line at the foot: what the figures come from, and what they are not."""
    missing = len(data.table) - len(data.good)
    failed = f" ({missing:,} failed and left out)" if missing else ""
    points = (
        f"{counted(len(data.good), 'point')}{failed} of {data.runs:,} runs each, "
        f"{over_days(data.horizons_days)}"
    )
    return source(f"sweep {in_plain_words(data.name)}, id {data.sweep_id}: {points}")


def none_computed(data: SweepTable, outcome: str) -> Told:
    """Say that no point has odds of an outcome, and what was varied."""
    finding = f"{OUTCOME_NAMES[outcome].label}: no point was computed"
    what = ", ".join(in_plain_words(axis.name) for axis in data.axes)
    shown = f"{data.title}. Varied: {what}."
    return nothing_to_show(finding, source_of(data), shown)


def over_draws(outcome: str) -> tuple[str, str]:
    """Return the columns with the ends of an outcome's interval over what is unknown."""
    low, high = (f"{outcome}{end}" for end in ENDS[:2])
    return low, high


def of_a_point(data: SweepTable, outcome: str) -> str:
    """Say how sure the odds of a single point are: over what is unknown, then by Monte Carlo."""
    low, high = (data.good[name] for name in over_draws(outcome))
    wide = float((high - low).median())
    over = (
        NOT_OVER_DRAWS
        if math.isnan(wide)
        else f"Of a single point 95% of draws of what is unknown lie {100 * wide:.0f} points apart "
        "(median of points)."
    )
    return f"{over} Monte Carlo, 95%: ±{100 * data.noise(outcome):.0f} points."
