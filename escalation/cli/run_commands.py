"""The commands `run` and `runs`: simulate a scenario and keep the results; list what was kept."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import print_json
from escalation.cli.main import DONE, INTERRUPTED
from escalation.errors import OutputError, PurposeError

if TYPE_CHECKING:
    from escalation.api import Result
    from escalation.ensemble.plan import Plan
    from escalation.results.keeping import Kept
    from escalation.scenario.sections import Scenario


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
    from escalation.ensemble.simulate import plan_for

    plan = plan_for(
        loaded, runs=runs, precision=precision, seed=seed, replicates=replicates, threads=threads
    )
    done = _simulate_and_keep(
        loaded,
        plan,
        started,
        out=out,
        charts=charts,
        quiet=quiet,
        source=scenario,
        settings=changed,
        as_json=as_json,
        cluster=cluster,
    )
    if done is None:
        return INTERRUPTED
    result, kept = done
    _print(kept.summary, kept.most_telling, as_json=as_json)
    if kept.not_drawn and as_json and not quiet:
        from escalation.cli.screen import note

        note(f"Results are kept, but these charts could not be drawn: {', '.join(kept.not_drawn)}")
    if result.ensemble.interrupted or "interrupted" in kept.not_drawn.values():
        return INTERRUPTED
    if result.ensemble.failed_runs == result.ensemble.n_runs:
        why = result.runs["reason"].iloc[0]
        raise PurposeError(f"every run broke, so there are no odds: {why}")
    return DONE


def runs(
    root: Annotated[Path, typer.Argument(help="Folder of run folders.")] = Path("runs"),
    as_json: options.AsJson = False,
) -> None:
    """List what was kept, and what it found; clear away what killed runs left behind."""
    from escalation.results.folder import clean_up
    from escalation.results.listing import list_runs

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


def _simulate_and_keep(
    scenario: Scenario,
    plan: Plan,
    started: dt.datetime,
    *,
    out: Path,
    charts: bool,
    quiet: bool,
    source: str,
    settings: Sequence[str],
    as_json: bool,
    cluster: str | None,
) -> tuple[Result, Kept] | None:
    """Begin the folder, simulate, and write everything; nothing stays if it fails."""
    from escalation.api import identify, simulate
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.cli.screen import note
    from escalation.ensemble.interrupt import stop_on_interrupt
    from escalation.results.folder import RunFolder, clean_up
    from escalation.results.keeping import keep, needed_bytes
    from escalation.scenario.changes import changes_of

    asked = plan.runs if plan.precision is None else None
    name = identify(scenario, plan.seed, asked, started)
    expected = plan.runs if asked else 0
    room = needed_bytes(expected, expected // plan.replicates)
    with RunFolder.create(out, scenario.name, name, started, needed_bytes=room) as folder:
        clean_up(out)
        if not quiet and (notice := _cache_notice()):
            note(notice)
        with progress_on_stderr(quiet) as progress:
            result = simulate(
                scenario,
                runs=asked,
                precision=plan.precision,
                seed=plan.seed,
                replicates=plan.replicates,
                threads=plan.threads,
                progress=progress,
                started=started,
                cluster=cluster,
            )
        if result.ensemble.n_runs == 0:
            note("Stopped before any run was finished; nothing is kept.")
            return None
        if not quiet:
            note("writing tables" + (" and drawing charts" if charts else ""))
        reference, changes = changes_of(source, settings, scenario)
        stop = threading.Event()
        try:
            # Ctrl-C now skips what charts are left; what was computed is still kept.
            with stop_on_interrupt(stop):
                kept = keep(
                    result,
                    folder,
                    charts=charts,
                    command=["escalation", *sys.argv[1:]],
                    source=source,
                    settings=settings,
                    reference=reference,
                    changes=changes,
                    stop=stop,
                )
        except OutputError:
            # The disk failed; what was computed is still shown.
            _print(result.summary(), [], as_json=as_json)
            raise
    return result, kept


def _cache_notice() -> str:
    """Return why compiled code can't be kept, if it can't."""
    from escalation.compiling import cache_notice

    return cache_notice


def _print(summary: dict[str, Any], charts: list[Path], *, as_json: bool) -> None:
    if as_json:
        print_json(summary)
    else:
        from escalation.cli.run_output import print_result

        print_result(summary, charts)
