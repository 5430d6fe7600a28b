"""Engines of shipped scenarios, and draws to run them with."""

from collections.abc import Callable

import numpy as np
import pytest

from escalation.day.closing import write_run
from escalation.day.records import RUN_DTYPE
from escalation.engine import Engine
from escalation.ensemble.design import Design
from escalation.scenario.load import load_scenario
from escalation.scenario.truth import DrawSpace
from escalation.scenario.world import build_world
from tests.mesa.conftest import same_days, same_events

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


def standard_errors(gains: Callable[[int], np.ndarray], runs: int, bar: float) -> float:
    """Return by how many standard errors a mean gain lies above 0, from as few runs as tell.

    Few runs are looked at first, and more as long as they leave it open. What stops early must be
    two standard errors past the bar, so that to look three times lets next to nothing more through
    (the rule of Haybittle, 1971, and Peto and others, 1976).

    Parameters
    ----------
    gains
        Gives the gains of the first so many runs.
    runs
        All that there are, for what is in doubt.
    bar
        What the test will ask for.
    """
    for looked_at in (runs // 8, runs // 3, runs):
        gain = gains(looked_at)
        error = gain.std(ddof=1) / np.sqrt(len(gain))
        found = float(gain.mean() / error) if error > 0 else 0.0
        if found > bar + 2:
            break
    return found


def same_run(one, two, where):
    """Hold days, events, the run's row and the whole last state together, bit for bit."""
    same_days(one.days, two.days, where)
    same_events(one.events, two.events, where)
    rows = np.zeros((2, 1), RUN_DTYPE)
    for run, row in zip((one, two), rows, strict=True):
        write_run(run.state.ledger[0], row[0])
    assert rows[0].tobytes() == rows[1].tobytes(), where
    for name in one.state._fields:
        mine, theirs = getattr(one.state, name), getattr(two.state, name)
        assert mine.dtype == theirs.dtype, f"{where}: {name}"
        assert mine.shape == theirs.shape, f"{where}: {name}"
        assert mine.tobytes() == theirs.tobytes(), f"{where}: {name}"
