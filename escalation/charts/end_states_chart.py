"""End states: where the runs stand at the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from escalation.analysis.odds.headline import headline
from escalation.analysis.odds.outcomes import QUIET_AFTER_WAR, came_through, happened
from escalation.charts import style
from escalation.charts.chart_data import ALL_FAILED, good_runs
from escalation.charts.settings import drawn_alike
from escalation.charts.told.end_states import SHOWN, told
from escalation.charts.words import odds_told
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.results.result import Result


@drawn_alike
def end_states_chart(data: Result) -> Figure:
    """Draw the share of runs in each end state as bars, lines over where 95% of draws lie."""
    figure = style.new_figure(height=4.6)
    said = told(data)
    if good_runs(data) == 0:
        return style.empty(figure, data.run_id, said, ALL_FAILED)
    odds = headline(data.runs, data.horizon_days, data.quiet_days)
    states = SHOWN
    over = float(happened(came_through(data.runs), QUIET_AFTER_WAR).mean())
    bottom, top, width, height = style.page(figure, data.run_id, said)
    floor = bottom + 0.3 / height
    axes = figure.add_axes((2.55 / width, floor, (width - 5.15) / width, top - floor))
    places = range(len(states) - 1, -1, -1)
    for y, state in zip(places, states, strict=True):
        chance = odds[state]
        p = chance.p
        low, high = chance.between_draws or (chance.low, chance.high)
        axes.barh(
            y, p, height=0.56, facecolor=style.END_STATE_COLOURS[state], edgecolor=style.PAPER,
            hatch=style.END_STATE_HATCHES.get(state), linewidth=0, zorder=2,
        )  # fmt: skip
        axes.errorbar(
            p,
            y,
            xerr=[[p - low], [high - p]],
            fmt="none",
            ecolor=style.INK,
            elinewidth=1.4,
            capsize=4,
            zorder=3,
        )
        meaning = OUTCOME_NAMES[state].meaning
        if state == "war" and over > 0:
            axes.barh(
                y, over, left=p - over, height=0.56, facecolor="none", edgecolor=style.PAPER,
                hatch="////", linewidth=0, zorder=2,
            )  # fmt: skip
            meaning = f"hatched: quiet after, {percent(over)}"
        whose = OUTCOME_NAMES[state].label, meaning
        _label_row(axes, y, whose, odds_told(chance), chance.word)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.6, len(states) - 0.4)
    axes.set_yticks([])
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    style.tidy(axes, grid="x")
    return figure


def _label_row(axes: Axes, y: float, whose: tuple[str, str], figures: str, word: str) -> None:
    """Name the state and what it means on the left of its bar, its figures on the right."""
    name, meaning = whose
    for text, x, align, up, weight, colour, size in (
        (name, 0, "right", 6, "bold", style.INK, style.TEXT_SIZE + 1),
        (meaning, 0, "right", -7, "normal", style.SOFT, style.SMALL_SIZE),
        (figures, 1, "left", 6, "bold", style.INK, style.TEXT_SIZE + 1),
        (word, 1, "left", -7, "normal", style.SOFT, style.SMALL_SIZE),
    ):
        style.write(
            axes, text, (x, y), (-9 if x == 0 else 9, up), ha=align, fontsize=size,
            fontweight=weight, color=colour,
        )  # fmt: skip
