"""A sweep's folder: one Parquet file a point, whole or not there, that can prove itself.

A file's name ends in a hash of what it holds, so there is no index that could fall behind: a
process may be killed at any moment, and what is named rightly is finished. A file is written in
the folder ``.writing`` and moved into place in one step. It is not forced onto the disk; if power
fails, a torn file no longer fits its name and its point is computed again. What lies beside the
points (the plan, the table made of them, charts) has its hashes in ``files.json``, which is sealed.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
import os
import re
import shlex
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from escalation.errors import InputError, OutputError, Problem
from escalation.files import (
    check_enterable,
    check_replaceable,
    ensure_writable_folder,
    open_regular,
    present,
    write_text_atomically,
)
from escalation.results import locks
from escalation.results.folder import made_by
from escalation.results.json_text import as_json
from escalation.results.layout import CHARTS_FOLDER, RESULTS, SUMMARY, SWEEP_FILES, SWEEP_PLAN
from escalation.results.manifest import moment
from escalation.results.reading import SWEEP_AGAIN, listed_files, read_json
from escalation.results.tables import parquet_file
from escalation.sealing import (
    DamagedError,
    check,
    sealed,
    sha256_of,
    sha256_of_text,
)
from escalation.stamp import MADE_BY
from escalation.sweep.columns import FAILED, Row, arrow_schema, schema
from escalation.sweep.plan import FORMAT, SweepPlan, bare_plan, document_id, document_text
from escalation.sweep.sittings import first_sitting

if TYPE_CHECKING:
    import pandas as pd

PLAN, SOURCE, LOCK = SWEEP_PLAN, "sweep.yaml", ".lock"
POINTS, RUNS, SIDE = "points", "runs", ".writing"
WORKBENCH = "workbench.tar.gz"
#: What a sweep puts into its folder, whatever it holds.
_FILES = (
    PLAN,
    SOURCE,
    LOCK,
    SWEEP_FILES,
    SUMMARY,
    f"{RESULTS}.parquet",
    f"{RESULTS}.csv",
    WORKBENCH,
)
_FOLDERS = (POINTS, RUNS, SIDE, CHARTS_FOLDER)
_NAME = re.compile(r"(\d{6,})-([0-9a-f]{16})\.parquet")
_MOST_DIFFERENCES = 40
#: Stands over the copy of the sweep's file.
_HEAD = "The sweep as it was described"
_ELSEWHERE = "give --out another folder"


@dataclass
class Standing:
    """What of a sweep is there.

    Attributes
    ----------
    finished
        File of each point that is there and whole.
    failed
        Points among them that could not be computed.
    corrupt
        Files of points that are not as they were written, or belong to no point of this sweep.
    beside
        Files beside the points that are missing, or are not as they were written; looked at by
        `verify` only.
    lost
        Points that are rows of the table of all points, and of which no file is left; looked at by
        `verify` only. What was never computed is not among them.
    """

    finished: dict[int, Path] = field(default_factory=dict)
    failed: set[int] = field(default_factory=set)
    corrupt: list[Path] = field(default_factory=list)
    beside: list[Path] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)


class SweepFolder:
    """The folder of a sweep, held by this process alone; a context that lets go of it.

    Attributes
    ----------
    path
        The folder.
    plan
        What is computed into it.
    mended
        Files beside the points that were damaged and were written again when it was opened.
    """

    def __init__(self, path: Path, plan: SweepPlan, lock: int, command: Sequence[str]) -> None:
        self.path = path
        self.plan = plan
        #: Of the first sitting.
        begun = moment(dt.datetime.now(dt.UTC))
        self._made_by = replace(plan.stamp, command=shlex.join(command), started=begun)
        self._lock: int | None = lock
        self._schema = arrow_schema(
            schema(plan), {"sweep_id": plan.sweep_id, **plan.stamp.as_json()}
        )
        self._earlier: dict[tuple[str, int], Path] = {}
        self._files: dict[str, str] = {}
        self.mended: list[Path] = []

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], plan: SweepPlan, command: Sequence[str] = ()
    ) -> Self:
        """Begin a sweep in a new folder, or go on with the same sweep in an old one.

        Parameters
        ----------
        path
            The folder.
        plan
            What is computed into it.
        command
            The command line, kept with the moment if this is the first sitting.

        Raises
        ------
        InputError
            If nothing can be written there, another process works there, the folder holds
            something else, or the sweep is no longer what it was; with the differences.
        """
        folder = Path(path)
        check_standing_room(folder)
        known = (folder / PLAN).is_file() or (folder / SWEEP_FILES).is_file()
        if folder.is_dir() and not known and any(p.name != LOCK for p in folder.iterdir()):
            raise InputError.single(str(folder), "holds something that is no sweep; give --out")
        ensure_writable_folder(folder)
        try:
            lock = locks.take(folder / LOCK)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise InputError.single(str(folder), f"cannot hold results: {why}") from error
        if lock is None:
            raise InputError.single(str(folder), "another process is computing this sweep")
        made = cls(folder, plan, lock, command)
        try:
            made._begin()
        except BaseException:
            made.close()
            raise
        return made

    def _begin(self) -> None:
        plan, text = self.plan, self.plan.text.removeprefix("\ufeff")
        begun = {PLAN: document_text({**plan.document, **made_by(plan.stamp)}) + "\n"}
        if text:
            begun[SOURCE] = f"# {_HEAD}. {MADE_BY}: {plan.stamp.as_text()}\n{text}"
        if (self.path / PLAN).exists() or (self.path / SWEEP_FILES).exists():
            self._go_on(begun)
            begun = {file.name: begun[file.name] for file in self.mended if file.name in begun}
        else:
            self._files = {name: sha256_of_text(text) for name, text in begun.items()}
            self._seal()
        shutil.rmtree(self.path / SIDE, ignore_errors=True)
        for name in (POINTS, SIDE, *([RUNS] if self.plan.keep_runs else [])):
            (self.path / name).mkdir(exist_ok=True)
        for name, written in begun.items():
            write_text_atomically(self.path / name, written)

    def _go_on(self, begun: dict[str, str]) -> None:
        """Hold what an earlier sitting left against what would be begun now; find what to mend."""
        plan, source = self.path / PLAN, self.path / SOURCE
        there = sha256_of(plan) if plan.is_file() else ""
        older_text = document_text(self.plan.document) + "\n"  # before it said whose it is
        if there == sha256_of_text(older_text):
            begun[PLAN] = older_text
        now = sha256_of_text(begun[PLAN])
        self._made_by = first_sitting(self.path, self.plan.stamp)
        try:
            self._files = listed_files(self.path)
        except InputError:
            older = not (self.path / SWEEP_FILES).exists() and _format_of(plan) != FORMAT
            if there != now and not older:
                raise
        if there != now:
            if self._files.get(PLAN) not in (now, there) and _format_of(plan) == FORMAT:
                raise DamagedError.single(
                    str(plan), f"is damaged: it is not as it was written; {_ELSEWHERE}"
                )
            if self._files.get(PLAN) != now:
                refuse_change(self.path, self.plan)
            self.mended.append(plan)
        elif self._files.get(PLAN) != now:  # another sweep's list, or none that holds
            self._files = {}
            self.mended.append(self.path / SWEEP_FILES)
        if SOURCE in begun and self._files.get(SOURCE) != _hash_of(source):
            self.mended.append(source)
            self._files[SOURCE] = sha256_of_text(begun[SOURCE])
        self._files[PLAN] = now
        self._seal()

    def _seal(self) -> None:
        told = {"files": self._files, **made_by(self._made_by)}
        write_text_atomically(self.path / SWEEP_FILES, sealed(as_json(told)))

    def vouch(self, written: Iterable[Path]) -> None:
        """Keep the hashes of what was made of the points, instead of those of an earlier time.

        Called with nothing before it is made anew, so that no hash is ever that of an older file.

        Raises
        ------
        OutputError
            If the disk is full or fails.
        """
        with self.disk_troubles():
            begun = {name: self._files[name] for name in (PLAN, SOURCE) if name in self._files}
            made = {file.relative_to(self.path).as_posix(): sha256_of(file) for file in written}
            self._files = begun | made
            self._seal()

    def __enter__(self) -> Self:
        """Return the folder."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let others in."""
        self.close()

    def close(self) -> None:
        """Let go of the lock."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def standing(self) -> Standing:
        """Look at every file; see `look`."""
        return look(self.path, self.plan.sweep_id, self.plan.points)

    def clear(self, standing: Standing) -> None:
        """Remove corrupt files, so that their points are computed again."""
        for path in standing.corrupt:
            path.unlink(missing_ok=True)

    def replace(self, standing: Standing, points: list[int]) -> None:
        """Let the next rows of these points, which failed, take the place of those there are."""
        self._earlier |= {(POINTS, point): standing.finished[point] for point in points}

    def keep(self, row: Row, runs: pd.DataFrame | None = None) -> Path:
        """Keep a point: its runs first, if they are kept, then its row, which makes it finished.

        Raises
        ------
        OutputError
            If the disk is full or fails; what is finished stays.
        """
        import pyarrow as pa

        metadata = dict(self._schema.metadata)
        point = int(row["point"])
        if runs is not None:
            frame = runs.assign(point=point)
            table = pa.Table.from_pandas(frame, preserve_index=False)
            told = {**(table.schema.metadata or {}), **self._schema.metadata}
            table = table.replace_schema_metadata(told)
            metadata[b"escalation.runs"] = self._write(RUNS, point, table).name.encode()
        named = self._schema.with_metadata(metadata)
        return self._write(POINTS, point, pa.Table.from_pylist([row], schema=named))

    def _write(self, place: str, point: int, table: Any) -> Path:
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        content = sink.getvalue().to_pybytes()
        name = f"{point:06d}-{_hash(content)}.parquet"
        target = self.path / place / name
        with self.disk_troubles():
            side = self.path / SIDE / name
            side.write_bytes(content)
            side.replace(target)
            earlier = self._earlier.pop((place, point), None)
            if earlier is not None and earlier != target:
                earlier.unlink(missing_ok=True)
        return target

    @contextmanager
    def disk_troubles(self) -> Iterator[None]:
        """Put into words what the disk refuses, and what to do about it."""
        try:
            yield
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise OutputError(
                f"{self.path}: could not be written: {why}; what is finished is kept, and the "
                "same command goes on from there"
            ) from error


def check_standing_room(path: Path) -> None:
    """Refuse a folder in which something else stands where a sweep puts a file or a folder.

    Called before anything is written there, which could otherwise come to half of it.

    Raises
    ------
    InputError
        With every such place.
    """
    problems: list[Problem] = []
    check_enterable(path)
    for check_place, names in ((check_replaceable, _FILES), (check_enterable, _FOLDERS)):
        for name in names:
            try:
                check_place(path / name)
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(problems)


def look(path: Path, sweep_id: str, points: int) -> Standing:
    """Look at every file of a sweep's folder, and recompute its hash.

    Parameters
    ----------
    path
        The folder.
    sweep_id, points
        Of the sweep that it should hold.
    """
    found = Standing()
    for file in sorted((path / POINTS).glob("*.parquet")):
        content = _sound(file)
        said, status, belongs, runs = _said(content) if content is not None else (-1, "", "", "")
        point = int(file.name.partition("-")[0]) if content is not None else -1
        whole = belongs == sweep_id and 0 <= point < points and point == said
        if not whole or (runs and _sound(path / RUNS / runs) is None):
            found.corrupt.append(file)
            continue
        if point in found.finished and status == FAILED:
            continue  # killed between keeping a second try and removing the first
        found.finished[point] = file
        (found.failed.add if status == FAILED else found.failed.discard)(point)
    return found


def _sound(file: Path) -> bytes | None:
    """Return what a file holds if its name says so."""
    named = _NAME.fullmatch(file.name)
    with suppress(OSError):
        with open_regular(file) as stream:
            content = stream.read()
        if named and _hash(content) == named[2]:
            return content
    return None


def content_of(file: Path) -> bytes:
    """Return what a point's file holds.

    Raises
    ------
    DamagedError
        If its name does not say so, or names another point.
    """
    content = _sound(file)
    if content is None or _said(content)[0] != int(file.name.partition("-")[0]):
        raise DamagedError.single(
            str(file), f"is damaged: it is not as it was written; {SWEEP_AGAIN}"
        )
    return content


def _said(content: bytes) -> tuple[int, str, str, str]:
    """Return a point's number and status, its sweep's id, and the name of its file of runs."""
    with suppress(ValueError, KeyError):
        file = parquet_file(content)
        if file.metadata.num_rows != 1:  # known before any is read: a small file may say a billion
            return -1, "", "", ""
        (row,) = file.read(columns=["point", "status"], use_threads=False).to_pylist()
        metadata = {key: text.decode() for key, text in (file.schema_arrow.metadata or {}).items()}
        sweep_id = metadata.get(b"escalation.sweep_id", "")
        runs = metadata.get(b"escalation.runs", "")
        return int(row["point"]), str(row["status"]), sweep_id, runs
    return -1, "", "", ""


def refuse_change(path: Path, plan: SweepPlan) -> None:
    """Raise an InputError that shows the difference if a folder holds another sweep.

    Raises
    ------
    InputError
        If what the folder was begun with is not what would be computed now.
    """
    old = bare_plan(read_json(path / PLAN, _ELSEWHERE))
    if old == json.loads(document_text(plan.document)):
        return
    before, after = document_text(old).splitlines(), document_text(plan.document).splitlines()
    lines = [
        line
        for line in difflib.unified_diff(before, after, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    shown = [f"  {line}" for line in lines[:_MOST_DIFFERENCES]]
    if len(lines) > _MOST_DIFFERENCES:
        shown.append(f"  and {len(lines) - _MOST_DIFFERENCES} lines more")
    told = "was begun with another sweep, so its points don't fit; give --out another folder, or"
    told += " undo what changed (- as begun, + as it is now):"
    raise InputError.single(str(path), "\n".join([told, *shown]))


def verify(path: Path) -> tuple[Standing, int]:
    """Recompute every hash of a sweep's folder, without its file; return also how many points.

    Raises
    ------
    InputError
        If it is no sweep's folder, or of another version.
    DamagedError
        If its plan, or its list of files, is gone or not as it was written.
    """
    if not present(path / PLAN) and not present(path / SWEEP_FILES):
        raise InputError.single(str(path), f"is no sweep's folder: it has no {PLAN}")
    plan, files = path / PLAN, path / SWEEP_FILES
    if not present(plan):
        raise DamagedError.single(str(plan), f"is missing; {SWEEP_AGAIN}")
    document = bare_plan(read_json(plan, SWEEP_AGAIN))
    if not present(files):
        if (format_ := document.get("format")) != FORMAT:
            told = f"is of format {format_}; this version reads format {FORMAT}"
            raise InputError.single(str(plan), told)
        raise DamagedError.single(str(files), f"is missing; {SWEEP_AGAIN}")
    known = listed_files(path)
    check(plan, known.get(PLAN), SWEEP_AGAIN)
    try:
        sizes = {axis["block"]: len(axis["levels"]) for axis in document["axes"]}
    except (KeyError, TypeError):  # whoever wrote it could hash it too
        told = f"is no plan that this program writes; {SWEEP_AGAIN}"
        raise DamagedError.single(str(plan), told) from None
    points = 1
    for size in sizes.values():
        points *= size
    found = look(path, document_id(document), points)
    found.beside = [path / name for name in known if _hash_of(path / name) != known[name]]
    table = path / f"{RESULTS}.parquet"
    if table.name in known and table not in found.beside:
        named = {file.name.partition("-")[0] for file in found.corrupt}
        rows = parquet_file(table).read(columns=["point"], use_threads=False)["point"].to_pylist()
        found.lost = [i for i in rows if i not in found.finished and f"{i:06d}" not in named]
    return found, points


def _format_of(plan: Path) -> Any:
    """Return the format that a plan says it has, as far as it can be read."""
    with suppress(InputError):
        return read_json(plan).get("format")
    return FORMAT


def _hash_of(file: Path) -> str | None:
    """Return the hash of a file; None if it can't be read."""
    with suppress(OSError):
        return sha256_of(file)
    return None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
