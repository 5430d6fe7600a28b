"""`escalation compare` as a user runs it, in this process."""

import json

import pytest

from escalation.cli.main import main
from escalation.results.checking.verifying import verify
from escalation.results.reading import load


@pytest.fixture
def command(tmp_path, capsys):
    def call(*words, out=tmp_path):
        code = main(["compare", *map(str, words), "--out", str(out)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_json_is_the_summary_of_a_whole_folder(command, tmp_path):
    code, out, err = command("baseline", "pakistan_denies", "--runs", 40, "--json", "--quiet")
    assert (code, err) == (0, "")
    summary = json.loads(out)
    (path,) = tmp_path.iterdir()
    assert path.name.startswith("comparison-baseline-")
    assert summary == json.loads((path / "summary.json").read_text())
    stored = load(path)
    assert verify(stored).whole
    assert stored.manifest["kind"] == "comparison"
    assert len(stored.table("runs")) == 80
    assert len(stored.table("differences")) == 7
    assert sorted(p.name for p in (path / "charts").iterdir()) == [
        "differences.png", "differences.svg",
    ]  # fmt: skip
    assert summary["findings"]
    assert load(path).manifest["unequal_dimensions"] == []


def test_the_reader_gets_differences_fates_and_sentences(command):
    code, out, _ = command("baseline", "pakistan_denies", "--runs", 40, "--no-charts", "--quiet")
    assert code == 0
    for words in (
        "95% of draws",
        "Monte Carlo",
        "P(better)",
        "fate under baseline",
        "not a forecast of fact",
    ):
        assert words in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["baseline"], "nothing to compare"),
        (["baseline", "nowhere"], "there is no such scenario"),
        (["baseline", "pakistan_denies", "--runs", 0], "--runs: 0 is not between"),
        (["baseline", "pakistan_denies", "--set", "horizon_days=0"], "horizon_days"),
    ],
)
def test_wrong_input_is_one_clear_message(command, words, said, tmp_path):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []
