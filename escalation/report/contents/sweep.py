"""The report of a sweep: how far the odds go over its points, and what moves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.outcomes import TOLD
from escalation.analysis.sweeps.points import SweepTable, Varied
from escalation.charts.sweep_charts import sweep_charts
from escalation.charts.told import Column, Table
from escalation.charts.told.sweeps import SWEEP_TOLD
from escalation.charts.told.sweeps.words import source_of
from escalation.errors import InputError
from escalation.naming import in_plain_words
from escalation.numbers import counted, odds_of, over_days
from escalation.report.contents.parts.claims import believed_again, chart_of_claims, claims
from escalation.report.contents.parts.commands import typed
from escalation.report.contents.parts.elsewhere import (
    HINGES,
    LEVERS,
    PIVOTS,
    PLACES,
    STORIES,
    VALUE,
    elsewhere,
)
from escalation.report.contents.parts.making import again
from escalation.report.contents.parts.odds import (
    BEHIND_A_YARDSTICK,
    BESIDE_TITLE,
    YARDSTICKS,
    yardstick_cells,
)
from escalation.report.contents.parts.whole import whole
from escalation.report.document import (
    Block,
    Depth,
    Document,
    Grid,
    Picture,
    Points,
    Role,
    Section,
    Text,
)
from escalation.results.layout import SUMMARY, SWEEP_PLAN
from escalation.results.reading import SWEEP_AGAIN, begun, listed_files, read_json
from escalation.scenario.load import scenario_of
from escalation.sealing import DamagedError, check
from escalation.stamp import MADE_BY, Stamp, scenario_hash
from escalation.sweep.columns import DONE
from escalation.sweep.export import read_points
from escalation.sweep.plan import bare_plan, document_id
from escalation.sweep.settings import laid_over
from escalation.sweep.words import HOW, place_of, range_cells, value_of
from escalation.telling.odds import CAVEAT, LABELS, judgement_over

if TYPE_CHECKING:
    import pandas as pd

    from escalation.scenario.sections import Scenario

#: Kinds of charts in the order of the report, for each outcome that findings speak of.
_CHARTS: Final = ("tornado", "multiples", "heat")
_RANGE: Final = (
    Column("outcome"),
    *(Column(head, "of runs", figures=True) for head in ("lowest", "mean", "highest")),
)
_FIRST: Final = "tornado_durable"


def kept_sweep(path: Path) -> Document:
    """Return the report of the sweep that a folder holds; nothing is run for it.

    Raises
    ------
    InputError
        If it has no results yet, or one of its files is not as it was written.
    """
    summary, plan = (_checked(path, name) for name in (SUMMARY, SWEEP_PLAN))
    settings = plan["set"]
    scenarios = {
        name: laid_over(scenario_of("\n".join(one), name), settings)
        for name, one in plan["scenarios"].items()
    }
    table = read_points(path)
    data = _data(summary, plan, table)
    pictures = _pictures(summary, data)
    first = pictures.pop(_FIRST, None)
    stamp = _stamp(path, summary, plan)
    draws = -(-plan["runs"] // plan["replicates"])
    believed = [
        believed_again(name, one, draws, plan["seed"], plan["model"])
        for name, one in scenarios.items()
    ]
    return whole(
        next(iter(scenarios.values())),
        _first_page(summary, first),
        [
            _ranges(summary),
            _beside(summary, scenarios),
            Section("moves", "What moves them", (Points(summary["findings"]), *pictures.values())),
            claims(
                believed,
                chart_of_claims(believed[0], data.sweep_id, source_of(data)),
                list(_claims_varied(plan)),
            ),
            elsewhere(
                [HINGES, LEVERS, VALUE, STORIES, PIVOTS, PLACES],
                "a scenario of the sweep, by its name or file,",
                typed("report", "SCENARIO"),
            ),
        ],
        title=f"Odds over a sweep: {summary['title']}",
        subtitle=(
            f"{counted(summary['points_done'], 'point')} of "
            f"{counted(summary['runs_per_point'], 'run')}, each "
            f"{over_days(summary['horizon_days'])}, seed {summary['seed']}; "
            f"sweep {in_plain_words(summary['sweep'])}, id {summary['sweep_id']}"
        ),
        again=_again(summary, stamp, plan),
        stamp=stamp,
        made=dt.datetime.fromisoformat(stamp.started),
        keywords=("escalation", "sweep", *summary["varied"]),
        looked_up=[_points(summary, table)],
    )


def _checked(path: Path, name: str) -> dict[str, Any]:
    """Return what a JSON file of the folder holds, held against its hash."""
    known = listed_files(path).get(name)
    if known is None:
        raise InputError.single(str(path), f"the sweep has no {name} yet; {SWEEP_AGAIN}")
    return read_json(check(path / name, known, SWEEP_AGAIN), SWEEP_AGAIN)


def _stamp(path: Path, summary: Mapping[str, Any], plan: Mapping[str, Any]) -> Stamp:
    """Return what the sweep's files say of where they come from, with when it was begun.

    Its points may be computed in several sittings; the first is told.

    Raises
    ------
    DamagedError
        If it is not that of the plan.
    """
    resolved = ["\n".join(one) + "\n" for one in plan["scenarios"].values()]
    due = Stamp(
        document_id(bare_plan(plan)),
        scenario_hash(resolved),
        str(plan["escalation"]),
        str(plan["seed"]),
        "",
        begun(path),
    )
    told = Stamp.from_json(summary.get(MADE_BY))
    command = "" if told is None else told.command
    stamp = replace(due, command=command)
    if told not in (None, replace(stamp, started="")) or summary["sweep_id"] != due.run_id:
        said = "says that it comes from another sweep than its plan"
        raise DamagedError.single(str(path / SUMMARY), said)
    return stamp


def _data(summary: Mapping[str, Any], plan: Mapping[str, Any], table: pd.DataFrame) -> SweepTable:
    """Return what charts of the sweep are drawn from."""
    blocks = [axis["block"] for axis in plan["axes"]]
    axes = tuple(
        Varied(axis["name"], _levels(axis["name"], axis, table), blocks.count(axis["block"]) == 1)
        for axis in plan["axes"]
    )
    return SweepTable(
        title=summary["title"],
        name=summary["sweep"],
        sweep_id=summary["sweep_id"],
        runs=summary["runs_per_point"],
        horizons_days=tuple(summary["horizon_days"]),
        axes=axes,
        table=table,
    )


def _levels(name: str, axis: Mapping[str, Any], table: pd.DataFrame) -> tuple[Any, ...]:
    """Return an axis's values as its column holds them, each once, in the order of the plan."""
    kinds = {type(value) for value in table[name].dropna().tolist()}
    kind = kinds.pop() if len(kinds) == 1 else str
    known = [kind(one["value"]) for one in axis["levels"] if one["value"] is not None]
    return tuple(dict.fromkeys(known))


