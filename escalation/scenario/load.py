"""From files to a `Scenario`: reading, ``extends``, ``--set``, each complaint with its line."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError

from escalation.errors import InputError, suggest
from escalation.files import NO_ADDRESS, is_address, present, text_given
from escalation.scenario import wording
from escalation.scenario.crosschecks import cross_problems, is_stub, path_text
from escalation.scenario.digits import index_of, ordinary
from escalation.scenario.given import not_a_scenario, settings_of
from escalation.scenario.library import OWN_KEYS, SUFFIXES, located, or_shipped, shipped
from escalation.scenario.lines import (
    MAX_BYTES,
    Finding,
    Node,
    Place,
    find,
    parse,
    plain,
    scalar,
    tree_of,
)
from escalation.scenario.sections import ACTOR_PATHS, Scenario

if TYPE_CHECKING:
    from escalation.scenario.given import Settings

MAX_CHAIN = 16


class _WrongError(Exception):
    """Nothing can be made of a file; carries what to say about it."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings)
        self.findings = findings


def load_scenario(path: str | os.PathLike[str], overrides: Settings = ()) -> Scenario:
    """Return the scenario that a file describes.

    Parameters
    ----------
    path : path or str
        A YAML file, or the name of a shipped scenario (``"baseline"``).
    overrides : str, sequence of str or mapping
        Settings applied last, each ``path=value``: ``parameters.audience_cost=0.4``,
        ``claims.C01.credence=0.2``, ``events=[]``. The value is YAML; ``null`` deletes. Or values
        by path: ``{"parameters.audience_cost": 0.4}``.

    Raises
    ------
    InputError
        With every problem found, each at its file and line.
    """
    settings = settings_of(overrides)
    if not isinstance(path, str | os.PathLike):
        raise not_a_scenario(path)
    try:
        text = os.fspath(path)
        file = located(text, shipped(), "scenario")
        tree, findings = _read_chain(file, text if Path(text) == file else _label(file), ())
    except _WrongError as wrong:
        raise _input_error(wrong.findings) from None
    return _made(tree, findings, settings)


def override(scenario: Scenario, overrides: Settings) -> Scenario:
    """Return a scenario with settings changed; see `load_scenario` for what they look like."""
    settings = settings_of(overrides)
    return _made(tree_of(resolved_data(scenario), Place(scenario.name)), [], settings)


def resolved_yaml(scenario: Scenario) -> str:
    """Return the whole scenario as YAML; loading it again gives an equal scenario."""
    return as_yaml(resolved_data(scenario))


