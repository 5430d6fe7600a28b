"""The command that renews the page that judges the model: ``escalation validation``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from escalation.cli import options


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
    import json

    from escalation.cli.run_output import note, progress_on_stderr
    from escalation.files import ensure_writable_folder
    from escalation.studies import validation as page

    ensure_writable_folder(out)
    with progress_on_stderr(quiet or as_json) as progress:
        found = page.validate(runs=runs, seed=seed, threads=threads, progress=progress)
    written = page.write(found, out)
    if as_json:
        typer.echo(json.dumps(found.as_dict(), indent=2))
    elif not quiet:
        for path in written:
            note(f"wrote {path}")
