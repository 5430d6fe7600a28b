"""Hold a folder of results against the hashes that its manifest keeps of every file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escalation.files import unreadable
from escalation.results.folder import hashes

if TYPE_CHECKING:
    from escalation.results.reading import KeptFolder


@dataclass(frozen=True)
class Verified:
    """What has become of a folder's files since they were written; names are relative to it.

    Attributes
    ----------
    folder
        The folder.
    missing, changed, added
        Files that are gone, that are not as they were written, and that came later.
    """

    folder: KeptFolder
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Return whether every file is there and as it was written, and none came later."""
        return not (self.missing or self.changed or self.added)

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "path": str(self.folder.path),
            "kind": self.folder.kind,
            "run_id": self.folder.run_id,
            "files": len(self.folder.manifest["files"]),
            "whole": self.whole,
            "missing": list(self.missing),
            "changed": list(self.changed),
            "added": list(self.added),
        }


def verify(folder: KeptFolder) -> Verified:
    """Compute the hash of every file anew, and say what is missing, changed or added.

    Raises
    ------
    InputError
        If a file can't be read.
    """
    known: dict[str, str] = folder.manifest["files"]
    try:
        there = hashes(folder.path)
    except OSError as error:
        raise unreadable(error.filename, error) from error
    return Verified(
        folder,
        missing=tuple(name for name in known if name not in there),
        changed=tuple(name for name in known if name in there and there[name] != known[name]),
        added=tuple(name for name in there if name not in known),
    )
