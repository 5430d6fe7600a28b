"""The rooms that are open: each takes one message after the other, keeps it, and tells who watches.

A message is acknowledged once it is on disk. What the model is to compute waits in the same queue
as what the page's explorers ask for, and what was under way when a server ended is begun again.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from escalation.errors import InputError, PurposeError
from escalation.files import write_text_atomically
from escalation.letters import visible
from escalation.scenario.load import resolved_yaml, scenario_of
from escalation.studies.pivots import pivots_in_steps
from escalation.studies.steps import retold
from escalation.web.play import Compute, Room, finish, open_room, play, replayable, step
from escalation.web.play import messages as m
from escalation.web.play.messages import Message
from escalation.web.play.screen import ToldRounds
from escalation.web.server import room_keys
from escalation.web.server.room_store import RoomStore, changed_parts, why_not
from escalation.web.server.turns import FullError, Said

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario
    from escalation.web.play.machine import Effect
    from escalation.web.server.desk import Desk

#: Rooms that a server keeps; each is a game of a class.
MOST_ROOMS: Final = 100
#: Futures of a morning when the moments that a game hung on are looked for.
PIVOT_FUTURES: Final = 100
#: How long a debrief waits for them.
WAIT_FOR_PIVOTS_SECONDS: Final = 60.0
_PIVOTS: Final = "pivots"
#: Said between two steps, when others may have their turn.
_UNDER_WAY: Final = "under way"
#: Folder of what was saved of games, beside the file of rooms.
FILES: Final = "games"
Done = TypeVar("Done")
_PLACE_EVERY_SECONDS: Final = 0.5


class NotKeptError(PurposeError):
    """A message could not be written to disk, and so was not taken."""


class Watcher(Protocol):
    """Somebody's line into a room."""

    def changed(self) -> None:
        """Hear that the room is another now."""


