"""What is said of how odds move along the inputs that tell most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from escalation.analysis.sensitivity.effects import CLEAR
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.charts.words import odds_told, what_intervals_are
from escalation.naming import in_plain_words
from escalation.numbers import odds_briefly, odds_of

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.explain import Explanation


def told(found: Explanation) -> Told:
    """Say along which input the odds go furthest."""
    finding = _finding(found)
    each = ", ".join(
        f"{in_plain_words(str(name))} {_odds(first)} to {_odds(last)}"
        for name, (first, last) in _ends(found.curves).items()
    )
    over = bool(found.curves["between_draws_low"].notna().any())
    return Told(
        finding,
        f"Odds by the value that draws have of each input. Outcome: {found.meaning}, "
        f"{odds_told(found.odds)} over all runs. "
        f"{what_intervals_are(told=found.odds.between_draws is not None)}",
        alt_text("Odds along inputs, a panel an input", finding, f"From lowest to highest: {each}"),
        found.source,
        _table(found.curves),
        "Dashed: over all runs. Each dot: an equal part of the draws, all else as drawn; "
        + (
            "pale: where 95% of its draws lie; dark: Monte Carlo, 95%."
            if over
            else "lines: Monte Carlo, 95%."
        ),
    )


def value_at(value: float) -> str:
    """Return a value of an input, as axes have it."""
    return f"{value:.4g}"


def is_claim(curve: pd.DataFrame) -> bool:
    """Return whether a curve is of a claim, which holds or does not."""
    return str(curve["name"].iloc[0]).startswith("claim_") and len(curve) == 2


def _ends(curves: pd.DataFrame) -> dict[str, tuple[dict[Any, Any], dict[Any, Any]]]:
    """Return the rows where each input is lowest and highest."""
    return {
        str(name): (curve.iloc[0].to_dict(), curve.iloc[-1].to_dict())
        for name, curve in curves.groupby("name", sort=False)
    }


def _odds(row: Mapping[Any, Any]) -> str:
    return odds_briefly(row, "odds", prefix="")


def _finding(found: Explanation) -> str:
    """State the longest way that the odds go along one input, and whether it is beyond chance."""
    curves, drivers = found.curves, found.drivers
    reach = curves.groupby("name")["odds"].agg(lambda odds: odds.max() - odds.min())
    name = str(reach.idxmax())
    low, high = sorted(_ends(curves)[name], key=lambda row: float(row["odds"]))
    clear = name in set(drivers.loc[drivers["effect"] == CLEAR, "name"])
    seen = "" if clear else "; these runs can't tell that from chance"
    return (
        f"Along {in_plain_words(name)} the odds go from {_odds(low)} to {_odds(high)}"
        f", further than along any other input{seen}"
    )


def _table(curves: pd.DataFrame) -> Table:
    rows = []
    for name, curve in curves.groupby("name", sort=False):
        words = ("does not hold", "holds") if is_claim(curve) else None
        for place, row in enumerate(curve.to_dict("records")):
            at = words[place] if words else value_at(row["value"])
            rows.append([in_plain_words(str(name)), at, odds_of(row, "odds", prefix="")])
    return figures_table("dependence", "Odds along each input", ["Input", "value", "odds"], rows)
