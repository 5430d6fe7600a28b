"""Claims, and what they were taken to mean: figures against the truth drawn, words by draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator, PercentFormatter
from matplotlib.transforms import offset_copy

from escalation.charts import style
from escalation.charts.claims_table import Believed, HeldRow, NumericRow, held_rows, numeric_rows
from escalation.charts.settings import drawn_alike
from escalation.charts.told.claims import (
    FIGURES_AXIS,
    PRIOR,
    TAKEN,
    WORDS_AXIS,
    axis_end,
    claimed,
    named,
    speakers_told,
    ticks_to,
    told,
)
from escalation.numbers import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from escalation.charts.told import Told
    from escalation.results.result import Result

_DRAWN: Final = style.INK
#: What stands in a text for a mark of figures, and how wide the bar beside it is.
_SIGNS: Final = {"v": "▼", "^": "▲", "s": "■"}
_SWATCH_POINTS: Final = 18.0
_PRIOR: Final = "#b9b4a8"
_ROW_INCHES: Final = 0.3
_TEXT_INCHES: Final = 3.05
_NAME_SIZE: Final = style.SMALL_SIZE - 0.4
#: Points from a claim's mark to its name, between lines of them, and past the axes on the right.
_BESIDE, _LINE_POINTS, _BEYOND = 6.5, 9.5, 24.0


@drawn_alike
def claims_chart(data: Result) -> Figure:
    """Draw what was claimed beside the prior and the truth drawn, and how often claims hold."""
    return drawn_claims(data, data.run_id, told(data))


@drawn_alike
def drawn_claims(data: Believed, run_id: str, said: Told) -> Figure:
    """Draw the claims of a scenario that is one of several; see `claims_chart`.

    Parameters
    ----------
    data
        The claims, and what draws take to be true.
    run_id
        Whose results they are, for the foot.
    said
        What is said of them; see `escalation.charts.told.claims.told_of`.
    """
    numbers, words = numeric_rows(data), held_rows(data)
    rows = max(len(words), 12)
    figure = style.new_figure(width=12.0, height=2.2 + _ROW_INCHES * rows)
    bottom, top, width, height = style.page(figure, run_id, said)
    floor = bottom + 0.4 / height
    tall = top - 0.62 / height - floor
    left = figure.add_axes((1.72 / width, floor, 3.55 / width, tall))
    _draw_numbers(left, numbers)
    start = 5.75 + 0.45 + _TEXT_INCHES
    right = figure.add_axes((start / width, floor, (width - start - 0.75) / width, tall))
    _draw_words(right, words, start - 5.75)
    return figure


def _draw_numbers(axes: Axes, rows: list[NumericRow]) -> None:
    """Draw a row for each fact: prior above, truth as drawn below, claims as triangles."""
    _heading(axes, "Figures", -1.44 / 3.55)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.set_yticks([])
    end = axis_end(rows)
    axes.set_xscale("symlog", linthresh=2.0, linscale=0.45)
    axes.set_xlim(0, end)
    axes.xaxis.set_major_locator(FixedLocator(ticks_to(end)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: claimed(value)))
    style.name_across(axes, FIGURES_AXIS)
    style.tidy(axes, grid="x")
    for y, row in enumerate(rows):
        name = "\n".join(style.wrapped(named(row), style.SMALL_SIZE, 1.3))
        style.write(axes, name, (0, y), (-9, 0), ha="right")
        _range(axes, row.prior, y - 0.09, _PRIOR, PRIOR if y == 0 else "")
        if row.drawn is not None:
            _range(axes, row.drawn, y + 0.15, _DRAWN, TAKEN if y == 0 else "")
        _draw_claimed(axes, row, y - 0.28)
        if not row.claimed:
            style.write(
                axes, "no claim", (0, y - 0.3), (5, 0), by="data", fontsize=style.SMALL_SIZE - 0.4,
                color=style.SOFT,
            )  # fmt: skip


def _draw_claimed(axes: Axes, row: NumericRow, y: float) -> None:
    """Mark each figure claimed and name it beside; what would touch stands on a line of its own."""
    figure: Any = axes.get_figure(root=True)
    ends: list[float] = []  # how far right each line is taken, in points
    right = axes.bbox.x1 * 72 / figure.dpi + _BEYOND
    for claim_id, speaker, value in sorted(row.claimed, key=lambda claim: claim[2]):
        colour = style.SPEAKER_COLOURS.get(speaker, style.OTHERS)
        mark = style.SPEAKER_MARKS.get(speaker, style.OTHERS_MARK)
        name = f"{claim_id}: {claimed(value)}"
        wide = style.text_width(name, _NAME_SIZE, "bold") + _BESIDE
        at = axes.transData.transform((value, y))[0] * 72 / figure.dpi
        side = 1 if at + wide <= right else -1
        begins, stops = (at - _BESIDE, at + wide) if side > 0 else (at - wide, at + _BESIDE)
        line = next((n for n, end in enumerate(ends) if end < begins), len(ends))
        ends[line : line + 1] = [stops]
        lift = _LINE_POINTS * line
        axes.plot(
            value, y, mark, color=colour, ms=7.5, markeredgecolor="white", zorder=5, clip_on=False,
            transform=offset_copy(axes.transData, figure, y=lift, units="points"),
        )  # fmt: skip
        style.write(
            axes, name, (value, y), (_BESIDE * side, lift), by="data",
            ha="left" if side > 0 else "right", fontsize=_NAME_SIZE, fontweight="bold",
            color=colour, va="center",
        )  # fmt: skip


def _range(axes: Axes, quantiles: NDArray[np.float64], y: float, colour: str, name: str) -> None:
    """Draw nine tenths, half and median; name it above its upper end."""
    low, lower, middle, upper, high = quantiles
    axes.plot([low, high], [y, y], color=colour, lw=1.6, solid_capstyle="butt", zorder=3)
    axes.plot([lower, upper], [y, y], color=colour, lw=5.5, solid_capstyle="butt", zorder=3)
    axes.plot(middle, y, "o", ms=5.5, color="white", markeredgecolor=colour, mew=1.5, zorder=4)
    if name:
        style.write(
            axes, name, (high, y), (5, 0), by="data", fontsize=style.SMALL_SIZE - 0.4,
            color=style.SOFT if colour == _PRIOR else style.INK,
        )  # fmt: skip


def _draw_words(axes: Axes, rows: list[HeldRow], text_inches: float) -> None:
    """Draw a row for each statement: its text on the left, a bar for the share of draws."""
    inches = axes.get_position().width * _figure_width(axes)
    _heading(axes, "Words", -text_inches / inches)
    axes.set_xlim(0, 1)
    axes.set_ylim(max(len(rows), 1) - 0.45, -0.55)
    axes.set_yticks([])
    axes.set_xticks([0, 0.5, 1])
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    style.name_across(axes, WORDS_AXIS)
    style.tidy(axes, grid="x")
    if not rows:
        axes.text(
            0.5,
            0.5,
            "no claim in words",
            transform=axes.transAxes,
            ha="center",
            fontsize=style.TEXT_SIZE,
            color=style.SOFT,
        )
    size = style.SMALL_SIZE - 0.5
    for y, row in enumerate(rows):
        colour = style.SPEAKER_COLOURS.get(row.speaker, style.OTHERS)
        axes.barh(
            y, row.share, height=0.5, facecolor=colour, edgecolor=style.PAPER, linewidth=0,
            hatch=style.SPEAKER_HATCHES.get(row.speaker, style.OTHERS_HATCH), zorder=2,
        )  # fmt: skip
        lines = style.wrapped(f"{row.text} ({row.ids})", size, _TEXT_INCHES + 0.25)
        if len(lines) > 2:
            lines = [lines[0], f"{lines[1][:-12].rstrip()} … ({row.ids})"]
        style.write(
            axes, "\n".join(lines), (0, y), (-8, 0), ha="right", fontsize=size, linespacing=1.05
        )
        style.write(axes, percent(row.share), (1, y), (7, 0))
    _name_speakers(axes, rows)


def _name_speakers(axes: Axes, rows: list[HeldRow]) -> None:
    """Name the speakers in one line above the bars: mark of figures, hatch and colour of bars."""
    told = speakers_told(row.speaker for row in rows)
    inches = axes.get_position().width * _figure_width(axes)
    offset = 0.0
    for speaker, names in reversed(told.items()):
        colour = style.SPEAKER_COLOURS.get(speaker, style.OTHERS)
        sign = _SIGNS[style.SPEAKER_MARKS.get(speaker, style.OTHERS_MARK)]
        text = f"{sign} {names}"
        style.write(
            axes, text, (1, 1), (28 - offset, 7), by="axes fraction", ha="right", color=colour,
            va="baseline",
        )  # fmt: skip
        offset += style.text_width(text, style.SMALL_SIZE) + _SWATCH_POINTS + 4
        tall = axes.get_position().height * _figure_width(axes, 1) * 72
        axes.add_patch(
            Rectangle(
                (1 + (28 - offset) / (72 * inches), 1 + 6 / tall),
                _SWATCH_POINTS / (72 * inches), 8 / tall, facecolor=colour, edgecolor=style.PAPER,
                hatch=style.SPEAKER_HATCHES.get(speaker, style.OTHERS_HATCH), linewidth=0,
                transform=axes.transAxes, clip_on=False,
            )
        )  # fmt: skip
        offset += 12


def _heading(axes: Axes, text: str, x: float) -> None:
    style.write(
        axes, text, (x, 1), (0, 7), by="axes fraction", fontsize=style.TEXT_SIZE + 1,
        fontweight="bold", va="baseline",
    )  # fmt: skip


def _figure_width(axes: Axes, which: int = 0) -> float:
    """Return the figure's width in inches, or its height where ``which`` is 1."""
    figure: Any = axes.get_figure(root=True)
    return float(figure.get_size_inches()[which])
