"""`escalation storylines`: on a small kept run, and what it says to wrong input."""

import json

import pytest

from escalation.api import simulate
from escalation.cli.main import main


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    root = tmp_path_factory.mktemp("runs")
    return simulate("baseline", runs=240, seed=5, replicates=2).save(root, charts=False)


@pytest.fixture
def tell(capsys):
    def call(*words):
        code = main(["storylines", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_stories_indicators_and_files(tell, kept, tmp_path):
    code, text, err = tell(kept, "--watch", 120, "--count", 3, "--out", tmp_path, "--quiet")
    assert (code, err) == (0, "")
    assert text.startswith("3 kinds of future among 120 runs watched again")
    assert "What by day 7 best foretells" in text
    assert "What by day 14 best foretells" in text
    assert max(map(len, text.splitlines())) <= 100
    assert {path.name for path in tmp_path.iterdir()} == {
        "storylines.json", "storylines.csv", "indicators.csv", "storylines.png", "storylines.svg",
    }  # fmt: skip
    told = json.loads((tmp_path / "storylines.json").read_text(encoding="utf-8"))
    assert sum(story["share"] for story in told["storylines"]) == pytest.approx(1.0)
    assert all(0 < len(story["chronicle"]) <= 14 for story in told["storylines"])
    assert set(told["storylines"][0]["early"]) == {"7", "14"}


def test_failed_runs_are_left_out(tell, tmp_path):
    found = simulate("baseline", runs=240, seed=5, replicates=2)
    broke = found.runs["run"] % 5 == 0
    found.runs.loc[broke, ["status", "killed_pak_state"]] = 2, -1
    found.runs.loc[broke, "reason"] = "a sum was below 0"
    code, text, _ = tell(found.save(tmp_path, charts=False), "--count", 3, "--json")
    assert code == 0
    told = json.loads(text)
    assert (told["watched"], told["failed_runs"]) == (192, 48)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["nothing00"], "there is no such run"),
        (["KEPT", "--count", "9"], "9 is not between 2 and 6"),
        (["KEPT", "--watch", "10"], "10 runs are too few"),
    ],
)
def test_wrong_input_is_told(tell, kept, words, complaint):
    code, out, err = tell(*(word.replace("KEPT", str(kept)) for word in words))
    assert (code, out) == (2, "")
    assert complaint in err


def test_small_and_short_runs_are_refused(tell, tmp_path):
    small = simulate("baseline", runs=20, seed=5).save(tmp_path, charts=False)
    code, _, err = tell(small)
    assert (code, "storylines need 100" in err) == (2, True)
