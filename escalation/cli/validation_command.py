"""The command that renews the page that judges the model: ``escalation validation``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from escalation.cli import options
from escalation.cli.emit import note_written, print_json


def validation(
    out: Annotated[
        Path,
        typer.Option("--out", help="Folder of validation.md, made if need be; figures in images/."),
    ],
    runs: Annotated[
        int,
        typer.Option(
            "--runs", help="Runs; a quarter for each mechanism, a tenth for each recorded episode."
        ),
    ] = 4000,
    seed: options.FixedSeed = options.SEED,
    threads: options.Threads = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Renew the tables and figures that judge the model: patterns, mechanisms, scores, odds."""
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.files import ensure_writable_folder
    from escalation.upkeep import validation_page as page

    ensure_writable_folder(out)
    with progress_on_stderr(quiet or as_json) as progress:
        found = page.validate(runs=runs, seed=seed, threads=threads, progress=progress)
    written = page.write(found, out)
    if as_json:
        print_json(found.as_dict())
    elif not quiet:
        note_written(written)
