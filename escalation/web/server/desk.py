"""What all pages share: the scenarios, the ensembles at hand, the queue, and who computes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self

from escalation.ensemble.session import Session
from escalation.web.explore.bench import Bench
from escalation.web.server.turns import Said, Turn, Turns

if TYPE_CHECKING:
    from escalation.web.explore.catalogue import Catalogue

#: A chunk can't be interrupted, so it is short: a slider that moves on is served the sooner.
CHUNK_SECONDS: Final = 0.04
COMPILING: Final = (
    "The model is being loaded. The first time after an installation it is compiled, which takes a "
    "minute or two."
)


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
    ready
        Set once the model is compiled.
    """

    catalogue: Catalogue
    bench: Bench
    turns: Turns
    _session: Session
    ready: threading.Event = field(default_factory=threading.Event)

    @classmethod
    @contextmanager
    def open(cls, catalogue: Catalogue, threads: int | None = None) -> Iterator[Self]:
        """Open the desk with so many computing threads, and close it in the end."""
        with Session.open(threads, chunk_seconds=CHUNK_SECONDS) as session:
            turns = Turns()
            try:
                desk = cls(catalogue, Bench(), turns, session)
                turns.enter(desk, "warm", desk._warm, lambda said: None)
                yield desk
            finally:
                turns.close()

    def _warm(self, stop: threading.Event) -> Iterator[Said]:
        """Compile the model, or load it compiled, before anybody asks."""
        from escalation.engine import warm_up
        from escalation.engine.futures import warm_up_futures

        if not stop.is_set():
            warm_up()
        self.ready.set()
        yield {}
        # A later step: whoever waits for odds goes first. What follows one run into other futures,
        # for pivots and games, takes some 3 s to compile, once.
        if not stop.is_set():
            warm_up_futures()
        yield {}

    def session(self, stop: threading.Event) -> Session:
        """Return the computing session for something that may be stopped by itself."""
        return replace(self._session, stop=stop)

    def place_told(self, turn: Turn) -> str:
        """Return what a computation waits for, in a sentence; nothing if it is its turn."""
        if not self.ready.is_set():
            return COMPILING
        ahead = self.turns.ahead_of(turn)
        if not ahead:
            return ""
        return f"{'1 other answer comes' if ahead == 1 else f'{ahead} other answers come'} first."
