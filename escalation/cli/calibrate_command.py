"""The command that fits what nobody measured to the known patterns: ``escalation calibrate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import print_json
from escalation.cli.main import DONE, INTERRUPTED
from escalation.cli.words import Columns
from escalation.numbers import figure_of, percent

if TYPE_CHECKING:
    from collections.abc import Callable


def calibrate(
    out: Annotated[Path, options.folder_option("evaluated points and the posterior")],
    points: Annotated[int, typer.Option("--points", help="Points a wave.")] = 3000,
    runs: Annotated[int, options.runs_option("of each scenario at a point")] = 60,
    waves: Annotated[int, typer.Option("--waves", help="Waves of points.")] = 2,
    rows: Annotated[int, typer.Option("--rows", help="Rows of the posterior sample.")] = 512,
    seed: options.FixedSeed = options.SEED,
    coverage: Annotated[
        int, typer.Option("--coverage", help="Known truths to infer, as a check; 0 for none.")
    ] = 0,
    threads: options.Threads = None,
    install: Annotated[
        bool,
        typer.Option("--install", help="Copy the posterior into the package (for maintainers)."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the meta file to stdout, and nothing else.")
    ] = False,
    quiet: options.Quiet = False,
) -> int:
    """Fit the parameters that nobody measured to the patterns, all together.

    Points are kept as they are evaluated: after Ctrl-C the same command goes on.
    """
    import os
    import threading

    from escalation.calibration import border, posterior_files
    from escalation.calibration.calibrate import Plan
    from escalation.ensemble.interrupt import stop_on_interrupt
    from escalation.ensemble.plan import MOST_THREADS, outside
    from escalation.errors import InputError
    from escalation.files import ensure_writable_folder
    from escalation.scenario import posterior

    if problems := outside("--threads", threads, 1, MOST_THREADS):
        raise InputError(problems)
    plan = Plan(points, runs, waves, rows, seed, coverage)
    ensure_writable_folder(out)  # before a minute is spent on compiling
    stop = threading.Event()
    tell = None if quiet or as_json else _teller()
    try:
        with stop_on_interrupt(stop):
            place = border.calibrate_border(
                plan, out, threads=threads or os.cpu_count() or 1, told=tell, stop=stop
            )
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt(f"what was evaluated is kept in {out}") from error
    if place is None:
        typer.echo(f"Stopped; what was evaluated is kept in {out}. Run again to go on.", err=True)
        return INTERRUPTED
    meta = posterior.read_meta(place)
    if as_json:
        print_json(meta)
    else:
        for line in lines(meta):
            typer.echo(line)
    if install:
        for path in posterior_files.install(place):
            typer.echo(f"installed {path}", err=True)
    return DONE


def _teller() -> Callable[[str, int, int], None]:
    """Return a callback that keeps one line of progress on stderr, with the time left."""
    import sys
    import time

    state: dict[str, Any] = {"stage": "", "start": 0.0, "from": 0, "shown": 0.0}

    def tell(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        fresh = stage != state["stage"]
        if fresh:
            if state["stage"]:
                typer.echo("", err=True)
            state.update({"stage": stage, "start": now, "from": done, "shown": 0.0})
        if (
            not fresh
            and done < total
            and now - state["shown"] < (0.5 if sys.stderr.isatty() else 30)
        ):
            return
        state["shown"] = now
        text = stage if total <= 1 else f"{stage}: {done:,} of {total:,}"
        since = done - state["from"]
        if since > 0 and done < total:
            left = (now - state["start"]) / since * (total - done)
            text += (
                f", about {left / 60:.0f} min left" if left > 90 else f", about {left:.0f} s left"
            )
        end = "\r" if sys.stderr.isatty() else "\n"
        typer.echo(f"{text:70}", err=True, nl=False)
        typer.echo(end, err=True, nl=False)

    return tell


def lines(meta: dict[str, Any]) -> list[str]:
    """Return the findings of a calibration as lines of text."""
    rows: list[tuple[str, ...] | str] = []
    alone = {line["target"]: line for line in meta["left_out"]}
    for name, after in meta["patterns"].items():
        before = meta["prior_patterns"][name]
        mark = " conflicts" if alone[name]["conflict"] else ""
        target = _range(after["target_low"], after["target_high"])
        figures = (_value(before), _value(after), figure_of(alone[name]["z"]))
        rows += [(name, target, *figures), f"{after['scenario']}: {after['statistic']}{mark}"]
    told = Columns("|<5", "target|>14", "prior|>24", "posterior|>24", "left out|>10").lines(
        rows, " " * 6
    )
    ordered = sorted(meta["parameters"].items(), key=lambda item: item[1]["spread_ratio"])
    columns = Columns("parameter|<28", "spread|>8", "shift|>8", "  verdict|<")
    told += [
        "",
        *columns.lines(
            (name, f"{one['spread_ratio']:.2f}", f"{one['shift']:+.2f}", f"  {one['verdict']}")
            for name, one in ordered
        ),
    ]
    told += ["", f"effective share of the candidates: {meta['effective_share']:.2f}"]
    return told + _coverage(meta.get("coverage", []))


def _coverage(covered: list[dict[str, Any]]) -> list[str]:
    """Return how often intervals held known truths: all parameters together, then each."""
    if not covered:
        return []
    told = ["", f"central intervals that held the truth, {covered[0]['truths']} truths"]
    rows = []
    by_name: dict[str, list[dict[str, Any]]] = {}
    for line in covered:
        by_name.setdefault(line["parameter"], []).append(line)
    for name, found in by_name.items():
        cells = [
            f"{percent(one['level'])}: {percent(one['share']):>4} "
            f"[{percent(one['low']):>4}, {percent(one['high']):>4}]"
            for one in found
        ]
        rows.append((name, *(f"  {cell}" for cell in cells)))
    levels = ["|<24"] * (len(rows[0]) - 1)
    return [*told, *Columns("|<28", *levels).lines(rows)]


def _range(low: float, high: float) -> str:
    return f"{figure_of(max(low, 0.0))}-{figure_of(high)}"


def _value(line: dict[str, Any]) -> str:
    median, low, high = (figure_of(line[name]) for name in ("median", "q05", "q95"))
    return f"{median} [{low}, {high}]"
