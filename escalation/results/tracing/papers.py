"""What documents tell of their origin: PDF, HTML, and what Word, PowerPoint and Excel write.

An office document may be somebody else's, with charts of ours pasted in: the pictures in it are
looked into, and its text is searched for the feet of charts.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import chain, islice
from typing import Final

from escalation.results.checking.archives import content as member
from escalation.results.tracing.markup import read_xml
from escalation.results.tracing.pictures import PNG, emf, is_emf, png, svg
from escalation.results.tracing.printed import Printed, unescaped
from escalation.results.tracing.traces import MOST_FEET, Trace, UnreadableError, feet, stamped
from escalation.stamp import PREFIX, Stamp

# --- office documents -------------------------------------------------------------------------

#: In every file of these, and in no other zip archive.
CONTENT_TYPES: Final = "[Content_Types].xml"
_CUSTOM: Final = "docProps/custom.xml"
_TEXTS: Final = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes)\.xml|xl/sharedStrings\.xml|"
    r"ppt/(?:slides|slideMasters|slideLayouts|notesSlides)/[^/]+\.xml|"
    r"(?:word|ppt|xl)/charts/chart\d*\.xml|xl/worksheets/[^/]+\.xml|xl/drawings/[^/]+\.xml"
)
_MEDIA: Final = re.compile(r"(?:word|ppt|xl)/media/[^/]+")
#: A part of a document may be as large; of all parts together no more is read.
_MOST_BYTES: Final = 32 << 20
_MOST_ALTOGETHER: Final = 256 << 20
#: Elements that hold letters, and attributes that hold what is said instead of a picture.
_LETTERS: Final = ("t", "v", "instrText")
_SPOKEN: Final = ("descr", "title")


def office(archive: zipfile.ZipFile) -> list[Trace]:
    """Return what an office document tells: of itself, by its pictures, and in its text.

    Raises
    ------
    UnreadableError
        If a part of it is no XML that we read.
    """
    traces: list[Trace] = []
    left = _MOST_ALTOGETHER
    for name in sorted(archive.namelist(), key=lambda one: one != _CUSTOM):  # its own words first
        if name != _CUSTOM and not _TEXTS.fullmatch(name) and not _MEDIA.fullmatch(name):
            continue
        part = member(archive, name, min(_MOST_BYTES, left))
        if part is None:
            continue
        left -= len(part)
        if name == _CUSTOM:
            traces += stamped("properties", Stamp.from_mapping(_properties(part)))
        elif _MEDIA.fullmatch(name):
            traces += _picture(name, part)
        else:
            traces += _written(name, part)
    return traces


def _properties(part: bytes) -> dict[str, str]:
    """Return the custom properties of a document that are text."""
    told: dict[str, str] = {}
    name = ""

    def begin(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal name
        if element == "property":
            name = attributes.get("name", "")
            told.setdefault(name, "")

    def text(piece: str) -> None:
        if name:
            told[name] += piece

    def end(element: str) -> None:
        nonlocal name
        if element == "property":
            told[name] = told.get(name, "").strip()
            name = ""

    read_xml(part, begin, text, end)
    return told


def _picture(name: str, part: bytes) -> list[Trace]:
    """Return what a picture in a document tells; one that can't be read tells nothing."""
    try:
        if part.startswith(PNG):
            found = png(part)
        elif is_emf(part):
            found = emf(part)
        elif name.endswith(".svg"):
            found = svg(part)
        else:
            return []
    except UnreadableError:
        return []
    return [trace.within(f"the picture {name}") for trace in found]


def _written(name: str, part: bytes) -> list[Trace]:
    """Return what the letters of a part tell, those that stand for pictures included."""
    letters: list[str] = []
    within: list[str] = []

    def begin(element: str, attributes: Mapping[str, str]) -> None:
        within.append(element)
        letters.extend(f"\n{attributes[key]}\n" for key in _SPOKEN if key in attributes)

    def text(piece: str) -> None:
        if within and within[-1] in _LETTERS:
            letters.append(piece)

    def end(element: str) -> None:
        within.pop()
        if element in ("p", "si", "row"):
            letters.append("\n")

    read_xml(part, begin, text, end)
    whole = "".join(letters)
    for line in whole.splitlines():
        if found := stamped(f"text of {name}", Stamp.from_text(line)):
            return found
    return feet(f"text of {name}", whole)


