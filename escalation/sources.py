"""What the model is made of: hashes of its sources, to tell one version of it from another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
#: What compiled code depends on: folders, and modules beside them.
COMPILED_PARTS = ("luck", "day", "engine", "scenario", "compiling.py", "vocabulary.py")
#: What a run depends on: the border's data too, the posterior that draws come from, and where the
#: draws of an ensemble lie.
MODEL_PARTS = (*COMPILED_PARTS, "border", "ensemble/chunks.py", "ensemble/design.py")
DATA_SUFFIXES = (".csv", ".json")
#: Scenarios that come with an installed package are its input, not a part of it.
SHIPPED = "shipped"


def sources_digest(parts: Sequence[str], suffixes: Sequence[str], salt: str = "") -> str:
    """Return a short hash of all files of these parts of the package that end so."""
    digest = hashlib.sha256(salt.encode())
    for part in parts:
        for path in (PACKAGE / part, *sorted((PACKAGE / part).rglob("*"))):
            name = path.relative_to(PACKAGE)
            if path.suffix in suffixes and SHIPPED not in name.parts and path.is_file():
                digest.update(name.as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def model_fingerprint() -> str:
    """Return a short hash of all that decides how a run goes on, the same on every machine.

    It is taken once: a process keeps to the rules that it has read, whatever becomes of the files.
    """
    return sources_digest(MODEL_PARTS, (".py", *DATA_SUFFIXES))
