"""What `escalation run` and `escalation runs` say: the odds, and the list of what was kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from escalation.cli.odds_output import in_words, odds_table
from escalation.cli.screen import console, plain_table, stacked
from escalation.cli.words import WIDTH
from escalation.telling.changes import value_told
from escalation.telling.odds import (
    CAVEAT,
    below_odds,
    deaths,
    deaths_heads,
    of_what,
    shares,
    shortfalls,
    yardstick_lines,
)

if TYPE_CHECKING:
    from escalation.results.reading import Listed

MOST_CHANGES = 12
MOST_WIDTH = 1000

#: The stages of a run that are told, by their name among its timings.
STAGES = {
    "start": "begin",
    "prepare": "load the model",
    "simulate": "simulate",
    "tables": "write tables",
    "charts": "draw",
}


def print_odds(summary: Mapping[str, Any]) -> None:
    """Print what a run found to stdout, as an analyst reads it; it need not be kept yet."""
    screen = console(sys.stdout)
    screen.print()
    screen.print(Text(f"Odds: {summary['title']}", style="bold"))
    screen.print(Text(of_what(summary), style="dim"))
    screen.print()
    beside = screen.width >= WIDTH
    screen.print(odds_table(summary, words=beside))
    if not beside:
        screen.print(Text(in_words(summary)))
    for line in below_odds(summary):
        screen.print(Text(line, style="dim"))
    for line in ("", *yardstick_lines(summary["yardsticks"])):
        screen.print(Text(line))
    for line in ("", *shortfalls(summary), *shares(summary), ""):
        screen.print(Text(line))
    screen.print(_deaths_table(summary))
    for line in _changes(summary):
        screen.print(Text(line))


def print_kept(summary: Mapping[str, Any], charts: Sequence[Path]) -> None:
    """Print to stdout, below the odds, where they are kept and which charts to look at first."""
    screen = console(sys.stdout)
    _print_paths(screen, summary, charts)
    screen.print(Text(CAVEAT, style="italic"))


def timings_line(timings: Mapping[str, float]) -> str:
    """Return how long the stages of a run took, in one line."""
    seconds = {stage: timings[f"{stage}_seconds"] for stage in (*STAGES, "odds_shown", "total")}
    parts = ", ".join(f"{label} {seconds[stage]:.1f}" for stage, label in STAGES.items())
    return f"Odds after {seconds['odds_shown']:.1f} s of {seconds['total']:.1f}: {parts}"


def _deaths_table(summary: Mapping[str, Any]) -> Table:
    table = plain_table(*deaths_heads(summary), gap=3)
    for row in deaths(summary):
        table.add_row(*row)
    return table


def _changes(summary: Mapping[str, Any]) -> Iterator[str]:
    changes = summary.get("changes", {"from": "", "what": []})
    if not changes["what"]:
        return
    yield ""
    yield f"Differs from {changes['from']} in:"
    for change in changes["what"][:MOST_CHANGES]:
        old, new = (value_told(change[side]) for side in ("old", "new"))
        yield f"  {change['path']}: {old} -> {new}"
    if len(changes["what"]) > MOST_CHANGES:
        yield f"  and {len(changes['what']) - MOST_CHANGES} more, all in summary.json"


def _print_paths(screen: Console, summary: Mapping[str, Any], charts: Sequence[Path]) -> None:
    """Print paths unbroken, so that they can be copied."""
    screen.print()
    failed = summary.get("charts_not_drawn", {})
    for number, path in enumerate(charts):
        label = "Charts   " if number == 0 else "         "
        screen.print(Text(f"{label}{path}"), soft_wrap=True)
    if failed:
        names = ", ".join(f"{name} ({why})" for name, why in failed.items())
        screen.print(Text(f"Results are kept, but these charts could not be drawn: {names}"))
    if summary["path"]:
        screen.print(Text(f"Folder   {summary['path']}"), soft_wrap=True)
    screen.print()


def print_list(listed: Sequence[Listed], root: Path) -> None:
    """Print the runs, comparisons and sweeps that were kept, newest last."""
    screen = console(sys.stdout)
    if not listed:
        screen.print(Text(f"No runs under {root}"))
        return
    table = plain_table(f"folder under {root}", "runs", gap=3)
    for title in ("kind", "what it found"):
        table.add_column(title, no_wrap=True)
    for item in listed:
        name = Path(item.path).name
        count = "" if item.runs is None else f"{item.runs:,}"
        found = item.problem or item.found
        stopped = ("stopped: " if found else "stopped") if item.interrupted else ""
        table.add_row(name, count, item.kind or "", stopped + found)
    # Names are for copying: a line may grow beyond the window rather than break them.
    wide = screen.options.update(max_width=MOST_WIDTH)
    widest = screen.measure(table, options=wide).maximum
    if screen.is_terminal and widest > screen.width:
        for line in stacked(table):
            screen.print(Text(line), soft_wrap=not line.startswith(" "))
        return
    screen.width = max(screen.width, widest)
    screen.print(table, soft_wrap=True)
