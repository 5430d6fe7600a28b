"""Pivots: the odds of a run's end from morning to morning, and what each pivot did to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.pivots import told
from escalation.charts.words import since

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.studies.pivots import Pivots


@drawn_alike
def pivots_chart(found: Pivots) -> Figure:
    """Draw the share of futures that end as the run did, and where it would be without a pivot."""
    figure = style.new_figure(width=10.0, height=5.6)
    bottom, top, width, height = style.page(figure, "", told(found))
    floor = bottom + 0.62 / height
    axes = figure.add_axes(
        (0.85 / width, floor, (width - 1.2) / width, top - floor - 0.35 / height)
    )
    colour = style.END_STATE_COLOURS[found.end]
    days, share = found.mornings["day"], found.mornings[found.end]
    for row in found.pivots.to_dict("records"):
        _draw_pivot(axes, row)
    axes.plot(days, share, color=colour, lw=1.8, zorder=3)
    style.tidy(axes)
    style.day_ticks(axes, int(days.iloc[-1]) + 1, found.as_of)
    axes.set_ylim(-0.02, 1.02)
    style.percent_ticks(axes.yaxis)
    style.name_across(axes, since(found.as_of))
    _legend(axes, colour)
    return figure


def _draw_pivot(axes: Axes, row: dict[Any, Any]) -> None:
    """Draw the step from the odds with a moment to those without it, on the next morning."""
    day = row["day"] + 1
    told = bool(row["told_apart"])
    ink = style.INK if told else style.NEVER_QUIET
    axes.plot([day, day], [row["with_it"], row["without_it"]], color=ink, lw=0.8, zorder=4)
    axes.plot(
        day, row["without_it"], "o", ms=5, color=ink, mfc=ink if told else style.PAPER, zorder=5,
        clip_on=False,
    )  # fmt: skip


def _legend(axes: Axes, colour: str) -> None:
    marks = [
        Line2D([], [], color=colour, lw=1.8, label="as the run went"),
        Line2D([], [], color=style.INK, marker="o", ms=5, lw=0.8, label="without a moment"),
        Line2D(
            [], [], color=style.NEVER_QUIET, marker="o", ms=5, lw=0.8, mfc=style.PAPER,
            label="without it, not told apart",
        ),
    ]  # fmt: skip
    axes.legend(
        handles=marks, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3, frameon=False,
        fontsize=style.SMALL_SIZE, labelcolor=style.SOFT, borderaxespad=0.2, handlelength=1.8,
    )  # fmt: skip
