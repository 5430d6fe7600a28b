"""The command `sweep`: many points, kept one by one, stopped and resumed at any moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import print_json
from escalation.cli.main import DONE, INTERRUPTED
from escalation.errors import InputError, PurposeError

if TYPE_CHECKING:
    from escalation.ensemble.pools import Pool
    from escalation.sweep.folder import SweepFolder
    from escalation.sweep.plan import SweepPlan


def sweep(
    file: Annotated[str, typer.Argument(help="Sweep file, or the name of a shipped one.")],
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
        bool, typer.Option("--verify", help="Only recompute the hashes of the points there are.")
    ] = False,
    threads: options.Threads = None,
    cluster: options.Cluster = None,
    charts: options.Charts = True,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> int:
    """Run a scenario with many values; the same command resumes what was stopped."""
    _refuse_together(dry_run=dry_run, retry_failed=retry_failed, verify=verify)
    if verify and Path(file).is_dir():
        return _verify(Path(file), as_json=as_json)
    from escalation.sweep.load import load_sweep

    plan = load_sweep(file)
    path = out or Path("runs") / f"sweep-{plan.name}"
    if verify:
        return _verify(path, as_json=as_json)
    if dry_run:
        return _dry_run(plan, path, threads, cluster, as_json=as_json)
    from escalation.sweep.folder import SweepFolder

    _check_root(path)
    with SweepFolder.open(path, plan) as folder:
        return _compute(
            folder,
            retry_failed=retry_failed,
            threads=threads,
            cluster=cluster,
            charts=charts,
            as_json=as_json,
            quiet=quiet,
        )


def _refuse_together(**flags: bool) -> None:
    given = [f"--{name.replace('_', '-')}" for name, on in flags.items() if on]
    if len(given) > 1:
        raise InputError.single(", ".join(given), "give one of them, not several")


def _check_root(path: Path) -> None:
    """Refuse a folder two levels of which are missing: most likely a slip of the pen."""
    above = path.absolute().parent
    if not above.is_dir() and not (path.parts[:1] == ("runs",) and above.parent.is_dir()):
        raise InputError.single(str(path), f"cannot be made: there is no folder {above}")


@contextmanager
def pool_for(threads: int | None, cluster: str | None) -> Iterator[Pool]:
    """Yield who does the work of a sweep."""
    from escalation.ensemble.plan import MOST_THREADS, available_threads
    from escalation.ensemble.pools import ThreadPool
    from escalation.sweep.drive import SWEEP_CHUNK_SECONDS

    if threads is not None and not 1 <= threads <= MOST_THREADS:
        message = f"{threads:,} is not between 1 and {MOST_THREADS:,}"
        raise InputError.single("--threads", message)
    if cluster is not None:
        from escalation.ensemble.cluster import open_cluster

        with open_cluster(cluster, workers=threads, splits=False) as pool:
            yield pool
        return
    count = threads or available_threads()
    with ThreadPool(count, chunk_seconds=SWEEP_CHUNK_SECONDS, splits=False) as pool:
        yield pool


def _compute(
    folder: SweepFolder,
    *,
    retry_failed: bool,
    threads: int | None,
    cluster: str | None,
    charts: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    from escalation.cli.progress_output import charts_on_stderr, sweep_progress
    from escalation.cli.screen import note
    from escalation.cli.sweep_output import print_sweep
    from escalation.ensemble.interrupt import stop_on_interrupt
    from escalation.sweep.drive import run_points
    from escalation.sweep.export import export

    plan = folder.plan
    standing = folder.standing()
    folder.clear(standing)
    if standing.corrupt and not quiet:
        note(f"{len(standing.corrupt)} damaged file(s) removed; their points are computed again.")
    if retry_failed:
        points = sorted(standing.failed)
        folder.replace(standing, points)
    else:
        points = [i for i in range(plan.points) if i not in standing.finished]
    before = len(standing.finished) - (len(points) if retry_failed else 0)
    if before and not quiet:
        note(f"{before:,} of {plan.points:,} points are there already.")
    interrupted = False
    if points:
        with pool_for(threads, cluster) as pool, sweep_progress(quiet) as progress:
            sitting = run_points(plan, folder, points, pool, done_before=before, progress=progress)
        interrupted = sitting.interrupted
    if interrupted:
        done = before + sitting.computed
        note(f"Stopped: {done:,} of {plan.points:,} points are kept; the same command goes on.")
    if not any((folder.path / "points").iterdir()):
        return INTERRUPTED
    stop = threading.Event()
    with stop_on_interrupt(stop), charts_on_stderr(quiet or not charts or interrupted) as tell:
        summary = export(folder, charts=charts and not interrupted, stop=stop, tell=tell)
    _say(summary, as_json=as_json, show=print_sweep)
    if interrupted or stop.is_set():
        return INTERRUPTED
    if summary["points_done"] == 0:
        raise PurposeError("every point failed, so there are no odds; the reasons are above")
    return DONE


def _verify(path: Path, *, as_json: bool) -> int:
    """Say which files are not as they were written."""
    from escalation.sweep.folder import verify

    standing, points = verify(path)
    corrupt = [str(file) for file in standing.corrupt]
    document = {
        "path": str(path),
        "points": points,
        "sound": len(standing.finished),
        "failed": len(standing.failed),
        "missing": points - len(standing.finished),
        "corrupt": corrupt,
    }
    from escalation.cli.sweep_output import print_verified

    _say(document, as_json=as_json, show=print_verified)
    if corrupt:
        raise PurposeError(
            f"{len(corrupt)} file(s) are not as they were written; the sweep's command computes "
            "their points again"
        )
    return DONE


def _dry_run(
    plan: SweepPlan, path: Path, threads: int | None, cluster: str | None, *, as_json: bool
) -> int:
    from escalation.cli.sweep_output import print_estimate
    from escalation.sweep.estimate import estimate
    from escalation.sweep.folder import PLAN, look

    done = 0
    if (path / PLAN).is_file():
        done = len(look(path, plan.sweep_id, plan.points).finished)
    with pool_for(threads, cluster) as pool:
        cost = estimate(plan, pool, done)
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
