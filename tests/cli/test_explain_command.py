"""`escalation explain`: on a small kept run, and what it says to wrong input."""

import json
import sys
from dataclasses import replace

import pytest

from escalation.api import open_run, simulate
from escalation.cli.explain_command import lines
from escalation.cli.main import main
from escalation.naming import in_plain_words


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    root = tmp_path_factory.mktemp("runs")
    result = simulate("baseline", runs=480, seed=5, replicates=4)
    return result.save(root, charts=False)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    root = tmp_path_factory.mktemp("runs")
    result = simulate("baseline", runs=120, seed=5, replicates=1)
    return result.save(root, charts=False)


@pytest.fixture
def explain(capsys):
    def call(*words):
        code = main(["explain", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_an_explanation_by_id_and_its_files(explain, kept, tmp_path):
    run_id = kept.name.rsplit("-", 1)[1]
    out = tmp_path / "why"
    code, text, err = explain(run_id, "--in", kept.parent, "--out", out, "--quiet")
    assert (code, err) == (0, "")
    assert text.startswith("What the odds hinge on: durable quiet")
    assert "Chance alone makes" in text
    assert "in 95% of draws of what is unknown" in " ".join(text.lower().split())  # lines break
    assert "more would show one of 5 points" in text
    assert max(map(len, text.splitlines())) <= 110
    assert {path.name for path in out.iterdir()} == {
        "explain.json", "drivers.csv", "claims.csv", "processes.csv", "curves.csv",
        "drivers.png", "drivers.svg", "dependence.png", "dependence.svg",
    }  # fmt: skip


def test_json_is_one_document(explain, kept):
    code, text, err = explain(kept, "--json", "--outcome", "war")
    told = json.loads(text)
    assert (code, err) == (0, "")
    assert told["draws"] == 120
    assert sum(told["variance"].values()) == pytest.approx(1.0)
    assert {"C21", "C23"} <= {row["name"] for row in told["claims"]}
    assert all(box["sentence"].startswith("Where ") for box in told["boxes"])


def test_no_clear_row_is_cut(kept):
    found = open_run(kept).explain()
    for clear in (0, 3, 15):
        effects = ["clear"] * clear + ["none"] * (len(found.drivers) - clear)
        table = found.drivers.assign(effect=effects)
        told = lines(replace(found, drivers=table))
        names = [line.strip() for line in told if line.startswith("  ") and line[2] != " "]
        shown = max(clear, 12)
        for name in table["name"].head(shown):
            assert any(one.startswith(in_plain_words(name)) for one in names), name
        more = sum(int(one.split()[0]) for one in names if " more: " in one)
        assert more == len(table) - shown + max(len(found.claims) - 8, 0)


def test_one_replicate_is_said(explain, once):
    code, text, _ = explain(once)
    assert code == 0
    assert "one replicate a draw" in text


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["nothing00"], "there is no such run"),
        (["KEPT", "--outcome", "peace"], "'peace' is no outcome"),
        (["KEPT", "--out", "KEPT/manifest.json"], "cannot hold results"),
    ],
)
def test_wrong_input_is_told(explain, kept, words, complaint):
    code, out, err = explain(*(word.replace("KEPT", str(kept)) for word in words))
    assert (code, out) == (2, "")
    assert complaint in err
    assert "Traceback" not in err


def test_a_run_too_small_is_refused(explain, tmp_path):
    folder = simulate("baseline", runs=40, seed=5, replicates=4).save(tmp_path, charts=False)
    code, _, err = explain(folder)
    assert code == 2
    assert "has 10 draws, too few" in err
    assert "--runs 400" in err


def test_a_missing_package_is_named(explain, kept, monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib.analyze.rbd_fast", None)
    code, _, err = explain(kept)
    assert code == 1
    assert "escalation[explain]" in err
