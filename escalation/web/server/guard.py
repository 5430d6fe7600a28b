"""At the door: who may ask, and what a browser is told to keep to.

A page on another site can make a browser send requests to this machine, under a name of its own
choosing. So the host that a request names must be ours, and so must the site that it comes from;
anything else is turned away before it is read. A picture or a script of another page names no
origin, but its browser tells that it is another's; what computes answers none of these.
"""

from __future__ import annotations

import errno
import logging
import traceback
from collections.abc import Iterable
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect

from escalation.files import reason
from escalation.web.server.refusals import MISTAKE, refusal_of

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Nothing but our own files, no inline script or style, nothing framed, no form sent anywhere.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "x-content-type-options": "nosniff",
    # To ourselves alone: browsers that tell nothing else of where a request is from tell this.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
_REFUSED: Final = "This page answers only under its own address, to itself."
_TWO_LENGTHS: Final = "A request has one length: either chunks or a count of bytes."
_NO_ROOM: Final = "This machine has no room for that just now"
#: What links of other sites may lead to: the pages, which compute nothing, and their files.
_PAGES: Final = ("/", "/play")
_FILES: Final = "/site/"
#: What is answered without a run of the model.
_CHEAP: Final = "/api/"
#: Of `Sec-Fetch-Site`: the page itself, and whoever typed the address.
_OWN_SITES: Final = ("same-origin", "none")
_NO_ROOM_ERRORS: Final = (errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT, errno.ENOMEM)
_log: Final = logging.getLogger(__name__)


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

        begun = False

        async def told(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] in ("http.response.start", "websocket.accept")
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
            await send(message)

        if _has_two_lengths(scope):
            closing = {"connection": "close"}
            twice = refusal_of(HTTPStatus.BAD_REQUEST, _TWO_LENGTHS, headers=closing)
            await twice(scope, receive, told)
            return
        if not self._is_ours(scope):
            await self._turn_away(scope, receive, told)
            return
        try:
            await self._app(scope, receive, told)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever asked is answered
            refusal = _refusal_of(error, scope)
            if scope["type"] == "websocket":
                with suppress(Exception):
                    await send({"type": "websocket.close", "code": 1011})
            elif not begun:
                await refusal(scope, receive, told)

    async def _turn_away(self, scope: Scope, receive: Receive, told: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await told({"type": "websocket.close", "code": 1008, "reason": _REFUSED})
        else:
            await refusal_of(HTTPStatus.FORBIDDEN, _REFUSED)(scope, receive, told)

    def _is_ours(self, scope: Scope) -> bool:
        """Return whether host and, where it is told, origin are ours; each may come but once."""
        told: dict[bytes, list[str]] = {
            name: []
            for name in (
                b"host",
                b"origin",
                b"sec-fetch-site",
                b"referer",
                b"accept",
                b"user-agent",
            )
        }
        for name, value in scope["headers"]:
            if name in told:
                told[name].append(value.decode("latin-1").lower())
        hosts, origins = told[b"host"], told[b"origin"]
        if len(hosts) != 1 or hosts[0] not in self._hosts or len(origins) > 1:
            return False
        if origins:
            return origins[0] in self._origins
        if scope["type"] == "websocket":
            return False
        path = scope["path"]
        if path in _PAGES or path.startswith(_FILES):
            return True
        nothing_told = not (told[b"sec-fetch-site"] or told[b"referer"])
        # Somebody who has their browser tell nothing may play all the same.
        return (nothing_told and path.startswith(_CHEAP)) or self._is_asked_here(told)

    def _is_asked_here(self, told: dict[bytes, list[str]]) -> bool:
        """Return whether a request comes from our own pages, from whoever typed it, or a program.

        Browsers don't tell a site's name to an address without a certificate, other than loopback.
        They tell a page's address then; and where neither is told, a browser that asks for a page
        was sent there by whoever typed it, while pictures and scripts are asked for as such.
        """
        if told[b"sec-fetch-site"]:
            return all(site in _OWN_SITES for site in told[b"sec-fetch-site"])
        if told[b"referer"]:
            return all(
                any(one == own or one.startswith(f"{own}/") for own in self._origins)
                for one in told[b"referer"]
            )
        is_browser = any("mozilla/" in agent for agent in told[b"user-agent"])
        return not is_browser or any("text/html" in accepted for accepted in told[b"accept"])


def _has_two_lengths(scope: Scope) -> bool:
    """Return whether two readers of a request might take it for two different ones."""
    names = {name for name, _ in scope["headers"]}
    return scope["type"] == "http" and {b"content-length", b"transfer-encoding"} <= names


def _refusal_of(error: Exception, scope: Scope) -> Response:
    """Return the answer where something went wrong, and say in the terminal what did."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM_ERRORS:
        return refusal_of(HTTPStatus.SERVICE_UNAVAILABLE, f"{_NO_ROOM}: {reason(error)}.")
    traced = "".join(traceback.format_exception(error)).rstrip()
    _log.error("%s could not be answered:\n%s", ascii(scope["path"]), traced)
    return refusal_of(HTTPStatus.INTERNAL_SERVER_ERROR, MISTAKE)


def address_of(asked: HTTPConnection) -> str:
    """Return the address that somebody asks from."""
    return asked.client.host if asked.client else ""
