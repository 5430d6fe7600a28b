"""What is said of paired differences: how each outcome's share differs between scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.charts.told import Table, Told, alt_text, figures_table, nothing_to_show
from escalation.charts.words import upper_first
from escalation.naming import OUTCOME_NAMES, in_plain_words
from escalation.numbers import (
    in_words,
    odds_briefly,
    odds_over_draws,
    plus_minus,
    points_told,
    rows_of,
    signed,
)

if TYPE_CHECKING:
    import pandas as pd

    from escalation.studies.paired_findings import Comparison

_FEWER: Final = ("de_escalated_14d", "de_escalated_30d", "durable", "war")
_FOUND: Final = (*_FEWER, "de_escalated_90d")


def told(found: Comparison) -> Told:
    """Say how the odds differ from those under the first scenario."""
    groups = groups_of(found)
    if not groups:
        return nothing_to_show("There is nothing to compare", found.source)
    table = _known(found.differences)
    finding = finding_of(table, found.base.name)
    rows = [row for _, rows in groups for row in rows]
    first = "; ".join(
        f"{OUTCOME_NAMES[row['outcome']].name} {points(row)[0]} under {in_plain_words(row['arm'])}"
        for row in rows
    )
    return Told(
        finding,
        _shown(found.base.name, arms_of(table)),
        alt_text("Differences in points, with intervals", finding, upper_first(first)),
        found.source,
        _table(rows, several=len(arms_of(table)) > 1),
        _drawing(table),
    )


def groups_of(found: Comparison) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the outcomes that are shown, each with its rows; of several scenarios, fewer."""
    table = _known(found.differences)
    if not len(table):
        return []
    shown = OUTCOMES if len(arms_of(table)) == 1 else _FEWER
    rows = rows_of(table)
    groups = [(one, [row for row in rows if row["outcome"] == one]) for one in shown]
    return [group for group in groups if group[1]]


def arms_of(table: pd.DataFrame) -> list[str]:
    """Return the scenarios that are held against the first."""
    return list(dict.fromkeys(table["arm"]))


def finding_of(table: pd.DataFrame, base: str) -> str:
    """State the finding: how much more or less, and what the runs cannot tell."""
    arms, base, rows = arms_of(table), in_plain_words(base), rows_of(table)
    known = [row for row in rows if row["outcome"] in _FOUND and row["told"]]
    if not known:
        return f"The runs can't tell {_named(arms, 'any')} from {base}"
    widest = max(known, key=lambda row: abs(row["difference"]))
    first = (
        f"{OUTCOME_NAMES[widest['outcome']].name} in {odds_briefly(widest, 'other')} of runs under "
        f"{in_plain_words(widest['arm'])}, {odds_briefly(widest, 'base')} under {base}: "
        f"{points_told(widest)}"
    )
    if len(arms) > 1:
        differ = len({row["arm"] for row in known})
        verb = "differs" if differ == 1 else "differ"
        which = "all" if differ == len(arms) else f"{in_words(differ)} of"
        which = "both" if differ == len(arms) == 2 else f"{which} {in_words(len(arms))}"
        return upper_first(f"{first}; {which} scenarios {verb} beyond noise")
    for row in rows:
        if row["outcome"] == "war" != widest["outcome"]:
            if row["told"]:
                first += (
                    f"; war in {odds_briefly(row, 'other')} instead of {odds_briefly(row, 'base')}"
                )
            else:
                first += "; on war the runs can't tell them apart"
    return upper_first(first)


def points(row: dict[str, Any]) -> tuple[str, str, str]:
    """Return a difference in points, where 95% of draws lie, and the two shares with the same.

    Where that can't be told, its Monte Carlo interval in its place.
    """
    size = signed(100 * row["difference"], 1)
    low, high = (signed(100 * row[f"between_draws_{end}"]) for end in ("low", "high"))
    if row["between_draws_low"] != row["between_draws_low"]:
        low, high = (signed(100 * row[end], 1) for end in ("low", "high"))
    shares = f"{odds_over_draws(row, 'base')} → {odds_over_draws(row, 'other')}"
    return size, f"({low} to {high})", shares


def _known(table: pd.DataFrame) -> pd.DataFrame:
    """Return the differences that can be told at all, within the horizon."""
    return table[table["note"] == ""] if len(table) else table


def _shown(base: str, arms: Sequence[str]) -> str:
    return (
        f"Share of runs under {_named(arms, 'each')} less that under {in_plain_words(base)}, run "
        "by run under the same draws and the same chance. Pale, and in brackets: where 95% of "
        "draws of what is unknown lie; dark: Monte Carlo, 95%. ▲ Better; ▼ worse; ◆ neither by "
        "itself; ○ not told from zero."
    )


def _drawing(table: pd.DataFrame) -> str:
    most = max(float((table[f"{s}_high"] - table[f"{s}_low"]).max()) for s in ("base", "other")) / 2
    return (
        "All rows share one scale. On the right the shares under the first and the other: Monte "
        f"Carlo, 95%, {plus_minus(most)} points at most."
    )


def _named(arms: Sequence[str], of_several: str) -> str:
    if len(arms) == 1:
        return in_plain_words(arms[0])
    return f"{of_several} of {in_words(len(arms))} scenarios"


def _table(rows: Sequence[dict[str, Any]], *, several: bool) -> Table:
    return figures_table(
        "differences",
        "Differences from the first scenario, in points, and both shares of runs",
        ["Outcome", "points", "95% of draws", "shares of runs"],
        [
            [
                OUTCOME_NAMES[row["outcome"]].label
                + (f", {in_plain_words(row['arm'])}" if several else ""),
                *points(row),
            ]
            for row in rows
        ],
    )
