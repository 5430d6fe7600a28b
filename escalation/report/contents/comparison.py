"""The report of a comparison, or of a branch: scenarios run by run under the same luck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from escalation.charts.lever_words import HEADS
from escalation.charts.told import Column, Table
from escalation.charts.words import intervals_of, upper_first
from escalation.naming import in_plain_words, listed
from escalation.numbers import counted, odds_of
from escalation.report.contents.parts.claims import believed_in, chart_of_claims, claims
from escalation.report.contents.parts.elsewhere import (
    HINGES,
    LEVERS,
    PIVOTS,
    PLACES,
    STORIES,
    VALUE,
    asked_again,
    elsewhere,
)
from escalation.report.contents.parts.odds import (
    BEHIND_A_YARDSTICK,
    YARDSTICKS,
    yardstick_cells,
)
from escalation.report.contents.parts.whole import of_kept
from escalation.report.document import (
    Block,
    Depth,
    Document,
    Grid,
    Picture,
    Points,
    Role,
    Section,
    Terms,
    Text,
)
from escalation.scenario.load import load_scenario
from escalation.studies.pair_words import (
    FATES,
    HOW,
    death_cells,
    difference_cells,
    fate_rows,
    odds_cells,
)
from escalation.studies.paired_findings import source_of_pairs
from escalation.telling.changes import change_in_words
from escalation.telling.estimative_words import too_few
from escalation.telling.odds import CAVEAT, LABELS, judgement_under

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.reading import KeptFolder
    from escalation.scenario.sections import Scenario
    from escalation.studies.paired_findings import Comparison


#: So many scenarios are judged one by one in the finding.
_ALL_JUDGED: Final = 2


@dataclass(frozen=True)
class _Base:
    """The scenario that others are compared with, as a chart asks for it."""

    name: str


@dataclass(frozen=True)
class _Pairs:
    """What the chart of differences is drawn from."""

    run_id: str
    base: _Base
    differences: pd.DataFrame
    source: str


def kept_comparison(folder: KeptFolder) -> Document:
    """Return the report of the comparison that a folder holds; nothing is run for it."""
    summary = folder.summary
    names = [in_plain_words(arm["name"]) for arm in summary["arms"]]
    return document_of_pairs(folder, f"Odds compared: {listed(names[1:])} with {names[0]}")


def document_of_pairs(folder: KeptFolder, title: str) -> Document:
    """Return the report of pairs of runs under a title; see `kept_comparison`."""
    summary = folder.summary
    names = [arm["name"] for arm in summary["arms"]]
    scenarios = [load_scenario(folder.checked(name)) for name in folder.scenario_names]
    source = source_of_pairs(
        summary["runs"], summary["draws"], summary["horizon_days"], summary["seed"]
    )
    chart = _chart(folder, summary, source)
    believed = believed_in(folder, list(zip(names, scenarios, strict=True)))
    return of_kept(
        folder,
        scenarios[0],
        _first_page(summary, chart),
        [
            _found(summary),
            *(
                _arm(place, arm, summary, scenarios[place])
                for place, arm in enumerate(summary["arms"][1:], 1)
            ),
            claims(believed, chart_of_claims(believed[0], folder.run_id, source)),
            elsewhere(
                [HINGES, LEVERS, VALUE, STORIES, PIVOTS, PLACES], *asked_again(folder, names[0])
            ),
        ],
        title=title,
        subtitle=(
            f"{counted(summary['runs'], 'pair')} of runs of {counted(summary['draws'], 'draw')}, "
            f"{counted(summary['horizon_days'], 'day')} from {summary['as_of']}, "
            f"seed {summary['seed']}; "
            f"{summary['kind']} {summary['run_id']}"
        ),
        keywords=("escalation", summary["kind"], *names),
    )


def _chart(folder: KeptFolder, summary: Mapping[str, Any], source: str) -> Picture:
    from escalation.charts.differences_chart import differences_chart
    from escalation.charts.told import differences

    kept = _Pairs(folder.run_id, _Base(summary["base"]), folder.table("differences"), source)
    pairs = cast("Comparison", kept)
    return Picture("differences", differences.told(pairs), partial(differences_chart, pairs))


def _first_page(summary: Mapping[str, Any], chart: Picture) -> Section:
    judged = [judgement_under(in_plain_words(a["name"]), a["odds"]) for a in summary["arms"]]
    if len(judged) > _ALL_JUDGED:  # the chart tells of the others
        judged[1:] = [f"{len(judged) - 1} scenarios are compared with it, run by run."]
    few = too_few(min(one["odds"]["war"]["n"] for one in summary["arms"]))
    sentences = [*judged, *([f"{few}."] if few else []), f"{chart.told.finding}."]
    rows = summary["differences"]
    intervals = intervals_of(row["base_between_draws_low"] for row in rows)
    return Section(
        "summary",
        "In brief",
        (
            Text(" ".join(sentences), Role.LEAD),
            Grid(_in_brief(summary["arms"], intervals)),
            Text(CAVEAT, Role.CAVEAT),
            chart,
        ),
    )


def _in_brief(arms: Sequence[Mapping[str, Any]], note: str) -> Table:
    """Return the odds that are asked for first under each scenario."""
    return Table(
        "odds-in-brief",
        "Odds under each scenario",
        (Column("scenario"), *(Column(head, "of runs", figures=True) for head in HEADS.values())),
        [
            (
                upper_first(in_plain_words(arm["name"])),
                *(odds_of(arm["odds"][name], "p", prefix="") for name in HEADS),
            )
            for arm in arms
        ],
        note,
    )


def _found(summary: Mapping[str, Any]) -> Section:
    said = [*summary["notes"], *summary["findings"], summary["beside"]]
    return Section(
        "found", "What differs", (Points([one for one in said if one]), Text(HOW, Role.NOTE))
    )


def _arm(
    place: int, arm: Mapping[str, Any], summary: Mapping[str, Any], scenario: Scenario
) -> Section:
    """Return the chapter of a scenario: its odds and differences, what it changes, fates."""
    base = in_plain_words(summary["base"])
    return Section(
        f"arm-{place}",
        f"{arm['title']} ({in_plain_words(arm['name'])})",
        tuple(_tables(place, arm["name"], base, summary, scenario)),
        (
            Section(
                f"arm-{place}-changes",
                "What it changes",
                (
                    Terms([change_in_words(one, scenario) for one in arm["changes"]])
                    if arm["changes"]
                    else Text(f"Nothing: it is {base}."),
                ),
                depth=Depth.APPENDIX,
            ),
        ),
    )


def _tables(
    place: int, name: str, base: str, summary: Mapping[str, Any], scenario: Scenario
) -> Iterator[Block]:
    rows, deaths, fates = (
        [row for row in summary[table] if row["arm"] == name]
        for table in ("differences", "deaths", "fates")
    )
    if not rows:
        yield Text("No pair of runs came through, so there is nothing to compare.")
        return
    notes = " ".join(dict.fromkeys(f"{row['note']}." for row in rows if row["note"]))
    beside = yardstick_cells(scenario)
    yield _grid(
        f"arm-{place}-odds",
        "Odds under either, with both intervals, beside the yardsticks of a start as here",
        ("outcome", base, "here", *(column.heading for column in YARDSTICKS)),
        [(LABELS[row["outcome"]], *odds_cells(row), *beside(row["outcome"])) for row in rows],
        f"{notes} {BEHIND_A_YARDSTICK}".strip(),
    )
    yield _grid(
        f"arm-{place}-differences",
        "Differences, run by run",
        ("outcome", "points", "95% of draws", "Monte Carlo", "P(better)", "runs to tell"),
        [(LABELS[row["outcome"]], *difference_cells(row)) for row in rows],
    )
    yield _grid(
        f"arm-{place}-deaths",
        "Mean deaths, by side",
        ("whose", base, "here", "difference", "Monte Carlo", "more in", "fewer in"),
        [(row["whose"], *death_cells(row)) for row in deaths],
    )
    yield _grid(
        f"arm-{place}-fates",
        f"Where runs that end so under {base} end here",
        (f"under {base}", *(f"{name} here" for name in FATES.values())),
        fate_rows(fates),
    )


def _grid(
    name: str,
    caption: str,
    heads: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    note: str = "",
) -> Grid:
    columns = [Column(head, figures=place > 0) for place, head in enumerate(heads)]
    return Grid(Table(name, caption, columns, rows, note))
