"""Reports as Word documents: the template's styles, editable tables, alternative texts.

An office's own template may have the styles `STYLES` and `TABLE_STYLE`; what it lacks is added.
Text is in styles throughout, so that a style that is changed changes the whole document.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm

from escalation.letters import visible
from escalation.report.document import (
    Block,
    Code,
    Document,
    Grid,
    Picture,
    Points,
    Role,
    Section,
    Story,
    Terms,
    Text,
)
from escalation.report.laying_out import column_widths, foot, headings, parted
from escalation.report.office import (
    asking_template,
    opened_template,
    png,
    save_packed,
    tell_properties,
)
from escalation.report.word.marks import (
    bookmark,
    describe,
    field,
    field_mark,
    instruction,
    link,
    number_anew,
    repeats,
    stays_whole,
)
from escalation.report.word.styles import (
    DEEPEST_HEADING,
    TABLE_STYLE,
    clear,
    settle_page,
    settle_styles,
    toc_style,
)

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

    from escalation.charts.told import Column, Table

_ROLES: Final = {
    Role.LEAD: "Lead",
    Role.BODY: "Body Text",
    Role.NOTE: "Note",
    Role.CAVEAT: "Caveat",
}
#: A figure's letters must stay legible: it is never made smaller than this.
_LEAST_HEIGHT: Final = Mm(60)
_MOST_HEIGHT: Final = Mm(215)
#: Of page one, where the finding and the odds stand too.
_SUMMARY_HEIGHT: Final = Mm(95)


def write_word(
    document: Document, path: Path, *, template: str | os.PathLike[str] | None = None
) -> None:
    """Write a report as a ``.docx`` file, the same bytes for the same report.

    Parameters
    ----------
    document
        The report.
    path
        Where to; replaced whole.
    template
        An office's own document, whose styles, page and heads are taken; its text is not.

    Raises
    ------
    InputError
        If the template can't be read or is none, or nothing can be written there.
    OutputError
        If the disk gives out.
    """
    with asking_template(template):
        word = docx.Document(opened_template(template, "docx"))
        writer = _Writer(word, document, own=template is None)
    writer.write()
    save_packed(word.save, document, path)


class _Writer:
    """A report on its way into a document of Word."""

    def __init__(self, word: WordDocument, document: Document, *, own: bool) -> None:
        self._word = word
        self._document = document
        self._bookmarks = count(1)
        self._figures = count(1)
        self._tables = count(1)
        clear(word)
        if own:
            settle_page(word)
        settle_styles(word, own=own)

    def write(self) -> None:
        """Write everything."""
        document = self._document
        tell_properties(self._word.core_properties, document)
        self._heads_and_feet()
        self._paragraph(document.title, "Title")
        self._paragraph(document.subtitle, "Subtitle")
        self._blocks(document.summary.blocks, most_height=_SUMMARY_HEIGHT)
        self._contents()
        for section in document.sections:
            self._section(section, 1)

    def _heads_and_feet(self) -> None:
        """Write the title above each page, and whose figures they are below it."""
        section = self._word.sections[0]
        head = section.header.paragraphs[0]
        head.style = self._word.styles["Header"]
        head.text = visible(self._document.title)
        line = section.footer.paragraphs[0]
        line.style = self._word.styles["Footer"]
        line.text = f"{foot(self._document)}\tPage "
        field(line, "PAGE")
        line.add_run(" of ")
        field(line, "NUMPAGES")

    def _contents(self) -> None:
        """Write a table of contents that links, and that Word renews from the headings."""
        first = self._paragraph("Contents", "TOC Heading")
        first.paragraph_format.page_break_before = True
        lines = list(_chapters(self._document.sections))
        for place, (level, section) in enumerate(lines):
            line = self._word.add_paragraph(style=toc_style(self._word, level))
            if place == 0:
                field_mark(line, "begin")
                instruction(line, r'TOC \o "1-2" \n \h \z \u')
                field_mark(line, "separate")
            link(line, section.name, visible(section.title))
            if place == len(lines) - 1:
                field_mark(line, "end")

    def _section(self, section: Section, level: int) -> None:
        heading = self._word.add_heading(visible(section.title), min(level, DEEPEST_HEADING))
        bookmark(heading, section.name, next(self._bookmarks))
        self._blocks(section.blocks)
        for part in section.parts:
            self._section(part, level + 1)

    def _blocks(self, blocks: Sequence[Block], *, most_height: Length = _MOST_HEIGHT) -> None:
        for block in blocks:
            match block:
                case Text():
                    self._paragraph(block.text, _ROLES[block.role])
                case Points():
                    self._points(block)
                case Terms():
                    for name, meaning in block.terms:
                        line = self._paragraph("", "Body Text")
                        line.add_run(visible(name), "Strong")
                        line.add_run(f": {visible(meaning)}")
                case Code():
                    for typed in block.lines:
                        self._paragraph(typed, "Code")
                case Grid():
                    self._grid(block.table)
                case Picture():
                    self._picture(block, most_height)
                case Story():
                    self._story(block)

    def _paragraph(self, text: str, style: str) -> Paragraph:
        return self._word.add_paragraph(visible(text), style=style)

    def _points(self, points: Points) -> None:
        style = "List Number" if points.numbered else "List Bullet"
        lines = [self._paragraph(item, style) for item in points.items]
        if points.numbered:
            number_anew(self._word, lines)

    def _story(self, story: Story) -> None:
        self._paragraph(story.title, "Figure").paragraph_format.keep_with_next = True
        for day, sentences in story.days:
            line = self._paragraph("", "Body Text")
            line.add_run(visible(day), "Strong")
            line.paragraph_format.keep_with_next = True
            for sentence in sentences:
                self._paragraph(sentence, "List Bullet")

    def _caption(self, kind: str, number: int, text: str) -> None:
        line = self._paragraph("", "Caption")
        line.add_run(f"{kind} ")
        field(line, f"SEQ {kind} \\* ARABIC", str(number))
        line.add_run(f". {visible(text)}")
        line.paragraph_format.keep_with_next = True

    def _picture(self, picture: Picture, most_height: Length) -> None:
        told = picture.told
        self._caption("Figure", next(self._figures), told.finding)
        lead = self._paragraph(told.caption, "Note")
        lead.paragraph_format.keep_with_next = True
        line = self._word.add_paragraph(style="Figure")
        shape = line.add_run().add_picture(png(picture, self._document.stamp), width=self._width())
        if shape.height > most_height:
            height = max(most_height, _LEAST_HEIGHT)
            shape.width, shape.height = Length(shape.width * height // shape.height), height
        said = shape._inline.docPr  # python-docx has no setter for the text of those who can't see
        said.set("descr", visible(told.alt))
        said.set("title", visible(told.finding))

    def _grid(self, table: Table) -> None:
        self._caption("Table", next(self._tables), table.caption)
        grid = self._word.add_table(1, len(table.columns), style=TABLE_STYLE)
        grid.autofit = False
        describe(grid, table)
        widths = column_widths(table, self._width())
        for cell, text, column in zip(
            grid.rows[0].cells, headings(table), table.columns, strict=True
        ):
            self._cell(cell, text, column)
        repeats(grid.rows[0])
        for row in table.rows:
            for cell, text, column in zip(grid.add_row().cells, row, table.columns, strict=True):
                self._cell(cell, text, column)
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Length(width)
        for row in grid.rows:
            stays_whole(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Length(width)
        self._paragraph(table.note, "Note")  # even an empty one: tables that touch become one

    @cached_property
    def _cell_style(self) -> str:
        """Return the id of the style of cells in this template."""
        return str(self._word.styles["Cell"].style_id)

    def _cell(self, cell: Any, text: str, column: Column) -> None:
        line = cell.paragraphs[0]
        # By its id: python-docx looks through all styles for each name, a second for these tables.
        line._p.style = self._cell_style
        line.add_run(parted(visible(text)))
        if column.figures:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _width(self) -> Length:
        page = self._word.sections[0]
        assert page.page_width is not None
        return Length(page.page_width - (page.left_margin or 0) - (page.right_margin or 0))


def _chapters(sections: Sequence[Section], level: int = 1) -> Iterator[tuple[int, Section]]:
    for section in sections:
        yield level, section
        if level < 2:
            yield from _chapters(section.parts, level + 1)
