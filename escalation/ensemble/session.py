"""Who works off the chunks of ensembles, whom the work tells of itself, and what stops it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Self

from escalation.ensemble.plan import MOST_THREADS, as_whole, outside
from escalation.ensemble.pools import CHUNK_SECONDS, Pool, ThreadPool, available_threads
from escalation.ensemble.progress import Progress, ProgressCallback
from escalation.errors import InputError


@dataclass(frozen=True)
class Session:
    """What ensembles that are run one after the other share; it changes nothing but the time.

    Attributes
    ----------
    pool
        Who does the work.
    progress
        Called with a `Progress` now and then, from the thread that drives the work; or None.
    stop
        When set, what has begun is finished and the rest is left; so does Ctrl-C.
    """

    pool: Pool
    progress: ProgressCallback | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    @classmethod
    @contextmanager
    def open(
        cls,
        threads: int | None = None,
        *,
        progress: ProgressCallback | None = None,
        stop: threading.Event | None = None,
        cluster: str | None = None,
        chunk_seconds: float = CHUNK_SECONDS,
        splits: bool = True,
    ) -> Iterator[Self]:
        """Open a session, its threads or its way to a cluster, and close it in the end.

        Parameters
        ----------
        threads
            Threads of this process, or of a local cluster the workers; as many as there are
            processors, unless given.
        progress, stop
            See the attributes.
        cluster
            Address of a Dask scheduler whose workers shall compute, or ``local``; see
            `escalation.ensemble.cluster.open_cluster`.
        chunk_seconds, splits
            How threads are fed; see `Pool`.

        Raises
        ------
        InputError
            If the number of threads makes no sense, or no cluster is there.
        PurposeError
            If Dask is not installed.
        """
        if problems := outside("--threads", threads, 1, MOST_THREADS):
            raise InputError(problems)
        threads = None if threads is None else as_whole("--threads", threads)
        stop = stop or threading.Event()
        if cluster is not None:
            from escalation.ensemble.cluster import open_cluster

            with open_cluster(cluster, workers=threads, splits=splits) as far:
                yield cls(far, progress, stop)
            return
        count = available_threads() if threads is None else threads
        with ThreadPool(count, chunk_seconds=chunk_seconds, splits=splits) as near:
            yield cls(near, progress, stop)

    @property
    def threads(self) -> int:
        """Return how many chunks are worked on at once."""
        return self.pool.slots

    def telling(self, progress: ProgressCallback | None) -> Self:
        """Return the same session, which tells somebody else of its progress, or nobody."""
        return replace(self, progress=progress)

    def tell(self, moment: Progress) -> None:
        """Tell of a moment, if anybody wants to know."""
        if self.progress is not None:
            self.progress(moment)
