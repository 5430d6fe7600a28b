"""The command `policies`: what levers do to the odds, and what it would cost to be wrong."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from escalation.cli import completions, options
from escalation.cli.emit import keep_study, print_json
from escalation.naming import ASKED_OF_FIRST
from escalation.numbers import counted


def policies(
    scenario: options.ScenarioName,
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome",
            help="What levers are ranked by.",
            autocompletion=completions.ranked_outcomes,
        ),
    ] = ASKED_OF_FIRST,
    levers: options.Levers = None,
    runs: Annotated[int, options.runs_option("of each lever")] = options.LEVER_RUNS,
    replicates: options.Replicates = None,
    seed: options.Seed = None,
    threads: options.Threads = None,
    horizon: options.Horizon = None,
    settings: options.Settings = None,
    out: options.Out = Path("runs"),
    as_json: options.SummaryAsJson = False,
    quiet: options.Quiet = False,
    charts: options.Charts = True,
    opened: options.Open = False,
) -> int:
    """Pull each lever over the same runs: what it adds, its regret, how often it is the best."""
    from escalation.cli.loading import load_and_note, say_notes
    from escalation.cli.opening import open_kept
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.results.folder import check_root
    from escalation.scenario.levers import chosen, contrary_levers
    from escalation.studies import levers as work

    loaded = load_and_note(scenario, settings, options.changes(None, horizon), quiet=quiet)
    work.plan_of(loaded, outcome, runs=runs, seed=seed, replicates=replicates, threads=threads)
    pulled = chosen(loaded, levers or ())
    if not quiet:
        say_notes(contrary_levers(loaded, pulled))
    check_root(out)
    with progress_on_stderr(quiet) as progress:
        found = work.policies(
            loaded,
            runs=runs,
            seed=seed,
            replicates=replicates,
            threads=threads,
            outcome=outcome,
            levers=levers or (),
            progress=progress,
        )
    summary, code = keep_study(found, out, charts=charts)
    if as_json:
        print_json(summary)
    else:
        _print(summary)
    if opened:
        open_kept(summary, as_json=as_json, quiet=quiet)
    return code


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    from escalation.charts.lever_words import change, ranked

    own = row["lever"] == "as_it_is"
    return (row["label"], *(("", "", "") if own else change(row)), *ranked(row))


def _print(summary: Mapping[str, Any]) -> None:
    from rich.text import Text

    from escalation.charts.lever_words import HEADS, NO_ADVICE, RANKING_KEY, heading, shares
    from escalation.cli.screen import console, plain_table, print_folder
    from escalation.telling.odds import CAVEAT

    screen = console(sys.stdout)
    screen.print()
    screen.print(Text(f"Levers ranked by the odds of {summary['ranked_by']}", style="bold"))
    screen.print(
        Text(
            f"{summary['title']}\n{summary['runs']:,} runs of {summary['draws']:,} draws for each "
            f"lever, {counted(summary['horizon_days'], 'day')} from {summary['as_of']}, seed "
            f"{summary['seed']}; policies {summary['run_id']}",
            style="dim",
        )
    )
    screen.print()
    screen.print(Text(heading(summary["ranked_by"], summary["levers"]), style="dim"))
    odds = plain_table("", *HEADS.values())
    for row in summary["levers"]:
        odds.add_row(row["label"], *shares(row))
    screen.print(odds)
    names = ", ".join(row["lever"] for row in summary["levers"])
    screen.print(Text(f"For --lever, in this order: {names}.", style="dim"))
    screen.print()
    screen.print(Text(f"Against the scenario as it is, by {summary['ranked_by']}", style="dim"))
    table = plain_table(
        "", "points", "95% of\ndraws", "Monte Carlo", "regret, 95%", "best\nin", "worst\nin"
    )
    for row in summary["levers"]:
        table.add_row(*_cells(row))
    screen.print(table)
    screen.print(Text(RANKING_KEY, style="dim"))
    screen.print()
    for line in summary["findings"]:
        screen.print(Text(line))
    screen.print()
    print_folder(screen, summary)
    screen.print()
    screen.print(Text(f"{CAVEAT} {NO_ADVICE}", style="italic"))
