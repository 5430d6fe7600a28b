"""Rooms over real HTTP and WebSocket: who sees what, who may do what, and what stays."""

import json
import time
from threading import Event

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from escalation.errors import InputError
from escalation.scenario.load import scenario_of
from escalation.web.play import Room
from escalation.web.server import allowance, room_keys, room_messages
from escalation.web.server.rooms import Rooms
from tests.web.rooms import BASE, HOST, OURS, house


@pytest.fixture
def there(tmp_path):
    with house(tmp_path) as made:
        yield made


def sealed(person, **move):
    person.does("decide", move=move)
    person.does("ready")


def until(holds):
    """Wait until something holds, which is a moment away."""
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came about")


# --- a game -----------------------------------------------------------------------------------


def test_a_round_is_decided_sealed_played_and_told(there):
    lead, code, people = there.begun()
    assert lead.screen["round"].startswith("Round 1 of 3: days 0 to 2")
    sealed(people["kabul"], kind="state", max_rung=2, offers=[{"kind": "truce", "days": 9}])
    seen = lead.see(lambda screen: any(one["sealed"] for one in screen["teams"]))
    states = {one["who"]: one["state"] for one in seen["teams"]}
    assert states["kabul"] == "sealed"
    assert states["islamabad"] == "deciding"
    assert states["forecasters"] == ""
    assert "Offered: a truce of 9 days." in lead.screen["sealed_moves"][0]["lines"]
    lead.does("resolve")
    for one in (lead, *people.values()):
        one.phase("shown")
    shares = people["press"].rounds[1]["odds"]["shares"]
    assert [one["told"] for one in shares] == [
        "The Afghan Taliban allowed no rung above 2 (small arms)."
    ]
    lead.does("next")
    offer = people["islamabad"].phase("deciding")["move"]["groups"][0]
    assert offer["title"] == "Offers that are open to you"
    assert offer["fields"][0]["label"] == "Kabul: a truce of 9 days"
    accept = offer["fields"][0]["options"][1]["value"]
    sealed(people["islamabad"], kind="state", answers=[accept])
    lead.does("resolve")
    lead.phase("shown")
    assert any("agreed by both" in one["told"].lower() for one in lead.rounds[2]["decided"])
    lead.does("close")
    ending = lead.phase("closed")["ending"]
    assert ending["told"].startswith("After the game the model played on")
    refused = people["kabul"].browser.get(f"/play/{code}/game.yaml")
    assert refused.status_code == 404
    lead.does("reveal")
    told = people["kabul"].browser.get(f"/play/{code}/game.yaml")
    assert "attachment" in told.headers["content-disposition"]
    kinds = [event.kind for event in scenario_of(told.text, "game").events]
    assert {"restrain", "ceasefire"} <= set(kinds)


def test_no_participant_reads_what_is_sealed_or_anothers(there):
    lead, _, people = there.begun()
    sealed(people["kabul"], kind="state", max_rung=1, line="vow")
    sealed(people["press"], kind="press", article="sealed-article")
    people["islamabad"].does("forecast", chances={"war": 0.123})
    lead.see(lambda s: len(s["sealed_moves"]) == 2)
    for team, person in people.items():
        person.does("ready", ready=team in ("kabul", "press"))
        heard = " ".join(person.heard)
        assert ("allowed no rung above 1" in heard) == (team == "kabul")
        assert ("sealed-article" in heard) == (team == "press")
        assert ("0.123" in heard) == (team == "islamabad")
    lead.does("resolve")
    for person in people.values():
        person.phase("shown")
    heard = {team: " ".join(person.heard) for team, person in people.items()}
    assert "own dead" in heard["kabul"] or "own dead" in heard["islamabad"]
    for team in ("mediators", "press"):
        assert "own dead" not in heard[team]
    for text in heard.values():
        assert "in this run" not in text  # the truth
    mine = [json.dumps(one["reports"]) for one in people["kabul"].rounds]
    theirs = [json.dumps(one["reports"]) for one in people["islamabad"].rounds]
    assert mine != theirs


