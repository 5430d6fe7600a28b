"""What tables of pairs of runs show of each row, for the terminal and the report alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from escalation.naming import OUTCOME_NAMES
from escalation.numbers import (
    is_known,
    odds_of,
    percent,
    plus_minus,
    points,
    points_over_draws,
    round_number,
    zero_unsigned,
)

#: What the columns of differences are, and how they are read.
HOW: Final = (
    "Pairs share their draw and their luck, so that they differ by what was changed. In 95% of "
    "draws of what is unknown the difference lies where the first interval says; Monte Carlo, "
    "95%: how far the mean over draws has converged. "
    "P(better): the probability that endlessly many runs would show more quiet, or less war, "
    "here; it says nothing of whether the model is right. Each Monte Carlo interval stands for "
    "itself: "
    "among twenty of them one leaves out zero by luck. Mean deaths are over the horizon and "
    "carried by the few runs that become war; more in, fewer in: shares of pairs."
)

#: The ends between which runs go, and what they are called in a table.
FATES: Final = {
    key: OUTCOME_NAMES[key].brief for key in ("durable", "relapsed", "never_quiet", "war")
}


def odds_cells(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return the odds under the base and here, with both intervals; dashes where not told."""
    return ("–", "–") if row["note"] else (odds_of(row, "base"), odds_of(row, "other"))


def difference_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a difference: points, 95% of draws, Monte Carlo, P(better), runs to tell it."""
    if row["note"]:
        return ("–", "", "", "", "")
    better = row["p_better"]
    return (
        points(row["difference"]),
        points_over_draws(row["between_draws_low"], row["between_draws_high"]),
        plus_minus((row["high"] - row["low"]) / 2),
        percent(better, ends=False) if is_known(better) else "",
        _needed(row),
    )


def _needed(row: Mapping[str, Any]) -> str:
    if row["told"]:
        return "told"
    needed = row["runs_needed"]
    if not is_known(needed):
        return "no difference"
    return round_number(needed)


def death_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return mean deaths: base, here, difference, Monte Carlo, pairs with more and with fewer."""
    known = is_known(row["low"])
    return (
        f"{row['base']:,.1f}",
        f"{row['other']:,.1f}",
        zero_unsigned(f"{row['difference']:+,.1f}"),
        " to ".join(zero_unsigned(f"{row[end]:+,.1f}") for end in ("low", "high")) if known else "",
        percent(row["more"]),
        percent(row["fewer"]),
    )


def fate_rows(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Return how many runs go from each end under the base to each here, a row an end."""
    found = []
    for one, label in FATES.items():
        cells = {row["other"]: row["runs"] for row in rows if row["base"] == one}
        found.append((label, *(f"{cells[two]:,}" for two in FATES)))
    return found
