"""Say of a file which run made it, how to make it again, and whether that run is kept here."""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from escalation.errors import InputError
from escalation.files import present, read_given
from escalation.results.checking import archives
from escalation.results.layout import MANIFEST, SUMMARY, SWEEP, SWEEP_FILES
from escalation.results.reading import KeptFolder, find, list_runs, listed_files, read_json
from escalation.results.tracing import data, papers, pictures
from escalation.results.tracing.traces import Trace, UnreadableError, each_once
from escalation.stamp import MADE_BY, Stamp

#: A run folder's largest table takes less; a report, a hundredth.
MOST_BYTES: Final = 512 << 20
#: As much of a text is looked at: of a longer table, its first rows.
_MOST_TEXT: Final = 64 << 20
_ID: Final = re.compile(r"[0-9a-f]{8}")
_PART_OF_ID: Final = re.compile(r"[0-9a-f]{4,8}")
#: What a zip archive is that 'escalation reproduce' takes.
ZIPPED: Final = "a zipped run folder"
_GZIP: Final = b"\x1f\x8b"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What other files begin with that people make of charts, and what they are.
_STRANGERS: Final = {
    _OLE: "a document of the old Office: save it as .docx, .pptx or .xlsx",
    b"\xff\xd8\xff": "a JPEG, which keeps nothing of what a PNG says",
    b"GIF8": "a GIF, which keeps nothing of what a PNG says",
    b"BM": "a bitmap, which keeps nothing of what a PNG says",
    _GZIP: "packed by gzip: unpack it first",
}


@dataclass(frozen=True)
class KeptHere:
    """Results of a file's run that are kept here.

    Attributes
    ----------
    run_id
        The run's id.
    path
        Their folder.
    same_as
        The file in it that holds the very same bytes; empty if there is none.
    stamp
        Of the folder; None of a sweep whose summary does not say.
    """

    run_id: str
    path: Path
    same_as: str
    stamp: Stamp | None

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        told = None if self.stamp is None else self.stamp.as_json()
        path = str(self.path)
        return {"run_id": self.run_id, "path": path, "same_as": self.same_as, "stamp": told}


@dataclass(frozen=True)
class Whence:
    """What is known of where a file comes from.

    Attributes
    ----------
    asked
        The file, or the id, as it was given.
    kind
        What the file is, in words.
    traces
        What it tells, the whole stamps first; empty if it tells nothing.
    kept
        Which of these runs are kept here.
    note
        Why nothing can be told of such files, or an empty text.
    """

    asked: str
    kind: str
    traces: tuple[Trace, ...]
    kept: tuple[KeptHere, ...]
    note: str = ""

    @cached_property
    def known(self) -> bool:
        """Return whether an origin is known: the file tells one, or the id's run is kept here."""
        return bool(self.traces or self.kept)

    def stamp_of(self, run_id: str) -> Stamp | None:
        """Return all that is known of a run: by the file itself, or by the folder kept here."""
        own = (trace.stamp for trace in self.traces if trace.run_id == run_id and trace.stamp)
        return next(own, None) or next((one.stamp for one in self.kept_as(run_id)), None)

    def kept_as(self, run_id: str) -> list[KeptHere]:
        """Return where a run is kept here."""
        return [one for one in self.kept if one.run_id == run_id]

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "asked": self.asked,
            "kind": self.kind,
            "traces": [trace.as_dict() for trace in self.traces],
            "kept": [one.as_dict() for one in self.kept],
            "note": self.note,
        }


def whence(asked: str | os.PathLike[str], root: str | os.PathLike[str] = "runs") -> Whence:
    """Say where a file comes from, by itself alone; or what an id stands for.

    Parameters
    ----------
    asked
        A file of any kind that this program writes, or that charts of it were pasted into; or an
        id, or the beginning of one, as it stands at the foot of a chart.
    root
        Folder of run folders, in which the run is looked for.

    Raises
    ------
    InputError
        If there is no such file, it is too large, or is damaged; or if an id begins several.
    """
    name = os.fspath(asked)
    if not present(name) and _PART_OF_ID.fullmatch(name):
        return _of_id(name, Path(root))
    path = Path(name)
    if path.is_dir():
        if not present(path / MANIFEST):
            raise InputError.single(name, "is a folder; give a file, or the folder of a run")
        path = path / MANIFEST
    try:
        content = read_given(path, MOST_BYTES, name)
    except FileNotFoundError:
        raise InputError.single(name, "there is no such file, and it is no id of a run") from None
    try:
        kind, found, note = trace(content, name)
    except UnreadableError as error:
        raise InputError.single(name, str(error)) from None
    traces = tuple(each_once(found))
    ids = dict.fromkeys(one.run_id for one in traces if one.run_id)
    digest = hashlib.sha256(content).hexdigest()
    kept = [here for run_id in ids for here in _kept(run_id, Path(root), digest, content)]
    return Whence(name, kind, traces, tuple(kept), note)


