"""Fonts for letters that the charts' own has not got: another of the machine's, or a sentence."""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import cache
from typing import Final

from matplotlib import ft2font
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

#: Draws a box for every letter there is, so it is no answer.
_LAST_RESORT: Final = "Last Resort"
_MOST_NAMED: Final = 12
#: A mark that can't be seen, and the letters of either direction.
LEFT_TO_RIGHT: Final = "\u200e"
_RIGHT_TO_LEFT: Final = ("R", "AL")
_LATIN: Final = re.compile("[A-Za-z]")
_SHAPES: Final = hasattr(ft2font, "__libraqm_version__")
_log: Final = logging.getLogger(__name__)


def families_for(text: str) -> list[str]:
    """Return the fonts that a text needs beside the charts' own, by family, in order of use.

    Letters that no font of the machine has are told once, as a warning of Python's logging.
    """
    own = _letters_of(findfont(FontProperties()))
    lacking = [letter for letter in dict.fromkeys(text) if letter.isprintable()]
    found: list[str] = []
    missing = ""
    for letter in lacking:
        if ord(letter) in own:
            continue
        family = _family_with(ord(letter))
        if not family:
            missing += letter
        elif family not in found:
            found.append(family)
    if missing:
        _tell(missing)
    return found


def in_reading_order(text: str) -> str:
    """Return a text whose lines run from left to right if any of it does.

    Otherwise a line that begins with a name in Arabic letters would run from right to left as a
    whole, its English words too. Matplotlib from 3.11 on joins and orders such letters, by libraqm;
    one before it sets them unjoined, from left to right, and takes no mark.
    """
    if not _SHAPES or not _LATIN.search(text):
        return text
    return "\n".join(
        LEFT_TO_RIGHT + line if _first_direction(line) in _RIGHT_TO_LEFT else line
        for line in text.split("\n")
    )


def _first_direction(line: str) -> str:
    """Return the direction of the first letter of a line that has one, by Unicode's name."""
    directions = (unicodedata.bidirectional(letter) for letter in line)
    return next((one for one in directions if one in {"L", *_RIGHT_TO_LEFT}), "L")


@cache
def _letters_of(path: str) -> frozenset[int]:
    return frozenset(get_font(path).get_charmap())


@cache
def _family_with(code: int) -> str:
    """Return a font of the machine that has a letter, or nothing."""
    for entry in sorted(fontManager.ttflist, key=lambda entry: (entry.name, entry.fname)):
        plain = entry.style == "normal" and not entry.name.startswith(_LAST_RESORT)
        if plain and code in _letters_of(entry.fname):
            return str(entry.name)
    return ""


@cache
def say_once(message: str) -> None:
    """Warn by Python's logging, unless this process has said the same before."""
    _log.warning(message)


def _tell(missing: str) -> None:
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    say_once(
        f"no font of this machine has the letters {named}{more}: charts show boxes in their place "
        "until one that has them is installed, such as Noto Sans of their script"
    )
