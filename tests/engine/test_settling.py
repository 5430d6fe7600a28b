"""Runs that stop once a question is settled give the answer of runs that go on to the horizon."""

import numpy as np
import pytest

from escalation.analysis.odds.outcomes import happened
from escalation.engine import Engine
from escalation.engine.settling import SettlingEngine
from escalation.ensemble.chunks import compact
from escalation.ensemble.design import Design
from escalation.ensemble.finished import Piece, runs_frame
from escalation.scenario.load import load_scenario
from escalation.scenario.truth import DrawSpace
from escalation.scenario.world import build_world
from escalation.studies.lever_runs import RANKED, settles

SEED, DRAWS, REPLICATES = 11, 32, 4


def table(engine, draws):
    numbers = np.arange(len(draws))
    rows = engine.run(draws, numbers, SEED).runs
    return runs_frame([Piece(0, DRAWS, compact(rows), None)], REPLICATES)


@pytest.mark.parametrize("name", ["baseline", "pakistan_retaliates", "qatar_turkiye_mediate"])
@pytest.mark.parametrize("quiet_days", [14, 5])
def test_the_answer_is_that_of_whole_runs(name, quiet_days):
    scenario = load_scenario(name, [f"outcomes.quiet_days={quiet_days}"])
    space, world = DrawSpace(scenario), build_world(scenario)
    draws = space.transform(Design(space.names, SEED).points(0, DRAWS)).repeat(REPLICATES)
    whole = table(Engine(world, scenario.horizon_days), draws)
    for outcome in RANKED:
        wanted = settles(outcome, quiet_days)
        short = table(SettlingEngine(world, scenario.horizon_days, wanted), draws)
        np.testing.assert_array_equal(happened(short, outcome), happened(whole, outcome), outcome)
        assert (short["incidents"] <= whole["incidents"]).all()


def test_runs_do_stop():
    scenario = load_scenario("baseline")
    space, world = DrawSpace(scenario), build_world(scenario)
    draws = space.transform(Design(space.names, SEED).points(0, DRAWS)).repeat(REPLICATES)
    whole = table(Engine(world, scenario.horizon_days), draws)
    short = table(SettlingEngine(world, 180, settles("de_escalated_30d", 14)), draws)
    assert short["ttp_attacks"].sum() < 0.5 * whole["ttp_attacks"].sum()
    assert SettlingEngine(world, 180, settles("de_escalated_30d", 14)).days == 44
    assert SettlingEngine(world, 20, settles("de_escalated_30d", 14)).days == 20
