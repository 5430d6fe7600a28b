"""Words that several commands print; without Rich, so that it costs nothing."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

#: Width of lines where nobody looks at a terminal.
WIDTH: Final = 100


def line_width() -> int:
    """Return how many letters a line holds: the terminal's, or `WIDTH` where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH


def wrapped(text: str, indent: str = "") -> list[str]:
    """Return a text as lines that fit; where it is indented, later lines two letters more."""
    return textwrap.wrap(
        text, line_width(), initial_indent=indent,
        subsequent_indent=indent + ("  " if indent else ""),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def shortened(text: str, indent: str, most: int = WIDTH) -> str:
    """Return a text behind an indent as one line that fits, cut at a word where it must be."""
    room = min(most, line_width()) - len(indent)
    return indent + textwrap.shorten(text, room, placeholder=" ...")


class Columns:
    """A table of text: a row to a line, or told cell by cell where a line would not hold it.

    Parameters
    ----------
    *columns : str
        Each a title and, behind a bar, how its cells are set: ``"odds|>8"`` is eight letters wide,
        to the right. The first is what a row is about; the last may be left open (``"why|<"``).
    """

    def __init__(self, *columns: str) -> None:
        """Part titles from widths."""
        parted = [column.rpartition("|") for column in columns]
        self._titles = [title for title, _, _ in parted]
        self._sides = [look[0] for _, _, look in parted]
        self._widths = [int(look[1:] or 0) for _, _, look in parted]

    def lines(self, rows: Iterable[Sequence[str] | str], beneath: str = "  ") -> list[str]:
        """Return titles and rows as lines.

        Parameters
        ----------
        rows : iterable of sequences of str, or str
            The cells of a row; or a note on the row above it.
        beneath : str
            What a note, or a cell that is told on a line of its own, begins with.
        """
        told = list(rows)
        cells = [row for row in told if not isinstance(row, str)]
        lined = [self._line(row) for row in (self._titles, *cells)]
        if max(map(len, lined)) > line_width():
            return [line for row in told for line in self._alone(row, beneath)]
        said = iter(lined[1:])
        return [line for line in lined[:1] if line] + [
            line
            for row in told
            for line in (wrapped(row, beneath) if isinstance(row, str) else [next(said)])
        ]

    def _line(self, cells: Sequence[str]) -> str:
        set_so = zip(cells, self._sides, self._widths, strict=True)
        return "".join(f"{cell:{side}{width}}" for cell, side, width in set_so).rstrip()

    def _alone(self, row: Sequence[str] | str, beneath: str) -> list[str]:
        """Return a row as its first cell and, beneath, each other behind its title."""
        if isinstance(row, str):
            return wrapped(row, beneath)
        first, *others = (cell.strip() for cell in row)
        told = zip((title.strip() for title in self._titles[1:]), others, strict=True)
        said = [f"{title}: {cell}" if title else cell for title, cell in told if cell]
        indent = row[0][: len(row[0]) - len(row[0].lstrip())]
        return wrapped(first, indent) + [
            line for text in said for line in wrapped(text, indent or beneath)
        ]
