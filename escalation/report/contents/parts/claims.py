"""What was claimed, by whom, how far it is believed, and what the runs took it to mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from escalation.charts.claims_table import held_rows, numeric_rows
from escalation.charts.told import Column, Table
from escalation.charts.words import upper_first
from escalation.naming import in_plain_words, listed
from escalation.numbers import counted, percent, round_number
from escalation.report.contents.parts.pictures import pictures
from escalation.report.document import Grid, Role, Section, Text
from escalation.scenario.claims import ClaimRow, claim_rows

if TYPE_CHECKING:
    from escalation.results.result import Result


def claims(result: Result) -> Section:
    """Return the chapter on claims; each stands with whoever made it."""
    rows = claim_rows(result.scenario)
    title = "Claims and what they were taken to mean"
    if not rows:
        return Section("claims", title, (Text("The scenario rests on no claim."),))
    taken = dict(_taken(result))
    return Section(
        "claims",
        title,
        (
            Text(
                f"{counted(len(rows), 'claim')} about the night before day 0 "
                f"{'is' if len(rows) == 1 else 'are'} weighed by credence; none is taken as fact. "
                "What a party says is told as that party's word."
            ),
            *pictures(result, "claims"),
            Grid(
                Table(
                    "claims-table",
                    "What was said, by whom, and what the runs took it to mean",
                    (
                        Column("claim"),
                        Column("said by"),
                        Column("credence", figures=True),
                        Column("taken to mean"),
                        Column("bears on"),
                    ),
                    [_row(row, taken.get(row.id, "")) for row in rows],
                ),
                long=True,
            ),
            Text(
                "Credence: how far a claim is believed before it is held against others. Taken to "
                "mean: over the draws, what is drawn for true beside it.",
                Role.NOTE,
            ),
        ),
    )


def _row(row: ClaimRow, taken: str) -> tuple[str, ...]:
    clash = f"; against {listed(row.contradicts)}" if row.contradicts else ""
    informs = ", ".join(map(in_plain_words, row.informs)) or f"nothing: {row.why_not}"
    figure = f" ({row.figure})" if row.figure else ""
    speaker = upper_first(in_plain_words(row.speaker))
    return (
        f"{row.id}: {row.claim}{figure}",
        f"{speaker}, {row.date}; {in_plain_words(row.status)}{clash}",
        percent(row.credence),
        taken or "not drawn by itself",
        informs,
    )


def _taken(result: Result) -> Iterator[tuple[str, str]]:
    """Yield claims by their ids, each with what draws take to be true beside it."""
    for fact in numeric_rows(result):
        if fact.drawn is not None:
            low, middle, high = (round_number(float(fact.drawn[place])) for place in (0, 2, 4))
            name = in_plain_words(fact.fact.name)
            said = f"{name}: about {middle} ({low} to {high} in 9 draws of 10)"
            for claim, _, _ in fact.claimed:
                yield claim, said
    for held in held_rows(result):
        for claim in held.ids.split(", "):
            yield claim, f"{held.text.rstrip('.')}: holds in {percent(held.share)} of draws"
