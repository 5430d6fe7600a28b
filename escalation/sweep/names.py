"""What a thing varied may be called: its name is a column beside those of the results."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from escalation.sweep.columns import RESERVED

LONGEST_NAME: Final = 100
_NO_LETTER = re.compile(r"[\W_]+")


def plain_name(name: str) -> str:
    """Return a name as readers that care for neither case nor signs take it.

    >>> plain_name("Pakistan's line"), plain_name("PAKISTAN_S  LINE")
    ('pakistan_s_line', 'pakistan_s_line')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _NO_LETTER.sub("_", folded).strip("_") or folded.strip()


def name_problem(name: str) -> str:
    """Return what is wrong with the name of a thing varied, or an empty string."""
    if not name.strip():
        return "is no name: give the decision one"
    if len(name) > LONGEST_NAME:
        return f"is a name of {len(name):,} letters; at most {LONGEST_NAME} are taken"
    column = _TAKEN.get(plain_name(name))
    if column is None:
        return ""
    same = "" if column == name else f" {column!r}"
    instead = f"{name.strip()} decision"
    return f"is the name of a column of the results{same}; did you mean {instead!r}?"


_TAKEN: Final = {plain_name(name): name for name in sorted(RESERVED)}
