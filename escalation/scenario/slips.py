"""What people write where a number or YAML's own signs belong, and what would be right."""

from __future__ import annotations

import re
import unicodedata
from math import log
from typing import TYPE_CHECKING, Final

from escalation.letters import named, unseen
from escalation.scenario.digits import ordinary

if TYPE_CHECKING:
    from escalation.scenario.declaration import Multiplier

_NUMBER: Final = r"[-+]?[0-9]+(?:\.[0-9]+)?"
_PER_CENT: Final = re.compile(rf"({_NUMBER})\s*[%٪％]")
_PER_MILLE: Final = re.compile(rf"({_NUMBER})\s*[\u2030\u0609]")
_DECIMAL_COMMA: Final = re.compile(r"([-+]?[0-9]+),([0-9]+)")
_THOUSANDS: Final = re.compile(
    r"[-+]?[0-9]{1,3}(?:[ _,'\u2019\u00a0\u2007\u2009\u202f][0-9]{3})+(?:\.[0-9]+)?"
)
_QUOTES: Final = "\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a"
_SIGNS: Final = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\uff0e": ".", "\uff0c": ",", "\u066b": ".", "\u066c": ","}
)
#: What looks like YAML's colon and comma and isn't.
_LOOKALIKES: Final = {"\uff1a": ":", "\uff0c": ",", "\u061b": ";", "\u060c": ","}

#: Where a line of YAML has its own spaces: in the indentation, after a colon or a dash.
_STRANGE_SPACE: Final = re.compile(
    r"^ *(?:- *)?([^\S \n\r]|[\u200b\u2060\ufeff])|(?<=[:\-,{\[]) *([^\S \t\n\r])", re.MULTILINE
)

#: A key, a colon and a value without the space between; no address such as https://...
_NO_SPACE: Final = re.compile(r"\s*(?:- *)?([A-Za-z_][\w.]*):([^\s/:].*)$")
_LIKE_A_KEY: Final = re.compile(r"\s*(?:- *)?[A-Za-z_][\w.]*\s*\uff1a")
_GLUED: Final = re.compile(r"(?:[A-Za-z_][\w.]*:|-)([^\S \t\n\r])")
#: A key that begins a mapping or a list of its own.
_NESTED: Final = re.compile(r"[A-Za-z_][\w.]*(?::\s?|\s?\uff1a\s?)[{\[]")
_DASHES: Final = re.compile(r"(-(?=[^\s-])|[\u2010-\u2015\u2212\u2022])\s*(\w+)")


def number_hint(text: str, unit: str = "share", reads: Multiplier | None = None) -> str:
    """Return what a text that should be a number was meant to be, after a semicolon, or nothing.

    Parameters
    ----------
    text
        What stands there.
    unit
        Of what is wanted: ``share`` for what runs from 0 to 1, else its name.
    reads
        Of what multiplies, how its values read.
    """
    plain = _ordinary(text)
    if plain != text and re.fullmatch(_NUMBER, plain):
        return f"; its signs are not the ordinary ones: write {plain}"
    if re.search(f"[{_QUOTES}]", text) and not _THOUSANDS.fullmatch(plain):
        return "; its quotes are not YAML's: leave them out, or use ' or \""
    if found := _PER_CENT.fullmatch(plain):
        return _per_cent(float(found[1]), unit, reads)
    if found := _PER_MILLE.fullmatch(plain):
        return _per_cent(float(found[1]) / 10, unit, reads)
    if found := _DECIMAL_COMMA.fullmatch(plain):
        if len(found[2]) == 3 and found[1].lstrip("+-") not in ("", "0"):
            either = f"{found[1]}{found[2]}, or {found[1]}.{found[2]}"
            return f"; write {either} if the comma begins decimals"
        return f"; a decimal point, not a comma: write {found[1]}.{found[2]}"
    if _THOUSANDS.fullmatch(plain) or re.fullmatch(rf"['\"]?{_NUMBER}['\"]?", plain):
        bare = re.sub(r"[^-+.0-9]", "", plain)
        return f"; write {bare}, without quotes or separators"
    if re.fullmatch(r"(0x[0-9a-fA-F]+|0o[0-7]+)", text):
        return f"; write {int(text, 0)}"
    return ""


