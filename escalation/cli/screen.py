"""The terminal as commands use it: a console of steady width, notes, tables without lines."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from escalation.cli.words import WIDTH


class Screen(Console):
    """A console that leaves it to `escalation.cli.main` what becomes of a pipe without a reader."""

    def on_broken_pipe(self) -> None:
        """Let the error go on; Rich would end the process."""
        raise


def console(stream: TextIO) -> Console:
    """Return a console that keeps its width where nobody looks at a terminal."""
    made = Screen(file=stream, highlight=False)
    return made if made.is_terminal else Screen(file=stream, highlight=False, width=WIDTH)


def note(text: str) -> None:
    """Say something beside the results, on stderr."""
    console(sys.stderr).print(Text(text))


def plain_table(*titles: str, gap: int = 2) -> Table:
    """Return a table without lines: the first column on the left, the others on the right."""
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="dim")
    for place, title in enumerate(titles):
        table.add_column(title, no_wrap=True, justify="left" if place == 0 else "right")
    return table


def print_folder(screen: Console, summary: Mapping[str, Any]) -> None:
    """Print where charts and folder are, unbroken, so that they can be copied."""
    for chart in summary["charts"]:
        if chart.endswith(".png"):
            screen.print(Text(f"Chart    {Path(summary['path']) / chart}"), soft_wrap=True)
    for name, why in summary.get("charts_not_drawn", {}).items():
        screen.print(Text(f"Results are kept, but this chart could not be drawn: {name} ({why})"))
    screen.print(Text(f"Folder   {summary['path']}"), soft_wrap=True)
