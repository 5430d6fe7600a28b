"""How a command ends: one JSON document, or lines for a reader and a note of what was written."""

from __future__ import annotations

import codecs
import shlex
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import typer

from escalation.letters import encodable

if TYPE_CHECKING:
    from escalation.results.keeping import Findings, KeptStudy
    from escalation.stamp import Stamp


class Study(Protocol):
    """What a study found."""

    def as_dict(self) -> dict[str, Any]: ...  # noqa: D102


class Writable(Protocol):
    """A study whose findings can be written."""

    def to_keep(self) -> Findings: ...  # noqa: D102


Found = TypeVar("Found", bound=Study)


def print_json(document: Any) -> None:
    """Print one JSON document to stdout that any reader takes; see `as_json` and `any_reader_s`."""
    from escalation.results.json_text import as_json

    sys.stdout.write(any_reader_s(as_json(document)))


def any_reader_s(told: str) -> str:
    """Return JSON as stdout may hand it on: JSON is UTF-8, so in any other encoding all ASCII.

    Letters beyond it are then JSON's escapes, also those that the encoding has: its bytes would be
    wrong for a reader that takes the document for what it is.
    """
    encoding = codecs.lookup(getattr(sys.stdout, "encoding", None) or "utf-8").name
    return told if encoding == "utf-8" else encodable(told, "ascii")


def show_study(
    found: Found,
    lines: Callable[[Found], Iterable[str]],
    written: Callable[[], Iterable[Path]] = list,
    *,
    as_json: bool,
    quiet: bool,
    opened: bool = False,
) -> None:
    """Print what a study found, as JSON or as lines; then write it, and say so on stderr.

    What was written is opened where asked for.

    What was computed is shown before a disk or a chart can fail.
    """
    try:
        if as_json:
            print_json({**found.as_dict(), **_origin(found)})
        else:
            for line in lines(found):
                typer.echo(line)
    finally:  # also where nobody reads on
        files = list(written())
    if not quiet and not as_json:
        note_written(files)
    if opened:
        from escalation.cli.opening import open_written

        open_written(files, as_json=as_json, quiet=quiet)


def _origin(found: object) -> dict[str, Any]:
    """Return what the JSON of a study's findings says of where they come from, as its files do."""
    to_keep = getattr(found, "to_keep", None)
    return {} if to_keep is None else made_here(to_keep().stamp)


def made_here(stamp: Stamp | None) -> dict[str, Any]:
    """Return what a JSON document that this command prints says of where it comes from."""
    from escalation.results.folder import made_by

    return made_by(stamp and replace(stamp, command=shlex.join(command_line())))


def written_to(out: Path | None, found: Writable) -> Callable[[], Iterable[Path]]:
    """Return what writes a study's findings into the folder that the reader named, if any."""

    def write_now() -> Iterable[Path]:
        from escalation.results.keeping import write

        if out is None:
            return []
        return write(found.to_keep(), out, command=command_line())

    return write_now


def command_line() -> list[str]:
    """Return the command as it was typed, for what files say of where they come from."""
    return ["escalation", *sys.argv[1:]]


def keep_study(found: KeptStudy, out: Path, *, charts: bool) -> tuple[dict[str, Any], int]:
    """Keep a study in a folder of its own under ``out``; return its summary and the exit code.

    Ctrl-C now skips what charts are left.
    """
    from escalation.cli.main import DONE, INTERRUPTED
    from escalation.ensemble.interrupt import stop_on_interrupt

    stop = threading.Event()
    with stop_on_interrupt(stop):
        _, summary = found.save(out, charts=charts, command=command_line(), stop=stop)
    stopped = "interrupted" in summary.get("charts_not_drawn", {}).values()
    return summary, INTERRUPTED if stopped else DONE


def write_or_print(text: str, out: Path | None) -> None:
    """Write a text to a file and say so on stderr, or print it where no file is asked for."""
    from escalation.files import write_text_atomically

    text = text if text.endswith("\n") else f"{text}\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_text_atomically(out, text)
        typer.echo(str(out), err=True)


def note_written(files: Iterable[Path]) -> None:
    """Say on stderr which files were written."""
    from escalation.cli.screen import note

    for path in files:
        note(f"wrote {path}")
