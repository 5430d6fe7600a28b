"""Where a scenario stands, what it fixes, and every number of the model with its basis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from escalation.charts.told import Column, Table
from escalation.report.document import Block, Depth, Grid, Points, Role, Section, Text
from escalation.results.manifest import parameter_table
from escalation.scenario.distributions import KINDS
from escalation.telling.situation import fixed_events, situation

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

#: What a number's basis means, as the reference page has it.
_BASES: Final = (
    "Basis: a claim, data, literature, or a judgement, which is an honest word for a guess. A fact "
    "is inferred in every draw from the claims that bear on it. Numbers that were calibrated are "
    "drawn together from the fit, and the distribution here is what was believed of them before."
)


def assumptions(scenario: Scenario) -> Section:
    """Return the chapter on where a scenario stands and what it fixes."""
    events = fixed_events(scenario)
    fixed: list[Block] = [Text("Fixed, whatever the model would decide:"), Points(events)]
    blocks = (Points(situation(scenario)), *(fixed if events else []))
    return Section("assumptions", "What is assumed", blocks)


def numbers(scenario: Scenario, kept: Mapping[str, Mapping[str, Any]] | None = None) -> Section:
    """Return the table of every number and its basis, to be looked things up in.

    Parameters
    ----------
    scenario
        As run.
    kept
        Every parameter and fact as a manifest has them; as this version declares them, unless
        given.
    """
    table = parameter_table(scenario) if kept is None else kept
    columns = ("name", "meaning", "unit", "distribution", "basis", "set by")
    return Section(
        "numbers",
        "Every number and its basis",
        (
            Text(_BASES, Role.NOTE),
            Grid(
                Table(
                    "numbers-table",
                    f"All {len(table)} parameters and facts, with what they rest on",
                    [Column(name) for name in columns],
                    [_row(name, row) for name, row in table.items()],
                ),
                long=True,
            ),
        ),
        depth=Depth.APPENDIX,
    )


def _row(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    basis = row.get("basis", "inferred from claims")
    return (
        name,
        _unmarked(row["meaning"]),
        str(row["unit"]),
        _distribution(row["distribution"]),
        _unmarked(f"{basis}: {row['source']}"),
        str(row["set_by"]),
    )


def _unmarked(text: object) -> str:
    """Return a text as it is read: without the marks around names of code, for pages of the web."""
    return str(text).replace("`", "")


def _distribution(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Return a distribution in words, from how an analyst writes it."""
    ((kind, values),) = figures.items()
    return str(KINDS[kind](**values))
