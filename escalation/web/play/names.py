"""The names that people give themselves: each can be read, and none is taken for another's."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator

from escalation.letters import visible
from escalation.web.play.room import FACILITATOR, Freed, Name
from escalation.web.play.scores import MODEL

#: Letters and signs that are drawn as nothing, though Unicode counts them as no control.
_BLANK: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0e\uffa0"
    "\U000e0100-\U000e01ef]"
)
#: Asks that an emoji be drawn in colour; phones add it by themselves.
_IN_COLOUR: Final = "\ufe0f"
_JOINERS: Final = re.compile("[\u200c\u200d]")
#: Unassigned, and of private use: every phone draws something else, or nothing.
_UNKNOWN: Final = ("Cn", "Co")
#: Marks that may stand on one letter; no spelling needs more, and piles of them hide other lines.
MOST_MARKS: Final = 4
UNREADABLE: Final = (
    "a name is written in letters and figures that can be seen, with spaces between words and few "
    "marks on each"
)
_MOST: Final = 40


def _readable(text: str) -> str:
    """Return a name as it is kept.

    Raises
    ------
    ValueError
        If it can't be read by everybody.
    """
    if visible(text, keep="") != text:
        raise ValueError(UNREADABLE)
    name = unicodedata.normalize("NFC", " ".join(text.replace(_IN_COLOUR, "").split()))
    kinds = [unicodedata.category(letter) for letter in name]
    marks = "".join("m" if kind[0] == "M" else "-" for kind in kinds)
    if (
        _BLANK.search(name)
        or any(kind in _UNKNOWN for kind in kinds)
        or not any(kind[0] in "LN" for kind in kinds)
        or marks.startswith("m")
        or "m" * (MOST_MARKS + 1) in marks
        or len(name) > _MOST
    ):
        raise ValueError(UNREADABLE)
    return name


#: The name of whoever takes a seat.
NewName = Annotated[Name, AfterValidator(_readable)]


def folded(name: str) -> str:
    """Return what two names have in common that look alike but for case, width and spaces.

    >>> folded("Ali") == folded("  \uff21\uff2c\uff29 ") == "ali"
    True
    """
    text = unicodedata.normalize("NFKC", _JOINERS.sub("", name)).casefold()
    return " ".join(unicodedata.normalize("NFKC", text).split())


_OTHERS: Final = frozenset(folded(name) for name in (FACILITATOR, MODEL, "the model"))
_FREED: Final = re.compile(folded(Freed.named(r"seat-\d+")))


def is_others(name: str) -> bool:
    """Return whether the page has a folded name for others than those who sit there.

    >>> is_others("seat 7, freed"), is_others("seat 7")
    (True, False)
    """
    return name in _OTHERS or _FREED.fullmatch(name) is not None