def _ordinary(text: str) -> str:
    """Return a text with the digits and signs of other scripts as ASCII has them, none unseen."""
    plain = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return ordinary(plain.strip().translate(_SIGNS))


def _per_cent(value: float, unit: str, reads: Multiplier | None) -> str:
    if unit == "share":
        return f"; write {value / 100:g}"
    if reads is None:
        return f"; it is in {unit}, not in per cent"
    change = f"{abs(value):g}% {'more' if value >= 0 else 'less'}"
    if reads.logs:
        said = f"; it is a logarithm, so {reads.neutral:g} {reads.nothing}"
        ratio = 1.0 + value / 100
        return f"{said}: write {reads.logs * log(ratio):.2g} for {change}" if ratio > 0 else said
    if reads.neutral == 0:
        return f"; {reads.neutral:g} {reads.nothing}: write {value / 100:g} for {change}"
    if not reads.above:
        return f"; {reads.neutral:g} {reads.nothing}: write {value / 100:g} for {value:g}% of it"
    return (
        f"; it multiplies, so {reads.neutral:g} {reads.nothing}: "
        f"write {1 + value / 100:g} for {change}, {abs(value) / 100:g} for {abs(value):g}% of "
        "what there would be"
    )


def strange_space(text: str) -> tuple[int, str] | None:
    """Return the line, from 0, and the complaint about the first space that isn't one to YAML.

    Only spaces where YAML would have its own are meant: before a key, after a colon or a dash.
    """
    found = _STRANGE_SPACE.search(text)
    if found is None:
        return None
    letter = found[1] or found[2]
    return text.count("\n", 0, found.start(1 if found[1] else 2)), space_complaint(letter)


def outer_space(text: str) -> str:
    """Return a complaint about a space around a value or key that YAML doesn't take for one."""
    if text == text.strip():
        return ""
    return space_complaint(text[0] if text[0].isspace() else text[-1])


def glued(text: str) -> str:
    """Return a complaint about a key and its value if no space of YAML's is between them."""
    found = _GLUED.match(text)
    return space_complaint(found[1]) if found else ""


def key_slip(text: str) -> str:
    """Return a complaint about what should be a key, a colon, a space and a value, or nothing.

    >>> key_slip("mean:0.4")
    "a space is missing after the colon: write 'mean: 0.4'"
    """
    if complaint := glued(text.strip()):
        return complaint
    if found := _NO_SPACE.match(text):
        nested = _NESTED.match(text.strip())
        written = f"{found[1]}: ..." if nested else f"{found[1]}: {found[2]}"
        return f"a space is missing after the colon: write '{written}'"
    if found := _LIKE_A_KEY.match(text):
        return lookalike(found[0])
    return ""


def nested_key_slip(text: str) -> str:
    """Return a complaint about a key that has a bracket glued to it, or nothing."""
    return key_slip(text) if _NESTED.match(text) else ""


def list_slip(text: str) -> str:
    """Return a complaint about the first item of what should be a list, or nothing."""
    found = _DASHES.match(text)
    if found is None:
        return ""
    said = "a space is missing after the dash" if found[1] == "-" else f"{found[1]} is no dash"
    return f"{said}: write '- {found[2]}'"


def space_complaint(letter: str) -> str:
    """Return what is wrong with a space that isn't YAML's."""
    if letter == "\t":
        return "a tab: YAML indents with spaces"
    if hidden := unseen(letter):
        return f"{hidden} stands here unseen: take it out"
    return f"{named(letter)} stands where an ordinary space belongs"


def lookalike(text: str) -> str:
    """Return a complaint about a sign that looks like one of YAML's in a line, or nothing."""
    for letter, meant in _LOOKALIKES.items():
        if letter in text:
            name = unicodedata.name(letter).lower()
            return f"a {name} (U+{ord(letter):04X}) is no {meant!r} to YAML: write {meant}"
    if re.search(f"[{_QUOTES}]", text):
        return "quotes that are not YAML's: use ' or \""
    return ""
