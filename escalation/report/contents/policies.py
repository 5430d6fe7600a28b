"""The report of a ranking of levers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from escalation.analysis.paired.regret import Ranking
from escalation.report.contents.parts.assumptions import assumptions, numbers
from escalation.report.contents.parts.levers import levers, odds_by_lever
from escalation.report.contents.parts.making import of_folder
from escalation.report.contents.parts.method import glossary, method
from escalation.report.contents.parts.pictures import picture
from escalation.report.document import Document, Grid, Picture, Role, Section, Text
from escalation.scenario.levers import AS_IT_IS
from escalation.scenario.load import load_scenario
from escalation.studies.levers import source_of_levers
from escalation.telling.estimative_words import judged
from escalation.telling.odds import CAVEAT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.results.reading import KeptFolder
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
    chart = _chart(folder, summary)
    page_one = _first_page(summary, chart)
    sections = [
        levers(summary, None),
        assumptions(scenario),
        method(scenario.outcomes.model_dump()),
    ]
    return Document(
        title=f"Levers ranked by the odds of {summary['ranked_by']}: {summary['title']}",
        subtitle=(
            f"{summary['runs']:,} runs of {summary['draws']:,} draws for each lever, "
            f"{summary['horizon_days']} days from {summary['as_of']}, seed {summary['seed']}; "
            f"policies {summary['run_id']}"
        ),
        summary=page_one,
        sections=(
            *sections,
            glossary([page_one, *sections]),
            of_folder(folder),
            numbers(scenario, folder.manifest["parameters"]),
        ),
        stamp=folder.stamp,
        made=dt.datetime.fromisoformat(folder.manifest["started"]),
        keywords=("escalation", "levers", summary["scenario"]),
    )


def _chart(folder: KeptFolder, summary: Mapping[str, Any]) -> Picture:
    from escalation.charts.policies_chart import MEANING, policies_chart

    table = folder.table("policies")
    ranking = Ranking(table, summary["attainable_low"], summary["attainable_high"])
    source = source_of_levers(
        *(summary[name] for name in ("scenario", "runs", "draws", "horizon_days", "seed"))
    )
    found = _Ranked(folder.run_id, summary["outcome"], summary["ranked_by"], table, ranking, source)
    draw: partial[Figure] = partial(policies_chart, cast("Policies", found))
    return picture("policies", MEANING, draw)


def _first_page(summary: Mapping[str, Any], chart: Picture) -> Section:
    """Return page one: how likely what is wanted is as it is, and what does most for it."""
    rows = {row["lever"]: row for row in summary["levers"]}
    wanted = rows[AS_IT_IS]["share"]
    sentences = [
        f"As it is, {judged(summary['ranked_by'], wanted)}.",
        f"{chart.told.finding}.",
        summary["findings"][0],
    ]
    return Section(
        "summary",
        "In brief",
        (
            Text(" ".join(sentences), Role.LEAD),
            chart,
            Grid(odds_by_lever(summary["ranked_by"], summary["levers"], "levers-in-brief")),
            Text(CAVEAT, Role.CAVEAT),
        ),
    )
