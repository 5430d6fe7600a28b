"""What is said of the end states: where the runs stand at the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from escalation.analysis.odds.headline import headline
from escalation.analysis.odds.outcomes import too_short
from escalation.charts.chart_data import good_runs, none_came_through, source_of
from escalation.charts.told import Told, alt_text, figures_table
from escalation.charts.words import intervals_told, odds_told, upper_first
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import counted, in_runs

if TYPE_CHECKING:
    from escalation.analysis.odds.headline import OddsTable
    from escalation.results.result import Result

#: Shown from the calmest to the worst.
SHOWN: Final = ("durable", "relapsed", "never_quiet", "war")


def told(data: Result) -> Told:
    """Say in which share of a result's runs each end state comes about."""
    if good_runs(data) == 0:
        return none_came_through(data, "end states to show")
    odds = headline(data.runs, data.horizon_days, data.quiet_days)
    finding = _finding(odds)
    short = too_short("durable", data.horizon_days, data.quiet_days)
    each = ", ".join(f"{OUTCOME_NAMES[state].name} {odds_told(odds[state])}" for state in SHOWN)
    return Told(
        finding,
        f"Share of runs by end state after "
        f"{counted(data.horizon_days, 'day', thousands='')}. Words: ICD 203. {intervals_told(odds)}"
        + (f" Mind that {short}." if short else ""),
        alt_text("Bars of runs by end state, with intervals", finding, upper_first(each)),
        source_of(data),
        figures_table(
            "end_states",
            "End states",
            ["End state", "share of runs (95% of draws) ± Monte Carlo", "in words"],
            [
                [OUTCOME_NAMES[state].label, odds_told(odds[state]), odds[state].word]
                for state in SHOWN
            ],
        ),
    )


def _finding(odds: OddsTable) -> str:
    """State which end is the most frequent, and which comes next."""
    ends = [(OUTCOME_NAMES[state].name, odds[state].p) for state in SHOWN]
    first, second = sorted(ends, key=lambda end: -end[1])[:2]
    said = [f"{name} in {in_runs(p, odds.n_runs)}" for name, p in (first, second) if p > 0]
    return upper_first(", ".join(said))
