"""XML from anywhere, read as it streams: no entities are declared, none is fetched, depth ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat

from escalation.results.tracing.traces import UnreadableError

_DEEPEST: Final = 500
_AT_ONCE: Final = 1 << 16


def read_xml(
    content: bytes,
    begin: Callable[[str, Mapping[str, str]], None],
    text: Callable[[str], None],
    end: Callable[[str], None],
) -> None:
    """Go through an XML document.

    Parameters
    ----------
    content
        The document.
    begin, end
        Called with each element's name without its prefix; ``begin`` also with its attributes.
    text
        Called with the text between, piece by piece.

    Raises
    ------
    UnreadableError
        If it is not well formed, declares an entity, or is nested too deeply.
    """
    parser = expat.ParserCreate()
    depth = 0

    def refuse_entity(*_: object) -> None:
        raise UnreadableError("declares entities of XML, which no file of ours does")

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableError(f"is nested more than {_DEEPEST} deep, as no file of ours is")
        begin(name.rpartition(":")[2], attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2])

    parser.EntityDeclHandler = refuse_entity
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text
    parser.buffer_text = True
    try:
        for start in range(0, len(content), _AT_ONCE):
            parser.Parse(content[start : start + _AT_ONCE], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        why = expat.errors.messages.get(error.code, str(error.code))
        raise UnreadableError(f"is damaged: {why} in line {error.lineno}") from None
    except (ValueError, LookupError) as error:  # an encoding that Python hasn't got
        raise UnreadableError(f"is damaged: {error}") from None
