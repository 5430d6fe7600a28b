"""`escalation policies` as a user runs it, in this process."""

import json

import pytest

from escalation.cli.main import main
from escalation.store.stored import load


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
    assert load(path).damage() == []
    assert (path / "charts" / "policies.png").stat().st_size > 20_000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "there is no such scenario"),
        (["baseline", "--outcome", "durble"], "did you mean 'durable'"),
        (["baseline", "--outcome", "relapsed"], "can't be ranked by 'relapsed'"),
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
