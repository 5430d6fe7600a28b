"""From a sweep file to a `SweepPlan`: typed and checked whole, every complaint at its line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from escalation.ensemble.plan import MOST_REPLICATES, MOST_RUNS
from escalation.errors import InputError, Problem, suggest
from escalation.files import text_given
from escalation.luck.seeds import MOST_SEED
from escalation.scenario.diff import all_computed
from escalation.scenario.fields import SLUG
from escalation.scenario.given import plain_value
from escalation.scenario.library import SUFFIXES, located, shipped, shipped_sweeps
from escalation.scenario.lines import MAX_BYTES, Finding, Node, Place, parse, plain
from escalation.scenario.load import load_scenario
from escalation.scenario.sections import Scenario
from escalation.scenario.wording import shown
from escalation.sweep.axes import (
    EnoughError,
    Made,
    read_latin,
    read_vary,
)
from escalation.sweep.meetings import meetings
from escalation.sweep.plan import MOST_TOTAL_RUNS, Axis, Level, SweepPlan
from escalation.sweep.settings import EVENTS, added_events, laid_over
from escalation.sweep.sizes import asked_sizes, too_many
from escalation.sweep.tables import read_table, table_path
from escalation.sweep.trying import MOST_TRIED, to_try

DEFAULT_RUNS = 400
MOST_TABLE_BYTES = 64 << 20
MOST_COMPLAINTS = 20
KEYS = (
    "sweep", "title", "scenario", "set", "runs", "replicates", "seed", "keep_runs", "vary",
    "latin", "table",
)  # fmt: skip
_ADDS_NOTHING = "adds no event to those of the scenario; write null to leave those out"
#: Kinds of axes whose levels are written one by one, so that two that come to the same are a slip.
_TOLD_APART = ("options", "values")
#: How what `--set` says begins.
_SET = "--set"
_FIGURES = re.compile(r"[-+]?[0-9][0-9.,]*(e[-+]?[0-9]+)?")
_WHOLE = {"runs": (1, MOST_RUNS), "replicates": (1, MOST_REPLICATES), "seed": (0, MOST_SEED)}


def load_sweep(path: str | os.PathLike[str]) -> SweepPlan:
    """Return the sweep that a file describes.

    Parameters
    ----------
    path : path or str
        A YAML file, or the name of a shipped sweep.

    Raises
    ------
    InputError
        With every problem found, each at its file and line.
    """
    text = os.fspath(path)
    file = located(text, shipped_sweeps(), "sweep")
    label = text if Path(text) == file else file.name
    return _plan(text_given(file, MAX_BYTES, label, SUFFIXES), label, file.parent)


def read_sweep(described: Mapping[str, Any]) -> SweepPlan:
    """Return the sweep that a mapping with the keys of a sweep file describes.

    Parameters
    ----------
    described : mapping
        Of plain values, lists and mappings, also NumPy's and pandas' (see
        `escalation.scenario.given`). Paths in it are taken from the present folder; lines in
        complaints are those of the same sweep as YAML, as ``sweep.yaml`` in its folder has it.

    Raises
    ------
    InputError
        With every problem found.
    """
    import yaml

    held = plain_value(described, "sweep")
    text = yaml.safe_dump(held, sort_keys=False, allow_unicode=True)
    return _plan(text, "sweep", Path())


def _plan(text: str, label: str, folder: Path) -> SweepPlan:
    """Return the plan that a text describes; paths in it are taken from a folder."""
    tree, findings = parse(text, label)
    if tree is None:
        raise _error(findings)
    if not isinstance(tree.value, dict):
        raise _error([*findings, Finding(Place(label, 1), "", "must be a mapping (key: value)")])
    reader = _Reader(tree, label, folder, findings)
    try:
        return reader.plan(text)
    except EnoughError:
        raise _error(reader.made.findings) from None


def _error(findings: Iterable[Finding]) -> InputError:
    ordered = sorted(findings, key=lambda one: (one.place.file, one.place.line or 0))
    return InputError(dict.fromkeys(one.problem() for one in ordered))


class _Reader:
    """Takes a sweep file apart and collects what is wrong with it."""

    def __init__(self, tree: Node, label: str, folder: Path, findings: list[Finding]) -> None:
        self.held: dict[str, Node] = tree.value
        self.label = label
        self.folder = folder
        self.made = Made(findings=list(findings))
        self._stopped = False

    def plan(self, text: str) -> SweepPlan:
        """Return the plan, or raise everything that is wrong."""
        self._keys()
        name, title = self._name(), self._title()
        scenarios = self._scenarios()
        base = self._settings()
        first = scenarios[0] if scenarios else None
        fallback = first.ensemble if first else None
        numbers: dict[str, Any] = {
            "runs": self._whole("runs", DEFAULT_RUNS),
            "replicates": self._whole("replicates", fallback.replicates if fallback else 1),
            "seed": self._whole("seed", fallback.seed if fallback else 0),
        }
        self._axes(first, base, numbers["seed"])
        keep = self._flag("keep_runs")
        plan = SweepPlan(
            name=name,
            title=title or name,
            scenarios=tuple(scenarios),
            base_settings=base,
            axes=tuple(self.made.axes),
            keep_runs=keep,
            text=text,
            **numbers,
        )
        self.made.complain_of_collisions()
        if not self.made.findings:
            self._count_runs(plan)
        if scenarios and not self._stopped:
            self._try_levels(plan)
        if self.made.findings:
            raise _error(self.made.findings)
        bases = [laid_over(scenario, base) for scenario in scenarios]
        met = meetings(bases, plan.axes, lambda axis, number: self.made.places[axis, number])
        return replace(plan, notes=met)

    def _keys(self) -> None:
        if "sweep" not in self.held:
            scenario = "name" in self.held and not {"vary", "latin", "table"} & set(self.held)
            hint = "; this looks like a scenario, which `escalation run` takes" if scenario else ""
            message = f"lacks sweep, the short name of the sweep{hint}"
            self.made.complain(Place(self.label, 1), "", message)
        for key, node in self.held.items():
            if key not in KEYS:
                near = suggest(key, KEYS) or f"; known are {', '.join(KEYS)}"
                self.made.complain(node.place, key, f"is not known here{near}")

    def _name(self) -> str:
        node = self.held.get("sweep")
        if node is None:
            return ""
        if not isinstance(node.value, str) or not re.fullmatch(SLUG, node.value):
            self.made.complain(
                node.place, "sweep",
                "must begin with a small letter and hold small letters, digits, _ and - only, "
                f"not {shown(node.value)}",
            )  # fmt: skip
        return str(node.value)

    def _title(self) -> str:
        node = self.held.get("title")
        if node is None:
            return ""
        if not isinstance(node.value, str) or not 1 <= len(node.value) <= 200:
            self.made.complain(node.place, "title", "must be text of at most 200 characters")
        return str(node.value)

    def _whole(self, key: str, default: int) -> int:
        node = self.held.get(key)
        if node is None or node.value is None:
            return default
        low, high = _WHOLE[key]
        value = node.value
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            message = f"must be a whole number from {low:,} to {high:,}, not {shown(value)}"
            self.made.complain(node.place, key, message)
            return default
        return value

    def _flag(self, key: str) -> bool:
        node = self.held.get(key)
        if node is not None and not isinstance(node.value, bool):
            self.made.complain(node.place, key, f"must be true or false, not {shown(node.value)}")
        return node is not None and node.value is True

    def _scenarios(self) -> list[Scenario]:
        """Load what ``scenario`` names; several of them make an axis."""
        node = self.held.get("scenario")
        if node is None:
            self.made.complain(Place(self.label, 1), "", "lacks scenario, the scenario to vary")
            return []
        named = node.value if isinstance(node.value, list) else [node]
        if not named:
            self.made.complain(node.place, "scenario", "is an empty list")
        loaded: dict[str, tuple[Scenario, Place]] = {}
        files: dict[str, Place] = {}
        computed: dict[str, Place] = {}
        for one in named:
            file = os.path.normpath(self.folder / one.value) if isinstance(one.value, str) else one
            there = files.setdefault(str(file), one.place)
            scenario = self._scenario(one) if there is one.place else None
            if scenario is not None:
                _, there = loaded.setdefault(scenario.name, (scenario, one.place))
            again = "again, by its name"
            if scenario is not None and there is one.place:
                there = computed.setdefault(all_computed(scenario), one.place)
                again = "by another name: nothing that is computed differs"
            if there is not one.place:
                message = f"{shown(one.value)} is the scenario at {there} {again}"
                self.made.complain(one.place, "scenario", message)
        if any(one.path == "scenario" for one in self.made.findings):
            self._stopped = True
        elif len(loaded) > 1:
            levels = tuple(Level(name, (), i) for i, name in enumerate(loaded))
            self.made.add(Axis("scenario", "scenario", levels, 0), [one.place for one in named])
        return [scenario for scenario, _ in loaded.values()]

    def _scenario(self, node: Node) -> Scenario | None:
        name = node.value
        if not isinstance(name, str) or not name:
            message = f"must be a shipped scenario's name or a path, not {shown(name)}"
            self.made.complain(node.place, "scenario", message)
            return None
        if not name.endswith(SUFFIXES) and name not in shipped():
            message = f"there is no shipped scenario {name!r} (a path must end in .yaml)"
            self.made.complain(node.place, "scenario", message + suggest(name, shipped()))
            return None
        try:
            return load_scenario(self.folder / name if name.endswith(SUFFIXES) else name)
        except InputError as error:
            told = {
                one.message for one in self.made.findings
            }  # of another that has the same parent
            for problem in error.problems[:MOST_COMPLAINTS]:
                if str(problem) not in told:
                    self.made.complain(node.place, "scenario", str(problem))
            return None

    def _settings(self) -> tuple[str, ...]:
        node = self.held.get("set")
        if node is None:
            return ()
        if not isinstance(node.value, dict):
            self.made.complain(node.place, "set", "must be a mapping from paths to values")
            return ()
        pairs = [(path, plain(child), child.place) for path, child in node.value.items()]
        return self.made.settings("", 0, "set", pairs)

    def _axes(self, first: Scenario | None, base: Sequence[str], seed: int) -> None:
        made = self.made
        sizes = asked_sizes(self.held)
        if message := too_many(sizes):
            self._stopped = True
            made.complain(Place(self.label, 1), "", message)
            return
        if "vary" in self.held:
            read_vary(self.held["vary"], made)
        if "latin" in self.held:
            settled = first
            with suppress(InputError):  # said when the settings are tried
                settled = laid_over(first, base) if first else None
            read_latin(self.held["latin"], settled, seed, made)
        if "table" in self.held:
            node = self.held["table"]
            path = table_path(node, self.folder)
            if path is None:
                made.complain(node.place, "table", "must be the path of a CSV file")
            else:
                self._table(node, path)
                rows = max((len(one.levels) for one in made.axes if one.kind == "table"), default=1)
                if message := too_many([*sizes, rows]):
                    self._stopped = True
                    made.complain(node.place, "table", message)
        if not made.axes and not made.findings:
            message = "varies nothing: give vary, latin, table, or several scenarios"
            made.complain(Place(self.label, 1), "", message)

    def _table(self, node: Node, path: Path) -> None:
        label = str(Path(self.label).parent / str(node.value))
        try:
            read_table(text_given(path, MOST_TABLE_BYTES, label, (".csv",)), label, self.made)
        except InputError as error:
            self.made.complain(node.place, "table", str(error))

    def _count_runs(self, plan: SweepPlan) -> None:
        if plan.total_runs > MOST_TOTAL_RUNS:
            message = (
                f"asks for {plan.points:,} points of {plan.runs:,} runs, {plan.total_runs:,} in "
                f"all; at most {MOST_TOTAL_RUNS:,} are taken"
            )
            place = self.held["runs"].place if "runs" in self.held else Place(self.label, 1)
            self.made.complain(place, "runs", message)

    def _try_levels(self, plan: SweepPlan) -> None:
        """Lay every level by itself over every scenario, and say where that fails."""
        place = self.held["set"].place if "set" in self.held else Place(self.label, 1)
        bases = []
        for scenario in plan.scenarios:
            laid, problems = _tried(scenario, plan.base_settings)
            for problem in problems:
                self._say(place, problem, "set")
            if not problems:
                bases.append(laid)
        for axis in plan.axes:
            self._try_axis(axis, bases)

    def _try_axis(self, axis: Axis, bases: Sequence[Scenario]) -> None:
        """Lay the levels of an axis over the scenarios, and say each mistake once."""
        mistakes: dict[Any, _Mistake] = {}
        told_apart = axis.kind in _TOLD_APART
        came_to: dict[tuple[str, ...], tuple[str, ...]] = {}
        trial, refused = to_try(axis), 0
        number = next(trial, None)
        while number is not None and refused < MOST_COMPLAINTS:
            place = self.made.places[axis.name, number]
            settings = axis.levels[number].settings
            tried = [_tried(base, settings) for base in bases]
            found = [one for _, problems in tried for one in problems]
            if told_apart and not found:
                came_to[settings] = tuple(all_computed(made) for made, _ in tried)
            for one in found:
                # What the level does not set itself is one mistake, whichever level shows it.
                own = one.where.startswith(_SET)
                key = (place if own else None, _path_of(one.where), _FIGURES.sub("", one.message))
                mistakes.setdefault(key, _Mistake(place, one)).levels.add(number)
            refused += bool(found)
            try:
                number = trial.send(not found)
            except StopIteration:
                number = None
        different = len({level.settings for level in axis.levels if level.settings})
        least = "at least " if number is not None or different > MOST_TRIED else ""
        what = "options" if axis.kind == "options" else "values"
        for mistake in mistakes.values():
            count = len(mistake.levels)
            more = f"; {least}{count} of {different:,} {what} are refused for this"
            self._say(mistake.place, mistake.problem, axis.name, more if count > 1 else "")
        if told_apart and not self.made.findings:
            came_to[()] = tuple(all_computed(base) for base in bases)
            self._complain_of_doubles(axis, came_to)

    def _complain_of_doubles(
        self, axis: Axis, came_to: Mapping[tuple[str, ...], tuple[str, ...]]
    ) -> None:
        """Complain of levels that come to the same over every scenario, by their settings."""
        met: dict[tuple[str, ...], int] = {}
        for number, level in enumerate(axis.levels):
            first = met.setdefault(came_to.get(level.settings) or level.settings, number)
            if first != number:
                label, other = (shown(axis.levels[i].value) for i in (number, first))
                there = self.made.places[axis.name, first]
                message = f"{label} comes to the same as {other} at {there}; leave one out"
                self.made.complain(self.made.places[axis.name, number], axis.name, message)

    def _say(self, place: Place, problem: Problem, name: str, more: str = "") -> None:
        """Say of settings what `--set` says of them, as a file has them."""
        path, message = _path_of(problem.where), problem.message + more
        if path and not path.endswith(name):
            message = f"{path}: {message}"
        self.made.complain(place, name, message)


@dataclass
class _Mistake:
    """Something that is wrong with levels of an axis, as the first of them shows it."""

    place: Place
    problem: Problem
    levels: set[int] = field(default_factory=set)


def _tried(scenario: Scenario, settings: Sequence[str]) -> tuple[Scenario, list[Problem]]:
    """Return what settings make of a scenario, and what is wrong: of events, by their numbers."""
    given = added_events(settings)
    problems = []
    if [] in given and scenario.events:
        problems.append(Problem(_SET, f"an empty list {_ADDS_NOTHING}"))
    try:
        if given:
            laid_over(scenario.model_copy(update={EVENTS: ()}), settings)
        scenario = laid_over(scenario, settings)
    except InputError as error:
        problems += error.problems
    return scenario, problems


def _path_of(where: str) -> str:
    """Return the path in the place that `--set` has for a problem, or nothing."""
    _, _, path = where.rpartition(": ") if where.startswith(_SET) else ("", "", where)
    return "" if path.startswith(_SET) else path
