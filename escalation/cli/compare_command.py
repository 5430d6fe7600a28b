"""The command `compare`: scenarios under the same draws and chance, and what they differ by."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

Runs = Annotated[
    int | None,
    typer.Option("--runs", help="Runs of each scenario.", show_default="the first's"),
]
Seed = Annotated[int | None, typer.Option("--seed", help="Seed.", show_default="the first's")]
Replicates = Annotated[
    int | None,
    typer.Option(
        "--replicates", help="Runs for each draw of what is uncertain.", show_default="the first's"
    ),
]
Threads = Annotated[
    int | None, typer.Option("--threads", help="Threads.", show_default="all processors")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change one thing; may be repeated."),
]
Out = Annotated[Path, typer.Option("--out", help="Folder that the folder of results goes into.")]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print summary.json to stdout, and nothing else.")
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress and no notes, only results.")
]
Charts = Annotated[bool, typer.Option("--charts/--no-charts", help="Whether to draw charts.")]


def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(help="Two or more, files or shipped names; the first is the base."),
    ],
    runs: Runs = None,
    seed: Seed = None,
    replicates: Replicates = None,
    threads: Threads = None,
    settings: Settings = None,
    out: Out = Path("runs"),
    as_json: AsJson = False,
    quiet: Quiet = False,
    charts: Charts = True,
) -> None:
    """Compare scenarios with the first, run by run, under the same draws and the same chance."""
    from escalation.cli.compare_output import show
    from escalation.cli.run_output import progress_on_stderr
    from escalation.scenario.load import load_scenario
    from escalation.store.folder import check_root
    from escalation.studies.comparing import check_comparable
    from escalation.studies.comparing import compare as compared

    loaded = [load_scenario(name, settings or []) for name in scenarios]
    check_comparable(loaded)
    check_root(out)
    with progress_on_stderr(quiet) as progress:
        found = compared(
            *loaded, runs=runs, seed=seed, replicates=replicates, threads=threads, progress=progress
        )
    _, summary = found.save(out, charts=charts, command=["escalation", *sys.argv[1:]])
    show(summary, as_json=as_json)
