"""A watched run and the same run of the engine, and whether they are one."""

from dataclasses import dataclass

import numpy as np
import pytest

from escalation.ensemble.design import Design
from escalation.scenario.load import load_scenario
from escalation.scenario.truth import DrawSpace
from escalation.scenario.world import build_world


@dataclass
class Counts:
    """What was compared, for the last line of a test's output."""

    scenarios: int = 0
    runs: int = 0
    days: int = 0
    events: int = 0

    def __str__(self) -> str:
        return (
            f"compared bit for bit: {self.scenarios} scenarios, {self.runs} runs, "
            f"{self.days} days, {self.events} events"
        )


class Pair:
    """A scenario in both drivers."""

    def __init__(self, name, overrides=()):
        from escalation.engine import Engine

        self.scenario = load_scenario(name, overrides)
        self.world = build_world(self.scenario)
        self.space = DrawSpace(self.scenario)
        self.engine = Engine(self.world, self.scenario.horizon_days)

    def draw(self, number, seed):
        """Return draw ``number`` of the ensemble with this seed, shape (1,)."""
        return self.space.transform(Design(self.space.names, seed).points(number, number + 1))

    def model(self, draw, run, seed):
        """Return the run in the Mesa model, before its first day."""
        from escalation.mesa import BorderModel

        return BorderModel(self.scenario, draw, run, seed, world=self.world)

    def compare(self, number, run, seed, counts):
        """Run both and hold days, events, the run's row and the counts by segment together."""
        draw = self.draw(number, seed)
        watched = self.engine.watch(draw, run, seed)
        chunk = self.engine.run(draw, np.array([run]), seed)
        model = self.model(draw, run, seed)
        model.run_model()
        where = f"{self.scenario.name}, draw {number}, run {run}, seed {seed}"
        same_days(watched.days, model.days, where)
        same_events(watched.events, model.events, where)
        for field in chunk.runs.dtype.names:
            assert chunk.runs[field][0] == model.outcome[field][0], f"{where}: {field}"
        np.testing.assert_array_equal(chunk.tally.segments, model.counts, err_msg=where)
        counts.runs += 1
        counts.days += len(watched.days)
        counts.events += len(watched.events)
        return model


def same_days(engine, mesa, where):
    assert len(engine) == len(mesa), where
    for field in engine.dtype.names:
        ours = np.ascontiguousarray(mesa[field]).view(np.int64)
        theirs = np.ascontiguousarray(engine[field]).view(np.int64)
        differ = np.flatnonzero(ours != theirs)
        assert not len(differ), (
            f"{where}: {field} differs first on day {differ[0]}: "
            f"{mesa[field][differ[0]]!r} in Mesa, {engine[field][differ[0]]!r} in the engine"
        )


def same_events(engine, mesa, where):
    for place, (ours, theirs) in enumerate(zip(mesa, engine, strict=False)):
        assert ours == theirs, f"{where}: event {place}: {ours} in Mesa, {theirs} in the engine"
    assert len(engine) == len(mesa), where
    np.testing.assert_array_equal(
        np.ascontiguousarray(mesa["value"]).view(np.int64),
        np.ascontiguousarray(engine["value"]).view(np.int64),
    )


@pytest.fixture(scope="session")
def pair():
    """Return a function that puts a scenario in both drivers, each once a session."""
    made = {}

    def get(name, overrides=()):
        if (name, overrides) not in made:
            made[name, overrides] = Pair(name, overrides)
        return made[name, overrides]

    return get
