"""Build a run folder out of sight and move it into place when it is whole.

A process that is killed leaves a hidden folder behind, never one that looks like a run;
`clean_up` removes those whose builder is gone.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from escalation.errors import InputError, OutputError
from escalation.files import (
    ensure_writable_folder,
    is_folder,
    present,
    write_text_atomically,
    write_texts_atomically,
)
from escalation.results import locks
from escalation.results.csv_text import as_csv
from escalation.results.json_text import as_json
from escalation.results.layout import (
    CHARTS_FOLDER,
    FORMAT,
    LOCK,
    MANIFEST,
    SUMMARY,
    TABLES_FOLDER,
    UNFINISHED_PREFIX,
    folder_name,
)
from escalation.sealing import sealed, sha256_of, sha256_of_text
from escalation.stamp import MADE_BY, Stamp

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.columns import Columns


class RunFolder:
    """A run folder while it is being built; a context that leaves nothing if it fails.

    Attributes
    ----------
    run_id
        The run's short name.
    target
        Where the finished folder will stand.
    path
        Where it is built; once it is finished, the target.
    stamp
        What its files say of where they come from; given before the first is written.
    """

    stamp: Stamp | None = None

    def __init__(self, root: Path, path: Path, target: Path, run_id: str, lock: int) -> None:
        self.root = root
        self.path = path
        self.target = target
        self.run_id = run_id
        self._lock: int | None = lock
        self._finished = False
        self._tables: dict[str, Any] = {}

    @classmethod
    def create(
        cls,
        root: str | os.PathLike[str],
        scenario_name: str,
        run_id: str,
        when: dt.datetime,
        *,
        needed_bytes: int = 0,
    ) -> Self:
        """Begin a folder under ``root``, before anything is computed for it.

        Parameters
        ----------
        root
            Folder of run folders; made if its parent exists.
        scenario_name, run_id, when
            Make up the folder's name.
        needed_bytes
            Room that the results will take.

        Raises
        ------
        InputError
            If nothing can be written there, or the disk has no such room.
        """
        root = Path(root)
        check_root(root)
        _check_room(root, needed_bytes)
        name = folder_name(scenario_name, when, run_id)
        path = root / f"{UNFINISHED_PREFIX}{name}"
        try:
            path.mkdir()
            (path / TABLES_FOLDER).mkdir()
            (path / CHARTS_FOLDER).mkdir()
            lock = locks.hold(path / LOCK)
        except OSError as error:
            with suppress(OSError):
                shutil.rmtree(path)
            why = error.strerror or str(error)
            raise InputError.single(str(root), f"cannot hold results: {why.lower()}") from error
        return cls(root, path, root / name, run_id, lock)

    def __enter__(self) -> Self:
        """Return the folder."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was built unless it was finished."""
        self.abandon()

    @property
    def charts(self) -> Path:
        """Return the folder in which charts are drawn."""
        return self.path / CHARTS_FOLDER

    def write_text(self, name: str, text: str) -> None:
        """Write a text file of the folder.

        Raises
        ------
        OutputError
            If the disk is full or fails; the same goes for all that writes here.
        """
        with self._disk_troubles():
            write_text_atomically(self.path / name, text)

    def write_json(self, name: str, document: Mapping[str, Any]) -> None:
        """Write a JSON file of the folder; numbers that are none become null."""
        self.write_text(name, as_json({**document, **made_by(self.stamp)}))

    def write_table(
        self,
        name: str,
        frames: pd.DataFrame | Iterable[pd.DataFrame],
        columns: Columns = MappingProxyType({}),
    ) -> None:
        """Write ``tables/<name>.parquet`` from one frame, or piece by piece from several.

        ``columns`` says what those mean that `escalation.results.columns` does not declare.
        """
        import pandas as pd

        from escalation.results.columns import columns_of
        from escalation.results.tables import write_parquet

        pieces = [frames] if isinstance(frames, pd.DataFrame) else frames
        path = self.path / TABLES_FOLDER / f"{name}.parquet"
        belongs = {"run_id": self.run_id} if self.stamp is None else self.stamp.as_json()
        with self._disk_troubles():
            self._tables[name] = write_parquet(
                path, pieces, {**belongs, "table": name}, {**columns_of(name), **columns}
            )

    def write_csv(self, name: str, table: pd.DataFrame) -> None:
        """Write ``<name>.csv`` for spreadsheets, six digits a figure."""
        self.write_text(f"{name}.csv", as_csv(table, "%.6g", self.stamp))

    def finish(self, manifest: Mapping[str, Any], summary: Mapping[str, Any] | None = None) -> Path:
        """Add summary and manifest, with a hash of every file and of itself; move into place.

        What is drawn into a finished folder belongs to it once it is finished again.

        Parameters
        ----------
        manifest
            What `escalation.results.manifest.describe` returns; files and tables are added here.
        summary
            What ``summary.json`` shall hold, unless it was written before.

        Returns
        -------
        Path
            The finished folder.
        """
        with self._disk_troubles():
            told = {} if summary is None else {SUMMARY: as_json(summary)}
            files = hashes(self.path) | {name: sha256_of_text(text) for name, text in told.items()}
            whole = {
                "format": FORMAT,
                "run_id": self.run_id,
                **manifest,
                "tables": self._tables,
                "files": files,
            }
            # Neither moves into place before both are written: a full disk parts them never.
            write_texts_atomically(self.path, told | {MANIFEST: sealed(as_json(whole))})
            for folder in (self.charts, self.path / TABLES_FOLDER):
                if folder.is_dir() and not any(folder.iterdir()):
                    folder.rmdir()
            if not self._finished:
                self._release()
                (self.path / LOCK).unlink(missing_ok=True)
                self.path.rename(self.target)
        self.path = self.target
        self._finished = True
        return self.target

    def abandon(self) -> None:
        """Remove what was built, if it was not finished."""
        self._release()
        if not self._finished:
            shutil.rmtree(self.path, ignore_errors=True)

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @contextmanager
    def _disk_troubles(self) -> Iterator[None]:
        """Put into words what the disk refuses while results are being kept."""
        try:
            yield
        except InputError as error:
            raise OutputError(str(error)) from error
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise OutputError(f"{self.target}: results could not be kept: {why}") from error


