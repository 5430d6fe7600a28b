"""The server's end: prompt and quiet whatever is under way, and what was acknowledged is kept."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import ExitStack

import pytest

from escalation.engine import warm_up
from tests.web.browser import ROOT
from tests.web.rooms import SCENARIO
from tests.web.served import Server
from tests.web.test_connections import HALF, head, line, opened
from tests.web.test_downloads import PATH

ENDINGS = [
    signal.SIGTERM,
    *(pytest.param(one, marks=pytest.mark.slow) for one in (signal.SIGINT, signal.SIGHUP)),
]
#: Who has not ended after this does not end.
SECONDS = 30.0


def started(stack, *words, **env):
    command = [sys.executable, "-u", "-m", "escalation", "serve", "--no-open", *words]
    made = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **env},
    )  # fmt: skip
    stack.callback(made.communicate)
    stack.callback(made.kill)
    return made, int(re.search(r"127\.0\.0\.1:(\d+)", made.stdout.readline()).group(1))


def ends(process, ending):
    """End it, and see that it does so by itself and quietly."""
    process.send_signal(ending)
    assert process.wait(SECONDS) == 0
    told = process.stderr.read()
    assert told.splitlines()[-1] == "Ended."
    notes = ("Ended.", "Games are kept", "Port ", "Made the folder")
    assert [one for one in told.splitlines() if not one.startswith(notes)] == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_ends_with_lines_files_and_half_requests_under_way(ending):
    warm_up()
    with ExitStack() as stack:
        process, port = started(stack)
        setting = {"scenario": "baseline", "claims": {"C21": 0.1}}
        lines = [stack.enter_context(line(port)) for _ in range(2)]
        for place, asked in enumerate(("ask", "storylines", "map")):
            lines[place % 2].send(json.dumps({"kind": asked, "request": 1, "setting": setting}))
        for sent in (head(port, PATH), head(port, PATH), HALF):
            stack.enter_context(opened(port, sent))
        assert lines[0].recv(timeout=30)
        ends(process, ending)


def test_it_ends_while_the_model_is_compiled(tmp_path):
    with ExitStack() as stack:
        process, port = started(stack, NUMBA_CACHE_DIR=str(tmp_path))
        setting = {"scenario": "baseline"}
        waits = stack.enter_context(line(port))
        waits.send(json.dumps({"kind": "ask", "request": 1, "setting": setting}))
        while (told := json.loads(waits.recv(timeout=30)))["kind"] != "queued":
            pass
        assert "The model is being" in told["why"]
        ends(process, signal.SIGTERM)


@pytest.mark.slow
def test_a_room_whose_round_is_played_is_there_again_after_an_end(tmp_path):
    warm_up()
    (tmp_path / "short.yaml").write_text(SCENARIO, encoding="utf-8")
    server = Server(str(tmp_path)).start()
    try:
        code = server.post("api/play/rooms", {"scenario": "short.yaml"}, "lead")["code"]
        seats = f"api/play/rooms/{code}/seats"
        server.post(seats, {"name": "of kabul", "team": "kabul"}, "kabul")
        with server.line(code, "lead", "lead") as lead, server.line(code, "kabul") as kabul:
            for number, (say, at_round, at_phase, phase) in enumerate(
                (
                    ("start", 0, "lobby", "shown"),
                    ("next", 0, "shown", "deciding"),
                    ("resolve", 1, "deciding", ""),
                )
            ):
                now = {"round": at_round, "phase": at_phase}
                lead.send(json.dumps({"request": number, "say": say, "at": now}))
                while not (phase and at(lead, phase)):
                    if not phase and heard(lead).get("request") == number:
                        break
            server.process.terminate()
            assert server.process.wait(SECONDS) == 0
            assert kabul.close_code in (None, 1012)
        server.process.stdout.close()
        server.start()
        with server.line(code, "lead", "lead") as lead:
            while not at(lead, "shown"):
                pass
    finally:
        server.kill()


def heard(asked):
    return json.loads(asked.recv(timeout=60))


def at(asked, phase):
    told = heard(asked)
    return told["kind"] == "screen" and told["screen"].get("phase") == phase
