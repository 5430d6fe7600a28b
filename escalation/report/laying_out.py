"""What every format with pages lays out alike: letters, heads of tables, widths, the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.charts.words import CAVEAT
from escalation.letters import visible

if TYPE_CHECKING:
    from escalation.charts.told import Table
    from escalation.report.document import Document

#: How narrow and how wide a column may be wanted, in letters.
_LEAST_LETTERS, _MOST_LETTERS = 6, 40


def plain(text: str) -> str:
    r"""Return a text with an escape for what can't be seen, so that every format can hold it.

    >>> plain("one\x0b two\u202e")
    'one\\u000b two\\u202e'
    """
    return visible(text)


def foot(document: Document) -> str:
    """Return the foot of each page: whose figures they are, and what they are not."""
    stamp = document.stamp
    return f"run {stamp.run_id} · escalation {stamp.version} · {CAVEAT}"


def headings(table: Table) -> list[str]:
    """Return the heads of a table's columns, their units in brackets."""
    return [f"{one.heading} ({one.unit})" if one.unit else one.heading for one in table.columns]


def column_widths(table: Table, whole: int) -> list[int]:
    """Return how much of a width each column has: by its longest word and by how much it holds."""
    wanted = []
    for cells in zip(headings(table), *table.rows, strict=True):
        longest = max((len(word) for cell in cells for word in cell.split()), default=1)
        fullest = max(len(cell) for cell in cells)
        wanted.append(min(max(longest, fullest**0.75, _LEAST_LETTERS), _MOST_LETTERS))
    return [int(whole * one / sum(wanted)) for one in wanted]