def made_by(stamp: Stamp | None) -> dict[str, Any]:
    """Return what a JSON document says of where it comes from, to be added to it."""
    return {} if stamp is None else {MADE_BY: stamp.as_json()}


def clean_up(root: str | os.PathLike[str]) -> list[Path]:
    """Remove unfinished folders whose builder is gone; return those removed."""
    removed = []
    for path in unfinished(root):
        if locks.is_left_over(path, LOCK, MANIFEST):
            shutil.rmtree(path, ignore_errors=True)
            if not path.exists():
                removed.append(path)
    return removed


def unfinished(root: str | os.PathLike[str]) -> list[Path]:
    """Return the folders under ``root`` that somebody builds, or left when killed."""
    try:
        return sorted(p for p in Path(root).glob(f"{UNFINISHED_PREFIX}*") if p.is_dir())
    except OSError:
        return []


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a run folder but its manifest, by relative path."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in (MANIFEST, LOCK):
            found[name] = sha256_of(path)
    return found


def check_root(root: Path) -> None:
    """Make the folder of run folders if need be, and try it, before anything is computed.

    Raises
    ------
    InputError
        If nothing can be written there, or its parent isn't there: most likely a slip of the pen.
    """
    there = present(root)
    if there and not is_folder(root):
        raise InputError.single(str(root), "is a file, not a folder for results")
    parent = root.absolute().parent
    if not there and not is_folder(parent):
        raise InputError.single(str(root), f"cannot be made: there is no folder {parent}")
    ensure_writable_folder(root)


def _check_room(root: Path, needed_bytes: int) -> None:
    """Refuse to begin where the results will not fit."""
    try:
        free = shutil.disk_usage(root).free
    except OSError:
        return
    if free < needed_bytes:
        raise InputError.single(
            str(root),
            f"the disk has {free / 1e6:,.0f} MB left, and the results need about "
            f"{needed_bytes / 1e6:,.0f} MB",
        )
