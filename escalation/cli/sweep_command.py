"""The command `sweep`: many points, kept one by one, stopped and resumed at any moment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import completions, options
from escalation.cli.emit import command_line, print_json
from escalation.cli.main import DONE, INTERRUPTED
from escalation.errors import InputError, PurposeError

if TYPE_CHECKING:
    from escalation.sweep.plan import SweepPlan


def sweep(
    file: Annotated[
        str,
        typer.Argument(
            help="Sweep file, or the name of a shipped one.", autocompletion=completions.sweeps
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The sweep's folder.", show_default="runs/sweep-NAME"),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Only say what it would cost, from a short measurement."),
    ] = False,
    retry_failed: Annotated[
        bool,
        typer.Option("--retry-failed", help="Compute the points that failed again, and no other."),
    ] = False,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify", help="Only say whether what was kept is there and as it was written."
        ),
    ] = False,
    threads: options.Threads = None,
    cluster: options.Cluster = None,
    charts: options.Charts = True,
    opened: options.Open = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> int:
    """Run a scenario with many values; the same command resumes what was stopped."""
    _refuse_together(dry_run=dry_run, retry_failed=retry_failed, verify=verify)
    if opened and (dry_run or verify):
        raise InputError.single("--open", "nothing is made that could be opened: leave it out")
    if verify and Path(file).is_dir():
        return verify_folder(Path(file), file, as_json=as_json)
    from escalation.sweep.load import load_sweep
    from escalation.sweep.running import default_folder

    plan = load_sweep(file)
    path = out or default_folder(plan)
    if verify:
        return verify_folder(path, str(path), as_json=as_json)
    if dry_run:
        return _dry_run(plan, path, threads, cluster, as_json=as_json)
    return _run(
        plan,
        path,
        retry_failed=retry_failed,
        threads=threads,
        cluster=cluster,
        charts=charts,
        opened=opened,
        as_json=as_json,
        quiet=quiet,
    )


def _refuse_together(**flags: bool) -> None:
    given = [f"--{name.replace('_', '-')}" for name, on in flags.items() if on]
    if len(given) > 1:
        raise InputError.single(", ".join(given), "give one of them, not several")


def _run(
    plan: SweepPlan,
    path: Path,
    *,
    retry_failed: bool,
    threads: int | None,
    cluster: str | None,
    charts: bool,
    opened: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Run the sweep, or what of it is missing, and say what it found."""
    from escalation.cli.progress_output import sweep_progress
    from escalation.cli.screen import note
    from escalation.cli.sweep_output import print_sweep
    from escalation.sweep.running import run_sweep

    with sweep_progress(quiet) as (points, drawn):
        found = run_sweep(
            plan,
            path,
            progress=points,
            charts_drawn=drawn,
            note=None if quiet else note,
            retry_failed=retry_failed,
            threads=threads,
            cluster=cluster,
            charts=charts,
            command=command_line(),
        )
    if found.points_kept < plan.points and found.interrupted:
        kept = f"{found.points_kept:,} of {plan.points:,} points are kept"
        note(f"Stopped: {kept}; the same command goes on.")
    if found.summary is None:
        return INTERRUPTED
    _say(found.summary, as_json=as_json, show=print_sweep)
    if opened:
        from escalation.cli.opening import open_kept

        open_kept(found.summary, as_json=as_json, quiet=quiet)
    if found.interrupted:
        return INTERRUPTED
    if found.summary["points_done"] == 0:
        raise PurposeError("every point failed, so there are no odds; the reasons are above")
    return DONE


def verify_folder(path: Path, name: str, *, as_json: bool) -> int:
    """Say which files of a folder, by the name it is known by, are not as they were written."""
    from escalation.sealing import DamagedError
    from escalation.sweep.folder import verify

    try:
        standing, points = verify(path)
    except DamagedError as error:  # a plan that is another vouches for no point
        raise PurposeError(str(error)) from error
    damaged_files = (*standing.beside, *standing.corrupt)
    corrupt = [str(Path(name) / file.relative_to(path)) for file in damaged_files]
    document = {
        "path": name,
        "points": points,
        "sound": len(standing.finished),
        "failed": len(standing.failed),
        "missing": points - len(standing.finished),
        "lost": standing.lost,
        "corrupt": corrupt,
    }
    from escalation.cli.sweep_output import print_verified

    _say(document, as_json=as_json, show=print_verified)
    if damaged := len(corrupt) + len(standing.lost):
        raise PurposeError(
            f"{damaged} file(s) are missing or not as they were written; the sweep's command "
            "makes them again"
        )
    return DONE


def _dry_run(
    plan: SweepPlan, path: Path, threads: int | None, cluster: str | None, *, as_json: bool
) -> int:
    from escalation.cli.sweep_output import print_estimate
    from escalation.sweep.estimate import estimate
    from escalation.sweep.folder import PLAN, check_standing_room, look

    check_standing_room(path)
    done = 0
    if (path / PLAN).is_file():
        done = len(look(path, plan.sweep_id, plan.points).finished)
    from escalation.sweep.running import sweep_session

    with sweep_session(threads, cluster) as session:
        cost = estimate(plan, session, done)
    _say(
        cost.as_dict() | {"sweep": plan.name, "path": str(path)},
        as_json=as_json,
        show=print_estimate,
    )
    return DONE


def _say(document: dict[str, Any], *, as_json: bool, show: Any) -> None:
    if as_json:
        print_json(document)
    else:
        show(document)
