"""Who may be connected: half-open and slow connections are dropped, and others still come in."""

import json
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest
import websockets
from fastapi import FastAPI, WebSocket
from websockets.sync.client import connect

from escalation.errors import InputError
from escalation.web.explore.catalogue import Catalogue
from escalation.web.server import downloads, live, messages, room_messages, turns
from escalation.web.server.app import create_app
from escalation.web.server.connections import (
    DESCRIPTORS,
    MOST,
    MOST_TOLD,
    RESERVE,
    Connections,
    Limits,
)
from escalation.web.server.rooms import Rooms
from escalation.web.server.serving import MOST_HEAD_BYTES, PageServer, limits_of_process
from tests.web.browser import ROOT

QUICK = Limits(
    head_seconds=0.2, body_seconds=0.2, idle_seconds=0.2, unread_seconds=0.3, slowest_bytes=10**7
)
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "


@contextmanager
def served(folder, limits, app=None):
    """Serve in this process within limits; give the server and its port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        hosts = [f"127.0.0.1:{port}"]
        app = app or create_app(Catalogue(None, "baseline"), hosts, Rooms(folder), threads=1)
        server = PageServer(app, limits)
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield server, port
        finally:
            server.should_exit = True
            running.join(20)


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    with served(tmp_path_factory.mktemp("rooms"), QUICK) as made:
        yield made


def opened(port, sent=b""):
    made = socket.create_connection(("127.0.0.1", port), timeout=10)
    made.sendall(sent)
    return made


def head(port, path="/", method="GET", *more):
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *more, "", ""]
    return "\r\n".join(lines).encode()


def rest_of(made):
    """Read to the end."""
    read = b""
    while piece := made.recv(65_536):
        read += piece
    return read


def is_answered(port, seconds=5.0):
    """Return whether somebody who asks as they should has the page in time."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as made:
        made.sendall(head(port, "/", "GET", "Connection: close"))
        return rest_of(made).startswith(b"HTTP/1.1 200")


# --- late -------------------------------------------------------------------------------------


def test_half_a_head_is_answered_that_it_is_late_and_nothing_by_a_close(quick):
    _, port = quick
    with opened(port, HALF) as half, opened(port) as silent:
        answer = rest_of(half)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert json.loads(answer.partition(b"\r\n\r\n")[2]) == {
            "why": ["The request did not come to its end."]
        }
        assert rest_of(silent) == b""


def test_a_later_request_has_its_own_time(quick):
    _, port = quick
    with opened(port, head(port)) as later:
        time.sleep(0.1)
        later.sendall(HALF)
        assert rest_of(later).count(b"HTTP/1.1 408 ") == 1


@pytest.mark.parametrize("first", [b"", b"GET /api/play HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n"])
def test_a_head_that_trickles_is_late_too_at_first_and_later(quick, first):
    _, port = quick
    with opened(port, first.replace(b"{}", b"%d" % port)) as slow, pytest.raises(ConnectionError):
        for _ in range(100):  # it is long before the last of these
            slow.sendall(b"G")
            time.sleep(0.05)