def as_yaml(data: dict[str, Any]) -> str:
    """Return what a scenario's file says, as its text: what our reader takes for the same data."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def scenario_of(text: str, label: str) -> Scenario:
    """Return the scenario of a text that `resolved_yaml` gave.

    Parameters
    ----------
    text
        The whole scenario: it extends nothing.
    label
        Where the text is from, for messages.

    Raises
    ------
    InputError
        If it isn't such a text.
    """
    tree, findings = parse(text, label)
    if tree is None:
        raise _input_error(findings)
    if not isinstance(tree.value, dict):
        raise _input_error([Finding(Place(label, 1), "", "is no scenario")])
    return _made(tree, findings, ())


# --- reading --------------------------------------------------------------------------------


def _label(path: Path) -> str:
    """Return a file's name for messages: short where it lies below the current folder."""
    try:
        return str(path.relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except (ValueError, OSError):
        return str(path)


def _read_chain(
    path: Path, label: str, seen: tuple[tuple[str, str], ...], asked: Node | None = None
) -> tuple[Node, list[Finding]]:
    """Return a file merged onto what it extends, and what is wrong on the way.

    ``seen`` are the files that lead here and their names in messages, ``asked`` is what the last of
    them extends.
    """
    tree, findings = _tree(path, label, asked)
    extends = tree.value.pop("extends", None)
    if extends is None or extends.value is None:
        return tree, findings
    seen = (*seen, (os.path.realpath(path), label))
    try:
        parent_path = _parent(extends, path, seen)
        parent, above = _read_chain(parent_path, _label(parent_path), seen, extends)
    except _WrongError as wrong:
        raise _WrongError([*findings, *wrong.findings]) from None
    for key in OWN_KEYS:
        parent.value.pop(key, None)
    return merged(parent, tree), [*findings, *above]


def files_of(path: Path) -> tuple[Path, ...]:
    """Return the files that a scenario is made of, its own first, as far as one leads to another.

    What a shipped one extends is left out, as these don't change. The last may not be there.
    """
    files = [path]
    seen: tuple[tuple[str, str], ...] = ()
    with suppress(_WrongError):
        while files[-1] not in shipped().values():
            tree, _ = _tree(files[-1], str(files[-1]), None)
            extends = tree.value.get("extends")
            if extends is None or extends.value is None:
                break
            seen = (*seen, (os.path.realpath(files[-1]), ""))
            files.append(_parent(extends, files[-1], seen))
    return tuple(files)


def _tree(path: Path, label: str, asked: Node | None) -> tuple[Node, list[Finding]]:
    """Return what a file says; what makes it no scenario at all is told to who extends it."""

    def wrong(where: str, message: str, line: int | None = None) -> Finding:
        if asked is None:
            return Finding(Place(where, line), "", message)
        return Finding(asked.place, "extends", f"{where}: {message}")

    def by(found: Finding) -> Finding:
        told = "" if asked is None else f" ({asked.place} extends this file)"
        return Finding(found.place, found.path, found.message + told)

    try:
        text = text_given(path, MAX_BYTES, label, SUFFIXES)
    except InputError as error:
        raise _WrongError([wrong(one.where, one.message) for one in error.problems]) from None
    tree, findings = parse(text, label)
    if tree is None:
        raise _WrongError(
            [wrong(label, one.message) if one.place.line is None else by(one) for one in findings]
        )
    if not isinstance(tree.value, dict):
        what = "a list" if isinstance(tree.value, list) else "a single value"
        found = wrong(label, f"must be a mapping (key: value), not {what}", 1)
        raise _WrongError([*findings, found])
    return tree, findings


def _parent(extends: Node, path: Path, seen: tuple[tuple[str, str], ...]) -> Path:
    """Return the file that ``extends`` names."""
    name = extends.value

    def wrong(message: str) -> _WrongError:
        return _WrongError([Finding(extends.place, "extends", message)])

    if not isinstance(name, str) or not name:
        raise wrong(f"must be the name of a shipped scenario or a path, not {wording.shown(name)}")
    if name.endswith(SUFFIXES):
        found = path.parent / name
    elif name in shipped():
        found = shipped()[name]
    elif is_address(name):
        raise wrong(f"{name} {NO_ADDRESS}")
    else:
        raise wrong(
            f"there is no shipped scenario {name!r} (a path must end in .yaml)"
            + suggest(name, shipped())
        )
    if not present(found) and is_address(name):
        raise wrong(f"{name} {NO_ADDRESS}")
    if not present(found) and found.stem in shipped():
        raise wrong(f"{_label(found)}: there is no such file{or_shipped(found.stem)}")
    circle = [label for _, label in seen]
    known = [file for file, _ in seen]
    if (real := os.path.realpath(found)) in known:
        circle = [*circle[known.index(real) :], _label(found)]
        raise wrong(
            f"goes round in a circle: {' -> '.join(circle)}; one of them must extend another "
            "scenario, or none"
        )
    if len(seen) >= MAX_CHAIN:
        raise wrong(f"is a chain of more than {MAX_CHAIN} files")
    return found


# --- merging --------------------------------------------------------------------------------


def merged(parent: Node, child: Node, path: tuple[str, ...] = ()) -> Node:
    """Return a child laid over its parent.

    Mappings merge key by key, anything else replaces, and ``null`` deletes what the parent says.
    A parameter's distribution is one value: it is replaced whole.
    """
    mappings = isinstance(parent.value, dict) and isinstance(child.value, dict)
    if not mappings or (path[:1] == ("parameters",) and len(path) > 1):
        return child
    both = dict(parent.value)
    for key, node in child.value.items():
        if key not in both:
            both[key] = node
        elif node.value is None:
            del both[key]
        else:
            both[key] = merged(both[key], node, (*path, key))
    return Node(both, child.place)


def with_events(scenario: Scenario, added: Sequence[Mapping[str, Any]]) -> str:
    """Return the setting by which events come after those that a scenario has."""
    there = scenario.model_dump(mode="json", exclude_none=True)["events"]
    return f"events={json.dumps([*there, *added], ensure_ascii=False)}"


def shortened(text: str) -> str:
    """Return what was typed as a message tells it: as far as it fits into a line."""
    return text if len(text) <= 80 else text[:77] + "..."


def event_of(text: str) -> dict[str, Any]:
    """Return an event that is given as YAML, read as strictly as a file.

    Raises
    ------
    InputError
        If it is no mapping, or no YAML that we read.
    """
    place = Place(f"--event {shortened(text)}")
    if len(text) > MAX_BYTES:
        raise InputError.single(str(place), "is too long")
    value, findings = parse(text, str(place))
    if value is None or findings:
        raise InputError(Finding(place, found.path, found.message).problem() for found in findings)
    event = plain(value)
    if not isinstance(event, dict):
        message = "must be a mapping such as {kind: back_channel, open: true}"
        raise InputError.single(str(place), message)
    return event


def _overridden(tree: Node, setting: str) -> tuple[Node, list[Finding]]:
    """Return the tree with one ``path=value`` laid over it."""
    where, equals, text = setting.partition("=")
    place = Place(f"--set {shortened(setting)}")
    steps = [step.strip() for step in where.split(".")]
    if not equals or not all(steps):
        return tree, [Finding(place, "", "must look like path=value, such as horizon_days=90")]
    if steps[0] == "extends":
        return tree, [Finding(place, "", "extends can be set in a file only")]
    if len(text) > MAX_BYTES:
        return tree, [Finding(place, "", "is too long")]
    value, findings = parse(text, str(place))
    if value is None or findings:
        return tree, [Finding(place, ".".join(steps), found.message) for found in findings]
    laid = tree_of(plain(value), place)
    for step in reversed(steps[1:]):
        laid = Node({step: laid}, place)
    return _laid(tree, Node({steps[0]: laid}, place), place)


def _laid(tree: Node, laid: Node, place: Place) -> tuple[Node, list[Finding]]:
    """Merge a setting; a step that is a number picks an item of a list."""
    parents: list[tuple[Node, str]] = []
    here, rest = tree, laid
    while isinstance(here.value, dict) and isinstance(rest.value, dict) and len(rest.value) == 1:
        (step,) = rest.value
        if step not in here.value:
            break
        parents.append((here, step))
        here, rest = here.value[step], rest.value[step]
        if isinstance(here.value, list) and isinstance(rest.value, dict) and len(rest.value) == 1:
            return _laid_in_list(tree, here, rest, parents, place)
    return merged(tree, laid), []


def _laid_in_list(
    tree: Node, items: Node, rest: Node, parents: list[tuple[Node, str]], place: Place
) -> tuple[Node, list[Finding]]:
    (step,) = rest.value
    path = ".".join([*(key for _, key in parents), step])
    index = index_of(step)
    if index is None or index >= len(items.value):
        message = f"there is no item {step}: the list has {len(items.value)}, counted from 0"
        meant = ordinary(step)
        message += f"; write {meant}" if meant != step and meant.isdecimal() else ""
        return tree, [Finding(place, path, message)]
    changed = list(items.value)
    changed[index] = merged(changed[index], rest.value[step])
    node = Node(changed, items.place)
    for above, key in reversed(parents):
        node = Node({**above.value, key: node}, above.place)
    return node, []


# --- making ---------------------------------------------------------------------------------


def _made(tree: Node, findings: list[Finding], overrides: Sequence[str]) -> Scenario:
    """Return the scenario of a tree, or raise everything that is wrong with it."""
    for setting in overrides:
        tree, wrong = _overridden(tree, setting)
        findings = [*findings, *wrong]
    data = plain(tree)
    scenario = None
    found = cross_problems(data, ACTOR_PATHS)
    try:
        scenario = Scenario.model_validate(data, context={"checked": True})
    except ValidationError as error:
        found += [one for one in wording.findings(error) if not _said(one[0], data)]
    known = {finding.place for finding in findings if finding.place.line is not None}
    for path, message in found:
        place = find(tree, path).place
        if place not in known:
            findings = [*findings, Finding(place, path_text(path), message)]
    if findings or scenario is None:
        raise _input_error(findings)
    return scenario


def _said(path: tuple[str | int, ...], data: Any) -> bool:
    """Return whether the cross-checks have said better what the types find wrong here."""
    if len(path) < 2 or path[0] not in ("parameters", "claims"):
        return False
    held = data.get(path[0])
    return path[0] == "parameters" or (isinstance(held, dict) and is_stub(held.get(path[1])))


def _input_error(findings: list[Finding]) -> InputError:
    """Return the findings as one error, file by file and line by line."""
    files = list(dict.fromkeys(finding.place.file for finding in findings))
    ordered = sorted(findings, key=lambda f: (files.index(f.place.file), f.place.line or 0))
    return InputError(dict.fromkeys(finding.problem() for finding in ordered))


def resolved_data(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as a file would say it, without what is absent."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(child) for key, child in value.items() if child is not None}
        if isinstance(value, list | tuple):
            return [bare(child) for child in value]
        return value

    data = bare(scenario.model_dump(mode="json"))
    assert isinstance(data, dict)
    return data


class _Dumper(yaml.SafeDumper):
    """Quotes what our reader would not take for text, and repeats instead of pointing back."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain_enough = scalar(text, quoted=False) == (text, "")
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style=None if plain_enough else '"'
    )


_Dumper.add_representer(str, _text_node)
