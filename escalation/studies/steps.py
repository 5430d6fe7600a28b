"""Studies that go a step at a time, so that others may have their turn: how they are gone through.

Such a study is a generator: it yields how far it is, and its value is what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeVar

Step = TypeVar("Step")
Said = TypeVar("Said")
Found = TypeVar("Found")


def retold(
    steps: Generator[Step, None, Found], say: Callable[[Step], Said]
) -> Generator[Said, None, Found]:
    """Go on with a study, yielding what is said of each step, and return what it finds."""
    while True:
        try:
            step = next(steps)
        except StopIteration as ended:
            found: Found = ended.value
            return found
        yield say(step)


def gone_through(
    steps: Generator[Step, None, Found], tell: Callable[[Step], Any] | None = None
) -> Found:
    """Go through a study at once, telling of each step if that is wanted; return what it finds.

    >>> def counting():
    ...     yield 1
    ...     yield 2
    ...     return "done"
    >>> gone_through(counting(), print)
    1
    2
    'done'
    """
    told = retold(steps, tell or (lambda step: None))
    while True:
        try:
            next(told)
        except StopIteration as ended:
            found: Found = ended.value
            return found
