r"""The terminal's streams while a command runs: nothing hidden is written, and nothing is lost.

What can't be seen is written as an escape (`escalation.letters`), and so is what the stream's
encoding hasn't got: ``\u0642`` says which letter it is, where a question mark would not.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TextIO

from escalation.letters import encodable, visible

_LINES: Final = "\n\r\t"
#: What moves a terminal's cursor and colours letters is the program's own.
_TERMINAL: Final = _LINES + "\x1b\x08"


class VisibleStream:
    """A text stream that writes escapes for what can't be seen; else the stream it wraps."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._really: str = getattr(stream, "encoding", None) or "utf-8"
        # What stands in for a stream, in an editor or a log, may not know what a terminal is.
        is_terminal = hasattr(stream, "isatty") and stream.isatty()
        self._keep = _TERMINAL if is_terminal else _LINES

    def __getattr__(self, name: str) -> Any:
        """Return what the stream itself has."""
        return getattr(self._stream, name)

    @property
    def encoding(self) -> str:
        """Return the stream's encoding; for ASCII, which Typer would write past, one like it."""
        ascii_only = self._really.lower() in ("ascii", "us-ascii", "ansi_x3.4-1968")
        return "latin-1" if ascii_only else self._really

    def write(self, text: str) -> int:
        """Write a text; return its length."""
        self._stream.write(encodable(visible(text, self._keep), self._really))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)


class UnheededStream:
    """A stream that may fail: that nobody hears how far a command is must cost no results."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        """Return what the stream itself has."""
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, if somebody reads it."""
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush, if somebody reads it."""
        with suppress(OSError, ValueError):
            self._stream.flush()


@contextmanager
def open_streams() -> Iterator[None]:
    """Put the null device where a stream is closed, while this lasts: a run is kept all the same.

    Python has None for a stream that whoever started it had closed, as ``>&-`` of a shell does. The
    first that is opened takes the first free descriptor, so that no file of results gets the place
    that libraries in C print to.
    """
    with ExitStack() as opened:
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            if getattr(sys, name) is None:
                nowhere = opened.enter_context(Path(os.devnull).open(mode, encoding="utf-8"))
                setattr(sys, name, nowhere)
                opened.callback(setattr, sys, name, None)
        yield


@contextmanager
def visible_streams() -> Iterator[None]:
    """Write escapes to stdout and stderr for what can't be seen or encoded, while this lasts."""
    before = sys.stdout, sys.stderr
    for stream in before:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.stdout, sys.stderr = (VisibleStream(stream) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
