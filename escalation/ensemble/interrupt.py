"""Ctrl-C, and whatever else asks a program to end, as a request to stop, not as an axe."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

#: What asks a program to end: Ctrl-C, a scheduler of jobs, a terminal that is closed.
ENDINGS: Final = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
)


@contextmanager
def endings_as_interrupts() -> Iterator[None]:
    """Have whatever asks this program to end raise KeyboardInterrupt, as Ctrl-C does.

    For a program of its own. What was told to be ignored stays so, as under ``nohup``; elsewhere
    than in the main thread nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [number for number in ENDINGS if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def stop_on_interrupt(stop: threading.Event) -> Iterator[None]:
    """Let the first Ctrl-C set ``stop``; a second one raises KeyboardInterrupt as always.

    An exception that could come between any two steps might leave a piece counted in one table
    and not in another. Elsewhere than in the main thread, or where somebody else has a handler of
    their own, nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    raising = signal.default_int_handler
    ours = [number for number in ENDINGS if signal.getsignal(number) is raising]

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raising(number, frame)
        stop.set()

    for number in ours:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, raising)
