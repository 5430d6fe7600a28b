"""What the page shows is what the library says: the same odds, intervals and paired differences."""

import numpy as np
import pytest

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.paired.differences import difference_table
from escalation.browser.figures import FIGURES, figure
from escalation.browser.figures.odds import odds_answer
from escalation.ensemble.session import Session
from escalation.numbers import percent
from escalation.scenario.load import load_scenario
from escalation.studies.run import simulate
from escalation.web.explore.bench import Bench
from escalation.web.explore.setting import Setting, applied

BASE = load_scenario("baseline")
MOVED = applied(BASE, Setting(scenario="baseline", parameters={"provocation": 1.2}))


@pytest.fixture(scope="module")
def results():
    bench = Bench()
    with Session.open(2) as session:
        yield bench.result(BASE, 300, session), bench.result(MOVED, 300, session)


def test_the_runs_are_those_of_the_library(results):
    assert results[1].runs.equals(simulate(MOVED, runs=300).runs)


def test_odds_and_yardsticks_are_those_of_the_result(results):
    answer = odds_answer(results[0], None)
    odds, beside = results[0].odds(), results[0].yardsticks().shown()
    assert [row["outcome"] for row in answer["rows"]] == list(OUTCOMES)
    for row in answer["rows"]:
        one = odds[row["outcome"]]
        assert row["p"] == one.p
        assert row["told"] == percent(one.p)
        assert row["between"] == list(one.between_draws)
        assert row["carlo"] == [one.low, one.high]
        assert "ghost" not in row
        assert "difference" not in row
        for mark in row["marks"]:
            assert mark["p"] == beside[mark["column"]][row["outcome"]].p
    assert answer["yardsticks"]["disagreements"] == results[0].yardsticks().disagreements


def test_differences_are_paired_as_a_comparison_pairs_them(results):
    before, after = results
    answer = odds_answer(after, before)
    days = after.horizon_days, after.quiet_days
    table = difference_table(before.runs, after.runs, *days).set_index("outcome")
    for row in answer["rows"]:
        expected = table.loc[row["outcome"]]
        assert row["difference"]["value"] == expected["difference"]
        assert row["difference"]["apart"] == expected["told"]
        assert row["ghost"]["p"] == before.odds()[row["outcome"]].p
    assert any(row["difference"]["value"] != 0 for row in answer["rows"])


def test_the_dots_spread_as_the_draws_do(results):
    for row in odds_answer(results[0], None)["rows"]:
        if row["spread"]:
            dots = np.array(row["spread"])
            assert len(dots) == 20
            assert (np.diff(dots) >= 0).all()
            assert abs(dots.mean() - row["p"]) < 0.03


def test_what_a_horizon_is_too_short_for_is_unknown():
    short = load_scenario("baseline", {"horizon_days": 20})
    with Session.open(1) as session:
        answer = odds_answer(Bench().result(short, 60, session), None)
    row = next(row for row in answer["rows"] if row["outcome"] == "de_escalated_30d")
    assert row["p"] is None
    assert row["told"] == "unknown"
    assert row["note"]
    moved = applied(short, Setting(scenario="baseline", parameters={"provocation": 1.2}))
    with Session.open(1) as session:
        bench = Bench()
        before, after = (bench.result(one, 60, session) for one in (short, moved))
    rows = {row["outcome"]: row for row in odds_answer(after, before)["rows"]}
    assert "difference" not in rows["de_escalated_30d"]
    assert "difference" in rows["war"]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_plain_data_with_a_table_behind(results, name):
    import json

    found = figure(name, results[0])
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["title"]
    table = found["table"]
    assert table["rows"]
    assert {len(row) for row in table["rows"]} == {len(table["columns"])}


def test_figures_hold_on_one_day_and_without_claims():
    bare = load_scenario("baseline", {"horizon_days": 1, "claims": {}})
    with Session.open(1) as session:
        result = Bench().result(bare, 40, session)
    for name in FIGURES:
        assert figure(name, result)["table"]["rows"]
    odds_answer(result, None)


def test_shares_of_a_day_add_to_all(results):
    states = figure("standings", results[0])["states"]
    total = np.sum([state["shares"] for state in states], axis=0)
    assert np.allclose(total, 1.0, atol=0.003)
    for panel in figure("rungs", results[0])["panels"]:
        assert np.allclose(np.sum(panel["shares"], axis=1), 1.0, atol=0.006)


def test_the_bench_grows_what_it_has():
    bench = Bench()
    with Session.open(1) as session:
        bench.result(BASE, 40, session)
        assert bench.runs_of(BASE) == 40
        renamed = BASE.model_copy(update={"title": "Another title"})
        assert bench.runs_of(renamed) == 40
        assert bench.runs_of(MOVED) == 0