class HostedRoom:
    """A room, who watches it, and what is computed for it.

    Attributes
    ----------
    room
        As it is on disk.
    waiting
        What is to be said of a computation that waits, or an empty string.
    trouble
        Why a computation failed, or an empty string.
    pivots
        Which moments the game hung on, as sentences, once that is known.
    told_rounds
        What each team is told of the rounds that are played.
    """

    def __init__(self, room: Room, rooms: Rooms) -> None:
        self.room = room
        self.waiting = self.trouble = ""
        self.pivots: tuple[str, ...] | None = None
        self.told_rounds = ToldRounds()
        self.watchers: set[Watcher] = set()
        self._rooms = rooms
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        #: Counts computations that were begun or stopped: what an earlier one brings is not taken.
        self._computation = 0
        self._computing = False
        self._pivots_known = asyncio.Event()

    async def say(self, message: Message) -> tuple[Effect, ...]:
        """Take a message; when this returns, what came of it is on disk.

        Raises
        ------
        InputError
            If it can't be said now, or not by that seat.
        NotKeptError
            If it could not be written.
        """
        # Whoever sent it may be gone before it is kept; it is then kept all the same.
        return await asyncio.shield(self._begin(self._say(message)))

    async def _say(self, message: Message) -> tuple[Effect, ...]:
        async with self._lock:
            room, effects = step(self.room, message)
            await self._rooms.keep(self.room, room)
            self.room = room
        if isinstance(message, m.Undo):
            self._stop_computing()
        self._do(effects)
        self.tell()
        return effects

    def _begin(self, what: Coroutine[Any, Any, Done]) -> asyncio.Task[Done]:
        task = asyncio.create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @property
    def told(self) -> str:
        """Return what all are to read: that nothing can be kept, or what is waited for."""
        if self._rooms.ailing:
            return f"Nothing can be kept now, so nothing is taken. {self._rooms.ailing}."
        return self.waiting

    def tell(self) -> None:
        """Let all who watch hear that something changed."""
        for one in tuple(self.watchers):
            one.changed()

    def keep_file(self, name: str, text: str) -> None:
        """Write a file of the game beside the file of the rooms.

        Raises
        ------
        OutputError
            If it could not be written.
        """
        folder = self._rooms.folder / FILES
        folder.mkdir(exist_ok=True)
        write_text_atomically(folder / name, text)

    # --- what the model computes --------------------------------------------------------------

    def take_up(self) -> None:
        """Begin again what was under way when the room was last kept."""
        if self.room.phase == "computing":
            self._do((Compute(what="play", round=self.room.now.number),))
        elif self.room.phase == "closing":
            self._do((Compute(what="finish", round=self.room.now.number),))

    def again(self) -> None:
        """Compute once more what failed."""
        if self.trouble:
            self.trouble = ""
            self.take_up()
            self.tell()

    def know_pivots(self, found: Sequence[str]) -> None:
        """Take the moments that the game hung on."""
        self.pivots = tuple(found)
        self._pivots_known.set()

    async def found_pivots(self) -> tuple[str, ...] | None:
        """Return the moments that the game hung on; None if they are not known in a while."""
        self.want_pivots()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._pivots_known.wait(), WAIT_FOR_PIVOTS_SECONDS)
        return self.pivots

    def want_pivots(self) -> None:
        """Have the moments that the game hung on looked for, unless that is done or begun."""
        if self.pivots is None and not self._computing and self.room.final is not None:
            self._compute_next(_PIVOTS)

    def _do(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, Compute):
                self._compute_next(effect.what)

    def _compute_next(self, what: str) -> None:
        self._computation += 1
        self._computing = True
        self._begin(self._compute(what, self._computation))

    def _stop_computing(self) -> None:
        self._rooms.desk.turns.leave(self)
        self._computation += 1
        self._computing = False
        self.waiting = self.trouble = ""

    async def _compute(self, what: str, number: int) -> None:
        """Put a computation into the queue, and say its place there until it is done."""
        room, loop = self.room, asyncio.get_running_loop()
        done: asyncio.Future[Said] = loop.create_future()

        def take(said: Said) -> None:
            if said["kind"] != _UNDER_WAY and not done.done():
                done.set_result(said)

        def say(said: Said) -> None:
            loop.call_soon_threadsafe(take, said)

        turns = self._rooms.desk.turns
        while number == self._computation:
            try:
                turn = turns.enter(
                    self,
                    "room",
                    lambda stop: computed(room, what, stop),
                    say,
                    people=max(1, len(self.watchers)),
                    needs=self._rooms.desk.warming.rest,
                )
                break
            except FullError as error:
                self._wait(str(error))
                await asyncio.sleep(_PLACE_EVERY_SECONDS)
        else:
            return
        while not done.done() and number == self._computation:
            self._wait(self._rooms.desk.place_told(turn))
            await asyncio.wait([done], timeout=_PLACE_EVERY_SECONDS)
        if number == self._computation:
            self._computing = False
            self._wait("")
            await self._take(done.result())

    def _wait(self, told: str) -> None:
        if told != self.waiting:
            self.waiting = told
            self.tell()

    async def _take(self, said: Said) -> None:
        """Take what was computed into the room; the pivots go beside it."""
        if said["kind"] == "refused":
            self.trouble = said["why"]
            self.tell()
            return
        try:
            if said["kind"] == _PIVOTS:
                # Known they are, on disk or not; where it is full, all are told so.
                self.know_pivots(said["found"])
                self.tell()
                with suppress(NotKeptError):
                    await self._rooms.note(self.room.code, _PIVOTS, json.dumps(said["found"]))
            else:
                await self.say(said["message"])
                self.want_pivots()
        except (InputError, NotKeptError) as error:
            self.trouble = str(error)
            self.tell()


def computed(room: Room, what: str, stop: threading.Event) -> Iterator[Said]:
    """Yield what the model makes of a room: its round, its ending, or what it hung on."""
    if stop.is_set():
        return
    if what == "play":
        message: Message = m.Played(round=room.now.number, result=play(room))
        yield {"kind": "message", "message": message}
    elif what == "finish":
        yield {"kind": "message", "message": m.Finished(ending=finish(room))}
    else:
        scenario = scenario_of(replayable(room), "the game")
        steps = pivots_in_steps(scenario, room.run, futures=PIVOT_FUTURES)
        found = yield from retold(steps, lambda _: {"kind": _UNDER_WAY})
        yield {"kind": _PIVOTS, "found": found.findings_of(f"The world of game {room.code}")}


