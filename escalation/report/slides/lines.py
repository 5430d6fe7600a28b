"""The sentences and lists of a report as lines of slides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pptx.oxml.xmlchemy import OxmlElement

from escalation.report.document import (
    Block,
    Code,
    Grid,
    Picture,
    Points,
    Role,
    Story,
    Terms,
    Text,
)
from escalation.report.slides.fitting import Line, Mark

if TYPE_CHECKING:
    pass


def lines_of(block: Block) -> Iterator[Line]:
    """Return a block as lines of a list; nothing for what has a slide of its own."""
    match block:
        case Text():
            if block.role is not Role.CAVEAT:  # which stands at the foot of each slide
                yield Line(block.text, bold=block.role is Role.LEAD, mark=Mark.NOTHING)
        case Points():
            for item in block.items:
                yield Line(item, mark=Mark.NUMBER if block.numbered else Mark.BULLET)
        case Terms():
            for name, meaning in block.terms:
                yield Line(f"{name}: {meaning}")
        case Code():
            for typed in block.lines:
                yield Line(typed, mark=Mark.NOTHING)
        case Story():
            yield Line(block.title, bold=True, mark=Mark.NOTHING)
            for day, sentences in block.days:
                yield Line(f"{day}: {' '.join(sentences)}")
        case Grid() | Picture():
            return


def set_mark(paragraph: Any, mark: Mark) -> None:
    """Set what stands before a line, where that is not what the layout has."""
    if mark.value is None:
        return
    properties = paragraph._p.get_or_add_pPr()
    if mark is Mark.NOTHING:
        properties.set("marL", "0")
        properties.set("indent", "0")
    before = OxmlElement(mark.value)
    if mark is Mark.NUMBER:
        before.set("type", "arabicPeriod")
    properties.append(before)
