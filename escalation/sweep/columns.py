"""The row of a point: what was varied, the odds with their intervals, deaths; or why it failed."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.odds.deaths import SIDES
from escalation.analysis.odds.headline import headline
from escalation.analysis.odds.intervals import ENDS
from escalation.analysis.odds.outcomes import OUTCOMES, happened
from escalation.analysis.sweeps.points import BLOCKS, block_shares
from escalation.naming import in_plain_words
from escalation.results.columns import Meaning
from escalation.sweep.plan import Axis, SweepPlan
from escalation.vocabulary import CAME_THROUGH

if TYPE_CHECKING:
    import pandas as pd

    from escalation.ensemble.finished import FinishedRuns
    from escalation.scenario.sections import Scenario

DONE: Final = "done"
FAILED: Final = "failed"
COUNTS: Final = ("runs", "draws", "failed_runs")
QUANTILES: Final = (0.05, 0.5, 0.95)
_FIRST: Final = ("point", "status", "reason")


#: Figures of a point, in order: each outcome with its intervals, then deaths by side.
FIGURES: Final = (
    *(f"{name}{end}" for name in OUTCOMES for end in ("", *ENDS)),
    *(f"{side}{end}" for side in SIDES for end in ("_q05", "_q50", "_q95", "_mean")),
)

#: Hash of what a point's scenario says, so that points which come to the same can be found.
SAME: Final = "scenario_hash"

#: Columns of a point's file that the table of all points leaves out.
HIDDEN: Final = (BLOCKS, SAME)

#: Names that nothing varied may have: columns of the results, and what the EMA Workbench adds.
RESERVED: Final = frozenset((*_FIRST, *COUNTS, *FIGURES, *HIDDEN, "scenario", "policy", "model"))

Row = dict[str, Any]


def column_type(axis: Axis) -> type:
    """Return the type of an axis's column: whole numbers, numbers, true or false, or text.

    An axis whose values are not of one kind holds them as words; see `escalation.sweep.axes`.
    """
    kinds = {type(value) for value in axis.values if value is not None}
    if kinds == {bool}:
        return bool
    if kinds == {int} and None not in axis.values:
        return int
    return float if kinds <= {int, float} and kinds else str


def axis_columns(plan: SweepPlan) -> dict[str, Meaning]:
    """Return what the columns of the axes mean, which no other table has."""
    return {
        axis.name: Meaning(f"what was varied: {in_plain_words(axis.name)}") for axis in plan.axes
    }


def as_column(value: Any, kind: type) -> Any:
    """Return a level's value as its column holds it."""
    if value is None:
        return math.nan if kind is float else None
    return kind(value)


def schema(plan: SweepPlan) -> list[tuple[str, type]]:
    """Return every column of the table of points with its type; the same for all points."""
    return [
        ("point", int),
        ("status", str),
        ("reason", str),
        *((axis.name, column_type(axis)) for axis in plan.axes),
        *((name, int) for name in COUNTS),
        *((name, float) for name in FIGURES),
        (BLOCKS, list),
        (SAME, str),
    ]


def failed_row(plan: SweepPlan, point: int, reason: str) -> Row:
    """Return the row of a point that could not be computed."""
    row = _inputs(plan, point)
    row |= {"status": FAILED, "reason": " ".join(reason.split())[:500]}
    row |= dict.fromkeys(COUNTS, 0)
    return row | dict.fromkeys(FIGURES, math.nan) | {BLOCKS: [], SAME: ""}


def finished_row(plan: SweepPlan, point: int, scenario: Scenario, found: FinishedRuns) -> Row:
    """Return the row of a point whose runs are there; failed, if every run of it broke."""
    runs = found.runs
    broken = runs.loc[runs["status"] != CAME_THROUGH, "reason"]
    if len(broken) == len(runs):
        return failed_row(plan, point, f"every run broke: {broken.iloc[0]}")
    why = f"{len(broken)} runs broke, such as: {broken.iloc[0]}" if len(broken) else ""
    row = _inputs(plan, point) | {"status": DONE, "reason": why}
    odds = headline(runs, scenario.horizon_days, scenario.outcomes.quiet_days)
    row |= {"runs": found.n_runs, "draws": found.n_draws, "failed_runs": found.failed_runs}
    for name, estimate in odds.items():
        shown = not estimate.note  # a horizon too short to show an outcome gives none
        row[name] = estimate.p if shown else math.nan
        for end, value in estimate.ends.items():
            row[f"{name}{end}"] = value if shown else math.nan
    row[SAME] = scenario_hash(scenario)
    good = runs["status"].to_numpy() == CAME_THROUGH
    through = runs[good]
    row[BLOCKS] = block_shares(
        through["draw"].to_numpy(np.int64),
        np.stack([happened(through, name) for name in OUTCOMES], axis=1),
        found.n_draws,
    )
    for side in SIDES:
        dead = runs[side].to_numpy()[good].astype(np.float64)
        low, middle, high = np.quantile(dead, QUANTILES)
        row |= {f"{side}_q05": low, f"{side}_q50": middle, f"{side}_q95": high}
        row[f"{side}_mean"] = float(dead.mean())
    return row


def scenario_hash(scenario: Scenario) -> str:
    """Return a hash of all that a scenario's runs depend on, beside how many and which seed."""
    words: Any = {
        "name": True, "title": True, "summary": True,
        "ensemble": {"runs", "replicates", "precision", "seed", "threads"},
    }  # fmt: skip
    return hashlib.sha256(scenario.model_dump_json(exclude=words).encode()).hexdigest()[:16]


def unequal_points(table: pd.DataFrame) -> list[list[int]]:
    """Return points whose scenarios are the same and whose figures are not, a list for each kind.

    Parameters
    ----------
    table
        Of finished points, with the column `SAME`.
    """
    good = table.loc[table["status"] == DONE]
    differ = []
    for _, alike in good.groupby(SAME, sort=False):
        if len(alike) > 1 and len(alike[[*COUNTS, *FIGURES]].drop_duplicates()) > 1:
            differ.append([int(point) for point in alike["point"]])
    return differ


def _inputs(plan: SweepPlan, point: int) -> Row:
    levels = plan.levels(point)
    return {"point": point} | {
        axis.name: as_column(level.value, column_type(axis))
        for axis, level in zip(plan.axes, levels, strict=True)
    }


def arrow_schema(columns: list[tuple[str, type]], metadata: Mapping[str, str]) -> Any:
    """Return the columns as a Parquet schema that carries ``escalation.*`` metadata."""
    import pyarrow as pa

    types = {
        int: pa.int64(), float: pa.float64(), bool: pa.bool_(), str: pa.string(),
        list: pa.list_(pa.float64()),
    }  # fmt: skip
    ours = {f"escalation.{key}": text for key, text in metadata.items()}
    return pa.schema([(name, types[kind]) for name, kind in columns], metadata=ours)
