"""Reliability: how often it came about where a forecaster gave such a chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from escalation.analysis.forecasts.score_tables import (
    BASE_RATE,
    CHAIN,
    FORECASTERS,
    MODEL,
    OUTCOME_WORDS,
    QUIET,
)
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.reliability import is_any_known, score, told
from escalation.charts.words import upper_first

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from escalation.studies.score import Scored

#: Colour and marker of each forecaster: told apart by shape as well.
_LOOKS: Final = {
    MODEL: (style.MODEL, "o"),
    BASE_RATE: (style.INK, "s"),
    CHAIN: (style.OTHERS, "^"),
}
_PANELS: Final = tuple(outcome for outcome in OUTCOME_WORDS if outcome != QUIET)
_SCORES_INCHES = 0.72  # room for the scores below a panel
_MARGIN = 0.09  # room beyond 0 and 1 for the episodes' ticks
_NEAR, _ROOM_BELOW = 0.06, 0.12  # a number takes so much across, and needs so much below


@drawn_alike
def reliability_chart(found: Scored) -> Figure:
    """Draw a panel for each outcome: chances given against how often it came about."""
    figure = style.new_figure(width=11.0, height=6.0)
    said = told(found)
    if not is_any_known(found):
        return style.empty(figure, "", said, "no known outcome")
    bottom, top, width, height = style.page(figure, "", said)
    floor = bottom + (0.5 + _SCORES_INCHES) / height
    tall = top - 0.34 / height - floor
    left, gap = 0.62 / width, 0.42 / width
    wide = (1 - left - 0.28 / width - 2 * gap) / 3
    for place, outcome in enumerate(_PANELS):
        axes = figure.add_axes((left + place * (wide + gap), floor, wide, tall))
        _panel(axes, found, outcome, first=place == 0)
    return figure


def _panel(axes: Axes, found: Scored, outcome: str, *, first: bool) -> None:
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-_MARGIN, 1 + _MARGIN)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks([0, 0.25, 0.5, 0.75, 1])
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    style.tidy(axes)
    axes.xaxis.grid(True, color=style.PALE, linewidth=0.6)
    axes.plot([0, 1], [0, 1], color=style.SOFT, linewidth=1.0, dashes=(4, 3), zorder=1)
    style.name_panel(axes, upper_first(OUTCOME_WORDS[outcome]))
    style.name_across(axes, "chance given")
    if first:
        axes.set_ylabel("share that came about", fontsize=style.SMALL_SIZE, color=style.SOFT)
    else:
        axes.set_yticklabels([])
    table = found.reliability[found.reliability["outcome"] == outcome]
    for forecaster in reversed(FORECASTERS):
        _marks(axes, table[table["forecaster"] == forecaster].to_dict("records"), forecaster)
    _numbers(axes, table)
    _ticks(axes, found.forecasts, outcome)
    _scores(axes, found, outcome)


def _marks(axes: Axes, bins: list[dict[Any, Any]], forecaster: str) -> None:
    """Draw a mark for each bin, with its interval."""
    colour, marker = _LOOKS[forecaster]
    for row in bins:
        x, y = float(row["forecast"]), float(row["observed"])
        axes.plot([x, x], [row["low"], row["high"]], color=colour, lw=1.3, alpha=0.75, zorder=3)
        axes.plot(
            x, y, marker, color=colour, ms=9.5 if forecaster == MODEL else 5.5,
            markeredgecolor="white", markeredgewidth=0.9, zorder=4 if forecaster == MODEL else 5,
        )  # fmt: skip


def _numbers(axes: Axes, table: pd.DataFrame) -> None:
    """Write below each of the model's bins how many cases it holds; above it where that is low.

    Intervals of others that lie close are passed by too.
    """
    for row in table[table["forecaster"] == MODEL].to_dict("records"):
        near = table[(table["forecast"] - row["forecast"]).abs() < _NEAR]
        low, high = float(near["low"].min()), float(near["high"].max())
        above = low < _ROOM_BELOW
        style.write(
            axes, f"{int(row['n'])}", (row["forecast"], high if above else low),
            (0, 7 if above else -7), by="data", ha="center", color=_LOOKS[MODEL][0],
            path_effects=[style.HALO], zorder=6,
        )  # fmt: skip


def _ticks(axes: Axes, forecasts: pd.DataFrame, outcome: str) -> None:
    """Draw a tick for each episode at the model's chance: above if it came about, else below."""
    chosen = (forecasts["forecaster"] == MODEL) & (forecasts["outcome"] == outcome)
    mine = forecasts[chosen & forecasts["happened"].notna()]
    came = mine["happened"].to_numpy(dtype=np.float64) == 1
    chance = mine["p"].to_numpy(dtype=np.float64)
    for values, y in ((chance[came], 1 + _MARGIN / 2), (chance[~came], -_MARGIN / 2)):
        axes.plot(values, np.full(len(values), y), "|", color=_LOOKS[MODEL][0], ms=7, mew=1.1)
    if not len(chance):
        return
    # The names of the ticks stand where the ticks leave room.
    right = chance.mean() < 0.5
    for y, text in (
        (1 + _MARGIN / 2, f"came about: {int(came.sum())}"),
        (-_MARGIN / 2, f"did not: {int((~came).sum())}"),
    ):
        axes.text(
            1.0 if right else 0.0, y, text, fontsize=style.FOOT_SIZE, color=style.SOFT,
            ha="right" if right else "left", va="center",
        )  # fmt: skip


def _scores(axes: Axes, found: Scored, outcome: str) -> None:
    """Name the forecasters with their Brier scores below the panel."""
    rows = found.scores[(found.scores["outcome"] == outcome) & (found.scores["score"] == "brier")]
    lines = [("", "Brier score, lower is better", "", style.SOFT)]
    for row in rows.to_dict("records"):
        colour, marker = _LOOKS[row["forecaster"]]
        sign = {"o": "●", "s": "■", "^": "▲"}[marker]
        lines.append((sign, FORECASTERS[row["forecaster"]], score(row), colour))
    for number, (sign, name, value, colour) in enumerate(lines):
        for x, text in ((0.0, sign), (0.05 if sign else 0.0, name), (0.36, value)):
            style.write(
                axes, text, (x, 0), (0, -42 - 12.5 * number), by="axes fraction", color=colour
            )
