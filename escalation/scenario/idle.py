"""What a scenario says to no effect: settings and sections that leave everything as it was.

Mappings merge, so ``mediators: {}`` over four mediators keeps all four. Whoever wrote it meant
something else, and is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from escalation.errors import InputError, Problem
from escalation.scenario.changes import own_text
from escalation.scenario.library import OWN_KEYS
from escalation.scenario.lines import Node, parse, plain
from escalation.scenario.load import load_scenario, override, resolved_data

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

_MERGES = "changes nothing: an empty mapping is merged with what is there"


def idle(source: str, settings: Sequence[str] = ()) -> list[Problem]:
    """Return what in a scenario's file, and in settings laid over it, changes nothing.

    Parameters
    ----------
    source
        The file or shipped name; it loads without error, and so do the settings.
    settings
        Each ``path=value``, laid one over the other.

    Returns
    -------
    list of Problem
        A sentence each; of the file, each section that says only what its parent says already, and
        each empty mapping over a full one.
    """
    return [*_idle_sections(source), *(_idle_settings(source, settings) if settings else ())]


def _idle_settings(source: str, settings: Sequence[str]) -> Iterator[Problem]:
    scenario = load_scenario(source)
    for setting in settings:
        after = override(scenario, [setting])
        if after == scenario:
            path, _, text = setting.partition("=")
            yield Problem(f"--set {setting}", _why(path.strip(), text, scenario))
        scenario = after


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
