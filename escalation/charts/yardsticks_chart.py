"""Yardsticks: the model's odds beside like cases in the record, a Markov chain, and the blend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from escalation.analysis.record.blend import MODEL, Chance
from escalation.charts import style
from escalation.charts.chart_data import ALL_FAILED, good_runs
from escalation.charts.settings import drawn_alike
from escalation.charts.told.yardsticks import chance_told, rows_of, told
from escalation.charts.words import upper_first
from escalation.naming import OUTCOME_NAMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.analysis.record.yardsticks import Yardsticks
    from escalation.results.result import Result

_LINE: Final = 0.145  # inches between the marks of a row
_GAP: Final = 0.15  # inches between rows


@drawn_alike
def yardsticks_chart(data: Result) -> Figure:
    """Draw each outcome's chance by every column as a mark with its 95% interval."""
    beside = data.yardsticks() if good_runs(data) else None
    rows = rows_of(beside) if beside else []
    lines = sum(len(marks) for _, marks in rows)
    figure = style.new_figure(height=1.95 + lines * _LINE + len(rows) * _GAP if rows else 4.6)
    said = told(data)
    if not beside:
        return style.empty(figure, data.run_id, said, ALL_FAILED)
    bottom, top, width, height = style.page(figure, data.run_id, said)
    floor = bottom + 0.3 / height
    axes = figure.add_axes((2.1 / width, floor, (width - 4.65) / width, top - floor))
    _draw(axes, rows, beside)
    return figure


def _draw(axes: Axes, rows: list[tuple[str, list[tuple[str, Chance]]]], beside: Yardsticks) -> None:
    """Draw the rows from the top down, a line a mark, names on the left, figures on the right."""
    y = 0.0
    for place, (outcome, marks) in enumerate(rows):
        above = y - _GAP / 2 - _LINE / 2
        for name, chance in marks:
            _mark(axes, y, name, chance)
            y += _LINE
        below = y + _GAP / 2 - _LINE / 2
        if place % 2 == 0:
            axes.axhspan(above, below, color=style.PALE, alpha=0.22, linewidth=0, zorder=0)
        _name(axes, (above + below) / 2, outcome, bold=outcome in beside.disputed)
        y += _GAP
    axes.set_ylim(y - _GAP / 2 - _LINE / 2, -_GAP / 2 - _LINE / 2)
    axes.set_xlim(0, 1)
    axes.set_yticks([])
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    style.tidy(axes, grid="x")


def _mark(axes: Axes, y: float, name: str, chance: Chance) -> None:
    """Draw one mark with its interval, and its name and figures on the right."""
    colour, mark = style.COLUMN_MARKS[name]
    axes.plot([chance.low, chance.high], [y, y], color=colour, linewidth=1.6, zorder=3)
    axes.plot(chance.p, y, mark, color=colour, ms=5.2, mew=1.6, zorder=4, clip_on=False)
    for text, x in ((upper_first(name), 9), (chance_told(chance), 92)):
        style.write(
            axes, text, (1, y), (x, 0), fontweight="bold" if name == MODEL else "normal",
            color=colour,
        )  # fmt: skip


def _name(axes: Axes, y: float, outcome: str, *, bold: bool) -> None:
    """Name the outcome on the left of its row."""
    name, meaning = OUTCOME_NAMES[outcome].label, OUTCOME_NAMES[outcome].meaning
    for text, up, weight, colour, size in (
        (name, 6 if meaning else 0, "bold" if bold else "normal", style.INK, style.TEXT_SIZE + 1),
        (meaning, -7, "normal", style.SOFT, style.SMALL_SIZE),
    ):
        if text:
            style.write(
                axes, text, (0, y), (-9, up), ha="right", fontsize=size, fontweight=weight,
                color=colour,
            )  # fmt: skip
