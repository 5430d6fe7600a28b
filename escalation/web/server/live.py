"""The live line between a page and the model: messages in, answers out, one socket a page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.websockets import WebSocketDisconnect

from escalation.errors import InputError
from escalation.web.explore.setting import Setting, changes_told, own_file
from escalation.web.server.allowance import Allowance
from escalation.web.server.answers import answered
from escalation.web.server.guard import address_of
from escalation.web.server.messages import (
    AGAINST_RULES,
    BURST,
    RATE,
    TOO_MANY,
    Ask,
    Question,
    RefusedError,
    Stop,
    continues_a_run,
    read,
    why_of,
)
from escalation.web.server.turns import FullError, Said

if TYPE_CHECKING:
    from fastapi import WebSocket

    from escalation.web.server.desk import Desk
    from escalation.web.server.turns import Turn

#: Answers that may wait for a page that reads no more, before it is given up.
_MOST_UNREAD = 200
#: How often it is looked whether what a computation waits for is another.
_PLACE_EVERY_SECONDS = 0.5


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
        page.end()
        sending.cancel()


class Page:
    """One page: what it asked for, and what is still to be sent to it."""

    def __init__(self, socket: WebSocket, desk: Desk) -> None:
        self._socket = socket
        self._desk = desk
        self._loop = asyncio.get_running_loop()
        self._unread: asyncio.Queue[Said] = asyncio.Queue(_MOST_UNREAD)
        self._allowance = Allowance(RATE, BURST)
        self._telling: set[asyncio.Task[None]] = set()

    async def receive_all(self) -> None:
        """Take messages until there are none, or one too many."""
        while True:
            sent = await self._socket.receive()
            if sent["type"] == "websocket.disconnect":
                return
            if not self._allowance.spend():
                await self._socket.close(AGAINST_RULES, TOO_MANY)
                return
            try:
                message = read(sent.get("text"))
            except RefusedError as error:
                about = {"request": error.request, "about": error.about}
                self._put({"kind": "refused", **about, "why": str(error)})
                continue
            if isinstance(message, Stop):
                self._desk.turns.leave(self, message.what)
            else:
                await self._take(message)

    async def send_all(self) -> None:
        """Send answers as they come."""
        while True:
            await self._socket.send_json(await self._unread.get())

    async def _take(self, question: Question) -> None:
        """Say at once what needs no run; have the rest computed in its turn."""
        try:
            if isinstance(question, Ask):
                setting = question.setting
                at_once = await self._desk.read(lambda: told_at_once(self._desk, setting))
                self._put({"request": question.request, "about": "ask", **at_once})
            turn = self._desk.turns.enter(
                self,
                question.kind,
                lambda stop: answered(self._desk, question, stop),
                self._say_of(question),
                needs=self._desk.warming.rest if continues_a_run(question) else None,
                address=address_of(self._socket),
            )
        except (InputError, FullError) as error:
            self._desk.turns.leave(self, question.kind)
            self._say_of(question)({"kind": "refused", "why": why_of(error)})
            return
        telling = asyncio.create_task(self._tell_place(question, turn))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def _tell_place(self, question: Question, turn: Turn) -> None:
        """Say what a computation waits for, and again when that is another, until it begins."""
        told = ""
        while turn.waits:
            waits = self._desk.place_told(turn)
            if waits and waits != told:
                told = waits
                about = {"request": question.request, "about": question.kind}
                self._put({**about, "kind": "queued", "why": told})
            await asyncio.sleep(_PLACE_EVERY_SECONDS)

    def _say_of(self, question: Question) -> Callable[[Said], None]:
        """Return a function by which any thread sends an answer to a question."""

        def say(said: Said) -> None:
            about = {"request": question.request, "about": question.kind}
            self._loop.call_soon_threadsafe(self._put, {**about, **said})

        return say

    def end(self) -> None:
        """Want nothing any more."""
        self._desk.turns.leave(self)
        for telling in self._telling:
            telling.cancel()

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
