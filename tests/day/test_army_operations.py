"""Attacks of the TTP and the army's operations: who dies in them, and that no band overspends."""

import numpy as np
import pytest

from escalation.day.board import LEDGER_DTYPE
from escalation.day.records import EVENT_DTYPE
from escalation.day.state import BAND_DTYPE, SEGMENT_DTYPE
from escalation.day.ttp import attack, operation, take_fighters
from escalation.engine import Engine
from escalation.ensemble.design import Design
from escalation.ensemble.worlds import space_of
from escalation.luck.streams import day_key
from escalation.scenario.load import load_scenario
from escalation.scenario.register import draw_dtype, parameters
from escalation.scenario.world import build_world
from escalation.vocabulary import ARMY_OPERATION, INSIDE, PAKISTANI, TTP_ATTACK


def draw(**values):
    """Return a draw: every parameter's middle, and what a test sets."""
    found = np.zeros(1, draw_dtype()).view(np.recarray)[0]
    for name, parameter in parameters().items():
        found[name] = float(parameter.default.quantile(np.array([0.5]))[0])
    for name, value in values.items():
        found[name] = value
    return found


def bands_of(*strengths, segment=1):
    """Return bands inside Pakistan on a segment."""
    found = np.zeros(len(strengths), BAND_DTYPE)
    found["strength"], found["inside"], found["segment"] = strengths, INSIDE, segment
    return found


def test_nobody_falls_twice_and_only_those_who_are_there():
    bands = bands_of(10, 8, 40, 5)
    bands["segment"][2] = 0
    bands["inside"][3] = 0
    assert take_fighters(0, 15, bands) == (15, 2)
    assert bands["strength"].tolist() == [0, 3, 40, 5]
    assert take_fighters(0, 15, bands) == (3, 1)
    assert bands["strength"].tolist() == [0, 0, 40, 5]


@pytest.mark.parametrize("cut", [1, 4, 20])
def test_an_operation_kills_as_many_however_finely_the_fighters_are_cut(cut):
    p = draw(operation_death_median=60.0)
    dead = []
    for day in range(50):
        bands, ledger = bands_of(*[200 / cut] * cut), np.zeros(1, LEDGER_DTYPE)[0]
        log = np.zeros(1, EVENT_DTYPE)
        operation(p, day_key(5, day), day, 0, ledger, bands, log)
        dead.append(int(log["dead_militants"][0]))
        assert bands["strength"].sum() == 200 - dead[-1]
        assert bands["strength"].min() >= 0
        assert (int(log["kind"][0]), int(log["actor"][0])) == (ARMY_OPERATION, PAKISTANI)
        assert ledger.groups[0].killed == dead[-1]
        assert ledger.groups[0].attacks == 0
    assert max(dead) > 200 / 20  # more than a small band has
    assert max(dead) > 100


def test_a_band_loses_no_more_than_it_has_in_its_own_attack():
    p = draw(ttp_lethal_share=1.0, ttp_death_median=50.0, army_operations=0.0)
    for day in range(200):
        bands, log = bands_of(12.0), np.zeros(1, EVENT_DTYPE)
        places, counts = np.zeros(3, SEGMENT_DTYPE), np.zeros((3, 6), np.int64)
        ledger = np.zeros(1, LEDGER_DTYPE)[0]
        attack(p, day_key(5, day), day, 0, ledger, bands, places, log, counts)
        assert log["kind"][0] == TTP_ATTACK
        assert log["dead_militants"][0] <= 12
        assert bands["strength"][0] == 12 - log["dead_militants"][0]


@pytest.fixture(scope="module")
def told():
    """Return the lethal events of Pakistan and the TTP in 240 half-years, and their months."""
    scenario = load_scenario("ordinary_incident")
    space = space_of(scenario)
    draws = space.transform(Design(space.names, 3).points(0, 240))
    engine = Engine(build_world(scenario), scenario.horizon_days)
    events = np.concatenate([engine.watch(draws[i : i + 1], i, 3).events for i in range(240)])
    events = events[np.isin(events["kind"], (TTP_ATTACK, ARMY_OPERATION))]
    months = 240 * scenario.horizon_days / 30.4375
    dead = sum(events[name] for name in ("dead_pak", "dead_civilians", "dead_militants"))
    return events[dead > 0], months


@pytest.mark.science
@pytest.mark.slow
def test_the_dead_of_an_event_are_those_of_the_record(told):
    """UCDP GED 22.1: state 1.0, militants 4.3, civilians 0.2 and 1.6 unknown, who may be either."""
    events, months = told
    means = {name: events[name].mean() for name in events.dtype.names if name.startswith("dead_")}
    assert 0.7 < means["dead_pak"] < 1.3
    assert 4.3 < means["dead_militants"] < 4.3 + 1.6
    assert 0.2 < means["dead_civilians"] < 0.2 + 1.6
    assert 40 < len(events) / months < 62  # 60% of the counted attacks (P14)


@pytest.mark.science
@pytest.mark.slow
def test_most_militants_die_in_operations_and_few_in_an_attack_of_their_own(told):
    events, _ = told
    militants = events["dead_militants"]
    attacks = events["kind"] == TTP_ATTACK
    assert militants[~attacks].sum() > 0.75 * militants.sum()
    assert (militants[attacks] > 20).mean() < 0.005
    assert militants.max() <= 150
