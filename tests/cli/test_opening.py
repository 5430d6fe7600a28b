"""`--open`: the main chart, or the folder; never with `--json`; a sentence where nothing opens."""

import json
from pathlib import Path

import pytest
import typer

from escalation.cli.main import main
from tests.sweep.fakes import put_in_place, write


@pytest.fixture
def launched(monkeypatch):
    paths = []

    def launch(path, wait=False, locate=False):
        assert not wait
        paths.append(Path(path))
        return 0

    monkeypatch.setattr(typer, "launch", launch)
    return paths


FEW = ("--runs", "16", "--quiet", "--open")
KEEPING = {
    "run": ("run", "baseline"),
    "compare": ("compare", "baseline", "pakistan_denies"),
    "branch": ("branch", "baseline", "--day", "6", "--event", "{kind: back_channel, open: true}"),
    "policies": ("policies", "baseline", "--lever", "hotline"),
}


@pytest.mark.parametrize("name", KEEPING)
def test_the_folder_is_opened_where_there_is_no_chart(name, launched, tmp_path, capsys):
    assert main([*KEEPING[name], *FEW, "--no-charts", "--out", str(tmp_path)]) == 0
    assert launched == list(tmp_path.iterdir())
    capsys.readouterr()
    launched.clear()
    assert main([*KEEPING[name], *FEW, "--no-charts", "--out", str(tmp_path), "--json"]) == 0
    assert launched == []
    json.loads(capsys.readouterr().out)


def test_the_main_chart_is_opened(launched, tmp_path):
    assert main([*KEEPING["policies"], *FEW, "--out", str(tmp_path)]) == 0
    (folder,) = tmp_path.iterdir()
    assert launched == [folder / "charts" / "policies.png"]


def test_a_sweep_opens_its_folder(launched, tmp_path, monkeypatch):
    put_in_place(monkeypatch)
    out = tmp_path / "s"
    words = ("--out", str(out), "--no-charts", "--quiet", "--open")
    assert main(["sweep", str(write(tmp_path)), *words]) == 0
    assert launched == [out]


def test_a_system_that_opens_nothing_is_told_in_a_sentence(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(typer, "launch", lambda path, **_: 1)
    assert main([*KEEPING["run"], *FEW, "--no-charts", "--out", str(tmp_path)]) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert said.startswith("--open: this system has no program that opens files; see")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("explain", "RUN", "--open"), "nothing to open without --out"),
        (("value", "baseline", "--open"), "nothing to open without --out"),
        (("storylines", "RUN", "--open"), "nothing to open without --out"),
        (("pivots", "baseline", "--open"), "nothing to open without --out"),
        (("score", "--open"), "nothing to open without --out"),
        (("branch", "baseline", "--day", "6", "--run", "1", "--open"), "makes no chart"),
        (("sweep", "what_matters", "--dry-run", "--open"), "nothing is made"),
        (("sweep", "what_matters", "--verify", "--open"), "nothing is made"),
    ],
)
def test_what_makes_nothing_can_not_be_opened(words, said, launched, tmp_path, capsys):
    if "RUN" in words:
        assert (
            main(
                [
                    "run",
                    "baseline",
                    "--runs",
                    "16",
                    "--no-charts",
                    "--quiet",
                    "--out",
                    str(tmp_path),
                ]
            )
            == 0
        )
        capsys.readouterr()
    run = next(map(str, tmp_path.iterdir()), "")
    assert main([word.replace("RUN", run) for word in words]) == 2
    err = capsys.readouterr().err
    assert err.startswith("--open: ")
    assert said in err
    assert launched == []


def test_what_is_written_on_demand_is_opened(launched, tmp_path):
    assert (
        main(
            [
                "run",
                "baseline",
                "--runs",
                "400",
                "--no-charts",
                "--quiet",
                "--out",
                str(tmp_path / "runs"),
            ]
        )
        == 0
    )
    (run,) = (tmp_path / "runs").iterdir()
    out = tmp_path / "why"
    assert main(["explain", str(run), "--out", str(out), "--quiet", "--open"]) == 0
    assert [path.parent for path in launched] == [out]
    assert launched[0].suffix == ".png"
