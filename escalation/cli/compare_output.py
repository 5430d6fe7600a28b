"""What `compare` and `branch` say: the differences, the fates, and the findings in sentences."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from escalation.charts.words import intervals_of
from escalation.cli.emit import print_json
from escalation.cli.screen import console, plain_table, print_folder
from escalation.errors import PurposeError
from escalation.naming import in_plain_words
from escalation.numbers import counted
from escalation.studies.pair_words import (
    FATES,
    HOW,
    death_cells,
    difference_cells,
    fate_rows,
    odds_cells,
)
from escalation.telling.odds import CAVEAT, LABELS


def show(summary: Mapping[str, Any], *, as_json: bool) -> None:
    """Print a comparison's summary, as JSON or for a reader.

    Raises
    ------
    PurposeError
        If no pair of runs came through.
    """
    if as_json:
        print_json(summary)
    else:
        _print(summary)
    if not summary["differences"]:
        raise PurposeError("no pair of runs came through, so there is nothing to compare")


def _print(summary: Mapping[str, Any]) -> None:
    screen = console(sys.stdout)
    base = in_plain_words(summary["base"])
    screen.print()
    screen.print(Text(f"Odds compared with {base}, run by run", style="bold"))
    screen.print(
        Text(
            f"{summary['runs']:,} pairs of runs of {summary['draws']:,} draws, "
            f"{counted(summary['horizon_days'], 'day')} from {summary['as_of']}, "
            f"seed {summary['seed']}; "
            f"{summary['kind']} {summary['run_id']}",
            style="dim",
        )
    )
    for arm in summary["arms"][1:]:
        rows = [row for row in summary["differences"] if row["arm"] == arm["name"]]
        screen.print()
        screen.print(Text(f"{arm['title']} ({arm['name']})", style="bold"))
        if rows:
            screen.print(_odds(rows, base))
            screen.print()
            screen.print(_differences(rows))
            for note in dict.fromkeys(row["note"] for row in rows if row["note"]):
                screen.print(Text(f"– {note}", style="dim"))
            screen.print()
            screen.print(_deaths([r for r in summary["deaths"] if r["arm"] == arm["name"]], base))
            screen.print()
            screen.print(_fates([r for r in summary["fates"] if r["arm"] == arm["name"]], base))
    screen.print()
    for line in (*summary["notes"], *summary["findings"], summary["beside"]):
        if line:
            screen.print(Text(f"– {line}"))
    screen.print()
    rows = summary["differences"]
    intervals = intervals_of(row["base_between_draws_low"] for row in rows)
    for line in (intervals, HOW) if rows else ():
        screen.print(Text(line, style="dim"))
    screen.print()
    print_folder(screen, summary)
    screen.print()
    screen.print(Text(CAVEAT, style="italic"))


def _odds(rows: list[dict[str, Any]], base: str) -> Table:
    """Return the table of odds under either scenario, with both intervals."""
    table = plain_table("share of runs", base[:20], "here")
    for row in rows:
        table.add_row(LABELS[row["outcome"]], *odds_cells(row))
    return table


def _differences(rows: list[dict[str, Any]]) -> Table:
    """Return the table of differences, run by run."""
    table = plain_table(
        "difference",
        "points",
        "95% of\ndraws",
        "Monte\nCarlo",
        "P(better)",
        "runs\nto tell",
    )
    for row in rows:
        table.add_row(LABELS[row["outcome"]], *difference_cells(row))
    return table


def _deaths(rows: list[dict[str, Any]], base: str) -> Table:
    """Return the table of mean deaths by side."""
    table = plain_table("mean deaths", base[:20], "here", "difference", "Monte Carlo", "more in")
    table.add_column("fewer in", no_wrap=True, justify="right")
    for row in rows:
        table.add_row(f"  {row['whose']}", *death_cells(row))
    return table


def _fates(rows: list[dict[str, Any]], base: str) -> Table:
    """Return the table of fates: rows under the base, columns here."""
    table = plain_table(f"fate under {base[:20]}", *(f"{name} here" for name in FATES.values()))
    for label, *cells in fate_rows(rows):
        table.add_row(f"  {label}", *cells)
    return table