def test_keys_never_go_over_the_line(there):
    lead, code, people = there.begun()
    room = there.rooms.get(code).room
    heard = " ".join(text for one in (lead, *people.values()) for text in one.heard)
    for seat in room.seats:
        assert seat.key not in heard
    assert there.rooms.key not in heard


@pytest.mark.parametrize(
    ("say", "more", "why"),
    [
        ("resolve", {}, "Only the facilitator"),
        ("undo", {}, "Only the facilitator"),
        ("reveal", {}, "Only the facilitator"),
        ("put_in", {"inject": {"kind": "silence"}}, "Only the facilitator"),
        ("again", {}, "nothing that can be said"),
        ("join", {"name": "x", "team": "kabul", "key": "12345678"}, "nothing that can be said"),
        ("played", {"round": 1, "result": {}}, "nothing that can be said"),
        ("finished", {"ending": {}}, "nothing that can be said"),
        ("drop_out", {"by": "seat-2"}, "nothing that can be said"),
        ("decide", {"by": "seat-2", "move": {"kind": "state"}}, "set by the server"),
        ("decide", {"move": {"kind": "mediators"}}, "'state'"),
        ("decide", {"move": {"kind": "state", "max_rung": 99}}, "Highest rung allowed: "),
        ("decide", {"move": {"kind": "state", "more": 1}}, "'more': "),
        ("forecast", {"chances": {"war": 1.5}}, "War between the states: "),
    ],
)
def test_a_seat_does_nothing_that_is_not_its_own(there, say, more, why):
    lead, code, people = there.begun()
    before = there.rooms.get(code).room
    answer = people["kabul"].say(say, **more)
    assert answer["kind"] == "refused"
    assert why in answer["why"]
    assert there.rooms.get(code).room == before
    assert lead.say("ready")["kind"] == "refused"


def test_nobody_comes_in_without_a_seat_or_the_key(there):
    lead, code, people = there.begun()
    stranger = there.person("stranger")
    for role in ("seat", "lead", "facilitator", "seat-1"):
        with (
            pytest.raises(WebSocketDisconnect),
            stranger.browser.websocket_connect(f"ws://{HOST}/play/{code}/{role}", headers=OURS),
        ):
            pass
    # A seat's cookie is no facilitator's, and opens no other room.
    with (
        pytest.raises(WebSocketDisconnect),
        people["kabul"].browser.websocket_connect(f"ws://{HOST}/play/{code}/lead", headers=OURS),
    ):
        pass
    _, other = there.leader()
    with (
        pytest.raises(WebSocketDisconnect),
        people["kabul"].browser.websocket_connect(f"ws://{HOST}/play/{other}/seat", headers=OURS),
    ):
        pass
    for path in ("game.yaml", "debrief"):
        assert stranger.browser.get(f"/play/{code}/{path}").status_code == 404
    wrong = {"host": HOST, "origin": "http://evil.example"}
    with (
        pytest.raises(WebSocketDisconnect),
        lead.browser.websocket_connect(f"ws://{HOST}/play/{code}/lead", headers=wrong),
    ):
        pass


def test_a_seat_stays_whose_phone_drops_out(there):
    lead, code, people = there.begun()
    kabul = people["kabul"]
    sealed(kabul, kind="state", max_rung=1)

    def there_now(screen, name="of kabul"):
        return {p["name"]: not p["away"] for t in screen["teams"] for p in t["people"]}[name]

    kabul.leave()
    lead.see(lambda screen: not there_now(screen))
    kabul.enter(code)
    lead.see(there_now)
    assert kabul.screen["move"]["sealed"]
    # A second seat by the same browser is the first one.
    again = kabul.browser.post(
        f"/api/play/rooms/{code}/seats", json={"name": "twice", "team": "islamabad"}
    )
    assert again.json()["seat"] == "seat-1"
    late = there.person("late").join(code, "kabul")
    assert late.screen["move"]["told"] == kabul.screen["move"]["told"]


