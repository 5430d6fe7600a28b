"""Who may sit in a room: one seat a visitor, freed ones told, guesses counted however they come."""

import json

import pytest
from starlette.websockets import WebSocketDisconnect

from escalation.web.play.seats import FREED
from escalation.web.server import allowance, room_door
from tests.web.rooms import HOST, OURS, house


@pytest.fixture
def there(tmp_path):
    with house(tmp_path) as made:
        yield made


def asked_for_a_seat(there, code, name, browser=None, team="press"):
    browser = browser or there.person(name).browser
    return browser.post(f"/api/play/rooms/{code}/seats", json={"name": name, "team": team})


def everybody_from(monkeypatch, address):
    """Let whoever comes from now on come from one address."""
    monkeypatch.setattr(room_door, "_address", lambda asked: address)


# --- taking ------------------------------------------------------------------------------------


def test_a_visitor_has_one_seat_and_a_class_behind_one_address_comes_in(there, monkeypatch):
    everybody_from(monkeypatch, "10.9.9.9")
    _, code = there.leader()
    one = there.person("one")
    answers = [asked_for_a_seat(there, code, f"name {n}", one.browser) for n in range(5)]
    assert {answer.json()["seat"] for answer in answers} == {"seat-1"}
    assert len(there.rooms.get(code).room.seats) == 1
    # A visitor who throws the cookie away is another; their address is not.
    answers = [
        asked_for_a_seat(there, code, f"phone {n}") for n in range(room_door.OF_CLASS[1] + 9)
    ]
    came = room_door.OF_CLASS[1] - 1
    assert [answer.status_code for answer in answers[:came]] == [200] * came
    assert came >= 59
    # One more or two may be let in while this goes on.
    assert [answer.status_code for answer in answers[-5:]] == [429] * 5
    assert answers[-1].json()["why"] == [room_door.TAKEN_TOO_FAST]
    assert len(there.rooms.get(code).room.seats) < 70
    # Another address still comes in, and so does this one to another room.
    monkeypatch.setattr(room_door, "_address", lambda asked: "10.9.9.8")
    assert asked_for_a_seat(there, code, "elsewhere").status_code == 200


def test_names_that_nobody_can_read_take_no_seat(there):
    _, code = there.leader()
    for name in ("\u200b\u200c", "a\u202eb", "\u0301\u0302", "a\0"):
        answer = asked_for_a_seat(there, code, name)
        assert answer.status_code == 400
        (why,) = answer.json()["why"]
        assert why.startswith("Your name: a name is written in letters")
    assert asked_for_a_seat(there, code, "علی‌رضا").status_code == 200
    assert "taken in this room" in asked_for_a_seat(there, code, "علیرضا").json()["why"][0]
    assert [seat.name for seat in there.rooms.get(code).room.seats] == ["علی‌رضا"]


# --- freeing -----------------------------------------------------------------------------------


def person_told(lead, name):
    return next(
        one for team in lead.screen["teams"] for one in team["people"] if one["name"] == name
    )


def test_the_facilitator_frees_a_seat_and_whoever_had_it_is_told(there):
    lead, code, people = there.begun()
    press, kabul = people["press"], people["kabul"]
    press.does("decide", move={"kind": "press", "article": "by an intruder"})
    press.does("forecast", chances={"war": 0.9})
    assert kabul.say("free", seats=["seat-4"])["kind"] == "refused"
    free = person_told(lead, "of press")["free"]
    assert "Whoever had it is told" in free["ask"]
    lead.does(**free["base"])
    with pytest.raises(WebSocketDisconnect):
        while True:
            press._receive()
    assert json.loads(press.heard[-1]) == {"kind": "freed", "why": FREED}
    lead.see(lambda screen: "of press" not in json.dumps(screen))
    assert there.rooms.get(code).room.now.moves == {}
    # Its phone may have slept meanwhile: it is told when it comes back, however often.
    for _ in range(2):
        with press.browser.websocket_connect(f"ws://{HOST}/play/{code}/seat", headers=OURS) as line:
            assert line.receive_json() == {"kind": "freed", "why": FREED}
    told = press.browser.get(f"/api/play/rooms/{code}")
    assert (told.status_code, told.json()["seated"], told.json()["told"]) == (200, False, FREED)
    assert press.browser.get(f"/play/{code}/debrief").status_code == 404
    # The seat is not had again by its code; a new one is, under the same name.
    back = press.screen["you"]["back"]
    assert (
        press.browser.post(f"/api/play/rooms/{code}/back", json={"back": back}).status_code == 403
    )
    press.join(code, "press")
    assert press.screen["forecast"]["questions"][1]["value"] is None
    assert [seat.id for seat in there.rooms.get(code).room.seats][-1] == "seat-5"


