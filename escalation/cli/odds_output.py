"""The table of odds as the terminal shows it: the model, both yardsticks, and their blend.

Beside each chance stands the interval over what isn't known; the model's Monte Carlo error has a
column of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table

from escalation.cli.screen import plain_table
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import percent, percents, plus_minus
from escalation.telling.odds import AFTER_WAR, BESIDE, ENDS, LABELS, LADDER, SILENT, told_draws


def odds_table(summary: Mapping[str, Any], *, words: bool = True) -> Table:
    """Return the odds of every outcome, a column each for model, yardsticks and blend.

    Parameters
    ----------
    summary : mapping
        What ``summary.json`` holds.
    words : bool
        Whether there is room for the model's odds in words: a table with them is 98 wide. Where
        there is none, `in_words` says them below.
    """
    table = plain_table()
    for title in (
        "",
        _over_draws(summary),
        "Monte\nCarlo",
        *(title.replace(" ", "\n") for _, title in BESIDE),
        "blend",
    ):
        table.add_column(title, no_wrap=True)
    if words:
        table.add_column("the model's\nin words", no_wrap=True)
    for name in LADDER:
        table.add_row(LABELS[name], *_cells(summary, name, words))
    table.add_row(f"At day {summary['horizon_days']}, one of:", style="dim")
    for name in ENDS:
        table.add_row(f"  {LABELS[name]}", *_cells(summary, name, words))
    label = OUTCOME_NAMES[AFTER_WAR].label
    table.add_row(f"    {label}", *_cells(summary, AFTER_WAR, words))
    return table


def in_words(summary: Mapping[str, Any]) -> str:
    """Return the model's odds in words, for where the table has no room for them."""
    rows = ((LABELS[name], summary["odds"][name]) for name in (*LADDER, *ENDS))
    told = [f"{label}: {row['word']}" for label, row in rows if row["p"] is not None]
    return f"The model's in words. {'; '.join(told)}." if told else ""


def _cells(summary: Mapping[str, Any], outcome: str, words: bool) -> Iterator[str]:
    columns = summary["yardsticks"]["columns"]
    row = summary["odds"][outcome]
    known = row["p"] is not None
    yield _chance(row if known else None, "between_draws_")
    yield plus_minus(row["half_width"]) if known else ""
    for key, _ in BESIDE:
        yield _chance(columns[key].get(outcome))
    yield _chance(columns["blend"].get(outcome), None)
    if words:
        yield row["word"] if known else ""


def _chance(chance: Mapping[str, Any] | None, ends: str | None = "") -> str:
    """Return a chance and its interval, the chances of a column one below the other.

    ``ends`` is what the names of the interval's ends begin with; None for no interval.
    """
    if chance is None:
        return f"{SILENT:>4}"
    shown = f"{percent(chance['p']):>4}"
    if ends is None or chance[f"{ends}low"] is None or 100 * chance[f"{ends}high"] < 0.5:
        return shown
    interval = percents(chance[f"{ends}low"], chance[f"{ends}high"], to="–", unit="")
    return f"{shown}  {interval}"


def _over_draws(summary: Mapping[str, Any]) -> str:
    """Return what stands over the model's odds."""
    return "model, 95%\nof draws" if told_draws(summary) else "model"
