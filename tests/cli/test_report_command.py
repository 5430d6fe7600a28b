"""`escalation report` as a user runs it, in this process."""

import json
import re
import shutil

import docx
import pytest

from escalation.api import simulate
from escalation.cli.main import main
from escalation.report import everything
from escalation.results.checking.verifying import verify
from escalation.results.reading import list_runs, load


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
