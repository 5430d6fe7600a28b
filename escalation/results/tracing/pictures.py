"""What pictures tell of their origin: PNG, SVG, and the EMF that Office makes of an SVG."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from escalation.results.tracing.markup import read_xml
from escalation.results.tracing.traces import Trace, UnreadableError, feet, stamped
from escalation.stamp import Stamp

PNG: Final = b"\x89PNG\r\n\x1a\n"
_EMF: Final = b" EMF"
#: Nobody's text in a picture is longer.
_LONGEST: Final = 1 << 16
_TEXTS: Final = (b"tEXt", b"iTXt")
#: UTF-16 text in an EMF, as far as it is ASCII.
_WIDE: Final = re.compile(rb"(?:[\x20-\x7e]\x00){8,}")


def is_emf(content: bytes) -> bool:
    """Return whether a file begins as an enhanced metafile does."""
    return content[:4] == b"\x01\x00\x00\x00" and content[40:44] == _EMF


def png(content: bytes) -> list[Trace]:
    """Return what the text chunks of a PNG tell.

    Raises
    ------
    UnreadableError
        If it is cut off or damaged before its end.
    """
    told: dict[str, str] = {}
    for kind, body in _chunks(content):
        if kind in _TEXTS and len(body) <= _LONGEST:
            key, text = _text(kind, body)
            told.setdefault(key, text)
    return stamped("text chunks", Stamp.from_mapping(told))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place, kind = len(PNG), b""
    while kind != b"IEND":
        size = int.from_bytes(content[place : place + 4], "big")
        kind, end = content[place + 4 : place + 8], place + 8 + size
        if len(content) < end + 4:
            raise UnreadableError("is a PNG picture that is cut off")
        if zlib.crc32(content[place + 4 : end]).to_bytes(4, "big") != content[end : end + 4]:
            raise UnreadableError("is a PNG picture that is damaged")
        yield kind, content[place + 8 : end]
        place = end + 4


def _text(kind: bytes, body: bytes) -> tuple[str, str]:
    """Return a text and its key; what is compressed is not ours, and left out."""
    key, _, rest = body.partition(b"\0")
    if kind == b"tEXt":
        return key.decode("latin-1"), rest.decode("latin-1")
    if rest[:1] == b"\0":
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]  # past language and its key
        return key.decode("latin-1"), rest.decode("utf-8", "replace")
    return key.decode("latin-1"), ""


def svg(content: bytes) -> list[Trace]:
    """Return what an SVG's metadata tell, and its letters.

    Raises
    ------
    UnreadableError
        If it is no XML that we read.
    """
    identifiers: list[str] = []
    letters: list[str] = []
    within: list[str] = []

    def begin(name: str, _: Mapping[str, str]) -> None:
        within.append(name)
        if name == "identifier":
            identifiers.append("")

    def text(piece: str) -> None:
        if within and within[-1] == "identifier":
            identifiers[-1] += piece
        elif within and within[-1] in ("text", "tspan", "title", "desc"):
            letters.append(piece)

    def end(name: str) -> None:
        within.pop()
        if name == "text":
            letters.append("\n")

    read_xml(content, begin, text, end)
    for one in identifiers:
        if found := stamped("metadata", Stamp.from_text(one)):
            return found
    return feet("letters", "".join(letters))


def emf(content: bytes) -> list[Trace]:
    """Return what the letters of an enhanced metafile tell: Office keeps no more of an SVG."""
    pieces = [found.group().decode("utf-16-le") for found in _WIDE.finditer(content)]
    return feet("letters", "\n".join(pieces))
