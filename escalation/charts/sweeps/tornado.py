"""Tornado: how far each thing varied moves an outcome, the widest swing on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.patches import Patch

from escalation.analysis.sweeps.points import SweepTable
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.sweeps.looks import empty_chart
from escalation.charts.told.sweeps.tornado import change, shown_of, told
from escalation.charts.told.sweeps.words import is_any_computed
from escalation.naming import in_plain_words, value_words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOW: Final = "#7aa6c2"
HIGH: Final = "#2b4a63"
_BAR_INCHES: Final = 0.42
_LEAST_BAR: Final = 0.05
_CHANGE_INCHES: Final = 2.0
_PALE: Final = 0.35


@drawn_alike
def tornado_chart(data: SweepTable, outcome: str) -> Figure:
    """Draw how far each thing varied moves the odds of an outcome."""
    said = told(data, outcome)
    if not is_any_computed(data, outcome):
        return empty_chart(said)
    table = shown_of(data, outcome)
    mean = float(data.good[outcome].mean())
    figure = style.new_figure(9.4, max(2.55 + _BAR_INCHES * len(table), 3.6))
    bottom, top, width, height = style.page(figure, "", said)
    names = [in_plain_words(name) for name in table["axis"]]
    room = max((style.text_width(name, style.TEXT_SIZE + 0.5) for name in names), default=0) / 72
    left, floor = (room + 0.5) / width, bottom + 0.62 / height
    wide = 1 - left - _CHANGE_INCHES / width
    axes = figure.add_axes((left, floor, wide, top - floor))
    _draw(axes, table, names, mean, (wide * width, (top - floor) * height))
    return figure


def _draw(
    axes: Axes,
    table: pd.DataFrame,
    names: list[str],
    mean: float,
    inches: tuple[float, float],
) -> None:
    axes.axvline(mean, color=style.SOFT, linewidth=1.0, zorder=1)
    ends = [mean, *table["at_low"], *table["at_high"]]
    span = max(max(ends) - min(ends), 0.02)
    for place, row in enumerate(table.itertuples()):
        y = len(table) - 1 - place
        _bar(axes, y, row, mean, least=_LEAST_BAR * span)
        _change(axes, y, row)
    axes.set_yticks(range(len(table) - 1, -1, -1), names)
    axes.set_ylim(-0.6, len(table) - 0.4)
    labels = [*table["low"], *table["high"]]
    label = max(style.text_width(str(one), style.SMALL_SIZE) for one in labels) / 72 + 0.12
    room = span * label / max(inches[0] - 2 * label, label)
    axes.set_xlim(max(min(ends) - room, -0.03), min(max(ends) + room, 1.03))
    style.percent_ticks(axes.xaxis, 8)
    style.tidy(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", labelsize=style.TEXT_SIZE + 0.5, labelcolor=style.INK, length=0)
    axes.legend(
        handles=[Patch(color=LOW, label="lowest value"), Patch(color=HIGH, label="highest value")],
        loc="upper center",
        bbox_to_anchor=(0.5, -0.3 / inches[1]),
        ncols=2,
        frameon=False,
        fontsize=style.SMALL_SIZE,
        labelcolor=style.SOFT,
    )


def _bar(axes: Axes, y: int, row: Any, mean: float, *, least: float) -> None:
    """Draw both ends of a bar, each with the value that leads there."""
    for end, colour in sorted(
        ((row.at_low, LOW), (row.at_high, HIGH)), key=lambda one: -abs(one[0] - mean)
    ):
        axes.barh(
            y, end - mean, left=mean, height=0.52, color=colour,
            alpha=1.0 if row.told else _PALE, linewidth=0, zorder=2,
        )  # fmt: skip
    far = max(row.at_low, row.at_high, key=lambda p: abs(p - mean))
    low, high = value_words([str(row.low), str(row.high)])
    ends = [(row.at_low, low), (row.at_high, high)]
    if (row.at_low - mean) * (row.at_high - mean) > 0 or abs(row.change) < least:
        # Both ends lie on one side, or as good as on one spot: one label for both.
        ends = [(far, f"{low} → {high}")]
    for end, label in ends:
        right = end >= mean
        style.write(
            axes, label, (end, y), (4 if right else -4, 0), by="data",
            ha="left" if right else "right", color=style.SOFT, zorder=4,
            path_effects=[style.HALO],
        )  # fmt: skip


def _change(axes: Axes, y: int, row: Any) -> None:
    """Write how far a thing moves the odds, with its interval, to the right of its bar."""
    style.write(
        axes, change(row._asdict()), (1, y), (14, 0),
        color=style.INK if row.told else style.SOFT,
    )  # fmt: skip
