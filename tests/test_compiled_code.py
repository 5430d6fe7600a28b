"""Compiled code that is kept: right or made anew, whatever the disk did to it."""

import errno
import logging

import numba
import pytest

from escalation import compiled_code, compiling
from escalation.compiled_code import keep_code

SOURCE = "def doubled(x):\n    return 2 * x\n"


@pytest.fixture
def told(caplog):
    compiled_code.tell.cache_clear()
    caplog.set_level(logging.WARNING, "escalation")
    yield caplog
    compiled_code.tell.cache_clear()


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """Return what makes the same function as a new process would, kept in a folder."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(folder))
    file = tmp_path / "made.py"
    file.write_text(SOURCE)

    def make():
        names = {"__name__": "made"}
        exec(compile(SOURCE, str(file), "exec"), names)
        made = numba.njit(names["doubled"])
        keep_code(made, folder)
        return made

    return make


def kept(tmp_path, suffix):
    (path,) = (tmp_path / "kept").rglob(f"*.{suffix}")
    return path


def loaded(function):
    return sum(function.stats.cache_hits.values()) == 1


def test_code_is_kept_and_taken_again(fresh, told):
    assert fresh()(21) == 42
    again = fresh()
    assert again(21) == 42
    assert loaded(again)
    assert told.messages == []


def flipped(raw):
    middle = len(raw) // 2
    return raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :]


DAMAGE = {
    "of no bytes": lambda raw: b"",
    "cut": lambda raw: raw[: len(raw) // 2],
    "cut by its last byte": lambda raw: raw[:-1],
    "garbage": lambda raw: b"not compiled code" * 9,
    "one bit": flipped,
    "as Numba would write it": lambda raw: raw[32:],
}


@pytest.mark.parametrize("suffix", ["nbi", "nbc"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_code_is_compiled_anew_and_said(fresh, told, tmp_path, suffix, damage):
    fresh()(21)
    path = kept(tmp_path, suffix)
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    made = fresh()
    assert made(21) == 42
    assert not loaded(made)
    assert told.messages == [f"compiled code was damaged, so it is compiled anew: {path}"]
    mended = fresh()
    assert mended(21) == 42
    assert loaded(mended)


def test_a_folder_in_the_place_of_code(fresh, told, tmp_path):
    fresh()(21)
    path = kept(tmp_path, "nbc")
    path.unlink()
    path.mkdir()
    assert fresh()(21) == 42
    assert told.messages[0] == (
        f"compiled code cannot be read, so it is compiled anew: {path}: a folder of that name is "
        "in the way"
    )
    assert "cannot be kept in" in told.messages[1]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
def test_where_code_cannot_be_written_it_is_compiled_and_not_kept(
    fresh, told, tmp_path, monkeypatch, number
):
    def refuses(*_):
        raise OSError(number, "refused")

    monkeypatch.setattr(compiled_code._CheckedFiles, "_write", refuses)
    for _ in range(2):
        assert fresh()(21) == 42
    (said,) = told.messages
    assert f"cannot be kept in {tmp_path / 'kept'}:" in said
    assert "compile anew" in said
    assert list((tmp_path / "kept").rglob("*.nb?")) == []


def test_code_never_lands_beside_its_source(fresh, told, tmp_path):
    (tmp_path / "kept").write_text("a file, not a folder")
    assert fresh()(21) == 42
    (said,) = told.messages
    assert "cannot be kept in" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "made.py"]


@pytest.mark.parametrize("variable", ["NUMBA_CACHE_DIR", "XDG_CACHE_HOME"])
def test_a_cache_folder_that_is_a_file_is_passed_over(told, tmp_path, monkeypatch, variable):
    (tmp_path / "file").write_text("")
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(variable, str(tmp_path / "file"))
    folder = compiling.choose_cache()
    if variable == "NUMBA_CACHE_DIR":
        assert folder is not None
        assert folder.is_relative_to(tmp_path / "home")
        (said,) = told.messages
        assert said.endswith(f"it is kept in {tmp_path / 'home' / 'escalation'} instead")
    else:
        monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
        assert compiling.choose_cache() is None
        assert "cannot be written" in told.messages[0]


def test_an_empty_name_is_no_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiling.cache_bases() == [tmp_path / "escalation"]
