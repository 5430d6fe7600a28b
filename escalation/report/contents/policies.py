"""The report of a ranking of levers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from escalation.analysis.paired.regret import Ranking
from escalation.charts.lever_words import HEADS, shares
from escalation.charts.told import Column, Table
from escalation.numbers import counted
from escalation.report.contents.parts.claims import believed_in, chart_of_claims, claims
from escalation.report.contents.parts.elsewhere import (
    HINGES,
    PIVOTS,
    PLACES,
    STORIES,
    VALUE,
    asked_again,
    elsewhere,
)
from escalation.report.contents.parts.levers import beside_its_table, levers, odds_in_brief
from escalation.report.contents.parts.odds import (
    BEHIND_A_YARDSTICK,
    BESIDE_TITLE,
    YARDSTICKS,
    yardstick_cells,
)
from escalation.report.contents.parts.whole import of_kept
from escalation.report.document import Document, Grid, Picture, Role, Section, Text
from escalation.scenario.levers import AS_IT_IS
from escalation.scenario.load import load_scenario
from escalation.studies.levers import source_of_levers
from escalation.telling.estimative_words import judged, too_few
from escalation.telling.odds import CAVEAT, LABELS

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.reading import KeptFolder
    from escalation.scenario.sections import Scenario
    from escalation.studies.levers import Policies


@dataclass(frozen=True)
class _Ranked:
    """What the chart of levers is drawn from."""

    run_id: str
    outcome: str
    what: str
    table: pd.DataFrame
    ranking: Ranking
    source: str


def kept_policies(folder: KeptFolder) -> Document:
    """Return the report of the ranking that a folder holds; nothing is run for it."""
    summary = folder.summary
    scenario = load_scenario(folder.checked(folder.scenario_names[0]))
    source = source_of_levers(
        *(summary[name] for name in ("scenario", "runs", "draws", "horizon_days", "seed"))
    )
    chart = _chart(folder, summary, source)
    (believed,) = believed_in(folder, [(summary["scenario"], scenario)])
    return of_kept(
        folder,
        scenario,
        _first_page(summary, chart),
        [
            levers(summary, chart, drawn=False),
            _beside(summary, scenario),
            claims([believed], chart_of_claims(believed, folder.run_id, source)),
            elsewhere(
                [HINGES, VALUE, STORIES, PIVOTS, PLACES], *asked_again(folder, summary["scenario"])
            ),
        ],
        title=f"Levers ranked by the odds of {summary['ranked_by']}: {summary['title']}",
        subtitle=(
            f"{counted(summary['runs'], 'run')} of {counted(summary['draws'], 'draw')} "
            "for each lever, "
            f"{counted(summary['horizon_days'], 'day')} from {summary['as_of']}, "
            f"seed {summary['seed']}; "
            f"policies {summary['run_id']}"
        ),
        keywords=("escalation", "levers", summary["scenario"]),
    )


def _beside(summary: Mapping[str, Any], scenario: Scenario) -> Section:
    """Return the odds as it is beside the yardsticks, which know of no lever."""
    (row,) = (row for row in summary["levers"] if row["lever"] == AS_IT_IS)
    cells = yardstick_cells(scenario)
    return Section(
        "beside",
        BESIDE_TITLE,
        (
            Grid(
                Table(
                    "beside-table",
                    "Odds as it is, by like cases in the record, and by a Markov chain",
                    (Column("outcome"), Column("as it is", "of runs", figures=True), *YARDSTICKS),
                    [
                        (LABELS[name], share, *cells(name))
                        for name, share in zip(HEADS, shares(row), strict=True)
                    ],
                    BEHIND_A_YARDSTICK,
                )
            ),
        ),
    )


def _chart(folder: KeptFolder, summary: Mapping[str, Any], source: str) -> Picture:
    from escalation.charts.policies_chart import policies_chart
    from escalation.charts.told import policies

    table = folder.table("policies")
    ranking = Ranking(table, summary["attainable_low"], summary["attainable_high"])
    found = _Ranked(folder.run_id, summary["outcome"], summary["ranked_by"], table, ranking, source)
    ranked = cast("Policies", found)
    return Picture("policies", policies.told(ranked), partial(policies_chart, ranked))


def _first_page(summary: Mapping[str, Any], chart: Picture) -> Section:
    """Return page one: how likely what is wanted is as it is, and what does most for it."""
    rows = {row["lever"]: row for row in summary["levers"]}
    wanted, runs = rows[AS_IT_IS]["share"], summary["runs"]
    few = too_few(runs)
    sentences = [
        f"As it is, {judged(summary['ranked_by'], wanted, runs)}.",
        *([f"{few}."] if few else []),
        f"{chart.told.finding}.",
        summary["findings"][0],
    ]
    return Section(
        "summary",
        "In brief",
        (
            Text(" ".join(sentences), Role.LEAD),
            Grid(odds_in_brief(summary["ranked_by"], summary["levers"])),
            Text(CAVEAT, Role.CAVEAT),
            beside_its_table(chart),
        ),
    )
