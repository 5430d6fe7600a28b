"""The command `report`: one file of a run, or of a scenario asked everything, for others' desks."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalation.cli import completions, options
from escalation.cli.emit import print_json
from escalation.errors import InputError
from escalation.report.formats import FORMATS

if TYPE_CHECKING:
    from escalation.ensemble.progress import ProgressCallback
    from escalation.report.contents.run import Studies
    from escalation.results.result import Result

#: What is chosen for a scenario, and has been for results that are kept.
_OF_SCENARIOS = ("--runs", "--seed", "--threads", "--horizon", "--set")


def report(
    source: Annotated[
        str,
        typer.Argument(
            metavar="RUN|SCENARIO",
            help=(
                "Folder or id of anything kept: a run, a comparison, a branch, a ranking of "
                "levers, a sweep; or a zip archive of such a folder. Or a scenario's file or "
                "shipped name: it is run, and asked everything; its run and its levers are kept "
                "under --in."
            ),
            autocompletion=completions.scenarios_runs_or_zips,
        ),
    ],
    wanted: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"One of {', '.join(FORMATS)}.",
            show_default="by --out, or html",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="The file; one there is replaced. Without an ending, that of the format is added.",
            show_default="named as the results, in this folder",
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", help="For docx and pptx: a file whose styles are used."),
    ] = None,
    runs: Annotated[int | None, options.runs_option("of a scenario", default="scenario's")] = None,
    seed: options.Seed = None,
    threads: options.Threads = None,
    horizon: options.Horizon = None,
    settings: options.Settings = None,
    root: options.Root = Path("runs"),
    opened: Annotated[
        bool, typer.Option("--open", help="Open it, by the system's program.")
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print path, bytes and seconds as one JSON document."),
    ] = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a report that speaks for itself: a page, a PDF, a Word document or a presentation."""
    from escalation.cli.opening import open_file
    from escalation.cli.screen import note
    from escalation.report import formats
    from escalation.report.contents import kinds
    from escalation.report.contents.run import run_document
    from escalation.report.everything import kept_so_far

    begun = time.perf_counter()
    format_ = formats.format_of(wanted, out)
    out = out and formats.with_ending(out, format_)
    folders: list[Path] = []
    with kinds.given(source, root) as given:
        if given is not None:
            _refuse(source, runs, seed, threads, horizon, settings)
            path = out or Path(f"{given.name}.{format_}")
            formats.check_place(path, format_, template)
            document = given.document()
            formats.write(document, path, format_, template)
    if given is None:
        formats.check_place(out, format_, template)
        result, studies, folders = _asked(
            source, options.changes(settings, horizon), root, runs, seed, threads, quiet=quiet
        )
        path = out or Path(f"{result.path.name}.{format_}")
        with kept_so_far(folders):
            document = run_document(result, studies)
            formats.write(document, path, format_, template)
    if as_json:
        print_json(
            {
                "path": str(path),
                "format": format_,
                "bytes": path.stat().st_size,
                "seconds": round(time.perf_counter() - begun, 3),
                "run_id": document.stamp.run_id,
                "folders": [str(folder) for folder in folders],
            }
        )
    else:
        typer.echo(str(path))
        for folder in folders if not quiet else ():
            note(f"kept {folder}")
    if opened:
        open_file(path, as_json=as_json, quiet=quiet)


def _refuse(source: str, *chosen: object) -> None:
    """Refuse what can be chosen for a scenario only."""
    for option, value in zip(_OF_SCENARIOS, chosen, strict=True):
        if value is not None and value != []:
            message = f"is for a scenario; {source} is kept, and nothing is run for its report"
            raise InputError.single(option, message)


def _asked(
    source: str,
    changed: list[str],
    root: Path,
    runs: int | None,
    seed: int | None,
    threads: int | None,
    *,
    quiet: bool,
) -> tuple[Result, Studies, list[Path]]:
    """Ask a scenario everything, with progress on stderr."""
    from escalation.cli.loading import load_and_note
    from escalation.report.everything import ask_everything, check_asked
    from escalation.results.folder import clean_up

    loaded = load_and_note(source, changed, quiet=quiet)
    check_asked(loaded, root, runs=runs, seed=seed, threads=threads)
    clean_up(root)
    return ask_everything(
        loaded,
        lambda name: _stage(name, quiet=quiet),
        root=root,
        runs=runs,
        seed=seed,
        threads=threads,
        source=source,
        settings=changed,
        command=["escalation", *sys.argv[1:]],
    )


@contextmanager
def _stage(name: str, *, quiet: bool) -> Iterator[ProgressCallback | None]:
    """Say on stderr what comes next, and show how far it is."""
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.cli.screen import note

    if not quiet:
        note(name)
    with progress_on_stderr(quiet) as progress:
        yield progress
