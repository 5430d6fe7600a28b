"""Levers as every table shows them: all outcomes of each, whatever ranks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from escalation.charts.words import IN_BRACKETS, NOT_OVER_DRAWS
from escalation.naming import OF_A_LEVER, OUTCOME_NAMES
from escalation.numbers import (
    is_known,
    odds_over_draws,
    percent,
    plus_minus,
    points,
    points_between,
    points_over_draws,
)

#: What a ranking's columns are.
RANKING_KEY: Final = (
    "~ not told from the scenario as it is. 95% of draws: of what is unknown, between which points "
    "they lie. Monte Carlo: how far the mean has converged, for all levers together with 95%. "
    "Regret: points forgone against knowing the best lever for each draw. Best, worst in: share of "
    "draws."
)

#: What a table of claims worth knowing shows.
VALUE_KEY: Final = (
    "In brackets: where 95% of draws of what is unknown lie; ±: Monte Carlo, 95%. "
    "~ not told from no difference. 95% of draws: of what is unknown, between which points they "
    "lie. Monte Carlo: how far the mean has converged; intervals of changes hold for all levers "
    "together with 95%, those of moves for all claims together (Bonferroni), those of the value of "
    "knowing each by itself. Value of knowing, in points of odds: * worth knowing, ? may be chance."
)

#: A lever is nothing but that.
NO_ADVICE: Final = "A lever is a supposition, not advice."

#: What stands over the share of runs with each outcome.
HEADS: Final[Mapping[str, str]] = MappingProxyType(
    {name: OUTCOME_NAMES[name].brief.removeprefix("de-escalated by ") for name in OF_A_LEVER}
)


def heading(ranked_by: str, rows: Sequence[Mapping[Any, Any]]) -> str:
    """Say what a table of levers shows, what it is ranked by, and how sure its odds are."""
    told = any(is_known(row[f"{name}_between_draws_low"]) for row in rows for name in HEADS)
    widest = {
        head: max((row[f"{name}_high"] - row[f"{name}_low"]) / 2 for row in rows)
        for name, head in HEADS.items()
        if all(is_known(row[name]) for row in rows)
    }
    most = ", ".join(f"{head} {plus_minus(half)}" for head, half in widest.items())
    return (
        "Share of runs that have de-escalated by day 14 and by day 30, that have durable quiet, "
        f"and that become war. Ranked by {ranked_by}; --outcome ranks by another, which may order "
        f"them otherwise. {IN_BRACKETS if told else NOT_OVER_DRAWS} Monte Carlo, 95%, in points at "
        f"most: {most}."
    )


def shares(row: Mapping[Any, Any]) -> list[str]:
    """Return a lever's share of runs with each outcome, a dash where the horizon hides it.

    In brackets stands where 95% of draws of what is unknown lie.
    """
    return [odds_over_draws(row, name) for name in HEADS]


def change(row: Mapping[Any, Any]) -> tuple[str, str, str]:
    """Return what a lever adds: points, between which those of 95% of draws lie, Monte Carlo."""
    return (
        points(row["difference"]) + ("" if row["told"] else " ~"),
        points_over_draws(row["between_draws_low"], row["between_draws_high"]),
        points_between(row["low"], row["high"]),
    )


def ranked(row: Mapping[Any, Any]) -> tuple[str, str, str]:
    """Return a lever's regret in points, and in which share of draws it is best, and worst."""
    return (
        points_between(row["regret_from"], row["regret_to"], sign=""),
        percent(row["best_in"]),
        percent(row["worst_in"]),
    )
