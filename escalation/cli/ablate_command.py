"""The command that switches mechanisms off, one at a time: ``escalation ablate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from escalation.cli import options
from escalation.cli.emit import show_study
from escalation.cli.words import Columns, wrapped
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import bracketed, percent, points

if TYPE_CHECKING:
    from escalation.analysis.paired.ablations import AblationEffect
    from escalation.studies.ablate import Ablated, Ablation

NOTHING = "changes nothing measured"


def ablate(
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Mechanism to switch off; may be repeated. All by default."),
    ] = None,
    runs: Annotated[int, options.runs_option("of each scenario, for each mechanism")] = 1000,
    seed: options.FixedSeed = options.SEED,
    threads: options.Threads = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Switch each mechanism off, and show which patterns are lost and how the odds move."""
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.studies import ablate as ablation

    with progress_on_stderr(quiet or as_json) as progress:
        found = ablation.ablate(
            only=only or (), runs=runs, seed=seed, threads=threads, progress=progress
        )
    show_study(found, lines, as_json=as_json, quiet=quiet)


def lines(found: Ablation) -> list[str]:
    """Return the table as lines of text."""
    from escalation.studies.ablate import SHOWN

    odds = ", ".join(f"{OUTCOME_NAMES[name].brief} {percent(found.odds[name].p)}" for name in SHOWN)
    told = wrapped(
        f"{found.runs:,} runs each of an ordinary incident and of the seed, {found.logs:,} with"
        f" event logs, seed {found.seed}; without each mechanism the same draws and the same luck."
        f" The full model: {found.holding} patterns hold; from the seed, {odds}. Differences in"
        " percentage points, with 95% intervals.",
    )
    heads = [f"{OUTCOME_NAMES[name].brief}|>24" for name in SHOWN]
    rows = [line for row in found.rows for line in _row(row)]
    told += ["", *Columns("without|<22", "hold|>5", *heads).lines(rows)]
    return [*told, "", *(line for finding in found.findings for line in wrapped(finding))]


def _row(row: Ablated) -> list[tuple[str, ...] | str]:
    from escalation.studies.ablate import SHOWN

    cells = (difference(row.differences[name]) for name in SHOWN)
    said = {"lost": row.lost, "won": row.won}
    parts = [f"{word}: {', '.join(names)}" for word, names in said.items() if names]
    rest = [name for name in row.moved if name not in (*row.lost, *row.won)]
    if rest:
        parts.append(f"moved: {', '.join(rest)}")
    if row.does_nothing:
        parts.append(f"{NOTHING}{_touches(row)}. It stays: {row.mechanism.stays}")
    if row.mechanism.leaves:
        parts.append(f"the switch: {row.mechanism.leaves}")
    return [(row.mechanism.name, str(row.holding), *cells), *parts]


def _touches(row: Ablated) -> str:
    return f", though {percent(row.touched)} of runs end differently in something"


def difference(one: AblationEffect) -> str:
    """Return a difference in percentage points with its interval, empty if it is not known."""
    return bracketed(one.value, one.low, one.high, points)
