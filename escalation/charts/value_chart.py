"""Which claim to verify first: how far each moves the odds, and whether it changes a choice."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from escalation.analysis.sensitivity.effects import CLEAR
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.value import shown, told

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from escalation.studies.value import Valued

_YES, _NO = "#7a4a00", "#5aa9d6"
_ROW_INCHES: Final = 0.36
_LABEL_INCHES: Final = 3.6


@drawn_alike
def value_chart(found: Valued) -> Figure:
    """Draw the odds if each claim were confirmed or refuted, and the value of knowing it."""
    table = shown(found)
    figure = style.new_figure(width=11.5, height=2.15 + _ROW_INCHES * max(len(table), 3))
    bottom, top, width, height = style.page(figure, "", told(found))
    floor = bottom + 0.42 / height
    tall = top - 0.32 / height - floor
    odds = figure.add_axes((4.2 / width, floor, 4.0 / width, tall))
    worth = figure.add_axes((8.6 / width, floor, 2.55 / width, tall))
    _draw_odds(odds, table)
    _draw_worth(worth, table)
    return figure


def _frame(axes: Axes, rows: int) -> None:
    axes.set_ylim(rows - 0.45, -0.55)
    axes.set_yticks([])
    style.tidy(axes, grid="x")


def _draw_odds(axes: Axes, table: pd.DataFrame) -> None:
    _frame(axes, len(table))
    for y, row in enumerate(table.to_dict("records")):
        short = textwrap.shorten(f"{row['name']}  {row['claim']}", 110, placeholder=" ...")
        text = "\n".join(style.balanced(short, style.SMALL_SIZE, _LABEL_INCHES))
        style.write(axes, text, (0, y), (-10, 0), ha="right")
        if row["move"] != row["move"]:
            axes.annotate(
                str(row["move_note"]), (0.02, y), xycoords=("axes fraction", "data"),
                va="center", fontsize=style.FOOT_SIZE, color=style.SOFT,
            )  # fmt: skip
            continue
        axes.plot([row["refuted"], row["confirmed"]], [y, y], color=style.PALE, lw=1, zorder=1)
        for end, colour, mark, lift in (
            ("refuted", _NO, "o", -0.15),
            ("confirmed", _YES, "D", 0.15),
        ):
            style.two_intervals(
                axes, y + lift, colour,
                draws=[row[f"{end}_between_draws_{side}"] for side in ("low", "high")],
                carlo=[row[f"{end}_{side}"] for side in ("low", "high")],
            )  # fmt: skip
            axes.plot(
                row[end], y + lift, mark, color=colour, ms=5.5, markeredgecolor="white", zorder=3
            )
    offset = 0.0
    for text, colour in (("● refuted", _NO), ("◆ confirmed", _YES)):
        style.write(
            axes, text, (0, 1), (offset, 6), by="axes fraction", fontweight="bold", color=colour,
            va="baseline",
        )  # fmt: skip
        offset += 62
    style.percent_ticks(axes.xaxis, 8)


def _draw_worth(axes: Axes, table: pd.DataFrame) -> None:
    _frame(axes, len(table))
    for y, row in enumerate(table.to_dict("records")):
        colour = style.MODEL if row["effect"] == CLEAR else style.NEVER_QUIET
        axes.plot([row["low"], row["high"]], [y, y], color=colour, lw=1.6, zorder=2)
        axes.plot(
            row["value"], y, "o", color=colour, ms=6, markeredgecolor="white", zorder=3,
            clip_on=False,
        )  # fmt: skip
    axes.set_xlim(0, max([0.005, *(1.1 * high for high in table["high"])]))
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.3g}"))
    style.write(
        axes, "value of knowing, points (grey: none seen)", (0, 1), (0, 6), by="axes fraction",
        fontweight="bold", va="baseline",
    )  # fmt: skip
