"""What fits on a slide: lines and rows of tables, measured in letters a little wider than most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from pptx.util import Pt

from escalation.charts.style import wrapped
from escalation.letters import visible

if TYPE_CHECKING:
    pass

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


def paged(lines: Sequence[Line], width: int, height: int) -> Iterator[list[Line]]:
    """Return lines slide by slide; one that is longer than a slide is parted between words."""
    page: list[Line] = []
    used = 0.0
    points = TEXT_POINTS
    for line in lines:
        inches = width / INCH - 0.35 * (line.level + 1)
        weight = "bold" if line.bold else "normal"
        most = int(height / (Pt(points) * LINE))
        broken = wrapped(visible(line.text), points, inches, weight)
        for start in range(0, len(broken), most):
            piece = broken[start : start + most]
            takes = len(piece) * Pt(points) * LINE + Pt(points) * 0.35
            if page and used + takes > height:
                yield page
                page, used = [], 0.0
            page.append(line if len(broken) <= most else replace(line, text=" ".join(piece)))
            used += takes
    if page:
        yield page


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
