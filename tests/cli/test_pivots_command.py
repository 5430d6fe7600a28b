"""`escalation pivots`: what it prints and writes, and what it says to wrong input."""

import json

import pytest

from escalation.cli.main import main

SHORT = ("baseline", "--set", "horizon_days=45", "--futures", "20")


@pytest.fixture
def call(capsys):
    def run(*given):
        code = main(["pivots", *map(str, given)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_sentences_a_table_and_files(call, tmp_path):
    code, text, err = call(*SHORT, "--run", 57, "--out", tmp_path, "--quiet")
    assert (code, err) == (0, "")
    assert text.startswith("But for that: run 57 of baseline, seed 20251012\n\nRun 57 of baseline")
    assert "ended in war, on day 15." in text
    assert "with it  without  told apart" in text
    assert max(map(len, text.splitlines())) <= 100
    assert {path.name for path in tmp_path.iterdir()} == {
        "pivots.json", "pivots.csv", "moments.csv", "mornings.csv", "pivots.png", "pivots.svg",
    }  # fmt: skip


def test_json_says_the_same(call):
    code, text, err = call(*SHORT, "--run", 57, "--json")
    assert (code, err) == (0, "")
    told = json.loads(text)
    assert (told["end"], told["last_day"], told["futures"]) == ("war", 15, 20)
    assert len(told["mornings"]) == told["last_day"] + 2
    assert {row["kind"] for row in told["pivots"]} <= {
        "answer ordered", "strike", "strike on a capital", "public line", "TTP attack",
        "strike decided",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (["baselin"], "baselin"),
        (["baseline", "--run", "-3"], "--run: -3 is not between 0 and 9,999,999"),
        (["baseline", "--futures", "5"], "--futures: 5 is not between 20 and"),
        (["baseline", "--set", "horizn_days=9"], "did you mean 'horizon_days'"),
        (["baseline", "--open"], "nothing to open without --out"),
        (["nowhere/of/mine"], "there is no such run folder or scenario"),
    ],
)
def test_wrong_input_is_told(call, given, complaint):
    code, out, err = call(*given)
    assert (code, out) == (2, "")
    assert complaint in err
