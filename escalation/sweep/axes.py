"""What stands under ``vary`` and ``latin``, as axes; complaints at their lines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from escalation.errors import suggest
from escalation.scenario.lines import Finding, Node, Place, plain
from escalation.scenario.register import facts, parameters
from escalation.scenario.wording import shown
from escalation.sweep.names import name_problem, plain_name
from escalation.sweep.plan import MOST_POINTS, MOST_VALUES, Axis, Level
from escalation.sweep.settings import Collisions, Setter, no_setting, setting, steps_of
from escalation.sweep.values import content, labels_of

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

_GRID_KEYS = ("from", "to", "steps", "scale")
_LATIN_KEYS = ("points", "over")
_SCALES = ("linear", "log")
_PATH = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+)+|horizon_days|events|claims|as_of", re.ASCII)
_MOST_FINDINGS = 100


class EnoughError(Exception):
    """So much is wrong with a file that reading on would tell nobody more."""


@dataclass
class Made:
    """Axes that were read, what is wrong with them, and where their levels stand.

    Attributes
    ----------
    axes, findings
        In order of the file.
    places
        Of each level, by the name of its axis and its number.
    collisions
        What two things set at once.
    """

    axes: list[Axis] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: dict[tuple[str, int], Place] = field(default_factory=dict)
    collisions: Collisions = field(default_factory=Collisions)
    _names: dict[str, tuple[str, Place]] = field(default_factory=dict)

    def complain(self, place: Place, path: str, message: str) -> None:
        """Add something that is wrong.

        Raises
        ------
        EnoughError
            If there is a great deal already.
        """
        self.findings.append(Finding(place, path, message))
        if len(self.findings) >= _MOST_FINDINGS:
            raise EnoughError

    def takes(self, name: str, at: str, place: Place) -> bool:
        """Return whether something varied may be called so; complain if not."""
        problem = name_problem(name)
        other, there = self._names.setdefault(plain_name(name), (name, place))
        if not problem and there is not place:
            problem = f"is varied twice, here and at {there}"
            if other != name:
                problem = f"differs from {other!r} at {there} by capitals or signs only"
        if problem:
            self.complain(place, at, problem)
        return not problem

    def add(self, axis: Axis, places: list[Place]) -> None:
        """Add an axis whose name is good."""
        self.axes.append(axis)
        self.places |= {(axis.name, i): place for i, place in enumerate(places)}

    def settings(
        self, axis: str, level: int, at: str, pairs: Iterable[tuple[str, Any, Place]]
    ) -> tuple[str, ...]:
        """Return what a level sets as after ``--set``, and note where that may collide.

        Parameters
        ----------
        axis, level
            Whose; the axis is empty for what stands under ``set``.
        at
            How complaints name the level.
        pairs
            Paths with their values, and where they stand.
        """
        made = []
        for path, value, place in pairs:
            if reason := no_setting(path):
                self.complain(place, f"{at}.{path}", f"can't be set in a sweep: {reason}")
                continue
            self.collisions.add(Setter(axis, level, path, place), value)
            made.append(setting(path, value))
        return tuple(made)

    def complain_of_collisions(self) -> None:
        """Say of everything that would overwrite something else what, and where both stand."""
        for one, other in self.collisions.found:
            for here, there in ((one, other), (other, one)):
                same = steps_of(here.path) == steps_of(there.path)
                what = "is set" if same else f"overlaps with {there.path}, which is set"
                self.complain(
                    here.place, here.path,
                    f"{what} at {there.place} too; one would overwrite the other, so set it in one "
                    "place only",
                )  # fmt: skip

    @property
    def next_block(self) -> int:
        """Return the number of a new block."""
        return max((axis.block for axis in self.axes), default=-1) + 1


def read_vary(node: Node, made: Made) -> None:
    """Read ``vary``: lists of values, grids, and decisions with named options."""
    if not isinstance(node.value, dict):
        made.complain(node.place, "vary", "must be a mapping from a path to its values")
        return
    for name, spec in node.value.items():
        at = f"vary.{name}"
        if isinstance(spec.value, list):
            _read_values(name, at, spec, made)
        elif isinstance(spec.value, dict) and "options" in spec.value:
            _read_options(name, at, spec, made)
        elif isinstance(spec.value, dict):
            _read_grid(name, at, spec, made)
        else:
            made.complain(
                spec.place,
                at,
                "must be a list of values, a grid {from: 0, to: 1, steps: 5}, or "
                f"{{options: ...}}, not {shown(spec.value)}",
            )


def is_path(name: str, at: str, place: Place, made: Made) -> bool:
    """Return whether a path may be varied and is no one else's; complain if not."""
    if reason := no_setting(name):
        made.complain(place, at, f"can't be varied: {reason}")
        return False
    if not _PATH.fullmatch(name):
        made.complain(
            place, at, "must be a path such as parameters.audience_cost; a decision of several "
            "settings needs options",
        )  # fmt: skip
        return False
    if problem := _no_parameter(name):
        made.complain(place, at, problem)
        return False
    return made.takes(name, at, place)


