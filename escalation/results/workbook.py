"""Kept tables as one workbook: a sheet a table, units in the headings, and a sheet that explains.

Cells hold figures as they are kept, and texts as texts: no formula and no link is made of any.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from escalation.charts.words import CAVEAT
from escalation.errors import InputError, needing
from escalation.files import present, write_atomically
from escalation.letters import visible
from escalation.numbers import counted
from escalation.results.columns import POINTS, ROWS, SHARE, Columns, Meaning, columns_of
from escalation.results.csv_text import in_words
from escalation.results.layout import (
    HEADLINE,
    RESULTS,
    RUN,
    SWEEP_PLAN,
    TABLES_FOLDER,
)
from escalation.results.reading import SWEEP_AGAIN, find, listed_files
from escalation.results.tables import arrow_table, meanings_of
from escalation.sealing import check
from escalation.stamp import Stamp

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import xlsxwriter

#: What a sheet can hold below its heading, and a cell of text.
MOST_ROWS: Final = 1_048_575
_LONGEST_TEXT: Final = 32_767
#: What Excel takes of a property; a longer command stands whole on the first sheet.
_LONGEST_PROPERTY: Final = 255
_NARROWEST, _WIDEST = 13, 60  # letters
_HEAD_POINTS: Final = 62  # four lines: a long name, and its unit
#: By so many rows a column's width is found.
_LOOKED_AT: Final = 200
#: Tables of a run in the order in which people look at them; others follow.
_FIRST: Final = (HEADLINE, "days", "segments", "runs", "draws")


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook.

    Attributes
    ----------
    name
        Of the table, and of its sheet.
    table
        What it holds.
    columns
        What its columns mean.
    """

    name: str
    table: pd.DataFrame
    columns: Columns

    @property
    def cut(self) -> str:
        """Say what a sheet can't hold of it; an empty string where it holds all."""
        rows = len(self.table)
        if rows <= MOST_ROWS:
            return ""
        return (
            f"{self.name}: the first {MOST_ROWS:,} of {rows:,} rows, which is all that a sheet "
            f"holds; {self.name}.parquet has every one"
        )


@dataclass(frozen=True)
class Workbook:
    """The tables of a kept folder, and whose they are.

    Attributes
    ----------
    name
        That of the folder.
    title
        What was run.
    stamp
        Whose results they are; None of a folder from before files said so.
    sheets
        In order.
    """

    name: str
    title: str
    stamp: Stamp | None
    sheets: Sequence[Sheet]

    @property
    def notes(self) -> list[str]:
        """Return what sheets can't hold, in sentences."""
        return [sheet.cut for sheet in self.sheets if sheet.cut]


def workbook_of(wanted: str, root: str | Path = "runs") -> Workbook:
    """Read every table of what was kept, each held against its hash.

    Parameters
    ----------
    wanted
        Folder or id of anything kept, or a sweep's folder.
    root
        Folder of run folders, where an id is looked up.

    Raises
    ------
    InputError
        If there is none, or a table is missing or is not as it was written.
    """
    folder = Path(wanted)
    if present(folder / SWEEP_PLAN):
        return _of_sweep(folder)
    kept = find(wanted, root)
    names = [name for name in _FIRST if name in kept.manifest["tables"]]
    names += [name for name in kept.manifest["tables"] if name not in names]
    sheets = [
        _sheet(arrow_table(kept.checked(f"{TABLES_FOLDER}/{name}.parquet")), name) for name in names
    ]
    if kept.kind == RUN:
        from escalation.results.result import Result
        from escalation.results.summary import headline_table

        odds = headline_table(Result.kept(kept))
        sheets.insert(0, Sheet(HEADLINE, odds, columns_of(HEADLINE)))
    title = str(kept.manifest["scenario"]["title"])
    return Workbook(kept.path.resolve().name, title, kept.stamp, sheets)


def _of_sweep(folder: Path) -> Workbook:
    known = listed_files(folder)
    name = f"{RESULTS}.parquet"
    if name not in known:
        raise InputError.single(str(folder), f"the sweep has no {name} yet; {SWEEP_AGAIN}")
    table = arrow_table(check(folder / name, known[name], SWEEP_AGAIN))
    told = {key.decode(): text.decode() for key, text in (table.schema.metadata or {}).items()}
    name = folder.resolve().name
    return Workbook(name, f"Sweep {name}", Stamp.from_mapping(told), [_sheet(table, RESULTS)])


def _sheet(table: pa.Table, name: str) -> Sheet:
    return Sheet(name, table.to_pandas(use_threads=False), meanings_of(table.schema))


def write_workbook(book: Workbook, path: Path) -> None:
    """Write an ``.xlsx`` file, the same bytes for the same tables.

    Parameters
    ----------
    book
        What it holds.
    path
        Where to; replaced whole.

    Raises
    ------
    InputError
        If nothing can be written there.
    OutputError
        If the disk gives out.
    PurposeError
        If XlsxWriter is not installed.
    """
    with needing("a workbook is written by", "XlsxWriter", extra="report"):
        import xlsxwriter

    asked = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with write_atomically(path) as temporary:
        try:
            with xlsxwriter.Workbook(temporary, asked) as written:
                _tell_properties(written, book)
                _write_about(written, book)
                for sheet in book.sheets:
                    _write_sheet(written, sheet)
                _write_columns(written, book)
        except xlsxwriter.exceptions.FileCreateError as error:
            raise _of_the_disk(error) from error


