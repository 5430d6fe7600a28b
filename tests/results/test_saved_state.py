"""The file of a saved state: what went in comes out, and nothing else is taken for one."""

import io
import json
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.errors import InputError
from escalation.results.saved_state import SavedState, is_state_file, read_state, write_state

MODEL = "0123456789abcdef"
DTYPE = np.dtype([("a", np.int64), ("b", np.float64, (2,)), ("c", [("d", np.int64)], (2,))])


def made(**changes):
    arrays = {"ledger": np.zeros(3, DTYPE), "log": np.arange(5), "none": np.zeros((0, 4))}
    arrays["ledger"]["b"] = [[1.5, np.nan], [-0.0, np.inf], [5e-324, 1e308]]
    fields = {"day": 6, "run": 17, "seed": 2**62, "replicates": 4, "scenario": "name: Ä\n"}
    return SavedState(**{**fields, "arrays": arrays, **changes})


@pytest.fixture
def file(tmp_path):
    return write_state(tmp_path / "x.state", made(), MODEL)


def test_what_went_in_comes_out_to_the_bit(file):
    state, again = made(), read_state(file, MODEL)
    assert (again.day, again.run, again.seed, again.replicates) == (6, 17, 2**62, 4)
    assert again.scenario == state.scenario
    assert list(again.arrays) == list(state.arrays)
    for name, array in state.arrays.items():
        assert again.arrays[name].dtype == array.dtype
        assert again.arrays[name].shape == array.shape
        assert again.arrays[name].tobytes() == array.tobytes()


def test_the_same_state_gives_the_same_bytes(file, tmp_path):
    other = write_state(tmp_path / "y.state", made(), MODEL)
    assert other.read_bytes() == file.read_bytes()


def test_any_tool_opens_it(file):
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("about.json"))["run"] == 17
        assert archive.read("scenario.yaml").decode() == "name: Ä\n"
    with np.load(file, allow_pickle=False) as arrays:
        assert arrays["log"].tolist() == [0, 1, 2, 3, 4]


def test_an_older_file_stays_if_writing_fails(file):
    before = file.read_bytes()
    with pytest.raises(ValueError, match="Object arrays"):
        write_state(file, made(arrays={"x": np.array([{}], dtype=object)}), MODEL)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_another_version_of_the_model_is_refused(file):
    with pytest.raises(InputError) as error:
        read_state(file, "fedcba9876543210")
    (problem,) = error.value.problems
    assert problem.where == str(file)
    assert "by another version of the model (0.1.0, sources 0123456789abcdef)" in problem.message
    assert "save it again with this version" in problem.message


def rewritten(file, **members):
    """Write the archive anew with some members changed, or left out where None."""
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content |= {name.replace("__", "."): new for name, new in members.items()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            if data is not None:
                archive.writestr(name, data)


def about(file, **changes):
    with zipfile.ZipFile(file) as archive:
        return json.dumps({**json.loads(archive.read("about.json")), **changes})


def pickled():
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.array([{}], dtype=object), allow_pickle=True)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda file: {"about__json": None}, "is no saved state of a run"),
        (lambda file: {"about__json": b"[]"}, "is no saved state of a run"),
        (lambda file: {"about__json": b"{"}, "is damaged, or no saved state at all"),
        (lambda file: {"about__json": b'{"kind": "holiday"}'}, "is no saved state of a run"),
        (lambda file: {"about__json": about(file, format=9)}, "is of format 9"),
        (lambda file: {"about__json": about(file, run=16)}, "is not as it was written"),
        (lambda file: {"log__npy": None}, "is not as it was written"),
        (lambda file: {"log__npy": pickled()}, "is not as it was written"),
        (lambda file: {"scenario__yaml": b"name: other"}, "is not as it was written"),
        (lambda file: {"extra__bin": b"\0" * ((1 << 26) + 1)}, "is larger than"),
    ],
)
def test_what_is_no_state_is_refused_in_one_message(file, change, said):
    rewritten(file, **change(file))
    with pytest.raises(InputError, match=said) as error:
        read_state(file, MODEL)
    assert len(error.value.problems) == 1
    assert error.value.problems[0].where == str(file)


def test_a_pickle_is_never_opened_even_in_a_file_that_proves_itself(file):
    from escalation.results import saved_state as module

    with zipfile.ZipFile(file) as archive:
        members = {n: archive.read(n) for n in archive.namelist() if n != "about.json"}
        told = json.loads(archive.read("about.json"))
    members["log.npy"] = pickled()
    told["digest"] = module._digest(told, members)
    rewritten(file, about__json=json.dumps(told), log__npy=members["log.npy"])
    with pytest.raises(InputError, match="is damaged"):
        read_state(file, MODEL)


@pytest.mark.parametrize("content", [b"", b"name: x\n", b"PK\x03\x04", b"PAR1" + b"\0" * 40])
def test_foreign_files_are_refused(tmp_path, content):
    path = tmp_path / "x.state"
    path.write_bytes(content)
    with pytest.raises(InputError, match="is damaged, or no saved state at all"):
        read_state(path, MODEL)


def test_a_file_that_is_not_there_and_a_folder(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        read_state(tmp_path / "x.state", MODEL)
    with pytest.raises(InputError, match="is a folder"):
        read_state(tmp_path, MODEL)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return write_state(tmp_path_factory.mktemp("whole") / "x.state", made(), MODEL)


@given(st.data())
def test_no_damage_passes_unnoticed(whole, data):
    """A byte changed, or an end cut off: refused, or it was a byte that says nothing."""
    content = bytearray(whole.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content[place] ^= data.draw(st.integers(1, 255))
    else:
        del content[place:]
    path = whole.with_name("broken.state")
    path.write_bytes(content)
    try:
        found = read_state(path, MODEL)
    except InputError:  # any other error would be a bug
        return
    for name, array in made().arrays.items():
        assert found.arrays[name].tobytes() == array.tobytes()


@pytest.mark.parametrize("name", ["x", "x.npz", "state", "x.state.yaml"])
def test_a_state_is_named_so_that_it_is_known(tmp_path, name):
    with pytest.raises(InputError, match=r"must end in \.state, such as run17_day6\.state"):
        write_state(tmp_path / name, made(), MODEL)


def test_a_state_is_told_from_a_scenario(file, tmp_path):
    renamed = file.rename(tmp_path / "renamed.bin")
    folder = tmp_path / "folder.state"
    folder.mkdir()
    assert is_state_file(renamed)
    assert is_state_file("nowhere.state")
    assert not any(map(is_state_file, ["baseline", "nowhere.yaml", "x" * 9000, "a\0b", folder, 3]))
