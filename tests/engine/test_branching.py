"""Runs stopped on a day and continued, and runs that turn: the same bits if nothing changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.engine import Engine
from escalation.engine.branching import BranchEngine, carried_events
from escalation.engine.divergence import first_differences, parting
from escalation.ensemble.branch import BranchSpace
from escalation.ensemble.design import Design
from escalation.scenario.library import shipped
from escalation.scenario.load import load_scenario, override
from escalation.scenario.truth import DrawSpace
from escalation.scenario.world import build_world
from tests.engine.conftest import same_run
from tests.mesa.conftest import same_days
from tests.mesa.test_bit_identity import EVENTS, RULES

SEED = 7


def made(name, overrides, day, changes=()):
    before = load_scenario(name, overrides)
    after = override(before, changes)
    space = BranchSpace(DrawSpace(before), DrawSpace(after))
    worlds = build_world(before), build_world(after)
    engine = BranchEngine(*worlds, before.horizon_days, day)
    return Engine(worlds[0], before.horizon_days), engine, space


def drawn(space, n):
    return space.transform(Design(space.names, SEED).points(0, n))


@pytest.mark.parametrize("name", [*shipped(), "rules", "dates"])
def test_a_run_stopped_on_any_morning_goes_on_to_the_same_bits(name):
    overrides = {"rules": [f"events={RULES}"], "dates": [f"events={EVENTS}"]}.get(name, ())
    engine, _, space = made("baseline" if overrides else name, overrides, 0)
    draws = drawn(space, 3)["before"]
    for run in range(3):
        draw = np.ascontiguousarray(draws[run : run + 1])
        whole = engine.watch(draw, run, SEED)
        for day in (0, 1, 6, 90, 179, 180):
            stopped = engine.watch(draw, run, SEED, day)
            assert len(stopped.days) == day
            assert len(stopped.state.log) == len(stopped.events)
            same_run(whole, engine.go_on(stopped, draw, run, SEED), f"{name}, {run}, {day}")


@pytest.fixture(scope="module")
def ruled():
    return made("baseline", (f"events={RULES}",), 100)


@given(run=st.integers(0, 2**31), stops=st.lists(st.integers(0, 180), max_size=4))
def test_stopping_again_and_again_changes_nothing(ruled, run, stops):
    engine, _, space = ruled
    draw = np.ascontiguousarray(drawn(space, 1)["before"])
    so_far = engine.watch(draw, run, SEED, 0)
    for day in sorted(stops):
        so_far = engine.go_on(so_far, draw, run, SEED, day)
    same_run(engine.watch(draw, run, SEED), engine.go_on(so_far, draw, run, SEED), "stops")


def test_a_run_that_was_stopped_is_left_as_it_is(ruled):
    engine, branch, space = ruled
    draw = drawn(space, 1)
    before = np.ascontiguousarray(draw["before"])
    stopped, again = (engine.watch(before, 0, SEED, 60) for _ in range(2))
    engine.go_on(stopped, before, 0, SEED)
    branch.go_on(stopped, draw, 0, SEED)
    same_run(stopped, again, "left alone")
    with pytest.raises(ValueError, match="can't stop 10 days before"):
        engine.go_on(stopped, before, 0, SEED, 50)


@pytest.mark.parametrize("stop", [0, 1, 30, 100])
def test_a_branch_is_one_wherever_its_run_was_stopped_before(stop):
    change = [f"events={EVENTS}"]
    engine, branch, space = made("baseline", (f"events={RULES}",), 100, change)
    draw = drawn(space, 1)
    stopped = engine.watch(np.ascontiguousarray(draw["before"]), 0, SEED, stop)
    same_run(branch.watch(draw, 0, SEED), branch.go_on(stopped, draw, 0, SEED), f"day {stop}")


def test_the_parting_of_two_watched_runs_is_that_of_the_compiled_search():
    change = ["parameters.audience_cost=1.2"]
    engine, branch, space = made("baseline", (), 6, change)
    draws, runs = drawn(space, 6), np.arange(6)
    days, fields = first_differences(engine, branch, draws["before"], draws["after"], runs, SEED)
    for run in runs:
        draw = draws[run : run + 1]
        one = engine.watch(np.ascontiguousarray(draw["before"]), run, SEED)
        two = branch.watch(draw, run, SEED)
        assert parting(one.days, two.days) == (days[run], fields[run])


@pytest.mark.parametrize("day", [0, 1, 6, 40, 179])
@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        ("baseline", ()),
        ("pakistan_retaliates", ()),
        ("qatar_turkiye_mediate", ()),
        ("baseline", (f"events={EVENTS}",)),
        ("baseline", (f"events={RULES}",)),
    ],
)
def test_a_branch_that_changes_nothing_is_the_ensemble(name, overrides, day):
    engine, branch, space = made(name, overrides, day)
    draws, runs = drawn(space, 8), np.arange(8)
    one, two = engine.run(draws["before"], runs, SEED), branch.run(draws, runs, SEED)
    assert one.runs.tobytes() == two.runs.tobytes()
    for mine, theirs in zip(one.tally, two.tally, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("day", [0, 6, 90])
def test_a_watched_branch_that_changes_nothing_is_the_run(day):
    engine, branch, space = made("baseline", (f"events={RULES}",), day)
    draw = drawn(space, 1)
    whole, turned = engine.watch(draw["before"], 0, SEED), branch.watch(draw, 0, SEED)
    same_run(whole, turned, f"branch on day {day}")


def test_days_before_the_branch_are_those_of_the_run():
    change = ["events=[{day: 9, kind: act, actor: pakistan_military, rung: 6, days: 3}]"]
    engine, branch, space = made("baseline", (), 9, change)
    draw = drawn(space, 1)
    whole, turned = engine.watch(draw["before"], 0, SEED), branch.watch(draw, 0, SEED)
    same_days(whole.days[:9], turned.days[:9], "before the branch")
    assert whole.days[9] != turned.days[9]


def test_a_parameter_changes_from_the_day_on():
    change = ["parameters.ttp_attacks=400", "parameters.grievance_half_life=2"]
    engine, branch, space = made("baseline", (), 30, change)
    draws, runs = drawn(space, 12), np.arange(12)
    days, fields = first_differences(engine, branch, draws["before"], draws["after"], runs, SEED)
    assert set(days.tolist()) == {30}
    assert all(fields)
    one, two = engine.run(draws["before"], runs, SEED), branch.run(draws, runs, SEED)
    assert two.runs["ttp_attacks"].sum() > 1.5 * one.runs["ttp_attacks"].sum()


def test_branching_is_stopping_and_going_on_under_the_other_engine():
    """The compiled loop does what start, advance and advance again would do by hand."""
    change = ["parameters.audience_cost=1.2", "parameters.talks_rate=0.0"]
    engine, branch, space = made("baseline", (), 6, change)
    draw = drawn(space, 1)
    one, two = (np.ascontiguousarray(draw[name]) for name in ("before", "after"))
    first = engine.advance(engine.start(one, 0, SEED), one, 0, SEED, 0, 6)
    rest = engine.advance(first.state, two, 0, SEED, 6, 174)  # neither parameter is kept in it
    same_days(branch.watch(draw, 0, SEED).days[6:], rest.days, "by hand")


def test_a_rule_that_has_happened_once_stays_so_under_the_other_timetable():
    rule = "{when: {killed_at_least: 1}, kind: attack, actor: ttp, killed: 200}"
    late = "{day: 50, kind: back_channel, open: true}"
    engine, branch, space = made(
        "baseline", (f"events=[{rule}]",), 40, [f"events=[{late}, {rule}]"]
    )
    draws = drawn(space, 4)
    days, _ = first_differences(engine, branch, draws["before"], draws["after"], np.arange(4), SEED)
    assert all(day == -1 or day >= 50 for day in days)


def test_rows_of_a_timetable_are_carried_over_once_each():
    load = lambda text: build_world(load_scenario("baseline", [f"events=[{text}]"])).schedule  # noqa: E731
    a, b = "{day: 3, kind: back_channel, open: true}", "{day: 5, kind: back_channel, open: false}"
    assert carried_events(load(a), load(f"{a}, {b}")).tolist() == [0, -1]
    assert carried_events(load(f"{a}, {b}"), load(b)).tolist() == [1]
    assert carried_events(load(a), load(f"{a}, {a}")).tolist() == [0, -1]
