"""What a sweep lays over a scenario: how events add up, and which settings would collide.

Everything that a point sets is laid over the scenario together: what stands under ``set``, then
what is varied, in the order of the sweep file. Two things may not set the same, nor one a part of
what the other sets, for the later would silently win. Events are the exception: those of the
scenario, of ``set`` and of each decision add up in this order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from escalation.scenario.digits import index_of
from escalation.scenario.library import OWN_KEYS

if TYPE_CHECKING:
    from escalation.scenario.lines import Place
    from escalation.scenario.sections import Scenario

EVENTS: Final = "events"
#: What of ``ensemble`` a sweep says itself, so that a setting of it would be without effect.
OF_THE_SWEEP: Final = frozenset({"runs", "replicates", "seed", "precision", "threads"})

Steps = tuple[str, ...]


def setting(path: str, value: Any) -> str:
    """Return ``path=value`` with the value as YAML on one line."""
    return f"{path}={json.dumps(value, ensure_ascii=False)}"


def steps_of(path: str) -> Steps:
    """Return the steps of a path; two paths that lead to one place have the same.

    >>> steps_of("events . 00.day") == steps_of("events.0.day")
    True
    """
    return tuple(_step(step.strip()) for step in path.split("."))


def _step(step: str) -> str:
    index = index_of(step)
    return step if index is None else str(index)


def places_set(path: str, value: Any) -> Iterator[Steps]:
    """Yield every place that a setting replaces: a mapping is merged, so its parts are.

    A parameter is one value, replaced whole, whatever part of it the path names.
    """
    yield from _places(steps_of(path), value)


def _places(steps: Steps, value: Any) -> Iterator[Steps]:
    if steps[0] == "parameters" and len(steps) >= 2:
        yield steps[:2]
    elif isinstance(value, dict) and value:
        for key, child in value.items():
            yield from _places((*steps, _step(key)), child)
    else:
        yield steps


def no_setting(path: str) -> str:
    """Return why a sweep may neither set nor vary a path, as a clause, or an empty string."""
    first, *rest = steps_of(path)
    if first == "extends":
        return "a file says what it extends; list scenarios under scenario to compare them"
    if first in OWN_KEYS:
        return "it is what a scenario file says of itself, and nothing that is computed hangs on it"
    if first == "ensemble" and (not rest or rest[0] in OF_THE_SWEEP):
        of_its_own = {"threads": "--threads gives them", "precision": "all points have equal runs"}
        last = rest[0] if rest else ""
        return of_its_own.get(last, "runs, replicates and seed are the sweep's own")
    return ""


def laid_over(scenario: Scenario, settings: Sequence[str]) -> Scenario:
    """Return a scenario with settings laid over it; a list of events is added to its own.

    ``events=null`` leaves out those that the scenario has, and nobody else's.

    Raises
    ------
    InputError
        If that makes no sound scenario.
    """
    from escalation.scenario.load import override

    if not settings:
        return scenario
    given = added_events(settings)
    if not given:
        return override(scenario, settings)
    own = scenario.model_dump(mode="json", include={EVENTS}, exclude_none=True)[EVENTS]
    parts = [[] if None in given else own, *(one for one in given if one is not None)]
    others = [one for one in settings if _events_of(one) is _NO_EVENTS]
    return override(scenario, [*others, setting(EVENTS, list(chain.from_iterable(parts)))])


def added_events(settings: Sequence[str]) -> list[list[Any] | None]:
    """Return the list of events of each setting that has one, or None where it has null."""
    return [events for one in settings if (events := _events_of(one)) is not _NO_EVENTS]


_NO_EVENTS: Final[Any] = object()


def _events_of(one: str) -> Any:
    """Return what a setting adds to the events; `_NO_EVENTS` if that isn't what it does."""
    path, _, text = one.partition("=")
    value = json.loads(text) if steps_of(path) == (EVENTS,) else _NO_EVENTS
    return value if value is None or isinstance(value, list) else _NO_EVENTS


@dataclass(frozen=True)
class Setter:
    """Something that sets a path, and where it is written.

    Attributes
    ----------
    axis
        The axis that does it; empty for what stands under ``set``.
    level
        Which of its levels; two levels of one axis never meet in a point.
    path, place
        As written, and where.
    """

    axis: str
    level: int
    path: str
    place: Place


@dataclass
class Collisions:
    """Who sets which place, and what would therefore overwrite something else.

    Attributes
    ----------
    found
        Pairs that collide, the one that was read first in front.
    """

    found: list[tuple[Setter, Setter]] = field(default_factory=list)
    _exact: dict[Steps, _Setters] = field(default_factory=dict)
    _parts: dict[Steps, _Setters] = field(default_factory=dict)

    def add(self, setter: Setter, value: Any) -> None:
        """Note what a setting sets; the first thing it collides with is enough to say."""
        for steps in places_set(setter.path, value):
            other = self._other(setter, steps)
            if other is not None:
                self.found.append((other, setter))
                return
        for steps in places_set(setter.path, value):
            for known, end in ((self._exact, len(steps)), *((self._parts, e) for e in _up(steps))):
                by_axis = known.setdefault(steps[:end], {})
                by_axis.setdefault(setter.axis, {}).setdefault(setter.level, setter)

    def _other(self, setter: Setter, steps: Steps) -> Setter | None:
        """Return what sets a place, or the whole that it is part of, or a part of it."""
        adds = steps == (EVENTS,)
        wholes = [_met(self._exact.get(steps[:end], {}), setter) for end in _up(steps)]
        same = _met(self._exact.get(steps, {}), setter, elsewhere=not adds)
        part = _met(self._parts.get(steps, {}), setter)
        return next((one for one in (*wholes, same, part) if one is not None), None)


_Setters = dict[str, dict[int, Setter]]


def _up(steps: Steps) -> range:
    """Return the lengths of the paths above one."""
    return range(1, len(steps))


def _met(known: _Setters, setter: Setter, *, elsewhere: bool = True) -> Setter | None:
    """Return one of the setters that is laid over a scenario in a point together with another."""
    same_level = known.get(setter.axis, {}).get(setter.level)
    if same_level is not None or not elsewhere:
        return same_level
    others = (levels for axis, levels in known.items() if axis != setter.axis)
    return next((next(iter(levels.values())) for levels in others), None)