def test_a_seat_is_taken_again_from_another_phone(there):
    lead, code, people = there.begun()
    back = people["kabul"].screen["you"]["back"]
    # The facilitator can look it up; no other seat is told, and nobody is told a key.
    assert back in json.dumps(lead.screen["teams"])
    assert back not in "".join(people["islamabad"].heard)
    keys = [seat.key for seat in there.rooms.get(code).room.seats]
    heard = "".join(text for one in (lead, *people.values()) for text in one.heard)
    assert not any(key in heard for key in keys)
    codes = {one.screen["you"]["back"] for one in people.values()}
    assert len(codes) == len(people)
    phone = there.person("another phone")
    path = f"/api/play/rooms/{code}/back"
    assert (
        phone.browser.post(path, json={"back": back.lower().replace("-", " ")}).status_code == 200
    )
    seat = phone.enter(code).screen["you"]
    assert (seat["who"], seat["name"], seat["back"]) == ("kabul", "of kabul", back)
    phone.does("decide", move={"kind": "state", "max_rung": 1})
    stranger = there.person("stranger").browser.post(path, json={"back": "ABCD-EFGH"})
    assert stranger.status_code == 403
    assert "set-cookie" not in stranger.headers


def test_a_code_to_come_back_is_of_its_room_alone_and_not_guessed_at_speed(there):
    _, code, people = there.begun()
    back = people["kabul"].screen["you"]["back"]
    _, other, _ = there.begun()
    assert there.person("x").browser.post(
        f"/api/play/rooms/{other}/back", json={"back": back}
    ).status_code == 403  # fmt: skip
    guesser = there.person("guesser")
    path = f"/api/play/rooms/{code}/back"
    answers = [
        guesser.browser.post(path, json={"back": f"AAAA-{n:04d}"}).status_code for n in range(12)
    ]
    assert answers[:10] == [403] * 10
    assert answers[-1] == 429
    assert guesser.browser.post(path, json={"back": back}).status_code == 429


def test_a_seat_has_few_lines_and_the_oldest_goes(there):
    _, code, people = there.begun()
    kabul = people["kabul"]
    for _ in range(3):
        kabul.enter(code)
    kabul.does("ready")
    until(lambda: len(there.rooms.get(code).watchers) == 1 + 3 + 3)


def test_a_round_is_undone_and_a_computation_is_stopped(there, monkeypatch):
    from escalation.web.server import rooms

    lead, _, people = there.begun()
    play, go_on = rooms.play, Event()

    def held(room):
        go_on.wait(60)
        return play(room)

    sealed(people["kabul"], kind="state", max_rung=1)
    lead.does("resolve")
    lead.phase("shown")
    lead.does("undo")
    assert len(lead.phase("deciding")["sealed_moves"]) == 1
    lead.see(lambda screen: len(lead.rounds) == 1)
    monkeypatch.setattr(rooms, "play", held)
    lead.does("resolve")
    lead.does("undo")
    lead.phase("deciding")
    go_on.set()
    people["kabul"].does("decide", move={"kind": "state", "max_rung": 3})
    lead.does("resolve")
    lead.phase("shown")
    assert "3 (artillery)" in json.dumps(lead.rounds[1]["decided"])


def test_names_and_words_are_inert_and_bounded(there):
    lead, code = there.leader()
    evil = there.person("<script>alert(1)</script>").join(code, "press")
    assert "<script>alert(1)</script>" in json.dumps(lead.see(lambda s: "script" in str(s)))
    assert evil.screen["you"]["name"] == "<script>alert(1)</script>"
    for name, status in (("", 400), ("x" * 41, 400), ("<script>alert(1)</script>", 409)):
        path = f"/api/play/rooms/{code}/seats"
        answer = there.person(name).browser.post(path, json={"name": name, "team": "press"})
        assert answer.status_code == status
        assert answer.json()["why"][0].startswith("Your name: ")


