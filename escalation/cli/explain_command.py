"""The command `explain`: what a kept run's odds hinge on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.analysis.sensitivity.effects import CLEAR
from escalation.charts.told.drivers import SHOWN, how_many_shown, odds_along, share_of
from escalation.charts.words import odds_told, what_intervals_are
from escalation.cli import completions, options
from escalation.cli.emit import show_study, written_to
from escalation.cli.words import Columns, shortened, wrapped
from escalation.naming import ASKED_OF_FIRST, in_plain_words
from escalation.results.explain_words import CLAIMS_SHOWN, HOW, of_chance, of_the_rest
from escalation.telling.odds import CAVEAT

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.explain import Explanation


def explain(
    run: options.KeptRun,
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome",
            help="What to explain, such as war or durable.",
            autocompletion=completions.outcomes,
        ),
    ] = ASKED_OF_FIRST,
    root: options.Root = Path("runs"),
    out: Annotated[Path | None, options.folder_option("tables, explain.json and charts")] = None,
    opened: options.Open = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Say what a kept run's odds hinge on: chance, inputs, claims, and where they change."""
    from escalation.cli.opening import check_kept
    from escalation.files import ensure_writable_folder
    from escalation.results.result import open_run

    kept = open_run(run, root)
    check_kept(opened, out)
    if out is not None:
        ensure_writable_folder(out)
    found = kept.explain(outcome)
    show_study(
        found,
        lines,
        written_to(out, found),
        as_json=as_json,
        quiet=quiet,
        opened=opened,
    )


def lines(found: Explanation) -> list[str]:
    """Return an explanation as lines of text."""
    inputs = found.inputs
    broke = f"; {inputs.failed:,} broke and are left out" if inputs.failed else ""
    told = [
        *wrapped(
            f"What the odds hinge on: {found.meaning}, {odds_told(found.odds)}, {inputs.n_runs:,} "
            f"runs of {inputs.n_draws:,} draws{broke}; scenario "
            f"{in_plain_words(found.scenario)}, run {found.run_id}. "
            f"{what_intervals_are(told=found.odds.between_draws is not None)}"
        ),
        "",
        *wrapped(of_chance(found)),
        "",
        *_table("inputs", found.drivers, SHOWN),
        *_rest(found.drivers, SHOWN),
        "",
        *_table("claims, with all they bear on", found.claims, CLAIMS_SHOWN),
        *_rest(found.claims, CLAIMS_SHOWN),
        "",
        *_table("processes of the day", found.processes, len(found.processes)),
        "",
    ]
    for finding in found.findings:
        told += [*wrapped(finding), ""]
    return [*told, *wrapped(HOW), "", *wrapped(CAVEAT)]


#: What stands beneath an input's row is further in than its name.
_BENEATH = " " * 6


def _table(title: str, table: pd.DataFrame, most: int) -> list[str]:
    if table.empty:
        return [f"{title}: there are none"]
    last = "odds low -> high" if "low_odds" in table else ""
    rows = [
        line
        for row in table.head(how_many_shown(table, most)).to_dict("records")
        for line in _line(row)
    ]
    return Columns(
        f"{title}|<32", "share|>6", "Monte Carlo|>13", f"{last and '  ' + last}|<"
    ).lines(rows, _BENEATH)


def _line(row: dict[Any, Any]) -> list[tuple[str, ...] | str]:
    odds = odds_along(row)
    told: list[tuple[str, ...] | str] = [
        (f"  {in_plain_words(str(row['name']))}", *share_of(row), odds and f"  {odds}"),
    ]
    if row["words"] != row["name"]:
        told.append(shortened(str(row["words"]), _BENEATH).strip())
    if row["effect"] != CLEAR:
        told.append(f"({row['verdict']})")
    return told


def _rest(table: pd.DataFrame, most: int) -> list[str]:
    return [line for said in of_the_rest(table, most) for line in wrapped(said, "  ")]
