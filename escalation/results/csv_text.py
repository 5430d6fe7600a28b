"""Tables as CSV, for pandas and R as for spreadsheets, which take some texts for commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from escalation.stamp import MADE_BY, Stamp

if TYPE_CHECKING:
    import pandas as pd

#: By it Excel knows UTF-8. ASCII needs none, and few readers but pandas and spreadsheets skip it.
_BYTE_ORDER_MARK: Final = "\ufeff"
#: A cell that begins so is a formula to a spreadsheet; an apostrophe before it makes it text.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


#: The last columns of a table that belongs to kept results; see docs/decisions/015.
RUN_ID: Final = "run_id"


def as_csv(table: pd.DataFrame, float_format: str | None = None, stamp: Stamp | None = None) -> str:
    r"""Return a table as CSV, lists as words and formulas of a spreadsheet as text.

    Parameters
    ----------
    table
        Its index is left out.
    float_format
        Of figures, such as ``"%.6g"``; as exact as they are, unless given.
    stamp
        Whose results they are: the last two columns, the same in each row.

    Returns
    -------
    str
        With a byte order mark in front where it holds letters beyond ASCII.

    >>> import pandas as pd
    >>> as_csv(pd.DataFrame({"name": ["=1+1", "calm"], "odds": [-0.5, 0.25]}))
    "name,odds\n'=1+1,-0.5\ncalm,0.25\n"
    """
    if stamp is not None:
        table = table.assign(**{RUN_ID: stamp.run_id, MADE_BY: stamp.as_text()})
    words = table.assign(
        **{str(name): table[name].map(_cell) for name in table if table[name].dtype.kind == "O"}
    )
    words = words.rename(columns=_cell)
    text = str(words.to_csv(index=False, lineterminator="\n", float_format=float_format))
    return text if text.isascii() else _BYTE_ORDER_MARK + text


def in_words(value: Any) -> Any:
    """Return a cell that holds several names as words with a space between, and others as they are.

    >>> in_words(["C08", "C09"]), in_words("calm"), in_words(0.5)
    ('C08 C09', 'calm', 0.5)
    """
    if isinstance(value, Iterable) and not isinstance(value, str):
        return " ".join(map(str, value))
    return value


def _cell(value: Any) -> Any:
    value = in_words(value)
    if isinstance(value, str) and value.startswith(_FORMULA) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
