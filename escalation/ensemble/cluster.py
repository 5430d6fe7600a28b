"""Chunks on a Dask cluster: the same pieces, to the bit, computed by workers elsewhere.

A worker gets the scenario, not the engine: it builds engine and draws once for each scenario that
it meets and keeps the last few. A worker that dies costs the chunks it had; the scheduler hands
them to others. A chunk is lost for good only when several workers died over it.

Every worker is asked for its rules when the cluster is opened, and with every chunk: one that came
later, or was started anew from other sources, ends the work with a sentence, and computes nothing.
"""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import pickle
import threading
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from escalation.ensemble.chunks import Piece, Work
from escalation.ensemble.design import Design
from escalation.ensemble.pools import Pieces, available_threads, timed_piece
from escalation.ensemble.worker_rules import (
    WORKER,
    Rules,
    carry_along,
    differences,
    piece_if_alike,
    rules_here,
)
from escalation.ensemble.worlds import Worlds
from escalation.errors import InputError, LostClusterError, Problem, PurposeError, suggest

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

LOCAL: Final = "local"
SCHEMES: Final = ("tcp://", "tls://", "ws://", "wss://", "ucx://")
CHUNK_SECONDS: Final = 1.0  # a task's way to a worker and back costs some 10 ms
FIRST_CHUNK_RUNS: Final = 128
RETRIES: Final = 3
CONNECT_SECONDS: Final = 15
MOST_WORKS: Final = 8
TO_DO: Final = "all need the same escalation and libraries: install them there and start it again"
NO_GUARD: Final = (
    "a script that has workers on this machine needs a guard, since each of them imports it: put "
    "what it does below a line that says: if __name__ == '__main__':"
)
#: How a new process ends that came upon `leave_if_unguarded`.
UNGUARDED: Final = 86


class ClusterPool:
    """The workers of a Dask cluster, as a pool of an ensemble.

    Attributes
    ----------
    slots
        Threads of all workers when the pool was opened; one more worker later helps only as far
        as chunks wait in line.
    client
        Dask's client.
    """

    can_take_back = False  # Dask can't tell a chunk that runs from one that waits
    chunk_seconds = CHUNK_SECONDS
    first_chunk_runs = FIRST_CHUNK_RUNS

    def __init__(self, client: Any, slots: int, *, splits: bool = True) -> None:
        self.client = client
        self.slots = slots
        self.splits = splits
        self.seconds_per_run = 0.0
        self._rules = rules_here()

    def submit(self, scenario: Scenario, work: Work, first: int, last: int) -> Pieces:
        """Begin a chunk on a worker."""
        content = pickle.dumps((scenario, work.seed, work.replicates, work.runs))
        key = hashlib.sha256(content).hexdigest()
        task = self.client.submit(
            piece_if_alike, self._rules, key, content, first, last, pure=False, retries=RETRIES
        )
        return _handed_on(task, self._rules)


def _handed_on(task: Any, rules: Rules) -> Pieces:
    """Return a Dask future as one of Python's, with what is lost put into words."""
    future: Pieces = Future()
    future.set_running_or_notify_cancel()

    def settle(done: Any) -> None:
        try:
            made = done.result()
            if isinstance(made, dict):
                said = f"worker {made[WORKER]}, which came later, {differences(rules, made)}"
                raise PurposeError(f"{said}; {TO_DO}")
            future.set_result(made)
        except BaseException as error:  # noqa: BLE001 - whoever waits for the chunk must hear of it
            future.set_exception(_in_words(error))
        done.release()

    task.add_done_callback(settle)
    return future


def _in_words(error: BaseException) -> BaseException:
    name = type(error).__name__
    if name == "KilledWorker":
        return LostClusterError(
            "several workers died over the same chunk, most likely for want of memory"
        )
    if name in ("CancelledError", "FutureCancelledError", "CommClosedError", "TimeoutError"):
        return LostClusterError(f"the cluster was lost ({name})")
    return error


# --- on a worker ----------------------------------------------------------------------------

_works: OrderedDict[str, Work] = OrderedDict()
_worlds = Worlds()
_lock = threading.Lock()


def piece_on_worker(key: str, content: bytes, first: int, last: int) -> tuple[Piece, float]:
    """Compute a chunk where this is called.

    Parameters
    ----------
    key, content
        A hash of the job, by which a worker knows it again; and the job, pickled: scenario, seed,
        replicates and runs.
    first, last
        Draws ``first`` to ``last - 1``.
    """
    with _lock:
        work = _works.get(key)
        if work is None:
            scenario, seed, replicates, runs = pickle.loads(content)  # ours, and nobody else's
            space, engine = _worlds.prepare(scenario)
            work = Work(engine, space, Design(space.names, seed), seed, replicates, runs)
            _works[key] = work
            while len(_works) > MOST_WORKS:
                _works.popitem(last=False)
        _works.move_to_end(key)
    return timed_piece(work, first, last)


