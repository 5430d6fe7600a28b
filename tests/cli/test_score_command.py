"""`escalation score`: a table, a verdict, plain complaints."""

import json

import pytest

from escalation.cli.main import main

HEADER = (
    "episode_id,start_date,airstrikes,escalated_further,"
    "de_escalated_within_14d,de_escalated_within_30d"
)


@pytest.fixture
def score(capsys):
    def call(*words):
        code = main(["score", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_the_table_has_every_forecaster_and_a_verdict(score):
    code, out, err = score("--runs", 20, "--quiet")
    assert (code, err) == (0, "")
    assert out.startswith("28 episodes of the pre-seed record")
    assert "de-escalated by day 14 (27 known, 1 unknown)" in out
    assert out.count("  base rate ") == out.count("  model ") == 4
    assert out.count("Markov chain        says nothing") == 1
    assert max(map(len, out.splitlines())) <= 100
    assert "On when it de-escalates the model" in out.replace("\n", " ")


def test_json_is_one_document_and_files_are_written(score, tmp_path):
    folder = tmp_path / "kept"
    code, out, err = score("--runs", 20, "--json", "--out", folder)
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["runs"] == 20
    assert 0 < told["effective_runs_lowest"] < 20  # each is left out of its own posterior
    assert len(told["forecasts"]) == 28 * (3 + 3 + 2)
    assert {path.name for path in folder.iterdir()} == {
        "forecasts.csv", "scores.csv", "reliability.png", "reliability.svg",
    }  # fmt: skip


def test_one_later_episode(score, tmp_path):
    path = tmp_path / "later.csv"
    path.write_text(f"{HEADER}\nA,2031-02-01,y,n,y,\n", encoding="utf-8")
    code, out, _ = score(path, "--runs", 20)
    assert code == 0
    assert out.startswith("1 episode of later.csv, begun 2031-02-01 to 2031-02-01")
    assert "model" in out
    assert "[" not in out.partition("\n\n")[2]  # no interval that one episode can't bear
    assert "nothing can be said: 1 episode with a known outcome" in out.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (f"{HEADER}\nA,2031-02-30,y,n,y,y\n", ":2: start_date"),
        (f"{HEADER}\nA,2031-02-01,maybe,n,y,y\n", ":2: airstrikes"),
        (f"{HEADER},artilery\nA,2031-02-01,y,n,y,y,y\n", "did you mean 'artillery'?"),
        ("episode_id\nA\n", "the column 'start_date' is missing"),
        ("", "is empty"),
    ],
)
def test_a_wrong_file_is_told_where(score, tmp_path, text, complaint):
    path = tmp_path / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    code, out, err = score(path)
    assert (code, out) == (2, "")
    assert str(path) in err
    assert complaint in err


def test_a_missing_file_and_a_wrong_folder(score, tmp_path):
    code, _, err = score(tmp_path / "nowhere.csv")
    assert (code, "there is no such file" in err) == (2, True)
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    code, _, err = score("--runs", 20, "--out", blocked)
    assert (code, "cannot hold results" in err) == (2, True)


@pytest.mark.slow
def test_the_record_has_every_outcome_and_what_it_can_tell(score, tmp_path):
    code, out, _ = score("--record", "--runs", 20, "--quiet", "--out", tmp_path / "kept")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100
    for words in (
        "Starts with 10 to 200 dead on the first day:", "De-escalated by day 14 (140)",
        "War between the states (2,409)", "reference class", "tell", "nats",
    ):  # fmt: skip
        assert words in out
    assert {path.name for path in (tmp_path / "kept").iterdir()} == {"forecasts.csv", "scores.csv"}


def test_the_record_takes_no_file(score, tmp_path):
    code, out, err = score(tmp_path / "x.csv", "--record")
    assert (code, out) == (2, "")
    assert "--record: scores the shipped record; leave out the file" in err
