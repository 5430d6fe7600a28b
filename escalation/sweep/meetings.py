"""Events of a sweep's decisions that meet on one day, in one point: which one holds is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from escalation.errors import Problem
from escalation.scenario.contrary import contrary_to, may_meet
from escalation.scenario.lines import Place
from escalation.sweep.settings import EVENTS, added_events, laid_over, steps_of

if TYPE_CHECKING:
    from escalation.scenario.events import AnyEvent
    from escalation.scenario.sections import Scenario
    from escalation.sweep.plan import Axis

#: Meetings that are told; who sees so many has seen the cause of the others.
MOST_TOLD: Final = 20


@dataclass(frozen=True)
class _Adds:
    """A level that adds events to a scenario's.

    Attributes
    ----------
    block
        Of its axis; levels of one block don't meet unless they stand in one row.
    named
        What its events are called, and those that it adds.
    alone
        Whether it leaves out those that the scenario has.
    marks
        What its events may meet others by.
    """

    block: int
    named: tuple[str, Sequence[AnyEvent]]
    alone: bool
    marks: frozenset[Any]


def meetings(
    bases: Sequence[Scenario], axes: Sequence[Axis], place_of: Callable[[str, int], Place]
) -> tuple[Problem, ...]:
    """Return which event holds wherever events of levels meet others in a point.

    Parameters
    ----------
    bases
        The scenarios with what stands under ``set``.
    axes
        What is varied, sound over each of them.
    place_of
        Where a level stands, by the name of its axis and its number.

    Returns
    -------
    tuple of Problem
        Each at the line of the level that comes last, once, and at most `MOST_TOLD` of them.
    """
    told: dict[Problem, None] = {}
    for base in bases:
        for found in _meet(base, [one for axis in axes for one in _adding(base, axis, place_of)]):
            told[found] = None
            if len(told) == MOST_TOLD:
                return tuple(told)
    return tuple(told)


def _adding(base: Scenario, axis: Axis, place_of: Callable[[str, int], Place]) -> Iterator[_Adds]:
    if axis.kind != "options" and steps_of(axis.name) != (EVENTS,):
        return
    bare = base.model_copy(update={EVENTS: ()})
    for number, level in enumerate(axis.levels):
        given = added_events(level.settings)
        if given:
            events = laid_over(bare, level.settings).events
            name = f"{place_of(axis.name, number)}: {axis.name}: {level.value}"
            marks = frozenset(mark for event in events for mark in may_meet(event))
            yield _Adds(axis.block, (name, events), None in given, marks)


def _meet(base: Scenario, levels: Sequence[_Adds]) -> Iterator[Problem]:
    """Yield what holds among a level and the scenario, then between two levels of one point."""
    own = frozenset(mark for event in base.events for mark in may_meet(event))
    for one in levels:
        if len(one.named[1]) > len(one.marks) or own & one.marks:
            yield from contrary_to(() if one.alone else base.events, [one.named])
    for one, other in combinations(levels, 2):
        if one.block != other.block and one.marks & other.marks:
            alone = {*contrary_to((), [one.named]), *contrary_to((), [other.named])}
            both = contrary_to((), [one.named, other.named])
            yield from (found for found in both if found not in alone)
