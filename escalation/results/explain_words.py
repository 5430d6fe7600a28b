"""What an explanation's tables say in words, for the terminal and the report alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from escalation.numbers import (
    fine_percent,
    is_known,
    odds_over_draws,
    percents,
    plus_minus,
    rows_shown,
)
from escalation.telling.odds import between_draws

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.explain import Explanation

#: How many inputs, and claims, tables show of all.
INPUTS_SHOWN: Final = 12
CLAIMS_SHOWN: Final = 8

#: How the tables are read.
HOW: Final = (
    "Shares are of all that single runs differ by; Monte Carlo, 95%: how far these runs have "
    "converged on them. They say what knowing an input would tell, which where inputs are "
    "correlated includes what it tells of its companions. Odds: where an input is lowest and "
    "highest."
)


def of_chance(found: Explanation) -> str:
    """Say how much is chance, and how much inputs tell alone and together."""
    budget = found.budget
    if budget["chance"] is None:
        return f"Chance and ignorance can't be told apart: {found.share.note}."
    alone, together = float(budget["alone"] or 0), float(budget["together"] or 0)
    return (
        f"Chance alone makes {fine_percent(float(budget['chance']))} of what runs differ by: no "
        f"knowledge of the inputs would take it away. Of the rest, inputs one by one tell "
        f"{fine_percent(alone)}, and only in combination {fine_percent(together)}. "
        f"{between_draws(found.share.as_dict())}"
    )


def share_of(row: Mapping[Any, Any]) -> tuple[str, str]:
    """Return an input's share of what runs differ by, and its Monte Carlo interval in per cent."""
    return fine_percent(row["share"]), percents(row["low"], row["high"], 1, to="-", unit="")


def odds_along(row: Mapping[Any, Any]) -> str:
    """Return the odds where an input is lowest and highest; empty where it has no such ends."""
    if "low_odds" not in row:
        return ""
    return f"{_odds(row, 'low_odds')} -> {_odds(row, 'high_odds')}"


def _odds(row: Mapping[Any, Any], name: str) -> str:
    """Return the odds at an end of an input, with both intervals; a dash where unknown."""
    told = odds_over_draws(row, name)
    first, last = row[f"{name}_from"], row[f"{name}_to"]
    return f"{told} {plus_minus((last - first) / 2)}" if is_known(row[name]) else told


def shown(table: pd.DataFrame, most: int) -> int:
    """Return how many rows are shown: so many, and none cut off that has a clear effect."""
    return rows_shown((table["effect"] == "clear").tolist(), most)


def of_the_rest(table: pd.DataFrame, most: int) -> list[str]:
    """Say, a verdict a sentence, what is true of the rows that are not shown, none of them clear.

    Verdicts that differ only in how many more runs would tell are one, from least to most.
    """
    rest = table.iloc[shown(table, most) :]
    known = rest["more_runs"].notna() & (rest["effect"] != "clear")
    asked = rest[known & (rest["more_runs"] > 0)]
    plain = rest.drop(index=asked.index)
    told = [f"{count} more: {said}" for said, count in plain["verdict"].value_counts().items()]
    for _, some in asked.groupby("effect", sort=False):
        verdicts = some.sort_values("more_runs")["verdict"]
        said = str(verdicts.iloc[0])
        least, last = (
            str(one).split("; about ")[1].split(" more")[0] for one in verdicts.iloc[[0, -1]]
        )
        if least != last:
            said = said.replace(f"about {least}", f"{least} to {last}")
        told.append(f"{len(some)} more: {said}")
    return told
