"""Write charts: each file whole or not there, and the same result as the same file."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from matplotlib.figure import Figure

from escalation.charts.settings import own_settings
from escalation.files import ensure_writable_folder, write_atomically
from escalation.stamp import Stamp

#: A chart that waits to be drawn, and what it shows, for alternative texts.
Chart = tuple[Callable[[], Figure], str]

FORMATS: Final = ("png", "svg")
PNG_DPI: Final = 160
_LONGEST_REASON: Final = 300


def draw_all(
    charts: Mapping[str, Chart],
    folder: Path,
    *,
    formats: tuple[str, ...] = FORMATS,
    stop: threading.Event | None = None,
    tell: Callable[[int, int], None] | None = None,
    stamp: Stamp | None = None,
) -> tuple[dict[str, list[Path]], dict[str, str]]:
    """Draw charts and write each in every format; one that fails costs no other.

    Parameters
    ----------
    charts
        By name.
    folder
        Where the files go, as ``odds.png``, ``odds.svg`` and so on; made if need be.
    formats
        Suffixes that Matplotlib writes.
    stop
        When set, charts that are not yet drawn are left out.
    tell
        Called with the number of charts drawn and of all.
    stamp
        Whose results they show, for each file to say; see `metadata_of`.

    Returns
    -------
    dict
        The files of each chart, in the order of ``formats``.
    dict
        Why a chart is missing.
    """
    place = ensure_writable_folder(folder)
    drawn: dict[str, list[Path]] = {}
    not_drawn: dict[str, str] = {}
    for number, (name, (draw, meaning)) in enumerate(charts.items()):
        if stop is not None and stop.is_set():
            not_drawn[name] = "interrupted"
            continue
        try:
            drawn[name] = save_as(draw(), place, name, meaning, formats, stamp)
        except Exception as error:  # noqa: BLE001 - a chart that fails must not cost the results
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            not_drawn[name] = reason[:_LONGEST_REASON]
            for suffix in formats:
                with suppress(OSError):
                    (place / f"{name}.{suffix}").unlink(missing_ok=True)
        if tell is not None:
            tell(number + 1, len(charts))
    return drawn, not_drawn


def save_as(
    figure: Figure,
    folder: Path,
    name: str,
    meaning: str,
    formats: tuple[str, ...] = FORMATS,
    stamp: Stamp | None = None,
) -> list[Path]:
    """Write one chart under its name in every format that is asked for; return the files.

    Raises
    ------
    InputError
        If the folder can't be written to.
    OutputError
        If the disk gave out on the way.
    """
    paths = [folder / f"{name}.{suffix}" for suffix in formats]
    for path in paths:
        save(figure, path, meaning, stamp)
    return paths


def save(
    figure: Figure, path: str | os.PathLike[str], meaning: str = "", stamp: Stamp | None = None
) -> None:
    """Write one chart, its format told by the suffix of ``path``; see `save_as`."""
    suffix = Path(path).suffix.lower().lstrip(".")
    with write_atomically(path) as temporary:
        write(figure, temporary, suffix, meaning, stamp)


def write(
    figure: Figure,
    into: Path | BinaryIO,
    suffix: str,
    meaning: str = "",
    stamp: Stamp | None = None,
) -> None:
    """Write one chart into a file or a stream, in the format of a suffix, under our settings."""
    with own_settings():
        said = metadata_of(suffix, meaning, stamp)
        figure.savefig(into, format=suffix, dpi=PNG_DPI, metadata=said)


def metadata_of(suffix: str, meaning: str, stamp: Stamp | None) -> dict[str, Any]:
    """Return what a file says of itself, for Matplotlib to put where its format has it.

    The moment of drawing and the version of Matplotlib are left out, which would make two files of
    one result differ. The stamp stands in a PNG's text chunks, in the identifier of an SVG's
    metadata and in the keywords of a PDF, which is where `escalation whence` reads it.
    """
    if suffix == "png":
        ours = {} if stamp is None else stamp.as_mapping()
        return {"Software": None, "Title": meaning, **ours}
    line = "" if stamp is None else stamp.as_text()
    if suffix == "svg":
        ours = {"Identifier": line} if line else {}
        return {"Date": None, "Creator": "escalation", "Title": meaning, **ours}
    if suffix == "pdf":
        ours = {"Keywords": line} if line else {}
        nothing = {"CreationDate": None, "Producer": None}
        return {**nothing, "Creator": "escalation", "Title": meaning, **ours}
    return {}
