"""The morning of day 0: what everybody waits for first, drawn for all of a kind at once."""

import numpy as np
import pytest

from escalation.engine import Engine
from escalation.luck import purposes
from escalation.luck.streams import exponential, run_key, uniform
from escalation.scenario.load import load_scenario
from escalation.scenario.truth import DrawSpace
from escalation.scenario.world import build_world

RUN, SEED = 3, 20251012


@pytest.fixture(scope="module")
def morning():
    scenario = load_scenario("baseline")
    space = DrawSpace(scenario)
    draw = space.transform(np.full((1, space.size), 0.5))
    return Engine(build_world(scenario), 1).start(draw, RUN, SEED)


@pytest.mark.parametrize(
    ("kind", "clock"),
    [
        ("posts", purposes.POST_CLOCK), ("units", purposes.UNIT_CLOCK),
        ("bands", purposes.BAND_CLOCK), ("cells", purposes.CELL_CLOCK),
    ],
)  # fmt: skip
def test_everybody_waits_for_a_draw_of_its_own(morning, kind, clock):
    rows = getattr(morning, kind)
    key = run_key(SEED, RUN)
    alone = [exponential(uniform(key, clock, number, 0)) for number in range(len(rows))]
    assert rows["due"].tolist() == alone
    assert set(rows["draws"].tolist()) == {1}
    assert len(np.unique(rows["due"])) == len(rows) > 1
