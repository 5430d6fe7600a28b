"""The commands `run` and `runs`: simulate a scenario and keep the results; list what was kept."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from pathlib import Path
from typing import Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import print_json
from escalation.cli.main import DONE, INTERRUPTED
from escalation.errors import LostClusterError, OutputError, PurposeError
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
) -> int:
    """Run a scenario thousands of times: odds, tables and charts in a folder of their own."""
    from escalation.scenario.load import load_scenario

    started = dt.datetime.now(dt.UTC)
    changed = options.changes(settings, horizon)
    loaded = load_scenario(scenario, changed)
    # Checked before the compiler is woken and before a folder is begun.
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.cli.screen import note
    from escalation.ensemble.interrupt import stop_on_interrupt
    from escalation.ensemble.plan import plan_for
    from escalation.ensemble.session import Session
    from escalation.results.folder import clean_up
    from escalation.results.keeping import keep
    from escalation.results.result import begin
    from escalation.scenario.changes import changes_of
    from escalation.studies.run import run as carry_out

    plan = plan_for(
        loaded, runs=runs, precision=precision, seed=seed, replicates=replicates, threads=threads
    )
    with begin(loaded, plan, started, out) as folder:
        clean_up(out)
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
        if not quiet:
            note("writing tables" + (" and drawing charts" if charts else ""))
        reference, changes = changes_of(scenario, changed, loaded)
        stop = threading.Event()
        try:
            # Ctrl-C now skips what charts are left; what was computed is still kept.
            with stop_on_interrupt(stop):
                kept = keep(
                    result.to_keep(scenario, changed, reference, changes),
                    folder,
                    charts=charts,
                    command=["escalation", *sys.argv[1:]],
                    stop=stop,
                )
        except OutputError:
            # The disk failed; what was computed is still shown.
            _print(result.summary, [], as_json=as_json)
            raise
    _print(kept.summary, kept.most_telling, as_json=as_json)
    if kept.not_drawn and as_json and not quiet:
        note(f"Results are kept, but these charts could not be drawn: {', '.join(kept.not_drawn)}")
    if result.interrupted or "interrupted" in kept.not_drawn.values():
        return INTERRUPTED
    if (result.runs["status"] != CAME_THROUGH).all():
        why = result.runs["reason"].iloc[0]
        raise PurposeError(f"every run broke, so there are no odds: {why}")
    return DONE


def runs(
    root: Annotated[Path, typer.Argument(help="Folder of run folders.")] = Path("runs"),
    as_json: options.AsJson = False,
) -> None:
    """List what was kept, and what it found; clear away what killed runs left behind."""
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


def _print(summary: dict[str, Any], charts: list[Path], *, as_json: bool) -> None:
    if as_json:
        print_json(summary)
    else:
        from escalation.cli.run_output import print_result

        print_result(summary, charts)
