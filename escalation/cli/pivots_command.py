"""The command `pivots`: which moments the fate of one run hung on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalation.cli import options
from escalation.cli.emit import show_study, written_to
from escalation.cli.words import Columns, wrapped
from escalation.naming import in_plain_words
from escalation.numbers import percent
from escalation.studies.sizes import FUTURES
from escalation.telling.pivots import ONE_STORY

if TYPE_CHECKING:
    from escalation.studies.pivots import Pivots

SHOWN = 12
#: Tries after which progress is told again.
TOLD_EACH = 100


def pivots(
    source: options.ScenarioOrRun,
    run: Annotated[int, typer.Option("--run", help="Number of the run in its ensemble.")] = 0,
    futures: Annotated[
        int,
        typer.Option("--futures", help="Futures from a morning on, with a moment and without it."),
    ] = FUTURES,
    seed: Annotated[int | None, options.seed_option("source's")] = None,
    replicates: Annotated[int | None, options.replicates_option("source's")] = None,
    threads: options.Threads = None,
    horizon: options.Horizon = None,
    settings: options.Settings = None,
    root: options.Root = Path("runs"),
    out: Annotated[Path | None, options.folder_option("tables, pivots.json and the chart")] = None,
    opened: options.Open = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Take back each event of one run, alone, and say which its fate hung on."""
    from escalation.cli.opening import check_kept
    from escalation.cli.screen import note
    from escalation.files import ensure_writable_folder
    from escalation.scenario.load import override
    from escalation.studies import pivots as study
    from escalation.studies.branch import origin_of

    check_kept(opened, out)
    origin = origin_of(source, root)
    changed = options.changes(settings, horizon)
    if out is not None:
        ensure_writable_folder(out)

    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if done >= told + TOLD_EACH:
            told = done - done % TOLD_EACH
            note(f"did {told} of {total} tries")

    found = study.pivots(
        override(origin.scenario, changed) if changed else origin.scenario,
        run,
        futures=futures,
        seed=origin.seed if seed is None else seed,
        replicates=origin.replicates if replicates is None else replicates,
        threads=threads,
        progress=None if quiet or as_json else progress,
    )
    show_study(found, lines, written_to(out, found), as_json=as_json, quiet=quiet, opened=opened)


def lines(found: Pivots) -> list[str]:
    """Return the findings, and a table of the pivots that moved the odds most."""
    name = in_plain_words(found.scenario.name)
    told = [f"But for that: run {found.run} of {name}, seed {found.seed}", ""]
    for sentence in found.findings:
        told += [*wrapped(sentence), ""]
    if len(found.pivots):
        told += _table(found)
    return [*told, *wrapped(ONE_STORY)]


def _table(found: Pivots) -> list[str]:
    """Return the pivots that moved the odds most, in the order of their days."""
    size = found.pivots["difference"].abs()
    chosen = found.pivots.loc[size.sort_values(ascending=False, kind="stable").index[:SHOWN]]
    rows = chosen.sort_values("event").to_dict("records")
    head = (
        f"The {len(rows)} of {len(found.pivots)} that moved the odds of this end most"
        if len(rows) < len(found.pivots)
        else "What each did to the odds of this end"
    )
    columns = Columns(
        "day|>5", "  who|<15", "what|<22", "with it|>9", "without|>9", "  told apart|<"
    )
    cells = [
        (
            str(row["day"]), f"  {row['who']}", row["kind"], percent(row["with_it"]),
            percent(row["without_it"]), "  yes" if row["told_apart"] else "  no",
        )
        for row in rows
    ]  # fmt: skip
    return [*wrapped(f"{head} (shares of {found.futures:,} futures):"), *columns.lines(cells), ""]
