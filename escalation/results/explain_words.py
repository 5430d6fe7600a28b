"""What an explanation's tables say in words, for the terminal and the report alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from escalation.analysis.sensitivity.effects import CLEAR
from escalation.charts.told.drivers import how_many_shown
from escalation.numbers import fine_percent
from escalation.telling.odds import between_draws

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.explain import Explanation

#: How many claims tables show of all.
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


def of_the_rest(table: pd.DataFrame, most: int) -> list[str]:
    """Say, a verdict a sentence, what is true of the rows that are not shown, none of them clear.

    Verdicts that differ only in how many more runs would tell are one, from least to most.
    """
    rest = table.iloc[how_many_shown(table, most) :]
    known = rest["more_runs"].notna() & (rest["effect"] != CLEAR)
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
