"""What is said of each figure, once for every face: drawing, page, report and table.

A file a figure, named as its chart, whose ``told`` makes a `Told` of the data alone: no word, no
rounding and no figure of a chart is made anywhere else, and none needs a drawing to be made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Column:
    """A column of a table for readers.

    Attributes
    ----------
    heading
        What it is called.
    unit
        Of its figures, such as ``points`` or ``days``; empty where the cells say it.
    figures
        Whether it holds figures, which stand right in their column, or words.
    """

    heading: str
    unit: str = ""
    figures: bool = False


@dataclass(frozen=True)
class Table:
    """A table as readers see it: its cells are written as everywhere else, never to be rounded.

    Attributes
    ----------
    name
        A short name, unique in its report: an anchor, a file, a sheet.
    caption
        What it shows, in a sentence without a full stop.
    columns
        From left to right; the first names the rows.
    rows
        Each as long as ``columns``; text, never markup.
    note
        What a reader must know beside it, or empty.
    """

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True)
class Told:
    """What is said of a figure, wherever it is shown.

    Attributes
    ----------
    finding
        Its title: what it shows, as a sentence without a full stop.
    shown
        What is drawn and what its figures are, in whichever way it is drawn.
    alt
        What somebody who can't see it needs to know of it; see `alt_text`.
    source
        What the figures come from, and what they are not.
    table
        The figures themselves; None where there are none.
    drawing
        How to read the drawing that stands still: its places, marks and scales.
    """

    finding: str
    shown: str
    alt: str
    source: str
    table: Table | None = None
    drawing: str = ""

    @property
    def caption(self) -> str:
        """Return what stands below the finding of the drawing that stands still."""
        return f"{self.shown} {self.drawing}".strip()


#: What is said of a figure that is none of ours.
NOTHING: Final = Told("", "", "", "")


def alt_text(kind: str, *sentences: str) -> str:
    """Return a text for whoever can't see a figure.

    Parameters
    ----------
    kind
        What kind of chart it is, and of what.
    sentences
        Its finding, and its main figures, without full stops; empty ones are left out.

    >>> alt_text("Bars of runs by end state", "War in 3 runs of 4", "")
    'Bars of runs by end state. War in 3 runs of 4.'
    """
    return " ".join(f"{one}." for one in dict.fromkeys((kind, *sentences)) if one)


def nothing_to_show(finding: str, source: str, shown: str = "") -> Told:
    """Return what is said of a figure that has nothing to draw.

    Parameters
    ----------
    finding
        Why, as a sentence without a full stop.
    source
        What figures would come from.
    shown
        What would be drawn.
    """
    return Told(finding, shown, alt_text("An empty chart", finding), source)


def figures_table(
    name: str, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], note: str = ""
) -> Table:
    """Return the table behind a chart: the first column names the rows, others hold figures."""
    columns = [Column(head, figures=place > 0) for place, head in enumerate(heads)]
    return Table(f"{name}-figures", caption, columns, rows, note)
