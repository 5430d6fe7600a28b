"""Progress on stderr while a command works: a bar in a terminal, now and then a line in a log."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from escalation.cli.screen import console
from escalation.numbers import duration

if TYPE_CHECKING:
    from escalation.ensemble.progress import Progress, ProgressCallback
    from escalation.sweep.drive import SweepProgress

COMPILING_SECONDS = 1.5  # what takes less need not be told of
PLAIN_SECONDS = 10.0  # how often a line is printed where there is no terminal


@contextmanager
def progress_on_stderr(quiet: bool) -> Iterator[ProgressCallback | None]:
    """Yield a callback for `simulate` that tells of compiling, runs done, rate and time left."""
    if quiet:
        yield None
        return
    screen = console(sys.stderr)
    with ExitStack() as open_things:
        compiling = open_things.enter_context(_Compiling(screen))
        show = open_things.enter_context(_shown(screen, "runs"))

        def tell(moment: Progress) -> None:
            if moment.stage == "compiling":
                compiling.begin()
            else:
                compiling.end()
                show(moment.runs_done, moment.runs_total, pace(moment))

        yield tell


@contextmanager
def sweep_progress(
    quiet: bool,
) -> Iterator[tuple[Callable[[SweepProgress], None] | None, Callable[[int, int], None] | None]]:
    """Yield a callback for points done and one for charts drawn, on stderr.

    A log is told of points only. The bar appears with the first of them, so that notes made before
    stand above it.
    """
    screen = console(sys.stderr)
    if quiet:
        yield None, None
    elif not screen.is_terminal:
        lines = _Lines(screen, "points", at_the_end=True)
        yield (lambda m: lines(m.points_done, m.points_total, sweep_pace(m))), None
    else:
        with ExitStack() as open_things:
            shown: dict[str, Callable[[int, int, str], None]] = {}

            def show(what: str, done: int, total: int, pace: str = "") -> None:
                if what not in shown:
                    open_things.close()  # the bar before it, if there is one
                    shown[what] = open_things.enter_context(_shown(screen, what))
                shown[what](done, total, pace)

            yield (
                lambda moment: show(
                    "points", moment.points_done, moment.points_total, sweep_pace(moment)
                ),
                lambda done, total: show("charts", done, total),
            )


@contextmanager
def _shown(screen: Console, what: str) -> Iterator[Callable[[int, int, str], None]]:
    """Yield a callback that takes what is done, what there is to do, and the pace in words."""
    if not screen.is_terminal:
        yield _Lines(screen, what)
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
    )  # fmt: skip
    with Bar(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("preparing", total=None, pace="")

        def show(done: int, total: int, pace: str) -> None:
            bar.update(task, description=f"{what} done", completed=done, total=total, pace=pace)

        yield show


class _Lines:
    """Prints a line now and then, for logs."""

    def __init__(self, screen: Console, what: str, *, at_the_end: bool = False) -> None:
        self._screen, self._what, self._at_the_end = screen, what, at_the_end
        self._last: float | None = None

    def __call__(self, done: int, total: int, pace: str) -> None:
        """Print the progress if the last line, or the start, is some time ago."""
        now = time.monotonic()
        if self._last is None:
            self._last = now
        if now - self._last < PLAIN_SECONDS and not (self._at_the_end and done == total):
            return
        self._last = now
        self._screen.print(Text(f"{done:,} of {total:,} {self._what}, {pace}"))


class _Compiling:
    """Says so if the model is being compiled, as the compiler tells it, and that takes a while."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Compiling:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _look(self) -> None:
        from escalation.compiler import has_compiled

        while not self._over.wait(COMPILING_SECONDS):
            if has_compiled():
                self._screen.print(
                    Text("compiling the model, once for this version: this takes up to a minute")
                )
                return

    def begin(self) -> None:
        """Start to watch."""
        self._watch.start()

    def end(self) -> None:
        """Say nothing if it has not been said."""
        self._over.set()
        if self._watch.ident is not None:
            self._watch.join()


def pace(moment: Progress) -> str:
    """Return rate and time left in words."""
    parts = [moment.part] if moment.part else []
    if moment.runs_per_second:
        parts.append(f"{moment.runs_per_second:,.0f} a second")
    if moment.seconds_left is not None:
        parts.append(f"{duration(moment.seconds_left)} left")
    if moment.half_width is not None:
        parts.append(f"interval ±{100 * moment.half_width:.1f} points")
    if moment.failed_runs:
        parts.append(f"{moment.failed_runs:,} broke")
    return ", ".join(parts)


def sweep_pace(moment: SweepProgress) -> str:
    """Return rate, time left and failures of a sweep in words."""
    parts = []
    if moment.runs_per_second:
        parts.append(f"{moment.runs_per_second:,.0f} runs a second")
    if moment.seconds_left is not None:
        parts.append(f"{duration(moment.seconds_left)} left")
    if moment.failed_points:
        parts.append(f"{moment.failed_points:,} failed")
    return ", ".join(parts)
