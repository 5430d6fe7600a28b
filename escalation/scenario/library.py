"""The scenarios and sweeps that come with the program, by name, without reading them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

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
