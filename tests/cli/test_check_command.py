"""`escalation check --episodes`: where recorded episodes lie among their runs."""

import pytest

from escalation.cli.main import main


def test_recorded_episodes_stand_among_their_runs(capsys, tmp_path):
    folder = tmp_path / "kept"
    assert main(["check", "--episodes", "--runs", "20", "--quiet", "--out", str(folder)]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 100
    for words in (
        "2024-03_Strikes",
        "2024-05_Kharlachi",
        "2024-12_Paktika",
        "percentile",
        "100%*",
        "180+",
    ):
        assert words in out
    assert {path.name for path in folder.iterdir()} == {
        "features.csv", "days.csv", "trajectories.png", "trajectories.svg",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--episodes", "--events-file", "x.csv"), "--events-file: has no part in --episodes"),
        (("--out", "somewhere"), "--out: keeps what --episodes finds; give that as well"),
    ],
)
def test_options_of_the_other_kind_are_refused(capsys, words, said):
    assert main(["check", *words]) == 2
    assert said in capsys.readouterr().err
