"""The scenarios and sweeps that come with the program, by name, without reading them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from escalation.errors import InputError, suggest
from escalation.files import present

SUFFIXES: Final = (".yaml", ".yml")
#: What a scenario says of itself: nothing that is simulated, and not handed down to those that
#: extend it.
OWN_KEYS: Final = ("name", "title", "summary")


def shipped_folder() -> Path:
    """Return the folder of the scenarios that come with the program."""
    package = Path(__file__).resolve().parent
    beside = package.parent.parent / "scenarios"
    return beside if (beside / "baseline.yaml").is_file() else package / "shipped"


def shipped() -> dict[str, Path]:
    """Return the shipped scenarios by name, the baseline first."""
    files = sorted(shipped_folder().glob("*.yaml"), key=lambda f: (f.stem != "baseline", f.stem))
    return {file.stem: file for file in files}


def shipped_sweeps() -> dict[str, Path]:
    """Return the sweeps that come with the program, by name."""
    return {file.stem: file for file in sorted((shipped_folder() / "sweeps").glob("*.yaml"))}


def or_shipped(name: str) -> str:
    """Offer a shipped one by its name, to follow a message on a path that leads nowhere."""
    return f"; did you mean {name!r}, the shipped one?"


def located(text: str, known: Mapping[str, Path], what: str) -> Path:
    """Return the file that is meant by a path or by the name of one that is shipped.

    Parameters
    ----------
    text
        The path or name.
    known
        The shipped files by name.
    what
        What is due, such as ``scenario``.

    Raises
    ------
    InputError
        If the text is empty, or neither a shipped name nor there, and no path of a YAML file.
    """
    if not text:
        raise InputError.single("''", f"the path or name of a {what} is due")
    path = Path(text)
    if os.sep in text or text.endswith(SUFFIXES):
        if path.stem in known and not present(path):
            raise InputError.single(text, f"there is no such file{or_shipped(path.stem)}")
        return path
    if text in known and (not present(path) or path.is_dir()):
        return known[text]
    if not present(path):
        raise InputError.single(text, f"there is no such {what} or file{suggest(text, known)}")
    return path
