"""What fits on a slide: lines and rows of tables, measured in letters a little wider than most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from pptx.util import Pt

from escalation.charts.style import wrapped
from escalation.letters import visible

#: Size of a slide's text.
TEXT_POINTS: Final = 18
#: Height of a line, as a share of its letters.
LINE: Final = 1.25
INCH: Final = 914_400
_CELL_SIDES: Final = 0.2  # inches that a cell leaves free, both sides together
CELL_ENDS: Final = 0.1  # and above and below


class Mark(Enum):
    """What stands before a line."""

    BULLET = None  # as the layout has it
    NUMBER = "a:buAutoNum"
    NOTHING = "a:buNone"


@dataclass(frozen=True)
class Line:
    """A line on a slide: how deep it stands, what before it, and whether it heads others."""

    text: str
    level: int = 0
    bold: bool = False
    mark: Mark = Mark.BULLET


def paged(lines: Sequence[Line], width: int, height: int) -> list[list[Line]]:
    """Return lines slide by slide, on as few as hold them and each about as full as the others.

    A line that is longer than a slide is parted between words.
    """
    pieces = list(_pieces(lines, width, height))
    fewest = list(_filled(pieces, height))
    for share in range(2, _STEPS):  # the least room that needs no slide more
        pages = list(_filled(pieces, height * share / _STEPS))
        if len(pages) == len(fewest):
            return pages
    return fewest


#: Heights of a slide's text that are tried to part it evenly.
_STEPS: Final = 20


def _pieces(lines: Sequence[Line], width: int, height: int) -> Iterator[tuple[Line, float]]:
    """Yield lines with the height that each takes, none higher than a slide."""
    most = int(height / (Pt(TEXT_POINTS) * LINE))
    for line in lines:
        inches = width / INCH - 0.35 * (line.level + 1)
        weight = "bold" if line.bold else "normal"
        broken = wrapped(visible(line.text), TEXT_POINTS, inches, weight)
        for start in range(0, len(broken), most):
            piece = broken[start : start + most]
            takes = len(piece) * Pt(TEXT_POINTS) * LINE + Pt(TEXT_POINTS) * 0.35
            whole = len(broken) <= most
            yield line if whole else replace(line, text=" ".join(piece)), takes


def _filled(pieces: Sequence[tuple[Line, float]], height: float) -> Iterator[list[Line]]:
    page: list[Line] = []
    used = 0.0
    for line, takes in pieces:
        if page and used + takes > height:
            yield page
            page, used = [], 0.0
        page.append(line)
        used += takes
    if page:
        yield page


#: A title is not set smaller than this share of what the layout says.
_LEAST_TITLE: Final = 50


def title_scale(text: str, points: float, width: int, height: int) -> int:
    """Return at which per cent of its letters a title fits into its place; 100 where it does."""
    for scale in range(100, _LEAST_TITLE, -5):
        size = points * scale / 100
        lines = wrapped(visible(text), size, width / INCH - _CELL_SIDES, "bold")
        if len(lines) * Pt(size) * _TITLE_LINE <= height:
            return scale
    return _LEAST_TITLE


#: Height of a line of a title, as a share of its letters; places of titles leave as much free.
_TITLE_LINE: Final = 1.1


def rows_paged(
    rows: Sequence[Sequence[str]],
    heads: Sequence[str],
    widths: Sequence[int],
    height: int,
    points: int,
) -> Iterator[list[Sequence[str]]]:
    """Return the rows slide by slide, a head above each."""
    head = _row_height(heads, widths, points)
    page: list[Sequence[str]] = []
    used = head
    for row in rows:
        takes = _row_height(row, widths, points)
        if page and used + takes > height:
            yield page
            page, used = [], head
        page.append(row)
        used += takes
    yield page


def _row_height(cells: Sequence[str], widths: Sequence[int], points: int) -> float:
    lines = max(
        len(wrapped(visible(cell), points, width / INCH - _CELL_SIDES))
        for cell, width in zip(cells, widths, strict=True)
    )
    return lines * Pt(points) * LINE + CELL_ENDS * INCH
