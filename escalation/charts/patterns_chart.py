"""Patterns: the interval that each should lie in, and where the model's value lies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from matplotlib.figure import Figure

from escalation.analysis.patterns.targets import (
    CANNOT_TELL,
    HOLDS,
    MISSES,
    PUT_IN,
    Row,
)
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.patterns import model, shown, target, told
from escalation.charts.words import upper_first

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.studies.check import Check

#: Colour, mark and word of each verdict: told apart by shape as well.
_LOOKS: Final = {
    HOLDS: (style.QUIET, "o"),
    CANNOT_TELL: (style.RELAPSED, "D"),
    MISSES: (style.WAR, "X"),
    PUT_IN: (style.OTHERS, "s"),
}
_LINE: Final = 0.27  # inches a row
_ROOM: Final = 1.0  # target widths shown beyond each end
_ID, _TEXT = -264, -206  # points left of the frame at which a row's id and words begin
_TARGET, _MODEL = 14, 84  # points right of it, for the figures


@drawn_alike
def patterns_chart(found: Check) -> Figure:
    """Draw a row for each pattern with a target: the target as a band, all bands of one width."""
    said, rows = told(found), shown(found.rows)
    figure = style.new_figure(width=10.4, height=2.15 + _LINE * max(len(rows), 3))
    if not rows:
        return style.empty(figure, "", said, "no patterns")
    bottom, top, width, height = style.page(figure, "", said)
    floor = bottom + 0.62 / height
    axes = figure.add_axes(
        (3.95 / width, floor, (width - 5.95) / width, top - 0.24 / height - floor)
    )
    _frame(axes, len(rows))
    for place, row in enumerate(rows):
        _row(axes, place, row)
    _figures(axes, -1, "target", "model", style.SOFT)
    _key(axes, {row.verdict for row in rows})
    return figure


def _frame(axes: Axes, count: int) -> None:
    axes.set_ylim(count - 0.5, -0.5)
    axes.set_xlim(-_ROOM, 1 + _ROOM)
    axes.set_xticks([0, 1], ["target's low end", "high end"])
    axes.set_yticks([])
    axes.axvspan(0, 1, color=style.QUIET, alpha=0.13, linewidth=0, zorder=0)
    style.tidy(axes, grid="x")
    for place in range(1, count):
        axes.axhline(place - 0.5, color=style.PALE, linewidth=0.4, zorder=0)


def _row(axes: Axes, place: int, row: Row) -> None:
    colour, mark = _LOOKS[row.verdict]
    _label(axes, place, row)
    if math.isfinite(row.value):
        low, value, high = (_scaled(row, end) for end in (row.value_low, row.value, row.value_high))
        inside = (max(low, -_ROOM), min(high, 1 + _ROOM))
        if inside[0] <= inside[1]:
            axes.plot(inside, [place, place], color=colour, linewidth=1.8, zorder=3)
        if -_ROOM <= value <= 1 + _ROOM:
            axes.plot(value, place, mark, color=colour, ms=6, mec="white", mew=0.7, zorder=4)
        else:
            end, arrow = (-_ROOM, "<") if value < 0 else (1 + _ROOM, ">")
            axes.plot(end, place, arrow, color=colour, ms=7, zorder=4, clip_on=False)
    _figures(axes, place, target(row), model(row), colour)


def _scaled(row: Row, value: float) -> float:
    """Return a value's place, 0 at the target's low end and 1 at its high end."""
    if not math.isfinite(value):
        return math.inf
    return (value - row.low) / (row.high - row.low)


def _label(axes: Axes, place: int, row: Row) -> None:
    """Write a row's id and what it measures on the left, cut to the room there is."""
    text = f"{row.pattern}: {row.statistic}"
    lines = style.wrapped(text, style.SMALL_SIZE - 0.6, 2.75)
    short = lines[:2]
    if len(lines) > 2:
        short[1] = f"{short[1]} …"
    for x, words, weight in ((_ID, row.id, "bold"), (_TEXT, "\n".join(short), "normal")):
        style.write(
            axes, upper_first(words), (0, place), (x, 0), fontsize=style.SMALL_SIZE - 0.6,
            fontweight=weight, linespacing=1.05,
        )  # fmt: skip


def _figures(axes: Axes, place: int, wanted: str, found: str, colour: str) -> None:
    for x, words, shade in ((_TARGET, wanted, style.SOFT), (_MODEL, found, colour)):
        style.write(axes, words, (1, place), (x, 0), color=shade)


def _key(axes: Axes, verdicts: set[str]) -> None:
    """Name the marks below the frame."""
    x = float(_ID)
    for verdict, (colour, mark) in _LOOKS.items():
        if verdict not in verdicts:
            continue
        sign = {"o": "●", "D": "◆", "X": "✖", "s": "■"}[mark]
        text = f"{sign} {verdict}"
        style.write(axes, text, (0, 0), (x, -34), by="axes fraction", color=colour)
        x += style.text_width(text, style.SMALL_SIZE) + 16