def test_what_fails_to_compute_is_told_and_can_be_tried_again(there, monkeypatch):
    from escalation.web.server import rooms

    lead, _, _ = there.begun()

    def broken(room):
        raise InputError.single("day", "broke")

    monkeypatch.setattr(rooms, "play", broken)
    lead.does("resolve")
    assert lead.see(lambda screen: "broke" in screen["told"])["actions"][0]["label"] == "Try again"
    monkeypatch.undo()
    lead.does("again")
    lead.phase("shown")


# --- opening, keys and codes ------------------------------------------------------------------


def test_in_a_network_only_the_facilitator_opens_rooms(tmp_path):
    with house(tmp_path, shared=True) as there:
        someone = there.person("x")
        assert someone.browser.get("/api/play").json()["scenarios"] == []
        opened = {"scenario": "short.yaml"}
        assert someone.browser.post("/api/play/rooms", json=opened).status_code == 403
        wrong = someone.browser.post("/api/play/facilitator", json={"key": "AAAA-BBBB-CCCC"})
        assert wrong.status_code == 403
        right = someone.browser.post("/api/play/facilitator", json={"key": there.rooms.key.lower()})
        assert right.status_code == 200
        cookie = right.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert someone.browser.post("/api/play/rooms", json=opened).status_code == 200
        assert len(someone.browser.get("/api/play").json()["rooms"]) == 1


def test_guessing_is_slowed_by_address_and_for_all(there, monkeypatch):
    monkeypatch.setattr(allowance, "OF_ADDRESS", (0.0, 3))
    _, code = there.leader()
    guesser, other = there.person("g"), there.person("o")
    tried = [guesser.browser.get(f"/api/play/rooms/WRONG{n}").status_code for n in range(5)]
    assert tried == [404, 404, 404, 429, 429]
    # Now not even the right one is read, nor a key.
    assert guesser.browser.get(f"/api/play/rooms/{code}").status_code == 429
    assert guesser.browser.post("/api/play/facilitator", json={"key": "x"}).status_code == 429
    assert other.browser.get(f"/api/play/rooms/{code}").status_code == 200


def test_many_addresses_guess_no_faster():
    now = 0.0
    guesses = allowance.Guesses(clock=lambda: now)
    for number in range(allowance.OF_ALL[1]):
        guesses.check(f"10.0.0.{number}")
        guesses.wrong(f"10.0.0.{number}")
    with pytest.raises(allowance.GuessedTooOftenError):
        guesses.check("10.0.1.1")
    now = 1.0 / allowance.OF_ALL[0]
    guesses.check("10.0.1.1")
    for number in range(3 * allowance.MOST_ADDRESSES):
        guesses.wrong(f"a{number}")
    assert len(guesses._by_address) == allowance.MOST_ADDRESSES


