"""The compiler, Numba, imported under settings that it can read.

It takes its settings from the environment, answers one that it can't read with a traceback, each
time that it looks at them, and goes on by its default. Here such a setting is left out and told
once, as a warning of Python's logging. Who needs Numba takes it from here.
"""

from __future__ import annotations

import logging
import os
import re
import warnings
from contextlib import suppress
from typing import Any, Final

_log: Final = logging.getLogger(__name__)
_UNREAD: Final = re.compile(r"Environment variable '(\w+)' is defined but")
_THREADS: Final = "NUMBA_NUM_THREADS"

#: An option of LLVM's: that a choice of one of two values stays what it is. In loops on x86 it is
#: made a branch, for a processor that foresees it; none foresees what hangs on luck. Measured: a
#: run takes a twelfth less. Where the option is unknown LLVM passes it over.
WITHOUT_BRANCHES: Final = "-x86-cmov-converter=false"


def _leave_out(name: str) -> None:
    value = os.environ.pop(name, None)
    if value is not None:
        _log.warning(
            "%s=%r is no setting that the compiler takes; its own default is taken instead",
            name, value,
        )  # fmt: skip


def _imported() -> Any:  # Numba has no types
    with suppress(ValueError):  # which it says itself
        if int(os.environ.get(_THREADS, "1")) < 1:
            _leave_out(_THREADS)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        import numba
        import numba.core.event

        # Read once more, as somebody may have imported it before, and said over again otherwise.
        numba.config.reload_config()
    for one in said:
        found = _UNREAD.match(str(one.message))
        if found:
            _leave_out(found[1])
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    # Measured: level 3 compiles as fast as level 1 here and runs a few per cent faster.
    os.environ.setdefault("NUMBA_OPT", "3")
    # Rows are records: a loop that takes several in a step gathers and scatters one field of each,
    # which is slower than one by one. Measured: the militants' phases take a tenth less without.
    os.environ.setdefault("NUMBA_LOOP_VECTORIZE", "0")
    # What belongs to both states stands side by side, and is worked on at once. Measured: a run
    # takes a fiftieth less.
    os.environ.setdefault("NUMBA_SLP_VECTORIZE", "1")
    numba.config.reload_config()
    import llvmlite.binding

    llvmlite.binding.set_option("escalation", WITHOUT_BRANCHES)
    return numba


numba: Final[Any] = _imported()


class _Compilations(numba.core.event.Listener):  # type: ignore[misc]  # Numba has no types
    """Counts what is compiled; what is loaded from the cache is not."""

    begun = ended = 0

    def on_start(self, event: Any) -> None:
        """Count one that begins."""
        self.begun += 1

    def on_end(self, event: Any) -> None:
        """Count one that ends, well or not."""
        self.ended += 1


_compilations: Final = _Compilations()
numba.core.event.register("numba:compile", _compilations)


def has_compiled() -> bool:
    """Return whether anything was compiled in this process, rather than loaded."""
    return _compilations.begun > 0


def is_compiling() -> bool:
    """Return whether something is being compiled in this process right now."""
    return _compilations.begun > _compilations.ended
