"""The command `watch`: replay one run of an ensemble, agent by agent, and tell it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import made_here, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escalation.mesa import BorderModel
    from escalation.scenario.sections import Scenario

LIVE_SECONDS = 0.15
WIDTH = 110


def watch(
    scenario: options.ScenarioOrRun,
    run: Annotated[int, typer.Option("--run", help="Number of the run in its ensemble.")] = 0,
    draw: Annotated[
        int | None,
        typer.Option("--draw", help="Draw to take instead of the run's own.", show_default=False),
    ] = None,
    seed: options.Seed = None,
    replicates: options.Replicates = None,
    horizon: options.Horizon = None,
    settings: options.Settings = None,
    root: options.Root = Path("runs"),
    events: Annotated[
        bool,
        typer.Option("--events", help="Tell the run's events in sentences instead of days."),
    ] = False,
    live: Annotated[
        bool, typer.Option("--live", help="In a terminal, let the days pass before your eyes.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Replay one run of an ensemble in the Mesa model, day by day."""
    loaded, seed, replicates = _ensemble_of(scenario, root, settings, horizon, seed, replicates)
    number = run // replicates if draw is None else draw
    _check(run, number)
    model = _member(loaded, run, number, seed)
    if as_json:
        _print_json(model, number, replicates)
    elif events:
        _tell(model, number)
    else:
        _show(model, number, live=live)


def _ensemble_of(
    source: str,
    root: Path,
    settings: Sequence[str] | None,
    horizon: int | None,
    seed: int | None,
    replicates: int | None,
) -> tuple[Scenario, int, int]:
    """Return the scenario, seed and replicates of a file or of a kept run."""
    from escalation.cli.loading import load_and_note
    from escalation.ensemble.plan import plan_for
    from escalation.results.reading import folder_meant
    from escalation.scenario.load import load_scenario

    kept = folder_meant(source, root)
    if kept is not None:
        scenario = load_scenario(kept.scenario_path, options.changes(settings, horizon))
        seed = kept.seed if seed is None else seed
        replicates = kept.replicates if replicates is None else replicates
    else:
        scenario = load_and_note(source, settings, options.changes(None, horizon))
    plan = plan_for(scenario, runs=1, seed=seed, replicates=replicates)
    return scenario, plan.seed, plan.replicates


def _check(run: int, draw: int) -> None:
    from escalation.ensemble.plan import run_number

    run_number(run)
    run_number(draw, "--draw")


def _member(scenario: Scenario, run: int, draw: int, seed: int) -> BorderModel:
    """Return a run of the ensemble in the Mesa model, before its first day."""
    from escalation.ensemble.design import draw_of
    from escalation.mesa import BorderModel

    return BorderModel(scenario, draw_of(scenario, draw, seed), run, seed)


def _title(model: BorderModel, draw: int) -> str:
    return f"{model.source.title}\nRun {model.run} (draw {draw}, seed {model.seed})"


def _console() -> Any:
    from escalation.cli.screen import Screen

    looked_at = sys.stdout.isatty()
    width = None if looked_at else WIDTH
    return Screen(width=width, highlight=False, markup=False, soft_wrap=not looked_at)


def _show(model: BorderModel, draw: int, *, live: bool) -> None:
    """Print the days as they pass; quiet stretches in one line."""
    import time

    from escalation.telling.daily import LEGEND, RUNGS_TOLD, days_of, ending, told

    console = _console()
    console.print(_title(model, draw), style="bold")
    console.print(f"{LEGEND} {RUNGS_TOLD} --events tells what.", style="dim", soft_wrap=False)
    console.print()
    for line, strip in told(days_of(model), model.source):
        console.print(line, style=None if strip else "dim")
        if strip:
            for part in _parts(strip, console.width - len("  |")):
                console.print(f"  {part}|")
        if live and console.is_terminal:
            time.sleep(LIVE_SECONDS)
    _end(console, ending(model))


def _parts(strip: str, room: int) -> list[str]:
    """Return the line as one strip, or as strips of about one length where it has no room."""
    count = -(-len(strip) // max(room, 1))
    each = -(-len(strip) // count)
    return [strip[start : start + each] for start in range(0, len(strip), each)]


def _tell(model: BorderModel, draw: int) -> None:
    """Print the run's chronicle; attacks in which nobody died are left out."""
    from escalation.telling.chronicle import chronicle
    from escalation.telling.daily import MILITANT, RUNGS_TOLD, days_of, ending

    console = _console()
    console.print(_title(model, draw), style="bold")
    left_out = "Attacks by the TTP or ISIS-K in which nobody died are left out."
    console.print(f"{left_out} {RUNGS_TOLD}", style="dim", soft_wrap=False)
    console.print()
    for day in days_of(model):
        rows = [row for row in day.events if row[1] not in MILITANT or sum(row[6:]) > 0]
        for sentence in chronicle(rows, model.source):
            console.print(sentence)
    _end(console, ending(model))


def _end(console: Any, lines: Sequence[str]) -> None:
    console.print()
    for line in lines:
        console.print(line, soft_wrap=False)
    console.print("One run is one story among many: it says nothing of odds.", style="italic")


def _print_json(model: BorderModel, draw: int, replicates: int) -> None:
    from escalation.day.records import EVENT_DTYPE
    from escalation.results.manifest import stamp_for
    from escalation.telling.chronicle import date_of, tell
    from escalation.vocabulary import END_STATES, EVENT_KINDS

    model.run_model()
    source = model.source
    outcome = {name: int(model.outcome[name][0]) for name in model.outcome.dtype.names or ()}
    events: list[dict[str, Any]] = []
    for row in model.record.event_rows:
        event: dict[str, Any] = dict(zip(EVENT_DTYPE.names or (), row, strict=True))
        event["segment"] = row[3] + 1 if row[3] >= 0 else None
        event |= {"kind": EVENT_KINDS[row[1]], "date": date_of(source, row[0])}
        events.append(event | {"text": tell(row, source)})
    document = {
        "scenario": source.name,
        "run": model.run,
        "draw": draw,
        "replicates": replicates,
        "seed": model.seed,
        "horizon_days": model.horizon_days,
        "end_state": END_STATES[outcome["end_state"]],
        "outcome": outcome,
        "days": model.record.day_rows,
        "events": events,
        **made_here(stamp_for("", [source], model.seed)),
    }
    print_json(document)
