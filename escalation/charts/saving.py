"""Write charts: each file whole or not there, and the same result as the same file."""

from __future__ import annotations

import os
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from matplotlib.figure import Figure

from escalation.charts.settings import own_settings
from escalation.charts.told import NOTHING, Told
from escalation.files import ensure_writable_folder, write_atomically
from escalation.letters import visible
from escalation.stamp import Stamp

#: A chart that waits to be drawn.
Chart = Callable[[], Figure]

FORMATS: Final = ("png", "svg")
PNG_DPI: Final = 160
_LONGEST_REASON: Final = 300
_SVG: Final = "http://www.w3.org/2000/svg"
#: By what names the markup of an SVG's parts is known to whoever reads the file.
_NAMESPACES: Final = {
    "": _SVG,
    "xlink": "http://www.w3.org/1999/xlink",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "cc": "http://creativecommons.org/ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
}


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
    for number, (name, draw) in enumerate(charts.items()):
        if stop is not None and stop.is_set():
            not_drawn[name] = "interrupted"
            continue
        try:
            drawn[name] = save_as(draw(), place, name, formats, stamp)
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
        save(figure, path, stamp)
    return paths


def save(figure: Figure, path: str | os.PathLike[str], stamp: Stamp | None = None) -> None:
    """Write one chart, its format told by the suffix of ``path``; see `save_as`."""
    suffix = Path(path).suffix.lower().lstrip(".")
    with write_atomically(path) as temporary:
        write(figure, temporary, suffix, stamp)


def write(figure: Figure, into: Path | BinaryIO, suffix: str, stamp: Stamp | None = None) -> None:
    """Write one chart into a file or a stream, in the format of a suffix, under our settings.

    The file says what its chart shows; see `metadata_of`. An SVG says so to a screen reader too.
    """
    told: Told = getattr(figure, "told", NOTHING)
    written = BytesIO()
    with own_settings():
        said = metadata_of(suffix, told, stamp)
        figure.savefig(written, format=suffix, dpi=PNG_DPI, metadata=said)
    whole = read_aloud(written.getvalue(), told) if suffix == "svg" else written.getvalue()
    if isinstance(into, Path):
        into.write_bytes(whole)
    else:
        into.write(whole)


def read_aloud(svg: bytes, told: Told) -> bytes:
    """Return an SVG of Matplotlib's as one picture with a name and a description."""
    root = ET.fromstring(svg)
    root.set("role", "img")
    labels = []
    title = root.find(f"{{{_SVG}}}title")
    if title is not None:
        title.set("id", "chart-title")
        labels.append("chart-title")
    if told.alt:
        described = ET.Element(f"{{{_SVG}}}desc", {"id": "chart-description"})
        described.text = visible(told.alt)
        described.tail = "\n "
        root.insert(len(labels), described)
        labels.append("chart-description")
    if labels:
        root.set("aria-labelledby", " ".join(labels))
    for prefix, uri in _NAMESPACES.items():
        ET.register_namespace(prefix, uri)
    whole: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def metadata_of(suffix: str, told: Told, stamp: Stamp | None) -> dict[str, Any]:
    """Return what a file says of itself, for Matplotlib to put where its format has it.

    The finding is its title; what is drawn, and how to read it, its description, or subject; and
    its source is its source, which in a PDF has no place but the subject.

    The moment of drawing and the version of Matplotlib are left out, which would make two files of
    one result differ. The stamp stands in a PNG's text chunks, in the identifier of an SVG's
    metadata and in the keywords of a PDF, which is where `escalation whence` reads it.
    """
    title, source = visible(told.finding), visible(told.source)
    description = visible(f"{told.alt} {told.caption}".strip())
    about = {"Title": title, "Description": description, "Source": source}
    about = {key: text for key, text in about.items() if text}
    if suffix == "png":
        ours = {} if stamp is None else stamp.as_mapping()
        return {"Software": None, **about, **ours}
    line = "" if stamp is None else stamp.as_text()
    if suffix == "svg":
        ours = {"Identifier": line} if line else {}
        return {"Date": None, "Creator": "escalation", **about, **ours}
    if suffix == "pdf":
        ours = {"Keywords": line} if line else {}
        nothing = {"CreationDate": None, "Producer": None}
        subject = f"{description} {source}".strip()
        return {**nothing, "Creator": "escalation", "Title": title, "Subject": subject, **ours}
    return {}
