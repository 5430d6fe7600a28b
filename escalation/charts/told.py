"""What is said of a figure, once for every face: chart, page, report and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


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
    """What is said of a figure.

    Attributes
    ----------
    finding
        Its title: what it shows, as a sentence.
    caption
        What is drawn, and how to read it.
    alt
        What somebody who can't see it needs to know of it: the kind of chart and its finding.
    source
        What the figures come from, and what they are not.
    table
        The figures themselves; None where the caption says them all.
    """

    finding: str
    caption: str
    alt: str
    source: str
    table: Table | None = None


def told_of(figure: Figure, meaning: str = "", table: Table | None = None) -> Told:
    """Return what is said of a drawn figure: what its head and foot say, and what it shows.

    Parameters
    ----------
    figure
        As `escalation.charts.style.new_figure` begins it; of any other only ``meaning`` is known.
    meaning
        What it shows, for whoever can't see it; its finding too where it has none.
    table
        The figures behind it.
    """
    finding = getattr(figure, "finding", "") or meaning
    caption, source = getattr(figure, "caption", ""), getattr(figure, "source", "")
    alt = " ".join(f"{one}." for one in dict.fromkeys((meaning, finding)) if one)
    return Told(finding, caption, alt, source, table)
