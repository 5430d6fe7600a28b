"""The command that fits what nobody measured to the known patterns: ``escalation calibrate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.calibration.plan import Plan
from escalation.cli import options
from escalation.cli.emit import print_json
from escalation.cli.main import DONE, INTERRUPTED
from escalation.cli.words import Columns, wrapped
from escalation.numbers import figure_of, percent, percents, zero_unsigned

if TYPE_CHECKING:
    from collections.abc import Callable


def calibrate(
    out: Annotated[Path, options.folder_option("evaluated points and the posterior")],
    points: Annotated[int, typer.Option("--points", help="Points a wave.")] = Plan.points,
    runs: Annotated[int, options.runs_option("of each scenario at a point")] = Plan.runs,
    waves: Annotated[int, typer.Option("--waves", help="Waves of points.")] = Plan.waves,
    rows: Annotated[int, typer.Option("--rows", help="Rows of the posterior sample.")] = Plan.rows,
    seed: options.FixedSeed = Plan.seed,
    coverage: Annotated[
        int,
        typer.Option(
            "--coverage",
            help="Known truths to infer as a check, so many from the prior and from the "
            "posterior; 0 for none.",
        ),
    ] = Plan.coverage,
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

    What was seen on this border weighs every draw; base rates constrain the mean over draws. Points
    are kept as they are evaluated: after Ctrl-C the same command goes on.
    """
    import os
    import threading

    from escalation.calibration import border, posterior_files
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
    return [
        *_budget(meta["budget"]),
        "",
        *_patterns(meta),
        "",
        *_base_rates(meta["base_rates"]),
        "",
        *_odds(meta["odds"]),
        "",
        *_parameters(meta),
        "",
        *_joint(meta["joint"]),
        f"effective share of the candidates: {meta['effective_share']:.2f}",
        *_coverage(meta.get("coverage", {})),
    ]


def _budget(budget: dict[str, Any]) -> list[str]:
    points = budget["waves"] * budget["points"] + 2 * budget["rows"]
    return wrapped(
        f"{budget['waves']} waves of {budget['points']:,} points and {2 * budget['rows']:,} "
        f"candidates, at each {budget['runs']} runs of the ordinary incident and as many of the "
        f"baseline: {2 * points * budget['runs']:,} runs; seed {budget['seed']}. The sample has "
        f"{budget['rows']:,} rows."
    )


def _patterns(meta: dict[str, Any]) -> list[str]:
    """Return a line for each pattern: target, prior, posterior, and if it was left out."""
    rows: list[tuple[str, ...] | str] = []
    alone = {line["target"]: line for line in meta["left_out"]}
    for name, after in meta["patterns"].items():
        before = meta["prior_patterns"][name]
        mark = " conflicts" if alone[name]["conflict"] else ""
        kind = ", a base rate" if name in meta["base_rates"] else ""
        target = _range(after["target_low"], after["target_high"])
        figures = (_value(before), _value(after), figure_of(alone[name]["z"]))
        rows += [
            (name, target, *figures),
            f"{after['scenario']}: {after['statistic']}{kind}{mark}",
        ]
    told = Columns("|<9", "target|>14", "prior|>24", "posterior|>24", "left out|>10")
    return told.lines(rows, " " * 6)


def _base_rates(rates: dict[str, dict[str, Any]]) -> list[str]:
    """Return how far the mean over draws meets each base rate, and what is left of the spread."""
    rows: list[tuple[str, ...] | str] = []
    for name, one in rates.items():
        cells = (percent(one["recorded"]), percent(one["mean"]), percent(one["sd_over_draws"]))
        rows += [(name, *cells, figure_of(one["z"])), one["statistic"]]
    told = Columns("base rates|<11", "recorded|>10", "mean|>8", "spread|>9", "away|>8").lines(
        rows, " " * 6
    )
    return [*told, "mean and spread (standard deviation) are over draws; away: in its own errors"]


def _odds(odds: dict[str, dict[str, Any]]) -> list[str]:
    """Return the headline odds over draws by fit: the mean, and where 95% of draws lie."""
    if not odds:
        return []
    fits = list(next(iter(odds.values())))
    rows = [
        (meaning, *(_over_draws(found[fit]) for fit in fits)) for meaning, found in odds.items()
    ]
    told = Columns("odds over draws|<20", *(f"{fit}|>24" for fit in fits)).lines(rows)
    return [*told, "mean over draws, and where 95% of draws lie"]


def _over_draws(found: dict[str, Any]) -> str:
    quantiles = found["quantiles"]
    return f"{percent(found['mean'])} ({percents(quantiles[0], quantiles[-1], to='–')})"


def _parameters(meta: dict[str, Any]) -> list[str]:
    """Return a line for each parameter: how far it is pinned down, and by what it is felt."""
    ordered = sorted(meta["parameters"].items(), key=lambda item: item[1]["spread_ratio"])
    columns = Columns(
        "parameter|<28", "spread|>8", "shift|>8", "  verdict|<16", "felt by|<9", "in all|>7",
        "alone|>7",
    )  # fmt: skip
    return columns.lines(
        (
            name, f"{one['spread_ratio']:.2f}", zero_unsigned(f"{one['shift']:+.2f}"),
            f"  {one['verdict']}",
            meta["felt"][name]["by"], percent(meta["felt"][name]["total"]),
            percent(meta["felt"][name]["alone"]),
        )
        for name, one in ordered
    )  # fmt: skip


def _joint(joint: dict[str, Any]) -> list[str]:
    """Return in how many directions the patterns know more than the priors."""
    said = (
        f"Of {joint['parameters']} directions {joint['narrowed']} are narrower than in the prior, "
        f"beyond luck (eigenvalues below {joint['below_by_luck']:.2f} in normal scores; "
        f"{joint['members']:,} members). The mean has moved by {joint['shift']:.1f} standard "
        f"deviations of the prior, {joint['shift_by_luck']:.1f} by luck; in all the patterns tell "
        f"{joint['information_bits']:.1f} bits."
    )
    told = wrapped(said)
    for one in joint["directions"]:
        leading = ", ".join(
            f"{zero_unsigned(f'{part:+.2f}')} {name}" for name, part in one["leading"].items()
        )
        told += wrapped(f"{one['eigenvalue']:.2f}: {leading}", "  ")
    return told


def _coverage(coverage: dict[str, Any]) -> list[str]:
    """Return how often intervals held known truths: of headline odds, then of parameters."""
    told = []
    for kind, found in coverage.items():
        rows = [
            (name, *(_held(one) for one in line["levels"]), _uniform(line["uniform"]))
            for name, line in (*found["odds"].items(), ("all parameters", found["all"]))
        ]
        told += [
            "",
            f"central intervals that held the truth, {found['truths']} truths from the {kind}",
            *Columns("|<18", "|<24", "|<24", "|<24", "uniform|>9").lines(rows),
        ]
    return told


def _held(one: dict[str, Any]) -> str:
    interval = percents(one["low"], one["high"], to="–")
    return f"{percent(one['level'])}: {percent(one['share']):>4} ({interval})"


def _uniform(chance: float | None) -> str:
    return "" if chance is None else f"{chance:.2f}"


def _range(low: float, high: float) -> str:
    return f"{figure_of(max(low, 0.0))}-{figure_of(high)}"


def _value(line: dict[str, Any]) -> str:
    median, low, high = (figure_of(line[name]) for name in ("median", "q05", "q95"))
    return f"{median} [{low}, {high}]"