def test_seats_that_nobody_is_at_are_freed_together_and_stay_so(tmp_path):
    with house(tmp_path) as there:
        lead, code, people = there.begun()
        assert lead.screen["free_away"] is None
        for number in range(3):
            assert asked_for_a_seat(there, code, f"ghost {number}").status_code == 200
        people["kabul"].leave()
        away = lead.see(
            lambda s: s["free_away"] and s["free_away"]["label"].startswith("Free the 4 seats")
        )["free_away"]
        lead.does(**away["base"])
        lead.see(lambda screen: screen["free_away"] is None)
        room = there.rooms.get(code).room
        assert [seat.name for seat in room.seats] == ["of islamabad", "of mediators", "of press"]
    with house(tmp_path) as there:
        again = there.rooms.get(code).room
        assert again.freed == room.freed
        assert [seat.id for seat in again.seats] == [seat.id for seat in room.seats]


# --- guessing ----------------------------------------------------------------------------------


def test_the_facilitators_cookie_is_no_key_and_no_other_servers(there):
    lead, _ = there.leader()
    (name,) = [name for name in lead.browser.cookies if "facilitator" in name]
    kept = lead.browser.cookies[name]
    assert there.rooms.key not in kept
    assert len(kept) >= 24
    typed = there.person("x")
    typed.browser.cookies.set(name, there.rooms.key)
    assert not typed.browser.get("/api/play").json()["facilitates"]
    # What a browser kept of another server is no guess here.
    for _ in range(30):
        other = there.person("y").browser
        other.cookies.set("escalation_facilitator_00000000", "x")
        assert other.get("/api/play").status_code == 200


def guess_by(kind, guesser, there, code):
    browser, door = guesser.browser, f"/api/play/rooms/{code}"
    if kind == "key":
        return browser.post("/api/play/facilitator", json={"key": "AAAA-BBBB-CCCC"})
    if kind == "code":
        return browser.get("/api/play/rooms/WRONG7")
    if kind == "code of a seat":
        return browser.post(f"{door}/back", json={"back": "AAAA-BBBB"})
    if kind == "facilitator's cookie":
        browser.cookies.set(there.cookie, "guessed")
        return browser.get("/api/play")
    if kind == "seat's cookie":
        browser.cookies.set(room_door.cookie_of(code), "guessed")
        return browser.get(door)
    where = {"code of a line": "WRONG7/seat", "code of a file": ""}.get(kind, f"{code}/seat")
    if not where:
        return browser.get("/play/WRONG7/debrief")
    if kind == "cookie of a line":
        browser.cookies.set(room_door.cookie_of(code), "guessed")
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect(
        f"ws://{HOST}/play/{where}", headers=OURS
    ):  # fmt: skip
        pass
    return None


@pytest.mark.parametrize(
    "kind",
    [
        "key", "code", "code of a seat", "facilitator's cookie", "seat's cookie", "code of a line",
        "code of a file", "cookie of a line",
    ],
)  # fmt: skip
def test_every_way_of_guessing_is_counted_by_one_brake(there, monkeypatch, kind):
    monkeypatch.setattr(allowance, "OF_ADDRESS", (0.0, 4))
    lead, code, people = there.begun()
    (there.cookie,) = [name for name in lead.browser.cookies if "facilitator" in name]
    everybody_from(monkeypatch, "10.7.7.7")
    guesser = there.person("guesser")
    told = [guess_by(kind, guesser, there, code) for _ in range(4)]
    assert all(answer is None or answer.status_code != 429 for answer in told)
    last = guess_by(kind, guesser, there, code)
    assert last is None or last.status_code == 429
    # The same brake holds every other way, but for those who have a seat or the key already.
    for other in ("key", "code", "code of a seat", "facilitator's cookie"):
        assert guess_by(other, there.person("y"), there, code).status_code == 429
    assert people["kabul"].browser.get(f"/api/play/rooms/{code}").json()["seated"]
    people["kabul"].leave()
    people["kabul"].enter(code)
    assert lead.browser.get("/api/play").json()["facilitates"]
