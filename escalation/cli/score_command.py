"""The command that scores forecasts of recorded episodes: ``escalation score``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import show_study, written_to
from escalation.cli.words import CAVEAT, Columns, wrapped
from escalation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd

    from escalation.studies.score import Scored

_SCORE_WORDS = {
    "brier": "Brier",
    "log": "log",
    "ranked_probability": "ranked probability",
}


def score(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV file of episodes, in the format of docs/how-to/score-forecasts.md.",
            show_default="the pre-seed episodes",
        ),
    ] = None,
    runs: Annotated[int, options.runs_option("for each episode")] = 400,
    seed: options.FixedSeed = options.SEED,
    threads: options.Threads = None,
    out: Annotated[
        Path | None, options.folder_option("forecasts.csv, scores.csv and the reliability diagram")
    ] = None,
    opened: options.Open = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Forecast recorded episodes from their first day, and score the forecasts."""
    from escalation.cli.opening import check_kept
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.files import ensure_writable_folder
    from escalation.studies import score as scoring

    check_kept(opened, out)
    if out is not None:
        ensure_writable_folder(out)
    with progress_on_stderr(quiet or as_json) as progress:
        found = scoring.score(file, runs=runs, seed=seed, threads=threads, progress=progress)
    show_study(
        found,
        lines,
        written_to(out, found),
        as_json=as_json,
        quiet=quiet,
        opened=opened,
    )


def lines(found: Scored) -> list[str]:
    """Return the scores as lines of text."""
    from escalation.analysis.forecasts.skill import OUTCOME_WORDS

    episodes = found.episodes
    first, last = min(episodes["start_date"]), max(episodes["start_date"])
    told = [
        *wrapped(
            f"{counted(len(episodes), 'episode', thousands='')} of {found.source}, begun"
            f" {first} to {last}, each forecast from its first day. Model: {found.runs:,} runs an"
            f" episode{_worth(found)}, seed {found.seed}. {found.fitted} Lower scores are better;"
            " skill above 0 beats the base rate. In brackets: 95%, episodes resampled."
        ),
        "",
    ]
    for outcome in OUTCOME_WORDS:
        told.extend(_block(found.scores[found.scores["outcome"] == outcome]))
    return [*told, *wrapped(found.verdict), "", *wrapped(CAVEAT)]


def _block(rows: pd.DataFrame) -> list[str]:
    """Return the scores of one outcome, a line for each forecaster."""
    from escalation.analysis.forecasts.skill import FORECASTERS, OUTCOME_WORDS

    first = rows.iloc[0]
    names = list(dict.fromkeys(rows["score"]))
    heads = [head for name in names for head in (f"{_SCORE_WORDS[name]}|>20", "skill|>23")]
    table = []
    for forecaster, words in FORECASTERS.items():
        mine = rows[rows["forecaster"] == forecaster].set_index("score")
        cells = [
            cell
            for name in names
            for cell in (_cells(mine.loc[name].to_dict()) if name in mine.index else ("", ""))
        ]
        if not any(cells):
            cells[0] = "says nothing"
        table.append((f"  {words}", *cells))
    return [
        f"{OUTCOME_WORDS[first['outcome']]} ({first['known']} known, {first['unknown']} unknown)",
        *Columns("|<14", *heads).lines(table, "    "),
        "",
    ]


def _worth(found: Scored) -> str:
    """Say what the runs are worth, where they are weighed."""
    least = float(found.forecasts["effective_runs"].min())
    return f" (worth {least:,.0f} or more)" if least < found.runs - 0.5 else ""


def _cells(row: dict[Any, Any]) -> tuple[str, str]:
    """Return a score and its skill; with few cases their intervals would only seem to be some."""
    from escalation.analysis.forecasts.skill import FEWEST

    if 0 < row["known"] < FEWEST:
        skill = "too few" if row["skill"] == row["skill"] else ""
        return f"{row['value']:.3f}", skill
    value = _told(row, ("value", "low", "high"), ".3f", ".2f")
    skill = _told(row, ("skill", "skill_low", "skill_high"), "+.2f", "+.2f")
    return value or "not known", skill


def _told(row: dict[Any, Any], names: tuple[str, str, str], form: str, ends: str) -> str:
    value, low, high = (float(row[name]) for name in names)
    if value != value:
        return ""
    if low != low:
        return format(value, form)
    return f"{value:{form}} [{low:{ends}}, {high:{ends}}]"
