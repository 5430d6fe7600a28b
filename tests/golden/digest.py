"""What a measurement is boiled down to: exact hashes of tables, readable figures of documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: What differs from day to day, from machine to machine or from folder to folder, and is no figure.
LEFT_OUT = frozenset(
    {
        *("run_id", "of_run", "sweep_id", "made_by", "path", "charts", "threads"),
        *("timings", "seconds", "started", "finished", "version", "versions", "events_file"),
    }
)

#: Characters up to which a list, or a column of a table, is kept in full.
LIST_ROOM, COLUMN_ROOM = 6_000, 480

Scalar = str | int | float | bool | None


def _sha256(parts: Iterable[bytes]) -> str:
    """Return the SHA-256 of some parts, each told from the next by its length."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "little"))
        made.update(part)
    return made.hexdigest()


def _exact(values: NDArray[Any]) -> tuple[str, bytes]:
    """Return the type and the bytes of one column, little-endian on any machine."""
    if values.dtype.kind in "OUST":
        return "text", "\0".join(map(str, values.tolist())).encode()
    little = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
    return little.dtype.str, little.tobytes()


def exact(table: NDArray[np.void] | pd.DataFrame) -> dict[str, Any]:
    """Return hashes of a table that any changed bit changes.

    Parameters
    ----------
    table
        A structured array, or a frame.

    Returns
    -------
    dict
        ``rows``; ``fields``, the hash of the names and types of its columns; ``values``, that of
        what stands in them. A renamed column moves the first alone.
    """
    if isinstance(table, pd.DataFrame):
        names = list(table.columns)
    else:
        names = list(table.dtype.names or ())
    columns = [_exact(np.asarray(table[name])) for name in names]
    named = [f"{name} {kind}" for name, (kind, _) in zip(names, columns, strict=True)]
    return {
        "rows": len(table),
        "fields": _sha256(text.encode() for text in named),
        "values": _sha256(content for _, content in columns),
    }


def digest(document: Any) -> Any:
    """Return the figures and sentences of a document, short enough to be read in a golden file.

    What `LEFT_OUT` names goes. A list of records becomes a mapping of columns. A list or
    column that takes more room than there is gets summed up: every entry still counts, through the
    sum, the extremes or the hash, but only the first ones are told. Numbers keep twelve figures.
    """
    if isinstance(document, Mapping):
        return {str(key): digest(v) for key, v in document.items() if key not in LEFT_OUT}
    if isinstance(document, list | tuple):
        if any(isinstance(entry, Mapping | list | tuple) for entry in document):
            return _columns(document)
        return _listed([_scalar(entry) for entry in document], LIST_ROOM)
    return _scalar(document)


def _scalar(value: Any) -> Scalar:
    if isinstance(value, float):
        return float(f"{value:.12g}")
    return value if value is None or isinstance(value, str | bool | int) else str(value)


def _columns(records: Sequence[Any]) -> dict[str, Any]:
    """Return a list of records column by column; what is missing in a row is None there."""
    rows = [dict(_leaves(record)) for record in records]
    names = sorted({name for row in rows for name in row})
    columns = {name: _listed([row.get(name) for row in rows], COLUMN_ROOM) for name in names}
    return {"rows": len(rows), **{name or "value": column for name, column in columns.items()}}


def _leaves(value: Any, path: str = "") -> Iterable[tuple[str, Scalar]]:
    """Yield what a record holds at any depth, with dotted names."""
    if isinstance(value, Mapping):
        inner = [(str(key), v) for key, v in value.items() if key not in LEFT_OUT]
    elif isinstance(value, list | tuple):
        inner = [(str(place), v) for place, v in enumerate(value)]
    else:
        yield path, _scalar(value)
        return
    for key, entry in inner:
        yield from _leaves(entry, f"{path}.{key}" if path else key)


def _listed(values: list[Scalar], room: int) -> Any:
    """Return a list of scalars: one value if all are the same, in full, or summed up."""
    if len(values) > 1 and len({(type(v), v) for v in values}) == 1:
        return {"all": values[0], "times": len(values)}
    if sum(len(str(value)) + 2 for value in values) <= room:
        return values
    there = [value for value in values if value is not None]
    if any(isinstance(value, str) for value in there):
        return {
            "times": len(values),
            "sha256": _sha256(str(value).encode() for value in values)[:16],
            "first": values[:1],
        }
    numbers = [float(value) for value in there]
    return {
        "times": len(values),
        "unknown": len(values) - len(there),
        "sum of sizes": _scalar(sum(map(abs, numbers))),
        "least": _scalar(min(numbers)),
        "most": _scalar(max(numbers)),
        "first": values[:3],
    }