def _no_parameter(name: str) -> str:
    """Complain if a path leads to a parameter that there isn't: every value would."""
    first, *rest = steps_of(name)
    known = {**parameters(), **facts()} if first == "parameters" else ()
    if not known or not rest or rest[0] in known:
        return ""
    return f"is no parameter of the model{suggest(rest[0], known)}"


def _read_values(name: str, at: str, spec: Node, made: Made) -> None:
    if not is_path(name, at, spec.place, made):
        return
    if not spec.value:
        made.complain(spec.place, at, "is an empty list: there is nothing to vary")
        return
    values = [plain(one) for one in spec.value]
    first: dict[Any, Node] = {}
    for value, node in zip(values, spec.value, strict=True):
        other = first.setdefault(content(value), node)
        if other is not node:
            made.complain(
                node.place, at, f"holds {shown(value)} twice; it is at {other.place} already"
            )
    levels = [
        Level(label, made.settings(name, number, at, [(name, value, node.place)]))
        for number, (label, value, node) in enumerate(
            zip(labels_of(values), values, spec.value, strict=True)
        )
    ]
    made.add(
        Axis(name, "values", tuple(levels), made.next_block), [one.place for one in spec.value]
    )


def _read_options(name: str, at: str, spec: Node, made: Made) -> None:
    for key, node in spec.value.items():
        if key != "options":
            made.complain(
                node.place, f"{at}.{key}", f"is not known here{suggest(key, ['options'])}"
            )
    options = spec.value["options"]
    if not made.takes(name, at, spec.place):
        return
    if not isinstance(options.value, dict) or not options.value:
        made.complain(options.place, at, "options must be a mapping from a name to its settings")
        return
    levels, places = [], []
    looks: dict[str, tuple[str, Place]] = {}
    for number, (label, settings) in enumerate(options.value.items()):
        other, there = looks.setdefault(" ".join(label.split()), (label, settings.place))
        if other != label or not label.strip():
            made.complain(
                settings.place, f"{at}.options.{label}",
                f"can't be told from {other!r} at {there}" if label.strip() else "has no name",
            )  # fmt: skip
        if not isinstance(settings.value, dict):
            made.complain(
                settings.place, f"{at}.options.{label}",
                "must be a mapping from paths to values; {} changes nothing",
            )  # fmt: skip
            continue
        pairs = [(path, plain(node), node.place) for path, node in settings.value.items()]
        levels.append(Level(label, made.settings(name, number, f"{at}.options.{label}", pairs)))
        places.append(settings.place)
    if levels:
        made.add(Axis(name, "options", tuple(levels), made.next_block), places)


def _read_grid(name: str, at: str, spec: Node, made: Made) -> None:
    ends = _ends(at, spec, made, ("from", "to", "steps"), _GRID_KEYS)
    if not is_path(name, at, spec.place, made) or ends is None:
        return
    low, high = ends
    steps = spec.value["steps"].value
    if not isinstance(steps, int) or isinstance(steps, bool) or not 2 <= steps <= MOST_POINTS:
        made.complain(
            spec.value["steps"].place, f"{at}.steps",
            f"must be a whole number from 2 to {MOST_POINTS:,}, not {shown(steps)}",
        )  # fmt: skip
        return
    scale = _scale(spec)
    values = [_between(low, high, i / (steps - 1), scale) for i in range(steps)]
    whole = all(isinstance(end, int) for end in (low, high)) and all(v == int(v) for v in values)
    if len(set(values)) < steps:
        made.complain(
            spec.place, at,
            f"holds fewer than {steps:,} values that differ by twelve figures; take fewer steps",
        )  # fmt: skip
        return
    levels = _numeric_levels(name, [int(v) if whole else v for v in values], spec.place, made)
    made.add(Axis(name, "grid", levels, made.next_block), [spec.place] * steps)


def _ends(
    at: str, spec: Node, made: Made, needed: tuple[str, ...], known: tuple[str, ...]
) -> tuple[float, float] | None:
    """Return the two ends of a range, or None after complaining."""
    held, before = spec.value, len(made.findings)
    for key, node in held.items():
        if key not in known:
            made.complain(
                node.place, f"{at}.{key}",
                f"is not known here{suggest(key, known) or '; known are ' + ', '.join(known)}",
            )  # fmt: skip
    for key in needed:
        if key not in held:
            made.complain(spec.place, at, f"lacks {key}")
    if "scale" in held and held["scale"].value not in _SCALES:
        value = held["scale"].value
        made.complain(
            held["scale"].place, f"{at}.scale",
            f"must be linear or log, not {shown(value)}{suggest(str(value), _SCALES)}",
        )  # fmt: skip
    for key in ("from", "to"):
        if key in held and not _is_number(held[key].value):
            value = held[key].value
            made.complain(held[key].place, f"{at}.{key}", f"must be a number, not {shown(value)}")
    if len(made.findings) > before:
        return None
    low, high = held["from"].value, held["to"].value
    if not low < high:
        made.complain(
            spec.place, at, f"from must lie below to, and {low:g} does not below {high:g}"
        )
        return None
    if not math.isfinite(high - low):
        made.complain(spec.place, at, f"from {low:g} to {high:g} is wider than numbers go")
        return None
    if _scale(spec) == "log" and low <= 0:
        made.complain(held["from"].place, f"{at}.from", "must be above 0 on a log scale")
        return None
    return low, high


