"""The command `storylines`: kinds of future, a chronicle for each, and early indicators."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import show_study, written_to
from escalation.cli.words import Columns, wrapped
from escalation.naming import in_plain_words
from escalation.studies.sizes import WATCHED
from escalation.studies.storyline_words import (
    ONE_OF_MANY,
    early_signs,
    no_sign,
    share_and_ends,
    sign_cells,
    signs_shown,
    what_foretells,
)
from escalation.telling.odds import CAVEAT

if TYPE_CHECKING:
    import pandas as pd

    from escalation.studies.storylines import Storyline, Told


def storylines(
    run: options.KeptRun,
    watched: Annotated[
        int, typer.Option("--watch", help="How many of its runs to watch again.")
    ] = WATCHED,
    count: Annotated[
        int | None,
        typer.Option("--count", help="How many storylines, 2 to 6.", show_default="by the data"),
    ] = None,
    root: options.Root = Path("runs"),
    out: Annotated[
        Path | None, options.folder_option("tables, storylines.json and the chart")
    ] = None,
    opened: options.Open = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Tell a few representative futures of a kept run, and what early on foretells the end."""
    from escalation.cli.opening import check_kept
    from escalation.cli.screen import note
    from escalation.files import ensure_writable_folder
    from escalation.results.result import open_run
    from escalation.studies import storylines as storytelling

    kept = open_run(run, root)
    check_kept(opened, out)
    if out is not None:
        ensure_writable_folder(out)

    def progress(done: int, total: int) -> None:
        if done % 200 == 0:
            note(f"watched {done} of {total} runs")

    silent = quiet or as_json
    found = storytelling.tell(
        kept, watched=watched, count=count, progress=None if silent else progress
    )
    show_study(
        found,
        lines,
        written_to(out, found),
        as_json=as_json,
        quiet=quiet,
        opened=opened,
    )


def lines(found: Told) -> list[str]:
    """Return storylines and indicators as lines of text."""
    broke = f"; {found.failed:,} had broken and are left out" if found.failed else ""
    told = [
        *wrapped(
            f"{len(found.storylines)} kinds of future among {found.watched} runs watched again; "
            f"scenario {in_plain_words(found.scenario)}, run {found.run_id}{broke}. "
            f"{' '.join(found.findings)}"
        ),
        "",
    ]
    for number, story in enumerate(found.storylines, 1):
        told += [*_story(number, story), ""]
    for day, table in found.indicators.items():
        told += [*_indicators(day, table), ""]
    told += [*wrapped(f"Shares of runs. {found.intervals}"), ""]
    return [*told, *wrapped(f"{ONE_OF_MANY} {CAVEAT}")]


def _story(number: int, story: Storyline) -> list[str]:
    told = [*wrapped(f"{number}. {story.name}"), *wrapped(share_and_ends(story.row), "   ")]
    for said in early_signs(story):
        told += wrapped(said, "   ")
    told.append(f"   Run {story.run} stands for it:")
    for sentence in story.chronicle:
        told += wrapped(sentence, "     ")
    return told


def _indicators(day: int, table: pd.DataFrame) -> list[str]:
    told = wrapped(what_foretells(day, table))
    if not len(table):
        return told
    told += Columns(
        "  indicator|<44", "yes|>5", "hits|>6", "gain, points|>20", "  war if yes, if no|<"
    ).lines(_indicator(row) for row in signs_shown(table))
    if said := no_sign(day, table):
        told += wrapped(said)
    return told


def _indicator(row: dict[Any, Any]) -> tuple[str, ...]:
    name, yes, hits, gain, war = sign_cells(row)
    return f"  {name}", yes, hits, gain, war and f"  {war}"
