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


#: Set once this program was asked to end. An exception that is raised while a library in C calls
#: back, as the compiler does, is lost there, and what comes of it later is another one.
asked_to_end: Final = threading.Event()


@contextmanager
def endings_as_interrupts() -> Iterator[None]:
    """Have whatever asks this program to end raise KeyboardInterrupt, as Ctrl-C does.

    For a program of its own. What was told to be ignored stays so, as under ``nohup``; elsewhere
    than in the main thread nothing is changed.
    """
    asked_to_end.clear()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in ENDINGS}
    usual = (signal.SIG_DFL, signal.default_int_handler)
    ours = [number for number, handler in before.items() if handler in usual]
    for number in ours:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])


def _end(number: int, frame: FrameType | None) -> None:
    asked_to_end.set()
    signal.default_int_handler(number, frame)


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
    before = {number: signal.getsignal(number) for number in ENDINGS}
    ours = [n for n, handler in before.items() if handler in (_end, signal.default_int_handler)]

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            _end(number, frame)
        stop.set()

    for number in ours:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])
