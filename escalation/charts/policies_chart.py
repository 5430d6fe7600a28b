"""Levers: what each adds to an outcome, with its regret and how often it is the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure

from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.policies import COLUMNS, cells, meaning_of, told
from escalation.numbers import rows_of
from escalation.scenario.levers import AS_IT_IS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.studies.levers import Policies

_LINE: Final = 0.27
#: How far right of the axes each column of figures ends, in points.
_ENDS: Final = (38, 106, 184, 248, 288, 332)


@drawn_alike
def policies_chart(found: Policies) -> Figure:
    """Draw each lever's difference from the scenario as it is, the best first."""
    rows = rows_of(found.table)
    figure = style.new_figure(width=12.6, height=2.3 + _LINE * len(rows))
    bottom, top, width, height = style.page(figure, found.run_id, told(found))
    floor = bottom + 0.52 / height
    axes = figure.add_axes((4.8 / width, floor, (width - 9.75) / width, top - floor - 0.2 / height))
    _draw(axes, rows, found.outcome)
    beside = "against the scenario as it is"
    style.name_across(axes, f"Percentage points of runs with {found.what}, {beside}")
    return figure


def _draw(axes: Axes, rows: list[dict[str, Any]], outcome: str) -> None:
    for y, row in enumerate(rows):
        if row["tier"] % 2 == 0:
            axes.axhspan(y - 0.5, y + 0.5, color=style.PALE, alpha=0.22, linewidth=0, zorder=0)
        _mark(axes, y, row, outcome)
    for shift, text in zip(_ENDS, COLUMNS, strict=True):
        style.write(axes, text, (1, -0.5), (shift, 6), ha="right", color=style.SOFT, va="baseline")
    shown = ("between_draws_low", "low"), ("between_draws_high", "high")
    lows, highs = ([row[end] for row in rows for end in ends] for ends in shown)
    low, high = min(v for v in lows if v == v), max(v for v in highs if v == v)
    room = 0.06 * max(high - low, 0.02)
    low, high = min(low, 0.0) - room, max(high, 0.0) + room
    axes.axvline(0, color=style.INK, linewidth=0.9, zorder=2)
    axes.set_xlim(low, high)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    style.points_ticks(axes)
    style.tidy(axes, grid="x")
    axes.spines["left"].set_visible(False)


def _mark(axes: Axes, y: int, row: dict[str, Any], outcome: str) -> None:
    """Draw one lever, its meaning on the left and its figures on the right."""
    base = row["lever"] == AS_IT_IS
    more = (1 if row["difference"] > 0 else -1) if row["told"] else None
    colour, mark = style.SIGN_LOOKS[more]
    if base:
        axes.plot(0, y, "D", color=style.INK, ms=5.0, zorder=4)
    else:
        draws = [row["between_draws_low"], row["between_draws_high"]]
        axes.plot(draws, [y, y], color=style.PALE, linewidth=4, zorder=2.5)
        axes.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=1.8, zorder=3)
        axes.plot(
            row["difference"], y, mark, color=colour, ms=6.4, zorder=4,
            mfc=colour if row["told"] else style.PAPER,
        )  # fmt: skip
    lines = style.balanced(meaning_of(row, outcome), style.SMALL_SIZE, 4.5)
    texts = [(0, -9, "\n".join(lines), style.INK)]
    texts += [
        (1, end, text.replace("-", "\u2212"), style.INK if place < 2 else style.SOFT)
        for place, (end, text) in enumerate(zip(_ENDS, cells(row), strict=True))
    ]
    for x, shift, text, ink in texts:
        style.write(
            axes, text, (x, y), (shift, 0), ha="right", color=ink,
            fontweight="bold" if base and x == 0 else "normal", linespacing=1.0,
        )  # fmt: skip
