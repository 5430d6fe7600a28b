"""What `escalation run` and `escalation runs` say: the odds, and the list of what was kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from escalation.cli.odds_output import below_odds, in_words, odds_table, yardstick_lines
from escalation.cli.screen import console, plain_table, stacked
from escalation.cli.words import CAVEAT, WIDTH, between_draws
from escalation.numbers import counted, percent, percents

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

DEAD = (
    "afg_state", "pak_state", "afg_civilians", "pak_civilians", "afg_by_groups", "pak_by_groups",
    "ttp", "isis_k",
)  # fmt: skip


def print_odds(summary: Mapping[str, Any]) -> None:
    """Print what a run found to stdout, as an analyst reads it; it need not be kept yet."""
    screen = console(sys.stdout)
    screen.print()
    screen.print(Text(f"Odds: {summary['title']}", style="bold"))
    screen.print(Text(_of_what(summary), style="dim"))
    screen.print()
    beside = screen.width >= WIDTH
    screen.print(odds_table(summary, words=beside))
    if not beside:
        screen.print(Text(in_words(summary)))
    for line in below_odds(summary):
        screen.print(Text(line, style="dim"))
    for line in ("", *yardstick_lines(summary["yardsticks"])):
        screen.print(Text(line))
    for line in ("", *_shortfalls(summary), *_shares(summary), ""):
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


def _of_what(summary: Mapping[str, Any]) -> str:
    """Return what was run, in one line."""
    runs, draws = summary["runs"], summary["draws"]
    return (
        f"{counted(runs, 'run')} of {counted(draws, 'draw')}, "
        f"{counted(summary['horizon_days'], 'day')} from {summary['as_of']}, "
        f"seed {summary['seed']}; scenario {summary['scenario']}, run {summary['run_id']}"
    )


def _shortfalls(summary: Mapping[str, Any]) -> Iterator[str]:
    """Say what the figures lack, where they lack something."""
    if summary["interrupted"]:
        asked = summary["requested_runs"]
        of = f" of the {asked:,} asked for" if asked else ""
        yield f"Stopped early: these are {counted(summary['runs'], 'run')}{of}."
    precision = summary.get("precision")
    if precision and not precision["reached"] and not summary["interrupted"]:
        yield (
            f"The precision of ±{100 * precision['asked']:g} points was not reached: the widest "
            f"interval is ±{100 * precision['half_width']:.2g} points."
        )
    for why, count in summary.get("failures", {}).items():
        yield f"{counted(count, 'run')} broke and are left out: {why}."


def _shares(summary: Mapping[str, Any]) -> Iterator[str]:
    share = summary["variance_share"]
    if share["ignorance"] is None:
        yield f"How much is chance and how much ignorance can't be told: {share['note']}."
        return
    what = share["outcome"].removeprefix("de_escalated_").removesuffix("d")
    yield (
        f"Of what makes runs differ on de-escalation by day {what}, {percent(share['chance'])} "
        f"is chance and {percent(share['ignorance'])} "
        f"({percents(share['low'], share['high'])}) ignorance of the parameters "
        "and of what happened before day 0, which better knowledge could narrow."
    )
    if said := between_draws(share):
        yield said


def _deaths_table(summary: Mapping[str, Any]) -> Table:
    titles = (f"deaths in {summary['horizon_days']} days", "median", "9 runs of 10 lie between")
    table = plain_table(*titles, gap=3)
    for name in DEAD:
        row = summary["killed"][name]
        if row["q50"] is None or row["q50"] != row["q50"]:
            continue
        spread = f"{row['q05']:,.0f} and {row['q95']:,.0f}"
        table.add_row(row["whose"], f"{row['q50']:,.0f}", spread)
    return table


def _changes(summary: Mapping[str, Any]) -> Iterator[str]:
    changes = summary.get("changes", {"from": "", "what": []})
    if not changes["what"]:
        return
    yield ""
    yield f"Differs from {changes['from']} in:"
    for change in changes["what"][:MOST_CHANGES]:
        old, new = (_value(change[side]) for side in ("old", "new"))
        yield f"  {change['path']}: {old} -> {new}"
    if len(changes["what"]) > MOST_CHANGES:
        yield f"  and {len(changes['what']) - MOST_CHANGES} more, all in summary.json"


def _value(value: Any) -> str:
    if value is None:
        return "(nothing)"
    if isinstance(value, Mapping):
        text = ", ".join(f"{k} {v}" for k, v in value.items() if v is not None)
    elif isinstance(value, list | tuple):
        text = "; ".join(_value(item) for item in value) or "(none)"
    else:
        text = str(value)
    return text if len(text) <= 72 else text[:69] + "..."


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
