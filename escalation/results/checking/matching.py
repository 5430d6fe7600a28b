"""Hold tables that were kept against the same tables made again, to the bit."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.errors import InputError
from escalation.files import text_given
from escalation.letters import visible
from escalation.results.csv_text import RUN_ID
from escalation.stamp import MADE_BY

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_MOST_NAMED: Final = 5
#: A spreadsheet's table of ours takes less.
_MOST_CSV_BYTES: Final = 256 << 20
#: Reasons of failed runs are the longest texts in a table.
_LONGEST_TEXT: Final = 10_000


@dataclass(frozen=True)
class Matched:
    """How a table that was kept compares with the same one made again.

    Attributes
    ----------
    name
        Of its file in the folder.
    rows
        Of the one made again.
    differences
        What differs, a clause each; empty if every bit is the same.
    """

    name: str
    rows: int
    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Return whether every bit is the same."""
        return not self.differences

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "file": self.name,
            "rows": self.rows,
            "same": self.same,
            "differences": list(self.differences),
        }


def match_parquet(name: str, path: Path, frames: Iterable[pd.DataFrame]) -> Matched:
    """Compare a Parquet table with frames that hold it from top to bottom.

    Nothing of the file is read before its rows and columns are known to be as many as there should
    be, and texts are read each once, so that a small file never becomes a large table.

    Raises
    ------
    InputError
        If it is no Parquet table, or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    made = pa.concat_tables(
        [pa.Table.from_pandas(frame, preserve_index=False) for frame in frames],
        promote_options="permissive",
    )
    texts = [item.name for item in made.schema if _is_text(item.type)]
    try:
        file = pq.ParquetFile(path, pre_buffer=False, read_dictionary=texts)
        there = file.schema_arrow.names
        differences = _shapes(there, file.metadata.num_rows, made.schema.names, made.num_rows)
        if differences:
            return Matched(name, made.num_rows, tuple(differences))
        kept = file.read(columns=there, use_threads=False)
        for column in made.schema.names:
            if told := _column(column, _plain(kept[column], name), _plain(made[column], name)):
                differences.append(told)
    except (OSError, ValueError, MemoryError, pa.ArrowException) as error:
        raise InputError.single(str(path), f"is no table that can be read: {error}") from None
    return Matched(name, made.num_rows, tuple(differences))


def _shapes(there: Sequence[str], rows: int, names: Sequence[str], due: int) -> list[str]:
    told = []
    if rows != due:
        told.append(f"it has {rows:,} rows, and {due:,} were made again")
    for what, these in (
        ("it lacks", [n for n in names if n not in there]),
        ("it also has", [n for n in there if n not in names]),
    ):
        if these:
            more = f" and {len(these) - _MOST_NAMED} more" if len(these) > _MOST_NAMED else ""
            told.append(f"{what} the columns {', '.join(map(_seen, these[:_MOST_NAMED]))}{more}")
    if not told and len(there) != len(names):
        told.append("it has a column twice")
    return told


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _plain(column: Any, name: str) -> Any:
    """Return a column in one piece; its texts as texts of the one kind: pandas has two."""
    import pyarrow as pa

    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # of no rows
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], whole.type)
    if pa.types.is_dictionary(whole.type):
        if max(map(len, whole.dictionary.to_pylist()), default=0) > _LONGEST_TEXT:
            raise ValueError(f"{name} holds a text that no table of ours has")
        whole = whole.dictionary_decode()
    return whole.cast(pa.string()) if _is_text(whole.type) else whole


def _column(name: str, kept: Any, made: Any) -> str:
    """Return how a column differs, as a clause; an empty text if every bit is the same."""
    if kept.type != made.type:
        return f"{_seen(name)}: it was of type {kept.type}, and is {made.type}"
    different = _different(kept, made)
    count = int(different.sum())
    if not count:
        return ""
    first = int(different.argmax())
    was, now = (_seen(one[first].as_py()) for one in (kept, made))
    return (
        f"{_seen(name)}: {count:,} of {len(different):,} rows differ, the first is row {first:,} "
        f"({was} kept, {now} made again)"
    )


def _different(kept: Any, made: Any) -> NDArray[np.bool_]:
    """Return where two columns of one type and length differ in a bit; shape (rows,)."""
    import pyarrow as pa

    if pa.types.is_floating(made.type):
        missing = [one.is_null().to_numpy(zero_copy_only=False) for one in (kept, made)]
        bits = [
            np.ascontiguousarray(one.fill_null(0.0).to_numpy(zero_copy_only=False))
            for one in (kept, made)
        ]
        whole = f"u{bits[0].dtype.itemsize}"
        return np.asarray((missing[0] != missing[1]) | (bits[0].view(whole) != bits[1].view(whole)))
    if kept.equals(made):
        return np.zeros(len(made), dtype=np.bool_)
    pairs = zip(kept.to_pylist(), made.to_pylist(), strict=True)
    return np.fromiter((repr(was) != repr(now) for was, now in pairs), np.bool_, len(made))


def match_csv(name: str, path: Path, made: str) -> Matched:
    """Compare a CSV table with the text of the same one; whose it says it is does not count.

    Raises
    ------
    InputError
        If it is no CSV, or damaged.
    """
    try:
        was = _rows(text_given(path, _MOST_CSV_BYTES))
        now = _rows(made.removeprefix("\ufeff"))
    except csv.Error as error:
        raise InputError.single(str(path), f"is no CSV that can be read: {error}") from None
    header = now[0] if now else []
    told = _shapes(was[0] if was else [], len(was) - 1, header, len(now) - 1)
    if told:
        return Matched(name, len(now) - 1, tuple(told))
    for place, column in enumerate(header):
        at = was[0].index(column)
        pairs = [(one[at], two[place]) for one, two in zip(was[1:], now[1:], strict=True)]
        wrong = [row for row, (one, two) in enumerate(pairs) if one != two]
        if wrong:
            one, two = map(_seen, pairs[wrong[0]])
            told.append(
                f"{_seen(column)}: {len(wrong):,} of {len(pairs):,} rows differ, the first is row "
                f"{wrong[0]:,} ({one} kept, {two} made again)"
            )
    return Matched(name, len(now) - 1, tuple(told))


def _rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV, without the columns that say whose it is."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = rows[0] if rows else []
    if any(len(row) != len(header) for row in rows):
        raise csv.Error("its rows are of different lengths")
    keep = [i for i, name in enumerate(header) if name not in (RUN_ID, MADE_BY)]
    return [[row[i] for i in keep] for row in rows]


def _seen(value: object) -> str:
    """Return a value as a message may show it."""
    text = visible(value if isinstance(value, str) else repr(value), keep="")
    return text if len(text) <= 60 else f"{text[:57]}..."
