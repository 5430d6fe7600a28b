"""`escalation verify`: one flipped byte is seen, and said."""

import json

import pytest

from escalation import policies, simulate
from escalation.cli.main import main

AGAIN = "run the command that made it again"


@pytest.fixture
def kept(tmp_path):
    return simulate("baseline", runs=8).save(tmp_path, charts=False)


@pytest.fixture
def verify(capsys):
    """Return a function that runs the command and gives its code and all it says."""

    def call(*words):
        code = main(["verify", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def flip(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def test_a_whole_folder_by_its_path_and_by_its_id(verify, kept):
    code, out, err = verify(kept)
    assert (code, err) == (0, "")
    assert out == f"{kept}: all 7 files are there and as they were written\n"
    code, out, _ = verify(kept.name[-8:], "--in", kept.parent, "--json")
    found = json.loads(out)
    assert code == 0
    assert found == {
        "path": str(kept), "kind": "run", "run_id": kept.name[-8:], "files": 7, "whole": True,
        "missing": [], "changed": [], "added": [],
    }  # fmt: skip


def test_one_flipped_byte_is_said(verify, kept):
    flip(kept / "tables" / "draws.parquet")
    code, out, err = verify(kept)
    assert code == 1
    assert out.splitlines() == [
        f"{kept}: 6 of 7 files are as they were written",
        "changed: tables/draws.parquet",
    ]
    assert err == "error: 1 file(s) are not as the manifest has them\n"


def test_what_is_gone_and_what_came_later(verify, kept):
    (kept / "headline.csv").unlink()
    (kept / "notes.txt").write_text("mine")
    code, out, _ = verify(kept, "--json")
    found = json.loads(out)
    assert code == 1
    assert (found["missing"], found["changed"]) == (["headline.csv"], [])
    assert found["added"] == ["notes.txt"]
    assert not found["whole"]


def test_any_kind_of_folder(verify, tmp_path):
    folder, _ = policies("baseline", runs=16, replicates=4, levers=["hotline"]).save(
        tmp_path, charts=False
    )
    assert verify(folder)[0] == 0
    flip(folder / "levers.json")
    assert verify(folder)[:2] == (
        1,
        f"{folder}: 4 of 5 files are as they were written\nchanged: levers.json\n",
    )


def test_a_manifest_that_is_none_is_damage_and_no_folder_is_wrong_input(verify, kept, tmp_path):
    (kept / "manifest.json").write_text("{")
    code, out, err = verify(kept)
    assert (code, out) == (1, "")
    assert (
        err
        == f"error: {kept / 'manifest.json'}: is damaged: it is not as it was written; {AGAIN}\n"
    )
    assert verify(tmp_path / "none")[0] == 2
    code, _, err = verify("nosuch", "--in", tmp_path)
    assert code == 2
    assert "there is no such run" in err


def test_a_sweeps_folder_is_looked_at_as_by_its_own_command(verify, tmp_path, capsys):
    (tmp_path / "sweep.json").write_text("{}")
    code, _, err = verify(tmp_path)
    assert (main(["sweep", str(tmp_path), "--verify"]), capsys.readouterr().err) == (code, err)
    assert code == 2
    assert "sweep.json: is of format None" in err
    (tmp_path / "sweep.json").unlink()
    assert "sweep" not in verify(tmp_path)[2].replace(str(tmp_path), "")