def _of_id(name: str, root: Path) -> Whence:
    kept = _kept(name, root, "", b"") if _ID.fullmatch(name) else []
    if not kept:
        try:
            kept = [_here(find(name, root), "", b"")]
        except InputError as error:
            if "several" in str(error):
                raise
    return Whence(name, "an id, as at the foot of a chart", (), tuple(kept))


# --- what a file tells ------------------------------------------------------------------------


def trace(content: bytes, name: str) -> tuple[str, list[Trace], str]:
    """Return what a file is, what it tells, and why it tells nothing where that is known.

    Parameters
    ----------
    content
        What the file holds; by it the kind is known.
    name
        The file's name, by whose ending texts are told from each other, and for messages.

    Raises
    ------
    UnreadableError
        If the file is damaged.
    InputError
        If it is a zip archive that is damaged or refused.
    """
    if content.startswith(_GZIP) and (archived := data.packed_table(content)) is not None:
        return "a results file of the EMA Workbench", archived, ""
    for begins, (kind, read) in _BINARY.items():
        if content.startswith(begins):
            return kind, read(content), ""
    if content.startswith(archives.ZIP):
        with archives.opened(io.BytesIO(content), name) as archive:
            return *_archive(archive), ""
    if pictures.is_emf(content):
        return "an EMF picture", pictures.emf(content), ""
    for begins, why in _STRANGERS.items():
        if content.startswith(begins):
            return "a file of another kind", [], f"it is {why}"
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(content[:_MOST_TEXT])
    except UnicodeDecodeError:
        return "a file of another kind", [], "it is no kind of file that this program writes"
    return *_text(text, content, name), ""


def _archive(archive: zipfile.ZipFile) -> tuple[str, list[Trace]]:
    names = set(archive.namelist())
    if papers.CONTENT_TYPES in names:
        folders = {name.partition("/")[0] for name in names}
        kinds = {"word": "a Word document", "ppt": "a PowerPoint file", "xl": "an Excel workbook"}
        told = (kind for folder, kind in kinds.items() if folder in folders)
        return next(told, "an Office document"), papers.office(archive)
    if (manifest := data.manifest_in(archive)) is not None:
        return ZIPPED, data.packed_folder(archive, manifest)
    if data.STATE in names:
        return "a saved state of a run", data.state(archive)
    return "a zip archive", []


def _text(text: str, content: bytes, name: str) -> tuple[str, list[Trace]]:
    suffix, head = Path(name).suffix.lower(), text[:2000].lstrip().lower()
    if suffix == ".svg" or (head.startswith(("<?xml", "<!--", "<svg")) and "<svg" in head):
        return "an SVG picture", pictures.svg(_within_bounds(content))
    if head.startswith(("<!doctype html", "<html")) or suffix in (".html", ".htm"):
        return "an HTML page", papers.page(text)
    if suffix == ".json" or head.startswith("{"):
        return "a JSON document", data.document(_within_bounds(content))
    if suffix in (".csv", ".tsv") or MADE_BY in text.partition("\n")[0].split(","):
        return "a CSV table", data.table(text)
    if suffix in (".yaml", ".yml"):
        return "a YAML file", data.words(text)
    return "a text", data.words(text)


def _within_bounds(content: bytes) -> bytes:
    if len(content) > _MOST_TEXT:
        raise UnreadableError(f"is larger than {_MOST_TEXT >> 20} MiB, as no such file of ours is")
    return content


_BINARY: Final[dict[bytes, tuple[str, Callable[[bytes], list[Trace]]]]] = {
    pictures.PNG: ("a PNG picture", pictures.png),
    b"%PDF-": ("a PDF", papers.pdf),
    b"PAR1": ("a Parquet table", data.parquet),
}


# --- whether its run is kept here -------------------------------------------------------------


def _kept(run_id: str, root: Path, digest: str, content: bytes) -> list[KeptHere]:
    """Return the folders of results under a root that have an id, damaged ones left out."""
    if not root.is_dir():
        return []
    found = []
    for item in list_runs(root):
        path = Path(item.path)
        try:
            if item.run_id == run_id and item.kind != SWEEP:
                found.append(_here(find(path, root), digest, content))
            elif item.kind == SWEEP and not item.problem:
                found += _sweep_here(path, run_id, digest)
        except InputError:
            continue
    return found


def _here(folder: KeptFolder, digest: str, content: bytes) -> KeptHere:
    files: dict[str, str] = folder.manifest["files"]
    same = next((name for name, known in files.items() if known == digest), "")
    if not same and digest and (folder.path / MANIFEST).read_bytes() == content:
        same = MANIFEST
    return KeptHere(folder.run_id, folder.path, same, folder.stamp)


def _sweep_here(path: Path, sweep_id: str, digest: str) -> list[KeptHere]:
    summary = read_json(path / SUMMARY)
    if summary.get("sweep_id") != sweep_id:
        return []
    files = listed_files(path) if present(path / SWEEP_FILES) else {}
    same = next((name for name, known in files.items() if known == digest), "")
    return [KeptHere(sweep_id, path, same, Stamp.from_json(summary.get(MADE_BY)))]
