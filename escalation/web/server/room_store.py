"""Rooms on disk: one SQLite file, a room in parts, so that a move writes a few hundred bytes.

What is acknowledged must be on disk: `keep` returns after the commit, and with a write-ahead log
and ``synchronous=FULL`` SQLite has had the log written through to the disk by then. A server that
is killed at any moment finds every room as it was last acknowledged. What is in the log goes
into the file itself at every step of a game, so that little is lost with a log that is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from escalation.errors import InputError
from escalation.web.play import Room
from escalation.web.play.playing import check_room_scenario
from escalation.web.play.room import Round, Seat, check_room
from escalation.web.server.room_log import is_log_damaged, log_of

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
_OURS: Final = frozenset({"about", "rooms", "parts"})
#: How long a write waits for another program that holds the file; others wait behind it.
_WAIT_SECONDS: Final = 2.0
_AWAY: Final = "move it away, with its -wal and -shm, to begin afresh, or put a copy in its place"
_LOG: Final = f"{FILE}-wal"
_FILE_GONE: Final = (
    f"its log {_LOG} is there and it is not, or is empty: put it back, or move the log away to "
    "begin afresh"
)
_LOG_GONE: Final = (
    f"its log {_LOG} is gone, with what was said last: put it back; or make an empty file of that "
    "name, to go on without"
)
_LOG_DAMAGED: Final = (
    f"its log {_LOG} is damaged, which has what was said last: put a copy of both in their place; "
    "or make the log an empty file, to go on without"
)
#: What stands in the file while a server has it open: its log is then beside it.
_IS_OPEN: Final = "is_open"
#: What is wrong, by SQLite's kind of error, and what to do.
_WHY: Final = {
    sqlite3.SQLITE_BUSY: "another program holds it: close that one, and try again",
    sqlite3.SQLITE_LOCKED: "another program holds it: close that one, and try again",
    sqlite3.SQLITE_FULL: "the disk is full: make room on it, and try again",
    sqlite3.SQLITE_IOERR: "the disk did not take it, which may be full: look at it, and try again",
    sqlite3.SQLITE_READONLY: "it can't be written to: let who runs the server write to the folder",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened: let who runs the server write to the folder",
    sqlite3.SQLITE_PERM: "it can't be opened: let who runs the server write to the folder",
    sqlite3.SQLITE_CORRUPT: f"it is damaged: {_AWAY}",
    sqlite3.SQLITE_NOTADB: f"it is no file of rooms: {_AWAY}",
}
_SENTENCES: Final = TypeAdapter(tuple[str, ...])
_SEATS: Final[TypeAdapter[tuple[Seat, ...]]] = TypeAdapter(tuple[Seat, ...])

#: Parts to write by their name; None for one that is to go.
Parts = dict[str, str | None]


class GoneError(OSError):
    """The file is no longer where it was opened: what is written to it would be lost."""

    def __str__(self) -> str:
        """Say what happened, and what to do."""
        return "it was moved or deleted while the server ran: put it back, or begin again"


def why_not(error: sqlite3.Error | OSError) -> str:
    """Return why the file can't be used, and what to do, as a clause."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # of Python's own making: a text that is none
        return _WHY[sqlite3.SQLITE_CORRUPT]
    return _WHY.get(code & 0xFF, str(error))


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
        If another server holds the folder, or the file can't be written, is damaged, none of ours
        or of a newer version.
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
        self._closed = False
        try:
            self._db = self._opened()
        except BaseException:
            self._lock.release()
            raise

    def _opened(self) -> sqlite3.Connection:
        db = None
        log = log_of(self.path)
        try:
            has_log = log.exists()
            if has_log and log.stat().st_size and not _has_something(self.path):
                raise self._refused(_FILE_GONE)
            if is_log_damaged(log):
                raise self._refused(_LOG_DAMAGED)
            # Whoever may read the file may read every room's keys.
            self.path.touch(mode=0o600)
            db = sqlite3.connect(
                self.path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._check(db, has_log=has_log)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.executescript(_TABLES)
            db.execute("INSERT OR IGNORE INTO about VALUES ('version', ?)", (VERSION,))
            db.execute("INSERT OR REPLACE INTO about VALUES (?, '1')", (_IS_OPEN,))
        except BaseException as error:
            if db is not None:
                db.close()
            if isinstance(error, sqlite3.Error | OSError):
                raise self._refused(why_not(error)) from None
            raise
        self._files = self._identities()
        return db

    def _check(self, db: sqlite3.Connection, *, has_log: bool) -> None:
        """Look whether a file is one of ours, of this version and whole, before it is written to.

        Raises
        ------
        InputError
            If it is not.
        sqlite3.Error
            If it can't be read.
        """
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        if not tables:
            return
        if "about" not in tables:
            raise self._refused(_WHY[sqlite3.SQLITE_NOTADB])
        row = db.execute("SELECT value FROM about WHERE name = 'version'").fetchone()
        version = "" if row is None else str(row[0])
        if version.isdecimal() and int(version) > int(VERSION):
            raise self._refused(
                f"it was written by a newer escalation (form {version}; this one knows {VERSION}): "
                "use that one, or give --data another folder"
            )
        (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
        if version != VERSION or not tables >= _OURS or found != "ok":
            raise self._refused(_WHY[sqlite3.SQLITE_CORRUPT])
        if (
            not has_log
            and db.execute(
                "SELECT 1 FROM about WHERE name = ? AND value = '1'", (_IS_OPEN,)
            ).fetchone()
        ):
            raise self._refused(_LOG_GONE)

    def _refused(self, why: str) -> InputError:
        return InputError.single(str(self.path), f"can't be used: {why}")

    def _identities(self) -> tuple[tuple[int, int], ...]:
        """Return which files these are, whatever is called so now.

        Raises
        ------
        OSError
            If one is not there.
        """
        found = (self.path.stat(), log_of(self.path).stat())
        return tuple((one.st_dev, one.st_ino) for one in found)

    def _check_files(self) -> None:
        """Look whether the files are still where they were opened.

        Raises
        ------
        GoneError
            If they are not.
        """
        try:
            same = self._identities() == self._files
        except OSError:
            same = False
        if not same:
            raise GoneError

    def close(self) -> None:
        """Close the file, which then has no log; once more is no harm."""
        if self._closed:
            return
        self._closed = True
        try:
            self._db.execute("UPDATE about SET value = '0' WHERE name = ?", (_IS_OPEN,))
            noted = True
        except sqlite3.Error:
            noted = False
        with suppress(sqlite3.Error):
            self._db.close()
        if not noted:  # an empty log says that none is missing
            with suppress(OSError):
                log_of(self.path).touch(mode=0o600)
        self._lock.release()

    def checkpoint(self) -> None:
        """Write what is in the log into the file itself; where that fails, it is in the log."""
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def once(self, name: str, value: str) -> str:
        """Return what is kept under a name; if nothing is, as in a new file, keep this.

        Raises
        ------
        InputError
            If the file can't be read or written, or has rooms and nothing under that name.
        """
        try:
            row = self._db.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
            if row is not None:
                return str(row[0])
            if self._db.execute("SELECT 1 FROM rooms LIMIT 1").fetchone() is not None:
                raise self._refused(_WHY[sqlite3.SQLITE_CORRUPT])
            self._db.execute("INSERT INTO about VALUES (?, ?)", (name, value))
        except sqlite3.Error as error:
            raise self._refused(why_not(error)) from None
        return value

    def keep(self, code: str, parts: Mapping[str, str | None]) -> None:
        """Write parts of a room, all of them or none; they are on disk when this returns.

        Raises
        ------
        sqlite3.Error, GoneError
            If they could not be written; the room on disk is then as it was.
        """
        if not parts:
            return
        self._check_files()
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
        try:
            rows = self._db.execute(
                "SELECT code, name, body FROM rooms LEFT JOIN parts ON room = code ORDER BY number"
            ).fetchall()
            nobodys = self._db.execute(
                "SELECT 1 FROM parts WHERE room NOT IN (SELECT code FROM rooms) LIMIT 1"
            ).fetchone()
        except sqlite3.Error as error:
            raise self._refused(why_not(error)) from None
        if nobodys is not None:
            raise self._refused(_WHY[sqlite3.SQLITE_CORRUPT])
        for code, name, body in rows:
            found.setdefault(code, {})[name] = body
        return {code: self._room(code, parts) for code, parts in found.items()}

    def notes(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return by room a part that is none of the game's own: sentences.

        Raises
        ------
        InputError
            If the file, or one of them, can't be read.
        """
        try:
            rows = self._db.execute("SELECT room, body FROM parts WHERE name = ?", (name,))
            return {str(room): _SENTENCES.validate_json(body) for room, body in rows}
        except sqlite3.Error as error:
            raise self._refused(why_not(error)) from None
        except ValueError:
            raise self._refused(_WHY[sqlite3.SQLITE_CORRUPT]) from None

    def _room(self, code: str, parts: Mapping[str, str]) -> Room:
        try:
            room = _room(parts)
            check_room_scenario(room.scenario)
            if room.code != code:
                raise ValueError(code)
        except (KeyError, TypeError, ValueError, RecursionError, InputError):
            why = f"its room {code} can't be read, so it is damaged: {_AWAY}"
            raise self._refused(why) from None
        return room


def _has_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _room(parts: Mapping[str, str]) -> Room:
    head: dict[str, Any] = json.loads(parts["head"])
    count = sum(name.startswith("round-") for name in parts)
    rounds = tuple(Round.model_validate_json(parts[f"round-{n}"]) for n in range(count))
    room = Room.model_validate(head | {"scenario": parts["scenario"]})
    seats = _SEATS.validate_json(parts["seats"])
    room = room.model_copy(update={"rounds": rounds, "seats": seats})
    check_room(room)
    return room
