"""What python-docx has no words for, said to Word in its own: fields, links, lists, table heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from escalation.letters import visible

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

    from escalation.charts.told import Table


def field_mark(line: Paragraph, kind: str) -> None:
    """Begin a field, part what Word computes from what is shown, or end it."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    line.add_run()._r.append(mark)


def instruction(line: Paragraph, text: str) -> None:
    """Write what a field that was begun computes."""
    said = OxmlElement("w:instrText")
    said.set(qn("xml:space"), "preserve")
    said.text = text
    line.add_run()._r.append(said)


def field(line: Paragraph, computes: str, shown: str = "1") -> None:
    """Write what Word computes, with what stands there until it does."""
    field_mark(line, "begin")
    instruction(line, computes)
    field_mark(line, "separate")
    line.add_run(shown)
    field_mark(line, "end")


def _anchor(name: str) -> str:
    """Return a section's name as a bookmark of Word: letters, digits, at most 40."""
    return "_" + "".join(letter if letter.isalnum() else "_" for letter in name)[:39]


def bookmark(line: Paragraph, name: str, number: int) -> None:
    """Make a heading a place that links lead to; ``number`` is unique in the document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:name"), _anchor(name))
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    line.runs[0]._r.addprevious(start)
    line._p.append(end)


def link(line: Paragraph, name: str, text: str) -> None:
    """Write a link to a section."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _anchor(name))
    link.set(qn("w:history"), "1")
    link.append(line.add_run(text)._r)
    line._p.append(link)


def number_anew(word: WordDocument, lines: Sequence[Paragraph]) -> None:
    """Have a numbered list begin at one, whatever list came before."""
    found = word.styles["List Number"].element.find(f".//{qn('w:numId')}")
    if found is None:  # a template whose style numbers nothing
        return
    numbering = word.part.numbering_part.element
    like = next(one for one in numbering.num_lst if str(one.numId) == found.get(qn("w:val")))
    anew = numbering.add_num(like.abstractNumId.val)
    anew.add_lvlOverride(ilvl=0).add_startOverride(1)
    for line in lines:
        line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = anew.numId


def describe(grid: Any, table: Table) -> None:
    """Give a table its name and what it shows, for those who can't see it."""
    for tag, text in (("w:tblCaption", table.caption), ("w:tblDescription", table.note)):
        if text:
            said = OxmlElement(tag)
            said.set(qn("w:val"), visible(text))
            grid._tbl.tblPr.append(said)


def repeats(row: Any) -> None:
    """Have a row stand at the head of each page that its table goes on to."""
    head = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(head)


def stays_whole(row: Any) -> None:
    """Keep a row from being parted by the end of a page."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
