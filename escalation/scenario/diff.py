"""What differs between two scenarios, path by path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from escalation.scenario.crosschecks import distribution_of, path_text
from escalation.scenario.distributions import Distribution
from escalation.scenario.library import OWN_KEYS
from escalation.scenario.register import parameters
from escalation.scenario.sections import Scenario


class Change(NamedTuple):
    """One difference; None stands for what is not there."""

    path: str
    old: Any
    new: Any


def diff(old: Scenario, new: Scenario) -> list[Change]:
    """Return what ``new`` says otherwise than ``old``, without names and titles.

    A parameter that only one of them sets is compared with its default in the register, given as
    the distribution in words; a claim that only one of them makes stands for itself. Lists of
    mappings (events) are compared item by item.
    """
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    for key in OWN_KEYS:
        del before[key], after[key]
    settings = before.pop("parameters"), after.pop("parameters")
    changes = list(_changes((), before, after))
    for name in dict.fromkeys([*settings[0], *settings[1]]):
        meant = [_meant(name, side.get(name)) for side in settings]
        if meant[0] != meant[1]:
            pair = [_INFERRED if one is None else str(one) for one in meant]
            changes.append(Change(f"parameters.{name}", *pair))
    return changes


def all_computed(scenario: Scenario) -> str:
    """Return all that odds depend on, as a text that is equal where two scenarios come to the same.

    Names, titles and how many runs to make are left out, and so is a parameter that is set to what
    the register has for it.
    """
    said = scenario.model_dump(mode="json", exclude={*OWN_KEYS, "ensemble"})
    said["parameters"] = {
        name: repr(distribution_of(value))
        for name, value in scenario.parameters.items()
        if distribution_of(value) != _meant(name, None)
    }
    return json.dumps(said, sort_keys=True)


_INFERRED = "inferred from the claims"


def _meant(name: str, value: Any) -> Distribution | None:
    """Return the distribution of a parameter that is set, or not; None if claims tell it."""
    if value is not None:
        return distribution_of(value)
    return parameters()[name].default if name in parameters() else None


def _changes(path: tuple[str | int, ...], old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from _changes((*path, key), old.get(key), new.get(key))
    elif _is_list_of_mappings(old) and _is_list_of_mappings(new):
        for index in range(max(len(old), len(new))):
            pair = [side[index] if index < len(side) else None for side in (old, new)]
            yield from _changes((*path, index), *pair)
    else:
        if len(path) == 2 and path[0] == "claims":
            # A claim that only one of them makes is told by what it says.
            old, new = (side and side["claim"] for side in (old, new))
        yield Change(path_text(path), old, new)


def _is_list_of_mappings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
