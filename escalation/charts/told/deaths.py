"""What is said of the dead: how the toll of the two forces grows, and who else dies."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.odds.deaths import QUANTILES, killed_summary
from escalation.analysis.odds.outcomes import came_through
from escalation.charts.chart_data import good_runs, none_came_through, source_of
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.charts.words import upper_first
from escalation.numbers import percent, round_number

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from escalation.results.result import Result

#: The forces of both states: column of the runs, and what columns of the days begin with.
FORCES: Final = (("killed_afg_state", "killed_afg"), ("killed_pak_state", "killed_pak"))

#: The toll is drawn evenly up to here, and by powers of ten above.
EVEN_UNTIL: Final = 10

#: Where scales end unless more die, so that charts of several scenarios compare.
_LEAST_TOP: Final = 10_000.0

_SHOWN: Final = (
    "Dead so far, by day. Bands hold the middle half and the middle nine tenths of runs; lines are "
    f"medians. The scale is even up to {EVEN_UNTIL}, then by powers of ten."
)


def told(data: Result) -> Told:
    """Say how many die in a result's runs."""
    if good_runs(data) == 0:
        return none_came_through(data, "deaths to show")
    summary = killed_summary(data.runs)
    good = came_through(data.runs)
    both = (good["killed_afg_state"] + good["killed_pak_state"]).to_numpy(dtype=np.float64)
    finding = _finding(both)
    each = ", ".join(f"{row['whose']} {dead(row['q50'])}" for row in summary.to_dict("records"))
    return Told(
        finding,
        _SHOWN,
        alt_text("Bands of the dead of both forces by day", finding, f"Medians: {each}"),
        source_of(data),
        _table(summary, both),
        "Right: all others, by the last day; dots are medians. All scales go here to "
        f"{dead(scale_top(data.days, summary))}.",
    )


def dead(number: float) -> str:
    """Return a number of dead."""
    return f"{number:,.0f}"


def scale_top(days: pd.DataFrame, summary: pd.DataFrame) -> float:
    """Return the top of all scales: one for all panels, and for scenarios but the gravest."""
    tops = [days[f"{prefix}_q95"].max() for _, prefix in FORCES]
    most = float(np.nanmax([*tops, summary["q95"].max()])) * 1.25
    return float(10.0 ** math.ceil(math.log10(max(most, _LEAST_TOP))))


def by_day(low: float, middle: float, high: float) -> str:
    """Return the dead so far, on a day, in the middle run and in nine of ten."""
    return f"{dead(middle)} in the middle run, {dead(low)} to {dead(high)} in nine of ten"


def _finding(both: NDArray[np.float64]) -> str:
    """State what the two forces lose together, in the middle run and in the worst twentieth."""
    middle, worst = (float(np.quantile(both, q)) for q in (0.5, 0.95))
    if both.max() == 0:
        return "Neither state's forces lose anybody in any run"
    if len(both) == 1:
        return f"The two forces lose {dead(both[0])} dead in the only run"
    return upper_first(
        f"the two forces lose {round_number(middle)} dead together in the middle run, "
        f"more than {round_number(worst)} in 1 run of 20"
    )


def _table(summary: pd.DataFrame, both: NDArray[np.float64]) -> Table:
    low, _, middle, _, high = np.quantile(both, QUANTILES)
    together: dict[str, Any] = {
        "whose": "Both forces together", "q05": low, "q50": middle, "q95": high,
        "mean": both.mean(), "none_share": (both == 0).mean(),
    }  # fmt: skip
    return figures_table(
        "deaths",
        "Deaths by the last day",
        ["Whose", "median", "5% of runs below", "5% of runs above", "mean", "runs without"],
        [_row(together), *map(_row, summary.to_dict("records"))],
    )


def _row(row: Mapping[Any, Any]) -> list[str]:
    return [
        str(row["whose"]),
        *(dead(row[name]) for name in ("q50", "q05", "q95")),
        f"{row['mean']:,.1f}",
        percent(float(row["none_share"])),
    ]
