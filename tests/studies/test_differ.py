"""What differs between two scenarios or kept runs."""

import json

import numpy as np
import pytest
from scipy.stats import binom

from escalation.analysis.odds.intervals import nested_interval
from escalation.analysis.odds.unpaired import unpaired_difference
from escalation.cli.main import main
from escalation.errors import InputError
from escalation.scenario.load import load_scenario, override
from escalation.studies.compare import compare
from escalation.studies.differ import Differing, Side, basis_of, differ
from escalation.studies.run import simulate

RUNS = 80


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Three kept runs: of two scenarios under one seed, one under another and longer."""
    root = tmp_path_factory.mktemp("runs")
    for name, options in (
        ("baseline", {"runs": RUNS, "seed": 5}),
        ("pakistan_retaliates", {"runs": RUNS + 40, "seed": 5}),
        ("baseline", {"runs": RUNS, "seed": 6}),
    ):
        simulate(name, threads=2, **options).save(root, charts=False)
    return root


@pytest.fixture(scope="module")
def ids(root):
    found = {}
    for path in root.iterdir():
        summary = json.loads((path / "summary.json").read_text())
        found[summary["scenario"], summary["seed"]] = summary["run_id"]
    return found


def test_scenarios_differ_in_paths_with_both_values_and_the_basis():
    found = differ("baseline", "ordinary_incident")
    rows = {row["path"]: row for row in found.as_dict()["changes"]}
    trust = rows["parameters.trust_day0"]
    assert (trust["old"][:14], trust["new"][:14]) == ("beta, mean 0.2", "beta, mean 0.4")
    assert trust["basis"] == basis_of("parameters.trust_day0") != ""
    assert found.odds.empty
    assert not found.is_paired
    assert differ("baseline", "baseline").findings == ["The two scenarios say the same."]


def test_runs_of_one_seed_are_paired_as_compare_pairs_them(root, ids):
    found = differ(ids["baseline", 5], ids["pakistan_retaliates", 5], root)
    assert found.is_paired
    expected = compare("baseline", "pakistan_retaliates", runs=RUNS, seed=5, threads=2).differences
    mine, theirs = found.odds.set_index("outcome"), expected.set_index("outcome")
    for outcome in ("de_escalated_30d", "durable", "war"):
        for column in ("base", "other", "difference", "low", "high", "told"):
            assert mine.loc[outcome, column] == theirs.loc[outcome, column], (outcome, column)
    assert f"over the {RUNS} runs that both have" in " ".join(found.findings)


def test_a_difference_is_that_of_the_odds_beside_it(root, ids):
    for other in (("pakistan_retaliates", 5), ("baseline", 6)):
        odds = differ(ids["baseline", 5], ids[other], root).odds
        np.testing.assert_allclose(odds["other"] - odds["base"], odds["difference"], atol=1e-12)
        assert (odds["low"] <= odds["difference"]).all()
        assert (odds["difference"] <= odds["high"]).all()


def test_runs_of_two_seeds_are_not_paired_and_why_is_said(root, ids):
    found = differ(ids["baseline", 5], ids["baseline", 6], root)
    assert not found.is_paired
    assert "the two differ in seed" in " ".join(found.findings)
    war = found.odds.set_index("outcome").loc["war"]
    assert war["base"] == found.base.run.odds()["war"].p
    apart = unpaired_difference(found.base.run.odds()["war"], found.other.run.odds()["war"])
    assert (war["low"], war["high"]) == (apart.low, apart.high)


def test_a_run_beside_a_scenario_has_no_odds_and_says_so(root, ids):
    found = differ(ids["baseline", 5], "pakistan_denies", root)
    assert found.odds.empty
    assert found.changes
    assert "Pakistan denies is a scenario without runs" in found.findings[0]


def test_other_days_are_said(root, ids):
    run = differ(ids["baseline", 5], "baseline", root).base
    short = Side("short", override(load_scenario("baseline"), ["horizon_days=60"]))
    told = " ".join(Differing(run, short).findings)
    assert "count outcomes over other days" in told


def test_neither_scenario_nor_run(tmp_path):
    for wanted, says in (("baselin", "did you mean 'baseline'"), ("99999999", "no such run")):
        with pytest.raises(InputError, match=says):
            differ(wanted, "baseline", tmp_path)


def test_intervals_of_independent_differences_hold_what_they_say():
    """Exactly: over all counts that two samples can have, weighed by their chance."""
    runs = 60
    estimates = [
        nested_interval(np.arange(runs), np.arange(runs) < count) for count in range(runs + 1)
    ]
    for p, q in ((0.3, 0.5), (0.5, 0.5), (0.05, 0.3)):
        chance = [binom.pmf(np.arange(runs + 1), runs, share) for share in (p, q)]
        held = sum(
            chance[0][i] * chance[1][j]
            for i, one in enumerate(estimates)
            for j, two in enumerate(estimates)
            if unpaired_difference(one, two).low <= q - p <= unpaired_difference(one, two).high
        )
        assert 0.94 <= held <= 0.98, (p, q)


def test_the_command(root, ids, capsys):
    words = [ids["baseline", 5], ids["pakistan_retaliates", 5], "--in", str(root)]
    assert main(["diff", *words]) == 0
    out = capsys.readouterr().out
    for said in ("events[0]", "- (nothing)", "De-escalated by day 14", "paired", "model"):
        assert said in out
    assert main(["diff", *words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["paired"] is True
    assert {row["outcome"] for row in document["odds"]} >= {"durable", "war"}
    assert main(["diff", "baselin", "baseline"]) == 2
