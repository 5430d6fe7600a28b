"""A run stopped on a morning, as a file: arrays, the scenario's text, and whose run it is.

The file is an ordinary zip archive that any tool opens: ``about.json``, ``scenario.yaml``, and each
array in NumPy's own format as ``<name>.npy``. Nothing in it is ever executed. It is written beside
its place and moved there whole, and the same state gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation import __version__
from escalation.errors import InputError
from escalation.files import check_letters, read_given, unreadable, write_atomically
from escalation.results.json_text import as_json

if TYPE_CHECKING:
    from numpy.typing import NDArray

SUFFIX: Final = ".state"
#: Version of the file's layout; a reader refuses one that it does not know.
FORMAT: Final = 1
ABOUT, SCENARIO = "about.json", "scenario.yaml"

_KIND: Final = "state of a run"
_ARRAY: Final = ".npy"
_ZIP: Final = b"PK\x03\x04"
#: Hundreds of times what a state takes: a file that would unpack to more is none of ours.
_MOST_BYTES: Final = 1 << 26
#: NumPy distrusts long headers; the record of a run's parameters needs some 10,000 characters.
_MOST_HEADER: Final = 1 << 17
#: What the readers of zip archives and arrays raise over bytes that make no sense to them.
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, LookupError, MemoryError, NotImplementedError,
    OverflowError, RecursionError, RuntimeError, SyntaxError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True)
class SavedState:
    """What a file of a state holds.

    Attributes
    ----------
    day
        The day on whose morning the run stands, from 0 to the horizon.
    run, seed, replicates
        The run's number, and its ensemble's seed and runs of each draw.
    scenario
        The resolved scenario, as YAML.
    arrays
        Everything that the run remembers, by name.
    """

    day: int
    run: int
    seed: int
    replicates: int
    scenario: str
    arrays: Mapping[str, NDArray[Any]]


def is_state_file(source: object) -> bool:
    """Return whether a command's argument means a saved state, by its name or first bytes."""
    if not isinstance(source, str | os.PathLike):
        return False
    path = Path(source)
    try:
        if path.is_dir():
            return False
        if path.suffix == SUFFIX or not path.is_file():
            return path.suffix == SUFFIX
        with path.open("rb") as stream:
            return stream.read(len(_ZIP)) == _ZIP
    except (OSError, ValueError):
        return path.suffix == SUFFIX


def write_state(path: str | os.PathLike[str], state: SavedState, model: str) -> Path:
    """Write a state to a file, over an older one; ``model`` is the fingerprint of the model.

    Raises
    ------
    InputError
        If the name doesn't end in ``.state``, or the place can't be written to.
    OutputError
        If the disk is full or fails.
    """
    target = Path(path)
    check_name(target)
    members = {SCENARIO: state.scenario.encode()}
    for name, array in state.arrays.items():
        members[name + _ARRAY] = _array_bytes(array)
    about: dict[str, Any] = {
        "kind": _KIND,
        "format": FORMAT,
        "version": __version__,
        "model": model,
        "day": state.day,
        "run": state.run,
        "seed": state.seed,
        "replicates": state.replicates,
    }
    about["digest"] = _digest(about, members)
    members = {ABOUT: as_json(about).encode(), **members}
    with (
        write_atomically(target) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, content in members.items():
            # A ZipInfo of its own has no time of writing, so that equal states are equal files.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target


def check_name(path: Path) -> None:
    """Refuse a name by which the file would not be known for a state later, or that is no UTF-8.

    Raises
    ------
    InputError
    """
    check_letters(path)
    if path.suffix != SUFFIX:
        raise InputError.single(
            str(path), f"a saved state's name must end in {SUFFIX}, such as run17_day6{SUFFIX}"
        )


def read_state(path: str | os.PathLike[str], model: str) -> SavedState:
    """Read a state back.

    Parameters
    ----------
    path
        The file.
    model
        Fingerprint of the model that would continue it.

    Raises
    ------
    InputError
        If there is no such file, it is damaged or something else, or another version of the model
        wrote it.
    """
    where = str(path)
    try:
        with zipfile.ZipFile(io.BytesIO(read_given(path, _MOST_BYTES))) as archive:
            about, members = _members(archive, where)
            _check_version(about, model, where)
            if _digest(about, members) != about.get("digest"):
                raise InputError.single(where, "is damaged: it is not as it was written")
            return SavedState(
                day=int(about["day"]),
                run=int(about["run"]),
                seed=int(about["seed"]),
                replicates=int(about["replicates"]),
                scenario=members.pop(SCENARIO).decode(),
                arrays={name.removesuffix(_ARRAY): _array(raw) for name, raw in members.items()},
            )
    except FileNotFoundError:
        raise InputError.single(where, "there is no such file") from None
    except OSError as error:
        raise unreadable(where, error) from error
    except _DAMAGE as error:
        raise InputError.single(where, "is damaged, or no saved state at all") from error


def _members(archive: zipfile.ZipFile, where: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what the file says of itself, and its other members."""
    if ABOUT not in archive.namelist():
        raise InputError.single(where, "is no saved state of a run")
    if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
        raise InputError.single(where, "is larger than the state of any run")
    about = json.loads(archive.read(ABOUT))
    if not isinstance(about, dict) or about.get("kind") != _KIND:
        raise InputError.single(where, "is no saved state of a run")
    return about, {name: archive.read(name) for name in archive.namelist() if name != ABOUT}


def _check_version(about: Mapping[str, Any], model: str, where: str) -> None:
    if about.get("format") != FORMAT:
        raise InputError.single(
            where, f"is of format {about.get('format')}; this version reads format {FORMAT}"
        )
    if about.get("model") != model:
        raise InputError.single(
            where,
            f"was saved by another version of the model ({about.get('version')}, sources "
            f"{about.get('model')}), and this one ({__version__}, sources {model}) would not "
            "continue it alike; save it again with this version, or continue it with that one",
        )


def _digest(about: Mapping[str, Any], members: Mapping[str, bytes]) -> str:
    """Return a hash of all that the file holds, but for the hash itself."""
    digest = hashlib.sha256()
    told = {key: value for key, value in about.items() if key != "digest"}
    digest.update(json.dumps(told, sort_keys=True).encode())
    for name in sorted(members):
        digest.update(f"\0{name}\0{len(members[name])}\0".encode())
        digest.update(members[name])
    return digest.hexdigest()


def _array_bytes(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.ascontiguousarray(array), allow_pickle=False)
    return stream.getvalue()


def _array(content: bytes) -> NDArray[Any]:
    read = np.lib.format.read_array(
        io.BytesIO(content), allow_pickle=False, max_header_size=_MOST_HEADER
    )
    return np.asarray(read)
