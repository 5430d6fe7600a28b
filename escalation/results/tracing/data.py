"""What data tell of their origin: CSV, Parquet, JSON, YAML, a zipped folder, a saved state."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from typing import Any, Final

from escalation.results.checking.archives import content as member
from escalation.results.csv_text import RUN_ID
from escalation.results.layout import MANIFEST, SCENARIO
from escalation.results.tables import parquet_file
from escalation.results.tracing.traces import Trace, UnreadableError, feet, stamped
from escalation.stamp import MADE_BY, PREFIX, Stamp, scenario_hash

#: In the archive of a saved state.
STATE: Final = "about.json"
#: The comment of a tar stands in its head, beyond the name of its format.
_TAR_HEAD: Final = 16 << 10
_TAR_MAGIC: Final = slice(257, 262)
_ID: Final = re.compile(r"[0-9a-f]{8}")
_SEPARATORS: Final = ",;\t"
#: Nobody's description of a folder or of a state is larger.
_MOST_BYTES: Final = 64 << 20


def _foot(place: str, run_id: object) -> list[Trace]:
    """Return what an id alone tells, as older files have it."""
    known = isinstance(run_id, str) and _ID.fullmatch(run_id)
    return [Trace(place, foot=str(run_id))] if known else []


def table(text: str) -> list[Trace]:
    """Return what the last columns of a CSV tell: of every run in it, if it holds several.

    A spreadsheet may have written it again, with another separator and without its byte order mark.

    Raises
    ------
    UnreadableError
        If it is no CSV.
    """
    header = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=header.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = next(rows, [])
        if MADE_BY in names:
            place = names.index(MADE_BY)
            cells = {row[place]: None for row in rows if len(row) > place}
            return [
                trace
                for cell in cells
                for trace in stamped(f"column {MADE_BY}", Stamp.from_text(cell))
            ]
        if RUN_ID in names:
            place = names.index(RUN_ID)
            cells = {row[place]: None for row in rows if len(row) > place}
            return [trace for cell in cells for trace in _foot(f"column {RUN_ID}", cell)]
    except csv.Error as error:
        raise UnreadableError(f"is no CSV: {error}") from None
    return []


def parquet(content: bytes) -> list[Trace]:
    """Return what the metadata of a Parquet table tell; none of its rows is read.

    Raises
    ------
    UnreadableError
        If it is no Parquet table, or damaged.
    """
    try:
        found = parquet_file(content).schema_arrow.metadata or {}
        told = {key.decode(): text.decode() for key, text in found.items() if key != b"pandas"}
    except (OSError, ValueError, MemoryError):
        raise UnreadableError("is a Parquet table that is damaged or cut off") from None
    whole = stamped("metadata", Stamp.from_mapping(told))
    return whole or _foot("metadata", told.get(f"{PREFIX}{RUN_ID}"))


def packed_table(content: bytes) -> list[Trace] | None:
    """Return what the comment of a gzipped tar tells, such as a sweep's for the EMA Workbench.

    None if it is no such archive; no more of it is unpacked than its head.
    """
    try:
        head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, _TAR_HEAD)
    except zlib.error:
        return None
    if head[_TAR_MAGIC] != b"ustar":
        return None
    return stamped("comment", Stamp.from_text(head.decode("utf-8", "replace")))


def document(text: str | bytes) -> list[Trace]:
    """Return what a JSON document tells.

    Raises
    ------
    UnreadableError
        If it is no JSON.
    """
    found = _json(text)
    if not isinstance(found, dict):
        return []
    whole = stamped(f"key {MADE_BY}", Stamp.from_json(found.get(MADE_BY)))
    return whole or _foot(f"key {RUN_ID}", found.get(RUN_ID))


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError("is no JSON, or is cut off") from None


def words(text: str) -> list[Trace]:
    """Return what a text tells, such as a scenario by the comment at its head, or an SVG cut out.

    Whatever else the text may be, a line of a stamp and the foot of a chart are known in it.
    """
    for line in text.splitlines():
        if "run_id=" in line and (found := stamped("text", Stamp.from_text(line))):
            return found
    return feet("text", text)


def packed_folder(archive: zipfile.ZipFile, manifest: str) -> list[Trace]:
    """Return what the manifest of a zipped run folder tells.

    Raises
    ------
    UnreadableError
        If it is no JSON.
    """
    return [
        trace.within(manifest) for trace in document(member(archive, manifest, _MOST_BYTES) or b"")
    ]


def manifest_in(archive: zipfile.ZipFile) -> str | None:
    """Return the name of the manifest of a zipped run folder, which may lie in a folder itself."""
    for name in archive.namelist():
        if name == MANIFEST or (name.endswith(f"/{MANIFEST}") and name.count("/") == 1):
            return name
    return None


def state(archive: zipfile.ZipFile) -> list[Trace]:
    """Return what a saved state of a run tells: it belongs to a scenario and a seed, to no run id.

    Raises
    ------
    UnreadableError
        If it is no state of a run.
    """
    about = _json(member(archive, STATE, _MOST_BYTES) or b"")
    scenario = member(archive, SCENARIO, _MOST_BYTES)
    if not isinstance(about, dict) or scenario is None:
        raise UnreadableError("is a zip archive, but no saved state of a run")
    version, seed = str(about.get("version")), str(about.get("seed"))
    text = scenario.decode("utf-8", "replace")
    return stamped("description", Stamp("", scenario_hash([text]), version, seed, ""))
