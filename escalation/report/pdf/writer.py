"""Reports as PDF: laid out by Typst from data, tagged for screen readers, charts as vectors.

What the report says is handed over as JSON, in which Typst reads no markup; how it looks stands in
``report.typ``. The fonts are Typst's own and that of the charts, which is Matplotlib's, so that the
same report is the same bytes on any machine. See docs/decisions for the libraries looked at.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from importlib.resources import as_file, files
from itertools import count
from pathlib import Path
from typing import Any, Final, Literal

import matplotlib as mpl
import typst

from escalation.charts import style
from escalation.charts.saving import write
from escalation.charts.words import CAVEAT
from escalation.files import write_bytes_atomically
from escalation.letters import visible
from escalation.report.document import (
    Block,
    Code,
    Document,
    Grid,
    Picture,
    Points,
    Section,
    Story,
    Terms,
    Text,
)
from escalation.report.laying_out import MAY_BREAK, column_widths, foot, headings, parted

Paper = Literal["a4", "us-letter"]

#: PDF/UA-1, by which a screen reader finds headings, tables and alternative texts.
STANDARD: Final = "ua-1"
#: A word of more letters than the first may be parted after each so many, where a line ends.
_LONGEST_WORD, _PIECE = 30, 6
_LONG: Final = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_PIECES: Final = re.compile(rf"\S{{{_PIECE}}}(?=\S)")
_TEMPLATE, _DATA = "report.typ", "report.json"


def write_pdf(document: Document, path: Path, *, paper: Paper = "a4") -> None:
    """Write a report as a ``.pdf`` file, the same bytes for the same report.

    Parameters
    ----------
    document
        The report.
    path
        Where to; replaced whole.
    paper
        Of its pages.

    Raises
    ------
    InputError
        If nothing can be written there.
    OutputError
        If the disk gives out.
    """
    with tempfile.TemporaryDirectory(prefix="escalation-report-") as made:
        folder = Path(made)
        data = _Data(folder).of(document, paper)
        (folder / _DATA).write_text(json.dumps(data), encoding="utf-8")
        with as_file(files("escalation.report.pdf") / _TEMPLATE) as template:
            shutil.copyfile(template, folder / _TEMPLATE)
        content = typst.compile(
            folder / _TEMPLATE,
            root=folder,
            font_paths=[Path(mpl.get_data_path()) / "fonts" / "ttf"],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=STANDARD,
            timestamp=int(document.made.timestamp()),
        )
    assert isinstance(content, bytes)
    write_bytes_atomically(path, content)


def said(text: str) -> str:
    """Return a text as Typst sets it: what can't be seen as an escape, long words parted."""
    named = parted(visible(text))
    return _LONG.sub(lambda word: _PIECES.sub(rf"\g<0>{MAY_BREAK}", word.group()), named)


class _Data:
    """A report as the template reads it; its pictures are drawn into a folder on the way."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pictures = count()

    def of(self, document: Document, paper: Paper) -> dict[str, Any]:
        """Return the whole report."""
        made = document.made.astimezone(dt.UTC)
        parts = ("year", "month", "day", "hour", "minute", "second")
        return {
            "title": said(document.title),
            "subtitle": said(document.subtitle),
            "summary": self._blocks(document.summary.blocks),
            "sections": [self._section(one) for one in document.sections],
            "foot": foot(document),
            "caveat": CAVEAT,
            "keywords": [*map(visible, document.keywords), document.stamp.as_text()],
            "made": {part: getattr(made, part) for part in parts},
            "paper": paper,
            "looks": {"ink": style.INK, "soft": style.SOFT, "pale": style.PALE},
        }

    def _section(self, section: Section) -> dict[str, Any]:
        return {
            "name": section.name,
            "title": said(section.title),
            "depth": section.depth.value,
            "blocks": self._blocks(section.blocks),
            "parts": [self._section(one) for one in section.parts],
        }

    def _blocks(self, blocks: Sequence[Block]) -> list[dict[str, Any]]:
        return [self._block(one) for one in blocks]

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Text():
                return {"kind": "text", "text": said(block.text), "role": block.role.value}
            case Points():
                items = [said(one) for one in block.items]
                return {"kind": "points", "items": items, "numbered": block.numbered}
            case Terms():
                terms = [{"name": said(name), "meaning": said(one)} for name, one in block.terms]
                return {"kind": "terms", "terms": terms}
            case Code():
                return {"kind": "code", "lines": [said(line) for line in block.lines]}
            case Grid():
                return self._grid(block)
            case Picture():
                return self._picture(block)
            case Story():
                days = [
                    {"day": said(day), "said": [said(one) for one in sentences]}
                    for day, sentences in block.days
                ]
                return {"kind": "story", "title": said(block.title), "days": days}

    def _grid(self, grid: Grid) -> dict[str, Any]:
        table = grid.table
        return {
            "kind": "grid",
            "caption": said(table.caption),
            "heads": [said(one) for one in headings(table)],
            "figures": [column.figures for column in table.columns],
            "widths": column_widths(table, 1000),
            "rows": [[said(cell) for cell in row] for row in table.rows],
            "note": said(table.note),
        }

    def _picture(self, picture: Picture) -> dict[str, Any]:
        file = f"{next(self._pictures)}.svg"
        write(picture.bare(), self._folder / file, "svg")
        told = picture.told
        return {
            "kind": "picture",
            "file": file,
            "finding": said(told.finding),
            "caption": said(told.caption),
            "alt": visible(told.alt),
        }
