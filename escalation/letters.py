r"""Letters that cannot be seen, written so that they can.

Text from files and file names may hold characters that steer a terminal or turn the order of the
letters round. In messages, tables and charts they stand as escapes, such as ``\u202e``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Control and format characters, separators of lines and paragraphs, halves of pairs.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
#: Two joiners that the spelling of Dari, Pashto, Urdu and other languages needs between letters.
_JOINER: Final = re.compile(r"(?<=[^\W\d_a-zA-Z])[\u200c\u200d](?=[^\W\d_a-zA-Z])")


def visible(text: str, keep: str = "\n") -> str:
    r"""Return a text with an escape for each character that can't be seen, but those to keep.

    The escapes are those of JSON, so that a JSON document stays one, and the same one.

    >>> visible("a\u202eb\x1b[2J"), visible("می\u200cخواهم") == "می\u200cخواهم"
    ('a\\u202eb\\u001b[2J', True)
    """
    if text.isascii() and text.isprintable():
        return text
    joiners = {found.start() for found in _JOINER.finditer(text)}
    return "".join(
        letter
        if letter in keep or unicodedata.category(letter) not in _HIDDEN or place in joiners
        else _escaped(letter)
        for place, letter in enumerate(text)
    )


def unseen(text: str) -> str:
    r"""Return what the first letter of a text that only steers others is, or nothing.

    >>> unseen("audience_\u200bcost"), unseen("audience_cost")
    ('a zero width space (U+200B)', '')
    """
    for letter in text:
        if unicodedata.category(letter) == "Cf":
            return named(letter)
    return ""


def named(letter: str) -> str:
    """Return what a letter is called, with its article and its code."""
    name = unicodedata.name(letter, "control character").lower()
    return f"{'an' if name[0] in 'aeio' else 'a'} {name} (U+{ord(letter):04X})"


def encodable(text: str, encoding: str) -> str:
    r"""Return a text with an escape of JSON's for each letter that an encoding hasn't got.

    >>> encodable("\u00e9\u0642", "latin-1") == "\u00e9\\u0642"
    True
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_encodable(letter, encoding) for letter in text)
    return text


def _encodable(letter: str, encoding: str) -> str:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return _escaped(letter)
    return letter


def _escaped(letter: str) -> str:
    code = ord(letter)
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
