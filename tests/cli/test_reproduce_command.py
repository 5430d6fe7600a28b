"""`escalation reproduce`, and `verify` of what came by mail: what is said, and how they end."""

import json
import os
import re
import shlex
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest

from escalation import simulate
from escalation.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return simulate("baseline", runs=8).save(tmp_path_factory.mktemp("runs"), charts=False)


@pytest.fixture
def zipped(folder, tmp_path):
    return Path(shutil.make_archive(tmp_path / "mailed", "zip", folder.parent, folder.name))


@pytest.fixture
def command(capsys, tmp_path, monkeypatch):
    """Return a function that runs a command; it checks that nothing is left where zips go."""
    place = tmp_path / "unpacked"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))

    def call(*words):
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        assert list(place.iterdir()) == []
        assert str(place) not in said.out + said.err
        return code, said.out, said.err

    return call


def test_a_folder_an_id_and_a_zip_come_out_again(command, folder, zipped):
    for words in ((folder,), (folder.name[-8:], "--in", folder.parent), (zipped,)):
        code, out, err = command("reproduce", *words, "--quiet")
        assert (code, err) == (0, "")
        assert "  tables/runs.parquet" in out
        assert out.endswith("Every table is the same, to the bit.\n")


def test_json_is_one_document(command, zipped):
    code, out, _ = command("reproduce", zipped, "--json")
    told = json.loads(out)
    assert (code, told["same"], told["path"]) == (0, True, str(zipped))
    assert len(told["tables"]) == 5


def test_a_zip_is_verified_as_its_folder_is(command, folder, zipped):
    code, out, err = command("verify", zipped)
    assert (code, err) == (0, "")
    assert out == f"{zipped}: all 7 files are there and as they were written\n"
    assert json.loads(command("verify", zipped, "--json")[1])["path"] == str(zipped)


def test_a_zip_of_the_files_themselves_is_taken_too(command, folder, tmp_path):
    flat = shutil.make_archive(tmp_path / "flat", "zip", folder)
    assert command("verify", flat)[0] == 0


def test_a_zip_whose_file_was_changed_is_told(command, folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / folder.name)
    (copy / "headline.csv").write_text("p\n1\n")
    changed = shutil.make_archive(tmp_path / "changed", "zip", tmp_path, folder.name)
    code, out, err = command("verify", changed)
    assert (code, out.splitlines()[-1]) == (1, "changed: headline.csv")
    code, out, err = command("reproduce", changed, "--quiet")
    assert (code, out) == (2, "")
    assert f"{changed}/{folder.name}/headline.csv: is damaged" in err


def test_a_sweep_in_a_zip_is_verified_and_comes_out_again(command, tmp_path):
    from escalation import run_sweep

    sweep = {
        "sweep": "x", "scenario": "baseline", "runs": 8,
        "vary": {"parameters.audience_cost": [0.1, 0.2]},
    }  # fmt: skip
    run_sweep(sweep, tmp_path / "s", charts=False)
    zipped = shutil.make_archive(tmp_path / "mailed", "zip", tmp_path, "s")
    code, out, err = command("verify", zipped)
    assert (code, err) == (0, "")
    assert "2" in out
    code, out, err = command("reproduce", zipped)
    assert (code, err) == (0, "")
    assert "  results.parquet          2 rows  the same to the bit" in out


def test_more_runs_than_are_wanted_are_refused(command, zipped):
    code, out, err = command("reproduce", zipped, "--most-runs", 7)
    assert (code, out) == (2, "")
    assert "asks for 8 runs, and 7 are the most that are run again; --most-runs allows more" in err


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 100])
def test_a_damaged_zip_is_told(command, tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)
    for name in ("verify", "reproduce"):
        code, out, err = command(name, tmp_path / "a.zip")
        assert (code, out) == (2, "")
        assert err == f"{tmp_path / 'a.zip'}: is a damaged zip archive, or none at all\n"


def test_a_zip_without_results_is_told(command, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("holiday.txt", "x")
    code, _, err = command("verify", tmp_path / "a.zip")
    assert code == 2
    assert "holds no results: it has no manifest.json" in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such links")
def test_a_zip_that_leads_out_is_refused_by_both(command, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../manifest.json", "x")
    for name in ("verify", "reproduce"):
        code, _, err = command(name, tmp_path / "a.zip")
        assert code == 2
        assert "leads out of the archive" in err
    assert not (tmp_path.parent / "manifest.json").exists()


def test_the_commands_of_the_how_to_do_what_it_says(command, folder, zipped, monkeypatch):
    """Its page, command by command, in a folder that has the run and the zip that it speaks of."""
    page = ROOT / "docs" / "how-to" / "trace-a-file.md"
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    monkeypatch.chdir(zipped.parent)
    shutil.copytree(folder, Path("runs") / folder.name)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) == 6
    for line in lines:
        program, *words = shlex.split(line.replace("RUN", folder.name[-8:]))
        words = [one for word in words for one in (sorted(Path().glob(word)) or [word])]
        code, out, err = command(*words)
        assert (program, code, err) == ("escalation", 0, ""), line
        told = {"whence": folder.name[-8:], "verify": "as they were", "reproduce": "to the bit"}
        assert told[words[0]] in out
