"""What a report is made of, without any format: sections of sentences, tables and pictures.

Contents (``escalation.report.contents``) fill a `Document`; writers (HTML, PDF, Word, PowerPoint)
lay it out. All text is plain: no markup is read in it, and a writer escapes what its format asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from escalation.charts.told import Table, Told
from escalation.stamp import Stamp

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Role(Enum):
    """What a paragraph is for."""

    LEAD = "lead"  # the finding itself, large
    BODY = "body"
    NOTE = "note"  # small: how to read what stands beside it
    CAVEAT = "caveat"  # what the figures are not


@dataclass(frozen=True)
class Text:
    """A paragraph.

    Attributes
    ----------
    text
        Its sentences.
    role
        What it is for.
    """

    text: str
    role: Role = Role.BODY


@dataclass(frozen=True)
class Points:
    """A list.

    Attributes
    ----------
    items
        A sentence or more each.
    numbered
        Whether their order matters.
    """

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True)
class Terms:
    """Names and what they mean: a glossary, or facts about the results.

    Attributes
    ----------
    terms
        Pairs of a name and what is said of it.
    """

    terms: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Code:
    """Lines that are typed as they stand.

    Attributes
    ----------
    lines
        Of a terminal.
    """

    lines: Sequence[str]


@dataclass(frozen=True)
class Grid:
    """A table of the report.

    Attributes
    ----------
    table
        What it holds.
    long
        Whether it is looked up rather than read: a page lets its reader search and sort it.
    """

    table: Table
    long: bool = False


@dataclass(frozen=True)
class Picture:
    """A figure of the report.

    Attributes
    ----------
    name
        A short name, unique in the report, as that of the chart's file.
    told
        What is said of it.
    draw
        Draws it, for paper; each call returns a new figure.
    live
        Makes what the page's own module draws in its place: the module's name and its data. None
        where it draws none. Only a page asks for it, as it can take seconds.
    """

    name: str
    told: Told
    draw: Callable[[], Figure]
    live: Callable[[], tuple[str, Mapping[str, Any]]] | None = None

    def bare(self) -> Figure:
        """Draw it without finding and caption, for a page that prints these itself."""
        from escalation.charts.style import without_head

        with without_head():
            return self.draw()


@dataclass(frozen=True)
class Story:
    """A dated account, such as a run's chronicle.

    Attributes
    ----------
    title
        What it is of.
    days
        Pairs of a date, as it is read, and what happened, a sentence each.
    """

    title: str
    days: Sequence[tuple[str, Sequence[str]]]


Block: TypeAlias = Text | Points | Terms | Code | Grid | Picture | Story


class Depth(Enum):
    """Who reads a section: what a summary has, what a briefing shows, what is looked up."""

    MAIN = "main"
    APPENDIX = "appendix"


@dataclass(frozen=True)
class Section:
    """A chapter, or a part of one.

    Attributes
    ----------
    name
        Its anchor, unique in the report.
    title
        Its heading.
    blocks
        What it says, from top to bottom.
    parts
        Its own sections.
    depth
        A presentation leaves chapters that are looked up out, and says where they stand.
    """

    name: str
    title: str
    blocks: Sequence[Block] = ()
    parts: Sequence[Section] = ()
    depth: Depth = Depth.MAIN


@dataclass(frozen=True)
class Document:
    """A report.

    Attributes
    ----------
    title
        What it is about.
    subtitle
        What was run, in a line: runs, draws, days, seed.
    summary
        Page one: the finding in three sentences, the odds, one picture.
    sections
        All else, in order.
    stamp
        Which results it tells of.
    made
        When these results were made, so that the same results give the same report.
    keywords
        For a catalogue.
    """

    title: str
    subtitle: str
    summary: Section
    sections: Sequence[Section]
    stamp: Stamp
    made: dt.datetime
    keywords: Sequence[str] = field(default_factory=tuple)
