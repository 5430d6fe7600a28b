"""Rooms under attack: nonsense in any amount, and a server that is killed at any moment."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import websockets
from hypothesis import strategies as st
from starlette.websockets import WebSocketDisconnect

from escalation.engine import warm_up
from escalation.web.play.room import At
from escalation.web.server import room_messages
from tests.web.play.game import said
from tests.web.rooms import SCENARIO, house
from tests.web.served import Server

# --- nonsense ---------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
WORDS = sorted(room_messages.OF_SEATS | room_messages.OF_FACILITATOR | {"here", "again", "join"})
#: Where a game is in its first round, so that what is said is looked at.
AT = {"round": 1, "phase": "deciding"}
KEYS = (
    "at",
    "move",
    "chances",
    "ready",
    "by",
    "seat",
    "team",
    "inject",
    "days",
    "rounds",
    "paused",
)
MESSAGES = st.one_of(
    st.text(max_size=60),
    JSON.map(json.dumps),
    st.builds(
        lambda request, say, more: json.dumps({"request": request, "say": say, "at": AT, **more}),
        st.integers(-2, 2**60) | JSON,
        st.sampled_from(WORDS) | JSON,
        st.dictionaries(st.sampled_from(KEYS), JSON, max_size=3),
    ),
    st.sampled_from(
        [
            "", "{", "null", "[" * 5000, '{"a":' * 3000, '"\\ud800"', "\x00", "1e999", "-",
            *(
                text.replace('"say"', f'"at": {json.dumps(AT)}, "say"')
                for text in (
                    '{"request": 1, "say": "decide", "move": {"kind": "state", "offers": [[[]]]}}',
                    '{"request": 1, "request": 2, "say": "ready", "ready": "yes"}',
                    '{"request": NaN, "say": "ready"}',
                )
            ),
        ]
    ),
    st.just("x" * (room_messages.MOST_BYTES + 1)),
)  # fmt: skip


def nonsense(count):
    """Return so many messages, the same each time."""
    found = []
    from hypothesis import HealthCheck, given, settings

    @settings(
        max_examples=count, database=None, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(MESSAGES)
    def collect(text):
        found.append(text)

    collect()
    # Few kinds of short text run out before many are found; then they come again.
    return [found[place % len(found)] for place in range(count)]


def throw(there, count):
    texts = nonsense(count)  # before anybody has a line, who would be silent for as long
    lead, code, people = there.begun()
    kabul = people["kabul"]
    room = there.rooms.get(code)
    cut = 0
    for place, text in enumerate(texts):
        try:
            if place % 50 == 7:
                kabul.socket.send_bytes(text.encode("utf-8", "replace"))
            else:
                kabul.socket.send_text(text.encode("utf-8", "replace").decode())
        except (WebSocketDisconnect, RuntimeError):
            pass
        if place % 25 == 24:
            # What is answered to a whole message says that all before it was taken.
            try:
                kabul.does("ready", ready=True)
            except WebSocketDisconnect:
                cut += 1
                kabul.enter(code)
        if place % 250 == 0:
            for one in (lead, *people.values()):
                one.is_here()
        if place % 97 == 0:  # half-open: gone without a word
            kabul.leave()
            kabul.enter(code)
    assert room.room.phase == "deciding"
    assert len(room.room.rounds) == 2
    assert len(room.room.seats) == 4
    people["islamabad"].does("decide", move={"kind": "state", "max_rung": 2})
    lead.does("resolve")
    for one in (lead, people["islamabad"]):
        one.phase("shown")
    return cut


def test_nonsense_takes_no_room_down(tmp_path, monkeypatch):
    monkeypatch.setattr(room_messages, "RATE", 1e9)
    monkeypatch.setattr(room_messages, "BURST", 1e9)
    with house(tmp_path) as there:
        assert throw(there, 500) == 0


@pytest.mark.slow
def test_ten_thousand_messages_of_nonsense_take_no_room_down(tmp_path, monkeypatch):
    monkeypatch.setattr(room_messages, "RATE", 1e9)
    monkeypatch.setattr(room_messages, "BURST", 1e9)
    with house(tmp_path) as there:
        assert throw(there, 10_000) == 0


def test_nonsense_too_fast_is_cut_off_and_the_seat_comes_back(tmp_path):
    with house(tmp_path) as there:
        assert throw(there, 200) > 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"request": 7, "say": "decide", "move": {"kind": "state", "max_rung": 99}}',
         "Highest rung allowed: Input should be less than or equal to 8."),
        ('{"request": 7, "say": "decide", "move": {"kind": "state", "operation": {"rung": 3, '
         '"days": 9}}}', "Operation ordered, days: 9 days are more than the round's 3."),
        ('{"request": 7, "say": "decide", "move": {"kind": "state", "operation": {"rung": 1}}}',
         "Operation ordered, rung: "),
        ('{"request": 7, "say": "decide", "move": {"kind": "state", "offers": [{"kind": "truce", '
         '"days": 99}]}}', "Offer to the other side, days: "),
        ('{"request": 7, "say": "decide", "move": {"kind": "state", "offers": [{"kind": '
         '"monitoring"}]}}', "Offer to the other side: there is no ceasefire in force"),
        ('{"request": 7, "say": "forecast", "chances": {"war": "x"}}', "War between the states: "),
        ('{"request": 7, "say": "forecast", "chances": {"durable": 0.5}}',
         "How likely is it?: nobody asks for 'durable'"),
        ('{"request": 7, "say": "forecast"}', "How likely is it?: is missing."),
        ('{"request": 7, "say": "decide", "move": {"kind": "state", "line\\u202e": 1}}',
         "'line\\u202e': is nothing that can be said here."),
        ('{"request": 7, "say": "shout"}', "That is nothing that can be said here."),
        ('{"request": 7, "say": "resolve"}', "Only the facilitator may do that."),
        ('{"request": 7, "say": "ready", "by": "seat-2"}', "Who says it is set by the server."),
        ('{"request": 7, "say": "ready"', "That is no JSON."),
        ('{"request": 7, "say": "x%s"}' % ("x" * room_messages.MOST_BYTES), "A message may have "),
        ('{ "request" : 7,' + "[" * 9000, "That is no JSON."),
    ],
)  # fmt: skip
def test_a_refusal_bears_the_number_of_what_it_refuses_and_the_pages_words(tmp_path, text, why):
    with house(tmp_path) as there:
        _, _, people = there.begun()
        kabul = people["kabul"]
        kabul.socket.send_text(text.replace('"say"', f'"at": {json.dumps(AT)}, "say"'))
        while (told := kabul._receive())["kind"] == "screen":
            pass
        assert (told["kind"], told["request"]) == ("refused", 7)
        assert told["why"].startswith(why)


# --- killed -----------------------------------------------------------------------------------


def say(line, number, words, **more):
    """Say something; return whether it was acknowledged before the line broke."""
    try:
        screen(line, lambda one: "at" in one)
        line.send(json.dumps({"request": number, **said(At(**line.shown["at"]), words, **more)}))
        while True:
            told = heard(line, 30)
            if told.get("request") == number:
                return told["kind"] == "done"
    except websockets.ConnectionClosed:
        return False


def heard(line, timeout):
    """Return what comes next; a screen says only what is another than on the last."""
    told = json.loads(line.recv(timeout=timeout))
    if told["kind"] == "screen":
        vars(line)["shown"] = {**vars(line).get("shown", {}), **told["screen"]}
    return told


def screen(line, wanted):
    while not (vars(line).get("shown") and wanted(line.shown)):
        heard(line, 60)
    return line.shown


@pytest.mark.parametrize(
    "moments", [(0.1,), pytest.param((0.0, 0.02, 0.3, 0.8), marks=pytest.mark.slow)]
)
def test_a_server_that_is_killed_comes_back_with_all_it_had_acknowledged(tmp_path, moments):
    warm_up()
    (tmp_path / "short.yaml").write_text(SCENARIO, encoding="utf-8")
    server = Server(str(tmp_path)).start()
    try:
        code = server.post("api/play/rooms", {"scenario": "short.yaml"}, "lead")["code"]
        for team in ("kabul", "islamabad"):
            seats = f"api/play/rooms/{code}/seats"
            server.post(seats, {"name": f"of {team}", "team": team}, team)
        with server.line(code, "lead", "lead") as lead:
            assert say(lead, 1, "start")
            screen(lead, lambda one: one["phase"] == "shown")
            assert say(lead, 2, "next")
            for moment in moments:
                told = killed_while_deciding(server, code, moment)
                server.start()
                with server.line(code, "kabul") as kabul:
                    seen = screen(kabul, lambda one: one["phase"] == "deciding")
                kept = seen["forecast"]["questions"][1]["value"]
                # What was on disk already when the server fell silent may be there too.
                assert kept in (told, pytest.approx(told + 0.001))
        # And once more while the model plays the round: that is begun again.
        with server.line(code, "lead", "lead") as lead:
            assert say(lead, 3, "resolve")
            server.kill()
        server.start()
        with server.line(code, "lead", "lead") as lead:
            screen(lead, lambda one: one["phase"] == "shown")
    finally:
        server.process.kill()
        server.process.wait(timeout=20)


def killed_while_deciding(server, code, moment):
    """Say forecasts in a row, kill the server at some moment; return the last acknowledged."""
    acknowledged = None
    with server.line(code, "kabul") as kabul, ThreadPoolExecutor(1) as pool:
        ending = None
        for number in range(1, 400):
            chance = number / 1000
            if number == 10:
                ending = pool.submit(lambda: (time.sleep(moment), server.kill()))
            if not say(kabul, number, "forecast", chances={"war": chance}):
                break
            acknowledged = chance
            time.sleep(0.1 if number == 9 else 0)
        ending.result()
    return acknowledged


def test_many_lines_of_a_seat_at_once_end_the_oldest_and_the_next_comes_in(tmp_path):
    (tmp_path / "short.yaml").write_text(SCENARIO, encoding="utf-8")
    server = Server(str(tmp_path)).start()
    try:
        code = server.post("api/play/rooms", {"scenario": "short.yaml"}, "lead")["code"]
        server.post(f"api/play/rooms/{code}/seats", {"name": "Amina", "team": "kabul"}, "kabul")
        for who, role, count in (("lead", "lead", 7), ("kabul", "seat", 14)):
            with ExitStack() as lines, ThreadPoolExecutor(count) as pool:
                coming = [
                    pool.submit(
                        lambda w, r: lines.enter_context(server.line(code, w, r)), who, role
                    )
                    for _ in range(count)
                ]
                assert [one.result() for one in coming]
            for _ in range(5):
                with server.line(code, who, role) as line:
                    assert screen(line, lambda one: one["phase"] == "lobby")
    finally:
        server.stop()
