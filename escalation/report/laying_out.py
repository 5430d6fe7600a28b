"""What every format with pages lays out alike: heads of tables, widths, the foot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from escalation.charts.words import CAVEAT

if TYPE_CHECKING:
    from escalation.charts.told import Table
    from escalation.report.document import Document

#: What a line of a table holds, what stands between two columns, and longer words are broken.
_LETTERS_A_LINE, _BETWEEN, _LONGEST_WORD = 120, 2, 20
#: Figures with both intervals are not broken: "100% (100–>99%) ±10.0".
_LONGEST_FIGURE: Final = 30
#: Digits and their signs are so much wider than letters of words are on the whole.
_WIDE: Final = 1.3
#: A column that holds ten times as much is less than ten times as wide.
_DAMPED: Final = 0.75
#: What every column has of the room that is left, beside what it holds.
_ALIKE: Final = 4.0


#: Names as scenario files write them may be parted after their underscores, where a line ends.
_NAME: Final = re.compile(r"\w{16,}")
_WITHIN_NAME: Final = re.compile(r"_(?=\w)")
#: What nobody sees, and a line may end at.
MAY_BREAK: Final = "\u200b"


def parted(text: str) -> str:
    """Return a text for a narrow column: long names of scenario files may end a line within."""
    return _NAME.sub(lambda word: _WITHIN_NAME.sub(f"_{MAY_BREAK}", word.group()), text)


def foot(document: Document) -> str:
    """Return the foot of each page: whose figures they are, and what they are not."""
    stamp = document.stamp
    return f"run {stamp.run_id} · escalation {stamp.version} · {CAVEAT}"


def headings(table: Table) -> list[str]:
    """Return the heads of a table's columns, their units in brackets."""
    return [f"{one.heading} ({one.unit})" if one.unit else one.heading for one in table.columns]


def column_widths(table: Table, whole: int) -> list[int]:
    """Return how much of a width each column has.

    Each has room for its longest word, and of figures for the longest cell, so that no interval is
    broken, as far as a line has; what is left goes to the columns that hold most.
    """
    columns = list(zip(headings(table), *table.rows, strict=True))
    least, more = [], []
    for column, cells in zip(table.columns, columns, strict=True):
        words = [word for cell in cells for word in cell.split()]
        longest = max(map(len, words), default=0)
        if column.figures:
            longest = max(longest, *(round(_WIDE * len(cell)) for cell in cells[1:]), 0)
        most = _LONGEST_FIGURE if column.figures else _LONGEST_WORD
        least.append(min(longest + _BETWEEN, most))
        usual = sum(map(len, cells)) / len(cells)
        more.append(max(usual - least[-1], 0.0) ** _DAMPED + _ALIKE)
    spare = max(_LETTERS_A_LINE - sum(least), 0)
    wanted = [one + spare * each / sum(more) for one, each in zip(least, more, strict=True)]
    return [int(whole * one / sum(wanted)) for one in wanted]
