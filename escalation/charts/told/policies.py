"""What is said of levers: what each adds to an outcome, its regret, how often it is the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from escalation.charts.lever_words import RANKING_KEY, change, ranked
from escalation.charts.told import Column, Table, Told, alt_text
from escalation.charts.words import upper_first
from escalation.numbers import in_words, odds_of, percent, points_told, rows_of
from escalation.scenario.levers import AS_IT_IS

if TYPE_CHECKING:
    from escalation.studies.levers import Policies

#: What is told of each lever, beside what it is.
COLUMNS: Final = ("points", "95% of draws", "Monte Carlo", "regret", "best in", "worst in")
_NAMED: Final = 3


def told(found: Policies) -> Told:
    """Say which levers add to the odds, and how far the ranking holds."""
    finding = _finding(found)
    best = [row for row in rows_of(found.table) if row["lever"] != AS_IT_IS][:_NAMED]
    first = "; ".join(f"where {row['title']}, {points_told(row)}" for row in best)
    return Told(
        finding,
        "Run by run under the same draws and the same chance. Pale: where 95% of draws of what is "
        "unknown lie. Dark: Monte Carlo intervals that hold for all levers together with 95%; "
        "▲ more, ▼ less, ○ or ~ not told from the scenario as it is. Regret: points forgone on "
        "average against knowing the best lever for each draw, with 95%. Best in, worst in: share "
        "of draws, ties shared; of a lever that only stirs luck they are about the same.",
        alt_text("Points that levers add, with intervals", finding, f"First: {first}"),
        found.source,
        _table(found),
        "Levers of one band can't be told from the first of it.",
    )


def meaning_of(row: dict[str, Any], outcome: str) -> str:
    """Return what a lever is; of the scenario as it is, its odds too."""
    if row["lever"] != AS_IT_IS:
        return upper_first(str(row["title"]))
    odds = odds_of(row, outcome) if f"{outcome}_low" in row else percent(row["share"])
    return f"As it is: {odds} of runs"


def cells(row: dict[str, Any]) -> tuple[str, ...]:
    """Return what is told of a lever, by `COLUMNS`."""
    return (*(("", "", "") if row["lever"] == AS_IT_IS else change(row)), *ranked(row))


def _finding(found: Policies) -> str:
    """State which lever does most, and how far the ranking holds."""
    table, within_noise = found.table, len(found.ranking.within_noise)
    levers = table[table["lever"] != AS_IT_IS]
    clear = levers[levers["told"] & (levers["difference"] > 0)]
    if clear.empty:
        return f"No lever raises the odds of {found.what} beyond noise"
    best = clear.iloc[0].to_dict()
    first = f"{found.what} gains {points_told(best, sign='')} where {best['title']}"
    if within_noise:
        others = "other is" if within_noise == 1 else "others are"
        first += f"; {in_words(within_noise)} {others} within noise of the best"
    return upper_first(first)


def _table(found: Policies) -> Table:
    return Table(
        "levers-ranked",
        f"What each lever adds to the odds of {found.what}, and its regret",
        (Column("lever"), *(Column(head, figures=True) for head in COLUMNS)),
        [(str(row["label"]), *cells(row)) for row in rows_of(found.table)],
        RANKING_KEY,
    )
