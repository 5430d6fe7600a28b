"""What a scenario says to no effect: what leaves everything as it was, or gives way to another.

Mappings merge, so ``mediators: {}`` over four mediators keeps all four. Whoever wrote it meant
something else, and is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from escalation.errors import InputError, Problem
from escalation.scenario.changes import own_text
from escalation.scenario.contrary import contrary
from escalation.scenario.library import OWN_KEYS
from escalation.scenario.lines import Node, Place, parse, plain
from escalation.scenario.load import load_scenario, override, resolved_data

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

_MERGES = "changes nothing: an empty mapping is merged with what is there"


def idle(source: str, settings: Sequence[str] = (), made: Scenario | None = None) -> list[Problem]:
    """Return what in a scenario's file, and in settings laid over it, changes nothing.

    Parameters
    ----------
    source
        The file or shipped name; it loads without error under the settings.
    settings
        Each ``path=value``, laid one over the other.
    made
        What came of both, with whatever else was laid over it.

    Returns
    -------
    list of Problem
        A sentence each; of the file, each section that says only what its parent says already, and
        each empty mapping over a full one, and of events of one day those that don't hold.
    """
    return [
        *_idle_sections(source),
        *_idle_settings(source, settings),
        *_contrary(source, settings, load_scenario(source, settings) if made is None else made),
    ]


def _contrary(source: str, settings: Sequence[str], scenario: Scenario) -> Iterator[Problem]:
    """Say of events that meet on one day which one holds."""
    changed = any(one.partition("=")[0].split(".")[0].strip() == "events" for one in settings)
    places = [] if changed else _places_of_events(source)
    for index, message in contrary(scenario.events):
        where = f"{places[index] if index < len(places) else scenario.name}: events[{index}]"
        yield Problem(where, message)


def _places_of_events(source: str | None) -> list[Place]:
    """Return where each event of a scenario stands, in its file or in one that it extends."""
    while source is not None:
        source, tree = own_text(source)
        if (events := tree.value.get("events")) is not None:
            return [one.place for one in events.value] if isinstance(events.value, list) else []
    return []


def _idle_settings(source: str, settings: Sequence[str]) -> Iterator[Problem]:
    for number, setting in enumerate(settings):
        try:
            scenario = load_scenario(source, settings[:number])
            after = load_scenario(source, settings[: number + 1])
        except InputError:  # what is whole under all settings together only
            continue
        if after == scenario:
            path, _, text = setting.partition("=")
            yield Problem(f"--set {setting}", _why(path.strip(), text, scenario))


def _why(path: str, text: str, scenario: Scenario) -> str:
    value, _ = parse(text, "")
    if value is not None and value.value == {}:
        return f"{_MERGES}; {path}=null leaves it out"
    return f"changes nothing: {scenario.name} says that already"


def _idle_sections(source: str) -> Iterator[Problem]:
    parent_source, tree = own_text(source)
    try:
        parent = None if parent_source is None else load_scenario(parent_source)
    except InputError:  # a parent need not be whole by itself
        return
    if parent is None:
        return
    above = resolved_data(parent)
    for key, section in tree.value.items():
        if key in OWN_KEYS or key == "extends":
            continue
        empty = list(_empty_over_full(section, above.get(key), (key,)))
        yield from empty
        if not empty and _says_nothing_new(parent, key, section):
            yield Problem(
                f"{section.place}: {key}", f"changes nothing: {parent.name} says that already"
            )


def _says_nothing_new(parent: Scenario, key: str, section: Node) -> bool:
    """Return whether a section laid over the parent alone leaves it as it is."""
    try:
        return override(parent, [f"{key}={json.dumps(plain(section))}"]) == parent
    except InputError:
        return False  # It stands only together with other sections of its file.


def _empty_over_full(node: Node, above: Any, path: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(node.value, dict) or not isinstance(above, dict):
        return
    if not node.value and above:
        where = ".".join(path)
        yield Problem(f"{node.place}: {where}", f"{_MERGES}; write null to leave it out")
    for key, child in node.value.items():
        yield from _empty_over_full(child, above.get(key), (*path, key))
