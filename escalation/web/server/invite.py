"""How to come into a room, for the facilitator's screen: address, code, and both for a camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno

if TYPE_CHECKING:
    from collections.abc import Sequence

#: White around a QR code, in its own squares.
_QUIET = 2


def invite(joins: Sequence[str], code: str) -> dict[str, Any]:
    """Return what a facilitator's screen shows of how to come in.

    Parameters
    ----------
    joins
        Addresses of the game's page under which others reach it; none if only this machine does.
    code
        The room's.

    Returns
    -------
    dict
        ``title``, ``told`` (sentences), ``code``, and ``picture``: None, or the ``size`` of a
        square and a ``path`` of SVG in it, dark on light.
    """
    if not joins:
        told = ["This server lets in nobody but this machine: start it with --lan for others."]
        return {"title": "Come in", "told": told, "code": code, "picture": None}
    told = [f"Open {join} and give the code." for join in joins]
    return {"title": "Come in", "told": told, "code": code, "picture": drawn(f"{joins[0]}#{code}")}


def drawn(text: str) -> dict[str, Any]:
    """Return a text as a QR code: its size in squares, and the path of those that are dark."""
    rows = tuple(segno.make(text, error="m").matrix)
    path = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return {"size": len(rows) + 2 * _QUIET, "path": path, "label": text}
