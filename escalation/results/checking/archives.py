"""Zip archives from anywhere: what one may hold before a byte of it is unpacked, and unpacking it.

Nothing in an archive is trusted: not its names, nor the sizes it claims, nor that what it calls a
file is one. What is unpacked goes into a temporary folder, which is removed in the end.
"""

from __future__ import annotations

import shutil
import stat
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from escalation.errors import InputError
from escalation.files import open_regular, reason, unreadable

#: First bytes of a zip archive that holds something.
ZIP: Final = b"PK\x03\x04"
#: A folder of results has some dozens of files; a sweep's, one for each of its points.
MOST_FILES: Final = 250_000
#: A folder of ten million runs takes a tenth of this.
MOST_BYTES: Final = 8 << 30
#: Tables are compressed as they are, charts too, and text shrinks to a tenth: nobody's folder
#: shrinks to less than a hundredth, but a bomb does.
MOST_RATIO: Final = 100
_HARMLESS: Final = 16 << 20
_LONGEST_NAME: Final = 1024
_AT_ONCE: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What other systems add to archives of folders, and nobody put there.
_NOBODYS: Final = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
#: What readers of zip archives raise over bytes that make no sense to them.
DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, LookupError, MemoryError, NotImplementedError,
    OverflowError, RuntimeError, ValueError,
)  # fmt: skip


def is_archive(path: Path) -> bool:
    """Return whether a path leads to a file that begins like a zip archive."""
    try:
        with open_regular(path) as stream:
            return stream.read(len(ZIP)) == ZIP
    except (OSError, ValueError):
        return False


@contextmanager
def opened(source: BinaryIO | Path, where: str) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose list of members was looked through.

    Parameters
    ----------
    source
        The archive, or its path.
    where
        Its name in messages.

    Raises
    ------
    InputError
        If it is no archive, is damaged, or holds what none of ours does: see the module.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            check(archive.infolist(), where)
            yield archive
    except InputError:
        raise
    except OSError as error:
        raise unreadable(where, error) from error
    except DAMAGE as error:
        raise InputError.single(where, "is a damaged zip archive, or none at all") from error


def check(members: Sequence[zipfile.ZipInfo], where: str) -> None:
    """Refuse a list of members that no folder of ours would give.

    Raises
    ------
    InputError
        Naming the first member that is wrong, or what there is too much of.
    """

    def refuse(what: str) -> InputError:
        return InputError.single(where, f"is refused, and nothing of it was unpacked: {what}")

    if len(members) > MOST_FILES:
        raise refuse(f"it holds {len(members):,} files, and {MOST_FILES:,} are the most")
    names: set[str] = set()
    total = packed = 0
    for one in members:
        if why := _unfit(one):
            raise refuse(f"{one.filename[:80]!r} {why}")
        # Names that differ in case or accents only are one file on some systems.
        name = unicodedata.normalize("NFC", one.filename).casefold().rstrip("/")
        if name in names:
            raise refuse(f"{one.filename[:80]!r} is in it twice")
        names.add(name)
        total, packed = total + one.file_size, packed + one.compress_size
    if total > MOST_BYTES:
        raise refuse(f"it would unpack to {total / 1e9:,.0f} GB, more than any results take")
    if total > _HARMLESS and total > MOST_RATIO * packed:
        raise refuse(f"{packed:,} bytes that unpack to {total:,} are no results of ours")


def _unfit(one: zipfile.ZipInfo) -> str:
    """Return why a member is no file of ours, as a clause; an empty text if it may be."""
    name, kind = one.filename, stat.S_IFMT(one.external_attr >> 16)
    parts = PurePosixPath(name).parts
    # The name as it stands in the archive: zipfile shows one without what follows a null.
    written = one.orig_filename
    if not name or len(written) > _LONGEST_NAME or not written.isprintable():
        return "is no name of a file"
    if "\\" in written or ":" in name or name.startswith("/") or ".." in parts:
        return "leads out of the archive"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device, not a file"
    if one.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if one.compress_type not in _METHODS:
        return "is packed in a way that this program does not read"
    return ""


def content(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes | None:
    """Return what a member holds; None if it is larger than that, or isn't there."""
    try:
        if archive.getinfo(name).file_size > most_bytes:
            return None
    except KeyError:
        return None
    with archive.open(name) as stream:
        return stream.read(most_bytes)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Unpack an archive into a temporary folder, which is removed when the context is left.

    Yields
    ------
    Path
        The folder; files that another system put beside ours are left out.

    Raises
    ------
    InputError
        If it is damaged, holds what no folder of ours does, or there is no room for it.
    """
    where = str(path)
    where = str(path)
    with tempfile.TemporaryDirectory(prefix="escalation-") as place:
        root = Path(place)
        with opened(path, where) as archive:
            needed = sum(one.file_size for one in archive.infolist())
            if needed > shutil.disk_usage(root).free:
                raise InputError.single(
                    where, f"unpacks to {needed / 1e6:,.0f} MB, and {root.parent} has no such room"
                )
            for one in archive.infolist():
                parts = PurePosixPath(one.filename).parts
                if not one.is_dir() and not set(parts) & set(_NOBODYS):
                    _unpack(archive, one, root.joinpath(*parts), where)
        yield root


def _unpack(archive: zipfile.ZipFile, one: zipfile.ZipInfo, to: Path, where: str) -> None:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(one) as stream, to.open("xb") as file:
            left = one.file_size  # the reader goes no further either, and checks the sum
            while piece := stream.read(min(_AT_ONCE, left + 1)):
                left -= len(piece)
                if left < 0:
                    raise zipfile.BadZipFile("longer than it says")
                file.write(piece)
    except OSError as error:
        told = f"{one.filename!r} of it can't be unpacked: {reason(error)}"
        raise InputError.single(where, told) from error


def folder_in(root: Path, marks: Sequence[str]) -> Path | None:
    """Return the folder that was packed: the root, or the only one below it, by a file in it.

    Parameters
    ----------
    root
        Where an archive was unpacked.
    marks
        Names of files, by any of which the folder is known.
    """
    below = [path for path in sorted(root.iterdir()) if path.is_dir()]
    for folder in (root, *below):
        if any((folder / mark).is_file() for mark in marks):
            return folder
    return None
