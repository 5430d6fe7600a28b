"""A run's odds beside the yardsticks, what is unknown of them, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.outcomes import HEADLINE
from escalation.charts.told import Column, Table
from escalation.charts.words import IN_BRACKETS, NOT_OVER_DRAWS, upper_first, what_intervals_are
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import counted, odds_of, percent, percent_over_draws
from escalation.report.contents.parts.pictures import pictures
from escalation.report.document import Block, Grid, Picture, Points, Role, Section, Text
from escalation.telling.odds import (
    AFTER_WAR,
    BESIDE,
    CAVEAT,
    ENDS,
    LABELS,
    LADDER,
    SILENT,
    below_odds,
    deaths,
    deaths_heads,
    judgement,
    shares,
    shortfalls,
    told_draws,
    yardstick_lines,
)

if TYPE_CHECKING:
    from escalation.results.result import Result
    from escalation.scenario.sections import Scenario

#: Heading of the chapter.
BESIDE_TITLE: Final = "The odds beside the yardsticks"

#: What stands in brackets there, and why it is so wide.
BEHIND_A_YARDSTICK: Final = (
    "Behind a yardstick: its 95% interval, which says how little record there is."
)

#: The yardsticks, as columns of a table.
YARDSTICKS: Final = tuple(Column(title, "of cases", figures=True) for _, title in BESIDE)

#: What odds are told by: their cell holds all that is known of them.
_MODEL: Final = Column("model", "of runs", figures=True)


def first_page(summary: Mapping[str, Any], beside: Picture | None, first: Picture) -> Section:
    """Return page one of a run: the finding in three sentences, the odds and one picture.

    Parameters
    ----------
    summary
        What the run's ``summary.json`` holds.
    beside
        The chart of the yardsticks, whose finding is the third sentence; None if no run came
        through.
    first
        The picture that stands there.
    """
    sentences = [*judgement(summary), *([f"{beside.told.finding}."] if beside else [])]
    return Section(
        "summary",
        "In brief",
        (
            Text(" ".join(sentences), Role.LEAD),
            Grid(brief_odds(summary)),
            Text(CAVEAT, Role.CAVEAT),
            first,
        ),
    )


def odds_cell(row: Mapping[str, Any]) -> str:
    """Return the odds of an outcome, from its row in a summary, with both intervals."""
    return odds_of(row, "p", prefix="")


def word_cell(row: Mapping[str, Any]) -> str:
    """Return the estimative word for an outcome's odds, from its row in a summary."""
    return str(row["word"]) if row["p"] is not None else SILENT


def brief_odds(summary: Mapping[str, Any]) -> Table:
    """Return the model's odds of a quiet soon and of every end, and their words."""
    rows = [
        (LABELS[name], odds_cell(row), word_cell(row))
        for name in (HEADLINE, *ENDS)
        for row in (summary["odds"][name],)
    ]
    return Table(
        "odds-in-brief",
        f"Odds by the model, over {counted(summary['horizon_days'], 'day')}",
        (Column("outcome"), _MODEL, Column("in words")),
        rows,
        what_intervals_are(told=told_draws(summary)),
    )


def odds_beside(summary: Mapping[str, Any]) -> Table:
    """Return the odds of every outcome by the model, by both yardsticks, and their blend."""
    columns = summary["yardsticks"]["columns"]
    rows = []
    for name in (*LADDER, *ENDS, AFTER_WAR):
        row, blend = summary["odds"][name], columns["blend"].get(name)
        rows.append(
            (
                OUTCOME_NAMES[name].label,
                odds_cell(row),
                *(_yardstick(columns[key].get(name)) for key, _ in BESIDE),
                SILENT if blend is None else percent(blend["p"]),
            )
        )
    return Table(
        "odds-beside-yardsticks",
        "Odds by the model, by like cases in the record, by a Markov chain, and their blend",
        (
            Column("outcome"),
            _MODEL,
            *YARDSTICKS,
            Column("blend", figures=True),
        ),
        rows,
        f"{IN_BRACKETS if told_draws(summary) else NOT_OVER_DRAWS} {BEHIND_A_YARDSTICK}",
    )


def yardstick_cells(scenario: Scenario) -> Callable[[str], tuple[str, ...]]:
    """Return what gives the chances of an outcome by both yardsticks, for a scenario's start."""
    from escalation.analysis.record.yardsticks import KEYS, compare
    from escalation.scenario.start import start_of

    days, quiet = scenario.horizon_days, scenario.outcomes.quiet_days
    shown = compare({}, {}, start_of(scenario), days, quiet).shown()
    columns = {KEYS[name]: column for name, column in shown.items()}

    def cells(outcome: str) -> tuple[str, ...]:
        chances = (columns[key].get(outcome) for key, _ in BESIDE)
        return tuple(_yardstick(None if one is None else one._asdict()) for one in chances)

    return cells


def _yardstick(chance: Mapping[str, Any] | None) -> str:
    if chance is None:
        return SILENT
    return percent_over_draws(chance["p"], (chance["low"], chance["high"]))


def odds(result: Result, summary: Mapping[str, Any], beside: Picture | None) -> Section:
    """Return the chapter of the odds: beside the yardsticks, over time, by end and by dead."""
    lines = list(yardstick_lines(summary["yardsticks"]))
    gap = lines.index("")
    blocks: list[Block] = [
        Grid(odds_beside(summary)),
        *(Text(line, Role.NOTE) for line in below_odds(summary)),
        *([beside] if beside else []),
    ]
    return Section(
        "odds",
        BESIDE_TITLE,
        blocks,
        (
            Section("yardsticks", "What the yardsticks rest on", (Points(lines[:gap]),)),
            Section(
                "disagreements", "Where the columns disagree", tuple(map(Text, lines[gap + 1 :]))
            ),
            Section(
                "course",
                "How the runs go",
                (*pictures(result, "end_states", "rungs", "deaths"), Grid(_dead(summary))),
            ),
        ),
    )


def _dead(summary: Mapping[str, Any]) -> Table:
    whose, *others = map(upper_first, deaths_heads(summary))
    return Table(
        "dead",
        f"{whose}, by side",
        (Column("whose"), *(Column(head, figures=True) for head in others)),
        list(deaths(summary)),
    )


def unknown(summary: Mapping[str, Any]) -> Section:
    """Return the section on chance and ignorance, and on what the figures lack."""
    return Section("unknown", "What is unknown", tuple(_unknown(summary)))


def _unknown(summary: Mapping[str, Any]) -> Iterator[Text]:
    yield from map(Text, shares(summary))
    for line in shortfalls(summary):
        yield Text(line, Role.CAVEAT)
