"""The command `reproduce`: run again what was kept, and compare it to the bit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalation.cli import completions, options
from escalation.cli.emit import print_json
from escalation.errors import PurposeError

if TYPE_CHECKING:
    from escalation.studies.reproduce import Reproduced


def reproduce(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            help="Folder or id of anything kept, or a zip archive of such a folder.",
            autocompletion=completions.kept_or_zipped,
        ),
    ],
    most_runs: Annotated[
        int,
        typer.Option("--most-runs", help="Refuse what asks for more runs in all."),
    ] = 1_000_000,
    threads: options.Threads = None,
    root: options.Root = Path("runs"),
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Run again what was kept, and say of every table whether each bit is the same, or why not.

    Nothing in the folder is executed or trusted, and nothing is written into it.
    """
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.ensemble.plan import MOST_THREADS, outside
    from escalation.errors import InputError
    from escalation.results.checking.mailed import results
    from escalation.studies.reproduce import reproduce as run_again

    problems = [
        *outside("--most-runs", most_runs, 1, 10_000_000_000),
        *outside("--threads", threads, 1, MOST_THREADS),
    ]
    if problems:
        raise InputError(problems)
    with results(run, root) as there:
        if there.kept is None:
            from escalation.sweep.reproduce import reproduce_sweep

            found = reproduce_sweep(there.path, most_runs=most_runs, threads=threads)
            command = ""
        else:
            command = there.kept.stamp.command
            with progress_on_stderr(quiet or as_json) as progress:
                found = run_again(
                    there.kept, most_runs=most_runs, threads=threads, progress=progress
                )
    if as_json:
        print_json({"path": there.name, **found.as_dict()})
    else:
        for line in lines(found, there.name, command):
            typer.echo(line)
    if not found.same:
        count = sum(not table.same for table in found.tables)
        raise PurposeError(f"{count} of {len(found.tables)} tables differ from what was kept")


def lines(found: Reproduced, name: str, command: str) -> Iterator[str]:
    """Yield what came of running something again as lines of text."""
    yield f"{name}: {found.kind} {found.run_id}, {found.runs:,} runs run again"
    if command:
        yield f"Its command, which was not run: {command}"
    width = max((len(table.name) for table in found.tables), default=0)
    for table in found.tables:
        told = "the same to the bit" if table.same else "differs"
        yield f"  {table.name:<{width}}  {table.rows:>9,} rows  {told}"
        yield from (f"      {one}" for one in table.differences)
    yield from found.notes
    for one in found.changed:
        yield f"Made with {one.what} {one.then}; here it is {one.now}"
    if found.same:
        yield "Every table is the same, to the bit."
    else:
        yield found.why
