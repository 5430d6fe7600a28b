"""Files of a result: one address can't fill the queue for all; who leaves wants nothing more."""

import json
import socket
import threading
import time
from contextlib import ExitStack
from urllib.parse import quote

import pytest

from escalation.web.server import downloads, turns
from escalation.web.server.connections import Limits
from tests.web.test_connections import head, opened, rest_of, served

SETTING = quote(json.dumps({"scenario": "baseline"}))
PATH = f"/download/odds.csv?setting={SETTING}"


class Held:
    """A bench whose results come once it is let go, or its computation is stopped."""

    def __init__(self):
        self.let_go, self.begun, self.stopped = threading.Event(), [], []

    def runs_of(self, scenario):
        return 0

    def result(self, scenario, runs, session):
        self.begun.append(scenario)
        while not self.let_go.wait(0.01):
            if session.stop.is_set():
                self.stopped.append(scenario)
                return None
        return scenario


@pytest.fixture
def held(tmp_path, monkeypatch):
    """Serve with a bench that holds every result; give the server, its port and the bench."""
    monkeypatch.setattr(downloads, "made", lambda name, result: b"scenario,\n")
    with served(tmp_path, Limits()) as (server, port):
        desk = server.config.app.state.desk
        desk.bench = Held()
        yield desk, port


def waiting(desk):
    with desk.turns._changed:
        return [turn for turn in desk.turns._waiting if turn.kind == "file"]


def until(what):
    for _ in range(500):
        if what():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come about")


def elsewhere(port, path):
    """Ask from another address of this machine."""
    made = socket.socket()
    made.bind(("127.0.0.2", 0))
    made.settimeout(10)
    made.connect(("127.0.0.1", port))
    made.sendall(head(port, path, "GET", "Connection: close"))
    return made


def test_files_of_one_address_do_not_fill_the_queue_and_too_many_are_refused(held):
    desk, port = held
    most = downloads.AT_ONCE + downloads.MOST_WAITING
    with ExitStack() as stack:
        asked = [
            stack.enter_context(opened(port, head(port, PATH, "GET", "Connection: close")))
            for _ in range(most)
        ]
        until(lambda: len(waiting(desk)) == downloads.AT_ONCE)
        for _ in range(20):
            refused = rest_of(opened(port, head(port, PATH, "GET", "Connection: close")))
            assert refused.startswith(b"HTTP/1.1 429 ")
            assert json.loads(refused.partition(b"\r\n\r\n")[2]) == {"why": [downloads.TOO_MANY]}
        other = stack.enter_context(elsewhere(port, PATH))
        until(lambda: len(waiting(desk)) == downloads.AT_ONCE + 1)
        desk.bench.let_go.set()
        for one in (*asked, other):
            assert b"scenario," in rest_of(one)
    assert waiting(desk) == []


def test_who_leaves_is_computed_for_no_more(held):
    desk, port = held
    first = opened(port, head(port, PATH))
    until(lambda: desk.bench.begun)
    others = [opened(port, head(port, PATH)) for _ in range(downloads.AT_ONCE + 2)]
    until(lambda: len(waiting(desk)) == downloads.AT_ONCE)  # with the one that is computed
    for one in others:
        one.close()
    until(lambda: len(waiting(desk)) == 1)
    first.close()
    until(lambda: waiting(desk) == [])
    until(lambda: desk.bench.stopped)
    assert len(desk.bench.begun) == 1
    with opened(port, head(port, PATH, "GET", "Connection: close")) as later:
        desk.bench.let_go.set()
        assert b"scenario," in rest_of(later)


def test_a_full_queue_is_said(held, monkeypatch):
    _, port = held
    monkeypatch.setattr(turns, "MOST_WAITING", 0)
    refused = rest_of(opened(port, head(port, PATH, "GET", "Connection: close")))
    assert refused.startswith(b"HTTP/1.1 503 ")
    assert b"Too many people are waiting" in refused
