"""Results that are kept here or came as a zip archive: a folder to be read, either way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from escalation.errors import InputError, Problem
from escalation.results.checking.archives import folder_in, is_archive, unpacked
from escalation.results.layout import MANIFEST, SWEEP_PLAN, TABLES_FOLDER
from escalation.results.reading import KeptFolder, find, load
from escalation.results.tables import parquet_file
from escalation.scenario.given import path_given
from escalation.sealing import DamagedError

#: A folder of results has one of these.
_MARKS: Final = (MANIFEST, SWEEP_PLAN)
#: A table of five million runs has fewer.
MOST_CELLS: Final = 250_000_000


@dataclass(frozen=True)
class Results:
    """A folder of results, for as long as the context lasts that gave it.

    Attributes
    ----------
    name
        What a reader knows it by: the folder, or the archive.
    path
        The folder, which is a temporary one if they came as an archive.
    kept
        What its manifest says; None of a sweep, which has none.
    """

    name: str
    path: Path
    kept: KeptFolder | None


@contextmanager
def results(
    wanted: str | os.PathLike[str], root: str | os.PathLike[str] = "runs"
) -> Iterator[Results]:
    """Open results by folder, id or zip archive; an archive is unpacked and removed in the end.

    Parameters
    ----------
    wanted
        A folder, an id or name under ``root``, or a zip archive that holds a folder.
    root
        Folder of run folders.

    Raises
    ------
    InputError
        If there are none, or they can't be read; of an archive, if it is damaged or holds what no
        folder of ours does. Messages name the archive and not where it was unpacked, also those
        that are raised within the context.
    """
    path = Path(path_given(wanted, "run"))
    if is_archive(path):
        with unpacked(path) as place, _naming(place, str(path)):
            folder = folder_in(place, _MARKS)
            if folder is None:
                raise InputError.single(str(path), f"holds no results: it has no {MANIFEST}")
            swept = not (folder / MANIFEST).is_file()
            yield Results(str(path), folder, None if swept else load(folder))
    elif (path / SWEEP_PLAN).is_file() and not (path / MANIFEST).is_file():
        yield Results(str(path), path, None)
    else:
        kept = find(wanted, root)
        yield Results(str(kept.path), kept.path, kept)


def check_sizes(kept: KeptFolder) -> None:
    """Refuse a folder that came as an archive and whose tables would fill the memory.

    A table of one repeated figure packs into a few bytes, whatever the number of its rows.

    Raises
    ------
    InputError
        If a table says that it has more than anybody's, or is none.
    """
    for name in kept.manifest["tables"]:
        path = kept.checked(f"{TABLES_FOLDER}/{name}.parquet")
        try:
            said = parquet_file(path).metadata
        except (OSError, ValueError, MemoryError):
            told = "is no table, or is damaged"
            raise DamagedError.single(str(path), told) from None
        if said.num_rows * said.num_columns > MOST_CELLS:
            told = (
                f"has {said.num_rows:,} rows of {said.num_columns:,} columns; {MOST_CELLS:,} cells "
                "are the most that are read from an archive"
            )
            raise InputError.single(str(path), told)


@contextmanager
def _naming(place: Path, archive: str) -> Iterator[None]:
    """Name an archive, in what is wrong with it, where the folder stands that it became."""
    try:
        yield
    except InputError as error:
        raise type(error)(
            Problem(_named(one.where, place, archive), _named(one.message, place, archive))
            for one in error.problems
        ) from error


def _named(text: str, place: Path, archive: str) -> str:
    return text.replace(str(place.resolve()), archive).replace(str(place), archive)
