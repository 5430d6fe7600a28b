"""Engines of shipped scenarios, and draws to run them with."""

from collections.abc import Callable

import numpy as np
import pytest

from escalation.engine import Engine
from escalation.ensemble.design import Design
from escalation.scenario.load import load_scenario
from escalation.scenario.truth import DrawSpace
from escalation.scenario.world import build_world

Prepared = tuple[Engine, np.ndarray]


@pytest.fixture(scope="session")
def prepare() -> Callable[..., Prepared]:
    """Return a function that gives the engine and ``n`` draws of a scenario, with overrides."""

    def make(name: str, n: int, *overrides: str, days: int = 180) -> Prepared:
        scenario = load_scenario(name, list(overrides))
        space = DrawSpace(scenario)
        points = Design(space.names, 11).points(0, n)
        return Engine(build_world(scenario), days), space.transform(points)

    return make
