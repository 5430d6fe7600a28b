"""What charts of a sweep share: names of outcomes and of what was varied, head and foot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from escalation.analysis.odds.intervals import ENDS
from escalation.charts import style
from escalation.charts.words import NOT_OVER_DRAWS, source
from escalation.naming import OUTCOME_NAMES, in_plain_words
from escalation.numbers import counted, over_days

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from escalation.analysis.sweeps.points import SweepTable

#: The darkest colour of each outcome's scale.
OUTCOME_COLOURS: Final = {
    **dict.fromkeys(("de_escalated_14d", "de_escalated_30d", "de_escalated_90d"), "#00604a"),
    "durable": "#00604a",
    "relapsed": "#a06a00",
    "never_quiet": "#4d4d4d",
    "war": "#a03c00",
}


def opening(figure: Figure, data: SweepTable, title: str, subtitle: str) -> tuple[float, float]:
    """Write head and foot; return how low and how high the drawing may reach."""
    what = source_of_points(data)
    return style.foot(figure, "", what), style.head(figure, title, subtitle)


def source_of_points(data: SweepTable) -> str:
    """Return the line at the foot of a sweep's charts."""
    missing = len(data.table) - len(data.good)
    failed = f" ({missing:,} failed and left out)" if missing else ""
    points = (
        f"{counted(len(data.good), 'point')}{failed} of {data.runs:,} runs each, "
        f"{over_days(data.horizons_days)}"
    )
    return source(f"sweep {in_plain_words(data.name)}, id {data.sweep_id}: {points}")


def empty_chart(data: SweepTable, outcome: str) -> Figure:
    """Draw that there is nothing to draw."""
    figure = style.new_figure(8.6, 3.6)
    words = OUTCOME_NAMES[outcome].label
    what = ", ".join(in_plain_words(axis.name) for axis in data.axes)
    opening(figure, data, f"{words}: no point was computed", f"{data.title}. Varied: {what}.")
    style.nothing(figure, "every point failed")
    return figure


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
