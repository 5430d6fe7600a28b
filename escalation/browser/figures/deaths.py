"""Deaths by side: how the toll of the two forces grows, and who else dies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.deaths import QUANTILES, SIDES, killed_summary, quantile_name
from escalation.browser.figures.parts import day_axis, table
from escalation.charts.deaths_chart import deaths_title
from escalation.numbers import percent

if TYPE_CHECKING:
    from escalation.results.result import Result

#: The forces of both states: column of the runs, columns of the days, colour.
_FORCES: Final = (
    ("killed_afg_state", "killed_afg", "afghan"),
    ("killed_pak_state", "killed_pak", "pakistani"),
)


def deaths_figure(result: Result) -> dict[str, Any]:
    """Return the quantiles of the dead: of both forces by day, of everybody by the last day."""
    days, summary = result.days, killed_summary(result.runs)
    names = [quantile_name(q) for q in QUANTILES]
    return {
        "title": deaths_title(result.runs),
        "subtitle": "Dead so far, by day: bands hold the middle half and the middle nine tenths "
        "of runs, lines are medians. The scale is even up to 10, then by powers of ten.",
        "axis": day_axis(result.scenario),
        "even_until": 10,
        "panels": [
            {
                "label": SIDES[column],
                "colour": colour,
                "quantiles": [days[f"{prefix}_{name}"].astype(int).tolist() for name in names],
                "told": [
                    f"{middle:,.0f} in the middle run, {low:,.0f} to {high:,.0f} in nine of ten"
                    for low, middle, high in zip(
                        *(days[f"{prefix}_{name}"] for name in ("q05", "q50", "q95")), strict=True
                    )
                ],
            }
            for column, prefix, colour in _FORCES
        ],
        "table": table(
            "Deaths by the last day",
            ["Whose", "median", "5% of runs below", "5% of runs above", "mean", "runs without"],
            [
                [
                    row["whose"],
                    *(f"{row[name]:,.0f}" for name in ("q50", "q05", "q95")),
                    f"{row['mean']:,.1f}",
                    percent(row["none_share"]),
                ]
                for row in summary.to_dict("records")
            ],
        ),
    }
