"""The file of rooms: damaged, locked, full, moved, of another form; told in words, nothing lost."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from escalation.cli.main import main
from escalation.errors import InputError, OutputError
from escalation.web.server import room_store
from escalation.web.server import rooms as rooms_module
from escalation.web.server.rooms import Rooms
from tests.web.rooms import house


@pytest.fixture
def kept(tmp_path):
    """Return a folder that keeps a game, its code and what it is."""
    with house(tmp_path) as there:
        _, code, people = there.begun()
        people["press"].does("decide", move={"kind": "press", "article": "x" * 500})
        room = there.rooms.get(code).room
    return tmp_path, code, room


@pytest.fixture
def crashed(tmp_path):
    """Return a folder as a server leaves it that is killed in a game, and the game's code."""
    folder = tmp_path / "crashed"
    folder.mkdir()
    with house(tmp_path) as there:
        _, code, people = there.begun()
        for letter in "abc":
            people["press"].does("decide", move={"kind": "press", "article": letter * 600})
        for name in ("rooms.sqlite", "rooms.sqlite-wal"):
            (folder / name).write_bytes((tmp_path / name).read_bytes())
    return folder, code


def files(folder):
    return {path.name: path.read_bytes() for path in folder.glob("rooms.sqlite*") if
            path.suffix in (".sqlite", ".sqlite-wal")}  # fmt: skip


def why(folder):
    with pytest.raises(InputError) as refused:
        Rooms(folder)
    (problem,) = refused.value.problems
    assert problem.where == str(folder / "rooms.sqlite")
    assert "\n" not in problem.message
    return problem.message


# --- at the start --------------------------------------------------------------------------------


def test_a_file_damaged_anywhere_is_told_in_one_message_or_is_whole(kept, capsys):
    folder, code, room = kept
    path = folder / "rooms.sqlite"
    whole = path.read_bytes()
    told = set()
    for place in (0, 18, 60, 100, 108, *range(300, len(whole), len(whole) // 40)):
        for length in (40, 3000):
            bad = whole[:place] + b"\xa7" * length + whole[place + length :]
            path.write_bytes(bad[: len(whole)])
            try:
                rooms = Rooms(folder)
            except InputError as error:
                (problem,) = error.problems
                assert problem.where == str(path)
                told.add(problem.message)
                continue
            # What is read all the same reads as something: SQLite keeps no sums of its pages.
            assert set(rooms._kept) <= {code}
            rooms.close()
    assert 1 <= len(told) <= 4
    assert any("is damaged: move it away" in one for one in told)
    path.write_bytes(whole[:4096] + b"\xa7" * (len(whole) - 4096))
    assert main(["serve", "--no-open", "--data", str(folder)]) == 2
    said = capsys.readouterr().err
    assert said.count("rooms.sqlite") == 1
    assert "damaged" in said
    assert "Traceback" not in said
    path.write_bytes(whole)
    rooms = Rooms(folder)
    assert rooms._kept[code].rounds == room.rounds
    rooms.close()


def test_an_index_that_says_otherwise_than_its_table_is_told(kept):
    folder, code, _ = kept
    path = folder / "rooms.sqlite"
    with sqlite3.connect(path) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
        (page,) = db.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_rooms_1'"
        ).fetchone()
    db.close()
    whole = path.read_bytes()
    index = whole[(page - 1) * size : page * size]
    assert index.count(code.encode()) == 1
    wrong = index.replace(code.encode(), b"ZZZZZZ")
    path.write_bytes(whole.replace(index, wrong))
    assert "is damaged: move it away" in why(folder)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE parts SET body = '[]' WHERE name = 'head'",
        "UPDATE parts SET body = '{' WHERE name = 'seats'",
        "UPDATE parts SET body = 'horizon_days: no' WHERE name = 'scenario'",
        "UPDATE parts SET body = replace(body, '\"moves\"', '\"mooves\"')",
        "UPDATE parts SET body = CAST(x'ff00fe' AS TEXT) WHERE name = 'head'",
        "DELETE FROM parts WHERE name = 'round-0'",
        "DELETE FROM parts WHERE name = 'head'",
        "DROP TABLE parts",
        "DELETE FROM about",
        "DELETE FROM about WHERE name = 'facilitators_key'",
        "DELETE FROM rooms",
        "INSERT INTO rooms (code) VALUES ('ABCDEF')",
        "INSERT INTO parts SELECT code, 'pivots', '{' FROM rooms",
        "UPDATE parts SET body = replace(body, '\"deciding\"', '\"shown\"')",
        "UPDATE parts SET body = replace(body, '\"number\":1', '\"number\":7')",
    ],
)
def test_a_room_that_makes_no_sense_is_told_in_one_message(kept, change):
    folder, _, _ = kept
    with sqlite3.connect(folder / "rooms.sqlite") as db:
        db.execute(change)
    db.close()
    assert "damaged: move it away" in why(folder)


