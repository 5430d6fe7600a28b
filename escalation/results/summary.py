"""What a run folder holds of a result: the summary, the headline as a table, tables and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from escalation.ensemble.finished import DESIGN
from escalation.results.columns import claim_columns
from escalation.results.drawing import DRAWS_ON_CHARTS
from escalation.results.keeping import CHARTS_TOLD, Findings
from escalation.results.layout import HEADLINE, RUN, SCENARIO
from escalation.results.manifest import Provenance
from escalation.vocabulary import CAME_THROUGH

if TYPE_CHECKING:
    import pandas as pd

    from escalation.charts.saving import Chart
    from escalation.ensemble.finished import FinishedRuns
    from escalation.results.result import Result
    from escalation.scenario.diff import Change


#: The ends of both intervals of an outcome's odds, the one over what is unknown first.
INTERVALS: Final = ("between_draws_low", "between_draws_high", "low", "high")

#: What the intervals of the odds say, by the beginning of their names.
MEANINGS: Final[Mapping[str, str]] = {
    "between_draws": "95% of draws of what is unknown have their odds between these, luck taken "
    "off; more runs settle it and don't narrow it away. null: can't be told from these runs. It "
    "holds what is drawn, not whether the rules are right.",
    "low, high, half_width": "95% Monte Carlo interval of the odds over all draws: how far the "
    "simulation has converged, and no more.",
}


def findings_of(
    result: Result,
    source: str,
    settings: Sequence[str],
    reference: str,
    changes: Sequence[Change],
) -> Findings:
    """Return what is kept of a fresh result; see `escalation.results.result.Result.to_keep`."""
    ensemble = _fresh(result)
    what = [{"path": one.path, "old": one.old, "new": one.new} for one in changes]
    shown = cache(lambda: result.with_fewer_draws(DRAWS_ON_CHARTS))

    def charts() -> dict[str, Chart]:
        from escalation.charts.all_charts import CHARTS

        return {name: partial(draw, shown()) for name, draw in CHARTS.items()}

    def most_telling() -> list[str]:
        from escalation.charts.all_charts import telling

        return telling(shown(), CHARTS_TOLD)

    return Findings(
        RUN,
        summarise(result) | {"changes": {"from": reference, "what": what}},
        tables={
            "runs": result.runs,
            "days": result.days,
            "segments": result.segments,
            "draws": ensemble.draw_frames,
        },
        csvs={HEADLINE: headline_table(result)},
        charts=charts,
        made=Provenance(
            name=result.scenario_name,
            run_id=result.run_id,
            started=result.started,
            scenarios={SCENARIO: result.scenario},
            seed=result.seed,
            replicates=result.replicates,
            ensemble={
                "runs": ensemble.n_runs,
                "draws": ensemble.n_draws,
                "failed_runs": ensemble.failed_runs,
                "requested_runs": ensemble.plan.requested_runs,
                "precision": ensemble.plan.precision,
                "interrupted": ensemble.interrupted,
                "threads": ensemble.threads,
                "design": DESIGN,
                "dimensions": list(ensemble.design.labels),
            },
            timings=ensemble.timings,
            source=source,
            settings=settings,
        ),
        columns=claim_columns(result.scenario),
        telling=most_telling,
        told_as=("png",),
    )


def summarise(result: Result) -> dict[str, Any]:
    """Return what ``summary.json`` holds, but for path, charts and changes."""
    ensemble = _fresh(result)
    broken = result.runs.loc[result.runs["status"] != CAME_THROUGH, "reason"]
    plan = ensemble.plan
    summary: dict[str, Any] = {
        "scenario": result.scenario_name,
        "title": result.scenario.title,
        "run_id": result.run_id,
        "as_of": result.as_of.isoformat(),
        "runs": ensemble.n_runs,
        "failed_runs": ensemble.failed_runs,
        "draws": ensemble.n_draws,
        "replicates": plan.replicates,
        "seed": plan.seed,
        "horizon_days": result.horizon_days,
        "interrupted": ensemble.interrupted,
        "requested_runs": plan.requested_runs,
        "outcomes": result.scenario.outcomes.model_dump(mode="json"),
        "odds": _odds(result),
        "intervals": dict(MEANINGS),
        "yardsticks": result.yardsticks().as_dict(),
        "variance_share": result.variance_share().as_dict(),
        "killed": _killed(result.killed()),
        "timings": dict(ensemble.timings),
        "path": None,
    }
    if plan.precision is not None:
        summary["precision"] = {
            "asked": plan.precision,
            "reached": ensemble.precision_reached,
            "half_width": ensemble.half_width,
        }
    if len(broken):
        summary["failures"] = {str(why): int(n) for why, n in broken.value_counts().items()}
    return summary


def headline_table(result: Result) -> pd.DataFrame:
    """Return the headline odds beside the yardsticks, a row an outcome."""
    from escalation.analysis.record.blend import MODEL

    rows = result.odds().frame()
    beside = result.yardsticks().frame()
    told = ["meaning", MODEL, f"{MODEL}_low", f"{MODEL}_high"]
    rows = rows.merge(beside.drop(columns=told), on="outcome", how="left")
    hidden = rows["note"] != ""
    rows.loc[hidden, ["p", *INTERVALS]] = float("nan")
    rows.loc[hidden, "word"] = ""
    rows.insert(0, "scenario", result.scenario_name)
    return rows


def _fresh(result: Result) -> FinishedRuns:
    assert result.ensemble is not None, "what is in a folder has its summary there"
    return result.ensemble


def _odds(result: Result) -> dict[str, Any]:
    """Return the odds for JSON; null where the horizon is too short to tell, with a note."""
    figures: dict[str, Any] = {}
    for name, estimate in result.odds().items():
        row = estimate.as_dict()
        if estimate.note:
            row |= dict.fromkeys(("p", *INTERVALS, "half_width")) | {"word": "unknown"}
        figures[name] = row
    return figures


def _killed(table: pd.DataFrame) -> dict[str, Any]:
    rows = table.to_dict(orient="index")
    return {str(name).removeprefix("killed_"): row for name, row in rows.items()}