def _warm_up() -> None:
    """Compile the model, or load it compiled, before the first chunk."""
    from escalation import engine

    engine.warm_up()


# --- opening --------------------------------------------------------------------------------


@contextmanager
def open_cluster(
    address: str, *, workers: int | None = None, splits: bool = True
) -> Iterator[ClusterPool]:
    """Yield the workers at a scheduler's address, or of a cluster made on this machine.

    Parameters
    ----------
    address
        ``tcp://HOST:PORT`` of a Dask scheduler, or ``local``.
    workers
        For ``local``: worker processes of one thread each; as many as processors by default.
    splits
        See `escalation.ensemble.pools.Pool`.

    Raises
    ------
    InputError
        If the address is none, nobody answers there, or there is no worker.
    PurposeError
        If Dask is not installed, or a script starts workers of its own without a guard.
    """
    if not isinstance(address, str) or (address != LOCAL and not address.startswith(SCHEMES)):
        near = suggest(address, [LOCAL])
        message = f"{address!r} is neither local nor an address such as tcp://host:8786{near}"
        raise InputError.single("--cluster", message)
    try:
        distributed: Any = import_module("distributed")  # untyped where it is installed
    except ModuleNotFoundError as error:
        raise PurposeError(
            "--cluster needs Dask: python -m pip install 'escalation[cluster]'"
        ) from error
    with ExitStack() as open_things:
        open_things.enter_context(_one_voice())
        target = address
        if address != LOCAL:
            _check_form(address)
        else:
            leave_if_unguarded()
            try:
                target = open_things.enter_context(_local(workers or available_threads()))
            except RuntimeError:
                if not _unguarded():
                    raise
                raise PurposeError(NO_GUARD) from None
        try:
            client = open_things.enter_context(distributed.Client(target, timeout=CONNECT_SECONDS))
        except (OSError, TimeoutError) as error:
            raise InputError.single("--cluster", f"no scheduler answers at {address}") from error
        except (ValueError, OverflowError) as error:
            raise _no_address(address) from error
        slots = sum(client.nthreads().values())
        if slots == 0:
            raise InputError.single("--cluster", f"the scheduler at {address} has no worker")
        carry_along()
        _check_workers(client)
        yield ClusterPool(client, slots, splits=splits)


def _check_form(address: str) -> None:
    """Refuse an address without host and port, before a busy machine takes it for one silent."""
    addressing: Any = import_module("distributed.comm.addressing")
    scheme, place = address.split("://", 1)
    if scheme not in ("tcp", "tls"):
        return
    try:
        host, port = addressing.parse_host_port(place)
    except ValueError as error:
        raise _no_address(address) from error
    if not host or not 0 < port < 1 << 16:
        raise _no_address(address)


def _no_address(address: str) -> InputError:
    message = f"{address!r} is no address: give host and port, such as tcp://host:8786"
    return InputError.single("--cluster", message)


@contextmanager
def _one_voice() -> Iterator[None]:
    """Keep Dask's client from telling of a lost connection: that is said in one sentence, by us."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


@contextmanager
def _local(workers: int) -> Iterator[Any]:
    """Yield a cluster of worker processes on this machine, without a dashboard."""
    dask: Any = import_module("dask")
    distributed: Any = import_module("distributed")
    quiet = {"distributed.worker.daemon": True, "logging.distributed": "error"}
    with (
        dask.config.set(quiet),
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=40,
        ) as cluster,
    ):
        yield cluster


def _check_workers(client: Any) -> None:
    """Refuse workers whose answers may differ; wake the compiler on all.

    Raises
    ------
    InputError
        Naming each worker that has no escalation, or other rules or libraries, and what differs.
    """
    here = rules_here()
    asked = client.run(rules_here, on_error="return")
    problems = []
    for worker, there in sorted(asked.items()):
        said = (
            f"doesn't say by what rules it computes ({type(there).__name__}: {there})"
            if isinstance(there, BaseException)
            else differences(here, there)
        )
        if said:
            problems.append(Problem("--cluster", f"worker {worker} {said}"))
    if problems:
        last = problems[-1]
        raise InputError([*problems[:-1], Problem(last.where, f"{last.message}; {TO_DO}")])
    with suppress(OSError):
        client.run(_warm_up)


# --- a script's own processes ---------------------------------------------------------------


def leave_if_unguarded() -> None:
    """End this process if it is a worker that came here by importing the script that starts it.

    Workers on this machine are new processes, which import the script of the process that starts
    them; one without the guard would start workers from within each of them.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise SystemExit(UNGUARDED)


def _unguarded() -> bool:
    """Return whether a new process comes upon `leave_if_unguarded` before it has begun."""
    process = multiprocessing.get_context("spawn").Process(target=int)
    process.start()
    process.join()
    return process.exitcode == UNGUARDED
