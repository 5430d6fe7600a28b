"""The command `explain`: what a kept run's odds hinge on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.charts.words import odds_told, what_intervals_are
from escalation.cli import completions, options
from escalation.cli.emit import show_study, written_to
from escalation.cli.words import CAVEAT, Columns, between_draws, shortened, wrapped
from escalation.naming import ASKED_OF_FIRST, in_plain_words
from escalation.numbers import (
    fine_percent,
    is_known,
    odds_over_draws,
    percents,
    plus_minus,
    rows_shown,
)

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.explain import Explanation

SHOWN, CLAIMS_SHOWN = 12, 8


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
        *wrapped(_chance(found)),
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
    return [*told, *wrapped(_HOW), "", *wrapped(CAVEAT)]


#: What stands beneath an input's row is further in than its name.
_BENEATH = " " * 6

_HOW = (
    "Shares are of all that single runs differ by; Monte Carlo, 95%: how far these runs have "
    "converged on them. They say what knowing an input would tell, which where inputs are "
    "correlated includes what it tells of its companions. Odds: where an input is lowest and "
    "highest."
)


def _chance(found: Explanation) -> str:
    budget = found.budget
    if budget["chance"] is None:
        return f"Chance and ignorance can't be told apart: {found.share.note}."
    alone, together = float(budget["alone"] or 0), float(budget["together"] or 0)
    return (
        f"Chance alone makes {fine_percent(float(budget['chance']))} of what runs differ by: no "
        f"knowledge of the inputs would take it away. Of the rest, inputs one by one tell "
        f"{fine_percent(alone)}, and only in combination {fine_percent(together)}. "
        f"{between_draws(found.share.as_dict())}"
    )


def _table(title: str, table: pd.DataFrame, shown: int) -> list[str]:
    if table.empty:
        return [f"{title}: there are none"]
    last = "odds low -> high" if "low_odds" in table else ""
    rows = [
        line for row in table.head(_shown(table, shown)).to_dict("records") for line in _line(row)
    ]
    return Columns(
        f"{title}|<32", "share|>6", "Monte Carlo|>13", f"{last and '  ' + last}|<"
    ).lines(rows, _BENEATH)


def _line(row: dict[Any, Any]) -> list[tuple[str, ...] | str]:
    name = in_plain_words(str(row["name"]))
    interval = percents(row["low"], row["high"], 1, to="-", unit="")
    odds = ""
    if "low_odds" in row:
        odds = f"  {_odds(row, 'low_odds')} -> {_odds(row, 'high_odds')}"
    told: list[tuple[str, ...] | str] = [
        (f"  {name}", fine_percent(row["share"]), interval, odds),
    ]
    if row["words"] != row["name"]:
        told.append(shortened(str(row["words"]), _BENEATH).strip())
    if row["effect"] != "clear":
        told.append(f"({row['verdict']})")
    return told


def _odds(row: dict[Any, Any], name: str) -> str:
    """Return the odds at an end of an input, with both intervals; a dash where unknown."""
    told = odds_over_draws(row, name)
    first, last = row[f"{name}_from"], row[f"{name}_to"]
    return f"{told} {plus_minus((last - first) / 2)}" if is_known(row[name]) else told


def _shown(table: pd.DataFrame, most: int) -> int:
    return rows_shown((table["effect"] == "clear").tolist(), most)


def _rest(table: pd.DataFrame, shown: int) -> list[str]:
    """Say in one line a verdict what is true of the rows that are not shown, none of them clear.

    Verdicts that differ only in how many more runs would tell are one line, from least to most.
    """
    rest = table.iloc[_shown(table, shown) :]
    known = rest["more_runs"].notna() & (rest["effect"] != "clear")
    asked = rest[known & (rest["more_runs"] > 0)]
    plain = rest.drop(index=asked.index)
    told = [
        line
        for said, count in plain["verdict"].value_counts().items()
        for line in wrapped(f"{count} more: {said}", "  ")
    ]
    for _, some in asked.groupby("effect", sort=False):
        verdicts = some.sort_values("more_runs")["verdict"]
        said = str(verdicts.iloc[0])
        least, most = (
            str(one).split("; about ")[1].split(" more")[0] for one in verdicts.iloc[[0, -1]]
        )
        if least != most:
            said = said.replace(f"about {least}", f"{least} to {most}")
        told += wrapped(f"{len(some)} more: {said}", "  ")
    return told
