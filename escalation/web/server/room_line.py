"""A seat's line into its room: what it says goes in, what it may see comes out, and no more."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from starlette.websockets import WebSocketDisconnect

from escalation.errors import InputError, PurposeError
from escalation.web.play import messages as m
from escalation.web.play.room import FACILITATOR
from escalation.web.play.screen import ToldRound, problems_told, screen
from escalation.web.play.seats import FREED
from escalation.web.play.views import view_now
from escalation.web.server import room_keys, room_messages
from escalation.web.server.allowance import Allowance
from escalation.web.server.invite import invite
from escalation.web.server.messages import AGAINST_RULES, TOO_MANY, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import WebSocket

    from escalation.web.server.rooms import HostedRoom

#: Of WebSocket: the server can't go on with this line.
TOO_SLOW: Final = 1013
#: Of WebSocket: all is done that there was to do.
ENDED: Final = 1000
#: A line that says nothing for so long is gone: pages say `HERE` far more often.
SILENT_SECONDS: Final = 75.0
#: Of ours: the seat has a later line, and the page is not to take this one up again by itself.
OPENED_ELSEWHERE: Final = 4409
#: How long whoever connects may take to be told of first, before another screen is sent.
_BETWEEN_SCREENS_SECONDS: Final = 0.1
#: Answers that may wait for somebody who reads no more.
_MOST_UNREAD: Final = 100
_ELSEWHERE: Final = "This seat was opened in another window. Reload this page to go on here."
#: Lines of one seat: a phone and a laptop, and one that is going.
MOST_OF_SEAT: Final = 3


class Line:
    """One browser in a room, as a seat."""

    def __init__(
        self,
        socket: WebSocket,
        hosted: HostedRoom,
        seat: str,
        invited: dict[str, Any] | None,
        back: str,
    ) -> None:
        self.seat = seat
        self._back = back
        self._invited = invited
        self._socket = socket
        self._hosted = hosted
        self._allowance = Allowance(room_messages.RATE, room_messages.BURST)
        self._answers: deque[dict[str, Any]] = deque()
        self._wake = asyncio.Event()
        self._dirty = True
        self._rounds: tuple[ToldRound, ...] = ()
        self._screen: dict[str, Any] = {}

    def changed(self) -> None:
        """Hear that the room is another now."""
        self._dirty = True
        self._wake.set()

    async def serve(self) -> None:
        """Stay until the browser goes, falls silent, or breaks a rule."""
        self._hosted.watchers.add(self)
        self._wake.set()
        sending = asyncio.create_task(self._send_all())
        receiving = asyncio.create_task(self._receive_all())
        try:
            await asyncio.wait({sending, receiving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._hosted.watchers.discard(self)
            for task in (sending, receiving):
                task.cancel()
            await asyncio.gather(sending, receiving, return_exceptions=True)

    @property
    def is_freed(self) -> bool:
        """Return whether the facilitator has freed this seat."""
        return self.seat != FACILITATOR and self._hosted.room.seat(self.seat) is None

    async def end(self, code: int, why: str) -> None:
        """Close the line, and say why; one that is gone already, or going, hears nothing."""
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._socket.close(code, why)

    # --- in ---------------------------------------------------------------------------------

    async def _receive_all(self) -> None:
        while True:
            try:
                sent = await asyncio.wait_for(self._socket.receive(), SILENT_SECONDS)
            except TimeoutError:
                await self.end(AGAINST_RULES, "Nothing was heard for a while.")
                return
            if sent["type"] == "websocket.disconnect":
                return
            if not self._allowance.spend():
                await self.end(AGAINST_RULES, TOO_MANY)
                return
            if not await self._take(sent.get("text")):
                await self.end(TOO_SLOW, "Answers were not read.")
                return

    async def _take(self, text: str | None) -> bool:
        """Answer one message; return whether the line may go on."""
        try:
            number, message = room_messages.read(text, self.seat)
        except RefusedError as error:
            return self._answer({"kind": "refused", "request": error.request, "why": str(error)})
        if message == room_messages.HERE:
            return True
        try:
            if message == room_messages.AGAIN:
                self._hosted.again()
            else:
                assert not isinstance(message, str)
                await self._hosted.say(message)
        except InputError as error:
            return self._answer({"kind": "refused", "request": number, "why": problems_told(error)})
        except PurposeError as error:
            return self._answer({"kind": "refused", "request": number, "why": str(error)})
        return self._answer({"kind": "done", "request": number})

    def _answer(self, said: dict[str, Any]) -> bool:
        self._answers.append(said)
        self._wake.set()
        return len(self._answers) <= _MOST_UNREAD

    # --- out --------------------------------------------------------------------------------

    async def _send_all(self) -> None:
        """Send answers as they come, and the screen when it is another; not too often."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._answers:
                    await self._socket.send_json(self._answers.popleft())
                if self._dirty:
                    self._dirty = False
                    if self.is_freed:
                        await self._socket.send_json({"kind": "freed", "why": FREED})
                        await self.end(ENDED, FREED)
                        return
                    if (said := self._news()) is not None:
                        await self._socket.send_json(said)
                    await asyncio.sleep(_BETWEEN_SCREENS_SECONDS)
        except (WebSocketDisconnect, RuntimeError):
            return  # the browser is gone

    def _news(self) -> dict[str, Any] | None:
        """Return what this seat's screen shows otherwise than before; None if nothing."""
        hosted = self._hosted
        seen = view_now(hosted.room, self.seat)
        past, odds = hosted.told_rounds.of(hosted.room, seen["you"]["team"])
        told = screen(
            hosted.room, self.seat, seen, past[-1].seen if past else None, odds,
            waiting=hosted.told, trouble=hosted.trouble if self.seat == FACILITATOR else "",
            pivots=hosted.pivots, backs=self._backs(),
        )  # fmt: skip
        told["invite"] = self._invited if hosted.room.phase == "lobby" else None
        told["you"]["back"] = self._back
        rounds = {
            str(place): one.told
            for place, one in enumerate(past)
            if place >= len(self._rounds) or self._rounds[place] is not one
        }
        fewer = len(past) < len(self._rounds)
        before, self._screen, self._rounds = self._screen, told, past
        other = {
            part: shown
            for part, shown in told.items()
            if part not in before or (before[part] is not shown and before[part] != shown)
        }
        if not other and not rounds and not fewer:
            return None
        return {"kind": "screen", "screen": other, "rounds": rounds, "count": len(past)}

    def _backs(self) -> dict[str, str]:
        """Return by seat the codes to come back, which the facilitator may look up."""
        if self.seat != FACILITATOR:
            return {}
        room = self._hosted.room
        return {one.id: room_keys.code_to_come_back(room.code, one.key) for one in room.seats}


