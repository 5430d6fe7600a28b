"""The live line between a page and the model: messages in, answers out, one socket a page."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocketDisconnect

from escalation.errors import InputError
from escalation.web.explore.bench import STAGES
from escalation.web.explore.figures import figure
from escalation.web.explore.odds import odds_answer
from escalation.web.explore.setting import Setting, applied, changes_told, own_file
from escalation.web.server.messages import BURST, RATE, Ask, RefusedError, Stop, read
from escalation.web.server.turns import FullError, Said

if TYPE_CHECKING:
    from fastapi import WebSocket

    from escalation.web.server.desk import Desk

COMPILING = (
    "The model is being loaded. The first time after an installation it is compiled, which takes a "
    "minute or two."
)
#: Of WebSocket: what was sent breaks a rule.
_AGAINST_RULES = 1008
#: Answers that may wait for a page that reads no more, before it is given up.
_MOST_UNREAD = 200


class Allowance:
    """How many messages may still be sent: `RATE` a second, saved up to `BURST`."""

    def __init__(self) -> None:
        self._left, self._at = float(BURST), time.monotonic()

    def spend(self) -> bool:
        """Take one; return whether there was one."""
        now = time.monotonic()
        self._left = min(self._left + (now - self._at) * RATE, BURST)
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


async def serve_live(socket: WebSocket, desk: Desk) -> None:
    """Answer a page until it goes; what it asked for last is stopped then."""
    await socket.accept()
    page = Page(socket, desk)
    sending = asyncio.create_task(page.send_all())
    try:
        await page.receive_all()
    except WebSocketDisconnect:
        pass
    finally:
        desk.turns.leave(page)
        sending.cancel()


class Page:
    """One page: what it asked for, and what is still to be sent to it."""

    def __init__(self, socket: WebSocket, desk: Desk) -> None:
        self._socket = socket
        self._desk = desk
        self._loop = asyncio.get_running_loop()
        self._unread: asyncio.Queue[Said] = asyncio.Queue(_MOST_UNREAD)
        self._allowance = Allowance()

    async def receive_all(self) -> None:
        """Take messages until there are none, or one too many."""
        while True:
            text = await self._socket.receive_text()
            if not self._allowance.spend():
                await self._socket.close(_AGAINST_RULES, "Too many messages at once.")
                return
            try:
                message = read(text)
            except RefusedError as error:
                self._put({"kind": "refused", "request": None, "why": str(error)})
                continue
            if isinstance(message, Stop):
                self._desk.turns.leave(self, "ask")
            else:
                self._take(message)

    async def send_all(self) -> None:
        """Send answers as they come."""
        while True:
            await self._socket.send_json(await self._unread.get())

    def _take(self, ask: Ask) -> None:
        """Say at once what is asked for, in words and as a file; have the odds computed."""
        try:
            self._put({"request": ask.request, **told_at_once(self._desk, ask.setting)})
            turn = self._desk.turns.enter(
                self, "ask", lambda stop: answer(self._desk, ask, stop), self._say_of(ask.request)
            )
        except (InputError, FullError) as error:
            self._desk.turns.leave(self, "ask")
            why = [str(one) for one in getattr(error, "problems", (error,))]
            self._put({"kind": "refused", "request": ask.request, "why": " ".join(why)})
            return
        if not self._desk.ready.is_set():
            self._put({"kind": "queued", "request": ask.request, "why": COMPILING})
        elif ahead := self._desk.turns.ahead_of(turn):
            others = "1 other answer comes" if ahead == 1 else f"{ahead} other answers come"
            self._put({"kind": "queued", "request": ask.request, "why": f"{others} first."})

    def _say_of(self, request: int) -> Any:
        """Return a function by which the computing thread sends an answer to a request."""

        def say(said: Said) -> None:
            self._loop.call_soon_threadsafe(self._put, {"request": request, **said})

        return say

    def _put(self, said: Said) -> None:
        """Have something sent; a page that reads nothing any more gets nothing any more."""
        if not self._unread.full():
            self._unread.put_nowait(said)


def told_at_once(desk: Desk, setting: Setting) -> Said:
    """Return what needs no run: what a setting changes, and the file that says so.

    Raises
    ------
    InputError
        If the setting is wrong.
    """
    base = desk.catalogue.scenario(setting.scenario)
    text = own_file(base, desk.catalogue.extends(setting.scenario), setting)
    return {"kind": "setting", "changes": changes_told(base, setting), "file": text}


def answer(desk: Desk, ask: Ask, stop: threading.Event) -> Iterator[Said]:
    """Yield the odds of a setting after each of `STAGES`, paired with those of the default."""
    base = desk.catalogue.scenario(ask.setting.scenario)
    changed = applied(base, ask.setting)
    session = desk.session(stop)
    for stage, runs in enumerate(STAGES):
        default = None
        if not ask.setting.is_empty:
            default = desk.bench.result(base, runs, session)
            if default is None:
                return
        result = desk.bench.result(changed, runs, session)
        if result is None:
            return
        yield {
            "kind": "odds",
            "stage": stage,
            "stages": len(STAGES),
            "odds": odds_answer(result, default),
            # The first answer must be quick: charts come with the second.
            "figures": {name: figure(name, result) for name in ask.figures} if stage else {},
        }
