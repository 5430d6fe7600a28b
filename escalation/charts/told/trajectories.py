"""What is said of trajectories: where recorded features lie among the model's runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from escalation.analysis.trajectories.features import (
    FEATURES,
    HORIZON_DAYS,
    at_an_end,
    month_of,
)
from escalation.analysis.trajectories.features import told as figure
from escalation.charts.told import Told, alt_text, figures_table

if TYPE_CHECKING:
    from escalation.studies.trajectories import Trajectories


def told(found: Trajectories) -> Told:
    """Say how many recorded features lie at an end of the model's runs."""
    rows = found.features.to_dict("records")
    out = [row for row in rows if at_an_end(row["percentile"])]
    finding = (
        f"{len(out)} of {len(rows)} recorded features lie outside the middle nine tenths of runs"
        if out
        else f"None of {len(rows)} recorded features lies outside the middle nine tenths of runs"
    )
    each = "; ".join(f"{name_of(row)}, {figure(row['recorded'])}" for row in out)
    which = f"Outside: {each}" if out else ""
    return Told(
        finding,
        "Where each recorded figure lies among the model's runs of the same episode, as a "
        "percentile: 50 is their middle. Band: nine tenths of runs; a cross marks what lies "
        "outside it. Right: the figures; of the runs the median, and where nine tenths lie. "
        f"{HORIZON_DAYS}+: not within {HORIZON_DAYS} days.",
        alt_text(
            "Percentiles of recorded features among runs",
            finding,
            f"Outside: {which}" if out else "",
        ),
        f"Source: escalation, {found.runs:,} runs of each episode from its first day, seed "
        f"{found.seed}. Odds under the model's assumptions, not a forecast of fact.",
        figures_table(
            "trajectories",
            "Recorded features and the model's runs of the same episode",
            ["Feature", "recorded", "model (nine tenths of runs)", "percentile"],
            [
                [name_of(row), figure(row["recorded"]), of_runs(row), f"{row['percentile']:.0f}"]
                for row in rows
            ],
        ),
    )


def name_of(row: Mapping[Any, Any]) -> str:
    """Return an episode's month, and what is measured of it."""
    return f"{month_of(str(row['episode_id']))}: {FEATURES[row['feature']]}"


def of_runs(row: Mapping[Any, Any]) -> str:
    """Return the runs' median, and where nine tenths lie."""
    low, high = figure(row["model_low"]), figure(row["model_high"])
    return f"{figure(row['model_median'])} ({low} to {high})"
