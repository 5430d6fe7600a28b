"""From a result to a run folder: summary, tables, headline, charts, manifest."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from escalation.results.layout import CHARTS_FOLDER, HEADLINE, SCENARIO, SUMMARY
from escalation.results.manifest import describe

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.api import Result
    from escalation.charts.chart_data import ChartData
    from escalation.results.folder import RunFolder
    from escalation.scenario.diff import Change
    from escalation.scenario.start import Start

CHARTS_TOLD: Final = 3

# Charts of draws show their spread, for which so many are plenty.
_DRAWS_ON_CHARTS = 20_000

# What the parts of a folder take, for the question whether the disk has room.
_BYTES_A_RUN, _BYTES_A_DRAW, _BYTES_BESIDES = 80, 1_300, 20_000_000


@dataclass(frozen=True)
class Kept:
    """A run folder that was written.

    Attributes
    ----------
    path
        The folder.
    summary
        What its ``summary.json`` holds.
    charts
        Paths of the charts as PNG by name, the most telling first.
    not_drawn
        Why a chart could not be drawn, by name.
    """

    path: Path
    summary: dict[str, Any]
    charts: dict[str, Path] = field(default_factory=dict)
    not_drawn: dict[str, str] = field(default_factory=dict)

    @property
    def most_telling(self) -> list[Path]:
        """Return the paths of the three charts to look at first."""
        return list(self.charts.values())[:CHARTS_TOLD]


def keep(
    result: Result,
    folder: RunFolder,
    *,
    charts: bool = True,
    command: Sequence[str] = (),
    source: str = "",
    settings: Sequence[str] = (),
    reference: str = "",
    changes: Sequence[Change] = (),
    stop: threading.Event | None = None,
) -> Kept:
    """Write everything about a result into a folder and finish it.

    Parameters
    ----------
    result
        What to keep.
    folder
        A folder that was begun for it.
    charts
        Whether to draw them.
    command, source, settings
        For the manifest: the command line, the scenario as named there, its settings.
    reference, changes
        For the summary: the scenario that this one is compared with, and what it changes.
    stop
        When set, charts that are not yet drawn are left out.

    Raises
    ------
    OutputError
        If the disk fills up or fails; the folder is then removed by its context.
    """
    begun = time.perf_counter()
    folder.write_text(SCENARIO, _resolved(result))
    for name in ("runs", "days", "segments"):
        folder.write_table(name, getattr(result, name))
    folder.write_table("draws", result.ensemble.draw_frames())
    written = time.perf_counter()
    drawn, not_drawn = _draw_all(result, folder, stop or threading.Event()) if charts else ({}, {})
    summary = summarise(result)
    summary["changes"] = {
        "from": reference,
        "what": [{"path": c.path, "old": c.old, "new": c.new} for c in changes],
    }
    summary["charts"] = [f"{CHARTS_FOLDER}/{name}" for name in drawn.values()]
    if not_drawn:
        summary["charts_not_drawn"] = not_drawn
    summary["timings"] |= {
        "tables_seconds": written - begun,
        "charts_seconds": time.perf_counter() - written,
        "total_seconds": (dt.datetime.now(dt.UTC) - result.started).total_seconds(),
    }
    summary["path"] = str(folder.target)
    folder.write_text(HEADLINE, headline_csv(result))
    folder.write_json(SUMMARY, summary)
    path = folder.finish(
        describe(
            result.scenario,
            started=result.started,
            seed=result.ensemble.seed,
            replicates=result.ensemble.replicates,
            ensemble={
                "runs": result.ensemble.n_runs,
                "draws": result.ensemble.n_draws,
                "failed_runs": result.ensemble.failed_runs,
                "requested_runs": result.ensemble.requested_runs,
                "precision": result.ensemble.precision,
                "interrupted": result.ensemble.interrupted,
                "threads": result.ensemble.threads,
                "design": "Sobol sequence with a digital shift keyed by the seed",
                "dimensions": list(result.ensemble.design.labels),
            },
            command=command,
            timings=summary["timings"],
            source=source,
            settings=settings,
        )
    )
    files = {name: path / CHARTS_FOLDER / file for name, file in drawn.items()}
    return Kept(path, summary, files, not_drawn)


def summarise(result: Result) -> dict[str, Any]:
    """Return what ``summary.json`` holds, but for path, charts and changes."""
    ensemble = result.ensemble
    share = result.variance_share()
    broken = ensemble.runs.loc[ensemble.runs["status"] != 0, "reason"]
    summary: dict[str, Any] = {
        "scenario": result.scenario_name,
        "title": result.scenario.title,
        "run_id": result.run_id,
        "as_of": result.as_of.isoformat(),
        "runs": ensemble.n_runs,
        "failed_runs": ensemble.failed_runs,
        "draws": ensemble.n_draws,
        "replicates": ensemble.replicates,
        "seed": ensemble.seed,
        "horizon_days": result.horizon_days,
        "interrupted": ensemble.interrupted,
        "requested_runs": ensemble.requested_runs,
        "outcomes": result.scenario.outcomes.model_dump(mode="json"),
        "odds": _odds(result),
        "yardsticks": result.yardsticks().as_dict(),
        "variance_share": share.as_dict(),
        "killed": _killed(result.killed()),
        "timings": dict(ensemble.timings),
        "path": None,
    }
    if ensemble.precision is not None:
        summary["precision"] = {
            "asked": ensemble.precision,
            "reached": ensemble.precision_reached,
            "half_width": ensemble.half_width,
        }
    if len(broken):
        summary["failures"] = {str(why): int(n) for why, n in broken.value_counts().items()}
    return summary


def headline_csv(result: Result) -> str:
    """Return the headline odds and the yardsticks as CSV, a row an outcome with the run's id."""
    from escalation.analysis.record.yardsticks import MODEL

    rows = result.odds().frame()
    beside = result.yardsticks().frame()
    told = ["meaning", MODEL, f"{MODEL}_low", f"{MODEL}_high"]
    rows = rows.merge(beside.drop(columns=told), on="outcome", how="left")
    hidden = rows["note"] != ""
    rows.loc[hidden, ["p", "low", "high"]] = float("nan")
    rows.loc[hidden, "word"] = ""
    rows.insert(0, "run_id", result.run_id)
    rows.insert(0, "scenario", result.scenario_name)
    return str(rows.to_csv(index=False, lineterminator="\n", float_format="%.6g"))


