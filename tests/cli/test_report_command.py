"""`escalation report` as a user runs it, in this process."""

import hashlib
import json
import re
import shutil
import stat
import tempfile
import zipfile
from pathlib import Path

import docx
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from escalation.api import simulate
from escalation.cli.main import main
from escalation.report import everything
from escalation.results.checking.verifying import verify
from escalation.results.json_text import as_json
from escalation.results.reading import list_runs, load
from escalation.sealing import sealed


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    root = tmp_path_factory.mktemp("runs")
    return simulate("baseline", runs=400, seed=5, replicates=4).save(root, charts=False)


@pytest.fixture
def report(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*words):
        code = main(["report", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_run_is_told_beside_its_folder_which_stays_whole(report, kept, tmp_path):
    run_id = kept.name.rsplit("-", 1)[1]
    code, out, err = report(run_id, "--in", kept.parent, "--json")
    said = json.loads(out)
    assert (code, err) == (0, "")
    assert said["path"] == f"{kept.name}.html"
    assert said["run_id"] == run_id
    file = tmp_path / said["path"]
    assert file.stat().st_size == said["bytes"] < 3_000_000
    assert said["seconds"] > 0
    assert "What the odds hinge on" in file.read_text(encoding="utf-8")
    assert verify(load(kept)).whole


def test_the_same_run_gives_the_same_bytes(report, kept, tmp_path):
    for name in ("a.html", "b.html"):
        assert report(kept, "--out", name)[0] == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize(("suffix", "begins"), [("docx", b"PK"), ("pdf", b"%P")])
def test_a_format_by_the_name_of_the_file(report, kept, tmp_path, suffix, begins):
    code, out, _ = report(kept, "--out", f"told.{suffix}")
    assert (code, out) == (0, f"told.{suffix}\n")
    assert (tmp_path / f"told.{suffix}").read_bytes()[:2] == begins


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "there is no such scenario"),
        (["RUN", "--format", "htm"], "--format: 'htm' is no format of a report; did you mean"),
        (["RUN", "--runs", 40], "--runs: is for a scenario"),
        (["RUN", "--seed", 0], "--seed: is for a scenario"),
        (["RUN", "--set", "horizon_days=7"], "--set: is for a scenario"),
        (["RUN", "--out", "nowhere/a.html"], "nowhere/a.html: there is no folder"),
        (["baseline", "--runs", 0], "--runs"),
        (["baseline", "--out", "nowhere/a.html"], "there is no folder"),
        (["RUN", "--template", "a.docx"], "--template: html takes none"),
    ],
)
def test_wrong_input_is_one_message_and_nothing_is_written(report, kept, tmp_path, words, said):
    code, out, err = report(*(kept if word == "RUN" else word for word in words))
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def zipped(folder, to):
    return Path(shutil.make_archive(str(to), "zip", folder.parent, folder.name))


