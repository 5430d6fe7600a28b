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

_ANY_WIDTH = 1000


class Screen(Console):
    """A console that cuts no figure: a table that is too wide for it is told row by row.

    What becomes of a pipe without a reader it leaves to `escalation.cli.main`.
    """

    def print(self, *objects: Any, **look: Any) -> None:
        """Print as Rich does, but stack a table that the width would cut."""
        if not look.get("soft_wrap"):
            objects = tuple(self._fitting(one) for one in objects)
        super().print(*objects, **look)

    def _fitting(self, shown: Any) -> Any:
        if not isinstance(shown, Table):
            return shown
        wide = self.options.update(max_width=_ANY_WIDTH)
        fits = self.measure(shown, options=wide).maximum <= self.width
        return shown if fits else Text("\n".join(stacked(shown)))

    def on_broken_pipe(self) -> None:
        """Let the error go on; Rich would end the process."""
        raise


def stacked(table: Table) -> list[str]:
    """Return a table as lines: the first cell of a row, then each other under its title."""
    titles = [" ".join(str(column.header).split()) for column in table.columns]
    lines = []
    for first, *others in zip(*(column.cells for column in table.columns), strict=True):
        lines.append(str(first).rstrip())
        indent = " " * (len(str(first)) - len(str(first).lstrip()) + 2)
        cells = zip(titles[1:], (str(cell).strip() for cell in others), strict=True)
        lines += [f"{indent}{title}: {cell}" for title, cell in cells if cell]
    return lines


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
