"""What is said of pivots: the odds of a run's end from morning to morning, and what moved them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.charts.chart_data import told_days
from escalation.charts.told import Table, Told, alt_text, figures_table
from escalation.charts.words import upper_first
from escalation.naming import ENDED
from escalation.numbers import counted, in_words, percent
from escalation.telling.chronicle import date_after

if TYPE_CHECKING:
    from escalation.studies.pivots import Pivots


def told(found: Pivots) -> Told:
    """Say how many moments could have turned a run, and how many moved its odds."""
    finding = _finding(found)
    share = found.mornings[found.end]
    first, last = percent(float(share.iloc[0])), percent(float(share.iloc[-1]))
    return Told(
        finding,
        f"{share_of(found)}, of {counted(found.futures, 'future')} from each morning. A mark: the "
        "share without that moment, the same luck in both. Full marks are told apart from the "
        "line, all together at 95%.",
        alt_text(
            "One run: a line of odds by day, and marks of moments",
            finding,
            f"{share_of(found)}: {first} on the first morning, {last} on the last",
        ),
        found.source,
        _table(found),
    )


def share_of(found: Pivots) -> str:
    """Return what the line of odds is."""
    return f"Share of futures that {ENDED[found.end]}"


def _finding(found: Pivots) -> str:
    count, moving = len(found.pivots), int(found.pivots["told_apart"].sum())
    if not count:
        return upper_first(f"run {found.run} {ENDED[found.end]}; no single moment decided it")
    who = "One moment" if count == 1 else f"{upper_first(in_words(count))} moments"
    each = "" if count == 1 else " each"
    moved = "none of them" if not moving else in_words(moving) if moving < count else "all"
    if count == 1:
        moved = "it" if moving else "it hardly"
    return f"{who} could{each} have turned run {found.run}; {moved} moved the odds beyond noise"


def _table(found: Pivots) -> Table:
    """Return the odds of round mornings, and of those after a pivot."""
    share = found.mornings[found.end]
    without: dict[int, list[str]] = {}
    for row in found.pivots.to_dict("records"):
        without.setdefault(int(row["day"]) + 1, []).append(percent(float(row["without_it"])))
    return figures_table(
        "pivots",
        f"{share_of(found)}, from morning to morning",
        ["Morning", "as the run went", "without a moment of the day before"],
        [
            [
                f"day {day}, {date_after(found.as_of, day)}",
                percent(float(share.iloc[day])),
                ", ".join(without.get(day, [])),
            ]
            for day in sorted({*told_days(len(share)), *without})
        ],
    )
