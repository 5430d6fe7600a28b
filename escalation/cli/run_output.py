"""What `escalation run` says: progress while it works, and the odds at the end."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from escalation.cli.odds_output import below_odds, odds_table, yardstick_lines

if TYPE_CHECKING:
    from escalation.ensemble.progress import Progress, ProgressCallback
    from escalation.store.listing import Listed

WIDTH = 100
MOST_CHANGES = 12
COMPILING_SECONDS = 1.5  # loading compiled code takes a third of that
PLAIN_SECONDS = 10.0  # how often a line is printed where there is no terminal

CAVEAT = (
    "These are odds of a model under the scenario's stated assumptions, not a forecast of fact."
)

DEAD = (
    "afg_state", "pak_state", "afg_civilians", "pak_civilians", "afg_by_groups", "pak_by_groups",
    "ttp", "isis_k",
)  # fmt: skip


def console(stream: TextIO) -> Console:
    """Return a console that keeps its width where nobody looks at a terminal."""
    made = Console(file=stream, highlight=False, soft_wrap=False)
    return made if made.is_terminal else Console(file=stream, highlight=False, width=WIDTH)


def note(text: str) -> None:
    """Say something beside the results, on stderr."""
    console(sys.stderr).print(Text(text))


@contextmanager
def progress_on_stderr(quiet: bool) -> Iterator[ProgressCallback | None]:
    """Yield a callback for `simulate` that tells of compiling, runs done, rate and time left."""
    if quiet:
        yield None
        return
    screen = console(sys.stderr)
    with ExitStack() as open_things:
        compiling = open_things.enter_context(_Compiling(screen))
        if screen.is_terminal:
            show = _bar(open_things.enter_context(_new_bar(screen)))
        else:
            show = _PlainLines(screen)

        def tell(moment: Progress) -> None:
            if moment.stage == "compiling":
                compiling.begin()
            else:
                compiling.end()
                show(moment)

        yield tell


class _Compiling:
    """Says so if preparing the model takes long, as it does when it is being compiled."""

    def __init__(self, screen: Console) -> None:
        text = Text("preparing the model; if it must be compiled, this takes up to a minute")
        self._timer = threading.Timer(COMPILING_SECONDS, lambda: screen.print(text))
        self._timer.daemon = True

    def __enter__(self) -> _Compiling:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def begin(self) -> None:
        """Start to wait."""
        self._timer.start()

    def end(self) -> None:
        """Say nothing if it has not been said."""
        self._timer.cancel()


def _new_bar(screen: Console) -> Bar:
    return Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        console=screen,
        transient=True,
    )


def _bar(bar: Bar) -> ProgressCallback:
    """Return a callback that moves a bar."""
    task = bar.add_task("preparing", total=None, pace="")

    def show(moment: Progress) -> None:
        bar.update(
            task,
            description="runs",
            completed=moment.runs_done,
            total=moment.runs_total,
            pace=pace(moment),
        )

    return show


class _PlainLines:
    """Prints a line now and then, for logs."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._last: float | None = None

    def __call__(self, moment: Progress) -> None:
        """Print the progress if the last line, or the start, is some time ago."""
        now = time.monotonic()
        if self._last is None:
            self._last = now
        if now - self._last < PLAIN_SECONDS:
            return
        self._last = now
        done = f"{moment.runs_done:,} of {moment.runs_total:,} runs"
        self._screen.print(Text(f"{done}, {pace(moment)}"))


