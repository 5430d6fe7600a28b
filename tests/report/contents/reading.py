"""A document as tests read it: its blocks, its texts, its names."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from escalation.report.document import Block, Document, Section


def sections(document: Document) -> Iterator[Section]:
    """Yield every section of a document, from its first page on."""

    def within(some: Iterable[Section]) -> Iterator[Section]:
        for one in some:
            yield one
            yield from within(one.parts)

    return within([document.summary, *document.sections])


def blocks(document: Document, kind: type[Block]) -> Iterator[Any]:
    """Yield every block of a kind."""
    for section in sections(document):
        yield from (block for block in section.blocks if isinstance(block, kind))


def texts(part: Any) -> Iterator[str]:
    """Yield every text of a document or of a part of one."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | tuple):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from texts(getattr(part, field.name))


def table(document: Document, name: str) -> Any:
    """Return the table of a name."""
    from escalation.report.document import Grid

    (found,) = [one.table for one in blocks(document, Grid) if one.table.name == name]
    return found
