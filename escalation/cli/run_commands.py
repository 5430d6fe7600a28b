"""The commands `run` and `runs`: simulate a scenario and keep the results; list what was kept."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import command_line, print_json
from escalation.cli.main import DONE, INTERRUPTED
from escalation.errors import InputError, LostClusterError, OutputError, PurposeError
from escalation.vocabulary import CAME_THROUGH


def run(
    scenario: options.ScenarioName,
    runs: Annotated[
        int | None, options.runs_option("of the scenario", default="scenario's")
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision",
            help="Instead of --runs: run until the 95% interval of the odds of de-escalation is "
            "within this on either side, such as 0.01.",
        ),
    ] = None,
    seed: options.Seed = None,
    replicates: options.Replicates = None,
    threads: options.Threads = None,
    cluster: options.Cluster = None,
    horizon: options.Horizon = None,
    settings: options.Settings = None,
    out: options.Out = Path("runs"),
    as_json: options.SummaryAsJson = False,
    quiet: options.Quiet = False,
    charts: options.Charts = True,
    opened: options.Open = False,
) -> int:
    """Run a scenario thousands of times: odds, tables and charts in a folder of their own."""
    from escalation.cli.loading import load_and_note

    started = dt.datetime.now(dt.UTC)
    changed = options.changes(settings, horizon)
    loaded = load_and_note(scenario, settings, options.changes(None, horizon), quiet=quiet)
    # Checked before the compiler is woken and before a folder is begun.
    from escalation.ensemble.plan import plan_for
    from escalation.ensemble.pools import available_threads
    from escalation.results.drawing import MOST_RUNS, helpers
    from escalation.results.result import begin

    plan = plan_for(
        loaded, runs=runs, precision=precision, seed=seed, replicates=replicates, threads=threads
    )
    used = threads or loaded.ensemble.threads or available_threads()
    with (
        begin(loaded, plan, started, out) as folder,
        # They import what drawing needs while this process imports what computing needs.
        helpers(used - 1 if charts else 0) as drawing,
    ):
        from escalation.cli.progress_output import progress_on_stderr
        from escalation.cli.screen import note
        from escalation.ensemble.interrupt import stop_on_interrupt
        from escalation.ensemble.session import Session
        from escalation.results.folder import clean_up
        from escalation.results.keeping import keep
        from escalation.scenario.changes import changes_of
        from escalation.studies.run import run as carry_out

        clean_up(out)
        begun = _since(started)
        with (
            progress_on_stderr(quiet) as progress,
            Session.open(
                threads or loaded.ensemble.threads, progress=progress, cluster=cluster
            ) as session,
        ):
            try:
                result = carry_out(loaded, plan, session, started)
            except LostClusterError as error:
                raise PurposeError(f"{error}; nothing of this run is kept") from error
        if result.runs.empty:
            note("Stopped before any run was finished; nothing is kept.")
            return INTERRUPTED
        reference, changes = changes_of(scenario, changed, loaded)
        stop = threading.Event()
        # Ctrl-C now skips what charts are left; what was computed is still kept.
        with stop_on_interrupt(stop):
            found = result.to_keep(scenario, changed, reference, changes)
            assert found.summary is not None
            unheard = None if as_json else _show_odds(found.summary)
            shown = _since(started)
            if not quiet:
                note("writing tables" + (" and drawing charts" if charts else ""))
            try:
                kept = keep(
                    found,
                    folder,
                    charts=charts,
                    command=command_line(),
                    stop=stop,
                    helpers=drawing if len(result.runs) <= MOST_RUNS else (),
                    timings={"start_seconds": begun, "odds_shown_seconds": shown},
                )
            except OutputError:
                # The disk failed; what was computed is still shown.
                if as_json:
                    print_json(found.summary)
                raise
    if unheard is not None:
        raise unheard
    if as_json:
        print_json(kept.summary)
    else:
        from escalation.cli.run_output import print_kept, timings_line

        print_kept(kept.summary, kept.most_telling)
        if not quiet:
            note(timings_line(kept.summary["timings"]))
    if kept.not_drawn and as_json and not quiet:
        note(f"Results are kept, but these charts could not be drawn: {', '.join(kept.not_drawn)}")
    if opened:
        from escalation.cli.opening import open_file

        open_file(next(iter(kept.most_telling), kept.path), as_json=as_json, quiet=quiet)
    if result.interrupted or "interrupted" in kept.not_drawn.values():
        return INTERRUPTED
    if (result.runs["status"] != CAME_THROUGH).all():
        why = result.runs["reason"].iloc[0]
        raise PurposeError(f"every run broke, so there are no odds: {why}")
    return DONE


def runs(
    folder: Annotated[
        Path | None, typer.Argument(help="The same as --in.", show_default=False)
    ] = None,
    root: options.Root = Path("runs"),
    as_json: options.AsJson = False,
) -> None:
    """List what was kept, and what it found; clear away what killed runs left behind."""
    if folder is not None:
        if root not in (Path("runs"), folder):
            raise InputError.single("--in", f"{root} is not {folder}: name one folder")
        root = folder
    from escalation.results.folder import clean_up
    from escalation.results.reading import list_runs

    if str(root) == "runs" and not root.exists():
        listed, removed = [], []
    else:
        removed = clean_up(root)
        listed = list_runs(root)
    if removed:
        from escalation.cli.screen import note

        note(f"Removed what {len(removed)} run(s) that were killed had left behind.")
    if as_json:
        print_json([item.as_dict() for item in listed])
        return
    from escalation.cli.run_output import print_list

    print_list(listed, root)


def _show_odds(summary: Mapping[str, Any]) -> OSError | None:
    """Print the odds; return what went wrong with the stream, which must cost no results."""
    from escalation.cli.run_output import print_odds

    try:
        print_odds(summary)
        sys.stdout.flush()
    except OSError as error:
        return error
    return None


def _since(moment: dt.datetime) -> float:
    return (dt.datetime.now(dt.UTC) - moment).total_seconds()
