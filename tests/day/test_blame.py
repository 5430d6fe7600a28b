"""Blame for armed groups: one rule for both states and both groups."""

import numpy as np
import pytest

from escalation.day.blame import bitterness, charge, share_of_blame
from escalation.day.board import LEDGER_DTYPE
from escalation.day.decision import decide_one
from escalation.day.feelings import feel_one
from escalation.day.isis_k import account_for as isis_k_attacks
from escalation.day.militants import ISIS_K_GROUP, TTP_GROUP
from escalation.day.posture import clear_day
from escalation.day.records import EVENT_DTYPE
from escalation.day.rows import TimedEvent, dtype_of
from escalation.day.scenario_events import is_time
from escalation.day.state import SEGMENT_DTYPE
from escalation.day.ttp import account_for as ttp_attacks
from escalation.luck.arithmetic import kept as fading
from escalation.scenario.register import draw_dtype, parameters
from escalation.vocabulary import AFGHAN, PAKISTANI

BLAME = {"ttp_attribution": 0.5, "isis_k_attribution": 0.5, "isis_k_blame_on_kabul": 0.5}


def draw(**values):
    """Return a draw: every parameter's middle, blame alike, and what a test sets."""
    found = np.zeros(1, draw_dtype()).view(np.recarray)[0]
    for name, parameter in parameters().items():
        found[name] = float(parameter.default.quantile(np.array([0.5]))[0])
    for name, value in {**BLAME, **values}.items():
        found[name] = value
    return found


def ledger():
    """Return an empty ledger."""
    return np.zeros(1, LEDGER_DTYPE)[0]


def attacked(group, side, soldiers, civilians, p):
    """Return a state after a day on which a group attacked it."""
    kept = ledger()
    places, log = np.zeros(3, SEGMENT_DTYPE), np.zeros(4, EVENT_DTYPE)
    if group == TTP_GROUP:
        counts = np.zeros((3, 6), np.int64)
        ttp_attacks(p, 0, 0, 1, soldiers, civilians, 2, kept, places, log, counts)
    else:
        isis_k_attacks(p, 0, 0, 1, side, soldiers, civilians, 2, kept, places, log)
    feel_one(p, side, kept)
    return kept.actors[side]


WHO = ((TTP_GROUP, PAKISTANI), (ISIS_K_GROUP, AFGHAN), (ISIS_K_GROUP, PAKISTANI))


@pytest.mark.parametrize(("soldiers", "civilians"), [(9, 0), (0, 9), (4, 5)])
def test_an_attack_weighs_alike_whoever_made_it_and_on_whom(soldiers, civilians):
    p = draw()
    found = [attacked(group, side, soldiers, civilians, p) for group, side in WHO]
    due = bitterness(0.5 * 9, p.militant_grievance)
    assert [float(one.grievance) for one in found] == pytest.approx([due] * 3)
    weighed = {(float(one.unweighed), float(one.unweighed_blamed)) for one in found}
    assert weighed == {(9.0, 4.5)}
    assert found[0].grievance > 0


@pytest.mark.parametrize(
    ("group", "side", "parameter"),
    [(*who, name) for who, name in zip(WHO, BLAME, strict=True)],
)
def test_each_blame_is_its_own_parameter(group, side, parameter):
    p = draw(**{**dict.fromkeys(BLAME, 0.1), parameter: 0.9})
    assert share_of_blame(p, group, side) == pytest.approx(0.9)


def test_without_blame_nobody_is_embittered():
    p = draw(**dict.fromkeys(BLAME, 0.0))
    assert all(attacked(group, side, 9, 9, p).grievance == 0 for group, side in WHO)


def test_the_day_s_dead_add_up_over_groups():
    p = draw(ttp_attribution=0.75, isis_k_blame_on_kabul=0.25)
    kept = ledger()
    for group, dead in ((TTP_GROUP, 8), (ISIS_K_GROUP, 12), (TTP_GROUP, 4)):
        charge(p, group, PAKISTANI, dead, 0, kept)
    state = kept.actors[PAKISTANI]
    assert state.blamed == pytest.approx(0.75 * 12 + 0.25 * 12)
    assert [int(one.mass_attacks) for one in kept.groups] == [1, 1]
    assert int(state.by_groups) == 24


def test_ten_attacks_of_one_dead_embitter_as_one_of_ten_in_a_day():
    one, ten = ledger(), ledger()
    p = draw()
    charge(p, TTP_GROUP, PAKISTANI, 10, 0, one)
    for _ in range(10):
        charge(p, TTP_GROUP, PAKISTANI, 1, 0, ten)
    assert one.actors[PAKISTANI].blamed == pytest.approx(ten.actors[PAKISTANI].blamed)


def weighing(days, half_life, p=None, **values):
    """Return on which days a state weighed force: dead of each day, weighed the next morning."""
    p = draw(unweighed_half_life=half_life, **values) if p is None else p
    kept, log = ledger(), np.zeros(0, EVENT_DTYPE)
    kept.pace.unweighed = fading(half_life)
    found = []
    for day, dead in enumerate(days):
        clear_day(kept.actors[PAKISTANI])
        charge(p, TTP_GROUP, PAKISTANI, dead, 0, kept)
        feel_one(p, PAKISTANI, kept)
        before = float(kept.actors[PAKISTANI].unweighed)
        decide_one(p, 7, day + 1, PAKISTANI, kept, log)
        if kept.actors[PAKISTANI].unweighed < before:
            found.append((day, before))
    return found


def test_a_series_of_attacks_is_weighed_as_one_large_one_is():
    # 6, then 3 + 6 / 2, then 4 + 6 / 2: seven on the third day; then the count begins anew
    assert weighing([6, 3, 4, 6, 0, 0], 1.0) == [(2, pytest.approx(7.0))]
    assert weighing([6, 3, 4, 6, 0, 0], 0.05) == []
    assert weighing([9, 9, 1], 1.0) == [(0, 9.0), (1, 9.0)]


def test_the_other_state_s_share_of_blame_is_that_of_all_the_dead():
    p = draw(ttp_attribution=0.75, isis_k_blame_on_kabul=0.25)
    kept = ledger()
    kept.pace.unweighed = 0.5
    for group, dead in ((TTP_GROUP, 8), (ISIS_K_GROUP, 4)):
        clear_day(kept.actors[PAKISTANI])
        charge(p, group, PAKISTANI, dead, 0, kept)
        feel_one(p, PAKISTANI, kept)
    state = kept.actors[PAKISTANI]
    assert state.unweighed == pytest.approx(4 + 4)
    assert state.unweighed_blamed == pytest.approx(4 * 0.75 + 4 * 0.25)


def test_a_rule_of_the_scenario_sees_a_series_as_the_state_does():
    p = draw()
    kept, rule = ledger(), np.zeros(1, dtype_of(TimedEvent))[0]
    kept.pace.unweighed = 0.5
    rule["conditional"], rule["attack"], rule["whose"] = 1, 7, PAKISTANI
    seen = []
    for dead in (6, 3, 4):
        clear_day(kept.actors[PAKISTANI])
        charge(p, TTP_GROUP, PAKISTANI, dead, 0, kept)
        feel_one(p, PAKISTANI, kept)
        seen.append(is_time(rule, 1, -1, kept))
    assert seen == [0, 0, 1]
