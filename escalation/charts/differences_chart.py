"""Paired differences: a dot and an interval for each outcome and scenario, zero in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure

from escalation.analysis.paired.differences import BETTER
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.differences import groups_of, points, told
from escalation.naming import OUTCOME_NAMES, in_plain_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.studies.paired_findings import Comparison

_LINE, _GAP = 0.185, 0.15
#: Inches of the axes and of the figures on their right; points between names and the axes.
_AXES_INCHES, _FIGURES_INCHES = 4.2, 3.95
_BESIDE_AXES: Final = 9.0


@drawn_alike
def differences_chart(found: Comparison) -> Figure:
    """Draw how each outcome's share differs from that under the first scenario."""
    said, groups = told(found), groups_of(found)
    arms = list(dict.fromkeys(row["arm"] for _, rows in groups for row in rows))
    lines = sum(len(rows) for _, rows in groups)
    several = len(arms) > 1
    names = [style.text_width(shortened(arm), style.SMALL_SIZE) for arm in arms] if several else []
    arm_points = max(names, default=0.0) + (_BESIDE_AXES if several else 0.0)
    labels = [
        style.text_width(OUTCOME_NAMES[o].label, style.TEXT_SIZE + 1, "bold") for o, _ in groups
    ]
    left = (max(labels, default=0.0) + arm_points + _BESIDE_AXES) / 72 + 0.28
    figure = style.new_figure(
        width=left + _AXES_INCHES + _FIGURES_INCHES,
        height=2.0 + lines * _LINE + len(groups) * _GAP if groups else 4.0,
    )
    if not groups:
        why = "no pair of runs came through, or the horizon is too short"
        return style.empty(figure, found.run_id, said, why)
    bottom, top, width, height = style.page(figure, found.run_id, said)
    floor = bottom + 0.52 / height
    axes = figure.add_axes((left / width, floor, _AXES_INCHES / width, top - floor))
    _draw(axes, groups, several=several, shift=-_BESIDE_AXES - arm_points)
    base = in_plain_words(found.base.name)
    style.name_across(axes, f"Percentage points more or less than under {base}")
    return figure


def _draw(
    axes: Axes, groups: list[tuple[str, list[dict[str, Any]]]], *, several: bool, shift: float
) -> None:
    """Draw the rows from the top down, names on the left and figures on the right."""
    y = 0.0
    for place, (outcome, rows) in enumerate(groups):
        above = y - _GAP / 2 - _LINE / 2
        for row in rows:
            _mark(axes, y, row, several=several)
            y += _LINE
        below = y + _GAP / 2 - _LINE / 2
        if place % 2 == 0:
            axes.axhspan(above, below, color=style.PALE, alpha=0.22, linewidth=0, zorder=0)
        style.write(
            axes, OUTCOME_NAMES[outcome].label, (0, (above + below) / 2),
            (shift, 0), ha="right", fontsize=style.TEXT_SIZE + 1,
            fontweight="bold",
        )  # fmt: skip
        y += _GAP
    shown = ("between_draws_low", "between_draws_high", "low", "high")
    ends = [abs(float(row[end])) for _, rows in groups for row in rows for end in shown]
    reach = max(0.01, *(end for end in ends if end == end)) * 1.06
    axes.axvline(0, color=style.INK, linewidth=0.9, zorder=2)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(y - _GAP / 2 - _LINE / 2, -_GAP / 2 - _LINE / 2)
    axes.set_yticks([])
    style.points_ticks(axes)
    style.tidy(axes, grid="x")
    axes.spines["left"].set_visible(False)


def _mark(axes: Axes, y: float, row: dict[str, Any], *, several: bool) -> None:
    """Draw one difference with its interval, and its figures on the right."""
    colour, mark = _look(row)
    draws = [row["between_draws_low"], row["between_draws_high"]]
    axes.plot(draws, [y, y], color=style.PALE, linewidth=4, zorder=2.5)
    axes.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=1.8, zorder=3)
    axes.plot(
        row["difference"], y, mark, color=colour, ms=6.4, zorder=4,
        mfc=colour if row["told"] else style.PAPER,
    )  # fmt: skip
    ink = colour if row["told"] else style.SOFT
    size, interval, shares = points(row)
    texts = [
        (1.0, 40, "right", size, ink),
        (1.0, 48, "left", interval, ink),
        (1.0, 124, "left", shares, ink),
    ]
    if several:
        texts.append((0.0, -9, "right", shortened(row["arm"]), style.INK))
    for x, shift, side, text, hue in texts:
        style.write(axes, text, (x, y), (shift, 0), ha=side, color=hue)


def _look(row: dict[str, Any]) -> tuple[str, str]:
    """Return colour and mark of a difference: better, worse, neither by itself, or not told."""
    if not row["told"]:
        return style.SIGN_LOOKS[None]
    return style.SIGN_LOOKS[BETTER[row["outcome"]] * (1 if row["difference"] > 0 else -1)]


def shortened(name: str, most: int = 25) -> str:
    """Return a scenario's name in words that fit beside its row."""
    name = in_plain_words(name)
    return name if len(name) <= most else f"{name[: most - 1]}…"
