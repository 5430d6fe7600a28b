"""`escalation whence`: what a reader is told of a file, and how the command ends."""

import json
import shutil

import pytest

from escalation import simulate
from escalation.cli.main import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return simulate("baseline", runs=8).save(tmp_path_factory.mktemp("runs"), charts=False)


@pytest.fixture
def whence(capsys):
    """Return a function that runs the command and gives its code and all it says."""

    def call(*words):
        code = main(["whence", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_kept_file_is_told_with_its_folder_and_how_to_make_it_again(whence, folder):
    code, out, err = whence(folder / "headline.csv", "--in", folder.parent)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"{folder / 'headline.csv'}: a CSV table"
    assert lines[2] == f"Run {folder.name[-8:]}, by its column made_by"
    assert lines[-3:] == [
        f"  kept here       {folder}",
        "  the same as     headline.csv there, to the byte",
        f"  to make again   escalation reproduce {folder}",
    ]


def test_json_says_all_of_it(whence, folder):
    code, out, _ = whence(folder / "tables" / "runs.parquet", "--in", folder.parent, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["traces"][0]["stamp"]["seed"] == "20251012"
    assert told["kept"][0]["same_as"] == "tables/runs.parquet"


def test_an_id_is_enough(whence, folder):
    code, out, _ = whence(folder.name[-8:], "--in", folder.parent)
    assert code == 0
    assert f"  to make again   escalation reproduce {folder}" in out


def test_a_zip_is_told_with_the_command_that_takes_it(whence, folder, tmp_path):
    zipped = shutil.make_archive(tmp_path / "mailed", "zip", folder.parent, folder.name)
    code, out, _ = whence(zipped, "--in", tmp_path)
    assert code == 0
    assert f"  kept here       no: there is no such run under {tmp_path}" in out
    assert out.endswith(f"  to make again   escalation reproduce {zipped}\n")


@pytest.mark.parametrize("name", ["a.txt", "00000000"])
def test_what_nobody_knows_ends_with_1_and_says_what_to_do(whence, tmp_path, name):
    (tmp_path / "a.txt").write_text("hello")
    code, out, err = whence(tmp_path / name if "." in name else name, "--in", tmp_path)
    assert code == 1
    assert ("give that id instead of the file" in out) or ("ask whoever sent you" in err)


def test_what_can_not_be_read_ends_with_2(whence, tmp_path):
    (tmp_path / "a.json").write_text("{")
    for name in ("a.json", "nowhere.png"):
        code, out, err = whence(tmp_path / name, "--in", tmp_path)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
