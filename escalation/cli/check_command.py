"""The command that holds the model against what is known: ``escalation check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import show_study
from escalation.cli.words import Columns, wrapped
from escalation.numbers import bracketed, figure_of

if TYPE_CHECKING:
    from escalation.studies.check import Check


def check(
    events_file: Annotated[
        Path | None,
        typer.Option(
            "--events-file",
            help="CSV file of recorded events (date_start, segment, best, group) to compare with.",
        ),
    ] = None,
    runs: Annotated[int, options.runs_option("of each scenario")] = 4000,
    seed: options.FixedSeed = options.SEED,
    threads: options.Threads = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Hold the model against known patterns: target, the model's value, verdict."""
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.studies import check as checking

    with progress_on_stderr(quiet or as_json) as progress:
        found = checking.check(
            runs=runs, seed=seed, threads=threads, events_file=events_file, progress=progress
        )
    show_study(found, lines, as_json=as_json, quiet=quiet)


def lines(found: Check) -> list[str]:
    """Return the table as lines of text."""
    told = wrapped(
        f"{found.runs:,} runs each of an ordinary incident and of the seed, 180 days, seed"
        f" {found.seed}; {found.logs:,} of each with event logs. In brackets: 95% Monte Carlo."
    )
    rows: list[tuple[str, ...] | str] = []
    for row in found.rows:
        figures = (_range(row.low, row.high), _value(row), f"  {row.verdict}")
        rows += [(row.id, *figures), f"{row.pattern}: {row.statistic}", f"basis: {row.basis}"]
        if row.note:
            rows.append(f"note: {row.note}")
    table = Columns("|<9", "target|>14", "model|>24", "  verdict|<").lines(rows, " " * 10)
    found_out = [line for finding in found.findings for line in wrapped(finding)]
    return [*told, "", *table, "", *found_out, "", *_events(found.events)]


def _events(events: list[dict[str, Any]] | None) -> list[str]:
    if events is None:
        return ["Recorded events: no file given (--events-file), so none are compared."]
    columns = Columns("lethal TTP attacks on Pakistani soil|<48", "recorded|>9", "model|>26")
    return columns.lines(
        (
            line["statistic"],
            _short(line["recorded"]),
            bracketed(line["model"], line["low"], line["high"], _short),
        )
        for line in events
    )


def _range(low: float, high: float) -> str:
    return "none given" if low != low else f"{_short(low)}-{_short(high)}"


def _value(row: Any) -> str:
    return bracketed(row.value, row.value_low, row.value_high, _short)


def _short(value: float) -> str:
    return figure_of(value, endless="inf")
