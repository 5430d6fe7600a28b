"""What `escalation sweep` says: progress while it works, and the range of odds at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from escalation.cli.run_output import CAVEAT, PLAIN_SECONDS, console, duration

if TYPE_CHECKING:
    from escalation.sweep.drive import SweepProgress

MOST_VALUES = 3

Told = Callable[["SweepProgress"], None]


@contextmanager
def sweep_progress(quiet: bool) -> Iterator[Told | None]:
    """Yield a callback that tells of points done, rate and time left, on stderr."""
    if quiet:
        yield None
        return
    screen = console(sys.stderr)
    if not screen.is_terminal:
        yield _Lines(screen)
        return
    with _bar(screen) as bar:
        task = bar.add_task("points", total=None, pace="")

        def show(moment: SweepProgress) -> None:
            bar.update(
                task, completed=moment.points_done, total=moment.points_total, pace=pace(moment)
            )

        yield show


@contextmanager
def charts_on_stderr(quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Yield a callback that tells of charts drawn, on stderr where it is a terminal."""
    screen = console(sys.stderr)
    if quiet or not screen.is_terminal:
        yield None
        return
    with _bar(screen) as bar:
        task = bar.add_task("charts", total=None, pace="")
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _bar(screen: Console) -> Bar:
    return Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        console=screen,
        transient=True,
    )


class _Lines:
    """Prints a line now and then, for logs."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._last = time.monotonic()

    def __call__(self, moment: SweepProgress) -> None:
        """Print the progress if the last line is some time ago, or all is done."""
        now = time.monotonic()
        if now - self._last < PLAIN_SECONDS and moment.points_done < moment.points_total:
            return
        self._last = now
        done = f"{moment.points_done:,} of {moment.points_total:,} points"
        self._screen.print(Text(f"{done}, {pace(moment)}"))


def pace(moment: SweepProgress) -> str:
    """Return rate, time left and failures in words."""
    parts = []
    if moment.runs_per_second:
        parts.append(f"{moment.runs_per_second:,.0f} runs a second")
    if moment.seconds_left is not None:
        parts.append(f"{duration(moment.seconds_left)} left")
    if moment.failed_points:
        parts.append(f"{moment.failed_points:,} failed")
    return ", ".join(parts)


def print_sweep(summary: Mapping[str, Any]) -> None:
    """Print a finished (or stopped) sweep as an analyst reads it."""
    from escalation.analysis.outcomes import WORDS

    screen = console(sys.stdout)
    screen.print()
    screen.print(Text(f"Odds over a sweep: {summary['title']}", style="bold"))
    varied = "; ".join(f"{name} ({count})" for name, count in summary["varied"].items())
    screen.print(
        Text(
            f"{summary['points_done']:,} points of {summary['runs_per_point']:,} runs, seed "
            f"{summary['seed']}; sweep {summary['sweep']}, id {summary['sweep_id']}",
            style="dim",
        )
    )
    screen.print(Text(f"Varied: {varied}", style="dim"))
    screen.print()
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("odds", no_wrap=True)
    for name in ("lowest", "mean", "highest"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("where lowest", "where highest"):
        table.add_column(name)
    for name, found in summary["outcomes"].items():
        low, high = found["lowest"], found["highest"]
        shares = [f"{100 * p:.0f}%" for p in (low["p"], found["mean"], high["p"])]
        table.add_row(WORDS[name], *shares, f"point {low['point']}", f"point {high['point']}")
    screen.print(table)
    screen.print(Text("A point's own interval is in the table; extremes of many are partly luck."))
    for name, found in summary["outcomes"].items():
        if name == "de_escalated_30d" or len(summary["outcomes"]) == 1:
            for end in ("lowest", "highest"):
                screen.print(Text(f"{end} odds of {WORDS[name]}: {_at(found[end]['at'])}"))
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
    parts = [f"{name} {_short(value)}" for name, value in list(values.items())[:MOST_VALUES]]
    more = len(values) - MOST_VALUES
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


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
    for file in found["corrupt"]:
        screen.print(Text(f"corrupt: {file}"), soft_wrap=True)