def draw_chart(name: str, data: ChartData) -> Figure:
    """Draw a chart by its name in `escalation.charts.all_charts.CHARTS`.

    Raises
    ------
    KeyError
        If there is no chart of that name.
    """
    from escalation.charts.all_charts import CHARTS

    return CHARTS[name](data)


def needed_bytes(runs: int, draws: int) -> int:
    """Return about how much room a run folder takes on the disk."""
    return _BYTES_BESIDES + runs * _BYTES_A_RUN + draws * _BYTES_A_DRAW


@dataclass
class _ForCharts:
    """A result as charts take it, with no more draws than they need."""

    scenario_name: str
    run_id: str
    horizon_days: int
    quiet_days: int
    as_of: dt.date
    start: Start
    runs: pd.DataFrame
    draws: pd.DataFrame
    days: pd.DataFrame
    segments: pd.DataFrame
    claims: Sequence[Mapping[str, Any]]


def _draw_all(
    result: Result, folder: RunFolder, stop: threading.Event
) -> tuple[dict[str, str], dict[str, str]]:
    """Draw every chart into a folder.

    Returns
    -------
    dict
        The PNG's name by chart, the most telling charts first.
    dict
        Why a chart is missing.
    """
    from escalation.charts import all_charts as drawing

    data = _ForCharts(
        result.scenario_name,
        result.run_id,
        result.horizon_days,
        result.quiet_days,
        result.as_of,
        result.start,
        result.runs,
        next(result.ensemble.draw_frames(_DRAWS_ON_CHARTS)),
        result.days,
        result.segments,
        result.claims,
    )
    drawn: dict[str, str] = {}
    not_drawn: dict[str, str] = {}
    for name, draw in drawing.CHARTS.items():
        if stop.is_set():
            not_drawn[name] = "interrupted"
            continue
        files = [folder.charts / f"{name}.{kind}" for kind in drawing.FORMATS]
        try:
            figure = draw(data)
            for file in files:
                drawing.save(figure, file, drawing.MEANINGS[name])
        except Exception as error:  # noqa: BLE001 - a chart that fails must not cost the results
            not_drawn[name] = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            for file in files:
                file.unlink(missing_ok=True)
        else:
            drawn[name] = files[0].name
    try:
        telling = drawing.telling(data, CHARTS_TOLD)
    except Exception:  # noqa: BLE001 - which to name is not worth a result either
        telling = list(drawn)[:CHARTS_TOLD]
    first = [name for name in telling if name in drawn]
    return {name: drawn[name] for name in (*first, *drawn)}, not_drawn


def _odds(result: Result) -> dict[str, Any]:
    """Return the odds for JSON; null where the horizon is too short to tell, with a note."""
    figures: dict[str, Any] = {}
    for name, estimate in result.odds().items():
        row = estimate.as_dict()
        if estimate.note:
            row |= {"p": None, "low": None, "high": None, "half_width": None, "word": "unknown"}
        figures[name] = row
    return figures


def _killed(table: pd.DataFrame) -> dict[str, Any]:
    rows = table.to_dict(orient="index")
    return {str(name).removeprefix("killed_"): row for name, row in rows.items()}


def _resolved(result: Result) -> str:
    from escalation.scenario.load import resolved_yaml

    return resolved_yaml(result.scenario)
