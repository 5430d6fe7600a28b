"""From a sweep file to a `SweepPlan`: typed and checked whole, every complaint at its line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from escalation.ensemble.plan import MOST_REPLICATES, MOST_RUNS
from escalation.errors import InputError, suggest
from escalation.files import text_given
from escalation.luck.seeds import MOST_SEED
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
from escalation.sweep.plan import MOST_TOTAL_RUNS, Axis, Level, SweepPlan
from escalation.sweep.settings import EVENTS, added_events, laid_over
from escalation.sweep.sizes import asked_sizes, too_many
from escalation.sweep.tables import read_table, table_path
from escalation.sweep.trying import to_try

DEFAULT_RUNS = 400
MOST_TABLE_BYTES = 64 << 20
MOST_COMPLAINTS = 20
KEYS = (
    "sweep", "title", "scenario", "set", "runs", "replicates", "seed", "keep_runs", "vary",
    "latin", "table",
)  # fmt: skip
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
        numbers = {
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
        return plan

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
        for one in named:
            file = os.path.normpath(self.folder / one.value) if isinstance(one.value, str) else one
            there = files.setdefault(str(file), one.place)
            scenario = self._scenario(one) if there is one.place else None
            if scenario is not None:
                _, there = loaded.setdefault(scenario.name, (scenario, one.place))
            if there is not one.place:
                message = f"{shown(one.value)} is the scenario at {there} again, by its name"
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
            for problem in error.problems[:MOST_COMPLAINTS]:
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
            base = self._try(scenario, plan.base_settings, place, "set")
            if base is not None:
                bases.append(base)
        for axis in plan.axes:
            before = len(self.made.findings)
            looking = to_try(axis)
            number = next(looking, None)
            while number is not None and len(self.made.findings) - before < MOST_COMPLAINTS:
                where, found = self.made.places[axis.name, number], len(self.made.findings)
                for base in bases:
                    self._try(base, axis.levels[number].settings, where, axis.name)
                with suppress(StopIteration):
                    number = looking.send(len(self.made.findings) == found)
                    continue
                break

    def _try(
        self, scenario: Scenario, settings: Sequence[str], place: Place, name: str
    ) -> Scenario | None:
        """Lay settings over a scenario; of a list of events, say which by its own number."""
        given = added_events(settings)
        if [] in given and scenario.events:
            self.made.complain(
                place, name, "an empty list adds no event to those of the scenario; write null to "
                "leave those out",
            )  # fmt: skip
        try:
            if given:
                laid_over(scenario.model_copy(update={EVENTS: ()}), settings)
            return laid_over(scenario, settings)
        except InputError as error:
            for problem in error.problems:
                self.made.complain(place, *_unset(problem.where, problem.message, name))
            return None


def _unset(where: str, message: str, name: str) -> tuple[str, Any]:
    """Take what `--set` says of a place for what a file says."""
    _, _, path = where.rpartition(": ") if where.startswith("--set") else ("", "", where)
    if path == name or not path or path.startswith("--set"):
        return name, message
    return name, message if path.endswith(name) else f"{path}: {message}"
