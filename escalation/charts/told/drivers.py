"""What is said of what odds hinge on: where the variance goes, and the inputs that tell most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.sensitivity.effects import CLEAR
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.charts.words import odds_told, what_intervals_are, what_lines_are
from escalation.naming import in_plain_words
from escalation.numbers import (
    fine_percent,
    is_known,
    odds_over_draws,
    percents,
    plus_minus,
    rows_shown,
)

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.explain import Explanation

#: How many inputs are shown of all, unless more have a clear effect.
SHOWN: Final = 12
#: Parts of what single runs differ by, as they are called.
BUDGET: Final = (
    ("chance", "chance"),
    ("alone", "inputs, one by one"),
    ("together", "inputs, only in combination"),
)


def told(found: Explanation) -> Told:
    """Say how much is chance, and which inputs tell most."""
    finding = _finding(found)
    table = shown(found.drivers)
    parts = ", ".join(f"{words} {share}" for words, share in budget_of(found))
    most = ", ".join(
        f"{in_plain_words(row['name'])} {_share(row)}" for row in table.head(3).to_dict("records")
    )
    ends = bool(table["low_odds_between_draws_low"].notna().any())
    return Told(
        finding,
        f"Outcome: {found.meaning}, {odds_told(found.odds)}. "
        f"{what_intervals_are(told=found.odds.between_draws is not None)} What makes single runs "
        "differ; the inputs that tell most, and the odds in the fifths of draws where each is "
        "lowest and highest (a claim: does not hold, holds).",
        alt_text(
            "Shares of what runs differ by, and odds where an input is low or high",
            finding,
            f"Of all that runs differ by: {parts}" if parts else "",
            f"Inputs that tell most: {most}",
        ),
        found.source,
        _table(found, table),
        f"{what_lines_are(told=ends)} Grey: may be chance.",
    )


def shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return the inputs that are shown; see `how_many_shown`."""
    return table.head(how_many_shown(table, SHOWN))


def how_many_shown(table: pd.DataFrame, most: int) -> int:
    """Return how many rows are shown: so many, and none cut off that has a clear effect."""
    return rows_shown((table["effect"] == CLEAR).tolist(), most)


def budget_of(found: Explanation) -> list[tuple[str, str]]:
    """Return the parts of what runs differ by and their shares; none if they can't be told."""
    if found.budget["chance"] is None:
        return []
    return [(words, fine_percent(float(found.budget[key] or 0.0))) for key, words in BUDGET]


def share_of(row: Mapping[Any, Any]) -> tuple[str, str]:
    """Return an input's share of what runs differ by, and its Monte Carlo interval in per cent."""
    return fine_percent(row["share"]), percents(row["low"], row["high"], 1, to="-", unit="")


def _share(row: Mapping[Any, Any]) -> str:
    """Return an input's share with its interval."""
    return f"{fine_percent(row['share'])} ({percents(row['low'], row['high'], 1)})"


def odds_along(row: Mapping[Any, Any]) -> str:
    """Return the odds where an input is lowest and highest; empty where it has no such ends."""
    if "low_odds" not in row:
        return ""
    return f"{_odds(row, 'low_odds')} -> {_odds(row, 'high_odds')}"


def _odds(row: Mapping[Any, Any], name: str) -> str:
    """Return the odds at an end of an input, with both intervals; a dash where unknown."""
    said = odds_over_draws(row, name)
    first, last = row[f"{name}_from"], row[f"{name}_to"]
    return f"{said} {plus_minus((last - first) / 2)}" if is_known(row[name]) else said


def _of_chance(found: Explanation, to: str = " to ", unit: str = "%") -> str:
    """Return the interval of the share that is chance: what ignorance leaves."""
    return percents(1 - found.share.high, 1 - found.share.low, 1, to=to, unit=unit)


def _finding(found: Explanation) -> str:
    """State how much is chance, and which input tells most."""
    table, chance = found.drivers, found.budget["chance"]
    clear = table[table["effect"] == CLEAR]
    said = "Chance can't be told apart"
    if chance is not None:
        said = f"{fine_percent(chance)} ({_of_chance(found)}) is chance"
    if not len(clear):
        return f"{said}; no single input has an effect that these runs can see"
    first = clear.iloc[0].to_dict()
    return (
        f"{said}; of {len(table)} inputs {len(clear)} {'shows' if len(clear) == 1 else 'show'} an "
        "effect; "
        f"{in_plain_words(first['name'])} tells most, {_share(first)}"
    )


def _table(found: Explanation, table: pd.DataFrame) -> Table:
    rows = [[words, share, "", ""] for words, share in budget_of(found)]
    if rows:
        rows[0][2] = _of_chance(found, "-", "")
    rows += [
        [in_plain_words(row["name"]), *share_of(row), odds_along(row)]
        for row in table.to_dict("records")
    ]
    return figures_table(
        "drivers",
        "Shares of what single runs differ by, and odds where an input is lowest and highest",
        ["Input", "share", "Monte Carlo, 95%, per cent", "odds where lowest -> highest"],
        rows,
    )
