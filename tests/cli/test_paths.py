"""A path that is none ends every command in one sentence, at once, and touches nothing."""

import os
import re
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from escalation.cli.main import main
from escalation.errors import InputError
from escalation.files import ensure_writable_folder, write_text_atomically
from escalation.results.saved_state import check_name

LONG = "x" * 300
NOBODY = 65534
READ = {
    "run": lambda p: ["run", p, "--runs", "4"],
    "validate": lambda p: ["validate", p],
    "claims": lambda p: ["claims", p],
    "new --from": lambda p: ["new", "mine", "--from", p],
    "compare": lambda p: ["compare", "baseline", p, "--runs", "4"],
    "branch": lambda p: ["branch", p, "--day", "3"],
    "branch a state": lambda p: ["branch", f"{p}.state"],
    "policies": lambda p: ["policies", p],
    "sweep": lambda p: ["sweep", p],
    "sweep --verify": lambda p: ["sweep", p, "--verify"],
    "watch": lambda p: ["watch", p],
    "explain": lambda p: ["explain", p],
    "explain --in": lambda p: ["explain", "abcdefgh", "--in", p],
    "value": lambda p: ["value", p, "--runs", "8"],
    "storylines": lambda p: ["storylines", p],
    "pivots": lambda p: ["pivots", p],
    "verify": lambda p: ["verify", p],
    "verify --in": lambda p: ["verify", "abcdefgh", "--in", p],
    "score": lambda p: ["score", p],
    "check": lambda p: ["check", "--events-file", p, "--runs", "4"],
}
WRITTEN = {
    "run --out": lambda p: ["run", "baseline", "--runs", "4", "--out", p],
    "new --out": lambda p: ["new", "mine", "--out", p],
    "schema --out": lambda p: ["schema", "--out", p],
    "parameters --out": lambda p: ["parameters", "--markdown", "--out", p],
    "score --out": lambda p: ["score", "--runs", "1", "--out", p],
    "compare --out": lambda p: ["compare", "baseline", "baseline", "--runs", "4", "--out", p],
    "policies --out": lambda p: ["policies", "baseline", "--runs", "8", "--out", p],
    "sweep --out": lambda p: ["sweep", "audience_and_line", "--out", p],
    "calibrate --out": lambda p: [
        "calibrate",
        "--points",
        "64",
        "--runs",
        "20",
        "--coverage",
        "0",
        "--out",
        p,
    ],
    "border --out": lambda p: ["border", "--out", f"{p}.png"],
    "branch --save-state": lambda p: [
        "branch",
        "baseline",
        "--day",
        "3",
        "--run",
        "0",
        "--save-state",
        f"{p}.state",
    ],
}
#: Of them, those that write one file.
FILES = (
    "new --out", "schema --out", "parameters --out", "border --out", "branch --save-state",
)  # fmt: skip
#: What may stand where a file or a folder is due; a name says what it is.
BAD = ("too long", "null", "pipe", "loop", "under a file", "device", "dangling", "large", "closed")


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    root = tmp_path_factory.mktemp("places")
    os.mkfifo(root / "pipe")
    os.mkfifo(root / "pipe.state")
    os.mkfifo(root / "pipe.png")
    (root / "loop").symlink_to("loop")
    (root / "loop.png").symlink_to("loop.png")
    (root / "loop.state").symlink_to("loop.state")
    (root / "dangling").symlink_to("nowhere")
    (root / "file").touch()
    (root / "closed").mkdir(mode=0)
    for name in ("large", "large.state"):
        with (root / name).open("wb") as stream:
            stream.truncate(5_000_000_000)  # a hole, which takes no room
    yield {
        "too long": LONG, "null": "a\0b", "pipe": root / "pipe", "loop": root / "loop",
        "under a file": root / "file" / "x", "device": "/dev/zero", "dangling": root / "dangling",
        "large": root / "large", "closed": root / "closed" / "x",
    }  # fmt: skip
    (root / "closed").chmod(0o700)


