"""The text of a scenario as it was run, under a comment that says whose it is."""

from __future__ import annotations

from typing import Final

from escalation.stamp import MADE_BY, Stamp

_HEAD: Final = f"# The scenario as it was run. {MADE_BY}: "


def headed(text: str, stamp: Stamp | None) -> str:
    """Return a resolved scenario under the comment; it means the same."""
    return text if stamp is None else f"{_HEAD}{stamp.as_text()}\n{text}"


def bare(text: str) -> str:
    r"""Return a resolved scenario without the comment: the text that its hash is of.

    >>> bare(headed("name: x\n", Stamp("ab", "cd", "1", "2", "")))
    'name: x\n'
    """
    return text.partition("\n")[2] if text.startswith(_HEAD) else text
