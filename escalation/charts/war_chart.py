"""War against the record: its hazard by day, and its share by the fatal episodes before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.figure import Figure

from escalation.analysis.record.war_hazard import MODEL, PERIOD_DAYS, RECORD
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.numbers import percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

HAZARD_MEANING: Final = "Hazard of war by 30 days, model against record"
DOSE_MEANING: Final = "Share at war by fatal episodes of the year before, model against record"
_LOOKS: Final = {MODEL: (style.MODEL, "o", -0.12), RECORD: (style.RELAPSED, "D", 0.12)}
#: A share is told by its cases if its 95% interval is no wider, and keeps off nought.
_TOLD: Final = 0.2
_SOURCE: Final = (
    "Source: escalation; record: Militarized Interstate Events 1.0, 1946-2014, a fatal first day "
    "and no battle of a war yet. Odds under the model's assumptions, not a forecast of fact."
)


@drawn_alike
def hazard_chart(table: pd.DataFrame) -> Figure:
    """Draw which share of those not yet at war came to be, by 30 days.

    Parameters
    ----------
    table : DataFrame
        From `escalation.analysis.record.war_hazard.hazards`.
    """
    shares = {who: part["share"].to_numpy() for who, part in table.groupby("who")}
    early = {who: part[0] / part.sum() if part.sum() else 0.0 for who, part in shares.items()}
    last = int(table["from_day"].max()) + PERIOD_DAYS
    labels = [f"{first}–{first + PERIOD_DAYS - 1}" for first in table["from_day"].drop_duplicates()]
    return _chart(
        table,
        "from_day",
        labels,
        f"{percent(early[MODEL])} of the model's hazard of war over {last} days falls in the "
        f"first {PERIOD_DAYS}, {percent(early[RECORD])} of the record's",
        "Of runs from the seed, and of recorded episodes, that were not at war when the period "
        "began, the share that came to be. Wide and pale: where 95% of draws of what is unknown "
        "lie; lines: 95%, of the model Monte Carlo, of the record Wilson's.",
        "days after the start",
    )


@drawn_alike
def dose_response_chart(table: pd.DataFrame) -> Figure:
    """Draw the share at war within 180 days by the fatal episodes of the year before.

    Parameters
    ----------
    table : DataFrame
        From `escalation.analysis.record.war_hazard.doses`.
    """
    share = table.set_index(["who", "before"])["share"]
    first, last = _told_ends(table)
    return _chart(
        table,
        "before",
        list(table["before"].drop_duplicates()),
        f"After {last} fatal episodes rather than {first} war comes in "
        f"{percent(share[MODEL, last])} rather than {percent(share[MODEL, first])} of the model's "
        f"cases, in {percent(share[RECORD, last])} rather than {percent(share[RECORD, first])} of "
        "the record's",
        "Share at war within 180 days of a fatal first day. Model: ordinary incidents over two "
        "years, all draws together. Lines: 95%, of the model Monte Carlo, of the record Wilson's.",
        "fatal episodes of the same two states in the year before",
    )


def _told_ends(table: pd.DataFrame) -> tuple[str, str]:
    """Return the fewest and the most episodes of which both sides have cases enough to tell."""
    wide = (table["high"] - table["low"] > _TOLD) | (table["low"] <= 0)
    untold = wide.groupby(table["before"], sort=False).any()
    told = untold.index[~untold]
    ends = told if len(told) > 1 else untold.index
    return str(ends[0]), str(ends[-1])


def _chart(
    table: pd.DataFrame, by: str, labels: list[str], title: str, subtitle: str, across: str
) -> Figure:
    figure = style.new_figure(width=9.0, height=4.9)
    bottom, top, width, height = style.page(figure, "", _SOURCE, title, subtitle)
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
