"""Storylines: how high each kind of future stands on the ladder, how often it comes, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure

from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.storylines import share_of, told
from escalation.charts.words import since
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import odds_of, percent
from escalation.vocabulary import END_STATES, RUNGS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.studies.storylines import Storyline
    from escalation.studies.storylines import Told as Storylines

_ROW_INCHES: Final = 1.15


@drawn_alike
def storylines_chart(found: Storylines) -> Figure:
    """Draw a row for each kind: mean rung by day, end states, and what set it apart by day 14."""
    count = len(found.storylines)
    figure = style.new_figure(width=11.8, height=2.0 + _ROW_INCHES * count)
    bottom, top, width, height = style.page(figure, found.run_id, told(found))
    floor = bottom + 0.6 / height
    tall = (top - floor) / count
    for place, story in enumerate(found.storylines):
        low = top - (place + 1) * tall + 0.1 / height
        high = tall - 0.42 / height
        path = figure.add_axes((0.5 / width, low, 4.2 / width, high))
        _draw_path(path, found, place, last=place == count - 1)
        figure.text(
            0.28 / width, low + high + 0.09 / height,
            f"{share_of(story.row)}  {story.name}",
            fontsize=style.TEXT_SIZE, fontweight="bold", color=style.INK,
        )  # fmt: skip
        ends = figure.add_axes((5.05 / width, low, 2.95 / width, high))
        _draw_ends(ends, story.row)
        _tell_early(figure, story, 8.2 / width, low + high - 0.02 / height, height)
    return figure


def _draw_path(axes: Axes, found: Storylines, place: int, *, last: bool) -> None:
    for number, path in enumerate(found.paths):
        mine = number == place
        colour, wide = (style.MODEL, 1.8) if mine else (style.PALE, 0.9)
        axes.plot(range(len(path)), path, color=colour, lw=wide, zorder=3 if mine else 1)
    axes.set_ylim(0, len(RUNGS) - 1)
    style.tidy(axes)
    style.day_ticks(axes, found.horizon_days, found.as_of)
    axes.set_yticks(range(0, len(RUNGS), 2))
    if last:
        style.name_across(axes, since(found.as_of))
    else:
        axes.set_xticklabels([])


def _draw_ends(axes: Axes, row: dict[str, Any]) -> None:
    axes.set_xlim(0, 3.3)  # a full bar, and room for the words beside it
    axes.set_ylim(len(END_STATES) - 0.4, -0.6)
    axes.set_axis_off()
    for y, name in enumerate(END_STATES):
        share = float(row[name])
        axes.barh(
            y, share, height=0.62, facecolor=style.END_STATE_COLOURS[name], lw=0,
            edgecolor=style.PAPER, hatch=style.END_STATE_HATCHES.get(name),
        )  # fmt: skip
        said = f"{OUTCOME_NAMES[name].brief} {odds_of(row, name)}"
        style.write(axes, said, (share, y), (4, 0), by="data")


def _tell_early(figure: Figure, story: Storyline, x: float, y: float, height: float) -> None:
    day = max(story.early)
    lines = [
        f"{row['indicator']}: {percent(row['mine'])}, others {percent(row['others'])}"
        for row in story.early[day]
    ]
    for number, line in enumerate([*lines, f"its run to watch: {story.run}"]):
        shown = "\n  ".join(style.wrapped(line, style.SMALL_SIZE, 3.35))
        figure.text(
            x, y - number * 0.19 / height, shown, fontsize=style.SMALL_SIZE, va="top",
            color=style.SOFT if number == len(lines) else style.INK,
        )  # fmt: skip
