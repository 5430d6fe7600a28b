"""`escalation policies` as a user runs it, in this process."""

import json

import pytest

from escalation.cli.main import main
from escalation.results.checking.verifying import verify
from escalation.results.reading import load


@pytest.fixture
def command(tmp_path, capsys):
    def call(*words):
        code = main(["policies", *map(str, words), "--out", str(tmp_path)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_levers_are_ranked_and_kept(command, tmp_path):
    code, out, err = command("baseline", "--runs", 64, "--json", "--quiet")
    assert (code, err) == (0, "")
    summary = json.loads(out)
    (path,) = tmp_path.iterdir()
    assert path.name.startswith("policies-baseline-")
    shares = [row["share"] for row in summary["levers"]]
    assert shares == sorted(shares, reverse=True)
    assert sum(row["best_in"] for row in summary["levers"]) == pytest.approx(1)
    assert "as_it_is" in {row["lever"] for row in summary["levers"]}
    assert summary["warning"]  # 64 runs tell next to nothing
    assert "Bonferroni" in " ".join(summary["findings"])
    assert verify(load(path)).whole
    assert (path / "charts" / "policies.png").stat().st_size > 20_000


def test_some_levers_alone(command):
    names = ("--lever", "hotline", "--lever", "both_restraint")
    code, out, _ = command("baseline", "--runs", 64, *names, "--json", "--quiet")
    assert code == 0
    assert {row["lever"] for row in json.loads(out)["levers"]} == {
        "as_it_is",
        "both_restraint",
        "hotline",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "there is no such scenario"),
        (["baseline", "--outcome", "durble"], "did you mean 'durable'"),
        (["baseline", "--outcome", "relapsed"], "can't be ranked by 'relapsed'"),
        (["baseline", "--lever", "hotlin"], "--lever: 'hotlin' is no lever of baseline; did you"),
        (["baseline", "--lever", "as_it_is"], "name a lever to compare"),
        (["baseline", "--replicates", 1], "regret needs 2 or more"),
        (["baseline", "--set", "horizon_days=7"], "can't be told"),
        (["baseline", "--runs", 0], "is not between"),
    ],
)
def test_wrong_input_is_one_clear_message(command, words, said, tmp_path):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []
