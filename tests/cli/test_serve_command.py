"""`escalation serve`: says what is missing or taken, listens on loopback, and ends when told to."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from escalation.cli.main import main
from escalation.cli.serve_command import HOST, PORT, _listen
from escalation.errors import InputError

ROOT = Path(__file__).resolve().parents[2]


def taken():
    made = socket.socket()
    made.bind((HOST, 0))
    made.listen()
    return made


def test_a_missing_package_is_named_with_how_to_install_it(escalation, tmp_path):
    (tmp_path / "fastapi.py").write_text(
        "raise ModuleNotFoundError('No module named fastapi', name='fastapi')\n", encoding="utf-8"
    )
    env = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    done = escalation("serve", "--no-open", env=env)
    assert done.returncode == 1
    assert done.stderr == (
        "error: the page needs fastapi, segno, uvicorn and websockets, which are not installed; "
        "python -m pip install 'escalation[web]' brings them\n"
    )
    assert done.stdout == ""


def test_a_port_that_is_taken_is_refused_if_it_was_asked_for(capsys):
    with taken() as other:
        port = other.getsockname()[1]
        assert main(["serve", "--no-open", "--port", str(port)]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"--port: {port} is taken")
    assert "give another one" in told


def test_without_a_port_asked_for_the_next_free_one_is_taken():
    first = _listen(None)
    second = _listen(None)
    try:
        assert PORT <= first.getsockname()[1] < second.getsockname()[1]
        assert second.getsockname()[0] == HOST
        with pytest.raises(InputError):
            _listen(first.getsockname()[1])
    finally:
        first.close()
        second.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["serve", "baselin"], "baseline"),
        (["serve", "--data", __file__], "is no folder"),
        (["serve", "--threads", "0"], "--threads: 0 is not between 1 and 1,024"),
    ],
)
def test_a_wrong_scenario_folder_or_number_of_threads_is_refused(words, says, capsys):
    assert main([*words, "--no-open"]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_ends_cleanly(ending):
    served = subprocess.Popen(
        [sys.executable, "-u", "-m", "escalation", "serve", "--no-open", "--threads", "1"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        address = re.search(r"http://\S+", served.stdout.readline()).group()
        with urllib.request.urlopen(address, timeout=30) as page:
            assert b"Escalation" in page.read()
        served.send_signal(ending)
        out, err = served.communicate(timeout=30)
    finally:
        served.kill()
    assert served.returncode == 0, err
    assert err.splitlines()[-1] == "Ended."
    assert "Traceback" not in out + err


def lan_lines(folder):
    """Serve to the network until all is said; return what stands in the terminal, and try it."""
    served = subprocess.Popen(
        [sys.executable, "-u", "-m", "escalation", "serve", "--lan", "--no-open", "--data", folder],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    try:
        lines = [served.stdout.readline() for _ in range(4)]
        if not lines[0]:
            told = served.stderr.read()
            assert "this machine is in no network" in told
            pytest.skip("this machine is in no network")
        join = lines[3].split()[2]
        with urllib.request.urlopen(join.partition("#")[0], timeout=30) as page:
            assert b"/site/play.js" in page.read()
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(join.partition("play")[0] + "api/play/rooms", b"{}", timeout=30)
    finally:
        served.send_signal(signal.SIGTERM)
        drawn = served.stdout.read()
        served.communicate(timeout=30)
    return lines, drawn


def test_a_network_gets_a_room_a_key_and_a_code_for_cameras_and_the_room_comes_back(tmp_path):
    lines, drawn = lan_lines(str(tmp_path))
    code = re.fullmatch(r"Room code: ([A-Z2-9]{6})\n", lines[1]).group(1)
    assert re.match(r"Facilitator's key: (\w{4}-){2}\w{4} ", lines[2])
    assert lines[3].split()[2].endswith(f"/play#{code}")
    assert "127.0.0.1" not in lines[3]
    assert drawn.count("█") > 100
    assert lan_lines(str(tmp_path))[0][1:3] == lines[1:3]


def test_the_folder_of_games_is_made_where_there_is_none(tmp_path, capsys):
    folder = tmp_path / "games"
    with taken() as other:  # so that it ends before it serves
        port = str(other.getsockname()[1])
        for told in (f"Made the folder {folder}.", ""):
            assert main(["serve", "--no-open", "--port", port, "--data", str(folder)]) == 2
            said = capsys.readouterr().err
            assert "is taken" in said
            assert ("Made the folder" in said) == bool(told)
            assert told in said
    assert folder.is_dir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    for wrong in (tmp_path / "file", tmp_path / "none" / "games"):
        assert main(["serve", "--no-open", "--data", str(wrong)]) == 2
        assert str(wrong) in capsys.readouterr().err
