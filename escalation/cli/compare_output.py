"""What `compare` and `branch` say: the differences, the fates, and the findings in sentences."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from escalation.charts.words import intervals_of
from escalation.cli.emit import print_json
from escalation.cli.screen import console, plain_table, print_folder
from escalation.errors import PurposeError
from escalation.naming import OUTCOME_NAMES, in_plain_words
from escalation.numbers import (
    odds_of,
    percent,
    plus_minus,
    points,
    points_over_draws,
    round_number,
)
from escalation.telling.odds import CAVEAT, LABELS

_FATES = {key: OUTCOME_NAMES[key].brief for key in ("durable", "relapsed", "never_quiet", "war")}


def show(summary: Mapping[str, Any], *, as_json: bool) -> None:
    """Print a comparison's summary, as JSON or for a reader.

    Raises
    ------
    PurposeError
        If no pair of runs came through.
    """
    if as_json:
        print_json(summary)
    else:
        _print(summary)
    if not summary["differences"]:
        raise PurposeError("no pair of runs came through, so there is nothing to compare")


def _print(summary: Mapping[str, Any]) -> None:
    screen = console(sys.stdout)
    base = in_plain_words(summary["base"])
    screen.print()
    screen.print(Text(f"Odds compared with {base}, run by run", style="bold"))
    screen.print(
        Text(
            f"{summary['runs']:,} pairs of runs of {summary['draws']:,} draws, "
            f"{summary['horizon_days']} days from {summary['as_of']}, seed {summary['seed']}; "
            f"{summary['kind']} {summary['run_id']}",
            style="dim",
        )
    )
    for arm in summary["arms"][1:]:
        rows = [row for row in summary["differences"] if row["arm"] == arm["name"]]
        screen.print()
        screen.print(Text(f"{arm['title']} ({arm['name']})", style="bold"))
        if rows:
            screen.print(_odds(rows, base))
            screen.print()
            screen.print(_differences(rows))
            for note in dict.fromkeys(row["note"] for row in rows if row["note"]):
                screen.print(Text(f"– {note}", style="dim"))
            screen.print()
            screen.print(_deaths([r for r in summary["deaths"] if r["arm"] == arm["name"]], base))
            screen.print()
            screen.print(_fates([r for r in summary["fates"] if r["arm"] == arm["name"]], base))
    screen.print()
    for line in (*summary["notes"], *summary["findings"], summary["beside"]):
        if line:
            screen.print(Text(f"– {line}"))
    screen.print()
    rows = summary["differences"]
    intervals = intervals_of(row["base_between_draws_low"] for row in rows)
    for line in (intervals, *_below()) if rows else ():
        screen.print(Text(line, style="dim"))
    screen.print()
    print_folder(screen, summary)
    screen.print()
    screen.print(Text(CAVEAT, style="italic"))


def _odds(rows: list[dict[str, Any]], base: str) -> Table:
    """Return the table of odds under either scenario, with both intervals."""
    table = plain_table("share of runs", base[:20], "here")
    for row in rows:
        sides = ("–", "–") if row["note"] else (odds_of(row, "base"), odds_of(row, "other"))
        table.add_row(LABELS[row["outcome"]], *sides)
    return table


def _differences(rows: list[dict[str, Any]]) -> Table:
    """Return the table of differences, run by run."""
    table = plain_table(
        "difference",
        "points",
        "95% of\ndraws",
        "Monte\nCarlo",
        "P(better)",
        "runs\nto tell",
    )
    for row in rows:
        if row["note"]:
            table.add_row(LABELS[row["outcome"]], "–")
            continue
        better = row["p_better"]
        table.add_row(
            LABELS[row["outcome"]],
            points(row["difference"]),
            points_over_draws(row["between_draws_low"], row["between_draws_high"]),
            plus_minus((row["high"] - row["low"]) / 2),
            "" if better != better else percent(better, ends=False),
            _needed(row),
        )
    return table


def _deaths(rows: list[dict[str, Any]], base: str) -> Table:
    """Return the table of mean deaths by side."""
    table = plain_table("mean deaths", base[:20], "here", "difference", "Monte Carlo", "more in")
    table.add_column("fewer in", no_wrap=True, justify="right")
    for row in rows:
        known = row["low"] == row["low"]
        table.add_row(
            f"  {row['whose']}",
            f"{row['base']:,.1f}",
            f"{row['other']:,.1f}",
            f"{row['difference']:+,.1f}",
            f"{row['low']:+,.1f} to {row['high']:+,.1f}" if known else "",
            percent(row["more"]),
            percent(row["fewer"]),
        )
    return table


def _needed(row: Mapping[str, Any]) -> str:
    if row["told"]:
        return "told"
    needed = row["runs_needed"]
    if needed is None or needed != needed:
        return "no difference"
    return round_number(needed)


def _fates(rows: list[dict[str, Any]], base: str) -> Table:
    """Return the table of fates: rows under the base, columns here."""
    table = plain_table(f"fate under {base[:20]}", *(f"{name} here" for name in _FATES.values()))
    for one, label in _FATES.items():
        cells = {row["other"]: row["runs"] for row in rows if row["base"] == one}
        table.add_row(f"  {label}", *(f"{cells[two]:,}" for two in _FATES))
    return table


def _below() -> Iterator[str]:
    yield (
        "Pairs share their draw and their luck, so that they differ by what was changed. In 95% of "
        "draws of what is unknown the difference lies where the first interval says; Monte Carlo, "
        "95%: how far the mean over draws has converged. "
        "P(better): the probability that endlessly many runs would show more quiet, or less war, "
        "here; it says nothing of whether the model is right. Each Monte Carlo interval stands for "
        "itself: "
        "among twenty of them one leaves out zero by luck. Mean deaths are over the horizon and "
        "carried by the few runs that become war; more in, fewer in: shares of pairs."
    )
