"""Files that are whole or not there: written beside their place, then moved into it."""

import codecs
import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from io import BufferedReader
from itertools import count
from pathlib import Path
from typing import Final

from escalation.errors import InputError, OutputError, suggest

# A process may write many files at once; pid and count keep their temporary names apart.
_COUNT = count()

# Errors that say the place was wrong from the start; any other came in the middle of the work.
_WRONG_PLACE = frozenset(
    {
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.EEXIST,
        errno.ELOOP,
        errno.ENAMETOOLONG,
        errno.EINVAL,
    }
)

_REASONS = {
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.EROFS: "that file system is read-only",
    errno.ENOENT: "its folder does not exist",
    errno.ENOTDIR: "a part of that path is a file, not a folder",
    errno.EEXIST: "a file of that name is in the way",
    errno.EISDIR: "a folder of that name is in the way",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "its links go round in a circle",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file grew larger than allowed",
    errno.EIO: "the disk reports a fault",
}

_PROBE = b"\0" * 4096


def reason(error: OSError) -> str:
    """Say in plain words why the system refused."""
    known = _REASONS.get(error.errno or 0)
    return known or (error.strerror or str(error) or type(error).__name__).lower()


def unreadable(where: object, error: OSError) -> InputError:
    """Return what to say of a file of ours that the system does not let be read."""
    why = (error.strerror or str(error)).lower()
    return InputError.single(str(where), f"cannot be read: {why}")


def _beside(path: Path) -> Path:
    """Name a temporary file in the same folder.

    It keeps the suffix, since writers of pictures choose their format by it, and cuts the stem,
    so that a name which just fits does not become one that doesn't.
    """
    return path.with_name(f".{path.stem[:80]}.{os.getpid()}-{next(_COUNT)}.part{path.suffix}")


def _to_disk(path: Path) -> None:
    """Wait until what was written to a file is on the disk.

    Windows asks for a descriptor that may write.
    """
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _folder_to_disk(path: Path) -> None:
    """Wait until a folder's list of files is on the disk, where the system can be asked for it."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_given(path: str | os.PathLike[str], most_bytes: int, label: str | None = None) -> bytes:
    """Return what is in a file that somebody gave, which may be no file at all.

    A pipe would be waited for, a device read without end: both are refused by their kind, and what
    is too large by its size, before it is opened.

    Parameters
    ----------
    path
        The file.
    most_bytes
        No such file needs more.
    label
        Its name in messages; the path, unless given.

    Raises
    ------
    FileNotFoundError
        If nothing is there: who asks may know what was meant.
    InputError
        If it is no file, is too large, or may not be read.
    """
    where = str(path) if label is None else label
    try:
        there = Path(path).stat()
        if not stat.S_ISREG(there.st_mode):
            what = "is a folder" if stat.S_ISDIR(there.st_mode) else "is not a regular file"
            raise InputError.single(where, f"{what}; a file is due")
        if there.st_size > most_bytes:
            raise InputError.single(where, f"is larger than {most_bytes >> 20} MiB")
        with Path(path).open("rb") as stream:
            return stream.read(most_bytes + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise InputError.single(where, f"can't be read: {reason(error)}") from None
    except ValueError:  # a null character
        raise InputError.single(where, "is no path: it holds a null character") from None


def text_given(
    path: str | os.PathLike[str],
    most_bytes: int,
    label: str | None = None,
    suffixes: tuple[str, ...] = (),
) -> str:
    """Return the text of a file that somebody gave, a byte order mark left out.

    Parameters
    ----------
    path, most_bytes, label
        As `read_given` takes them.
    suffixes
        How the names of such files end: the nearest of those beside it is offered for one that
        isn't there. None is offered if empty.

    Raises
    ------
    InputError
        If it isn't there, as `read_given` says, or is not UTF-8, with the line.
    """
    where = str(path) if label is None else label
    try:
        raw = read_given(path, most_bytes, label)
    except FileNotFoundError:
        raise InputError.single(where, _missing(Path(path), suffixes)) from None
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InputError.single(where, "is UTF-32: save it as UTF-8")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError.single(where, "is UTF-16: save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError.single(f"{where}:{line}", "is not UTF-8 text: save it as UTF-8") from None


def _missing(path: Path, suffixes: tuple[str, ...]) -> str:
    """Say of a path that leads to no file why, and which one may be meant."""
    if is_address(str(path)):
        return NO_ADDRESS
    if path.is_symlink():
        return "is a link to a file that is not there"
    near = []
    with suppress(OSError):
        near = [one.name for one in path.parent.iterdir() if one.name.endswith(suffixes)]
    return f"there is no such file{suggest(path.name, near)}"


#: What to say of an address where a file is due.
NO_ADDRESS: Final = "is an address, and nothing is read from one: save the file here, give its path"
# Paths fold the slashes of an address into one; a drive of Windows has one letter.
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


def is_address(text: str) -> bool:
    """Return whether a text is an address of the network, or a path that was made of one.

    >>> is_address("https://example.org/a.yaml"), is_address("c:/a.yaml"), is_address("a.yaml")
    (True, False, False)
    """
    return _ADDRESS.match(text) is not None


class NotRegularError(OSError):
    """What stands in a file's place is a pipe, a device or a folder."""


