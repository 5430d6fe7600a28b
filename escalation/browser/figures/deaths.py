"""Deaths by side: how the toll of the two forces grows, and who else dies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.analysis.odds.deaths import QUANTILES, SIDES, quantile_name
from escalation.browser.figures.parts import day_axis, said
from escalation.charts.told.deaths import EVEN_UNTIL, FORCES, by_day, told

if TYPE_CHECKING:
    from escalation.results.result import Result


def deaths_figure(result: Result) -> dict[str, Any]:
    """Return the quantiles of the dead of both forces by day; the table tells of all others."""
    days = result.days
    names = [quantile_name(q) for q in QUANTILES]
    return {
        **said(told(result)),
        "axis": day_axis(result.scenario),
        "even_until": EVEN_UNTIL,
        "panels": [
            {
                "label": SIDES[column],
                "colour": colour,
                "quantiles": [days[f"{prefix}_{name}"].astype(int).tolist() for name in names],
                "told": [
                    by_day(*day)
                    for day in zip(
                        *(days[f"{prefix}_{name}"] for name in ("q05", "q50", "q95")), strict=True
                    )
                ],
            }
            for (column, prefix), colour in zip(FORCES, ("afghan", "pakistani"), strict=True)
        ],
    }
