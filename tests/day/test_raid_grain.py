"""Raids do not depend on how finely a state's mobile force is cut into units."""

import numpy as np
import pytest

from escalation.day.raids import raiding_party
from escalation.engine import Engine
from escalation.ensemble.design import Design
from escalation.ensemble.worlds import space_of
from escalation.scenario.load import load_scenario
from escalation.scenario.world import build_world

RUNS, SEED = 1_500, 5
UNITS = {"tenth": (2, 4), "as it is": (20, 40), "fivefold": (100, 200)}


def test_a_party_is_of_the_force_and_not_of_the_unit():
    assert raiding_party(50.0, 1000.0, 1000.0) == 50
    assert raiding_party(50.0, 500.0, 1000.0) == 25
    assert raiding_party(50.0, 50.0, 100.0) == 25
    assert raiding_party(50.0, 0.0, 1000.0) == raiding_party(50.0, 0.0, 0.0) == 1


@pytest.fixture(scope="module")
def runs():
    """Return the rows of the same runs, with forces cut coarsely and finely."""
    found = {}
    for name, (afghan, pakistani) in UNITS.items():
        scenario = load_scenario(
            "pakistan_retaliates",
            [
                "horizon_days=90",
                f"actors.afghan_taliban.mobile_units={afghan}",
                f"actors.pakistan_military.mobile_units={pakistani}",
            ],
        )
        space = space_of(scenario)
        draws = space.transform(Design(space.names, SEED).points(0, RUNS))
        engine = Engine(build_world(scenario), scenario.horizon_days)
        found[name] = engine.run(draws, np.arange(RUNS), SEED).runs
    return found


MEASURES = {
    "war": lambda rows: rows["war_day"] >= 0,
    "posts taken": lambda rows: rows["posts_taken_by_afg"] + rows["posts_taken_by_pak"],
    "soldiers killed": lambda rows: np.minimum(
        rows["killed_afg_state"] + rows["killed_pak_state"], 2_000
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("cut", ["tenth", "fivefold"])
@pytest.mark.parametrize("measure", MEASURES)
def test_raids_end_alike_however_finely_forces_are_cut(runs, cut, measure):
    other, own = (MEASURES[measure](runs[name]).astype(float) for name in (cut, "as it is"))
    change = other - own
    error = change.std(ddof=1) / np.sqrt(RUNS)
    assert abs(change.mean()) < 3 * error, (own.mean(), other.mean(), error)
