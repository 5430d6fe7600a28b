"""Words and figures that several commands print."""

import json

import pytest
from rich.console import Console

from escalation.cli.emit import show_study
from escalation.cli.progress_output import sweep_pace, sweep_progress
from escalation.cli.words import wrapped
from escalation.sweep.drive import SweepProgress


def test_lines_are_wrapped_and_later_ones_stand_in():
    lines = wrapped("word " * 40, "  ")
    assert [line[:5] for line in lines] == ["  wor", "    w", "    w"]
    assert max(map(len, lines)) <= 100


class Found:
    def as_dict(self):
        return {"odds": float("nan"), "name": "Torkham–Spin Boldak"}


def test_json_is_all_that_is_printed(capsys, tmp_path):
    show_study(
        Found(), lambda _: ["a line"], lambda: [tmp_path / "x.csv"], as_json=True, quiet=False
    )
    out, err = capsys.readouterr()
    assert json.loads(out) == {"odds": None, "name": "Torkham–Spin Boldak"}
    assert err == ""


@pytest.mark.parametrize("quiet", [False, True])
def test_lines_go_out_and_files_are_noted_beside(capsys, tmp_path, quiet):
    show_study(
        Found(), lambda _: ["a", "b"], lambda: [tmp_path / "x.csv"], as_json=False, quiet=quiet
    )
    out, err = capsys.readouterr()
    assert out == "a\nb\n"
    assert ("wrote" in err) is not quiet


def test_bars_of_a_sweep_follow_each_other_in_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr(
        "escalation.cli.progress_output.console",
        lambda stream: Console(file=stream, force_terminal=True, width=100),
    )
    moment = SweepProgress(3, 12, 30, 120, 50.0, 2.0, 1)
    with sweep_progress(False) as (points, charts):
        points(moment)
        charts(1, 9)
        charts(2, 9)
    said = capsys.readouterr().err
    assert "points" in said
    assert "3/12" in said
    assert said.index("3/12") < said.index("charts")
    assert sweep_pace(moment) == "50 runs a second, 2 s left, 1 failed"
