"""What is said of the yardsticks: the model's odds beside like cases, a chain, and the blend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.record.blend import BLEND, CHAIN, MODEL, REFERENCE, Chance
from escalation.charts.chart_data import good_runs, none_came_through, source_of
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.charts.words import upper_first
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import counted, in_words, percent, percent_range
from escalation.telling.estimative_words import too_few

if TYPE_CHECKING:
    from escalation.analysis.record.yardsticks import Yardsticks
    from escalation.results.result import Result

_SAYS: Final = {
    MODEL: "the model",
    REFERENCE: "the reference class",
    CHAIN: "the Markov chain",
}
COLUMNS: Final = (MODEL, REFERENCE, CHAIN, BLEND)
_TINY: Final = 0.01  # below this an interval says no more than that the chance is small


def told(data: Result) -> Told:
    """Say how a result's odds stand beside the yardsticks."""
    if good_runs(data) == 0:
        return none_came_through(data, "odds to hold against a yardstick")
    beside, runs = data.yardsticks(), good_runs(data)
    finding = too_few(runs, "hold against a yardstick") or _finding(beside)
    each = "; ".join(
        f"{OUTCOME_NAMES[outcome].name} "
        + ", ".join(
            f"{chance_told(chance)} by {_SAYS[name]}" for name, chance in marks if name in _SAYS
        )
        for outcome, marks in rows_of(beside)
    )
    return Told(
        finding,
        _shown(beside),
        alt_text("Marks of odds by outcome and yardstick", finding, upper_first(each)),
        source_of(data),
        _table(beside),
        "Bold: columns disagree, that is, their intervals don't overlap.",
    )


def rows_of(beside: Yardsticks) -> list[tuple[str, list[tuple[str, Chance]]]]:
    """Return the outcomes that any column speaks about, each with what is said."""
    shown = beside.shown()
    said = [(o, [(n, shown[n][o]) for n in COLUMNS if o in shown[n]]) for o in OUTCOMES]
    return [row for row in said if row[1]]


def widest_gap(data: Result) -> float:
    """Return the widest gap between the model's chance and one with which it disagrees."""
    worst = _worst(data.yardsticks())
    return worst[0] if worst else 0.0


def chance_told(chance: Chance) -> str:
    """Return a chance with its interval: ``12% (4–31%)``; ``<1%`` where that says no more."""
    if chance.high < _TINY:
        return "<1%"
    return f"{percent(chance.p)} ({percent_range(chance.low, chance.high)})"


def _worst(beside: Yardsticks) -> tuple[float, str, str] | None:
    """Return the widest disagreement with the model: its gap, outcome and yardstick."""
    columns = beside.columns
    gaps = [
        (abs(columns[first][outcome].p - columns[second][outcome].p), outcome, second)
        for outcome, first, second in beside.apart()
        if first == MODEL
    ]
    return max(gaps, default=None)


def _finding(beside: Yardsticks) -> str:
    """State where the model departs most from a yardstick, and on how much it doesn't."""
    outcomes = len(rows_of(beside))
    worst = _worst(beside)
    if worst is None:
        of = "the one outcome" if outcomes == 1 else f"any of {in_words(outcomes)} outcomes"
        return f"No yardstick contradicts the model on {of}"
    _, outcome, other = worst
    quarrels = len(beside.disputed)
    model, rival = (chance_told(beside.columns[one][outcome]) for one in (MODEL, other))
    return upper_first(
        f"{OUTCOME_NAMES[outcome].name}: {model} by the model, {rival} by "
        f"{_SAYS[other]}; "
        f"the columns disagree on {in_words(quarrels)} of {in_words(outcomes)} outcomes"
    )


def _shown(beside: Yardsticks) -> str:
    episodes = counted(beside.episodes, "episode", thousands="")
    pairs = counted(beside.pairs, "pair")
    return (
        f"Odds by outcome, with 95% intervals: {_of_the_model(beside)}, the others' how little "
        f"record there is. Reference class: {beside.title}, {episodes} of {pairs} of states."
    )


def _of_the_model(beside: Yardsticks) -> str:
    """Say what the model's intervals mean."""
    if not beside.between_draws:
        return "the model's say only how far the simulation has converged (Monte Carlo)"
    return "the model's say where 95% of draws of what is unknown lie"


def _table(beside: Yardsticks) -> Table:
    shown = beside.shown()
    return figures_table(
        "yardsticks",
        "Odds by outcome and yardstick, each with its 95% interval",
        ["Outcome", *COLUMNS],
        [
            [
                OUTCOME_NAMES[outcome].label,
                *(chance_told(shown[n][outcome]) if outcome in shown[n] else "–" for n in COLUMNS),
            ]
            for outcome, _ in rows_of(beside)
        ],
    )
