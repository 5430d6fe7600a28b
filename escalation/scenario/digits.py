"""Numbers as they are typed: 0 to 9 alone are digits.

Python takes the digits of every script, and underscores among them; a reader who sees another sign
than the one that counts is misled.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WHOLE: Final = re.compile(r"[-+]?[0-9]+")
#: No list is so long that its index has more.
_INDEX_DIGITS: Final = 6


def ordinary(text: str) -> str:
    r"""Return a text with the digits of other scripts as ASCII has them.

    >>> ordinary("\u0661\u0662 a")
    '12 a'
    """
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def index_of(text: str) -> int | None:
    r"""Return the place in a list that a text names, counted from 0, or None if it names none.

    >>> index_of("007"), index_of("-1"), index_of("\u0661")
    (7, None, None)
    """
    digits = text.isascii() and text.isdecimal() and len(text) <= _INDEX_DIGITS
    return int(text) if digits else None


def whole(text: str) -> int:
    r"""Return the whole number that a text is.

    Raises
    ------
    ValueError
        If it is none, or has other digits or signs than the ordinary ones.

    >>> whole("-12"), whole(" 7 ")
    (-12, 7)
    """
    if not _WHOLE.fullmatch(text.strip(" ")):
        raise ValueError(f"{text!r} is no whole number")
    return int(text)