class Lines:
    """All lines of all rooms: a seat is connected while it has one.

    Parameters
    ----------
    joins
        Addresses of the game's page under which others reach it.
    """

    def __init__(self, joins: Sequence[str] = ()) -> None:
        self._joins = joins
        self._of_seat: dict[tuple[str, str], list[Line]] = {}

    async def serve(self, socket: WebSocket, hosted: HostedRoom, seat: str, key: str) -> None:
        """Serve a line of a seat, and keep who is there up to date."""
        invited = invite(self._joins, hosted.room.code) if seat == FACILITATOR else None
        code = hosted.room.code
        back = "" if seat == FACILITATOR else room_keys.code_to_come_back(code, key)
        line = Line(socket, hosted, seat, invited, back)
        mine = self._of_seat.setdefault((hosted.room.code, seat), [])
        mine.append(line)
        try:
            for older in mine[:-MOST_OF_SEAT]:
                await older.end(OPENED_ELSEWHERE, _ELSEWHERE)
            if seat != FACILITATOR:
                with suppress(InputError):  # it was freed: that is what the line says, then
                    await hosted.say(m.ComeBack(key=key))
            await line.serve()
        finally:
            mine.remove(line)
            if not mine:
                self._of_seat.pop((hosted.room.code, seat), None)
                if seat != FACILITATOR and not line.is_freed:
                    await hosted.say(m.DropOut(by=seat))
