"""What all pages share: the scenarios, the ensembles at hand, the queue, and who computes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self, TypeVar

from escalation.ensemble.session import Session
from escalation.web.explore.bench import Bench
from escalation.web.server.turns import END_SECONDS, Turn, Turns
from escalation.web.server.warming import Warming

if TYPE_CHECKING:
    from escalation.web.explore.catalogue import Catalogue

Read = TypeVar("Read")
#: Settings that are read at once: whoever sends long ones must not keep the server from others.
_READERS: Final = 2
#: A chunk can't be interrupted, so it is short: a slider that moves on is served the sooner.
CHUNK_SECONDS: Final = 0.04


@dataclass
class Desk:
    """Where a page's question is answered.

    Attributes
    ----------
    catalogue
        The scenarios that may be chosen.
    bench
        The ensembles at hand.
    turns
        Whose computation is next.
    warming
        What is loaded or compiled before anybody asks.
    """

    catalogue: Catalogue
    bench: Bench
    turns: Turns
    warming: Warming
    _session: Session
    _readers: ThreadPoolExecutor

    @classmethod
    @contextmanager
    def open(
        cls, catalogue: Catalogue, threads: int | None = None, end_seconds: float = END_SECONDS
    ) -> Iterator[Self]:
        """Open the desk with so many computing threads, and close it in the end.

        Threads that take longer than ``end_seconds`` to end are left behind.
        """
        with Session.open(threads, chunk_seconds=CHUNK_SECONDS) as session:
            turns = Turns()
            warming = Warming(turns)
            readers = ThreadPoolExecutor(_READERS, thread_name_prefix="escalation-reading")
            try:
                turns.enter(warming, "model", warming.steps, lambda said: None)
                yield cls(catalogue, Bench(), turns, warming, session, readers)
            finally:
                readers.shutdown(wait=False, cancel_futures=True)
                turns.close(end_seconds=end_seconds)
                warming.close(end_seconds)

    async def read(self, what: Callable[[], Read]) -> Read:
        """Return what reading a setting gives, while the server goes on."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, what)

    def session(self, stop: threading.Event) -> Session:
        """Return the computing session for something that may be stopped by itself."""
        return replace(self._session, stop=stop)

    def place_told(self, turn: Turn) -> str:
        """Return what a computation waits for, in a sentence; nothing once it has begun."""
        if not turn.waits:
            return ""
        if loading := self.warming.told(turn.needs):
            return loading
        ahead = self.turns.ahead_of(turn)
        if not ahead:
            return ""
        return f"{'1 other answer comes' if ahead == 1 else f'{ahead} other answers come'} first."
