"""What the page tells of each fit's odds and of war against the record: charts and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from escalation.numbers import bracketed, percent, percent_over_draws, percent_with
from escalation.upkeep.page_blocks import image, table

if TYPE_CHECKING:
    import pandas as pd


def densities_block(spreads: pd.DataFrame, budget: Mapping[str, Any]) -> str:
    """Return the headline odds under each fit.

    Parameters
    ----------
    spreads : DataFrame
        From `escalation.analysis.odds.densities.spreads`.
    budget : mapping
        The calibration's, from ``posterior.json``.
    """
    fits = list(spreads["fit"].drop_duplicates())
    by = spreads.set_index(["odds", "fit"])
    rows = [
        (
            name,
            *(
                percent_over_draws(
                    by.loc[(name, fit), "mean"],
                    (
                        by.loc[(name, fit), "between_draws_low"],
                        by.loc[(name, fit), "between_draws_high"],
                    ),
                )
                for fit in fits
            ),
        )
        for name in spreads["odds"].drop_duplicates()
    ]
    return "\n\n".join(
        (
            f"From the seed, by emulators fitted to {budget['points']:,} points of "
            f"{budget['runs']} runs, seed {budget['seed']}: the mean over draws, and in brackets "
            "where 95% of draws lie. Without P09: fitted again without the recorded share of such "
            "starts that became wars, and without what was reckoned from it.",
            image(
                "densities", "Densities of the headline odds under prior, posterior, without P09"
            ),
            table(("odds", *fits), rows),
        )
    )


def war_block(hazards: pd.DataFrame, doses: pd.DataFrame, runs: int, seed: int) -> str:
    """Return when wars begin, and after how many fatal episodes, in model and record.

    Parameters
    ----------
    hazards, doses : DataFrame
        From `escalation.analysis.record.war_hazard`.
    runs, seed
        Of the model's runs from the seed.
    """
    return "\n\n".join(
        (
            f"Hazard: of {runs:,} runs from the seed, seed {seed}, and of recorded episodes with a "
            "fatal first day, the share of those not yet at war that came to be. In brackets: for "
            "the model where 95% of draws of what is unknown lie, then Monte Carlo in points; for "
            "the record Wilson's 95%.",
            image("hazard", "Hazard of war by 30 days, model against record"),
            table(("days", "model", "record", "recorded wars"), _hazards(hazards)),
            "Dose and response: the share at war within 180 days of a fatal first day by the fatal "
            "episodes of the year before (P28), with 95% intervals; the model's are Monte Carlo.",
            image("dose", "Share at war by fatal episodes of the year before, model and record"),
            table(("fatal episodes before", "model", "record"), _doses(doses)),
        )
    )


def _hazards(found: pd.DataFrame) -> Iterable[tuple[str, ...]]:
    sides = {who: part.to_dict("records") for who, part in found.groupby("who")}
    step = int(found["from_day"].sort_values().unique()[1])
    for mine, theirs in zip(sides["model"], sides["record"], strict=True):
        first = int(mine["from_day"])
        yield (
            f"{first}–{first + step - 1}",
            _share(mine),
            percent_with(theirs["share"], theirs["low"], theirs["high"], 1),
            f"{theirs['wars']} of {theirs['at_risk']}",
        )


def _share(row: Mapping[Any, Any]) -> str:
    low, high = row["between_draws_low"], row["between_draws_high"]
    carlo = f"±{50 * (row['high'] - row['low']):.1f}"
    if low != low:
        return f"{percent(row['share'], 1)} {carlo}"
    return f"{percent_with(row['share'], low, high, 1)} {carlo}"


def _doses(found: pd.DataFrame) -> Iterable[tuple[str, ...]]:
    by = found.set_index(["who", "before"])
    for dose in found["before"].drop_duplicates():
        cells = []
        for who in ("model", "record"):
            row = by.loc[(who, dose)]
            cells.append(bracketed(row["share"], row["low"], row["high"], percent, unknown="–"))
        yield (str(dose), *cells)
