"""War against the record: its hazard by day, and its share by the fatal episodes before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.figure import Figure

from escalation.analysis.record.war_hazard import MODEL, RECORD
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.told.war import doses_told, hazard_told, periods_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from escalation.charts.told import Told

_LOOKS: Final = {MODEL: (style.MODEL, "o", -0.12), RECORD: (style.RELAPSED, "D", 0.12)}


@drawn_alike
def hazard_chart(table: pd.DataFrame) -> Figure:
    """Draw which share of those not yet at war came to be, by 30 days.

    Parameters
    ----------
    table : DataFrame
        From `escalation.analysis.record.war_hazard.hazards`.
    """
    return _chart(table, "from_day", periods_of(table), hazard_told(table), "days after the start")


@drawn_alike
def dose_response_chart(table: pd.DataFrame) -> Figure:
    """Draw the share at war within 180 days by the fatal episodes of the year before.

    Parameters
    ----------
    table : DataFrame
        From `escalation.analysis.record.war_hazard.doses`.
    """
    return _chart(
        table,
        "before",
        list(table["before"].drop_duplicates()),
        doses_told(table),
        "fatal episodes of the same two states in the year before",
    )


def _chart(table: pd.DataFrame, by: str, labels: list[str], told: Told, across: str) -> Figure:
    figure = style.new_figure(width=9.0, height=4.9)
    bottom, top, width, height = style.page(figure, "", told)
    floor = bottom + 0.6 / height
    axes = figure.add_axes((0.62 / width, floor, (width - 1.0) / width, top - floor - 0.2 / height))
    for place, who in enumerate((MODEL, RECORD)):
        _points(axes, table[table["who"] == who], who)
        style.write(
            axes, f"{'●' if who == MODEL else '◆'} {who}", (0, 1), (4 + 60 * place, 8),
            by="axes fraction", color=_LOOKS[who][0], fontweight="bold",
        )  # fmt: skip
    axes.set_xticks(range(len(labels)), labels)
    axes.set_xlim(-0.6, len(labels) - 0.4)
    axes.set_ylim(0, None)
    style.percent_ticks(axes.yaxis)
    style.tidy(axes)
    style.name_across(axes, across)
    return figure


def _points(axes: Axes, rows: pd.DataFrame, who: str) -> None:
    colour, mark, shift = _LOOKS[who]
    x = [place + shift for place in range(len(rows))]
    if "between_draws_low" in rows:
        axes.vlines(
            x, rows["between_draws_low"], rows["between_draws_high"], color=colour, lw=6, alpha=0.2
        )  # fmt: skip
    axes.vlines(x, rows["low"], rows["high"], color=colour, lw=1.6)
    axes.plot(
        x, rows["share"], mark, color=colour, ms=6.5, mec=style.PAPER, zorder=3, clip_on=False
    )
