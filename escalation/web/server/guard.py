"""At the door: who may ask, and what a browser is told to keep to.

A page on another site can make a browser send requests to this machine, under a name of its own
choosing. So the host that a request names must be ours, and so must the site that it comes from;
anything else is turned away before it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Nothing but our own files, no inline script or style, nothing framed, no form sent anywhere.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
_REFUSED: Final = b"This page answers only under its own address, to itself."


class Guard:
    """Lets through what names one of our hosts, and comes from none but our own pages.

    Parameters
    ----------
    app
        What stands behind the door.
    hosts
        Each host with its port, as a browser names it: ``127.0.0.1:8460``.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)
        sockets = " ".join(sorted(f"ws://{host}" for host in self._hosts))
        headers = HEADERS | {"content-security-policy": POLICY.format(sockets=sockets)}
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or turn it away."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
            await send(message)

        if self._is_ours(scope):
            await self._app(scope, receive, told)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": _REFUSED.decode()})
        else:
            headers = [(b"content-type", b"text/plain; charset=utf-8")]
            await told({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": _REFUSED})

    def _is_ours(self, scope: Scope) -> bool:
        """Return whether host and, where it is told, origin are ours; each may come but once."""
        told: dict[bytes, list[str]] = {b"host": [], b"origin": []}
        for name, value in scope["headers"]:
            if name in told:
                told[name].append(value.decode("latin-1").lower())
        hosts, origins = told[b"host"], told[b"origin"]
        if len(hosts) != 1 or hosts[0] not in self._hosts or len(origins) > 1:
            return False
        if scope["type"] == "websocket" and not origins:
            return False
        return not origins or origins[0] in self._origins


def address_of(asked: HTTPConnection) -> str:
    """Return the address that somebody asks from."""
    return asked.client.host if asked.client else ""
