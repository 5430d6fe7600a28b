"""The command `branch`: what if, from a day on, for a whole ensemble or one of its runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options

if TYPE_CHECKING:
    from escalation.scenario.model import Scenario
    from escalation.studies.branching import Branched

_LINES = 20
_ENDS = {"durable": "durable quiet", "relapsed": "relapse", "never_quiet": "never quiet"}


def branch(
    source: Annotated[
        str,
        typer.Argument(help="Folder of a kept run, scenario file, or name of a shipped scenario."),
    ],
    day: Annotated[int, typer.Option("--day", help="First day on which the change holds.")],
    settings: options.Settings = None,
    events: Annotated[
        list[str] | None,
        typer.Option(
            "--event",
            metavar="EVENT",
            help="Add an event, such as '{kind: back_channel, open: true}', on the branch's day "
            "unless it gives one; may be repeated.",
        ),
    ] = None,
    run: Annotated[
        int | None,
        typer.Option("--run", help="Continue this run only, and tell it.", show_default=False),
    ] = None,
    runs: Annotated[int | None, options.runs_option("to branch", default="source's")] = None,
    seed: Annotated[int | None, options.seed_option("source's")] = None,
    replicates: Annotated[int | None, options.replicates_option("source's")] = None,
    threads: options.Threads = None,
    out: options.Out = Path("runs"),
    as_json: options.SummaryAsJson = False,
    quiet: options.Quiet = False,
    charts: options.Charts = True,
) -> None:
    """Continue an ensemble, or one run, from a day on under another decision."""
    from escalation.cli.compare_output import show
    from escalation.cli.run_output import progress_on_stderr
    from escalation.errors import InputError
    from escalation.store.folder import check_root
    from escalation.studies import branching

    changed, added = list(settings or []), list(events or [])
    if run is not None:
        if runs is not None:
            raise InputError.single("--run, --runs", "give one run or a number of runs, not both")
        one = branching.branch_run(
            source, day, run, changed, added, seed=seed, replicates=replicates
        )
        _tell(one, as_json=as_json)
        return
    # Wrong input is told before a folder is made for results.
    branching.changed_from(branching.origin_of(source).scenario, day, changed, added)
    check_root(out)
    with progress_on_stderr(quiet) as progress:
        found = branching.branch(
            source,
            day,
            changed,
            added,
            runs=runs,
            seed=seed,
            replicates=replicates,
            threads=threads,
            progress=progress,
        )
    _, summary = found.save(out, charts=charts, command=["escalation", *sys.argv[1:]])
    show(summary, as_json=as_json)


def _outcome(run: Any, scenario: Scenario) -> dict[str, Any]:
    """Return how a run ended, from its last state."""
    import numpy as np

    from escalation.engine.evening import write_run
    from escalation.rules.records import RUN_DTYPE
    from escalation.rules.vocabulary import END_STATES

    row = np.zeros(1, RUN_DTYPE)
    write_run(run.state.ledger[0], row[0])
    figures = {name: int(row[name][0]) for name in RUN_DTYPE.names or () if name != "run"}
    return {"end": END_STATES[figures["end_state"]], **figures}


def _sentences(run: Any, scenario: Scenario, first_day: int) -> list[str]:
    """Return what happened from a day on; attacks in which nobody died are left out."""
    from escalation.model.chronicle import chronicle
    from escalation.model.daily import MILITANT

    rows = [tuple(row) for row in run.events.tolist()]
    told = [r for r in rows if r[0] >= first_day and (r[1] not in MILITANT or sum(r[6:]) > 0)]
    return chronicle(told, scenario)


def _tell(one: Branched, *, as_json: bool) -> None:
    sides = ((one.before, one.original), (one.after, one.branch))
    outcomes = [_outcome(run, scenario) for scenario, run in sides]
    stories = [_sentences(run, scenario, one.day) for scenario, run in sides]
    if as_json:
        from escalation.store.folder import as_json as to_json

        sys.stdout.write(
            to_json(
                {
                    "scenario": one.before.name,
                    "run": one.run,
                    "seed": one.seed,
                    "day": one.day,
                    "parts_on_day": one.parts_on_day,
                    "parts_in": one.parts_in,
                    "original": {"outcome": outcomes[0], "events": stories[0]},
                    "branch": {"outcome": outcomes[1], "events": stories[1]},
                }
            )
        )
        return
    typer.echo(one.before.title)
    typer.echo(f"Run {one.run} (seed {one.seed}), otherwise from day {one.day}\n")
    if one.parts_on_day < 0:
        typer.echo("The branch is the run itself, to the last bit of every day.")
        return
    typer.echo(
        f"The two part on day {one.parts_on_day}, in {one.parts_in} first. Below, what happened in "
        "one and not in the other;\nattacks by the TTP or ISIS-K are left out."
    )
    for name, place in (("As it was", 0), ("As branched", 1)):
        end = outcomes[place]["end"]
        typer.echo(f"\n{name}: {_ENDS.get(end, end)}.")
        other = set(stories[1 - place])
        lines = [line for line in stories[place] if line not in other and not _militant(line)]
        for line in lines[:_LINES]:
            typer.echo(f"  {line}")
        if len(lines) > _LINES:
            typer.echo(f"  and {len(lines) - _LINES} more, all under --json")
    typer.echo("\nOne run is one story among many: it says nothing of odds.")


def _militant(line: str) -> bool:
    return any(f": {group} attacked" in line for group in ("The TTP", "ISIS-K"))