def test_codes_and_keys_are_long_enough_and_differ():
    codes = {room_keys.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert len(room_keys.LETTERS) ** room_keys.CODE_LENGTH > 5e8
    assert room_keys.as_code(" ab2-c3 d") == "AB2C3D"
    assert len({room_keys.new_key() for _ in range(100)}) == 100
    assert room_keys.same("é", "é")
    assert not room_keys.same("a", "b")


def test_requests_are_bounded_and_typed(there):
    _, code = there.leader()
    browser = there.person("x").browser
    for path, body in (
        (f"/api/play/rooms/{code}/seats", b"{" * 5000),
        (f"/api/play/rooms/{code}/seats", b"\xff"),
        (f"/api/play/rooms/{code}/seats", b'{"name": "x", "team": "ttp"}'),
        ("/api/play/rooms", b'{"scenario": "short.yaml", "rounds": 0}'),
        ("/api/play/rooms", b'{"scenario": "short.yaml", "rounds": 60, "round_days": 30}'),
        ("/api/play/rooms", b'{"scenario": "../secret.yaml"}'),
        ("/api/play/facilitator", b'{"key": "' + b"A" * 100 + b'"}'),
    ):
        answer = browser.post(path, content=body)
        assert answer.status_code in (400, 404), path
        assert answer.json()["why"]


# --- what stays -------------------------------------------------------------------------------


def test_rooms_come_back_as_they_were_acknowledged(tmp_path):
    with house(tmp_path) as there:
        _, code, people = there.begun()
        sealed(people["kabul"], kind="state", max_rung=2)
        people["press"].does("forecast", chances={"war": 0.3})
        room, key = there.rooms.get(code).room, there.rooms.key
        cookies = people["kabul"].browser.cookies
    with house(tmp_path) as there:
        again = there.rooms.get(code).room
        assert again == without_anybody_connected(room)
        assert there.rooms.key == key
        kabul = there.person("of kabul")
        kabul.browser.cookies = cookies
        kabul.enter(code)
        assert kabul.screen["move"]["sealed"]


def without_anybody_connected(room: Room) -> Room:
    away = tuple(seat.model_copy(update={"connected": False}) for seat in room.seats)
    return room.model_copy(update={"seats": away})


def test_a_folder_is_kept_by_one_server(tmp_path):
    rooms = Rooms(tmp_path)
    with pytest.raises(InputError, match="another `escalation serve`"):
        Rooms(tmp_path)
    rooms.close()
    Rooms(tmp_path).close()
    (tmp_path / "rooms.sqlite").write_bytes(b"no database at all, whatever it is called" * 40)
    with pytest.raises(InputError, match="move it away"):
        Rooms(tmp_path)


def test_what_can_not_be_kept_is_not_taken(there, monkeypatch):
    import sqlite3

    _, code, people = there.begun()
    before = there.rooms.get(code).room

    def full(*_):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(there.rooms._store, "keep", full)
    answer = people["kabul"].say("ready")
    assert answer["kind"] == "refused"
    assert "disk is full" in answer["why"]
    assert there.rooms.get(code).room == before
    monkeypatch.undo()
    people["kabul"].does("ready")


# --- too much, too fast, not at all -----------------------------------------------------------


def test_too_many_messages_end_a_line_and_no_other(there, monkeypatch):
    monkeypatch.setattr(room_messages, "BURST", 5)
    monkeypatch.setattr(room_messages, "RATE", 0.001)
    _, code, people = there.begun()
    kabul = people["kabul"]
    with pytest.raises(WebSocketDisconnect) as ended:
        for _ in range(9):
            kabul.say("ready")
    assert ended.value.code == 1008
    people["islamabad"].does("ready")
    assert kabul.browser.get(f"/api/play/rooms/{code}").json()["seated"]


def test_a_silent_line_is_given_up(there, monkeypatch):
    from escalation.web.server import room_line

    monkeypatch.setattr(room_line, "SILENT_SECONDS", 0.2)
    lead, code = there.leader()
    with pytest.raises(WebSocketDisconnect):
        while True:
            lead._receive()
    until(lambda: not there.rooms.get(code).watchers)


def test_the_page_of_the_game_is_served(there):
    page = TestClient(there.app, base_url=BASE).get("/play")
    assert "/site/play.js" in page.text
    assert "unsafe" not in page.headers["content-security-policy"]


def test_the_facilitator_alone_is_shown_how_others_come_in(tmp_path):
    with house(tmp_path, shared=True) as there:
        lead = there.person("lead")
        lead.browser.post("/api/play/facilitator", json={"key": there.rooms.key})
        answer = lead.browser.post("/api/play/rooms", json={"scenario": "short.yaml"})
        code = answer.json()["code"]
        invite = lead.enter(code, "lead").screen["invite"]
        assert invite["code"] == code
        assert invite["picture"]["label"] == f"{BASE}/play#{code}"
        assert invite["picture"]["path"].count("M") > 100
        assert there.person("x").join(code, "press").screen["invite"] is None