@pytest.mark.parametrize("length", ["Content-Length: 50", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize("path", ["/api/play/facilitator", "/api/scenarios", "/nowhere"])
def test_a_body_that_trickles_is_cut_off(quick, length, path):
    server, port = quick
    with opened(port, head(port, path, "POST", length)) as slow, pytest.raises(ConnectionError):
        for _ in range(100):  # it is long before the last of these
            slow.sendall(b"1\r\n1\r\n" if "chunked" in length else b"1")
            time.sleep(0.05)
    gone(server)


def gone(server):
    """Wait until nobody is connected."""
    for _ in range(100):
        if not len(server.connections):
            return
        time.sleep(0.05)
    raise AssertionError(f"{len(server.connections)} are connected")


def test_a_connection_that_asks_no_more_is_closed(quick):
    _, port = quick
    with opened(port, head(port)) as idle:
        assert rest_of(idle).startswith(b"HTTP/1.1 200")


def test_whoever_reads_no_answer_is_dropped(quick):
    server, port = quick
    gone(server)
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", port))
        # Answers to all of them are more than the system keeps for who doesn't read.
        deaf.setblocking(False)
        sent = head(port, "/site/drawing/figures.css") * 2_000
        begin = time.monotonic()
        while len(server.connections) or time.monotonic() - begin < 0.2:
            assert time.monotonic() - begin < 60
            try:
                sent = sent[deaf.send(sent) :]
            except BlockingIOError:
                time.sleep(0.02)
            except OSError:
                break
        gone(server)


def test_one_that_reads_slowly_but_fast_enough_is_not_dropped():
    now = [0.0]
    limits = Limits()
    held = Connections(limits, lambda: now[0])
    slow = Peer()
    held.admit(slow, "a")
    held.awaits(held.of(slow), None)
    slow.unsent = 100 * limits.slowest_bytes
    for _ in range(99):
        held.end_late()
        now[0] += 1.0
        slow.unsent -= limits.slowest_bytes
        assert not slow.closed
    now[0] += limits.unread_seconds
    held.end_late()
    assert not slow.closed
    now[0] += 1.5
    held.end_late()
    assert slow.closed == "aborted"


def test_a_line_that_is_never_read_is_dropped(tmp_path):
    ended = threading.Event()
    app = FastAPI()

    @app.websocket("/live")
    async def tell_much(asked: WebSocket) -> None:
        await asked.accept()
        try:
            while True:
                await asked.send_text("x" * 100_000)
        finally:
            ended.set()

    with served(tmp_path, QUICK, app) as (server, port):
        deaf = raw_line(port)
        assert ended.wait(10)
        gone(server)
        deaf.close()


def test_a_message_in_pieces_must_come_to_its_end_and_pings_must_be_few(quick):
    server, port = quick
    gone(server)
    with raw_line(port) as slow:
        slow.sendall(frame(b"x", fin=False))
        assert rest_of(slow) is not None
    with raw_line(port) as pinging, pytest.raises(ConnectionError):
        for _ in range(1_000):
            pinging.sendall(frame(b"x", opcode=9))
            pinging.recv(100)
            time.sleep(0.001)
    gone(server)
    with raw_line(port) as quiet:  # a line that says nothing is none of these
        time.sleep(0.6)
        quiet.sendall(frame(b"x"))
        assert b"refused" in quiet.recv(1_000)


def frame(body, opcode=1, fin=True):
    """Return a frame of WebSocket as browsers send it."""
    first = bytes([(0x80 if fin else 0) | opcode])
    size = len(body)
    if size < 126:
        told = bytes([0x80 | size])
    elif size < 65_536:
        told = b"\xfe" + struct.pack("!H", size)
    else:
        told = b"\xff" + struct.pack("!Q", size)
    return first + told + b"\0\0\0\0" + body


def raw_line(port, path="/live", compressed=False):
    """Return a socket on which a line was opened."""
    more = (
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", f"Origin: http://127.0.0.1:{port}",
    )  # fmt: skip
    if compressed:
        more += ("Sec-WebSocket-Extensions: permessage-deflate",)
    made = opened(port, head(port, path, "GET", *more))
    read = b""
    while not read.endswith(b"\r\n\r\n"):
        piece = made.recv(1)
        assert piece, read
        read += piece
    assert read.startswith(b"HTTP/1.1 101"), read
    return made


def test_a_setting_that_takes_long_to_read_keeps_nobody_waiting(tmp_path, monkeypatch):
    let_go, reading = threading.Event(), threading.Event()

    def read_long(desk, setting):
        reading.set()
        let_go.wait(10)
        raise InputError.single("setting", "is read")

    monkeypatch.setattr(live, "told_at_once", read_long)
    with served(tmp_path, Limits()) as (_, port), line(port) as asking:
        asking.send('{"kind": "ask", "request": 1, "setting": {"scenario": "baseline"}}')
        assert reading.wait(5)
        assert is_answered(port)
        let_go.set()
        assert json.loads(asking.recv(timeout=5))["why"] == "setting: is read"


# --- too many ---------------------------------------------------------------------------------


class Peer:
    """A transport without a network."""

    def __init__(self):
        self.closed, self.unsent, self.sent = "", 0, b""

    def get_write_buffer_size(self):
        return self.unsent

    def is_closing(self):
        return bool(self.closed)

    def write(self, data):
        self.sent += data

    def close(self):
        self.closed = self.closed or "closed"

    def abort(self):
        self.closed = "aborted"


def come(held, address, count, awaited=None):
    made = [Peer() for _ in range(count)]
    for one in made:
        found = held.admit(one, address)
        if not found.told:
            held.awaits(found, awaited)
    return made


def test_whoever_waits_longest_makes_room_and_who_is_served_stays():
    limits = Limits(most=10, most_of_address=6)
    held = Connections(limits)
    served_ones = come(held, "a", 3)
    half = come(held, "a", 3, "head")
    (new,) = come(held, "a", 1)
    assert [one.closed for one in half] == ["aborted", "", ""]
    come(held, "a", 2)
    (told,) = come(held, "a", 1)
    assert b" 429 " in told.sent
    assert not any(one.closed for one in (new, *served_ones))
    come(held, "b", 4)
    (full,) = come(held, "c", 1)
    assert b" 503 " in full.sent
    assert json.loads(full.sent.partition(b"\r\n\r\n")[2])["why"]
    # Of those who wait, who has most such connections makes room.
    held.leave(served_ones[0])
    (late,) = come(held, "d", 1, "head")
    come(held, "e", 1)
    assert late.closed == "aborted"
    many = come(held, "z", 100)
    assert sum(one.closed == "" for one in many) == MOST_TOLD
    for one in (*served_ones, *half, new, told, full, late, *many):
        held.leave(one)


def test_lines_are_counted_of_an_address_in_all_and_of_the_explorers_page():
    limits = Limits(most=100, most_lines=8, most_lines_of_address=5, most_live_of_address=2)
    held = Connections(limits)

    def lines(address, path, count):
        made = come(held, address, count)
        return [held.becomes_line(held.of(one), path) for one in made], made

    told, (first, *_) = lines("a", "/live", 3)
    assert [one is None for one in told] == [True, True, False]
    assert told[2][0] == 429
    assert [one is None for one in lines("a", "/play/X/seat", 4)[0]] == [True] * 3 + [False]
    assert lines("b", "/play/X/seat", 4)[0][3][0] == 503
    held.leave(first)
    assert lines("a", "/live", 1)[0] == [None]


@pytest.mark.parametrize("files", [3, 64, 200, 256, 1024, 2048, 10**6])
def test_connections_leave_files_for_the_rest_and_a_classroom_fits(files):
    limits = Limits.of_descriptors(files)
    assert 0 < limits.most <= MOST
    assert limits.most <= max(files - RESERVE, files // 2, 1)
    assert limits.most_lines < limits.most or files == 3
    assert limits.most_lines_of_address <= limits.most_of_address or files == 3
    if files >= 1024:
        assert limits == replace(Limits(), most=limits.most, most_of_address=limits.most * 2 // 3,
                                 most_lines=limits.most * 3 // 4)  # fmt: skip
        assert limits.most_lines_of_address >= 60 * 3 + 60 * 2
        assert limits.most_live_of_address >= 60 * 2


def test_more_files_are_asked_for_where_the_system_allows_them():
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (300, before[1]))
        assert limits_of_process() == Limits.of_descriptors(min(before[1], DESCRIPTORS))
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(before[1], DESCRIPTORS)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_page_about_the_server_tells_its_limits_as_they_are():
    told = " ".join((ROOT / "docs/how-to/explore-in-the-browser.md").read_text("utf-8").split())
    limits = Limits()
    for said in (
        f"{limits.most:,} connections at once",
        f"{limits.most_of_address:,} from one address",
        f"{RESERVE} fewer than the files",
        f"{limits.most_lines:,} of them may be lines",
        f"{limits.most_lines_of_address:,} of one address",
        f"{limits.most_live_of_address:,} of those explore",
        f"within {limits.head_seconds:.0f} seconds",
        f"its body {limits.body_seconds:.0f} seconds later",
        f"closed after {limits.idle_seconds:.0f} seconds",
        f"{limits.unread_seconds:.0f} seconds and {limits.slowest_bytes:,} bytes a second",
        f"{MOST_HEAD_BYTES:,} bytes",
        f"{messages.MOST_BYTES:,} bytes, {messages.RATE:.0f} a second",
        f"{room_messages.MOST_BYTES:,} bytes, {room_messages.RATE:.0f} a second",
        f"{turns.MOST_WAITING} computations wait in the queue, {turns.MOST_OF_ADDRESS} of one",
        f"{downloads.AT_ONCE} files of one address",
        f"{downloads.MOST_WAITING} more wait",
    ):
        assert said in told, said


@contextmanager
def served_apart(*words, files=200):
    """Serve in a process that may have so many files open; give its port and the process."""
    command = [sys.executable, "-u", "-m", "escalation", "serve", "--no-open", *words]
    made = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files)),
    )  # fmt: skip
    try:
        port = int(re.search(r"127\.0\.0\.1:(\d+)", made.stdout.readline()).group(1))
        yield port, made
    finally:
        made.kill()
        made.communicate()


