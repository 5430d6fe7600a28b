"""What `escalation sweep` says: the range of odds, what it would cost, what is damaged."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from rich.text import Text

from escalation.charts.words import IN_BRACKETS
from escalation.cli.screen import console, plain_table
from escalation.naming import in_plain_words
from escalation.numbers import counted, duration, odds_of, over_days
from escalation.telling.odds import CAVEAT, LABELS

MOST_VALUES = 3


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
            f"{summary['points_done']:,} points of {summary['runs_per_point']:,} runs, each "
            f"{over_days(summary['horizon_days'])}, seed {summary['seed']}; "
            f"sweep {in_plain_words(summary['sweep'])}, id {summary['sweep_id']}",
            style="dim",
        )
    )
    screen.print(Text(f"Varied: {varied}", style="dim"))
    screen.print()
    table = plain_table("", "lowest", "at point", "mean", "highest", "at point")
    for name, found in summary["outcomes"].items():
        low, high = found["lowest"], found["highest"]
        table.add_row(
            LABELS[name],
            odds_of(low, "p", prefix=""),
            str(low["point"]),
            odds_of(found, "mean"),
            odds_of(high, "p", prefix=""),
            str(high["point"]),
        )
    screen.print(table)
    screen.print(
        Text(
            f"{IN_BRACKETS} ±: Monte Carlo, 95%, in points; extremes of many points are partly "
            "luck beyond it. Mean: over the points, as are its intervals' ends."
        )
    )
    for name, found in summary["outcomes"].items():
        if name == "de_escalated_30d" or len(summary["outcomes"]) == 1:
            for end in ("lowest", "highest"):
                screen.print(Text(f"{end} odds of {WORDS[name]}: {_at(found[end]['at'])}"))
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


def _at(values: Mapping[str, Any]) -> str:
    parts = [
        f"{in_plain_words(name)} {_short(value)}"
        for name, value in list(values.items())[:MOST_VALUES]
    ]
    more = len(values) - MOST_VALUES
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


def _short(value: Any) -> str:
    """Return a number with three figures, or up to six where it has no more than they show."""
    if not isinstance(value, float):
        return in_plain_words(value) if isinstance(value, str) else str(value)
    return f"{value:.6g}" if float(f"{value:.6g}") == value else f"{value:.3g}"


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
        shown = ", ".join(map(str, found["lost"][:MOST_VALUES]))
        more = len(found["lost"]) - MOST_VALUES
        rest = f" and {more:,} more" if more > 0 else ""
        what = "point" if len(found["lost"]) == 1 else "points"
        screen.print(Text(f"computed, and no longer there: {what} {shown}{rest}"), soft_wrap=True)
    for file in found["corrupt"]:
        screen.print(Text(f"corrupt: {file}"), soft_wrap=True)
