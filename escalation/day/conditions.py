"""Rules of a scenario: decisions that are taken when something has come about, not on a date."""

from __future__ import annotations

from escalation.compiling import rule


@rule
def reaches(asked: int, value_a: int, value_b: int, whose: int) -> int:
    """Return whether a state's figure reaches what is asked: ``whose``, or either's for -1."""
    if asked == 0:
        return 1
    if whose == 0:
        return 1 if value_a >= asked else 0
    if whose == 1:
        return 1 if value_b >= asked else 0
    return 1 if max(value_a, value_b) >= asked else 0


@rule
def dead_reach(asked: int, dead_a: int, dead_b: int, whose: int) -> int:
    """Return whether the dead between the states reach what is asked: one side's, or both sides'.

    Nobody counts as dead of neither side, so that without ``whose`` the two sums add up.
    """
    if whose == -1:
        return reaches(asked, dead_a + dead_b, 0, 0)
    return reaches(asked, dead_a, dead_b, whose)


@rule
def may_happen(day: int, first_day: int, once: int, fired: int) -> int:
    """Return whether a rule may be looked at today: from its first day, and again unless once."""
    if day < first_day:
        return 0
    return 0 if once == 1 and fired >= 0 else 1


@rule
def last_day(day: int, until: int, lasts: int) -> int:
    """Return the last day of what happens today: the one given, or counted from today."""
    return day + lasts - 1 if lasts > 0 else until
