"""What is said of headline odds over draws, under prior, posterior and without P09."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from escalation.analysis.odds.densities import FITS
from escalation.charts.told import Told, alt_text, figures_table
from escalation.charts.words import upper_first
from escalation.numbers import percent_over_draws

if TYPE_CHECKING:
    import pandas as pd


def told(spreads: pd.DataFrame) -> Told:
    """Say how far apart odds lie over draws under each fit.

    Parameters
    ----------
    spreads : DataFrame
        From `escalation.analysis.odds.densities.spreads`.
    """
    finding = _finding(spreads)
    rows = spreads.to_dict("records")
    each = "; ".join(f"{row['odds']}, {row['fit']}: {spread(row)}" for row in rows)
    names = list(dict.fromkeys(spreads["odds"]))
    by_fit = {(row["odds"], row["fit"]): spread(row) for row in rows}
    return Told(
        finding,
        "How many draws have which odds from the seed. Beside each fit: the mean, and where 95% of "
        "draws lie. Without P09: fitted without the recorded share of such starts that became "
        "wars.",
        alt_text("Densities of odds over draws, a panel an outcome", finding, each),
        "Source: escalation, the posterior sample and its priors, by emulators; the middle 95% of "
        "draws. Odds under the model's assumptions, not a forecast of fact.",
        figures_table(
            "densities",
            "Mean odds, and where 95% of draws lie",
            ["Odds", *FITS],
            [
                [upper_first(name), *(by_fit.get((name, fit), "–") for fit in FITS)]
                for name in names
            ],
        ),
    )


def spread(row: Mapping[Any, Any]) -> str:
    """Return the mean odds under a fit, and where 95% of draws lie."""
    return percent_over_draws(row["mean"], (row["between_draws_low"], row["between_draws_high"]))


def _finding(spreads: pd.DataFrame) -> str:
    """State what the record does to the widest question, and to war what P09 does."""
    means = {(row["odds"], row["fit"]): spread(row) for row in spreads.to_dict("records")}
    first = str(spreads["odds"].iloc[0])
    said = (
        f"{upper_first(first)}: {means[first, 'prior']} before the record, "
        f"{means[first, 'posterior']} after"
    )
    war = [name for name in spreads["odds"] if name.startswith("war")]
    if war and (war[0], "without P09") in means:
        said += f"; war {means[war[0], 'posterior']}, without P09 {means[war[0], 'without P09']}"
    return said
