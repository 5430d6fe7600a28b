"""How a command ends: one JSON document, or lines for a reader and a note of what was written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import typer


class Study(Protocol):
    """What a study found."""

    def as_dict(self) -> dict[str, Any]: ...  # noqa: D102


Found = TypeVar("Found", bound=Study)


def print_json(document: Any) -> None:
    """Print one JSON document to stdout that any reader takes; see `as_json`."""
    from escalation.results.json_text import as_json

    sys.stdout.write(as_json(document))


def show_study(
    found: Found,
    lines: Callable[[Found], Iterable[str]],
    written: Callable[[], Iterable[Path]] = list,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Print what a study found, as JSON or as lines; then write it, and say so on stderr.

    What was computed is shown before a disk or a chart can fail.
    """
    if as_json:
        print_json(found.as_dict())
    else:
        for line in lines(found):
            typer.echo(line)
    files = written()
    if not quiet and not as_json:
        note_written(files)


def note_written(files: Iterable[Path]) -> None:
    """Say on stderr which files were written."""
    from escalation.cli.screen import note

    for path in files:
        note(f"wrote {path}")
