"""The letters on the pages of a PDF that another program printed, which keeps none of our stamps.

A page names its letters by codes of a font, and the font's table says which letter each code is.
Which font a code belongs to is not asked: each page is read by every font's table, as the foot that
is looked for comes out of its own alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

_IS_FONT: Final = b"beginbf"
#: What sets letters: codes in parentheses or as digits, until the instruction that sets them.
_SETS: Final = re.compile(rb"\(((?:[^()\\]|\\.)*)\)?|<([0-9A-Fa-f\s]*)>?|(T[jJ])", re.DOTALL)
_TABLES: Final = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CHAR: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE: Final = re.compile(
    rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])"
)
_DIGITS: Final = re.compile(rb"<([0-9A-Fa-f]+)>")
_ESCAPED: Final = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_MOST_FONTS: Final = 60
_MOST_CODES: Final = 1 << 16
#: Of pages no more is read, nor of their codes by all fonts together.
_MOST_BYTES: Final = 8 << 20
_MOST_READ: Final = 32 << 20


def unescaped(literal: bytes) -> bytes:
    """Return what a string in parentheses means."""
    names = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}

    def meant(found: re.Match[bytes]) -> bytes:
        if found[1] is not None:
            return bytes([int(found[1], 8) & 0xFF])
        return names.get(found[2], found[2])

    return _ESCAPED.sub(meant, literal)


class Printed:
    """Collects the pages and the fonts of a PDF as its streams pass by."""

    def __init__(self) -> None:
        self._pages: list[bytes] = []
        self._fonts: list[bytes] = []
        self._left = _MOST_BYTES

    def take(self, part: bytes) -> None:
        """Keep a stream, unpacked, if it is a page or a font's table."""
        if _IS_FONT in part and len(self._fonts) < _MOST_FONTS:
            self._fonts.append(part)
        elif b"BT" in part and (b"Tj" in part or b"TJ" in part) and self._left > 0:
            self._pages.append(part[: self._left])
            self._left -= len(part)

    def read(self) -> Iterator[str]:
        """Yield the letters of the pages by each font, as they follow and instruction by itself."""
        tables = [(1, {}), *map(_table, self._fonts)]
        left = _MOST_READ
        for page in self._pages:
            shown = list(_shown(page))
            for width, letters in tables:
                left -= len(page)
                if left < 0:
                    return
                encoding = "latin-1" if width == 1 else "utf-16-be"
                pieces = [codes.decode(encoding, "replace").translate(letters) for codes in shown]
                yield "".join(pieces)
                yield "\n".join(pieces)


def _shown(page: bytes) -> Iterator[bytes]:
    """Yield the codes of the letters that each instruction of a page sets, however spaced."""
    line: list[bytes] = []
    for found in _SETS.finditer(page):
        if found[3] is not None:
            yield b"".join(line)
            line = []
        elif found[1] is not None:
            line.append(unescaped(found[1]))
        else:
            line.append(_bytes(found[2]))


def _table(part: bytes) -> tuple[int, dict[int, str]]:
    """Return of how many bytes a font's codes are, and which letter each is."""
    letters: dict[int, str] = {}
    width = 1
    for kind, body in _TABLES.findall(part):
        for found in islice((_CHAR if kind == b"char" else _RANGE).finditer(body), _MOST_CODES):
            first = int(found[1][:8], 16)
            width = max(width, len(found[1]) // 2)
            if kind == b"char":
                letters[first] = _letter(found[2])
            else:
                many = min(int(found[2][:8], 16) - first + 1, _MOST_CODES - len(letters))
                letters.update(zip(range(first, first + many), _letters(found, many), strict=False))
    return width, letters


def _letters(found: re.Match[bytes], many: int) -> Sequence[str]:
    """Return the letters of a range of codes: a list of them, or the first, which others follow."""
    if found[3] is None:
        return [_letter(digits) for digits in _DIGITS.findall(found[4])]
    start = _letter(found[3])
    last = ord(start[-1]) if start else 0
    return [start[:-1] + chr(min(last + step, 0x10FFFF)) for step in range(many)]


def _letter(digits: bytes) -> str:
    return _bytes(digits[:64]).decode("utf-16-be", "replace")


def _bytes(digits: bytes) -> bytes:
    plain = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii"))
