"""Levers share a pool and their draws, and each gives what it would give alone."""

import numpy as np
import pytest

from escalation import simulate
from escalation.analysis.odds.outcomes import happened
from escalation.ensemble.session import Session
from escalation.scenario.levers import chosen, pulled
from escalation.scenario.load import load_scenario
from escalation.studies.lever_runs import in_words, run_levers
from escalation.studies.levers import plan_of

NAMES = ["mediation_day_7", "monitored_agreements", "both_restraint", "hotline"]


@pytest.mark.parametrize("outcome", ["durable", "de_escalated_30d", "war"])
def test_each_lever_gives_what_it_would_give_alone(outcome):
    scenario = load_scenario("baseline")
    plan = plan_of(scenario, outcome, runs=48, replicates=4)
    levers = chosen(scenario, NAMES)
    with Session.open(2) as session:
        found = run_levers(scenario, levers, plan, outcome, session)
    assert found.failed == 0
    for lever, came in zip(levers, found.came.T, strict=True):
        alone = simulate(pulled(scenario, lever), runs=48, replicates=4)
        np.testing.assert_array_equal(came, happened(alone.runs, outcome), lever.name)


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