def pace(moment: Progress) -> str:
    """Return rate and time left in words."""
    parts = []
    if moment.runs_per_second:
        parts.append(f"{moment.runs_per_second:,.0f} a second")
    if moment.seconds_left is not None:
        parts.append(f"{duration(moment.seconds_left)} left")
    if moment.half_width is not None:
        parts.append(f"interval ±{100 * moment.half_width:.1f} points")
    if moment.failed_runs:
        parts.append(f"{moment.failed_runs:,} broke")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Return a time span as people say it: ``4 s``, ``2 min 10 s``, ``3 h 5 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def print_result(summary: Mapping[str, Any], charts: Sequence[Path]) -> None:
    """Print a summary to stdout as an analyst reads it."""
    screen = console(sys.stdout)
    screen.print()
    screen.print(Text(f"Odds: {summary['title']}", style="bold"))
    screen.print(Text(_of_what(summary), style="dim"))
    screen.print()
    screen.print(odds_table(summary, words=screen.width >= WIDTH))
    for line in below_odds(summary):
        screen.print(Text(line, style="dim"))
    for line in ("", *yardstick_lines(summary["yardsticks"])):
        screen.print(Text(line))
    for line in ("", *_shortfalls(summary), _shares(summary), ""):
        screen.print(Text(line))
    screen.print(_deaths_table(summary))
    for line in _changes(summary):
        screen.print(Text(line))
    _print_paths(screen, summary, charts)
    screen.print(Text(CAVEAT, style="italic"))


def _of_what(summary: Mapping[str, Any]) -> str:
    """Return what was run, in one line."""
    runs, draws = summary["runs"], summary["draws"]
    return (
        f"{_count(runs, 'run')} of {_count(draws, 'draw')}, "
        f"{_count(summary['horizon_days'], 'day')} from {summary['as_of']}, "
        f"seed {summary['seed']}; scenario {summary['scenario']}, run {summary['run_id']}"
    )


def _shortfalls(summary: Mapping[str, Any]) -> Iterator[str]:
    """Say what the figures lack, where they lack something."""
    if summary["interrupted"]:
        asked = summary["requested_runs"]
        of = f" of the {asked:,} asked for" if asked else ""
        yield f"Stopped early: these are {_count(summary['runs'], 'run')}{of}."
    precision = summary.get("precision")
    if precision and not precision["reached"] and not summary["interrupted"]:
        yield (
            f"The precision of ±{100 * precision['asked']:g} points was not reached: the widest "
            f"interval is ±{100 * precision['half_width']:.2g} points."
        )
    for why, count in summary.get("failures", {}).items():
        yield f"{_count(count, 'run')} broke and are left out: {why}."


def _shares(summary: Mapping[str, Any]) -> str:
    share = summary["variance_share"]
    if share["ignorance"] is None:
        return f"How much is chance and how much ignorance can't be told: {share['note']}."
    what = share["outcome"].removeprefix("de_escalated_").removesuffix("d")
    return (
        f"Of what makes runs differ on de-escalation by day {what}, {100 * share['chance']:.0f}% "
        f"is chance and {100 * share['ignorance']:.0f}% "
        f"({100 * share['low']:.0f} to {100 * share['high']:.0f}%) ignorance of the parameters "
        "and of what happened before day 0, which better knowledge could narrow."
    )


def _deaths_table(summary: Mapping[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column(f"deaths in {summary['horizon_days']} days", no_wrap=True)
    for name in ("median", "9 runs of 10 lie between"):
        table.add_column(name, justify="right", no_wrap=True)
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
    """Print the runs that were kept, newest last."""
    screen = console(sys.stdout)
    if not listed:
        screen.print(Text(f"No runs under {root}"))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column(f"folder under {root}", no_wrap=True)
    table.add_column("runs", justify="right", no_wrap=True)
    table.add_column("quiet by day 30", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for item in listed:
        name = Path(item.path).name
        count = "" if item.runs is None else f"{item.runs:,}"
        odds = "" if item.de_escalated_30d is None else f"{100 * item.de_escalated_30d:.0f}%"
        table.add_row(name, count, odds, item.problem or ("stopped" if item.interrupted else ""))
    # Names are for copying: the table may grow beyond the window rather than break them.
    screen.print(table, width=max(screen.width, screen.measure(table).maximum), soft_wrap=True)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
