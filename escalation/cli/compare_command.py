"""The command `compare`: scenarios under the same draws and chance, and what they differ by."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from escalation.cli import completions, options
from escalation.cli.emit import keep_study


def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            help="Two or more, files or shipped names; the first is the base.",
            autocompletion=completions.scenarios,
        ),
    ],
    runs: Annotated[
        int | None, options.runs_option("of each scenario", default="the first's")
    ] = None,
    seed: Annotated[int | None, options.seed_option("the first's")] = None,
    replicates: Annotated[int | None, options.replicates_option("the first's")] = None,
    threads: options.Threads = None,
    horizon: options.Horizon = None,
    settings: options.Settings = None,
    out: options.Out = Path("runs"),
    as_json: options.SummaryAsJson = False,
    quiet: options.Quiet = False,
    charts: options.Charts = True,
    opened: options.Open = False,
) -> int:
    """Compare scenarios with the first, run by run, under the same draws and the same chance."""
    from escalation.cli.compare_output import show
    from escalation.cli.loading import load_and_note
    from escalation.cli.opening import open_kept
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.results.folder import check_root
    from escalation.studies.compare import check_comparable
    from escalation.studies.compare import compare as compared

    changed = options.changes(None, horizon)
    loaded = [load_and_note(name, settings, changed, quiet=quiet) for name in scenarios]
    check_comparable(loaded)
    check_root(out)
    with progress_on_stderr(quiet) as progress:
        found = compared(
            *loaded, runs=runs, seed=seed, replicates=replicates, threads=threads, progress=progress
        )
    summary, code = keep_study(found, out, charts=charts)
    show(summary, as_json=as_json)
    if opened:
        open_kept(summary, as_json=as_json, quiet=quiet)
    return code
