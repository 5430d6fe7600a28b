"""Open what a command made, by the system's program for it, where `--open` asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from escalation.errors import InputError

_PICTURE = ".png"


def check_kept(wanted: bool, out: Path | None) -> None:
    """Refuse to open what is not kept, before anything is computed.

    Raises
    ------
    InputError
        If nothing is written.
    """
    if wanted and out is None:
        raise InputError.single("--open", "there is nothing to open without --out: give a folder")


def open_file(path: Path, *, as_json: bool, quiet: bool = False) -> None:
    """Open a chart or a folder and don't wait for it; say so where the system has no program.

    With ``--json`` the reader is another program, so nothing is opened, and that is said.
    """
    import typer

    from escalation.cli.screen import note

    if as_json:
        if not quiet:
            note("--open: nothing is opened with --json")
    elif typer.launch(str(path)) != 0:
        note(f"--open: this system has no program that opens files; see {path}")


def open_kept(summary: Mapping[str, Any], *, as_json: bool, quiet: bool = False) -> None:
    """Open the first chart that a folder's summary names, or the folder where there is none."""
    folder = Path(summary["path"])
    drawn = (folder / name for name in summary.get("charts", ()) if name.endswith(_PICTURE))
    open_file(next(drawn, folder), as_json=as_json, quiet=quiet)


def open_written(files: Iterable[Path], *, as_json: bool, quiet: bool = False) -> None:
    """Open the first chart among files that were written, or the folder where there is none."""
    there = list(files)
    drawn = (path for path in there if path.suffix == _PICTURE)
    open_file(next(drawn, there[0].parent), as_json=as_json, quiet=quiet)