class Rooms:
    """All rooms of a server, in one folder.

    Parameters
    ----------
    folder
        Where the file of rooms is; see `RoomStore`.

    Attributes
    ----------
    key
        The facilitator's key, as a person types it: who has it runs all rooms of this folder.
    ailing
        Why nothing can be kept, for all to read; empty while all that was said last was kept.
    token
        What the browser of somebody keeps who has shown it.

    Raises
    ------
    InputError
        As `RoomStore` does.
    """

    desk: Desk

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = RoomStore(folder)
        try:
            self.key = self._store.once("facilitators_key", room_keys.new_facilitators_key())
            self.token = self._store.once("facilitators_token", room_keys.new_key())
            self._kept = self._store.rooms()
            self._found_pivots = self._store.notes(_PIVOTS)
            self._store.checkpoint()  # the keys go into the file itself
        except InputError:
            self._store.close()
            raise
        # One thread: SQLite writes one message after the other anyway.
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="escalation-rooms")
        self._hosted: dict[str, HostedRoom] = {}
        self._open = True
        self.ailing = ""

    def take_up(self, desk: Desk) -> None:
        """Bring back the rooms, and go on with what was computed; in the server's loop."""
        self.desk = desk
        for code, room in self._kept.items():
            hosted = self._hosted[code] = HostedRoom(room, self)
            if (found := self._found_pivots.get(code)) is not None:
                hosted.know_pivots(found)
            hosted.take_up()
            hosted.want_pivots()
        self._kept = {}

    def close(self) -> None:
        """Write what is being written, and close the file; nothing is taken from then on."""
        self._open = False
        self._writing.shutdown(wait=True)
        self._store.close()

    def code_for(self, scenario: Scenario) -> str:
        """Return the code of a room to invite to, before the server begins.

        It is the newest that is not over, or one that is opened for the scenario.

        Raises
        ------
        InputError
            If the scenario can't be played, or the room could not be kept.
        """
        for code, room in reversed(self._kept.items()):
            if room.final is None:
                return code
        room = _opened(room_keys.new_code(self._kept), scenario)
        try:
            self._store.keep(room.code, changed_parts(None, room))
            self._store.checkpoint()
        except (sqlite3.Error, OSError) as error:
            why = f"can't be used: {why_not(error)}"
            raise InputError.single(str(self._store.path), why) from None
        self._kept[room.code] = room
        return room.code

    def is_key(self, key: str) -> bool:
        """Return whether a key is the facilitator's, however it was typed."""
        return room_keys.same(room_keys.as_code(key), room_keys.as_code(self.key))

    def get(self, code: str) -> HostedRoom | None:
        """Return a room by its code."""
        return self._hosted.get(code)

    def all(self) -> list[HostedRoom]:
        """Return the rooms, the newest first."""
        return list(reversed(self._hosted.values()))

    async def open(self, scenario: Scenario, **settings: Any) -> HostedRoom:
        """Open a room under a new code; ``settings`` are those of `escalation.web.play.open_room`.

        Raises
        ------
        InputError
            If a setting is wrong, or there are too many rooms.
        NotKeptError
            If it could not be written.
        """
        if len(self._hosted) >= MOST_ROOMS:
            raise InputError.single("rooms", f"this folder has {MOST_ROOMS}; use another one")
        code = room_keys.new_code(self._hosted)
        hosted = self._hosted[code] = HostedRoom(_opened(code, scenario, **settings), self)
        try:
            await self.keep(None, hosted.room)
        except NotKeptError:
            del self._hosted[code]
            raise
        return hosted

    async def keep(self, old: Room | None, new: Room) -> None:
        """Write what of a room has changed.

        Raises
        ------
        NotKeptError
            If it could not be written.
        """
        await self._write(new.code, changed_parts(old, new))
        if self._open and (old is None or old.at != new.at):
            self._writing.submit(self._store.checkpoint)  # nobody waits for it

    async def note(self, code: str, name: str, body: str) -> None:
        """Write something beside a room.

        Raises
        ------
        NotKeptError
            If it could not be written.
        """
        await self._write(code, {name: body})

    async def _write(self, code: str, parts: dict[str, Any]) -> None:
        if not parts:
            return
        if not self._open:
            raise NotKeptError("The server is ending, so it was not taken.")
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._writing, self._store.keep, code, parts)
        except (sqlite3.Error, OSError) as error:
            self._ail(f"{self._store.path.name}: {why_not(error)}")
            raise NotKeptError(f"It could not be kept and was not taken. {self.ailing}.") from None
        self._ail("")

    def _ail(self, why: str) -> None:
        """Tell all rooms that nothing can be kept, or that it can again."""
        if why != self.ailing:
            self.ailing = why
            for hosted in self._hosted.values():
                hosted.tell()


def _opened(code: str, scenario: Scenario, **settings: Any) -> Room:
    """Return a room in its lobby: a world of the scenario that nobody has looked up before.

    Raises
    ------
    InputError
        As `escalation.web.play.open_room` does.
    """
    seed = room_keys.new_seed()
    title = visible(scenario.title, keep="")
    return open_room(code, title, resolved_yaml(scenario), seed=seed, **settings)