def sealed_anew(folder, changed):
    """Change JSON files of a folder as somebody would who knows how to seal them."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del manifest["sha256"]
    for name, change in changed.items():
        if name == "manifest.json":
            continue
        text = change((folder / name).read_bytes())
        (folder / name).write_bytes(text)
        manifest["files"][name] = hashlib.sha256(text).hexdigest()
    manifest = changed.get("manifest.json", lambda one: one)(manifest)
    (folder / "manifest.json").write_text(sealed(as_json(manifest)), encoding="utf-8")


@pytest.mark.parametrize("suffix", ["html", "pdf", "docx", "pptx"])
def test_a_zip_is_told_as_its_folder_is_and_leaves_nothing(
    report, kept, tmp_path, suffix, monkeypatch
):
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    mailed = zipped(kept, tmp_path / "mailed")
    assert report(kept, "--out", f"folder.{suffix}")[0] == 0
    code, out, err = report(mailed, "--format", suffix)
    assert (code, out, err) == (0, f"mailed.{suffix}\n", "")
    own = (tmp_path / f"folder.{suffix}").read_bytes()
    assert (tmp_path / f"mailed.{suffix}").read_bytes() == own
    assert list(room.iterdir()) == []


def test_a_zip_with_nothing_around_its_files_is_told_too(report, kept, tmp_path):
    flat = shutil.make_archive(str(tmp_path / "flat"), "zip", kept)
    code, out, _ = report(flat, "--json")
    assert (code, json.loads(out)["run_id"]) == (0, kept.name.rsplit("-", 1)[1])


def refused(report, mailed, tmp_path, said):
    before = sorted(tmp_path.rglob("*"))
    code, out, err = report(mailed, "--out", tmp_path / "a.html")
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith(f"{mailed}")
    assert len(err.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_an_option_of_scenarios_is_refused_for_a_zip(report, kept, tmp_path):
    mailed = zipped(kept, tmp_path / "mailed")
    code, _, err = report(mailed, "--runs", 40)
    assert (code, err) == (
        2, f"--runs: is for a scenario; {mailed} is kept, and nothing is run for its report\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("../manifest.json", "leads out of the archive"),
        ("/etc/cron.d/a", "leads out of the archive"),
        ("C:a", "leads out of the archive"),
        ("a\x1b[2J", "is no name of a file"),
    ],
)
def test_a_zip_that_leads_out_is_refused(report, tmp_path, member, said):
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = member
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "{}")
    refused(report, tmp_path / "a.zip", tmp_path, said)


def test_a_link_a_bomb_and_no_results_are_refused(report, tmp_path):
    info = zipfile.ZipInfo("run/manifest.json")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    for name, content, said in (
        (info, "/etc/passwd", "is a link or a device"),
        ("run/manifest.json", b"\0" * (32 << 20), "are no results of ours"),
        ("letter.txt", "hello", "holds no results"),
    ):
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        refused(report, tmp_path / "a.zip", tmp_path, said)
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and no more")
    refused(report, tmp_path / "a.zip", tmp_path, "is a damaged zip archive, or none at all")


def another(key, value):
    def change(manifest):
        return {**manifest, "made_by": {**manifest["made_by"], key: value}}

    return {"manifest.json": change}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (another("run_id", "0badc0de"), "comes from another run id"),
        (another("scenario_sha256", "0" * 64), "comes from another scenario"),
        (another("seed", "6"), "comes from another seed"),
        (another("version", "9.9"), "comes from another version"),
        (another("started", "1999-12-31T23:59:59+00:00"), "comes from another start"),
        ({"manifest.json": lambda one: {**one, "kind": "sermon"}}, "there is no report of a serm"),
        ({"manifest.json": lambda one: {**one, "versions": 3}}, "no run that this program keeps"),
        ({"summary.json": lambda _: b"{}"}, "no run that this program keeps does (KeyError: "),
        ({"summary.json": lambda text: text.replace(b'"odds"', b'"oods"')}, "(KeyError: 'odds')"),
        ({"summary.json": lambda text: text.replace(b'"horizon_days": 180', b'"horizon_days": []')},
         "no run that this program keeps"),
        ({"scenario.yaml": lambda text: text.replace(b"title:", b"tytle:")}, ""),
        ({"tables/runs.parquet": lambda _: b"PAR1 and no more"}, "is no table, or is damaged"),
    ],
)  # fmt: skip
def test_a_forged_zip_is_refused_in_one_message(report, kept, tmp_path, changed, said):
    copy = tmp_path / "forged" / kept.name
    shutil.copytree(kept, copy)
    sealed_anew(copy, changed)
    mailed = zipped(copy, tmp_path / "mailed")
    shutil.rmtree(copy.parent)
    refused(report, mailed, tmp_path, said)


def test_a_small_zip_whose_table_would_fill_the_memory_is_refused(report, kept, tmp_path):
    copy = tmp_path / "forged" / kept.name
    shutil.copytree(kept, copy)
    many = pa.DictionaryArray.from_arrays(pa.array(np.zeros(1 << 20, np.int8)), pa.array([1.0]))
    piece = pa.table({f"column {i}": many for i in range(48)})
    with pq.ParquetWriter(copy / "tables" / "days.parquet", piece.schema) as writer:
        for _ in range(6):
            writer.write_table(piece)
    bomb = (copy / "tables" / "days.parquet").read_bytes()
    assert len(bomb) < 2 << 20
    sealed_anew(copy, {"tables/days.parquet": lambda _: bomb})
    mailed = zipped(copy, tmp_path / "mailed")
    shutil.rmtree(copy.parent)
    refused(report, mailed, tmp_path, "are the most that are read from an archive")


def test_nothing_in_a_zip_is_run(report, kept, tmp_path):
    """The command in its manifest is shown, as text."""
    copy = tmp_path / "forged" / kept.name
    shutil.copytree(kept, copy)
    evil = f"touch {tmp_path / 'touched'}; <script>alert(1)</script>"
    sealed_anew(copy, another("command", evil))
    code, _, _ = report(zipped(copy, tmp_path / "mailed"), "--out", "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert code == 0
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    assert not (tmp_path / "touched").exists()


def test_a_damaged_folder_is_refused(report, kept, tmp_path):
    copy = tmp_path / kept.name
    shutil.copytree(kept, copy)
    summary = copy / "summary.json"
    summary.write_text(summary.read_text(encoding="utf-8") + " ", encoding="utf-8")
    code, _, err = report(copy)
    assert code == 2
    assert "summary.json" in err
    assert not list(tmp_path.glob("*.html"))


@pytest.mark.slow
def test_a_scenario_is_asked_everything_and_what_has_a_folder_is_kept(report, tmp_path):
    code, out, err = report("baseline", "--runs", 400, "--horizon", 30, "--in", "runs", "--json")
    said = json.loads(out)
    assert code == 0
    stages = ("odds", "levers", "which claim to verify first", "storylines", "fate hung on")
    places = [err.index(stage) for stage in stages]
    assert places == sorted(places)
    kinds = {one.kind for one in list_runs(tmp_path / "runs")}
    assert kinds == {"run", "policies"}
    assert len(said["folders"]) == 2
    for folder in said["folders"]:
        assert verify(load(folder)).whole
    page = (tmp_path / said["path"]).read_text(encoding="utf-8")
    assert said["path"].startswith("baseline-")
    for heading in ("Levers and regret", "Early signs", "Which claim to verify first"):
        assert heading in page
    assert "To ask it:" not in page
    assert re.search(r"stands for it", page)


def test_a_report_that_is_stopped_says_what_is_kept(report, tmp_path, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(everything.lever_runs, "run_levers", stop)
    code, out, err = report("baseline", "--runs", 40, "--in", "runs", "--quiet")
    (folder,) = (tmp_path / "runs").iterdir()
    assert (code, out) == (130, "")
    assert err == f"interrupted: no report is written; {'runs'}/{folder.name} is kept\n"
    assert verify(load(folder)).whole
    assert list(tmp_path.glob("*.html")) == []


def test_what_can_not_be_told_is_said_and_costs_nothing_else(report, tmp_path):
    code, out, _ = report("baseline", "--runs", 40, "--horizon", 12, "--in", "runs", "--quiet")
    page = (tmp_path / out.strip()).read_text(encoding="utf-8")
    assert code == 0
    assert page.count("This was asked, and could not be told") == 4


@pytest.mark.slow
def test_the_commands_of_the_page_work(report, kept, tmp_path, root):
    page = (root / "docs" / "how-to" / "write-a-report.md").read_text(encoding="utf-8")
    typed = dict.fromkeys(re.findall(r"escalation report [^`\n]+", page))
    assert len(typed) == 7
    docx.Document().save(tmp_path / "office.docx")
    for line in typed:
        words = [str(kept) if word == "RUN" else word for word in line.split()[2:]]
        few = ["--runs", 40, "--horizon", 12] if "baseline" in words else []
        assert report(*words, *few)[0] == 0, line
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} == {
        ".html", ".pdf", ".docx", ".pptx",
    }  # fmt: skip
