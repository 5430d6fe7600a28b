"""The command that scores forecasts of recorded episodes: ``escalation score``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import show_study, written_to
from escalation.cli.words import Columns, wrapped
from escalation.errors import InputError
from escalation.numbers import counted
from escalation.telling.glossary import explained
from escalation.telling.odds import CAVEAT

if TYPE_CHECKING:
    import pandas as pd

    from escalation.studies.score import Scored
    from escalation.studies.score_record import RecordScored

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
    record: Annotated[
        bool,
        typer.Option(
            "--record",
            help="Score the record of episodes between any two states, 1946-2014, instead: the "
            "model, the reference class and the chain, each fitted without the pair it forecasts.",
        ),
    ] = False,
    runs: Annotated[
        int | None,
        options.runs_option("for each episode (400), or each band of starts with --record (1,000)"),
    ] = None,
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
    from escalation.studies.forecast_episodes import RUNS

    check_kept(opened, out)
    if out is not None:
        ensure_writable_folder(out)
    if record:
        from escalation.studies import score_record as on_record

        if file is not None:
            raise InputError.single("--record", "scores the shipped record; leave out the file")
        with progress_on_stderr(quiet or as_json) as progress:
            told = on_record.score_record(
                runs=on_record.RUNS if runs is None else runs,
                seed=seed,
                threads=threads,
                progress=progress,
            )
        show_study(
            told, record_lines, written_to(out, told), as_json=as_json, quiet=quiet, opened=opened
        )
        return
    with progress_on_stderr(quiet or as_json) as progress:
        found = scoring.score(
            file,
            runs=RUNS if runs is None else runs,
            seed=seed,
            threads=threads,
            progress=progress,
        )
    show_study(
        found,
        lines,
        written_to(out, found),
        as_json=as_json,
        quiet=quiet,
        opened=opened,
    )


def record_lines(found: RecordScored) -> list[str]:
    """Return the scores on the record as lines of text."""
    from escalation.analysis.record.blend import MODEL
    from escalation.analysis.record.dyads import LIKE
    from escalation.naming import OUTCOME_NAMES

    told = wrapped(
        f"Episodes between two states, 1946-2014, each forecast from the dead of its first day and"
        f" the fatal episodes of the year before. Model: {found.runs:,} runs for each band of dead"
        f" and of what that year has left, seed {found.seed}; beside it the model without prior"
        " episodes, and class and chain, fitted to the other pairs of states. Mean log scores in"
        f" nats ({explained('nats')}): lower is better. The difference is the model's score less"
        " the other's: below 0 the model is better. In brackets: 95%, pairs of states resampled."
    )
    columns = Columns("|<32", "|<17", "score|>9", "difference|>27")
    for name, kind in LIKE.items():
        rows = []
        for row in found.scores[found.scores["starts"] == name].to_dict("records"):
            first = row["forecaster"] == MODEL
            label = f"{OUTCOME_NAMES[row['outcome']].label} ({row['known']:,})" if first else ""
            names = ("difference", "difference_low", "difference_high")
            gap = "" if first else _told(row, names, "+.3f", "+.3f")
            rows.append((label, row["forecaster"], f"{row['value']:.3f}", gap))
        told += ["", f"Starts with {kind.title}:", *columns.lines(rows, "  ")]
    finding = [line for one in found.findings for line in wrapped(one)]
    return [*told, "", *finding, "", *wrapped(CAVEAT)]


def lines(found: Scored) -> list[str]:
    """Return the scores as lines of text."""
    from escalation.analysis.forecasts.score_tables import OUTCOME_WORDS

    episodes = found.episodes
    first, last = min(episodes["start_date"]), max(episodes["start_date"])
    told = [
        *wrapped(
            f"{counted(len(episodes), 'episode', thousands='')} of {found.source}, begun"
            f" {first} to {last}, each forecast from its first day. Model: {found.runs:,} runs an"
            f" episode{_worth(found)}, seed {found.seed}. {found.fitted} Lower scores are better;"
            " the difference is that from the base rate, episode by episode: below 0 beats it."
            " In brackets: 95%, episodes resampled."
        ),
        "",
    ]
    for outcome in OUTCOME_WORDS:
        told.extend(_block(found.scores[found.scores["outcome"] == outcome]))
    findings = [line for one in (*found.findings, found.made_by_runs) for line in wrapped(one)]
    return [*told, *findings, "", *wrapped(CAVEAT)]


def _block(rows: pd.DataFrame) -> list[str]:
    """Return the scores of one outcome, a line for each forecaster."""
    from escalation.analysis.forecasts.score_tables import FORECASTERS, OUTCOME_WORDS

    first = rows.iloc[0]
    names = list(dict.fromkeys(rows["score"]))
    heads = [head for name in names for head in (f"{_SCORE_WORDS[name]}|>20", "difference|>23")]
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
    """Return a score and its difference; few cases can't bear the intervals of either."""
    from escalation.analysis.forecasts.score_tables import FEWEST

    if 0 < row["known"] < FEWEST:
        gap = "too few" if row["difference"] == row["difference"] else ""
        return f"{row['value']:.3f}", gap
    value = _told(row, ("value", "low", "high"), ".3f", ".2f")
    names = ("difference", "difference_low", "difference_high")
    return value or "not known", _told(row, names, "+.3f", "+.2f")


def _told(row: dict[Any, Any], names: tuple[str, str, str], form: str, ends: str) -> str:
    value, low, high = (float(row[name]) for name in names)
    if value != value:
        return ""
    if low != low:
        return format(value, form)
    return f"{value:{form}} [{low:{ends}}, {high:{ends}}]"
