"""What is made of a sweep's points: one table, a CSV of it, a workbench file, charts, a summary."""

from __future__ import annotations

import shlex
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.intervals import ENDS
from escalation.errors import InputError
from escalation.results.keeping import Findings, draw, write
from escalation.results.layout import CHARTS_FOLDER, RESULTS, SUMMARY, SWEEP
from escalation.results.tables import arrow_table
from escalation.sweep.columns import (
    DONE,
    FAILED,
    HIDDEN,
    as_column,
    axis_columns,
    column_type,
    unequal_points,
)
from escalation.sweep.folder import POINTS, WORKBENCH, SweepFolder, content_of
from escalation.sweep.plan import Axis, SweepPlan
from escalation.sweep.settings import laid_over
from escalation.sweep.workbench import write_workbench

if TYPE_CHECKING:
    import pandas as pd

    from escalation.charts.saving import Chart

_MOST_REASONS: Final = 10


def read_points(path: Path) -> pd.DataFrame:
    """Return the table of all points that are kept in a sweep's folder, sorted.

    Raises
    ------
    InputError
        If there are none.
    DamagedError
        If one is not as it was written.
    """
    import pyarrow as pa

    files = sorted((path / POINTS).glob("*.parquet"))
    if not files:
        raise InputError.single(str(path), "holds no finished point")
    tables = [arrow_table(content_of(file)).replace_schema_metadata() for file in files]
    table: pd.DataFrame = pa.concat_tables(tables).to_pandas(use_threads=False)
    return table.sort_values("point", ignore_index=True)


def export(
    folder: SweepFolder,
    *,
    charts: bool = True,
    stop: threading.Event | None = None,
    tell: Callable[[int, int], None] | None = None,
    command: Sequence[str] = (),
) -> dict[str, Any]:
    """Write everything that is made of the points there are; return the summary.

    Parameters
    ----------
    folder
        The sweep's folder.
    charts
        Whether to draw them.
    stop
        When set, charts that are not yet drawn are left out.
    tell
        Called with the number of charts drawn and of all.
    command
        The command line, for what files say of where they come from.
    """
    plan, path = folder.plan, folder.path
    table = read_points(path)
    shown = table.drop(columns=list(HIDDEN))
    points = Findings(
        SWEEP,
        tables={RESULTS: shown},
        csvs={RESULTS: for_csv(plan, shown)},
        stamp=plan.stamp,
        columns=axis_columns(plan),
    )
    folder.vouch([])
    with folder.disk_troubles():
        (path / SUMMARY).unlink(missing_ok=True)  # of an earlier time, and vouched for no more
        written = write(points, path, float_format="%.10g", command=command)
    stamp = replace(plan.stamp, command=shlex.join(command))
    write_workbench(table, [axis.name for axis in plan.axes], path / WORKBENCH, stamp)
    written.append(path / WORKBENCH)
    summary = summarise(plan, table)
    if charts:
        drawn, missing = draw(
            lambda: _charts(plan, table), path / CHARTS_FOLDER,
            stop=stop, tell=tell, stamp=stamp,
        )  # fmt: skip
        written += [file for files in drawn.values() for file in files]
        summary["charts"] = [f"{CHARTS_FOLDER}/{files[0].name}" for files in drawn.values()]
        if missing:
            summary["charts_not_drawn"] = missing
    summary["path"] = str(path)
    with folder.disk_troubles():
        name = SUMMARY.removesuffix(".json")
        kept = Findings(SWEEP, documents={name: summary}, stamp=plan.stamp)
        written += write(kept, path, command=command)
    folder.vouch(written)
    return summary


def _charts(plan: SweepPlan, table: pd.DataFrame) -> dict[str, Chart]:
    from escalation.charts.sweep_charts import sweep_charts

    return sweep_charts(data_of(plan, table))


def for_csv(plan: SweepPlan, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose varied numbers are in full: two may differ in the last figure."""
    names = [axis.name for axis in plan.axes if column_type(axis) is float]
    return table.assign(**{name: table[name].map(repr, na_action="ignore") for name in names})


def summarise(plan: SweepPlan, table: pd.DataFrame) -> dict[str, Any]:
    """Return what ``summary.json`` holds, but for path and charts."""
    from escalation.analysis.odds.outcomes import OUTCOMES
    from escalation.analysis.sweeps.swings import findings

    good = table.loc[table["status"] == DONE]
    failed = table.loc[table["status"] == FAILED, "reason"].value_counts()
    outcomes = {}
    for name in OUTCOMES:
        column = good[name].dropna()
        if len(column):
            values = column.to_numpy()
            ends = (int(values.argmin()), int(values.argmax()))
            least, most = (good.loc[column.index[end]] for end in ends)
            outcomes[name] = {
                "mean": float(column.mean()),
                **{f"mean{end}": float(good[f"{name}{end}"].mean()) for end in ENDS},
                "lowest": _extreme(plan, least, name),
                "highest": _extreme(plan, most, name),
            }
    return {
        "sweep": plan.name,
        "title": plan.title,
        "sweep_id": plan.sweep_id,
        "scenarios": [one.name for one in plan.scenarios],
        "points": plan.points,
        "points_done": len(good),
        "points_failed": int(failed.sum()),
        "points_missing": plan.points - len(table),
        "failures": {str(why): int(n) for why, n in failed.head(_MOST_REASONS).items()},
        "runs_per_point": plan.runs,
        "runs": int(good["runs"].sum()),
        "horizon_days": list(plan.horizons_days),
        "replicates": plan.replicates,
        "seed": plan.seed,
        "varied": {axis.name: len(set(axis.values)) for axis in plan.axes},
        "outcomes": outcomes,
        "unequal_points": unequal_points(table),
        "findings": findings(data_of(plan, table)) if len(good) else [],
        "beside": _beside(plan),
    }


def _beside(plan: SweepPlan) -> list[str]:
    """Return what the record says of each start that a swept scenario has, a sentence each."""
    from escalation.analysis.record.yardsticks import beside_record
    from escalation.scenario.start import start_of

    said = []
    for scenario in plan.scenarios:
        one = laid_over(scenario, plan.base_settings)
        said.append(beside_record(start_of(one), one.horizon_days, one.outcomes.quiet_days))
    return [sentence for sentence in dict.fromkeys(said) if sentence]


def _extreme(plan: SweepPlan, found: Any, outcome: str) -> dict[str, Any]:
    """Return a point's odds of an outcome, with what was varied there."""
    return {
        "p": float(found[outcome]),
        **{end[1:]: float(found[f"{outcome}{end}"]) for end in ENDS},
        "point": int(found["point"]),
        "at": {axis.name: found[axis.name] for axis in plan.axes},
    }


def data_of(plan: SweepPlan, table: pd.DataFrame) -> Any:
    """Return what charts of a sweep are drawn from."""
    from escalation.analysis.sweeps.points import SweepTable, Varied

    crossed = {"values", "grid", "options", "scenario"}
    axes = tuple(Varied(axis.name, _levels(axis), axis.kind in crossed) for axis in plan.axes)
    return SweepTable(
        title=plan.title,
        name=plan.name,
        sweep_id=plan.sweep_id,
        runs=plan.runs,
        horizons_days=plan.horizons_days,
        axes=axes,
        table=table,
    )


def _levels(axis: Axis) -> tuple[Any, ...]:
    """Return an axis's values as its column holds them, each once."""
    kind = column_type(axis)
    known = [as_column(value, kind) for value in axis.values if value is not None]
    return tuple(dict.fromkeys(known))
