"""What the server was attacked with: bytes that are no request, frames that are no message."""

import errno
import struct
import zlib

import pytest

from escalation.web.server import serving
from escalation.web.server.connections import Limits
from escalation.web.server.serving import MOST_FRAME_BYTES, MOST_HEAD_BYTES
from tests.web.test_connections import (
    HALF,
    QUICK,
    frame,
    head,
    is_answered,
    opened,
    raw_line,
    rest_of,
    served,
)


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    with served(tmp_path_factory.mktemp("rooms"), QUICK) as made:
        yield made


def test_a_request_of_two_lengths_is_refused_and_what_follows_is_not_read(quick):
    _, port = quick
    lengths = ("Content-Length: 6", "Transfer-Encoding: chunked")
    with opened(
        port, head(port, "/api/words", "POST", *lengths) + b"0\r\n\r\n" + head(port)
    ) as two:
        answer = rest_of(two)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"one length" in answer


def test_nonsense_is_answered_in_a_sentence_and_told_nobody_else(quick, capfd):
    _, port = quick
    broken = head(port, "/api/words", "POST", "Transfer-Encoding: chunked") + b"zz\r\n"
    for sent in (b"\x16\x03\x01" * 50, b"GET /" + b"a" * 200_000, broken, b"GET\r\n\r\n"):
        with opened(port, sent) as made:
            answer = made.recv(65_536)
        assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 405 ")), sent[:20]
        assert b'"why"' in answer
    with raw_line(port) as made:
        made.sendall(frame(b"\xff\xfe"))
        rest_of(made)
    assert capfd.readouterr() == ("", "")


def test_a_long_head_is_refused_and_one_of_a_long_setting_is_read(quick):
    _, port = quick
    with opened(port) as long:
        try:
            long.sendall(head(port, "/?" + "x" * 2 * MOST_HEAD_BYTES))
            answer = long.recv(1_000)
        except ConnectionError:  # it was refused before all was sent
            answer = b"HTTP/1.1 400 "
    assert answer.startswith(b"HTTP/1.1 400 ")
    sent = head(port, "/?" + "x" * (MOST_HEAD_BYTES // 2), "GET", "Connection: close")
    with opened(port) as fair:
        for place in range(0, len(sent), 10_000):  # as a network brings it
            fair.sendall(sent[place : place + 10_000])
        assert rest_of(fair).startswith(b"HTTP/1.1 200 ")


def test_requests_one_after_the_other_on_a_connection_are_all_answered(quick):
    _, port = quick
    with opened(
        port, head(port, "/nothing") * 200 + head(port, "/", "GET", "Connection: close")
    ) as made:
        answers = rest_of(made)
    assert answers.count(b"HTTP/1.1 404 ") == 200
    assert answers.count(b"HTTP/1.1 200 ") == 1


def deflated(text):
    """Return a text as one compressed frame of WebSocket."""
    made = zlib.compressobj(9, zlib.DEFLATED, -12)
    body = made.compress(text) + made.flush(zlib.Z_SYNC_FLUSH)
    plain = frame(body[:-4])
    return bytes([plain[0] | 0x40]) + plain[1:]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ([b"\x81\xff" + struct.pack("!Q", 2**40) + b"\0\0\0\0" + b"x" * 1_000], 1009),
        ([deflated(b" " * 50_000_000)], 1009),
        ([frame(b"x" * 100, fin=False)] + [frame(b"x" * 100, 0, fin=False)] * 700, 1009),
        ([frame(b"\xff\xfe")], 1007),
        ([frame(b"", 3)], 1002),
        ([b"\x81\x01a"], 1002),
        ([frame(b"{}")] * 200, 1008),
    ],
    ids=["huge", "bomb", "pieces", "no text", "no kind", "unmasked", "rapid"],
)
def test_frames_that_break_a_rule_end_their_line_and_no_other(quick, sent, code):
    _, port = quick
    assert len(b"".join(sent)) < 2 * MOST_FRAME_BYTES
    with raw_line(port) as other, raw_line(port, compressed=True) as bad:
        heard = b""
        try:
            for one in sent:
                bad.sendall(one)
            while struct.pack("!H", code) not in heard:
                piece = bad.recv(65_536)
                assert piece, heard
                heard += piece
        except ConnectionError:  # the end came while more was being sent
            assert code in (1008, 1009)
        other.sendall(frame(b"x"))
        assert b"refused" in other.recv(1_000)


def test_nobody_is_taken_for_another_address_by_saying_so(tmp_path):
    with served(tmp_path, Limits()) as (_, port):
        answers = []
        for number in range(14):
            said = (f"X-Forwarded-For: 10.0.0.{number}", "Connection: close")
            with opened(port, head(port, "/api/play/rooms/AAAAAA", "GET", *said)) as guessing:
                answers.append(rest_of(guessing)[9:12])
    assert answers[0] == b"404"
    assert answers[-1] == b"429"


def test_where_no_file_can_be_opened_a_connection_makes_room_and_nothing_is_traced(
    tmp_path, caplog, monkeypatch
):
    # Of the server alone, and whatever another test's library has done to loggers before it.
    monkeypatch.setattr(serving._log, "disabled", False)
    monkeypatch.setattr(serving._log, "propagate", True)
    caplog.set_level("WARNING", logger=serving._log.name)
    with served(tmp_path, Limits()) as (server, port), opened(port, HALF) as half:
        assert is_answered(port)
        loop = server._ending_late.get_loop()
        none_left = {"exception": OSError(errno.EMFILE, "none"), "socket": None, "message": "x"}
        loop.call_soon_threadsafe(loop.call_exception_handler, none_left)
        assert half.recv(100) == b""
    assert "Traceback" not in caplog.text
    assert [one.message for one in caplog.records if one.name == serving._log.name] == [
        "No more files can be opened, so connections wait."
    ]
