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
from escalation.numbers import counted, percent, percents, plus_minus

LADDER = ("de_escalated_14d", "de_escalated_30d", "de_escalated_90d")
ENDS = ("durable", "relapsed", "never_quiet", "war")
LABELS = {name: OUTCOME_NAMES[name].label for name in (*LADDER, *ENDS)}
#: Told below the ends: a part of the last of them.
AFTER_WAR = "quiet_after_war"

#: The columns beside the model's: key in the summary, and what stands over them.
BESIDE = (("reference_class", "reference\nclass"), ("markov_chain", "Markov\nchain"))

SILENT = "–"


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
        *(title for _, title in BESIDE),
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
    return "model, 95%\nof draws" if _told_draws(summary) else "model"


def _told_draws(summary: Mapping[str, Any]) -> bool:
    """Return whether the odds' interval over draws can be told from these runs."""
    return any(row["between_draws_low"] is not None for row in summary["odds"].values())


def below_odds(summary: Mapping[str, Any]) -> Iterator[str]:
    """Return what stands below the table: what the figures mean, and why some are not there."""
    if _told_draws(summary):
        yield (
            "Beside each chance stands what isn't known of it: the model's odds lie between these "
            "in 95% of draws of what is unknown, luck taken off; the others' 95% intervals say how "
            "little record there is. Monte Carlo, 95%: how far the simulation has converged."
        )
    else:
        yield (
            "How far the model's odds go over what is unknown can't be told from these runs: run "
            "with two or more replicates a draw. Monte Carlo, 95%: how far the simulation has "
            "converged, and no more. The yardsticks' 95% intervals say how little record there is."
        )
    yield _meanings(summary["outcomes"])
    yield from _after_war(summary)
    missing: dict[str, list[str]] = {}
    for name, label in LABELS.items():
        row = summary["odds"][name]
        if row["p"] is None:
            missing.setdefault(row.get("note", "no run came through"), []).append(label)
    for why, labels in missing.items():
        yield f"{', '.join(labels)}: {why}."


def _meanings(limits: Mapping[str, Any]) -> str:
    """Return what the outcomes mean under this scenario's thresholds."""
    return (
        f"De-escalated: the first of {limits['quiet_days']} quiet days in a row, without lethal "
        f"incident between the states and both at rung {limits['quiet_max_rung']} or below. "
        "Durable: no serious fighting since; relapsed: some. "
        f"Serious: rung {limits['serious_rung']} or above, or {limits['serious_dead']} dead within "
        f"{limits['serious_window_days']} days. War: {limits['war_dead']:,} dead, or an "
        f"operation at rung {limits['war_rung']} or above on {limits['war_days']} days in a row."
    )


def _after_war(summary: Mapping[str, Any]) -> Iterator[str]:
    """Say in how many of the runs that became war quiet came afterwards."""
    war, quiet = (summary["odds"][name] for name in ("war", AFTER_WAR))
    if not war["p"] or quiet["p"] is None:
        return
    wars, quiets = (round(odds["p"] * odds["n"]) for odds in (war, quiet))
    days = counted(summary["outcomes"]["quiet_days"], "quiet day")
    yield (
        f"War ends the count: of {counted(wars, 'run')} that became war, {quiets:,} later had "
        f"{days} in a row. They count as war, not as de-escalated."
    )


def yardstick_lines(yardsticks: Mapping[str, Any]) -> Iterator[str]:
    """Return what the yardsticks rest on, and a sentence on each disagreement."""
    yield from yardsticks["basis"]
    yield yardsticks["rule"]
    yield from yardsticks["remarks"]
    yield ""
    quarrels = yardsticks["disagreements"]
    if not quarrels:
        yield (
            "No two columns disagree: wherever two speak, their intervals overlap, the model's "
            "being that within which 95% of draws lie."
        )
        return
    yield (
        "The columns disagree where their intervals don't overlap, the model's being that within "
        "which 95% of draws lie:"
    )
    yield from quarrels