def _pictures(summary: Mapping[str, Any], data: SweepTable) -> dict[str, Picture]:
    """Return the charts of the outcomes that findings speak of, by their names."""
    if not summary["points_done"]:
        return {}
    charts = sweep_charts(data)
    return {
        name: Picture(name, SWEEP_TOLD[kind](data, outcome), charts[name])
        for outcome in TOLD
        for kind in _CHARTS
        if (name := f"{kind}_{outcome}") in charts
    }


def _first_page(summary: Mapping[str, Any], first: Picture | None) -> Section:
    sentences = [*judgement_over(summary["outcomes"], summary["runs_per_point"])]
    if first is not None:
        sentences.append(f"{first.told.finding}.")
    if not sentences:
        sentences.append("No point was computed, so there are no odds.")
    told = [name for name in TOLD if name in summary["outcomes"]]
    return Section(
        "summary",
        "In brief",
        (
            Text(" ".join(sentences), Role.LEAD),
            *([Grid(_in_brief(summary, told))] if told else []),
            Text(CAVEAT, Role.CAVEAT),
            *([first] if first is not None else []),
        ),
    )


def _in_brief(summary: Mapping[str, Any], outcomes: Sequence[str]) -> Table:
    """Return how far the odds go that are asked for first."""
    cells = {name: range_cells(summary["outcomes"][name]) for name in outcomes}
    return Table(
        "ranges-in-brief",
        "Odds over the points",
        _RANGE,
        [(LABELS[name], *(found[place] for place in (0, 2, 3))) for name, found in cells.items()],
        HOW,
    )


