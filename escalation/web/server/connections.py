"""Who is connected: how many at once, in all and of one address, and for how long we wait for each.

Every connection costs one of the few files that a process may have open, so they are counted, and
some are left for what the server opens itself. A connection that has asked for nothing yet costs
whoever opens it nothing; so where there is no place left, the one that has kept us waiting longest
makes room for the next. A classroom may come from one address, and half-open requests keep none of
it out.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Literal, Self

if TYPE_CHECKING:
    import asyncio

    from escalation.web.server.allowance import Clock

#: Files that the server may have open: more are asked of the system, if it allows as many.
DESCRIPTORS: Final = 2_048
#: How many of them are no connections: rooms, scenarios, what is computed and saved.
RESERVE: Final = 128
#: Connections at once, in all, if there are files enough.
MOST: Final = 1_200
#: Lines (WebSocket) of one address: sixty people with three each, and sixty who explore in two.
MOST_LINES_OF_ADDRESS: Final = 300
#: Connections that are told why they are turned away, at once; more are closed without a word.
MOST_TOLD: Final = 16
#: How long whoever is turned away may take to read why.
_TOLD_SECONDS: Final = 1.0

#: The path of the line of the explorer's page.
LIVE: Final = "/live"

FULL: Final = "Too many connections are open; try again in a minute."
FULL_OF_ADDRESS: Final = "Too many connections come from your address; close some, and try again."
_LATER: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
LATE: Final = "The request did not come to its end."

#: What we may wait for: the first byte, the rest of a request's head, its body, the next request,
#: or the rest of a line's message.
Awaited = Literal["start", "head", "body", "next", "message"]
_WAITING: Final = ("start", "head", "body", "next")
Refusal = tuple[HTTPStatus, str]


@dataclass(frozen=True)
class Limits:
    """What a server lets be open, and how long it waits.

    Attributes
    ----------
    most, most_of_address
        Connections at once, in all and of one address.
    most_lines, most_lines_of_address, most_live_of_address
        How many of them may be lines, and how many of an address lines of the explorer's page.
    head_seconds
        From the first moment of a connection, or the first byte of a later request, to its head's
        end.
    body_seconds
        From there to its body's end; the same for the pieces of one message of a line.
    idle_seconds
        From an answer to the next request.
    unread_seconds, slowest_bytes
        How long an answer may stay unread, beside what reading it takes at so many bytes a second.
    """

    most: int = MOST
    most_of_address: int = MOST * 2 // 3
    most_lines: int = MOST * 3 // 4
    most_lines_of_address: int = MOST_LINES_OF_ADDRESS
    most_live_of_address: int = MOST_LINES_OF_ADDRESS // 2
    head_seconds: float = 10.0
    body_seconds: float = 10.0
    idle_seconds: float = 15.0
    unread_seconds: float = 20.0
    slowest_bytes: int = 8_000

    @classmethod
    def of_descriptors(cls, files: int) -> Self:
        """Return the limits of a process that may have so many files open."""
        most = max(1, min(MOST, max(files - RESERVE, files // 2)))
        lines = min(MOST_LINES_OF_ADDRESS, most // 2)
        return cls(
            most=most, most_of_address=most * 2 // 3, most_lines=most * 3 // 4,
            most_lines_of_address=lines, most_live_of_address=lines // 2,
        )  # fmt: skip

    @property
    def look_seconds(self) -> float:
        """Return how often it is looked who is late."""
        waits = (self.head_seconds, self.body_seconds, self.idle_seconds, self.unread_seconds)
        return min(0.5, min(waits) / 4)

    def seconds_for(self, awaited: Awaited) -> float:
        """Return how long something is waited for."""
        if awaited in ("start", "head"):
            return self.head_seconds
        return self.idle_seconds if awaited == "next" else self.body_seconds


@dataclass(eq=False)
class Connection:
    """One connection.

    Attributes
    ----------
    transport
        What bytes go through.
    address
        Where it is from.
    awaited, since
        What we wait for, if for anything, and since when.
    line
        The path of its line, once it is one.
    told
        Whether it was turned away, and reads why.
    """

    transport: asyncio.Transport
    address: str
    awaited: Awaited | None = None
    since: float = 0.0
    line: str | None = None
    told: bool = False
    #: Bytes that were unsent when it was last looked, and when they must be gone.
    unsent: int = 0
    unsent_until: float = 0.0
    request: object = field(default=None, repr=False)

    def close(self, refusal: Refusal | None = None) -> None:
        """Send what is left, and why it ends if that is to be told; then end."""
        if refusal is not None and not self.transport.is_closing():
            self.transport.write(refused(refusal))
        self.transport.close()


def refused(refusal: Refusal) -> bytes:
    """Return an answer that says why there is none, as the bytes of HTTP; the connection ends."""
    status, why = refusal
    body = json.dumps({"why": [why]}).encode()
    later = "retry-after: 30\r\n" if status in _LATER else ""
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\ncache-control: no-store\r\n{later}"
        "connection: close\r\n\r\n"
    )
    return head.encode() + body


class Connections:
    """All connections of a server.

    Parameters
    ----------
    limits
        What may be open, and how long is waited.
    clock
        Seconds, for tests.
    """

    def __init__(self, limits: Limits, clock: Clock = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._all: dict[asyncio.Transport, Connection] = {}
        self._count: dict[str, int] = {}
        self._lines: dict[str, dict[Connection, None]] = {}
        self._told: OrderedDict[Connection, None] = OrderedDict()
        #: By address, those that could make room: who has kept us waiting longest comes first.
        self._waiting: dict[str, dict[Connection, None]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._all.values()))

    def of(self, transport: asyncio.Transport) -> Connection:
        """Return the connection of a transport."""
        return self._all[transport]

    # --- coming and going ---------------------------------------------------------------------

    def admit(self, transport: asyncio.Transport, address: str) -> Connection:
        """Take up a connection; where there is no place for it, it is turned away.

        Whether it was is its ``told``, or that its transport is closing.
        """
        limits = self.limits
        connection = Connection(transport, address)
        refusal = None
        if self._count.get(address, 0) >= limits.most_of_address:
            if not self.make_room(address):
                refusal = HTTPStatus.TOO_MANY_REQUESTS, FULL_OF_ADDRESS
        elif len(self._all) - len(self._told) >= limits.most and not self.make_room():
            refusal = HTTPStatus.SERVICE_UNAVAILABLE, FULL
        self._all[transport] = connection
        if refusal is None:
            self._count[address] = self._count.get(address, 0) + 1
            self.awaits(connection, "start")
        else:
            self._turn_away(connection, refusal)
        return connection

    def becomes_line(self, connection: Connection, path: str) -> Refusal | None:
        """Make a line of a connection; or return why it may not be one."""
        limits = self.limits
        mine = self._lines.get(connection.address, {})
        live = sum(one.line == LIVE for one in mine)
        if len(mine) >= limits.most_lines_of_address or (
            path == LIVE and live >= limits.most_live_of_address
        ):
            return HTTPStatus.TOO_MANY_REQUESTS, FULL_OF_ADDRESS
        if sum(map(len, self._lines.values())) >= limits.most_lines:
            return HTTPStatus.SERVICE_UNAVAILABLE, FULL
        self.awaits(connection, None)
        connection.line = path
        self._lines.setdefault(connection.address, {})[connection] = None
        return None

    def leave(self, transport: asyncio.Transport) -> None:
        """Forget a connection that is gone."""
        connection = self._all.pop(transport, None)
        if connection is None:
            return
        self._told.pop(connection, None)
        _take_out(self._waiting, connection)
        _take_out(self._lines, connection)
        if not connection.told:
            self._count[connection.address] -= 1
            if not self._count[connection.address]:
                del self._count[connection.address]

    def awaits(
        self, connection: Connection, awaited: Awaited | None, request: object = None
    ) -> None:
        """Note what we wait for; of one request, the time runs from when it was first awaited."""
        if (connection.awaited, connection.request) == (awaited, request):
            return
        # The time of a connection's first head runs from its first moment.
        if (connection.awaited, awaited) == ("start", "head"):
            connection.awaited, connection.request = awaited, request
            return
        connection.awaited, connection.request = awaited, request
        connection.since = self._clock()
        _take_out(self._waiting, connection)
        if awaited in _WAITING:
            self._waiting.setdefault(connection.address, {})[connection] = None

    def make_room(self, address: str | None = None) -> bool:
        """End who has kept us waiting longest: of an address, or of the one that has most such."""
        if address is None:
            waiting = self._waiting
            address = max(waiting, key=lambda one: len(waiting[one]), default="")
        if address not in self._waiting:
            return False
        longest = next(iter(self._waiting[address]))
        longest.transport.abort()
        self.leave(longest.transport)
        return True

    # --- who is late --------------------------------------------------------------------------

    def end_late(self) -> None:
        """End whoever kept us waiting for too long, or reads nothing of what was sent."""
        now, limits = self._clock(), self.limits
        for one in self:
            if self._is_unread(one, now) or (one.told and now - one.since > _TOLD_SECONDS):
                one.transport.abort()
            elif one.awaited is not None and now - one.since > limits.seconds_for(one.awaited):
                late = HTTPStatus.REQUEST_TIMEOUT, LATE
                one.close(late if one.awaited == "head" else None)

    def _is_unread(self, one: Connection, now: float) -> bool:
        """Return whether what was sent should have been read by now."""
        unsent, rate = one.transport.get_write_buffer_size(), self.limits.slowest_bytes
        if not one.unsent or not unsent:
            one.unsent_until = now + self.limits.unread_seconds + unsent / rate
        else:
            one.unsent_until += max(0, unsent - one.unsent) / rate
        one.unsent = unsent
        return unsent > 0 and now > one.unsent_until

    def _turn_away(self, connection: Connection, refusal: Refusal) -> None:
        """Say why, and keep it open a moment: what is closed with a request unread is unread."""
        connection.told, connection.since = True, self._clock()
        self._told[connection] = None
        if len(self._told) > MOST_TOLD:
            self._told.popitem(last=False)[0].transport.abort()
        connection.transport.write(refused(refusal))


def _take_out(of_address: dict[str, dict[Connection, None]], connection: Connection) -> None:
    mine = of_address.get(connection.address)
    if mine is not None and connection in mine:
        del mine[connection]
        if not mine:
            del of_address[connection.address]