def test_more_half_open_requests_than_files_keep_nobody_out():
    with ExitStack() as stack:
        port, process = stack.enter_context(served_apart(files=200))
        half = [stack.enter_context(opened(port, HALF)) for _ in range(260)]
        for _ in range(3):
            assert is_answered(port)
        half += [stack.enter_context(opened(port, HALF)) for _ in range(260)]
        assert is_answered(port)
        with line(port) as live:
            live.send("x")
            assert "refused" in live.recv(timeout=5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        told = process.stderr.read()
        assert told.splitlines()[-1] == "Ended."
        assert "Traceback" not in told
        assert len(told.splitlines()) < 5  # nothing is told of each


def test_lines_of_one_address_leave_room_for_others_and_for_requests():
    with ExitStack() as stack:
        port, _ = stack.enter_context(served_apart(files=200))
        limits = Limits.of_descriptors(200)
        for _ in range(limits.most_live_of_address):
            stack.enter_context(raw_line(port))
        for path in ("/live", "/%6cive", "/liv%65"):
            with pytest.raises(websockets.InvalidStatus) as refused, line(port, path):
                pass
            assert refused.value.response.status_code == 429
            assert b"why" in refused.value.response.body
        assert is_answered(port)


@contextmanager
def line(port, path="/live"):
    host = f"127.0.0.1:{port}"
    with connect(f"ws://{host}{path}", origin=f"http://{host}") as made:
        yield made
