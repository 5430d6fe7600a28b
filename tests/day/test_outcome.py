"""What counts as quiet, relapse and war, on days written by hand; war ends the count."""

import numpy as np
import pytest

from escalation.day.board import make_board
from escalation.day.closing import write_run
from escalation.day.outcome import judge
from escalation.day.records import EVENT_DTYPE, RUN_DTYPE
from escalation.day.state import allocate
from escalation.engine import Engine
from escalation.scenario.load import load_scenario
from escalation.scenario.world import build_world
from escalation.vocabulary import (
    DE_ESCALATED,
    END_DURABLE,
    END_NEVER_QUIET,
    END_WAR,
    OFFENSIVE,
    QUIET_AFTER_WAR,
    RAIDS,
    SMALL_ARMS,
    WAR,
)

MANY = 400
QUIET = (0, 0)  # rung of both, dead of one side


@pytest.fixture(scope="module")
def board():
    return make_board(build_world(load_scenario("baseline")))


def judged(board, days, acting=1):
    """Return the run's row and its events after days of (rung, dead), with orders or without."""
    state = allocate(board, 64)
    log = np.zeros(64, EVENT_DTYPE).view(np.recarray)
    ledger = state.ledger[0]
    for name in ("deescalated_day", "war_day", "quiet_after_war_day", "minor_day", "serious_day"):
        ledger["track"][name] = -1
    for day, (rung, dead) in enumerate(days):
        ledger["actors"]["rung"] = rung
        ledger["actors"]["acting"] = acting
        ledger["actors"]["killed"] = (dead, 0)
        ledger["dyad"]["lethal"] = 1 if dead else 0
        judge(board.figures[0].limits, day, ledger, state.window, log)
    row = np.zeros(1, RUN_DTYPE)
    write_run(ledger, row[0])
    return row[0], log[: int(ledger["track"]["n_events"])]


def test_war_on_day_7_and_quiet_from_day_35_has_not_de_escalated(board):
    days = [(RAIDS, 10)] * 7 + [(RAIDS, 3000)] + [(SMALL_ARMS, 1)] * 27 + [QUIET] * 60
    row, events = judged(board, days)
    assert row["war_day"] == 7
    assert row["deescalated_day"] == -1
    assert row["quiet_after_war_day"] == 35
    assert row["end_state"] == END_WAR
    assert DE_ESCALATED not in events["kind"]
    told = events[events["kind"] == QUIET_AFTER_WAR]
    assert (told["day"].tolist(), told["agent"].tolist()) == ([48], [35])


def test_without_the_war_the_same_days_de_escalate(board):
    row, events = judged(board, [(SMALL_ARMS, 1)] * 35 + [QUIET] * 60)
    assert (row["deescalated_day"], row["war_day"], row["quiet_after_war_day"]) == (35, -1, -1)
    assert row["end_state"] == END_DURABLE
    assert QUIET_AFTER_WAR not in events["kind"]


def test_what_de_escalated_before_a_war_has_done_so(board):
    days = [(SMALL_ARMS, 1)] * 5 + [QUIET] * 20 + [(OFFENSIVE, 2000)] + [QUIET] * 20
    row, _ = judged(board, days)
    assert (row["deescalated_day"], row["war_day"], row["quiet_after_war_day"]) == (5, 25, 26)
    assert row["end_state"] == END_WAR


def test_thirteen_quiet_days_before_a_war_are_not_fourteen(board):
    row, _ = judged(board, [QUIET] * 13 + [(OFFENSIVE, 2000)] + [QUIET] * 13)
    assert (row["deescalated_day"], row["war_day"], row["quiet_after_war_day"]) == (-1, 13, -1)


def test_war_on_the_day_that_would_have_been_the_fourteenth_wins():
    """Where a threshold lets a day of war pass for quiet, war still ends the count."""
    lenient = load_scenario("baseline", ["outcomes.quiet_max_rung=7", "outcomes.war_days=14"])
    board = make_board(build_world(lenient))
    row, events = judged(board, [(OFFENSIVE, 0)] * 14 + [QUIET] * 14)
    assert (row["deescalated_day"], row["war_day"], row["quiet_after_war_day"]) == (-1, 13, 14)
    assert events["kind"].tolist()[0] == WAR


def test_a_week_of_an_offensive_is_war_and_a_week_of_standing_ready_is_none(board):
    week = [(OFFENSIVE, 3)] * 7
    assert judged(board, week)[0]["war_day"] == 6
    assert judged(board, week, acting=0)[0]["war_day"] == -1
    assert judged(board, [*week, (OFFENSIVE, 3000)], acting=0)[0]["war_day"] == 7


def test_never_quiet_stays_what_it_was(board):
    assert judged(board, [(SMALL_ARMS, 1)] * 90)[0]["end_state"] == END_NEVER_QUIET


def counted_by_hand(days, limits):
    """Return the days of de-escalation, war and quiet after it, from a run's days alone."""
    dead = sum(
        days[f"killed_{side}_{who}"] for side in ("afg", "pak") for who in ("state", "civilians")
    )
    high = np.maximum(
        days["rung_afg"] * days["acting_afg"], days["rung_pak"] * days["acting_pak"]
    ) >= limits.war_rung  # fmt: skip
    total, at_rung, quiet = 0.0, 0, 0
    war = calm = over = -1
    for day in range(len(days)):
        total += dead[day]
        at_rung = at_rung + 1 if high[day] else 0
        quiet = quiet + 1 if days["quiet"][day] else 0
        if war < 0 and (total >= limits.war_dead or at_rung >= limits.war_days):
            war = day
        if quiet == limits.quiet_days and war < 0 and calm < 0:
            calm = day - quiet + 1
        if quiet >= limits.quiet_days and 0 <= war < day - limits.quiet_days + 1 and over < 0:
            over = day - limits.quiet_days + 1
    return calm, war, over


def test_the_engine_counts_as_one_counts_by_hand(prepare_retaliation):
    engine, draws, limits = prepare_retaliation
    rows = engine.run(draws, np.arange(len(draws)), 5).runs
    found = []
    # War after a first quiet is rare: all such runs of many are counted, and the first in any case.
    calm_first = (rows["deescalated_day"] >= 0) & (rows["deescalated_day"] < rows["war_day"])
    for run in {*range(90), *np.flatnonzero(calm_first)[:5].tolist()}:
        row = rows[run]
        days = engine.watch(draws[run : run + 1], run, 5).days
        told = tuple(int(row[f"{name}_day"]) for name in ("deescalated", "war", "quiet_after_war"))
        assert told == counted_by_hand(days, limits), run
        found.append(told)
    assert sum(calm < 0 <= war and over >= 0 for calm, war, over in found) >= 5
    assert sum(0 <= calm < war for calm, war, _ in found) >= 1


@pytest.fixture(scope="module")
def prepare_retaliation():
    from escalation.ensemble.design import Design
    from escalation.scenario.truth import DrawSpace

    scenario = load_scenario("pakistan_retaliates")
    space = DrawSpace(scenario)
    draws = space.transform(Design(space.names, 5).points(0, MANY))
    return Engine(build_world(scenario), 180), draws, scenario.outcomes
