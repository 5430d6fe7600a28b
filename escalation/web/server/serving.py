"""The server itself: uvicorn, with bounds on who is connected, and an end that is quick and quiet.

Uvicorn waits for the rest of a request for ever, counts no connections by address, and closes one
that reads nothing only when all is sent. So its connections are counted in
`escalation.web.server.connections`, which ends whoever is late.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import math
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from escalation.ensemble.interrupt import ENDINGS
from escalation.web.server.allowance import Allowance
from escalation.web.server.connections import DESCRIPTORS, Connections, Limits, refused
from escalation.web.server.messages import MOST_BYTES

if TYPE_CHECKING:
    import socket

    from fastapi import FastAPI
    from websockets.frames import Frame

#: A message's longest frame, in bytes: what is longer than a message may be is not read.
MOST_FRAME_BYTES: Final = 65_536
#: The longest head of a request, in bytes: a file of a setting is asked for in its address.
MOST_HEAD_BYTES: Final = 2 * MOST_BYTES
#: Connections that are taken up at once, before they are counted, and that the system keeps until.
_TAKEN_AT_ONCE: Final = 8
_KEPT_BY_SYSTEM: Final = 512
#: Pings that a line may send, a second in the long run and at once: each is answered.
_PINGS: Final = (2.0, 20)
#: How long requests may go on once the server ends, in whole seconds.
_GRACE_SECONDS: Final = 1
_NO_FILES: Final = (errno.EMFILE, errno.ENFILE)
_log: Final = logging.getLogger(__name__)


class _Config(uvicorn.Config):
    """What a server's connections have in common."""

    connections: Connections


def _connections(config: uvicorn.Config) -> Connections:
    assert isinstance(config, _Config)
    return config.connections


class _Http(H11Protocol):
    """A connection on which requests come."""

    _is_line = False

    def connection_made(self, transport: Any) -> None:
        """Count it; or turn it away."""
        super().connection_made(transport)
        self._counted = _connections(self.config)
        self._mine = self._counted.admit(transport, self.client[0] if self.client else "")

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._counted.leave(self.transport)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; who was turned away has read why, once what they sent is here."""
        if self._mine.told:
            self.transport.close()
            return
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Make a line of it, if there may be one more."""
        # As the application reads it: else a letter written otherwise led past what is counted.
        path = unquote(event.target.partition(b"?")[0].decode("ascii"))
        refusal = self._counted.becomes_line(self._mine, path)
        if refusal is not None:
            self._mine.close(refusal)
            return
        self._is_line = True
        super().handle_websocket_upgrade(event)

    def send_400_response(self, msg: str) -> None:
        """Say that this is no request, where nothing was answered yet."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.write(refused((HTTPStatus.BAD_REQUEST, "This is no HTTP request.")))
        self.transport.close()

    def _look(self) -> None:
        """Note what we wait for."""
        if self._is_line:
            return
        theirs = self.conn.their_state
        if theirs is h11.SEND_BODY:
            self._counted.awaits(self._mine, "body", self.cycle)
        elif theirs is not h11.IDLE:
            self._counted.awaits(self._mine, None)
        elif self.conn.trailing_data[0]:
            self._counted.awaits(self._mine, "head", self.cycle)
        elif self.cycle is not None:
            self._counted.awaits(self._mine, "next", self.cycle)


class _Line(WebSocketsSansIOProtocol):
    """A connection that has become a line."""

    def connection_made(self, transport: Any) -> None:
        """Go on with what was counted already."""
        super().connection_made(transport)
        self._counted = _connections(self.config)
        self._mine = self._counted.of(transport)
        self._pings = Allowance(*_PINGS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._counted.leave(self.transport)
        super().connection_lost(exc)

    def handle_text(self, event: Frame) -> None:
        """Take a message, or its first piece."""
        super().handle_text(event)
        self._counted.awaits(self._mine, None if event.fin else "message")

    def handle_bytes(self, event: Frame) -> None:
        """Take a message, or its first piece."""
        super().handle_bytes(event)
        self._counted.awaits(self._mine, None if event.fin else "message")

    def handle_cont(self, event: Frame) -> None:
        """Take another piece of a message."""
        super().handle_cont(event)
        if event.fin:
            self._counted.awaits(self._mine, None)

    def handle_ping(self) -> None:
        """Answer, unless there are too many."""
        if self._pings.spend():
            super().handle_ping()
        else:
            self.transport.abort()


class PageServer(uvicorn.Server):
    """The server of an application.

    Parameters
    ----------
    app
        The application.
    limits
        Who may be connected and how long is waited; by default as `limits_of_process` gives.
    """

    def __init__(self, app: FastAPI, limits: Limits | None = None) -> None:
        limits = limits or limits_of_process()
        config = _Config(
            app, http=_Http, ws=_Line, lifespan="on", log_config=None, access_log=False,
            # What the application fails of, it says itself; what a visitor did is no news.
            log_level="critical", server_header=False, proxy_headers=False,
            h11_max_incomplete_event_size=MOST_HEAD_BYTES, backlog=_TAKEN_AT_ONCE,
            timeout_keep_alive=math.ceil(limits.idle_seconds),
            timeout_graceful_shutdown=_GRACE_SECONDS, ws_max_size=MOST_FRAME_BYTES,
        )  # fmt: skip
        config.connections = self.connections = Connections(limits)
        self._app = app
        super().__init__(config)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen.

        Raises
        ------
        Exception
            What the application failed of, if it did.
        """
        asyncio.get_running_loop().set_exception_handler(self._handle)
        try:
            await super().startup(sockets)
        except SystemExit:
            raise self._app.state.failed from None
        for one in sockets or ():
            # Few are taken up at once, for each costs a file; the system may keep more.
            one.listen(_KEPT_BY_SYSTEM)
        self._ending_late = asyncio.create_task(self._end_late())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End: let requests come to their end for a moment, then cut off who is still there."""
        self._ending_late.cancel()
        asyncio.get_running_loop().call_later(_GRACE_SECONDS, self._abort_all)
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Have whatever asks this program to end end the server, a second time at once."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in ENDINGS}
        ours = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
        for number in ours:
            signal.signal(number, self.handle_exit)
        try:
            yield
        finally:
            for number in ours:
                signal.signal(number, before[number])

    async def _end_late(self) -> None:
        while True:
            await asyncio.sleep(self.connections.limits.look_seconds)
            self.connections.end_late()

    def _abort_all(self) -> None:
        for one in self.connections:
            one.transport.abort()

    def _handle(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Make room where no file can be opened for a connection; say all else."""
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in _NO_FILES and "socket" in context:
            self.connections.make_room()
            _log.warning("No more files can be opened, so connections wait.")
        elif not isinstance(error, ConnectionError):
            loop.default_exception_handler(context)


def limits_of_process() -> Limits:
    """Return what this process may have open, after asking the system for more, if it is little."""
    if sys.platform == "win32":  # a connection is no file there
        return Limits()
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= soft < DESCRIPTORS:
        most = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    return Limits() if soft == resource.RLIM_INFINITY else Limits.of_descriptors(soft)
