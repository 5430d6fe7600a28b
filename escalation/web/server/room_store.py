"""Rooms on disk: one SQLite file, a room in parts, so that a move writes a few hundred bytes.

What is acknowledged must be on disk: `keep` returns after the commit, and with a write-ahead log
and ``synchronous=FULL`` SQLite has had the log written through to the disk by then. A server that
is killed at any moment finds every room as it was last acknowledged.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from escalation.errors import InputError
from escalation.web.play import Room
from escalation.web.play.room import Round, Seat

FILE: Final = "rooms.sqlite"
#: Of the file's form; another form is another version.
VERSION: Final = "1"
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rooms (number INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS parts (
    room TEXT, name TEXT, body TEXT NOT NULL, PRIMARY KEY (room, name)
) WITHOUT ROWID;
"""
_SEATS: Final[TypeAdapter[tuple[Seat, ...]]] = TypeAdapter(tuple[Seat, ...])

#: Parts to write by their name; None for one that is to go.
Parts = dict[str, str | None]


def changed_parts(old: Room | None, new: Room) -> Parts:
    """Return the parts of a room that differ from those on disk.

    Who is connected is not kept: after a restart nobody is.
    """
    parts: Parts = {}
    head = _head(new)
    if old is None or _head(old) != head:
        parts["head"] = head
    if old is None or old.scenario != new.scenario:
        parts["scenario"] = new.scenario
    seats = _seats(new)
    if old is None or _seats(old) != seats:
        parts["seats"] = seats
    before = () if old is None else old.rounds
    for number, one in enumerate(new.rounds):
        if number >= len(before) or before[number] is not one:
            parts[f"round-{number}"] = one.model_dump_json()
    for number in range(len(new.rounds), len(before)):
        parts[f"round-{number}"] = None
    return parts


def _head(room: Room) -> str:
    return room.model_dump_json(exclude={"scenario", "seats", "rounds"})


def _seats(room: Room) -> str:
    away = tuple(seat.model_copy(update={"connected": False}) for seat in room.seats)
    return _SEATS.dump_json(away).decode()


class RoomStore:
    """The file of rooms in a folder, held by one server at a time.

    Not for several threads at once: the server gives it a thread of its own.

    Parameters
    ----------
    folder
        Made if it isn't there.

    Raises
    ------
    InputError
        If another server holds the folder, or the file is none of ours or of another version.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / f"{FILE}.lock", timeout=0, thread_local=False)
            self._lock.acquire()
        except Timeout:
            raise InputError.single(
                str(folder), "another `escalation serve` keeps its rooms there; give --data another"
            ) from None
        except OSError as error:
            raise InputError.single(str(folder), f"can't keep rooms: {error.strerror}") from None
        try:
            self._db = self._opened()
        except BaseException:
            self._lock.release()
            raise

    def _opened(self) -> sqlite3.Connection:
        try:
            # Whoever may read the file may read every room's keys.
            self.path.touch(mode=0o600)
            db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.executescript(_TABLES)
            db.execute("INSERT OR IGNORE INTO about VALUES ('version', ?)", (VERSION,))
            (version,) = db.execute("SELECT value FROM about WHERE name = 'version'").fetchone()
        except sqlite3.Error as error:
            raise InputError.single(
                str(self.path), f"can't be used: {error}; move it away to begin afresh"
            ) from None
        if version != VERSION:
            db.close()
            raise InputError.single(
                str(self.path),
                f"is of another version ({version}, not {VERSION}); move it away to begin afresh",
            )
        return db

    def close(self) -> None:
        """Close the file; what was acknowledged is in it already."""
        with suppress(sqlite3.Error):
            self._db.close()
        self._lock.release()

    def once(self, name: str, value: str) -> str:
        """Return what is kept under a name; if nothing is, keep this."""
        self._db.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (name, value))
        row = self._db.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(row[0])

    def keep(self, code: str, parts: Mapping[str, str | None]) -> None:
        """Write parts of a room, all of them or none; they are on disk when this returns.

        Raises
        ------
        sqlite3.Error
            If they could not be written; the room on disk is then as it was.
        """
        if not parts:
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.execute("INSERT OR IGNORE INTO rooms (code) VALUES (?)", (code,))
            for name, body in parts.items():
                if body is None:
                    self._db.execute("DELETE FROM parts WHERE room = ? AND name = ?", (code, name))
                else:
                    self._db.execute(
                        "INSERT OR REPLACE INTO parts VALUES (?, ?, ?)", (code, name, body)
                    )
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise

    def rooms(self) -> dict[str, Room]:
        """Return every room as it was last acknowledged, by its code, the oldest first.

        Raises
        ------
        InputError
            If one can't be read.
        """
        found: dict[str, dict[str, str]] = {}
        rows = self._db.execute(
            "SELECT code, name, body FROM rooms JOIN parts ON room = code ORDER BY number"
        )
        for code, name, body in rows:
            found.setdefault(code, {})[name] = body
        try:
            return {code: _room(parts) for code, parts in found.items()}
        except (KeyError, ValidationError) as error:
            raise InputError.single(
                str(self.path), f"holds a room that can't be read ({error}); move it away"
            ) from None

    def note(self, code: str, name: str) -> str | None:
        """Return a part of a room that is none of the game's own, or None."""
        row = self._db.execute(
            "SELECT body FROM parts WHERE room = ? AND name = ?", (code, name)
        ).fetchone()
        return None if row is None else str(row[0])


def _room(parts: Mapping[str, str]) -> Room:
    head: dict[str, Any] = json.loads(parts["head"])
    count = sum(name.startswith("round-") for name in parts)
    rounds = tuple(Round.model_validate_json(parts[f"round-{n}"]) for n in range(count))
    room = Room.model_validate(head | {"scenario": parts["scenario"]})
    seats = _SEATS.validate_json(parts["seats"])
    return room.model_copy(update={"rounds": rounds, "seats": seats})
