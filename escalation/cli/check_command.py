"""The command that holds the model against what is known: ``escalation check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import show_study, written_to
from escalation.cli.words import Columns, wrapped
from escalation.errors import InputError
from escalation.numbers import bracketed, figure_of

if TYPE_CHECKING:
    from escalation.studies.check import Check
    from escalation.studies.trajectories import Trajectories


def check(
    events_file: Annotated[
        Path | None,
        typer.Option(
            "--events-file",
            help="CSV file of recorded events (date_start, segment, best, group) to compare with.",
        ),
    ] = None,
    episodes: Annotated[
        bool,
        typer.Option(
            "--episodes",
            help="Hold runs of three recorded episodes of 2024 against what is recorded, instead.",
        ),
    ] = False,
    runs: Annotated[
        int | None,
        options.runs_option("of each scenario (4,000), or each episode with --episodes (400)"),
    ] = None,
    out: Annotated[
        Path | None, options.folder_option("with --episodes: both tables and the strip chart")
    ] = None,
    seed: options.FixedSeed = options.SEED,
    threads: options.Threads = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Hold the model against known patterns: target, the model's value, verdict."""
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.files import ensure_writable_folder
    from escalation.studies import check as checking
    from escalation.studies import trajectories as paths

    if episodes:
        if events_file is not None:
            raise InputError.single("--events-file", "has no part in --episodes; leave it out")
        if out is not None:
            ensure_writable_folder(out)
        with progress_on_stderr(quiet or as_json) as progress:
            told = paths.trajectories(
                runs=paths.RUNS if runs is None else runs,
                seed=seed,
                threads=threads,
                progress=progress,
            )
        show_study(told, episode_lines, written_to(out, told), as_json=as_json, quiet=quiet)
        return
    if out is not None:
        raise InputError.single("--out", "keeps what --episodes finds; give that as well")
    with progress_on_stderr(quiet or as_json) as progress:
        found = checking.check(
            runs=checking.RUNS if runs is None else runs,
            seed=seed,
            threads=threads,
            events_file=events_file,
            progress=progress,
        )
    show_study(found, lines, as_json=as_json, quiet=quiet)


def episode_lines(found: Trajectories) -> list[str]:
    """Return where recorded episodes lie among their runs, as lines of text."""
    from escalation.analysis.trajectories.features import FEATURES, HORIZON_DAYS, month_of
    from escalation.analysis.trajectories.features import told as figure

    told = wrapped(
        f"Three recorded episodes from their first day, {found.runs:,} runs of each, seed"
        f" {found.seed}: what is recorded, the median of runs with nine tenths of them, and the"
        " percentile of the record among the runs: 50 is their middle. "
        f"{HORIZON_DAYS}+: not within {HORIZON_DAYS} days."
    )
    columns = Columns("|<56", "recorded|>9", "model|>20", "percentile|>12")
    for name, part in found.features.groupby("episode_id", sort=False):
        rows = [
            (
                f"  {FEATURES[row['feature']]}",
                figure(row["recorded"]),
                bracketed(row["model_median"], row["model_low"], row["model_high"], figure),
                f"{row['percentile']:.0f}",
            )
            for row in part.to_dict("records")
        ]
        told += ["", f"{month_of(str(name))} ({name})", *columns.lines(rows, "  ")]
    told += [
        "",
        "Share of runs in which violence had not ended, from day 0 on (*: nor in the record):",
    ]
    for name, part in found.days.groupby("episode_id", sort=False):
        days = "  ".join(
            f"{100 * row['model']:.0f}%{'*' if row['recorded'] else ''}"
            for row in part.to_dict("records")
        )
        told += wrapped(f"{month_of(str(name))}: {days}")
    return [*told, "", *(line for one in found.findings for line in wrapped(one))]


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
