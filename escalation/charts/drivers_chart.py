"""What the odds hinge on: where the variance goes, and the inputs with the largest effects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from matplotlib.figure import Figure

from escalation.analysis.sensitivity.effects import CLEAR
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.drivers import BUDGET, budget_of, shown, told
from escalation.naming import in_plain_words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from escalation.results.explain import Explanation

_ALONE: Final = style.MODEL
#: Colours of the parts of what runs differ by.
_BUDGET: Final = (style.PALE, _ALONE, "#b7a6d3")
_LOW, _HIGH = "#5aa9d6", "#7a4a00"
_ROW_INCHES: Final = 0.34


@drawn_alike
def drivers_chart(found: Explanation) -> Figure:
    """Draw where variance goes, and the leading inputs' shares and odds at both ends."""
    table = shown(found.drivers)
    rows = len(table)
    figure = style.new_figure(width=10.5, height=2.75 + _ROW_INCHES * rows)
    bottom, top, width, height = style.page(figure, found.run_id, told(found))
    strip = figure.add_axes((0.28 / width, top - 0.62 / height, 1 - 0.56 / width, 0.26 / height))
    _draw_budget(strip, found.budget, budget_of(found))
    floor, tall = bottom + 0.48 / height, top - 1.2 / height - bottom - 0.48 / height
    shares = figure.add_axes((2.75 / width, floor, 2.95 / width, tall))
    odds = figure.add_axes((6.15 / width, floor, 4.05 / width, tall))
    _draw_shares(shares, table)
    _draw_odds(odds, table)
    return figure


def _draw_budget(
    axes: Axes, budget: Mapping[str, float | None], said: list[tuple[str, str]]
) -> None:
    """Draw one bar: chance, inputs alone, inputs together."""
    axes.set_xlim(0, 1)
    axes.set_axis_off()
    if not said:
        axes.text(
            0, 0.5, "One replicate a draw: chance and ignorance can't be told apart.",
            va="center", fontsize=style.TEXT_SIZE, color=style.SOFT,
        )  # fmt: skip
        return
    at, offset = 0.0, 0.0
    for (key, _), (words, share), colour in zip(BUDGET, said, _BUDGET, strict=True):
        value = float(budget[key] or 0.0)
        axes.barh(0.5, value, left=at, height=1.0, color=colour, edgecolor="white", linewidth=1)
        text = f"{words} {share}"
        for piece, ink in (("■ ", colour), (text, style.INK)):
            style.write(
                axes, piece, (0, 1), (offset, 5), by="axes fraction", color=ink, va="baseline"
            )
            offset += style.text_width(piece, style.SMALL_SIZE) + 3
        offset += 14
        at += value


def _frame(axes: Axes, heading: str, rows: int) -> None:
    axes.set_ylim(rows - 0.45, -0.55)
    axes.set_yticks([])
    style.tidy(axes, grid="x")
    style.write(axes, heading, (0, 1), (0, 6), by="axes fraction", fontweight="bold", va="baseline")


def _draw_shares(axes: Axes, table: pd.DataFrame) -> None:
    """Draw each input's share of the variance as a dot with its interval."""
    _frame(axes, "share of what runs differ by", len(table))
    for y, row in enumerate(table.to_dict("records")):
        clear = row["effect"] == CLEAR
        colour = _ALONE if clear else style.NEVER_QUIET
        axes.plot([row["low"], row["high"]], [y, y], color=colour, lw=1.6, zorder=2)
        axes.plot(row["share"], y, "o", color=colour, ms=6, markeredgecolor="white", zorder=3)
        style.write(
            axes, in_plain_words(row["name"]), (0, y), (-10, 0), ha="right",
            fontsize=style.TEXT_SIZE, color=style.INK if clear else style.SOFT,
        )  # fmt: skip
    axes.set_xlim(0, max(float(table["high"].max()) * 1.08, 0.001))
    style.percent_ticks(axes.xaxis, 4)


def _draw_odds(axes: Axes, table: pd.DataFrame) -> None:
    """Draw the odds where each input is lowest and highest, each with its interval."""
    _frame(axes, "odds where the input is", len(table))
    for y, row in enumerate(table.to_dict("records")):
        ends = (row["low_odds"], row["high_odds"])
        axes.plot(ends, [y, y], color=style.PALE, lw=1, zorder=1)
        for end, colour, mark, lift in (("low", _LOW, "o", -0.15), ("high", _HIGH, "D", 0.15)):
            style.two_intervals(
                axes, y + lift, colour,
                draws=[row[f"{end}_odds_between_draws_{side}"] for side in ("low", "high")],
                carlo=[row[f"{end}_odds_{side}"] for side in ("from", "to")],
            )  # fmt: skip
            axes.plot(
                row[f"{end}_odds"], y + lift, mark, color=colour, ms=5.5,
                markeredgecolor="white", zorder=3,
            )  # fmt: skip
    offset = 128.0
    for text, colour in (("● low", _LOW), ("◆ high", _HIGH)):
        style.write(
            axes, text, (0, 1), (offset, 6), by="axes fraction", fontweight="bold", color=colour,
            va="baseline",
        )  # fmt: skip
        offset += 40
    style.percent_ticks(axes.xaxis, 5)
