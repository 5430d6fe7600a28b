"""What `escalation sweep` says: the range of odds, what it would cost, what is damaged."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from rich.text import Text

from escalation.cli.screen import console, plain_table
from escalation.naming import in_plain_words
from escalation.numbers import counted, duration, over_days
from escalation.sweep.words import HOW, place_of, range_cells
from escalation.telling.odds import CAVEAT, LABELS

MOST_POINTS = 3


def print_sweep(summary: Mapping[str, Any]) -> None:
    """Print a finished (or stopped) sweep as an analyst reads it."""
    from escalation.analysis.odds.outcomes import WORDS

    screen = console(sys.stdout)
    screen.print()
    screen.print(Text(f"Odds over a sweep: {summary['title']}", style="bold"))
    varied = "; ".join(
        f"{in_plain_words(name)} ({counted(count, 'value')})"
        for name, count in summary["varied"].items()
    )
    screen.print(
        Text(
            f"{counted(summary['points_done'], 'point')} of "
            f"{counted(summary['runs_per_point'], 'run')}, each "
            f"{over_days(summary['horizon_days'])}, seed {summary['seed']}; "
            f"sweep {in_plain_words(summary['sweep'])}, id {summary['sweep_id']}",
            style="dim",
        )
    )
    screen.print(Text(f"Varied: {varied}", style="dim"))
    screen.print()
    table = plain_table("", "lowest", "at point", "mean", "highest", "at point")
    for name, found in summary["outcomes"].items():
        table.add_row(LABELS[name], *range_cells(found))
    screen.print(table)
    screen.print(Text(HOW))
    for name, found in summary["outcomes"].items():
        if name == "de_escalated_30d" or len(summary["outcomes"]) == 1:
            for end in ("lowest", "highest"):
                screen.print(Text(f"{end} odds of {WORDS[name]}: {place_of(found[end]['at'])}"))
    for line in (*summary["findings"], *summary["beside"]):
        screen.print(Text(f"– {line}"))
    for why, count in summary["failures"].items():
        screen.print(Text(f"{count:,} point(s) failed: {why}"))
    if summary["points_missing"]:
        screen.print(Text(f"{summary['points_missing']:,} points are still missing."))
    for name, why in summary.get("charts_not_drawn", {}).items():
        screen.print(Text(f"The chart {name} could not be drawn: {why}"))
    screen.print()
    for label, part in (("Table", "results.parquet"), ("Charts", "charts"), ("Folder", "")):
        if part != "charts" or summary.get("charts"):
            screen.print(Text(f"{label:<8} {summary['path']}/{part}".rstrip("/")), soft_wrap=True)
    screen.print()
    screen.print(Text(CAVEAT, style="italic"))


def print_estimate(cost: Mapping[str, Any]) -> None:
    """Print what a sweep would cost."""
    screen = console(sys.stdout)
    left = cost["points"] - cost["points_done"]
    there = f", of which {cost['points_done']:,} are there" if cost["points_done"] else ""
    for line in (
        f"{cost['points']:,} points{there}, {cost['runs']:,} runs in all",
        f"about {duration(cost['seconds'])} for {left:,} points: {cost['runs_per_second']:,.0f} "
        f"runs a second on {cost['slots']} slot(s), and {1000 * cost['seconds_per_point']:.0f} ms "
        "a point beside them; charts take a minute at most",
        f"about {cost['bytes'] / 1e6:,.0f} MB in {cost['path']}",
    ):
        screen.print(Text(line))


def print_verified(found: Mapping[str, Any]) -> None:
    """Print what is sound and what isn't."""
    screen = console(sys.stdout)
    screen.print(
        Text(
            f"{found['path']}: {found['sound']:,} of {found['points']:,} points are there and as "
            f"they were written ({found['failed']:,} of them failed), {found['missing']:,} missing"
        ),
        soft_wrap=True,
    )
    if found["lost"]:
        shown = ", ".join(map(str, found["lost"][:MOST_POINTS]))
        more = len(found["lost"]) - MOST_POINTS
        rest = f" and {more:,} more" if more > 0 else ""
        what = "point" if len(found["lost"]) == 1 else "points"
        screen.print(Text(f"computed, and no longer there: {what} {shown}{rest}"), soft_wrap=True)
    for file in found["corrupt"]:
        screen.print(Text(f"corrupt: {file}"), soft_wrap=True)
