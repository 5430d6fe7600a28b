"""No state does what it has no means for, and both are held to that by one rule."""

import numpy as np
import pytest

from escalation.errors import InputError
from escalation.scenario.load import load_scenario
from escalation.vocabulary import CAPITAL_STRIKE, STATES

RUNS = 150
OPEN = tuple(f"actors.{state}.reaches_capital=true" for state in STATES)
CLOSED = tuple(f"actors.{state}.reaches_capital=false" for state in STATES)


def strikes_on_capitals(prepare, *settings):
    """Return days at rung 6 and strikes on a capital, of each state, over some runs."""
    engine, draws = prepare("pakistan_retaliates", RUNS, *settings)
    days, strikes = np.zeros(2, int), np.zeros(2, int)
    for run in range(RUNS):
        told = engine.watch(draws[run : run + 1], run, 1)
        days += [(told.days[f"rung_{side}"] == 6).sum() for side in ("afg", "pak")]
        struck = told.events["actor"][told.events["kind"] == CAPITAL_STRIKE]
        strikes += [(struck == side).sum() for side in range(2)]
    return days, strikes


def test_who_does_not_reach_a_capital_neither_strikes_it_nor_stands_there(prepare):
    days, strikes = strikes_on_capitals(prepare)
    assert days[0] == strikes[0] == 0
    assert min(days[1], strikes[1]) > 0


def test_the_rule_is_the_same_for_both(prepare):
    assert not np.any(strikes_on_capitals(prepare, *CLOSED))
    assert np.all(np.array(strikes_on_capitals(prepare, *OPEN))[:, 0] > 0)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "said",
    [
        "events=[{{day: 1, kind: act, actor: {state}, rung: 6, days: 1}}]",
        "actors.{state}.rung=6",
        "actors.{state}.deed=6",
    ],
)
def test_an_order_to_do_it_is_refused_and_what_would_open_it_is_said(state, said):
    setting = said.format(state=state)
    with pytest.raises(InputError, match=rf"actors\.{state}\.reaches_capital to true") as refused:
        load_scenario("baseline", [f"actors.{state}.reaches_capital=false", setting])
    assert refused.value.problems[0].where.startswith(f"--set {setting[:20]}")
    load_scenario("baseline", [f"actors.{state}.reaches_capital=true", setting])
