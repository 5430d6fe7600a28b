"""The options that commands share, each declared once, so that one word means one thing.

A command names the type and gives the default: ``out: Out = Path("runs")``. Where the help must
say what a command puts into a folder, or what it runs so many times, the command calls one of the
functions below within ``Annotated``.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from escalation.cli import completions

#: Runs of each lever in the studies that choose among them; the first of those of `run`.
LEVER_RUNS = 4000
#: Seed of the studies that rest on no one scenario: the night the crisis began.
SEED = 20251012

# What a command works on.

ScenarioName = Annotated[
    str,
    typer.Argument(
        help="Scenario file, or the name of a shipped one.", autocompletion=completions.scenarios
    ),
]
ScenarioOrRun = Annotated[
    str,
    typer.Argument(
        help="Scenario file, name of a shipped one, or folder or id of a kept run.",
        autocompletion=completions.scenarios_or_runs,
    ),
]
KeptRun = Annotated[
    str,
    typer.Argument(
        help="Folder or id of a kept run; see 'escalation runs'.",
        autocompletion=completions.kept_runs,
    ),
]
Root = Annotated[Path, typer.Option("--in", help="Folder of run folders.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one thing, such as claims.C01.credence=0.2; may be repeated.",
        autocompletion=completions.settings,
    ),
]
Levers = Annotated[
    list[str] | None,
    typer.Option(
        "--lever",
        metavar="NAME",
        help="Choose among these levers only; may be repeated.",
        autocompletion=completions.levers,
        show_default="all",
    ),
]
Horizon = Annotated[
    int | None, typer.Option("--horizon", help="Days to simulate.", show_default="scenario's")
]

# How much is computed, and by whom.


def runs_option(of: str, *, default: str | bool = True) -> Any:
    """Return ``--runs``, saying of what it is the number, and the default where code sets it."""
    return typer.Option("--runs", help=f"Runs {of}.", show_default=default)


def seed_option(default: str | bool = True) -> Any:
    """Return ``--seed``, saying whose the default is where code sets it."""
    return typer.Option("--seed", help="Seed.", show_default=default)


def replicates_option(default: str | bool = True) -> Any:
    """Return ``--replicates``, saying whose the default is where code sets it."""
    return typer.Option(
        "--replicates", help="Runs for each draw of what is uncertain.", show_default=default
    )


Seed = Annotated[int | None, seed_option("scenario's")]
FixedSeed = Annotated[int, seed_option()]
Replicates = Annotated[int | None, replicates_option("scenario's")]
Threads = Annotated[
    int | None, typer.Option("--threads", help="Threads.", show_default="all processors")
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", help="Compute on a Dask cluster: tcp://HOST:PORT, or local."),
]

# What comes out, and where.

Out = Annotated[Path, typer.Option("--out", help="Folder that the folder of results goes into.")]
OutFile = Annotated[Path | None, typer.Option("--out", help="Write to this file.")]
Charts = Annotated[bool, typer.Option("--charts/--no-charts", help="Whether to draw charts.")]
Open = Annotated[
    bool,
    typer.Option("--open", help="Open the main chart, or the folder, by the system's program."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON document to stdout, and nothing else.")
]
SummaryAsJson = Annotated[
    bool, typer.Option("--json", help="Print summary.json to stdout, and nothing else.")
]


def _silence(quiet: bool) -> bool:
    """Leave out what the program says of itself, by Python's logging, where it is not wanted."""
    logging.getLogger("escalation").setLevel(logging.ERROR if quiet else logging.WARNING)
    return quiet


Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", callback=_silence, help="No progress and no notes, only results."
    ),
]


def folder_option(what: str) -> Any:
    """Return ``--out`` of a command that keeps its tables only where asked, naming them."""
    return typer.Option("--out", help=f"Folder for {what}.")


def changes(settings: Sequence[str] | None, horizon: int | None = None) -> list[str]:
    """Return what ``--set`` and ``--horizon`` change, as ``PATH=VALUE``."""
    changed = list(settings or ())
    if horizon is not None:
        changed.append(f"horizon_days={horizon}")
    return changed
