"""End states: where the runs stand at the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from escalation.analysis.odds.headline import headline
from escalation.analysis.odds.outcomes import QUIET_AFTER_WAR, came_through, happened, too_short
from escalation.charts import style
from escalation.charts.chart_data import all_failed, good_runs, source_of
from escalation.charts.settings import drawn_alike
from escalation.charts.words import intervals_told, odds_told, upper_first
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import counted, in_runs, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.analysis.odds.headline import OddsTable
    from escalation.results.result import Result

#: Shown from the calmest to the worst.
SHOWN: Final = ("durable", "relapsed", "never_quiet", "war")


@drawn_alike
def end_states_chart(data: Result) -> Figure:
    """Draw the share of runs in each end state as bars, lines over where 95% of draws lie."""
    figure = style.new_figure(height=4.6)
    n = good_runs(data)
    if n == 0:
        return all_failed(figure, data, "end states to show")
    odds = headline(data.runs, data.horizon_days, data.quiet_days)
    states = list(SHOWN)
    over = float(happened(came_through(data.runs), QUIET_AFTER_WAR).mean())
    short = too_short("durable", data.horizon_days, data.quiet_days)
    bottom, top, width, height = style.page(
        figure,
        data.run_id,
        source_of(data),
        end_states_title(odds),
        f"Share of runs by end state after "
        f"{counted(data.horizon_days, 'day', thousands='')}. Words: ICD 203. {intervals_told(odds)}"
        + (f" Mind that {short}." if short else ""),
    )
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


def end_states_title(odds: OddsTable) -> str:
    """State which end is the most frequent, and which comes next."""
    ends = [(OUTCOME_NAMES[state].name, odds[state].p) for state in SHOWN]
    first, second = sorted(ends, key=lambda end: -end[1])[:2]
    told = [f"{name} in {in_runs(p, odds.n_runs)}" for name, p in (first, second) if p > 0]
    return upper_first(", ".join(told))


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
