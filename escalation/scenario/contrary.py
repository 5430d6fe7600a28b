"""Events of one day that say different things of the same: the later in the list holds.

That is the order in which a day's events are carried out. It is stated, but whoever wrote both may
not have seen it: which one holds is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from escalation.errors import Problem
from escalation.naming import listed
from escalation.scenario.events import Act, AnyEvent, Attack, Ceasefire, Event, Mediation, Restrain


def contrary(events: Sequence[AnyEvent], names: Sequence[str] = ()) -> Iterator[tuple[int, str]]:
    """Yield what holds where events meet on one day, or under one condition.

    Parameters
    ----------
    events
        In the order in which they are carried out.
    names
        What each is called, such as the option that it came by; ``events[0]`` and so on for those
        beyond the last.

    Yields
    ------
    int
        Place in the list of the event that holds, from 0.
    str
        What it holds against, as a clause.
    """
    called = [*names, *(f"events[{index}]" for index in range(len(names), len(events)))]
    together: dict[Any, list[int]] = defaultdict(list)
    for index, event in enumerate(events):
        if not isinstance(event, Mediation):  # mediators join in; none takes another's place
            together[_sets(event)].append(index)
    for places in together.values():
        *others, last = places
        if others:
            yield last, _against(events, called, others, last)
    for index, event in enumerate(events):
        if isinstance(event, Act):
            for other, held in enumerate(events):
                if isinstance(held, Restrain) and _breaks(event, held):
                    yield (
                        index,
                        f"gives way to {called[other]}, which keeps {held.actor} to rung "
                        f"{held.max_rung} on that day: a restraint goes before a deed",
                    )


def contrary_to(
    before: Sequence[AnyEvent], added: Sequence[tuple[str, Sequence[AnyEvent]]]
) -> Iterator[Problem]:
    """Yield which one holds where events that are added meet others, of their own or of before.

    Parameters
    ----------
    before
        The events that a scenario has.
    added
        Events that come after them, each with what it is called; several of one name are numbered.
    """
    names = [f"events[{index}]" for index in range(len(before))]
    for name, events in added:
        several = len(events) > 1
        names += [f"{name}, event {i}" if several else name for i in range(1, len(events) + 1)]
    known = set(contrary(before))
    everything = [*before, *chain.from_iterable(events for _, events in added)]
    for index, message in contrary(everything, names):
        if (index, message) not in known:
            yield Problem(names[index], message)


def may_meet(event: AnyEvent) -> Iterator[Any]:
    """Yield marks of an event; two that share none are not contrary."""
    if not isinstance(event, Mediation):
        yield _sets(event)
    if isinstance(event, Act | Restrain):
        yield event.actor


def _sets(event: Event) -> Any:
    """Return what an event sets, and when."""
    whose = (getattr(event, "actor", None), getattr(event, "what", None))
    return (getattr(event, "kind", None), *whose, event.day, event.when)


def _against(
    events: Sequence[AnyEvent], called: Sequence[str], others: Sequence[int], last: int
) -> str:
    names = listed([called[one] for one in others])
    event = events[last]
    if not isinstance(event, Attack) and all(events[one] == event for one in others):
        return f"says what {names} says already"
    when = f"on day {event.day}" if event.when is None else "under the same condition"
    what = f"{'sets' if len(others) == 1 else 'set'} the same {when}"
    if isinstance(event, Ceasefire):
        return f"comes after {names} {when}, and what it sets is what remains"
    if isinstance(event, Attack):
        what = f"{'is' if len(others) == 1 else 'are'} by the same group {when}"
    return f"takes the place of {names}, which {what}: the last in the list holds"


def _breaks(act: Act, held: Restrain) -> bool:
    """Return whether a state is made to go above what it is held to, on a day that both name."""
    if act.actor != held.actor or act.rung <= held.max_rung or (act.when or held.when) is not None:
        return False
    return held.day <= act.day + act.days - 1 and act.day <= held.last_day
