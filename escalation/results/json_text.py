"""What JSON has for the values of this package: the one place where they become plain."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from escalation.numbers import rows_of

if TYPE_CHECKING:
    import pandas as pd

_HALVES: Final = re.compile("[\ud800-\udfff]")


def as_json(document: Any) -> str:
    """Return a JSON document that any reader takes: indented, no NaN, a line end.

    It can always be written as UTF-8: bytes of a path that are no letters, which Python holds as
    halves of pairs, stand as escapes, from which JSON's readers make the same path again.
    """
    text = json.dumps(plain(document), indent=2, ensure_ascii=False, allow_nan=False)
    return _HALVES.sub(lambda half: f"\\u{ord(half.group()):04x}", text) + "\n"


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table by column, their cells as plain values."""
    return [plain(row) for row in rows_of(table)]


def plain(value: Any) -> Any:
    """Return what JSON has for NumPy's numbers, paths, dates, tuples and tables' cells.

    What is no number, or too large for one, becomes None: NaN, NaT, NA and the infinities.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None  # which NaN isn't either
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    try:
        known = bool(value == value)
    except TypeError:  # pandas' NA is neither true nor false
        known = False
    if not known:
        return None
    return value.isoformat() if isinstance(value, dt.date) else value
