"""What charts of a sweep share in their looks: an outcome's colour, and one with nothing on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from escalation.charts import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from escalation.charts.told import Told

#: The darkest colour of each outcome's scale.
OUTCOME_COLOURS: Final = {
    **dict.fromkeys(("de_escalated_14d", "de_escalated_30d", "de_escalated_90d"), "#00604a"),
    "durable": "#00604a",
    "relapsed": "#a06a00",
    "never_quiet": "#4d4d4d",
    "war": "#a03c00",
}


def empty_chart(told: Told) -> Figure:
    """Draw that there is nothing to draw."""
    return style.empty(style.new_figure(8.6, 3.6), "", told, "every point failed")
