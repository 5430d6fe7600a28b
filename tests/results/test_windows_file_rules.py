"""What is written can be written on Windows: its rules for files, held on this system."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from escalation.cli.main import main
from escalation.files import ensure_writable_folder, write_text_atomically
from escalation.results import locks
from escalation.results.checking.verifying import verify
from escalation.results.folder import clean_up
from escalation.results.reading import load
from escalation.results.saved_state import SavedState, write_state
from tests.ensemble.fakes import FakeEngine, FakeSpace

DESCRIPTORS = Path("/proc/self/fd")
pytestmark = pytest.mark.skipif(
    not DESCRIPTORS.is_dir(), reason="the rules are told by /proc, and Windows has them itself"
)


def held():
    found = set()
    for each in DESCRIPTORS.iterdir():
        try:
            found.add(str(each.readlink()))
        except OSError:
            continue
    return found


@pytest.fixture(params=["fsync", "open files", "both"])
def rules(request, monkeypatch):
    """Refuse what Windows does: to sync what can't be written, to move or remove what is open."""
    import fcntl

    fsync, unlink, rename, replace = os.fsync, os.unlink, os.rename, os.replace

    def to_disk(descriptor):
        if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        fsync(descriptor)

    def refuse_open(path):
        real = os.path.realpath(os.fspath(path))
        if any(one == real or one.startswith(f"{real}/") for one in held()):
            raise PermissionError(errno.EACCES, "used by another process", str(path))

    def removed(path, **named):
        if "dir_fd" not in named:
            refuse_open(path)
        unlink(path, **named)

    def moved(move):
        def refusing(path, target):
            refuse_open(path)
            if Path(target).exists():
                refuse_open(target)
            move(path, target)

        return refusing

    if request.param != "open files":
        monkeypatch.setattr(os, "fsync", to_disk)
    if request.param != "fsync":
        monkeypatch.setattr(os, "unlink", removed)
        monkeypatch.setattr(os, "remove", removed)
        monkeypatch.setattr(os, "rename", moved(rename))
        monkeypatch.setattr(os, "replace", moved(replace))


def test_the_rules_refuse(rules, tmp_path, request):
    """The rules themselves: or the tests below could not fail."""
    name = request.node.callspec.params["rules"]
    (tmp_path / "file").write_text("")
    with (tmp_path / "file").open() as stream:
        if name != "open files":
            with pytest.raises(OSError, match="Bad file descriptor"):
                os.fsync(stream.fileno())
        if name != "fsync":
            with pytest.raises(PermissionError):
                (tmp_path / "file").unlink()
            with pytest.raises(PermissionError):
                tmp_path.rename(tmp_path.with_name("elsewhere"))


def test_files_and_folders(rules, tmp_path):
    for text in ("one", "two"):
        write_text_atomically(tmp_path / "file.txt", text)
        assert (tmp_path / "file.txt").read_text() == text
    ensure_writable_folder(tmp_path / "new" / "folder")
    state = SavedState(3, 0, 1, 4, "name: x", {})
    assert write_state(tmp_path / "a.state", state, "model").is_file()
    assert main(["new", "mine", "--out", str(tmp_path / "mine.yaml")]) == 0


def test_a_run_and_what_a_killed_one_left(rules, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "escalation.ensemble.simulate.prepare", lambda _: (FakeSpace(), FakeEngine())
    )
    for charts in ("--charts", "--no-charts"):
        code = main(["run", "baseline", "--runs", "40", "-q", charts, "--out", str(tmp_path / "a")])
        assert code == 0
    for path in (tmp_path / "a").iterdir():
        assert verify(load(path)).whole
    left = tmp_path / ".unfinished-x"
    left.mkdir()
    os.close(locks.hold(left / ".building"))
    assert clean_up(tmp_path) == [left]


@pytest.fixture
def lock(tmp_path):
    """Return a folder whose lock another process holds, until it is told to let go."""
    script = (
        "import os, sys; from pathlib import Path; from escalation.results import locks\n"
        "locks.hold(Path(sys.argv[1])); print('held', flush=True); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "lock")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "held\n"
    yield tmp_path / "lock"
    process.communicate("\n", timeout=30)


def test_a_lock_is_real(lock, tmp_path):
    assert locks.take(lock) is None
    assert not locks.is_left_over(tmp_path, "lock", "manifest")


def test_a_file_system_without_locks(tmp_path, monkeypatch):
    def unknown(*_, **__):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("filelock.lock_descriptor", unknown)
    descriptor = locks.take(tmp_path / "lock")
    assert descriptor is not None
    os.close(descriptor)
    assert not locks.is_left_over(tmp_path, "lock", "manifest")
