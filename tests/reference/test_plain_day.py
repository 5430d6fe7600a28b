"""The engine's shortcuts change no bit: each day of it is the plain day of the reference."""

import numpy as np
import pytest

from escalation.day.state import copy_state
from escalation.engine import Engine
from escalation.ensemble.design import Design
from escalation.luck.streams import run_key
from escalation.scenario.load import load_scenario
from escalation.scenario.truth import DrawSpace
from escalation.scenario.world import build_world
from tests.mesa.test_bit_identity import EVENTS
from tests.reference.plain_day import KEPT_FOR_SHORTCUTS, plain_day

SEED = 20251012


@pytest.mark.parametrize("run", range(2))
@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("baseline", ()),
        ("baseline", (f"events={EVENTS}",)),
        ("pakistan_retaliates", ()),
        ("ordinary_incident", ()),
    ],
    ids=["baseline", "every kind of event", "pakistan_retaliates", "ordinary_incident"],
)
def test_every_day_of_the_engine_is_the_plain_day(name, settings, run):
    scenario = load_scenario(name, settings)
    engine = Engine(build_world(scenario), scenario.horizon_days)
    space = DrawSpace(scenario)
    draw = space.transform(Design(space.names, SEED).points(run, run + 1))
    fast = engine.start(draw, run, SEED, log_capacity=20_000)
    plain = copy_state(fast)
    counts = np.zeros((len(engine.board.places), 6), np.int64)
    for day in range(scenario.horizon_days):
        fast = engine.advance(fast, draw, run, SEED, day, 1).state
        plain_day(engine.board, draw[0], run_key(SEED, run), day, plain, counts)
        same_state(fast, plain, f"{name}, run {run}, day {day}")
    tally = engine.run(draw, np.array([run]), SEED).tally
    np.testing.assert_array_equal(counts, tally.segments)


def same_state(fast, plain, where):
    for array in fast._fields:
        ours, theirs = getattr(plain, array), getattr(fast, array)
        if ours.tobytes() == theirs.tobytes():
            continue
        for path, mine, other in fields_of(array, ours, theirs):
            differ = np.flatnonzero(mine.ravel().view(np.int64) != other.ravel().view(np.int64))
            assert not len(differ), (
                f"{where}: {path} differs first at {differ[0]}: {other.ravel()[differ[0]]!r} in "
                f"the engine, {mine.ravel()[differ[0]]!r} in the plain day"
            )


def fields_of(path, ours, theirs):
    """Yield the plain columns of two structured arrays side by side, with a name for each."""
    if ours.dtype.names is None:
        yield path, np.ascontiguousarray(ours), np.ascontiguousarray(theirs)
        return
    for name in ours.dtype.names:
        if name not in KEPT_FOR_SHORTCUTS:
            yield from fields_of(f"{path}.{name}", ours[name], theirs[name])