def ends(capsys, words):
    code = main([str(word) for word in words])
    err = capsys.readouterr().err
    assert (code, "Traceback" in err) == (2, False), err
    # One sentence, or the usage and a sentence where Typer itself refuses a null character.
    assert err.count("\n") == 1 or "Error: Invalid value" in err, err
    return err


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("command", READ)
def test_what_is_read(command, bad, places, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ends(capsys, READ[command](str(places[bad])))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("bad", ["too long", "null", "pipe", "loop", "under a file", "large"])
@pytest.mark.parametrize("command", WRITTEN)
def test_what_is_written(command, bad, places, capsys, tmp_path, monkeypatch):
    if bad == "large" and command in FILES:
        pytest.skip("a file may be replaced by a file")
    monkeypatch.chdir(tmp_path)
    before = (
        places[bad].lstat() if isinstance(places[bad], Path) and bad != "under a file" else None
    )
    ends(capsys, WRITTEN[command](str(places[bad])))
    assert before is None or places[bad].lstat().st_ino == before.st_ino
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", WRITTEN)
def test_a_place_that_is_no_utf8_is_refused_before_anything_is_made(
    command, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    err = ends(capsys, WRITTEN[command](os.fsdecode(b"o\xff")))
    assert err.startswith("o\\udcff")
    assert "that path is not UTF-8" in err
    assert list(tmp_path.iterdir()) == []


def test_what_takes_long_to_make_asks_for_utf8_first(tmp_path):
    """Writing would refuse it too, but after the work."""
    with pytest.raises(InputError, match="not UTF-8"):
        check_name(Path("o\udcff.state"))
    with pytest.raises(InputError, match="not UTF-8"):
        ensure_writable_folder(tmp_path / "o\udcff")
    assert list(tmp_path.iterdir()) == []


@contextmanager
def nobody():
    """Act as a user who may not do everything, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def closed_place():
    """A place in a folder that may not be entered, below one that anybody may."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        root.chmod(0o755)
        (root / "file").touch()
        (root / "closed").mkdir(mode=0)
        yield root / "closed" / "x"
        (root / "closed").chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such folders")
@pytest.mark.parametrize("command", [*READ, *WRITTEN])
def test_a_folder_that_may_not_be_entered(command, closed_place, capsys, monkeypatch):
    root = closed_place.parent.parent
    monkeypatch.chdir(root)
    made = (READ | WRITTEN)[command]
    ends(capsys, made(str(root / "file" / "x")))  # what it imports may lie where nobody may read
    with nobody():
        err = ends(capsys, made(str(closed_place)))
    assert re.search("permission|not permitted|may not be", err.casefold()), err
    closed_place.parent.chmod(0o700)
    assert list(closed_place.parent.iterdir()) == []
    assert sorted(one.name for one in root.iterdir()) == ["closed", "file"]


@pytest.mark.parametrize("made", [os.mkfifo, Path.mkdir])
def test_no_file_takes_the_place_of_what_is_none(made, tmp_path):
    """A superuser's ``--out /dev/null`` would otherwise be the end of the device."""
    made(tmp_path / "there")
    kind = stat.S_IFMT((tmp_path / "there").stat().st_mode)
    with pytest.raises(InputError, match=r"not a regular file|in the way"):
        write_text_atomically(tmp_path / "there", "text")
    assert stat.S_IFMT((tmp_path / "there").stat().st_mode) == kind
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    with pytest.raises(InputError, match="names no file"):
        write_text_atomically("", "text")


@pytest.mark.parametrize("name", ["baseline", "pakistan_retaliates"])
def test_a_folder_with_a_shipped_name_hides_no_scenario(name, tmp_path, monkeypatch, capsys):
    (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["validate", name]) == 0
    assert main(["watch", name, "--horizon", "5", "--json"]) == 0
    assert f'"scenario": "{name}"' in capsys.readouterr().out


def test_apostrophes_and_spaces(tmp_path, monkeypatch, capsys):
    place = tmp_path / "it's a 'place'"
    place.mkdir()
    monkeypatch.chdir(place)
    assert main(["new", "mine", "--out", "o'clock one.yaml"]) == 0
    assert main(["validate", "o'clock one.yaml"]) == 0
    assert "o'clock one.yaml: valid" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["tcp://127.0.0.1", "tcp://127.0.0.1:abc", "tcp://"])
def test_an_address_without_a_port(address):
    from escalation.ensemble.cluster import open_cluster

    with pytest.raises(InputError, match="give host and port"), open_cluster(address):
        pass
