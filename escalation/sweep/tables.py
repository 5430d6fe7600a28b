"""A table of points, a CSV file beside the sweep file, as axes that move together."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from escalation.scenario.lines import Node, Place, parse, plain, scalar
from escalation.sweep.axes import Made, is_path, too_many_values
from escalation.sweep.plan import MOST_POINTS, Axis, Level
from escalation.sweep.values import labels_of

#: What the csv module says of a table, and what that means.
_CSV_WORDS = (
    ("new-line character", "a line ends in a way of its own (a bare carriage return in a cell)"),
    ("field larger", "a cell is longer than any value is"),
    ("expected after", "something follows the quote that ends a cell"),
    ("unexpected end", "a quote opens here and is not closed"),
    ("NUL", "a character that no text file should hold"),
)


def read_table(text: str, label: str, made: Made) -> None:
    """Read a CSV table: a header of paths, one point a row; a blank cell leaves things be."""
    try:
        rows = list(islice(_rows(text), MOST_POINTS + 2))
    except csv.Error as error:
        made.complain(Place(label, error.args[1]), "", f"is no CSV here: {error.args[0]}")
        return
    if not rows:
        made.complain(Place(label, 1), "", "is empty: the first line must name paths")
        return
    (_, header), *body = rows
    if message := too_many_values(len(body), len(header)):
        made.complain(Place(label, 1), "", message)
        return
    names = [cell.strip() for cell in header]
    before = len(made.findings)
    for name in names:
        is_path(name, name, Place(label, 1), made)
    if len(body) > MOST_POINTS:
        made.complain(
            Place(label, 1), "", f"holds more than {MOST_POINTS:,} points, the most there may be"
        )
        return
    if not body:
        made.complain(
            Place(label, 1), "", "has no row below its header, so there is nothing to run"
        )
    for line, cells in body:
        if len(cells) != len(names):
            made.complain(
                Place(label, line), "", f"has {len(cells)} cells, the header {len(names)}"
            )
    if len(made.findings) > before:
        return
    rows_said: dict[tuple[str, ...], int] = {}
    for line, cells in body:
        first = rows_said.setdefault(tuple(cell.strip() for cell in cells), line)
        if first != line:
            made.complain(Place(label, line), "", f"says what line {first} says already")
    block = made.next_block
    for column, name in enumerate(names):
        levels = _column(name, [(cells[column], Place(label, line)) for line, cells in body], made)
        made.add(Axis(name, "table", levels, block), [Place(label, line) for line, _ in body])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that hold something, each with the number of its line.

    Raises
    ------
    csv.Error
        With what is wrong in our words, and the line.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    while True:
        begun = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            said = str(error)
            why = next((words for sign, words in _CSV_WORDS if sign in said), said)
            raise csv.Error(why, begun) from None
        if any("\r" in cell or "\n" in cell for cell in cells):
            raise csv.Error("a cell runs over several lines, which no value does", begun)
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _column(name: str, cells: Sequence[tuple[str, Place]], made: Made) -> tuple[Level, ...]:
    """Return the levels of a column; a blank cell sets nothing."""
    values = {
        number: _cell(name, text, place, made)
        for number, (cell, place) in enumerate(cells)
        if (text := cell.strip())
    }
    labels = dict(zip(values, labels_of(list(values.values())), strict=True))
    return tuple(
        Level(labels[number], made.settings(name, number, name, [(name, values[number], place)]))
        if number in values
        else Level(None)
        for number, (_, place) in enumerate(cells)
    )


def _cell(name: str, text: str, place: Place, made: Made) -> Any:
    if text[0] in "[{":
        tree, findings = parse(text, place.file)
        for finding in findings:
            made.complain(place, name, finding.message)
        return plain(tree) if tree is not None else None
    value, complaint = scalar(text, quoted=False)
    if complaint:
        made.complain(place, name, complaint)
    return value


def table_path(node: Node, folder: Path) -> Path | None:
    """Return the file that ``table`` names, beside the sweep file unless absolute."""
    return folder / node.value if isinstance(node.value, str) and node.value else None