def open_regular(path: Path) -> BufferedReader:
    """Open a file of ours to read its bytes, if it is one.

    A pipe would be waited for, a device read without end.

    Raises
    ------
    NotRegularError
        If it is something else.
    OSError
        If it can't be read.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise NotRegularError(errno.EINVAL, "it is not a regular file", str(path))
    return path.open("rb")


def present(path: str | os.PathLike[str]) -> bool:
    """Return whether something is there; Path.exists() raises on names too long to be."""
    try:
        Path(path).stat()
    except (OSError, ValueError):
        return False
    return True


def is_folder(path: Path) -> bool:
    """Return whether a folder is there; Path.is_dir() raises on names too long to be."""
    return present(path) and path.is_dir()


def check_letters(path: Path) -> None:
    """Refuse to write to a path with a null character, or no UTF-8, as some libraries can't.

    Raises
    ------
    InputError
        If the path has bytes that are no UTF-8, for which Python has halves of pairs, or a null.
    """
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        message = "cannot be written: that path is not UTF-8; give one that is"
        raise InputError.single(str(path), message) from None
    if "\0" in str(path):
        raise InputError.single(str(path), "is no path: it holds a null character")


def check_replaceable(target: Path) -> None:
    """Refuse to put a file in the place of a device, a pipe or a folder.

    Raises
    ------
    InputError
        If such a thing is there, or the path names nothing or is no UTF-8.
    """
    check_letters(target)
    if not target.name:
        raise InputError.single(str(target), "names no file")
    try:
        there = target.stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError.single(str(target), f"cannot be written: {reason(error)}") from error
    if stat.S_ISDIR(there.st_mode):
        message = f"cannot be written: {_REASONS[errno.EISDIR]}"
        raise InputError.single(str(target), message)
    if not stat.S_ISREG(there.st_mode):
        raise InputError.single(str(target), "is not a regular file, and is not replaced by one")


def check_enterable(folder: Path) -> None:
    """Refuse to put files into what is there under a folder's name and is none.

    Raises
    ------
    InputError
        If a file, a pipe, a device or links in a circle are there, or it is no path.
    """
    check_letters(folder)
    try:
        there = folder.stat()
    except FileNotFoundError:
        if not folder.is_symlink():
            return
        message = "cannot hold results: it is a link to a folder that is not there"
    except OSError as error:
        message = f"cannot hold results: {reason(error)}"
    else:
        if stat.S_ISDIR(there.st_mode):
            return
        message = "cannot hold results: it is no folder"
    raise InputError.single(str(folder), message)


@contextmanager
def write_atomically(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Write a file so that nobody ever sees half of it.

    The body writes to the path it is given. When it ends well, the file moves into place in one
    step, over an older one; when it fails or is interrupted, the older one stays as it was and
    the temporary one is removed.

    Parameters
    ----------
    path : path
        Where the whole file shall stand; its folder must exist.

    Yields
    ------
    Path
        A fresh name in the same folder, with the same suffix. The body must create it.

    Raises
    ------
    InputError
        If the place cannot be written to: no such folder, read-only, a folder in the way, a path
        that is no UTF-8.
    OutputError
        If writing broke off: the disk is full, the quota used up, the device faulty.
    RuntimeError
        If the body ended without creating the file, which is a mistake in the caller.
    """
    target = Path(path)
    check_replaceable(target)
    temporary = _beside(target)
    try:
        yield temporary
        if not temporary.exists() and target.parent.is_dir():
            raise RuntimeError(f"nothing was written to {temporary} for {target}")
        _to_disk(temporary)
        temporary.replace(target)
    except OSError as error:
        # An error that names another file came from what the body read; it is not ours to word.
        if error.filename is not None and os.fspath(error.filename) != os.fspath(temporary):
            raise
        message = f"cannot be written: {reason(error)}"
        if error.errno in _WRONG_PLACE:
            raise InputError.single(str(target), message) from error
        raise OutputError(f"{target}: {message}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    _folder_to_disk(target.parent)  # with which the move itself reaches the disk


def write_text_atomically(path: str | os.PathLike[str], text: str) -> None:
    r"""Write a whole UTF-8 text file with ``\n`` line ends, or nothing; see `write_atomically`."""
    with write_atomically(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_bytes_atomically(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a whole file of bytes, or nothing; see `write_atomically`."""
    with write_atomically(path) as temporary:
        temporary.write_bytes(content)


def write_texts_atomically(folder: Path, texts: Mapping[str, str]) -> None:
    """Write several text files of a folder; none moves into place before all are written.

    Raises
    ------
    InputError, OutputError
        As `write_atomically` does.
    """
    with ExitStack() as together:
        for name, text in texts.items():
            temporary = together.enter_context(write_atomically(folder / name))
            temporary.write_text(text, encoding="utf-8", newline="\n")
            _to_disk(temporary)  # what the disk refuses, it refuses before the first one moves


def ensure_writable_folder(path: str | os.PathLike[str]) -> Path:
    """Make a folder if need be, and prove that it takes files before any work is done for it.

    A few kilobytes are really written, since permissions alone say nothing about a read-only
    file system or a full disk.

    Parameters
    ----------
    path : path
        The folder; missing parents are made too.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        If it cannot be made or cannot be written to, or is no UTF-8, with the reason.
    """
    folder = Path(path)
    check_letters(folder)
    probe = _beside(folder / "probe")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(_PROBE)
        _to_disk(probe)
    except OSError as error:
        raise InputError.single(str(folder), f"cannot hold results: {reason(error)}") from error
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return folder