# --- HTML -------------------------------------------------------------------------------------


class _Head(HTMLParser):
    """Collects the meta tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a meta tag says."""
        given = dict(attrs)
        name = given.get("name")
        if tag == "meta" and name and name.startswith(PREFIX):
            self.told.setdefault(name, given.get("content") or "")


#: The head of a page of ours is at its beginning, before styles, scripts and pictures.
_HEAD_ROOM: Final = 1 << 16


def page(text: str) -> list[Trace]:
    """Return what the meta tags of an HTML page tell, or else its letters."""
    head = _Head()
    head.feed(text[:_HEAD_ROOM])
    return stamped("meta tags", Stamp.from_mapping(head.told)) or feet("text", text)


# --- PDF --------------------------------------------------------------------------------------

_KEYWORDS: Final = re.compile(rb"/Keywords\s*([(<])")
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_MOST_PLACES: Final = 20
#: A stream of a PDF may unpack to as much, and all of them together.
_MOST_STREAM: Final = 8 << 20
_MOST_STREAMS: Final = 64 << 20
_LITERAL: Final = re.compile(rb"(?:[^()\\]|\\.)*", re.DOTALL)
#: XMP is XML: the line of a stamp ends where the next tag begins.
_XMP: Final = re.compile(rb"run_id=[^;<>\s]{0,16}; scenario_sha256=")
_LONGEST: Final = 40_000


def pdf(content: bytes) -> list[Trace]:
    """Return what the keywords of a PDF tell, in its properties or its XMP.

    Where the properties lie in a packed stream, as newer files have them, streams are unpacked in
    order until one holds them, to a bound. Another program that prints a file of ours keeps but its
    letters: then the feet in them are told.

    Raises
    ------
    UnreadableError
        If it is cut off.
    """
    if b"%%EOF" not in content[-2048:]:
        raise UnreadableError("is a PDF that is cut off")
    printed = Printed()
    for part in chain((content,), _streams(content)):
        for text in (*_keywords(part), *_xmp(part)):
            if found := stamped("keywords", Stamp.from_text(text)):
                return found
        if part is not content:
            printed.take(part)
    seen = (found for text in printed.read() for found in feet("printed foot", text))
    return list(islice(dict.fromkeys(seen), MOST_FEET))


def _keywords(part: bytes) -> Iterator[str]:
    for found in islice(_KEYWORDS.finditer(part), _MOST_PLACES):
        if found[1] == b"(":
            yield _decoded(_literal(part, found.end()))
        else:
            digits = re.sub(rb"\s", b"", part[found.end() : found.end() + _LONGEST].split(b">")[0])
            try:
                yield _decoded(bytes.fromhex(digits.decode("ascii")))
            except ValueError:
                continue


def _literal(part: bytes, start: int) -> bytes:
    """Return what stands in the parentheses that were opened before a place."""
    depth, place, room = 1, start, start + _LONGEST
    while place < min(len(part), room):
        place = max(_LITERAL.match(part, place, room).end(), place)  # type: ignore[union-attr]
        depth += {b"(": 1, b")": -1}.get(part[place : place + 1], 0)
        if depth == 0:
            break
        place += 1
    return unescaped(part[start:place])


def _decoded(text: bytes) -> str:
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", "replace")
    if text.startswith(b"\xef\xbb\xbf"):
        return text[3:].decode("utf-8", "replace")
    return text.decode("latin-1")


def _xmp(part: bytes) -> Iterator[str]:
    for found in islice(_XMP.finditer(part), _MOST_PLACES):
        line = part[found.start() : found.start() + _LONGEST].partition(b"<")[0]
        yield html.unescape(line.decode("utf-8", "replace"))


def _streams(content: bytes) -> Iterator[bytes]:
    left, place = _MOST_STREAMS, 0
    while left > 0 and (found := _STREAM.search(content, place)) is not None:
        place = content.find(b"endstream", found.end())
        if place < 0:
            return
        try:
            packed = content[found.end() : place]
            part = zlib.decompressobj().decompress(packed, min(_MOST_STREAM, left))
        except zlib.error:
            continue
        left -= len(part)
        yield part
