"""The command `branch`: what if, from a day on, for a whole ensemble or one of its runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import completions, options
from escalation.cli.emit import keep_study, print_json
from escalation.cli.main import DONE
from escalation.errors import InputError, Problem
from escalation.naming import OUTCOME_NAMES

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario
    from escalation.studies.one_run import Branched, StoppedRun

_LINES = 20


def branch(
    source: Annotated[
        str,
        typer.Argument(
            help="Scenario file, name of a shipped one, folder or id of a kept run, or the saved "
            "state of a run.",
            autocompletion=completions.scenarios_or_runs,
        ),
    ],
    day: Annotated[
        int | None,
        typer.Option(
            "--day", help="First day on which the change holds.", show_default="a state's own"
        ),
    ] = None,
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
    save_state: Annotated[
        Path | None,
        typer.Option(
            "--save-state",
            metavar="FILE",
            help="Stop the run on the morning of the day, and write its state to this file.",
            show_default=False,
        ),
    ] = None,
    runs: Annotated[int | None, options.runs_option("to branch", default="source's")] = None,
    seed: Annotated[int | None, options.seed_option("source's")] = None,
    replicates: Annotated[int | None, options.replicates_option("source's")] = None,
    threads: options.Threads = None,
    root: options.Root = Path("runs"),
    out: options.Out = Path("runs"),
    as_json: options.SummaryAsJson = False,
    quiet: options.Quiet = False,
    charts: options.Charts = True,
    opened: options.Open = False,
) -> int:
    """Continue an ensemble, or one run, from a day on under another decision."""
    from escalation.cli.compare_output import show
    from escalation.cli.opening import open_kept
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.results.folder import check_root
    from escalation.results.saved_state import is_state_file
    from escalation.studies import branch as branching
    from escalation.studies import one_run as continuing

    changed, added = list(settings or []), list(events or [])
    from_file = is_state_file(source)
    _check_options(from_file, day, run, runs, seed, replicates)
    if opened and (from_file or run is not None):
        raise InputError.single("--open", "one run makes no chart and no folder: leave it out")
    if save_state is not None:
        _check_saving(save_state, from_file, run, changed, added)
        stopped = _stopped(source, root, from_file, day, run, seed, replicates)
        _tell_saved(stopped, stopped.save(save_state), as_json=as_json)
        return DONE
    if from_file:
        one = continuing.load_state(source).branch(changed, added, day=day)
        _note(one.before, one.after, added, quiet=quiet)
        _tell(one, as_json=as_json)
        return DONE
    assert day is not None
    if run is not None:
        one = continuing.branch_run(
            source, day, run, changed, added, seed=seed, replicates=replicates, root=root
        )
        _note(one.before, one.after, added, quiet=quiet)
        _tell(one, as_json=as_json)
        return DONE
    # Wrong input is told before a folder is made for results.
    before = branching.origin_of(source, root).scenario
    after = branching.changed_from(before, day, changed, added)
    _note(before, after, added, quiet=quiet)
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
            root=root,
            progress=progress,
        )
    summary, code = keep_study(found, out, charts=charts)
    show(summary, as_json=as_json)
    if opened:
        open_kept(summary, as_json=as_json, quiet=quiet)
    return code


def _note(before: Scenario, after: Scenario, added: list[str], *, quiet: bool) -> None:
    """Say which event holds where one of the branch meets another."""
    from escalation.cli.loading import say_notes
    from escalation.studies.branch import contrary_events

    if not quiet:
        say_notes(contrary_events(before, after, added))


def _check_options(
    from_file: bool,
    day: int | None,
    run: int | None,
    runs: int | None,
    seed: int | None,
    replicates: int | None,
) -> None:
    """Refuse options that don't go together, or with where the branch leaves from."""
    if not from_file:
        if day is None:
            raise InputError.single("--day", "is missing: give the day on which the branch begins")
        if run is not None and runs is not None:
            raise InputError.single("--run, --runs", "give one run or a number of runs, not both")
        return
    given = {"--run": run, "--runs": runs, "--seed": seed, "--replicates": replicates}
    problems = [
        Problem(option, "can't be given with a saved state, which is of one run: leave it out")
        for option, value in given.items()
        if value is not None
    ]
    if problems:
        raise InputError(problems)


def _check_saving(
    path: Path, from_file: bool, run: int | None, settings: list[str], events: list[str]
) -> None:
    """Refuse to save what is no state of one run as it was, before anything is computed."""
    from escalation.results.saved_state import check_name

    if run is None and not from_file:
        raise InputError.single("--save-state", "a state is of one run: give --run too")
    if settings or events:
        raise InputError.single(
            "--save-state",
            "saves a run as it was until that morning; give --set and --event when you continue "
            "from the state",
        )
    check_name(path)


def _stopped(
    source: str,
    root: Path,
    from_file: bool,
    day: int | None,
    run: int | None,
    seed: int | None,
    replicates: int | None,
) -> StoppedRun:
    from escalation.studies.one_run import load_state, stop_run

    if from_file:
        state = load_state(source)
        return state if day is None else state.until(day)
    assert day is not None
    assert run is not None
    return stop_run(source, day, run, seed=seed, replicates=replicates, root=root)


def _tell_saved(state: StoppedRun, path: Path, *, as_json: bool) -> None:
    about = {"scenario": state.scenario.name, "run": state.run, "seed": state.seed}
    if as_json:
        print_json({**about, "day": state.day, "state": path})
        return
    typer.echo(
        f"Saved: run {state.run} of {state.scenario.name} (seed {state.seed}) on the morning of "
        f"day {state.day}\n{path}, {path.stat().st_size / 1000:,.0f} kB; to continue it: "
        f"escalation branch {path} --event EVENT"
    )


def _outcome(run: Any, scenario: Scenario) -> dict[str, Any]:
    """Return how a run ended, from its last state."""
    import numpy as np

    from escalation.day.closing import write_run
    from escalation.day.records import RUN_DTYPE
    from escalation.vocabulary import END_STATES

    row = np.zeros(1, RUN_DTYPE)
    write_run(run.state.ledger[0], row[0])
    figures = {name: int(row[name][0]) for name in RUN_DTYPE.names or () if name != "run"}
    return {"end": END_STATES[figures["end_state"]], **figures}


def _sentences(run: Any, scenario: Scenario, first_day: int) -> list[str]:
    """Return what happened from a day on; attacks in which nobody died are left out."""
    from escalation.telling.chronicle import chronicle
    from escalation.telling.daily import MILITANT

    rows = [tuple(row) for row in run.events.tolist()]
    told = [r for r in rows if r[0] >= first_day and (r[1] not in MILITANT or sum(r[6:]) > 0)]
    return chronicle(told, scenario)


def _tell(one: Branched, *, as_json: bool) -> None:
    sides = ((one.before, one.original), (one.after, one.branch))
    outcomes = [_outcome(run, scenario) for scenario, run in sides]
    stories = [_sentences(run, scenario, one.day) for scenario, run in sides]
    if as_json:
        print_json(
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
        typer.echo(f"\n{name}: {OUTCOME_NAMES[end].name}.")
        other = set(stories[1 - place])
        lines = [line for line in stories[place] if line not in other and not _militant(line)]
        for line in lines[:_LINES]:
            typer.echo(f"  {line}")
        if len(lines) > _LINES:
            typer.echo(f"  and {len(lines) - _LINES} more, all under --json")
    typer.echo("\nOne run is one story among many: it says nothing of odds.")


def _militant(line: str) -> bool:
    return any(f": {group} attacked" in line for group in ("The TTP", "ISIS-K"))
