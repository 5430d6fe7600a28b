"""The page's own files, read once; no other file is served."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Asset:
    """A file as it is sent: its bytes, what they are, and a tag that changes with them."""

    body: bytes
    type: str
    tag: str

    @classmethod
    def of(cls, body: bytes, suffix: str) -> Asset:
        """Return the asset of a file's bytes."""
        return cls(body, TYPES[suffix], f'"{hashlib.sha256(body).hexdigest()[:20]}"')


def load_site() -> dict[str, Asset]:
    """Return every file of the page by its path under ``/site/``.

    What draws in any browser is under ``/site/drawing/``.
    """
    found: dict[str, Asset] = {}
    _collect(files("escalation.web") / "site", "", found)
    _collect(files("escalation.browser") / "drawing", "drawing/", found)
    return found


def _collect(folder: Traversable, path: str, found: dict[str, Asset]) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            _collect(entry, f"{path}{entry.name}/", found)
        elif (suffix := entry.name.rpartition(".")[2]) in TYPES:
            found[path + entry.name] = Asset.of(entry.read_bytes(), suffix)
