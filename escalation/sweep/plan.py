"""What a sweep computes: axes, their levels, and the point that belongs to each number."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from escalation import __version__
from escalation.ensemble.plan import Plan
from escalation.results.manifest import stamp_for
from escalation.sources import model_fingerprint
from escalation.stamp import MADE_BY
from escalation.sweep.settings import laid_over

if TYPE_CHECKING:
    from escalation.errors import Problem
    from escalation.scenario.sections import Scenario
    from escalation.stamp import Stamp

MOST_POINTS = 200_000
MOST_VALUES = 2_000_000
MOST_TOTAL_RUNS = 10_000_000_000
FORMAT = 3
HORIZON: Final = "horizon_days"

Kind = Literal["values", "grid", "options", "latin", "table", "scenario"]
Value = int | float | bool | str


@dataclass(frozen=True)
class Level:
    """One value of an axis.

    Attributes
    ----------
    value
        As tables and charts show it; None where a table's cell is blank.
    settings
        What it sets, each ``path=value`` as after ``--set``.
    scenario
        Place of the scenario that it stands for, on the axis of scenarios.
    """

    value: Value | None
    settings: tuple[str, ...] = ()
    scenario: int = 0


@dataclass(frozen=True)
class Axis:
    """Something that a sweep varies.

    Attributes
    ----------
    name
        Its column in tables: the path, or the name of a decision.
    kind
        How its levels came about.
    levels
        In order.
    block
        Axes of one block move together, row by row; blocks are crossed with each other.
    """

    name: str
    kind: Kind
    levels: tuple[Level, ...]
    block: int

    @property
    def values(self) -> tuple[Value | None, ...]:
        """Return the values of the levels."""
        return tuple(level.value for level in self.levels)


@dataclass(frozen=True)
class SweepPlan:
    """A sweep as its file describes it, checked and complete.

    Attributes
    ----------
    name, title
        Short name, and what charts say.
    scenarios
        At least one.
    base_settings
        Laid over every scenario.
    axes
        Those of one block stand together.
    runs, replicates, seed
        Of each point; the seed is the same for all, so that points differ by what is varied and
        not by luck.
    keep_runs
        Whether the table of runs of each point is kept too.
    text
        The sweep file as it is.
    notes
        Which event holds, where those of several decisions meet in a point.
    """

    name: str
    title: str
    scenarios: tuple[Scenario, ...]
    base_settings: tuple[str, ...]
    axes: tuple[Axis, ...]
    runs: int
    replicates: int
    seed: int
    keep_runs: bool = False
    text: str = field(default="", compare=False)
    notes: tuple[Problem, ...] = field(default=(), compare=False)

    @cached_property
    def block_sizes(self) -> tuple[int, ...]:
        """Return how many levels, or rows, each block has."""
        sizes = {axis.block: len(axis.levels) for axis in self.axes}
        return tuple(sizes[block] for block in sorted(sizes))

    @property
    def points(self) -> int:
        """Return the number of points."""
        return math.prod(self.block_sizes)

    @property
    def of_a_point(self) -> Plan:
        """Return the plan of the ensemble of a point."""
        return Plan(self.runs, self.replicates, self.seed)

    @property
    def total_runs(self) -> int:
        """Return the number of runs of all points together."""
        return self.points * self.runs

    def levels(self, point: int) -> tuple[Level, ...]:
        """Return the level of each axis at a point; the last block changes fastest.

        Raises
        ------
        IndexError
            If there is no such point.
        """
        if not 0 <= point < self.points:
            raise IndexError(f"there is no point {point}: they are 0 to {self.points - 1}")
        places = []
        for size in reversed(self.block_sizes):
            point, place = divmod(point, size)
            places.append(place)
        places.reverse()
        rank = {block: i for i, block in enumerate(sorted({axis.block for axis in self.axes}))}
        return tuple(axis.levels[places[rank[axis.block]]] for axis in self.axes)

    def scenario(self, point: int) -> Scenario:
        """Return the scenario of a point.

        Raises
        ------
        InputError
            If the values, each sound by itself, make no sound scenario together.
        """
        levels = self.levels(point)
        which = max((level.scenario for level in levels), default=0)
        settings = [*self.base_settings, *(one for level in levels for one in level.settings)]
        base = self.scenarios[which]
        return laid_over(base, settings)

    @cached_property
    def horizons_days(self) -> tuple[int, ...]:
        """Return the days that points look ahead, each number once, the least first."""
        found: set[int] = set()
        for scenario in self.scenarios:
            base = laid_over(scenario, self.base_settings).horizon_days
            varied = [_horizons(axis, base) for axis in self.axes]
            found |= next((days for days in varied if days != {base}), {base})
        return tuple(sorted(found))

    @cached_property
    def document(self) -> dict[str, Any]:
        """Return all that results depend on, as plain data in a fixed order."""
        from escalation.scenario.load import resolved_yaml

        return {
            "format": FORMAT,
            "escalation": __version__,
            "model": model_fingerprint(),
            "sweep": self.name,
            "runs": self.runs,
            "replicates": self.replicates,
            "seed": self.seed,
            "keep_runs": self.keep_runs,
            "set": list(self.base_settings),
            "axes": [_axis_document(axis) for axis in self.axes],
            "scenarios": {one.name: resolved_yaml(one).splitlines() for one in self.scenarios},
        }

    @cached_property
    def stamp(self) -> Stamp:
        """Return what files made of it say of where they come from.

        A sweep has no one moment: its points may be computed in several sittings.
        """
        return stamp_for(self.sweep_id, self.scenarios, self.seed)

    @cached_property
    def sweep_id(self) -> str:
        """Return the sweep's short name: a hash of what it computes."""
        return document_id(self.document)


def document_id(document: Mapping[str, Any]) -> str:
    """Return the short name that belongs to a plan's document."""
    return hashlib.sha256(document_text(document).encode()).hexdigest()[:8]


def bare_plan(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plan as its folder keeps it, without what it says of where it comes from."""
    return {key: said for key, said in document.items() if key != MADE_BY}


def document_text(document: Mapping[str, Any]) -> str:
    """Return a plan's document as lines that can be compared."""
    return json.dumps(document, indent=1, ensure_ascii=False)


def _horizons(axis: Axis, otherwise: int) -> set[int]:
    """Return the horizons that an axis's levels set; a level that sets none has another's."""
    days = set()
    for level in axis.levels:
        given = dict(one.split("=", 1) for one in level.settings)
        set_here = [int(text) for path, text in given.items() if path.strip() == HORIZON]
        days.add(set_here[0] if set_here else otherwise)
    return days


def _axis_document(axis: Axis) -> dict[str, Any]:
    levels: Sequence[Any] = [
        {"value": level.value, "set": list(level.settings)} for level in axis.levels
    ]
    return {"name": axis.name, "block": axis.block, "levels": levels}
