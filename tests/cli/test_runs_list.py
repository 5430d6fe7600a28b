"""`escalation runs`: each kind of folder says what it is and what it found."""

import json

import pytest

from escalation import branch, compare, policies, simulate
from escalation.cli.main import main
from escalation.results.kinds import UNKNOWN, in_a_line
from tests.sweep.fakes import put_in_place, write


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Return a folder with one of each."""
    root = tmp_path_factory.mktemp("runs")
    simulate("baseline", runs=40).save(root, charts=False)
    compare("baseline", "pakistan_retaliates", runs=40).save(root, charts=False)
    branch("baseline", 3, events=["{kind: mediation, mediators: [qatar]}"], runs=40).save(
        root, charts=False
    )
    policies("baseline", runs=16, replicates=4).save(root, charts=False)
    with pytest.MonkeyPatch.context() as patch:
        put_in_place(patch)
        file, out = write(root.parent), root / "sweep-small"
        assert main(["sweep", str(file), "--out", str(out), "--no-charts", "--quiet"]) == 0
    return root


def test_every_kind_says_what_it_found(root, capsys):
    capsys.readouterr()
    assert main(["runs", str(root), "--json"]) == 0
    rows = {row["kind"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(rows) == {"run", "comparison", "branch", "policies", "sweep"}
    assert rows["run"]["found"].startswith("de-escalated by day 30 ")
    assert rows["run"]["de_escalated_30d"] is not None
    assert rows["comparison"]["found"].startswith("2 scenarios, ")
    assert rows["branch"]["found"].startswith("from day 3; 2 scenarios, ")
    assert rows["policies"]["found"].startswith(("best ", "no lever told"))
    assert rows["sweep"]["found"].startswith("12 of 12 points, de-escalated by day 30 ")
    assert not any(row["problem"] or row["interrupted"] for row in rows.values())


def test_the_list_is_a_line_each(root, capsys):
    capsys.readouterr()
    assert main(["runs", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert "kind" in lines[0]
    for path in root.iterdir():
        (line,) = (line for line in lines if path.name in line)
        assert line.split()[1].isdigit()


def test_a_sweep_without_results_and_a_damaged_one(tmp_path, capsys):
    (tmp_path / "sweep-a").mkdir()
    (tmp_path / "sweep-a" / "sweep.json").write_text("{}")
    assert main(["runs", str(tmp_path)]) == 0
    assert "no results yet" in capsys.readouterr().out
    (tmp_path / "sweep-a" / "summary.json").write_text("{}")  # which nothing vouches for
    assert main(["runs", str(tmp_path)]) == 0
    assert "is damaged" in capsys.readouterr().out


ROW = {"arm": "b", "outcome": "de_escalated_14d", "told": True, "difference": 0.112}


@pytest.mark.parametrize(
    ("kind", "summary", "said"),
    [
        (
            "comparison",
            {"arms": [1, 2], "differences": [ROW]},
            "points de-escalated by day 14",
        ),
        ("comparison", {"arms": [1, 2, 3], "differences": [ROW]}, "under b"),
        ("comparison", {"arms": [1, 2], "differences": [ROW | {"told": False}]}, "not told apart"),
        (
            "policies",
            {
                "ranked_by": "durable quiet",
                "levers": [
                    {"lever": "as_it_is", "label": "as it is", "told": False, "difference": 0.0},
                    {
                        "lever": "mediation_day_1",
                        "label": "mediation on day 1",
                        "told": True,
                        "difference": 0.031,
                    },
                ],
            },
            "best for durable quiet: mediation on day 1, +3.1 points",
        ),
    ],
)
def test_words(kind, summary, said):
    assert said in in_a_line(kind, summary)


@pytest.mark.parametrize("kind", ["run", "comparison", "branch", "policies", "sweep", "other"])
def test_a_summary_that_says_nothing_known(kind):
    assert in_a_line(kind, {"odds": 3}) == UNKNOWN
