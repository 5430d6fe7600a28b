"""Compute the points of a sweep's folder again, and compare them to the bit.

The folder may come from anywhere: its plan is read as strictly as a form, its scenarios by the
ordinary reader, and nothing is written into it.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from escalation.ensemble.interrupt import stop_on_interrupt
from escalation.ensemble.plan import MOST_REPLICATES, MOST_RUNS
from escalation.errors import InputError
from escalation.luck.seeds import MOST_SEED
from escalation.results.checking.conditions import UNKNOWN, changed_since
from escalation.results.checking.matching import match_csv, match_parquet
from escalation.results.csv_text import as_csv
from escalation.results.layout import RESULTS, SWEEP
from escalation.results.reading import SWEEP_AGAIN, listed_files, read_json
from escalation.scenario.load import scenario_of
from escalation.sealing import DamagedError, check
from escalation.studies.reproduce import MOST_AGAIN, Reproduced
from escalation.sweep.columns import HIDDEN, Row, arrow_schema, schema
from escalation.sweep.drive import PointMaker
from escalation.sweep.export import for_csv
from escalation.sweep.folder import PLAN, look
from escalation.sweep.plan import (
    FORMAT,
    MOST_POINTS,
    Axis,
    Level,
    SweepPlan,
    bare_plan,
    document_id,
)
from escalation.sweep.running import sweep_session

if TYPE_CHECKING:
    import pandas as pd

_STRICT: Final = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Level(BaseModel):
    model_config = _STRICT
    value: int | float | bool | str | None
    set: list[str]


class _Axis(BaseModel):
    model_config = _STRICT
    name: str
    block: Annotated[int, Field(ge=0)]
    levels: Annotated[list[_Level], Field(min_length=1)]


class _Document(BaseModel):
    """What a sweep's folder says that it holds; see `SweepPlan.document`."""

    model_config = _STRICT
    format: int
    escalation: str
    model: str
    sweep: str
    runs: Annotated[int, Field(ge=1, le=MOST_RUNS)]
    replicates: Annotated[int, Field(ge=1, le=MOST_REPLICATES)]
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)]
    keep_runs: bool
    set: list[str]
    axes: list[_Axis]
    scenarios: Annotated[dict[str, list[str]], Field(min_length=1)]


def reproduce_sweep(
    path: Path, *, most_runs: int = MOST_AGAIN, threads: int | None = None
) -> Reproduced:
    """Compute every point again that a sweep's folder has, and compare the table of them.

    Parameters
    ----------
    path
        The folder.
    most_runs
        A folder whose points ask for more in all is refused.
    threads
        As for `escalation.simulate`.

    Raises
    ------
    InputError
        If its plan or a scenario can't be read, or asks for too many runs.
    DamagedError
        If a file that is read is not as it was written.
    """
    files = listed_files(path)
    told = bare_plan(read_json(check(path / PLAN, files.get(PLAN), SWEEP_AGAIN), SWEEP_AGAIN))
    document, plan = _plan(told, path)
    sizes = {axis.block: len(axis.levels) for axis in document.axes}
    if math.prod(sizes.values()) > MOST_POINTS or any(
        len(axis.levels) != sizes[axis.block] for axis in document.axes
    ):
        raise _none_of_ours(path)
    points = sorted(look(path, document_id(told), plan.points).finished)
    if not points:
        raise InputError.single(str(path), "holds no finished point")
    if (runs := len(points) * plan.runs) > most_runs:
        raise InputError.single(
            str(path),
            f"asks for {runs:,} runs, and {most_runs:,} are the most that are run again; "
            "--most-runs allows more",
        )
    shown = _table(plan, _computed(plan, points, threads)).drop(columns=list(HIDDEN))
    table, text = f"{RESULTS}.parquet", f"{RESULTS}.csv"
    matched = (
        match_parquet(table, check(path / table, files.get(table), SWEEP_AGAIN), [shown]),
        match_csv(
            text,
            check(path / text, files.get(text), SWEEP_AGAIN),
            as_csv(for_csv(plan, shown), "%.10g"),
        ),
    )
    recorded = {"model": document.model, "versions": {"escalation": document.escalation}}
    changed = tuple(one for one in changed_since(recorded) if one.then != UNKNOWN)
    missing = plan.points - len(points)
    notes = (f"{missing:,} of its points were never computed.",) if missing else ()
    return Reproduced(document_id(told), SWEEP, runs, matched, changed, notes)


def _none_of_ours(path: Path) -> InputError:
    return DamagedError.single(
        str(path / PLAN), f"is no plan that this program writes; {SWEEP_AGAIN}"
    )


def _plan(told: dict[str, Any], path: Path) -> tuple[_Document, SweepPlan]:
    """Return a sweep's plan as its folder has it."""
    if told.get("format") != FORMAT:
        raise InputError.single(
            str(path / PLAN),
            f"is of format {told.get('format')!r}; this version reads format {FORMAT}",
        )
    try:
        document = _Document.model_validate(told)
    except ValidationError:
        raise _none_of_ours(path) from None
    names = list(document.scenarios)
    scenarios = tuple(
        scenario_of("\n".join(lines) + "\n", f"{path / PLAN} (scenario {name})")
        for name, lines in document.scenarios.items()
    )
    axes = tuple(
        Axis(
            axis.name,
            "values",
            tuple(
                Level(one.value, tuple(one.set), _which(axis, one, names)) for one in axis.levels
            ),
            axis.block,
        )
        for axis in document.axes
    )
    plan = SweepPlan(
        document.sweep, document.sweep, scenarios, tuple(document.set), axes,
        document.runs, document.replicates, document.seed, document.keep_runs,
    )  # fmt: skip
    return document, plan


def _which(axis: _Axis, level: _Level, names: list[str]) -> int:
    """Return the place of the scenario that a level stands for, on the axis of scenarios."""
    of_scenarios = axis.name == "scenario" and not level.set
    return names.index(str(level.value)) if of_scenarios and level.value in names else 0


def _computed(plan: SweepPlan, points: list[int], threads: int | None) -> list[Row]:
    with sweep_session(threads, None) as session:
        maker = PointMaker(plan, session)
        with stop_on_interrupt(session.stop), ThreadPoolExecutor(session.threads) as pool:
            made = list(pool.map(maker.make, points))
    rows = [one[0] for one in made if one is not None]
    if len(rows) < len(points):
        raise KeyboardInterrupt
    return rows


def _table(plan: SweepPlan, rows: list[Row]) -> pd.DataFrame:
    """Return rows as `escalation.sweep.export.read_points` returns those that are kept."""
    import pyarrow as pa

    made = pa.Table.from_pylist(rows, schema=arrow_schema(schema(plan), {}))
    table: pd.DataFrame = made.replace_schema_metadata().to_pandas()
    return table
