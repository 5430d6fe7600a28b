"""What a scenario that is run changes: against its parent, or against its own file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from escalation.scenario.diff import Change
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
        itself without the settings; empty if there is neither.
    list of Change
    """
    from escalation.scenario.diff import diff
    from escalation.scenario.load import load_scenario

    parent = parent_of(source)
    if parent is None and not settings:
        return "", []
    reference = load_scenario(source if parent is None else parent)
    name = f"{reference.name} as written" if parent is None else reference.name
    changes = [c for c in diff(reference, scenario) if not c.path.startswith("ensemble.")]
    return (name, changes) if changes else ("", [])


def parent_of(source: str) -> str | None:
    """Return the file or shipped name that a scenario's file extends, None if it extends none."""
    from escalation.scenario.lines import parse
    from escalation.scenario.load import SUFFIXES, file_of

    path = file_of(source)
    tree, _ = parse(path.read_text(encoding="utf-8"), str(path))
    extends = tree.value.get("extends") if tree is not None else None
    if extends is None or not isinstance(extends.value, str):
        return None
    name: str = extends.value
    return str(path.parent / name) if name.endswith(SUFFIXES) else name
