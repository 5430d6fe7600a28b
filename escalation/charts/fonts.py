"""Fonts for letters that the charts' own has not got: another of the machine's, or a sentence."""

from __future__ import annotations

import logging
from functools import cache
from typing import Final

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

#: Draws a box for every letter there is, so it is no answer.
_LAST_RESORT: Final = "Last Resort"
_MOST_NAMED: Final = 12
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
def _tell(missing: str) -> None:
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    _log.warning(
        f"no font of this machine has the letters {named}{more}: charts show boxes in their place "
        "until one that has them is installed, such as Noto Sans of their script"
    )
