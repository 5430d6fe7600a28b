"""Reports as PowerPoint presentations: a finding a slide, editable tables, alternative texts.

The story comes first, a picture or a few sentences a chapter; what stands behind it follows as an
appendix, its tables cut to what can be read. Titles, lists and feet stand in the placeholders of
the layouts, so that an office's template decides how they look. What is looked up rather than shown
is left out and named at the end.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeGuard

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Length, Pt

from escalation.charts.style import wrapped
from escalation.letters import visible
from escalation.numbers import counted
from escalation.report.document import (
    Block,
    Code,
    Depth,
    Document,
    Grid,
    Picture,
    Role,
    Section,
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
from escalation.report.slides.fitting import CELL_ENDS, INCH, LINE, Line, Mark, paged, rows_paged
from escalation.report.slides.layouts import (
    FEET,
    Layouts,
    body,
    body_of,
    clear,
    fit_title,
    layouts_of,
    placeholders,
    settle,
)
from escalation.report.slides.lines import lines_of, set_mark

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide, SlideLayout

    from escalation.charts.told import Table

#: Letters of tables: the largest with which one fits on a slide.
_CELL_POINTS: Final = (16, 14, 12)
_CAPTION_POINTS: Final = 12
#: PowerPoint's own "Medium Style 2", in the colours of the theme's letters.
_TABLE_STYLE: Final = "{073A0DAA-6AF3-43AB-8588-CEC1D06C72B9}"


def write_slides(
    document: Document, path: Path, *, template: str | os.PathLike[str] | None = None
) -> None:
    """Write a report as a ``.pptx`` file, the same bytes for the same report.

    Parameters
    ----------
    document
        The report.
    path
        Where to; replaced whole.
    template
        An office's own presentation, whose master and layouts are taken; its slides are not.

    Raises
    ------
    InputError
        If the template can't be read, is none, or has no layout with a title and a text; or nothing
        can be written there.
    OutputError
        If the disk gives out.
    """
    with asking_template(template):
        shown = pptx.Presentation(opened_template(template, "pptx"))
        if template is None:
            settle(shown)
        else:
            clear(shown)
        layouts = layouts_of(shown, str(template))
    _Writer(shown, document, layouts).write()
    save_packed(shown.save, document, path)


class _Writer:
    """A report on its way into a presentation."""

    def __init__(self, shown: Presentation, document: Document, layouts: Layouts) -> None:
        self._shown = shown
        self._document = document
        self._layouts = layouts

    def write(self) -> None:
        """Write everything."""
        document = self._document
        tell_properties(self._shown.core_properties, document)
        opening = self._slide(self._layouts.opening, document.title)
        body(opening).text_frame.text = visible(document.subtitle)
        self._section(document.summary, ())
        shown = [one for one in document.sections if not _is_appendix(one)]
        for section in shown:
            self._section(_in_brief(section), ())
        rest = [one for one in map(_beyond, shown) if one.blocks or one.parts]
        if rest:
            divider = self._slide(self._layouts.opening, "Appendix")
            body(divider).text_frame.text = "What stands behind the story, chapter by chapter"
            for section in rest:
                self._section(section, ())
        self._left_out()

    def _left_out(self) -> None:
        """Name what only the other formats have."""
        left = [section.title for section in self._document.sections if _is_appendix(section)]
        if left:
            also = Line("The report as a page, as PDF or for Word has also:", mark=Mark.NOTHING)
            self._list("Where to look things up", [also, *(Line(one) for one in left)])

    def _section(self, section: Section, above: Sequence[str]) -> None:
        """Show a section: its sentences and lists together, each picture and table by itself."""
        path = (*above, section.title)
        title = ": ".join(path)
        lines: list[Line] = []
        told = None
        for block in section.blocks:
            if told is not None and not lines and _is_note(block):
                _add_to_notes(told, block.text)
                continue
            said = list(lines_of(block))
            if said:
                lines += said
                continue
            self._list(title, lines)
            lines = []
            if isinstance(block, Picture):
                told = self._picture(block)
            elif isinstance(block, Grid):
                told = self._grid(block.table)
        self._list(title, lines)
        for part in section.parts:
            self._section(part, path)

    def _slide(self, layout: SlideLayout, title: str) -> Slide:
        slide: Slide = self._shown.slides.add_slide(layout)
        assert slide.shapes.title is not None
        slide.shapes.title.text_frame.text = visible(title)
        fit_title(slide, layout)
        self._foot(slide, layout)
        return slide

    def _foot(self, slide: Slide, layout: SlideLayout) -> None:
        """Put the layout's foot and number on a slide, which PowerPoint does when asked to."""
        for like in placeholders(layout):
            if like.placeholder_format.type not in FEET:
                continue
            slide.shapes._spTree.append(copy.deepcopy(like.element))
            if like.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
                slide.shapes[-1].text_frame.text = foot(self._document)  # type: ignore[attr-defined]

    def _list(self, title: str, lines: Sequence[Line]) -> None:
        """Show lines, on as many slides as they need."""
        if not lines:
            return
        place = body_of(self._layouts.text)
        pages = paged(lines, place.width, place.height)
        for number, page in enumerate(pages, 1):
            slide = self._slide(self._layouts.text, _of_several(title, number, len(pages)))
            frame = body(slide).text_frame
            for index, line in enumerate(page):
                paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
                paragraph.text = visible(line.text)
                paragraph.level = line.level
                if line.bold:
                    paragraph.font.bold = True
                set_mark(paragraph, line.mark)

    def _picture(self, picture: Picture) -> Slide:
        told = picture.told
        slide = self._slide(self._layouts.title, told.finding)
        place = body_of(self._layouts.text)
        caption = self._below(told.caption)
        room = place.height - caption
        shape = slide.shapes.add_picture(png(picture, self._document.stamp), place.left, place.top)
        scale = min(place.width / shape.width, room / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shape.left = Emu(place.left + (place.width - shape.width) // 2)
        _describe(shape, told.finding, told.alt)
        below = slide.shapes.add_textbox(
            place.left, Emu(place.top + room), place.width, Emu(caption)
        )
        below.text_frame.word_wrap = True
        below.text_frame.text = visible(told.caption)
        below.text_frame.paragraphs[0].font.size = Pt(_CAPTION_POINTS)
        _add_to_notes(slide, "\n".join((told.alt, told.caption, told.source)))
        return slide

    def _grid(self, table: Table) -> Slide:
        """Show as much of a table as can be read on a slide, and say where the rest is."""
        place = body_of(self._layouts.text)
        widths = [Emu(one) for one in column_widths(table, place.width)]
        heads, said = headings(table), table.note

        def fitting(points: int) -> list[list[Sequence[str]]]:
            room = place.height - self._below(said)
            return list(rows_paged(table.rows, heads, widths, room, points))

        points = next((one for one in _CELL_POINTS if len(fitting(one)) == 1), _CELL_POINTS[-1])
        if len(fitting(points)) > 1:
            said = self._where_the_rest_is(len(table.rows), said)
        note = self._below(said)
        rows = fitting(points)[0]
        slide = self._slide(self._layouts.title, table.caption)
        frame = slide.shapes.add_table(
            len(rows) + 1, len(heads), place.left, place.top, place.width, Inches(0.3)
        )
        _describe(frame, table.caption, table.note or table.caption)
        grid = frame.table
        for style in grid._tbl.iter(qn("a:tableStyleId")):
            style.text = _TABLE_STYLE
        for column, width in enumerate(widths):
            grid.columns[column].width = width
        for line, cells in enumerate([heads, *rows]):
            grid.rows[line].height = Pt(int(points * LINE + 7))
            for column, text in enumerate(cells):
                right = table.columns[column].figures
                _fill(grid.cell(line, column), text, points, right=right)
        if said:
            below = slide.shapes.add_textbox(
                place.left, Emu(place.top + place.height - note), place.width, Emu(note)
            )
            below.text_frame.word_wrap = True
            below.text_frame.text = visible(said)
            below.text_frame.paragraphs[0].font.size = Pt(_CAPTION_POINTS)
        return slide

    def _below(self, text: str) -> Length:
        """Return how much of a slide a text below its table or picture takes."""
        wide = body_of(self._layouts.text).width / INCH
        lines = wrapped(text, _CAPTION_POINTS, wide) if text else []
        return Length(int(Pt(_CAPTION_POINTS) * LINE * len(lines)) + Inches(0.1 if text else 0))

    def _where_the_rest_is(self, count: int, note: str) -> str:
        run_id = self._document.stamp.run_id
        book = f" ('escalation workbook {run_id}')" if run_id else ""
        rest = f"the workbook{book} and other formats have all"
        return f"The first of {counted(count, 'row')}; {rest}. {note}".rstrip()


def _in_brief(section: Section) -> Section:
    """Return what the story has of a chapter: its first picture, or its sentences if it has none.

    What says how to read the picture goes with it. What only says which command would fill it is
    none of the story.
    """
    blocks = section.blocks
    place = next((at for at, one in enumerate(blocks) if isinstance(one, Picture)), None)
    shown: list[Block] = []
    if place is not None:
        shown = [one for one in blocks[place : place + 2] if one is blocks[place] or _is_note(one)]
    elif not any(isinstance(one, Code) for one in blocks):
        of_tables = [isinstance(one, Grid) for one in blocks]
        shown = [
            one
            for place, one in enumerate(blocks)
            if not of_tables[place] and not (any(of_tables[:place]) and _is_note(one))
        ]
    return replace(section, blocks=shown, parts=())


def _beyond(section: Section) -> Section:
    """Return what a chapter has beyond the story."""
    shown = [id(one) for one in _in_brief(section).blocks]
    return replace(section, blocks=[one for one in section.blocks if id(one) not in shown])


def _is_note(block: Block) -> TypeGuard[Text]:
    """Return whether a block says how to read what stands before it."""
    return isinstance(block, Text) and block.role is Role.NOTE


def _add_to_notes(slide: Slide, text: str) -> None:
    """Have the speaker's notes of a slide say it, for which it is too small to be shown."""
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = "\n".join(filter(None, (notes.text, visible(text))))


def _is_appendix(section: Section) -> bool:
    return section.depth is Depth.APPENDIX


def _of_several(title: str, number: int, count: int) -> str:
    return title if count == 1 else f"{title} ({number} of {counted(count, 'slide')})"


def _fill(cell: Any, text: str, points: int, *, right: bool) -> None:
    cell.margin_top = cell.margin_bottom = Inches(CELL_ENDS / 2)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.text = parted(visible(text))
    paragraph.font.size = Pt(points)
    if right:
        paragraph.alignment = PP_ALIGN.RIGHT


def _describe(shape: Any, name: str, text: str) -> None:
    """Give a shape its name and what it shows, for those who can't see it."""
    said = shape._element.xpath(".//p:cNvPr")[0]  # python-pptx has no setter for it
    said.set("descr", visible(text))
    said.set("title", visible(name))
