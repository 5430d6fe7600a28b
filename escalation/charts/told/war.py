"""What is said of war against the record: its hazard by day, and its share by episodes before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from escalation.analysis.record.war_hazard import MODEL, PERIOD_DAYS, RECORD
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.charts.words import upper_first
from escalation.numbers import percent, percent_with

if TYPE_CHECKING:
    import pandas as pd

#: A share is told by its cases if its 95% interval is no wider, and keeps off nought.
_TOLD: Final = 0.2
_SOURCE: Final = (
    "Source: escalation; record: Militarized Interstate Events 1.0, 1946-2014, a fatal first day "
    "and no battle of a war yet. Odds under the model's assumptions, not a forecast of fact."
)
_LINES: Final = "lines: 95%, of the model Monte Carlo, of the record Wilson's."


def hazard_told(table: pd.DataFrame) -> Told:
    """Say which share of those not yet at war came to be, by 30 days.

    Parameters
    ----------
    table : DataFrame
        From `escalation.analysis.record.war_hazard.hazards`.
    """
    shares = {who: part["share"].to_numpy() for who, part in table.groupby("who")}
    early = {who: part[0] / part.sum() if part.sum() else 0.0 for who, part in shares.items()}
    last = int(table["from_day"].max()) + PERIOD_DAYS
    finding = (
        f"{percent(early[MODEL])} of the model's hazard of war over {last} days falls in the "
        f"first {PERIOD_DAYS}, {percent(early[RECORD])} of the record's"
    )
    periods = dict(zip(table["from_day"].drop_duplicates(), periods_of(table), strict=True))
    share = ["first 30 days' share of it all", *(percent(early[who]) for who in (MODEL, RECORD))]
    return Told(
        finding,
        "Of runs from the seed, and of recorded episodes, that were not at war when the period "
        "began, the share that came to be. Wide and pale: where 95% of draws of what is unknown "
        f"lie; {_LINES}",
        alt_text("Hazard of war by 30 days, model beside record", finding, _first_and_last(table)),
        _SOURCE,
        _table("war-hazard", "Hazard of war", table, "from_day", "Days", periods, share),
    )


def doses_told(table: pd.DataFrame) -> Told:
    """Say which share is at war within 180 days, by the fatal episodes of the year before.

    Parameters
    ----------
    table : DataFrame
        From `escalation.analysis.record.war_hazard.doses`.
    """
    share = table.set_index(["who", "before"])["share"]
    first, last = _told_ends(table)
    finding = (
        f"After {last} fatal episodes rather than {first} war comes in "
        f"{percent(share[MODEL, last])} rather than {percent(share[MODEL, first])} of the model's "
        f"cases, in {percent(share[RECORD, last])} rather than {percent(share[RECORD, first])} of "
        "the record's"
    )
    names = {one: str(one) for one in table["before"].drop_duplicates()}
    return Told(
        finding,
        "Share at war within 180 days of a fatal first day. Model: ordinary incidents over two "
        f"years, all draws together. {upper_first(_LINES)}",
        alt_text("Share at war by episodes before, model beside record", finding),
        _SOURCE,
        _table("war-doses", "Share at war", table, "before", "Fatal episodes before", names),
    )


def periods_of(table: pd.DataFrame) -> list[str]:
    """Return the periods of a table of hazards, by their first and last day."""
    return [f"{first}–{first + PERIOD_DAYS - 1}" for first in table["from_day"].drop_duplicates()]


def _told_ends(table: pd.DataFrame) -> tuple[str, str]:
    """Return the fewest and the most episodes of which both sides have cases enough to tell."""
    wide = (table["high"] - table["low"] > _TOLD) | (table["low"] <= 0)
    untold = wide.groupby(table["before"], sort=False).any()
    known = untold.index[~untold]
    ends = known if len(known) > 1 else untold.index
    return str(ends[0]), str(ends[-1])


def _first_and_last(table: pd.DataFrame) -> str:
    said = []
    for who, part in table.groupby("who", sort=False):
        first, last = (percent(float(part["share"].iloc[place])) for place in (0, -1))
        said.append(f"{who} {first} in the first period, {last} in the last")
    return upper_first("; ".join(said))


def _table(
    name: str,
    caption: str,
    table: pd.DataFrame,
    by: str,
    head: str,
    names: dict[object, str],
    last: list[str] | None = None,
) -> Table:
    """Return the shares of both by what they go by, each with its 95% interval."""
    cells = {
        (row["who"], row[by]): percent_with(row["share"], row["low"], row["high"])
        for row in table.to_dict("records")
    }
    rows = [
        [words, *(cells.get((who, key), "–") for who in (MODEL, RECORD))]
        for key, words in names.items()
    ]
    return figures_table(
        name,
        f"{caption}, each share with its 95% interval",
        [head, MODEL, RECORD],
        [*rows, *([last] if last else [])],
    )
