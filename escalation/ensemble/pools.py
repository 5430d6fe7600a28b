"""Who works off the chunks of an ensemble: threads of this process, or workers elsewhere."""

from __future__ import annotations

import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

from escalation.ensemble.chunks import Piece, Work

CHUNK_SECONDS = 0.15  # a compiled chunk can't be interrupted: Ctrl-C must feel alive
FIRST_CHUNK_RUNS = 16

Pieces = Future[tuple[Piece, float]]


class Pool(Protocol):
    """What the ensemble asks of those who work for it.

    Attributes
    ----------
    slots
        How many chunks are worked on at once.
    chunk_seconds
        How much work to hand out at once.
    first_chunk_runs
        Runs of a chunk while nothing is known of their pace.
    seconds_per_run
        Pace of the last chunk, 0 while unknown; the ensemble writes it.
    splits
        Whether an ensemble is cut so that every slot has a part of it; not where several
        ensembles share the pool and fill it together.
    can_take_back
        Whether a chunk that was handed out and has not begun can be cancelled.
    """

    slots: int
    chunk_seconds: float
    first_chunk_runs: int
    seconds_per_run: float
    splits: bool
    can_take_back: bool

    def submit(self, scenario: Any, work: Work, first: int, last: int) -> Pieces:
        """Begin a chunk: draws ``first`` to ``last - 1``; its result is a piece and its seconds."""


class ThreadPool:
    """Threads of this process; a context that waits for what runs and drops what doesn't."""

    can_take_back = True

    def __init__(
        self, threads: int, *, chunk_seconds: float = CHUNK_SECONDS, splits: bool = True
    ) -> None:
        self.slots = threads
        self.chunk_seconds = chunk_seconds
        self.first_chunk_runs = FIRST_CHUNK_RUNS
        self.splits = splits
        self.seconds_per_run = 0.0
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="escalation")

    def __enter__(self) -> ThreadPool:
        """Return the pool; its threads start with the first chunk."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the chunks that run, drop the others."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def submit(self, scenario: Any, work: Work, first: int, last: int) -> Pieces:
        """Begin a chunk on the next thread that is free."""
        return self._threads.submit(timed_piece, work, first, last)


def timed_piece(work: Work, first: int, last: int) -> tuple[Piece, float]:
    """Return a piece and how many seconds it took."""
    start = time.perf_counter()
    piece = work.piece(first, last)
    return piece, time.perf_counter() - start


def available_threads() -> int:
    """Return the number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
