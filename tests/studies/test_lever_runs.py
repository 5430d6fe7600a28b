"""Levers share a pool and their draws, and each gives what it would give alone."""

import numpy as np
import pytest

from escalation import simulate
from escalation.analysis.odds.intervals import ENDS
from escalation.analysis.odds.outcomes import happened
from escalation.ensemble.session import Session
from escalation.naming import OF_A_LEVER
from escalation.scenario.levers import chosen, pulled
from escalation.scenario.load import load_scenario
from escalation.studies.lever_runs import in_words, run_levers
from escalation.studies.levers import plan_of

NAMES = ["mediation_day_7", "monitored_agreements", "both_restraint", "hotline"]


@pytest.mark.parametrize("ranked_by", ["never_quiet", "war"])
def test_each_lever_gives_what_it_would_give_alone(ranked_by):
    scenario = load_scenario("baseline")
    plan = plan_of(scenario, ranked_by, runs=48, replicates=4)
    levers = chosen(scenario, NAMES)
    with Session.open(2) as session:
        found = run_levers(scenario, levers, plan, ranked_by, session)
    assert found.failed == 0
    assert set(found.outcomes) == {*OF_A_LEVER, ranked_by}
    assert found.came is found.outcomes[ranked_by]
    for place, lever in enumerate(levers):
        alone = simulate(pulled(scenario, lever), runs=48, replicates=4)
        for name, came in found.outcomes.items():
            np.testing.assert_array_equal(came[:, place], happened(alone.runs, name), lever.name)
        for name in OF_A_LEVER:
            row = found.shares().loc[lever.name]
            odds = alone.odds()[name]
            assert row[name] == odds.p
            assert [row[f"{name}{end}"] for end in ENDS] == list(odds.ends.values())


def test_what_the_horizon_hides_is_no_share():
    scenario = load_scenario("baseline", ["horizon_days=30"])
    plan = plan_of(scenario, "war", runs=16, replicates=4)
    with Session.open(1) as session:
        found = run_levers(scenario, chosen(scenario, NAMES), plan, "war", session)
    shares = found.shares()
    assert list(shares) == [f"{name}{end}" for name in OF_A_LEVER for end in ("", *ENDS)]
    assert shares["de_escalated_30d"].isna().all()
    assert not shares[["de_escalated_14d", "durable", "war"]].isna().any(axis=None)


def test_progress_tells_of_all_levers():
    scenario = load_scenario("baseline")
    plan = plan_of(scenario, "durable", runs=32)
    told = []
    with Session.open(1, progress=told.append) as session:
        run_levers(scenario, chosen(scenario, NAMES), plan, "durable", session)
    assert told[0].stage == "compiling"
    running = told[1:]
    assert {moment.part for moment in running} == {f"lever {n} of 5" for n in range(1, 6)}
    done = [moment.runs_done for moment in running]
    assert done == sorted(done)
    assert done[-1] == running[-1].runs_total == 5 * 32
    assert running[-1].seconds_left == 0


def test_what_is_wanted_in_words():
    assert in_words("war") == "no war between the states"
    assert in_words("durable") == "durable quiet"
    assert in_words("de_escalated_30d") == "de-escalated by day 30"
