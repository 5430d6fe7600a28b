"""How rules are compiled, and where compiled code is kept.

The cache folder is named by a hash of the package's compiled sources and of the compiler's
version: editing a rule would otherwise leave stale machine code in callers in other files, and
give silently wrong results. Where no folder can be written the code is compiled in each process,
and a warning of Python's logging says so.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import llvmlite
import numpy as np

from escalation.compiled_code import FORMAT, keep_code, tell
from escalation.compiler import WITHOUT_BRANCHES, numba
from escalation.sources import COMPILED_PARTS, sources_digest

F = TypeVar("F", bound=Callable[..., Any])


def source_fingerprint() -> str:
    """Return a short hash of all sources that compiled code depends on, and of the compiler."""
    versions = (
        numba.__version__,
        llvmlite.__version__,
        np.__version__,
        platform.machine(),
        os.environ["NUMBA_OPT"],
        os.environ["NUMBA_LOOP_VECTORIZE"],
        os.environ["NUMBA_SLP_VECTORIZE"],
        WITHOUT_BRANCHES,
        FORMAT,
    )
    return sources_digest(COMPILED_PARTS, (".py",), repr((versions, sys.version_info[:3])))


def cache_bases() -> list[Path]:
    """Return the folders to try for compiled code, best first."""
    bases = []
    if given := os.environ.get("NUMBA_CACHE_DIR"):
        bases.append(Path(given))
    home = os.environ.get("XDG_CACHE_HOME")
    with contextlib.suppress(RuntimeError):  # there may be no home folder at all
        bases.append((Path(home) if home else Path.home() / ".cache") / "escalation")
    return bases


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def choose_cache() -> Path | None:
    """Return the cache folder for these sources; if there can be none, say so, and return None."""
    tried: list[str] = []
    for base in cache_bases():
        folder = base / f"compiled-{source_fingerprint()}"
        if _writable(folder):
            if tried:
                tell(f"compiled code cannot be kept in {tried[0]}; it is kept in {base} instead")
            return folder
        tried.append(str(base))
    where = " or ".join(tried) if tried else "any home folder"
    tell(
        f"compiled code cannot be kept: {where} cannot be written. Every start will compile "
        "anew (under a minute); set NUMBA_CACHE_DIR to a writable folder to avoid it"
    )
    return None


CACHE_FOLDER = choose_cache()
if CACHE_FOLDER is not None:
    numba.config.CACHE_DIR = str(CACHE_FOLDER)


def rule(function: F) -> F:
    """Compile a function on its first call; release the interpreter lock; keep IEEE arithmetic.

    A call with a constant (``uniform(key, ANSWER, s, 0)``) would be compiled anew for each value
    of the constant: its type is widened to plain integer first, so that a rule is compiled once.
    """
    return _compiled(function, in_place=False)


def loop_rule(function: F) -> F:
    """Compile a rule that every agent goes through every day: its code is put where it is called.

    Handing over its arguments would take as long as its work. Beyond a few lines it makes the
    caller slower; nothing else differs from `rule`.
    """
    return _compiled(function, in_place=True)


def block_rule(function: F) -> F:
    """Compile a rule whose loop does the same for each of a block: several of them at once.

    Worth it for much arithmetic on little memory (see `escalation.compiler`). The loop has neither
    a branch nor a sum of floats, whose order must stay, and what it calls has no loops of its own.
    """
    compiled = _compiled(function, in_place=False)
    if not numba.config.DISABLE_JIT:
        one_by_one = compiled._compiler.compile  # type: ignore[attr-defined]

        def at_once(*args: Any) -> Any:
            before = numba.config.LOOP_VECTORIZE
            numba.config.LOOP_VECTORIZE = 1
            try:
                return one_by_one(*args)
            finally:
                numba.config.LOOP_VECTORIZE = before

        compiled._compiler.compile = at_once  # type: ignore[attr-defined]
    return compiled


def _compiled(function: F, *, in_place: bool) -> F:
    compiled = numba.njit(
        nogil=True,
        fastmath=False,
        forceinline=in_place,
        error_model="numpy",
        _nrt=False,  # rules allocate nothing: no reference counts to keep on their arrays
    )(function)
    if not numba.config.DISABLE_JIT:
        if CACHE_FOLDER is not None:
            keep_code(compiled, CACHE_FOLDER)
        template = compiled.get_call_template

        def widened(args: Any, kws: Any) -> Any:
            wide = tuple(numba.types.unliteral(arg) for arg in args)
            return template(wide, {name: numba.types.unliteral(arg) for name, arg in kws.items()})

        compiled.get_call_template = widened
    return compiled  # type: ignore[no-any-return]


def arguments_of(function: Any) -> tuple[str, ...]:
    """Return the names of the arguments of a compiled function, in order."""
    return tuple(inspect.signature(getattr(function, "py_func", function)).parameters)


_MADE: set[tuple[str, str]] = set()


def rule_of_source(name: str, source: str, names: dict[str, Any], file: str) -> Any:
    """Compile a function that is written by code: the order of a day, a way in from Python.

    Parameters
    ----------
    name
        The function's own.
    source
        Its definition.
    names
        What it refers to, by name; ``__name__`` is that of the module that makes it.
    file
        That module's file: as from there the compiler keeps what it made of the function.

    Raises
    ------
    ValueError
        If this file has made one of this name. What is kept is told apart by file, name and
        instructions, not by what they call: the second would be answered by the code of the first.
    """
    if (file, name) in _MADE:
        raise ValueError(f"{name}: this file has made a function of that name already")
    _MADE.add((file, name))
    exec(compile(source, file, "exec"), names)
    return rule(names[name])
