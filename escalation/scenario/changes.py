"""What a scenario that is run changes: against its parent, or against its own file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from escalation.errors import InputError

if TYPE_CHECKING:
    from escalation.scenario.diff import Change
    from escalation.scenario.lines import Node
    from escalation.scenario.sections import Scenario


def changes_of(
    source: str, settings: Sequence[str], scenario: Scenario
) -> tuple[str, list[Change]]:
    """Return what a scenario changes, how many runs to make left out.

    Parameters
    ----------
    source
        The file or shipped name that it was loaded from, without error.
    settings
        The ``path=value`` settings laid over it.
    scenario
        What came of both.

    Returns
    -------
    str
        Name of the scenario it is compared with: the parent that its file extends, else the file
        itself without the settings; empty if there is neither, or the parent is not whole.
    list of Change
    """
    from escalation.scenario.diff import diff
    from escalation.scenario.load import load_scenario

    parent, _ = own_text(source)
    if parent is None and not settings:
        return "", []
    try:
        reference = load_scenario(source if parent is None else parent)
    except InputError:  # a parent need not be whole by itself
        return "", []
    name = f"{reference.name} as written" if parent is None else reference.name
    changes = [c for c in diff(reference, scenario) if not c.path.startswith("ensemble.")]
    return (name, changes) if changes else ("", [])


def own_text(source: str) -> tuple[str | None, Node]:
    """Return what a scenario's file extends, a file or shipped name or None, and its own text."""
    from escalation.scenario.library import SUFFIXES, located, shipped
    from escalation.scenario.lines import parse

    path = located(source, shipped(), "scenario")
    label = str(path) if os.fspath(path) == source else source
    tree, _ = parse(path.read_text(encoding="utf-8"), label)
    assert tree is not None, "it was loaded without error"
    extends = tree.value.get("extends")
    if extends is None or not isinstance(extends.value, str):
        return None, tree
    name: str = extends.value
    return (str(path.parent / name) if name.endswith(SUFFIXES) else name), tree