def _scale(spec: Node) -> str:
    return str(spec.value["scale"].value) if "scale" in spec.value else "linear"


def _between(low: float, high: float, share: float, scale: str) -> float:
    """Return the value at a share of the way, rounded to twelve figures so that 0.3 stays 0.3."""
    if share in (0.0, 1.0):
        return low if share == 0.0 else high
    if scale == "log":
        value = math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
    else:
        value = low + share * (high - low)
    return float(f"{value:.12g}")


def _numeric_levels(
    name: str, values: Sequence[float], place: Place, made: Made
) -> tuple[Level, ...]:
    """Return a level for each number; all of them set one path, at one place."""
    made.settings(name, 0, name, [(name, values[0], place)])
    return tuple(Level(value, (setting(name, value),)) for value in values)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def too_many_values(points: int, paths: int) -> str:
    """Return what to say if so many points of so many paths hold too many values, else nothing."""
    if points * paths <= MOST_VALUES:
        return ""
    return (
        f"asks for {points:,} points of {paths:,} paths, {points * paths:,} values; at most "
        f"{MOST_VALUES:,} are taken"
    )


def read_latin(node: Node, scenario: Scenario | None, seed: int, made: Made) -> None:
    """Read ``latin``: so many points over ranges, or over what the scenario believes."""
    held = node.value
    if not isinstance(held, dict):
        made.complain(node.place, "latin", "must be a mapping with points and over")
        return
    before = len(made.findings)
    for key, child in held.items():
        if key not in ("points", "over"):
            made.complain(
                child.place, f"latin.{key}",
                f"is not known here{suggest(key, _LATIN_KEYS) or '; known are points, over'}",
            )  # fmt: skip
    for key in ("points", "over"):
        if key not in held:
            made.complain(node.place, "latin", f"lacks {key}")
    if "points" in held:
        points = held["points"].value
        if (
            not isinstance(points, int)
            or isinstance(points, bool)
            or not 2 <= points <= MOST_POINTS
        ):
            made.complain(
                held["points"].place, "latin.points",
                f"must be a whole number from 2 to {MOST_POINTS:,}, not {shown(points)}",
            )  # fmt: skip
    over = held.get("over")
    if over is not None and (not isinstance(over.value, dict) or not over.value):
        made.complain(over.place, "latin.over", "must map at least one path to its range")
    if len(made.findings) > before or over is None:
        return
    from escalation.luck.latin import latin_hypercube

    if message := too_many_values(held["points"].value, len(over.value)):
        made.complain(over.place, "latin.over", message)
        return
    for name, spec in over.value.items():
        _latin_values(name, spec, [0.0, 1.0], scenario, made)
    unit = latin_hypercube(list(over.value), held["points"].value, seed)
    block, quiet = made.next_block, Made()
    for column, (name, spec) in enumerate(over.value.items()):
        values = _latin_values(name, spec, unit[:, column].tolist(), scenario, quiet)
        if not values:
            continue  # why not has been said
        levels = _numeric_levels(name, values, spec.place, made)
        made.add(Axis(name, "latin", levels, block), [spec.place] * len(levels))


def _latin_values(
    name: str, spec: Node, unit: list[float], scenario: Scenario | None, made: Made
) -> list[float]:
    at = f"latin.over.{name}"
    if not is_path(name, at, spec.place, made):
        return []
    if spec.value == "believed":
        return _believed(name, at, spec, unit, scenario, made)
    if not isinstance(spec.value, dict):
        made.complain(
            spec.place, at,
            f"must be a range {{from: 0, to: 1}} or the word believed, not {shown(spec.value)}",
        )  # fmt: skip
        return []
    ends = _ends(at, spec, made, ("from", "to"), ("from", "to", "scale"))
    return [_between(*ends, u, _scale(spec)) for u in unit] if ends else []


def _believed(
    name: str, at: str, spec: Node, unit: list[float], scenario: Scenario | None, made: Made
) -> list[float]:
    """Return a parameter's values at these probabilities by the scenario's own distribution."""
    import numpy as np

    if scenario is None:
        return []
    short = name.removeprefix("parameters.")
    declared = parameters().get(short) if name.startswith("parameters.") else None
    if declared is None:
        near = suggest(short, parameters())
        made.complain(spec.place, at, f"believed is for parameters of the model{near}")
        return []
    values = scenario.parameters.get(short, declared.default).quantile(np.array(unit))
    return [float(f"{v:.12g}") for v in np.clip(values, declared.low, declared.high)]
