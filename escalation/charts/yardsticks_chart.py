"""Yardsticks: the model's odds beside like cases in the record, a Markov chain, and the blend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.record.blend import BLEND, CHAIN, MODEL, REFERENCE, Chance
from escalation.charts import style
from escalation.charts.chart_data import all_failed, good_runs, source_of
from escalation.charts.settings import drawn_alike
from escalation.charts.words import upper_first
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import counted, in_words, percent, percent_range

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.analysis.record.yardsticks import Yardsticks
    from escalation.results.result import Result

_SAYS: Final = {
    MODEL: "the model",
    REFERENCE: "the reference class",
    CHAIN: "the Markov chain",
}
_SHOWN: Final = (MODEL, REFERENCE, CHAIN, BLEND)
_LINE: Final = 0.145  # inches between the marks of a row
_GAP: Final = 0.15  # inches between rows
_TINY: Final = 0.01  # below this an interval says no more than that the chance is small


@drawn_alike
def yardsticks_chart(data: Result) -> Figure:
    """Draw each outcome's chance by every column as a mark with its 95% interval."""
    beside = data.yardsticks() if good_runs(data) else None
    rows = _rows(beside) if beside else []
    lines = sum(len(marks) for _, marks in rows)
    figure = style.new_figure(height=1.95 + lines * _LINE + len(rows) * _GAP if rows else 4.6)
    if not beside:
        return all_failed(figure, data, "odds to hold against a yardstick")
    foot, head = (data.run_id, source_of(data)), (_title(beside), _subtitle(beside))
    bottom, top, width, height = style.page(figure, *foot, *head)
    floor = bottom + 0.3 / height
    axes = figure.add_axes((2.1 / width, floor, (width - 4.65) / width, top - floor))
    _draw(axes, rows, beside)
    return figure


def widest_gap(data: Result) -> float:
    """Return the widest gap between the model's chance and one with which it disagrees."""
    worst = _worst(data.yardsticks())
    return worst[0] if worst else 0.0


def _rows(beside: Yardsticks) -> list[tuple[str, list[tuple[str, Chance]]]]:
    """Return the outcomes that any column speaks about, each with what is said."""
    shown = beside.shown()
    said = [(o, [(n, shown[n][o]) for n in _SHOWN if o in shown[n]]) for o in OUTCOMES]
    return [row for row in said if row[1]]


def _worst(beside: Yardsticks) -> tuple[float, str, str] | None:
    """Return the widest disagreement with the model: its gap, outcome and yardstick."""
    columns = beside.columns
    gaps = [
        (abs(columns[first][outcome].p - columns[second][outcome].p), outcome, second)
        for outcome, first, second in beside.apart()
        if first == MODEL
    ]
    return max(gaps, default=None)


def _title(beside: Yardsticks) -> str:
    """State where the model departs most from a yardstick, and on how much it doesn't."""
    outcomes = len(_rows(beside))
    worst = _worst(beside)
    if worst is None:
        of = "the one outcome" if outcomes == 1 else f"any of {in_words(outcomes)} outcomes"
        return f"No yardstick contradicts the model on {of}"
    _, outcome, other = worst
    quarrels = len(beside.disputed)
    model, rival = beside.columns[MODEL][outcome].p, beside.columns[other][outcome].p
    return upper_first(
        f"{OUTCOME_NAMES[outcome].name}: {percent(model)} by the model, {percent(rival)} by "
        f"{_SAYS[other]}; "
        f"the columns disagree on {in_words(quarrels)} of {in_words(outcomes)} outcomes"
    )


def _subtitle(beside: Yardsticks) -> str:
    episodes = counted(beside.episodes, "episode", thousands="")
    pairs = counted(beside.pairs, "pair")
    return (
        f"Odds by outcome, with 95% intervals: {_of_the_model(beside)}, the others' how little "
        f"record there is. Reference class: {beside.title}, {episodes} of {pairs} of states. Bold: "
        "columns disagree, that is, their intervals don't overlap."
    )


def _of_the_model(beside: Yardsticks) -> str:
    """Say what the model's intervals mean."""
    if not beside.between_draws:
        return "the model's say only how far the simulation has converged (Monte Carlo)"
    return "the model's say where 95% of draws of what is unknown lie"


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
    figures = "<1%"
    if chance.high >= _TINY:
        figures = f"{percent(chance.p)}  ({percent_range(chance.low, chance.high)})"
    for text, x in ((upper_first(name), 9), (figures, 92)):
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