def test_a_file_of_a_newer_form_or_of_another_program_is_refused_and_left_as_it_is(kept, tmp_path):
    folder, _, _ = kept
    path = folder / "rooms.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("UPDATE about SET value = '2' WHERE name = 'version'")
        db.execute("DROP TABLE parts")
    db.close()
    assert "was written by a newer escalation (form 2; this one knows 1)" in why(folder)
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT name FROM sqlite_master WHERE name = 'parts'").fetchall() == []
    db.close()
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE bookmarks (a)")
    db.close()
    assert "is no file of rooms" in why(folder)


def test_a_file_that_another_program_holds_or_nobody_may_write_is_told(kept, monkeypatch):
    folder, _, _ = kept
    monkeypatch.setattr(room_store, "_WAIT_SECONDS", 0.1)
    other = sqlite3.connect(folder / "rooms.sqlite", isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    assert "another program holds it: close that one" in why(folder)
    other.close()

    def may_not(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.touch", may_not)
    assert "Permission denied" in why(folder)
    monkeypatch.undo()
    Rooms(folder).close()  # nothing is still held by what was refused


def test_a_file_whose_log_is_gone_is_told_and_goes_on_without_when_that_is_said(crashed):
    folder, code = crashed
    (folder / "rooms.sqlite-wal").unlink()
    for _ in range(2):
        assert "its log rooms.sqlite-wal is gone" in why(folder)
    (folder / "rooms.sqlite-wal").touch()
    rooms = Rooms(folder)
    # What was done up to the game's last step is in the file itself.
    assert rooms._kept[code].at.round == 1
    assert rooms._kept[code].now.moves == {}
    rooms.close()
    rooms.close()
    assert not (folder / "rooms.sqlite-wal").exists()
    Rooms(folder).close()


@pytest.mark.parametrize("place", [0, 5, 17, 30, 32 + 9, 32 + 20, 32 + 2000, "salts", "file"])
def test_a_log_that_is_damaged_or_alone_is_told_and_left_as_it_is(crashed, place):
    folder, _ = crashed
    path = folder / "rooms.sqlite-wal"
    log = bytearray(path.read_bytes())
    if place == "file":
        (folder / "rooms.sqlite").write_bytes(b"")
    elif place == "salts":
        for start in range(32, len(log), 24 + 4096):
            log[start + 8] ^= 0x40
    else:
        log[place] ^= 0x40
    path.write_bytes(log)
    before = files(folder)
    for _ in range(2):
        told = why(folder)
        assert "its log rooms.sqlite-wal is" in told
        assert ("there and it is not, or is empty" if place == "file" else "damaged") in told
    assert files(folder) == before


@pytest.mark.parametrize("cut", [0, 1, 24, 3000, 4096])
def test_a_log_whose_last_page_was_being_written_is_as_it_was_acknowledged(crashed, cut):
    folder, code = crashed
    path = folder / "rooms.sqlite-wal"
    log = path.read_bytes()
    path.write_bytes(log[: len(log) - cut])
    rooms = Rooms(folder)
    article = rooms._kept[code].now.moves["press"].article
    assert article == ("b" if cut else "c") * 600
    rooms.close()


def test_what_the_server_fails_of_at_its_start_is_told(tmp_path, monkeypatch, capsys):
    def broken(rooms, desk):
        raise InputError.single("rooms.sqlite", "can't be taken up")

    monkeypatch.setattr(Rooms, "take_up", broken)
    with ThreadPoolExecutor(1) as alone:  # a browser's tests leave their loop in this thread
        command = ["serve", "--no-open", "--data", str(tmp_path)]
        assert alone.submit(main, command).result(60) == 2
    said = capsys.readouterr().err
    assert said.count("can't be taken up") == 1
    assert "Traceback" not in said


# --- after a game --------------------------------------------------------------------------------


def test_a_full_disk_keeps_nobody_from_the_debrief_and_it_is_not_computed_again(
    tmp_path, monkeypatch, caplog
):
    sought = []

    def found(*_args, **_more):
        sought.append(1)
        yield "so far"
        return SimpleNamespace(findings_of=lambda _: ["It hung on day 3."])

    def full(*_):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    def unwritten(path, text):
        raise OutputError(f"{path}: the disk is full")

    monkeypatch.setattr(rooms_module, "pivots_in_steps", found)
    with house(tmp_path) as there:
        lead, code, _ = there.begun()
        lead.does("resolve")
        lead.phase("shown")
        real = there.rooms._store.keep

        def keep(code, parts):
            return full() if "pivots" in parts else real(code, parts)

        monkeypatch.setattr(there.rooms._store, "keep", keep)
        monkeypatch.setattr(rooms_module, "write_text_atomically", unwritten)
        lead.does("close")
        lead.phase("closed")
        for path, words in (("debrief.html", "It hung on day 3."), ("game.yaml", "horizon_days")):
            for _ in range(2):
                answer = lead.browser.get(f"/play/{code}/{path}")
                assert answer.status_code == 200
                assert words in answer.text
        lead.see(lambda screen: "the disk is full" in screen["told"])
        assert sought == [1]
        assert "could not be kept" in caplog.text


# --- while a game goes on -------------------------------------------------------------------------


def refuses_and_tells_all(lead, people, words):
    answer = people["kabul"].say("forecast", chances={"war": 0.77})
    assert answer["kind"] == "refused"
    assert "was not taken" in answer["why"]
    assert words in answer["why"]
    for one in (lead, *people.values()):
        one.see(lambda screen: words in screen["told"])


def goes_on(there, lead, code, people):
    people["kabul"].does("forecast", chances={"war": 0.25})
    for one in (lead, *people.values()):
        one.see(lambda screen: "kept" not in screen["told"])
    lead.does("resolve")
    lead.phase("shown")
    return there.rooms.get(code).room


@pytest.mark.parametrize("trouble", ["full", "locked", "moved", "damaged"])
def test_what_is_not_on_disk_is_not_taken_all_are_told_and_the_game_goes_on(
    tmp_path, trouble, monkeypatch
):
    monkeypatch.setattr(room_store, "_WAIT_SECONDS", 0.1)
    path, away = tmp_path / "rooms.sqlite", tmp_path / "elsewhere"
    with house(tmp_path) as there:
        lead, code, people = there.begun()
        before = there.rooms.get(code).room
        store = there.rooms._store
        other = sqlite3.connect(path, isolation_level=None)
        if trouble == "full":
            pages = store._db.execute("PRAGMA page_count").fetchone()[0]
            store._db.execute(f"PRAGMA max_page_count = {pages}")
            # Any move grows the file, as it would with a long article.
            real = store.keep

            def grown(code, parts):
                real(code, parts | {"much": "x" * 100_000})

            monkeypatch.setattr(store, "keep", grown)
            words = "the disk is full: make room"
        elif trouble == "locked":
            other.execute("BEGIN IMMEDIATE")
            words = "another program holds it"
        elif trouble == "moved":
            path.rename(away)
            words = "it was moved or deleted"
        else:

            def damaged(*_):
                error = sqlite3.DatabaseError("database disk image is malformed")
                error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
                raise error

            monkeypatch.setattr(store, "keep", damaged)
            words = "it is damaged"
        refuses_and_tells_all(lead, people, words)
        assert there.rooms.get(code).room == before
        newcomer = there.person("x").browser.post(
            f"/api/play/rooms/{code}/seats", json={"name": "x", "team": "press"}
        )
        assert newcomer.status_code == 503
        assert words in newcomer.json()["why"][0]
        assert "set-cookie" not in newcomer.headers
        if trouble == "full":
            store._db.execute("PRAGMA max_page_count = 1000000")
            monkeypatch.setattr(store, "keep", real)
        elif trouble == "locked":
            other.execute("ROLLBACK")
        elif trouble == "moved":
            away.rename(path)
        else:
            monkeypatch.delattr(store, "keep")
        other.close()
        room = goes_on(there, lead, code, people)
    with house(tmp_path) as there:
        again = there.rooms.get(code).room
        assert again.rounds == room.rounds
        assert [seat.name for seat in again.seats] == [seat.name for seat in room.seats]
        assert "0.77" not in json.dumps(again.model_dump(mode="json")["rounds"][1]["forecasts"])
