"""Who may come in: seats and the facilitator by their cookies; what is guessed wrongly is counted.

A cookie is a key of 144 bits, which nobody guesses at any speed. A wrong one counts as a wrong code
does, but the right one is let in even where too many were wrong: a class behind one address must
not lose its seats to one who guesses.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from escalation.errors import InputError
from escalation.web.play.room import FACILITATOR
from escalation.web.server import room_keys
from escalation.web.server.allowance import MOST_ADDRESSES, Allowance, Clock, Guesses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import Request, WebSocket

    from escalation.web.server.rooms import HostedRoom, Rooms

NOT_FOUND: Final = "There is no room with that code."
#: New seats in one room that one address may ask for, a second in the long run and at once: a class
#: whose phones share an address comes in at once, and nobody fills a room alone in a moment.
OF_CLASS: Final = (1 / 5, 60)
TAKEN_TOO_FAST: Final = (
    "Very many seats of this room were just taken from your network. Try again in a few seconds; "
    "the facilitator can free seats that nobody needs."
)
#: Set in what is asked once its wrong cookie is counted.
_COUNTED: Final = "escalation.counted"


class Door:
    """Lets in who may come.

    Parameters
    ----------
    rooms
        The rooms.
    joins
        Addresses of the game's page under which others than this machine's user reach it; then
        opening a room takes the facilitator's key.
    clock
        Seconds, for tests.

    Attributes
    ----------
    cookie
        Name of the cookie that keeps the facilitator's token. Browsers send a cookie to all servers
        of one machine, whatever their port, so each folder of rooms has a name of its own.
    """

    def __init__(self, rooms: Rooms, joins: Sequence[str], clock: Clock = time.monotonic) -> None:
        self.rooms = rooms
        self.joins = joins
        self.shared = bool(joins)
        self.cookie = f"escalation_facilitator_{room_keys.mark_of(rooms.token)}"
        self._clock = clock
        self._guesses = Guesses(clock)
        self._taken: OrderedDict[tuple[str, str], Allowance] = OrderedDict()

    def facilitates(self, asked: Request | WebSocket) -> bool:
        """Return whether somebody has shown the facilitator's key.

        Raises
        ------
        GuessedTooOftenError
            If the cookie is wrong, and too many were.
        """
        given = asked.cookies.get(self.cookie)
        if given is None:
            return False
        if room_keys.same(given, self.rooms.token):
            return True
        self._count_cookie(asked)
        return False

    def seat(self, asked: Request | WebSocket, hosted: HostedRoom) -> tuple[str, str] | None:
        """Return the seat that somebody has in a room, and its key; None if there is none.

        Raises
        ------
        GuessedTooOftenError
            If the cookie is wrong, and too many were.
        """
        found = self._had(asked, hosted)
        return None if found is None or hosted.room.seat(found[0]) is None else found

    def was_freed(self, asked: Request | WebSocket, hosted: HostedRoom) -> bool:
        """Return whether somebody had a seat in a room that was freed."""
        found = self._had(asked, hosted)
        return found is not None and hosted.room.seat(found[0]) is None

    def place(
        self, asked: Request | WebSocket, hosted: HostedRoom, role: str
    ) -> tuple[str, str] | None:
        """Return the seat as which somebody may have a line, and its key; None if as none.

        Whoever had one that was freed has a line too, to be told so.

        Raises
        ------
        GuessedTooOftenError
            If a cookie is wrong, and too many were.
        """
        if role == "lead" and self.facilitates(asked):
            return FACILITATOR, ""
        return self._had(asked, hosted) if role == "seat" else None

    def _had(self, asked: Request | WebSocket, hosted: HostedRoom) -> tuple[str, str] | None:
        """Return the seat that somebody has or had, and its key."""
        given = asked.cookies.get(cookie_of(hosted.room.code))
        if given is None:
            return None
        for seat in hosted.room.all_seats:
            if room_keys.same(seat.key, given):
                return seat.id, seat.key
        self._count_cookie(asked)
        return None

    def seat_of(self, asked: Request, hosted: HostedRoom, back: str) -> tuple[str, str] | None:
        """Return the seat whose code to come back somebody gives, and its key; None if it is none.

        Raises
        ------
        GuessedTooOftenError
            If too many were wrong.
        """
        address = self._may_guess(asked)
        code, given = hosted.room.code, room_keys.as_code(back)
        found = None
        for seat in hosted.room.seats:
            known = room_keys.as_code(room_keys.code_to_come_back(code, seat.key))
            if room_keys.same(known, given):
                found = seat.id, seat.key
        if found is None:
            self._guesses.wrong(address)
        return found

    def room(self, asked: Request | WebSocket, code: str) -> HostedRoom:
        """Return a room by a code that somebody gives.

        Raises
        ------
        GuessedTooOftenError
            If too many were wrong, and whoever asks is nobody who is known.
        InputError
            If there is none.
        """
        hosted = self.rooms.get(room_keys.as_code(code))
        known = self.facilitates(asked) or (hosted is not None and self._had(asked, hosted))
        if not known and not asked.scope.get(_COUNTED):
            self._may_guess(asked)
        if hosted is None:
            self._guesses.wrong(_address(asked))
            raise InputError.single("", NOT_FOUND)
        return hosted

    def check_key(self, asked: Request, key: str) -> bool:
        """Return whether a key is the facilitator's.

        Raises
        ------
        GuessedTooOftenError
            If too many were wrong.
        """
        address = self._may_guess(asked)
        if self.rooms.is_key(key):
            return True
        self._guesses.wrong(address)
        return False

    def may_take_a_seat(self, asked: Request, hosted: HostedRoom) -> bool:
        """Return whether an address may ask for one more seat of a room now, and count it."""
        of = (hosted.room.code, _address(asked))
        mine = self._taken.setdefault(of, Allowance(*OF_CLASS, self._clock))
        self._taken.move_to_end(of)
        if len(self._taken) > MOST_ADDRESSES:
            self._taken.popitem(last=False)
        return mine.spend()

    def _may_guess(self, asked: Request | WebSocket) -> str:
        """Return who asks, unless they were wrong too often."""
        address = _address(asked)
        self._guesses.check(address)
        return address

    def _count_cookie(self, asked: Request | WebSocket) -> None:
        """Count a wrong cookie, once for what is asked."""
        if not asked.scope.get(_COUNTED):
            asked.scope[_COUNTED] = True
            self._guesses.wrong(self._may_guess(asked))


def _address(asked: Request | WebSocket) -> str:
    return asked.client.host if asked.client else ""


def cookie_of(code: str) -> str:
    """Return the name of the cookie that keeps a seat in a room."""
    return f"escalation_seat_{code}"