def _ranges(summary: Mapping[str, Any]) -> Section:
    """Return the section on how far odds go, and where."""
    heads = ("lowest", "at point", "mean", "highest", "at point ")
    varied = "; ".join(
        f"{in_plain_words(name)} ({counted(count, 'value')})"
        for name, count in summary["varied"].items()
    )
    return Section(
        "ranges",
        "How far the odds go",
        (
            Text(f"Varied: {varied}."),
            Grid(
                Table(
                    "ranges-table",
                    "Odds over the points",
                    (Column("outcome"), *(Column(head.strip(), figures=True) for head in heads)),
                    [
                        (LABELS[name], *range_cells(found))
                        for name, found in summary["outcomes"].items()
                    ],
                    HOW,
                )
            ),
            Points(list(_where(summary))),
            *(Text(line, Role.CAVEAT) for line in _lacks(summary)),
        ),
    )


def _beside(summary: Mapping[str, Any], scenarios: Mapping[str, Scenario]) -> Section:
    """Return the odds over the points beside the yardsticks of every start that was swept."""
    blocks: list[Block] = []
    seen: list[tuple[tuple[str, ...], ...]] = []
    for name, scenario in scenarios.items():
        cells = yardstick_cells(scenario)
        beside = tuple(cells(outcome) for outcome in summary["outcomes"])
        if beside in seen:
            continue
        seen.append(beside)
        rows = [
            (LABELS[outcome], *(range_cells(found)[place] for place in (0, 2, 3)), *record)
            for (outcome, found), record in zip(summary["outcomes"].items(), beside, strict=True)
        ]
        blocks.append(
            Grid(
                Table(
                    f"beside-{len(seen)}-table",
                    f"Odds over the points, and by the record for a start as of "
                    f"{in_plain_words(name)}",
                    (*_RANGE, *YARDSTICKS),
                    rows,
                    f"{HOW} {BEHIND_A_YARDSTICK}",
                )
            )
        )
    blocks += [Text(line) for line in summary["beside"]]
    return Section("beside", BESIDE_TITLE, tuple(blocks))


def _claims_varied(plan: Mapping[str, Any]) -> Iterator[str]:
    """Yield paths of claims that points set, each once."""
    told = (line for axis in plan["axes"] for level in axis["levels"] for line in level["set"])
    paths = (line.partition("=")[0].strip() for line in told)
    yield from dict.fromkeys(path for path in paths if path.startswith("claims"))


def _where(summary: Mapping[str, Any]) -> Iterator[str]:
    for name, found in summary["outcomes"].items():
        for end in ("lowest", "highest"):
            place = place_of(found[end]["at"], len(found[end]["at"]))
            yield f"{LABELS[name]}, {end} odds: {place}"


def _lacks(summary: Mapping[str, Any]) -> Iterator[str]:
    for why, count in summary["failures"].items():
        yield f"{counted(count, 'point')} failed: {why}"
    if summary["points_missing"]:
        yield f"{counted(summary['points_missing'], 'point')} missing: the sweep was stopped."


def _points(summary: Mapping[str, Any], table: pd.DataFrame) -> Section:
    """Return the table of all points, to be looked things up in."""
    told = [name for name in TOLD if name in summary["outcomes"]]
    good = table.loc[table["status"] == DONE]
    rows = [
        (
            str(row["point"]),
            *(value_of(row[name]) for name in summary["varied"]),
            *(odds_of(row, name) for name in told),
        )
        for row in good.to_dict("records")
    ]
    return Section(
        "points",
        "Every point",
        (
            Grid(
                Table(
                    "points-table",
                    "Odds at every point",
                    (
                        Column("point", figures=True),
                        *(Column(in_plain_words(name)) for name in summary["varied"]),
                        *(Column(LABELS[name], figures=True) for name in told),
                    ),
                    rows,
                ),
                long=True,
            ),
        ),
        depth=Depth.APPENDIX,
    )


def _again(summary: Mapping[str, Any], stamp: Stamp, plan: Mapping[str, Any]) -> Section:
    """Return how to make it again; a copy under another name is called as it was kept."""
    name = Path(summary["path"]).name
    commands = [
        *(typed(one, name) for one in ("verify", "reproduce")),
        *([stamp.command] if stamp.command else []),
    ]
    return again(stamp, commands, {"escalation": str(plan["escalation"]), "model": plan["model"]})