def _of_the_disk(error: Exception) -> OSError:
    """Return what the disk said, which XlsxWriter hands on as an error of its own."""
    said = error.args[0] if error.args else None
    return said if isinstance(said, OSError) else OSError(str(error))


def _tell_properties(written: xlsxwriter.Workbook, book: Workbook) -> None:
    told: dict[str, Any] = {
        "title": visible(book.title)[:_LONGEST_PROPERTY],
        "author": "escalation",
        "comments": CAVEAT,
    }
    if book.stamp is not None:
        if book.stamp.started:
            started = dt.datetime.fromisoformat(book.stamp.started)
            told["created"] = started.astimezone(dt.UTC).replace(tzinfo=None)
        for name, text in book.stamp.as_mapping().items():
            written.set_custom_property(name, visible(text)[:_LONGEST_PROPERTY], "text")
    written.set_properties(told)


def _write_about(written: xlsxwriter.Workbook, book: Workbook) -> None:
    """Write the first sheet: whose tables these are, and where each is."""
    page = written.add_worksheet("about")
    bold = written.add_format({"bold": True})
    wrapped = written.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 100)
    lines: list[tuple[str, str]] = [("Title", book.title), ("Read with care", CAVEAT)]
    if book.stamp is not None:
        lines += [(key.replace("_", " "), text) for key, text in book.stamp.as_json().items()]
    lines += [
        (sheet.name, f"{counted(len(sheet.table), 'row')}, each {ROWS.get(sheet.name, 'a row')}")
        for sheet in book.sheets
    ]
    lines += [("columns", "what every column of these tables means, and its unit")]
    lines += [("Left out", note) for note in book.notes]
    for row, (name, text) in enumerate(lines):
        page.write_string(row, 0, name, bold)
        page.write_string(row, 1, _text(text), wrapped)


def _write_sheet(written: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = written.add_worksheet(sheet.name)
    head = written.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    looks = {
        SHARE: written.add_format({"num_format": "0.0%"}),
        POINTS: written.add_format({"num_format": "+0.0%;-0.0%;0.0%"}),
    }
    names = [str(name) for name in sheet.table.columns]
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, min(len(sheet.table), MOST_ROWS), max(len(names) - 1, 0))
    page.set_row(0, _HEAD_POINTS)
    writers = []
    for place, name in enumerate(names):
        column = sheet.table[name].head(MOST_ROWS)
        unit = sheet.columns.get(name, Meaning("")).unit
        page.set_column(place, place, _width(name, column))
        page.write_string(0, place, _text(f"{name} ({unit})" if unit else name), head)
        writers.append(_writer_of(page, column, looks.get(unit)))
    columns = [sheet.table[name].head(MOST_ROWS).tolist() for name in names]
    for row, cells in enumerate(zip(*columns, strict=True), 1):
        for place, cell in enumerate(cells):
            writers[place](row, place, cell)


def _writer_of(page: Any, column: pd.Series[Any], look: Any) -> Callable[[int, int, Any], None]:
    """Return what writes a column's cells: by its type, so that no text becomes something else."""
    kind = column.dtype.kind

    def flag(row: int, place: int, cell: Any) -> None:
        page.write_boolean(row, place, bool(cell))

    def figure(row: int, place: int, cell: Any) -> None:
        if math.isfinite(cell):  # a figure that is none leaves its cell empty
            page.write_number(row, place, cell, look)

    def anything(row: int, place: int, cell: Any) -> None:
        if isinstance(cell, bool):
            page.write_boolean(row, place, cell)
        elif isinstance(cell, int | float):
            figure(row, place, cell)
        elif cell is not None:
            page.write_string(row, place, _text(in_words(cell)))

    return {"b": flag, "i": figure, "u": figure, "f": figure}.get(kind, anything)


def _text(text: str) -> str:
    return visible(text)[:_LONGEST_TEXT]


def _width(name: str, column: pd.Series[Any]) -> int:
    if column.dtype.kind != "O":
        return max(_NARROWEST, len(name) // 2)
    texts = [name, *(f"{cell}" for cell in column.head(_LOOKED_AT))]
    return min(max(_NARROWEST, *(len(text) + 2 for text in texts)), _WIDEST)


def _write_columns(written: xlsxwriter.Workbook, book: Workbook) -> None:
    """Write the last sheet: every column of every table, its unit and what it means."""
    page = written.add_worksheet("columns")
    head = written.add_format({"bold": True, "bottom": 1})
    wrapped = written.add_format({"text_wrap": True, "valign": "top"})
    for place, (name, width) in enumerate(
        (("table", 14), ("column", 34), ("unit", 32), ("meaning", 100))
    ):
        page.set_column(place, place, width)
        page.write_string(0, place, name, head)
    page.freeze_panes(1, 0)
    for row, cells in enumerate(_explained(book), 1):
        for place, text in enumerate(cells):
            page.write_string(row, place, _text(text), wrapped)


def _explained(book: Workbook) -> Iterator[tuple[str, str, str, str]]:
    for sheet in book.sheets:
        for name in sheet.table.columns:
            one = sheet.columns.get(str(name), Meaning(""))
            yield sheet.name, str(name), one.unit, one.meaning
