"""Pages of which the code writes some parts: blocks between markers.

A block stands between ``<!-- name -->`` and ``<!-- /name -->``; the text around it is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from escalation.errors import InputError

#: Folder of a page's pictures, beside it.
IMAGES: Final = "images"


def fill(page: str, blocks: Mapping[str, str]) -> str:
    """Return a page with its blocks renewed, and everything around them as it was.

    Raises
    ------
    InputError
        If the page lacks the markers of a block.
    """
    for name, body in blocks.items():
        pattern = re.compile(
            rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.S
        )
        new = f"{body.strip()}\n"
        page, found = pattern.subn(lambda m, new=new: m.group(1) + new + m.group(2), page)  # type: ignore[misc]
        if found != 1:
            raise InputError.single(name, f"the page has {found} blocks of this name, not one")
    return page


def blocks_of(page: str) -> dict[str, str]:
    """Return the blocks of a page by their names, in order."""
    return dict(re.findall(r"<!-- ([a-z][a-z0-9 _-]*) -->\n(.*?)<!-- /\1 -->", page, re.S))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def image(name: str, meaning: str) -> str:
    """Return a picture of the validation page, with what it shows for those who don't see it."""
    return f"![{meaning}]({IMAGES}/validation_{name}.png)"
