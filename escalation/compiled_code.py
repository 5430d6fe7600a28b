"""Compiled code on the disk: taken only as it was written, and never worth a run.

Numba keeps an index and a file of machine code for each function, and trusts both: a torn file ends
the program, and a byte that changed is computed with. Here each file begins with a hash of what
follows. One that doesn't fit its hash is made anew; where none can be written, code is compiled and
not kept. Either is told once, as a warning of Python's logging.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
from functools import cache
from pathlib import Path
from typing import Any, Final

from escalation.compiler import numba
from escalation.files import reason

#: Version of the files' layout, a part of the name of the folder.
FORMAT: Final = 2
_HASH_BYTES: Final = hashlib.sha256().digest_size
_caching: Final = numba.core.caching
_log: Final = logging.getLogger(__name__)


@cache
def tell(text: str) -> None:
    """Say something of the compiled code, once."""
    _log.warning(text)


def _not_kept(folder: str, error: OSError) -> None:
    tell(
        f"compiled code cannot be kept in {folder}: {reason(error)}. Every start will compile anew "
        "(under a minute); set NUMBA_CACHE_DIR to a folder with 200 MB of room to avoid it"
    )


class _CheckedFiles(_caching.IndexDataCacheFile):  # type: ignore[misc, name-defined]  # Numba has no types
    """Index and machine code of one function, each behind its hash."""

    def _load_index(self) -> dict[Any, str]:
        content = self._read(self._index_path)
        if content is None:
            return {}
        version, stamp, overloads = pickle.loads(content)
        known: dict[Any, str] = overloads
        return known if (version, stamp) == (self._version, self._source_stamp) else {}

    def _save_index(self, overloads: dict[Any, str]) -> None:
        self._write(self._index_path, (self._version, self._source_stamp, overloads))

    def _load_data(self, name: str) -> Any:
        content = self._read(self._data_path(name))
        return None if content is None else pickle.loads(content)

    def _save_data(self, name: str, data: Any) -> None:
        self._write(self._data_path(name), data)

    def _read(self, path: str) -> bytes | None:
        """Return what stands in a file behind its hash; None if it is not there or damaged."""
        try:
            raw = Path(path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            tell(f"compiled code cannot be read, so it is compiled anew: {path}: {reason(error)}")
            return None
        digest, content = raw[:_HASH_BYTES], raw[_HASH_BYTES:]
        if hashlib.sha256(content).digest() != digest:
            tell(f"compiled code was damaged, so it is compiled anew: {path}")
            return None
        return content

    def _write(self, path: str, content: Any) -> None:
        dumped = self._dump(content)
        with self._open_for_write(path) as stream:
            stream.write(hashlib.sha256(dumped).digest() + dumped)


class _KeptThere(_caching.CompileResultCacheImpl):  # type: ignore[misc, name-defined]
    """Keeps code in the folder that was chosen, and never beside its source."""

    _locator_classes = (_caching.UserProvidedCacheLocator,)


class KeptCode(_caching.FunctionCache):  # type: ignore[misc, name-defined]
    """What a compiled function is kept by; a fault of the disk costs it nothing but time."""

    _impl_class = _KeptThere

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        self._cache_file = _CheckedFiles(
            cache_path=self._cache_path,
            filename_base=self._impl.filename_base,
            source_stamp=self._impl.locator.get_source_stamp(),
        )

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled, if there is room for it."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            _not_kept(str(Path(self._cache_path).parent), error)  # each package has a folder there


def keep_code(compiled: Any, folder: Path) -> None:
    """Have a function's machine code kept under ``folder``, which Numba has as its own too."""
    try:
        compiled._cache = KeptCode(compiled.py_func)
    except (OSError, RuntimeError) as error:  # Numba words what the disk refuses as the latter
        refused = error if isinstance(error, OSError) else OSError(None, "nothing can be written")
        _not_kept(str(folder), refused)
