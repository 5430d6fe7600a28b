"""What a scenario's rules ask for."""

import pytest

from escalation.day.scenario_events import dead_reach, last_day, may_happen, reaches


@pytest.mark.parametrize(
    ("asked", "a", "b", "whose", "holds"),
    [
        (0, 0, 0, -1, 1), (5, 5, 0, -1, 1), (5, 0, 5, -1, 1), (5, 4, 4, -1, 0),
        (5, 5, 0, 0, 1), (5, 5, 0, 1, 0), (5, 0, 5, 1, 1), (5, 0, 5, 0, 0),
    ],
)  # fmt: skip
def test_a_state_reaches_what_is_asked(asked, a, b, whose, holds):
    assert reaches(asked, a, b, whose) == holds


def test_the_dead_of_both_sides_add_up_unless_one_is_meant():
    assert dead_reach(10, 6, 4, -1) == 1
    assert dead_reach(10, 6, 4, 0) == dead_reach(10, 6, 4, 1) == 0
    assert dead_reach(6, 6, 4, 0) == 1


def test_once_is_once_and_no_day_comes_too_early():
    assert may_happen(2, 3, 1, -1) == 0
    assert may_happen(3, 3, 1, -1) == 1
    assert may_happen(4, 3, 1, 3) == 0
    assert may_happen(4, 3, 0, 3) == 1


def test_the_last_day_counts_the_first():
    assert last_day(5, 5, 3) == 7
    assert last_day(5, 9, 0) == 9
