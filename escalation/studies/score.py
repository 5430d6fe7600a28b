"""Backtest: forecast recorded episodes from their first day, and score what was said.

The model's forecasts are those of `escalation.studies.forecast_episodes`, the yardsticks' those of
`escalation.analysis.forecasts.reference_forecasts`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.forecasts import reference_forecasts as references
from escalation.analysis.forecasts import score_tables as tables
from escalation.analysis.record.episodes import load_episodes, read_episodes
from escalation.ensemble.plan import Plan
from escalation.ensemble.session import Session
from escalation.errors import InputError
from escalation.notebooks import ShowsItself
from escalation.numbers import rows_of
from escalation.results.json_text import records
from escalation.results.keeping import Findings
from escalation.studies.forecast_episodes import (
    HORIZON_DAYS,
    RUNS,
    SEED,
    Forecast,
    Weights,
    checked,
    forecast_all,
)
from escalation.studies.leave_one_out import weights as weights_without

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.charts.saving import Chart
    from escalation.ensemble.progress import ProgressCallback

LEAST_RUNS, MOST_RUNS = 20, 100_000
PRE_SEED: Final = "the pre-seed record"


@dataclass(frozen=True, repr=False)
class Scored(ShowsItself):
    """Forecasts and what became of them.

    Attributes
    ----------
    forecasts
        Row for each episode, outcome and forecaster: ``episode_id``, ``start_date``, ``outcome``,
        ``happened``, ``forecaster``, ``p``, ``effective_runs`` (of the model's) and ``in_record``
        (whether the episode was left out of the yardsticks' fit).
    scores, reliability
        From `escalation.analysis.forecasts.score_tables`.
    source
        Name of the file.
    runs, seed
        Runs for each episode, and the seed.
    """

    forecasts: pd.DataFrame
    scores: pd.DataFrame
    reliability: pd.DataFrame
    source: str
    runs: int
    seed: int

    def notebook_title(self) -> str:
        """Return what was forecast, and by how many runs."""
        many = f"{len(self.episodes)} episodes of {self.source}"
        return f"forecasts of {many}, {self.runs:,} runs of each"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame]:
        """Return the findings and the scores."""
        return [*self.findings, self.made_by_runs], self.scores

    @property
    def verdict(self) -> str:
        """Return whether the model beats the base rate, in words."""
        return tables.verdict(self.scores, self.forecasts)

    @property
    def power(self) -> str:
        """Return how large a difference the episodes could tell; empty where they are too few."""
        return tables.power(self.scores, self.forecasts)

    @property
    def made_by_runs(self) -> str:
        """Return how much of the scores so few runs may have made; empty where none are known."""
        return tables.made_by_runs(self.scores, self.forecasts)

    @property
    def findings(self) -> list[str]:
        """Return what was found, in sentences."""
        return [self.verdict, *([self.power] if self.power else [])]

    @property
    def episodes(self) -> pd.DataFrame:
        """Return a row for each episode: ``episode_id``, ``start_date``, ``in_record``."""
        columns = ["episode_id", "start_date", "in_record"]
        return self.forecasts[columns].drop_duplicates(ignore_index=True)

    @property
    def fitted(self) -> str:
        """Say what base rate and chain were fitted to."""
        return f"{self._base_rate} The chain is fitted to the pairs of states elsewhere."

    @property
    def _base_rate(self) -> str:
        inside, n = int(self.episodes["in_record"].sum()), len(self.episodes)
        fit = "The base rate is fitted to the pre-seed episodes"
        if inside == n:
            return f"{fit}, each time without the one that is forecast."
        if inside == 0:
            return f"{fit}; none of these is in the file, so none was left out."
        among = "is among them and was" if inside == 1 else "are among them and were each"
        return f"{fit}; {inside} of the {n} in the file {among} left out for its own forecast."

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON, None for what can't be told."""
        effective = self.forecasts["effective_runs"].dropna()
        return {
            "source": self.source,
            "runs": self.runs,
            "seed": self.seed,
            "horizon_days": HORIZON_DAYS,
            "effective_runs_lowest": float(effective.min()),
            "fitted": self.fitted,
            "verdict": self.verdict,
            "power": self.power,
            "made_by_runs": self.made_by_runs,
            "scores": records(self.scores),
            "reliability": records(self.reliability),
            "forecasts": records(self.forecasts),
        }

    def to_keep(self) -> Findings:
        """Return what is kept of it: both tables and the reliability diagram."""
        return Findings(
            "score",
            csvs={"forecasts": self.forecasts, "scores": self.scores},
            charts=self._charts,
        )

    def plot_reliability(self) -> Figure:
        """Draw how often it came about, against the chances that forecasters had given."""
        from escalation.charts.reliability_chart import reliability_chart

        return reliability_chart(self)

    def _charts(self) -> dict[str, Chart]:
        return {"reliability": self.plot_reliability}


def score(
    path: str | os.PathLike[str] | None = None,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    weights: Weights | None = None,
    threads: int | None = None,
    progress: ProgressCallback | None = None,
) -> Scored:
    """Forecast every episode of a file from its first day, and score the forecasts.

    Parameters
    ----------
    path
        A file of episodes; by default the shipped ones, all of them before the seed.
    runs, seed
        Runs for each episode, each with a draw of its own, and the seed of draws and chance.
    weights
        Weight of each draw, shape (runs,), by ``episode_id``; see
        `escalation.studies.forecast_episodes.forecast`. An episode that is not named is left out
        of the posterior if it was fitted to it (`escalation.studies.leave_one_out`).
    threads
        Threads; they change nothing but the time.
    progress
        As for `simulate`.

    Raises
    ------
    InputError
        If the file, a number or the weights are wrong.
    PurposeError
        If every run of an episode broke.
    """
    seed = checked(runs, seed, threads, LEAST_RUNS, MOST_RUNS)
    record = load_episodes()
    episodes = record if path is None else read_episodes(os.fspath(path))
    source = PRE_SEED if path is None else Path(path).name
    rows = rows_of(episodes)
    unknown = sorted(set(weights or {}) - {row["episode_id"] for row in rows})
    if unknown:
        raise InputError.single("weights", f"there is no episode {unknown[0]!r}")
    left_out = references.same_episode(episodes, record)
    fitted = rows_of(record)
    without = {
        str(row["episode_id"]): weights_without(fitted[place], runs, seed)
        for row, place in zip(rows, left_out, strict=True)
        if place is not None
    }
    known = {name: weight for name, weight in without.items() if weight is not None}
    given = {**known, **(weights or {})}
    with Session.open(threads, progress=progress) as session:
        said = forecast_all(rows, Plan(runs, 1, seed), given, session)
    forecasts = _table(episodes, record, left_out, said)
    return Scored(
        forecasts,
        tables.score_table(forecasts, seed=seed),
        tables.reliability_table(forecasts),
        source,
        runs,
        seed,
    )


def _table(
    episodes: pd.DataFrame,
    record: pd.DataFrame,
    left_out: list[int | None],
    said: Sequence[Forecast],
) -> pd.DataFrame:
    """Return the table of forecasts of `Scored`."""
    import pandas as pd

    happened = references.outcomes(episodes)
    model = {name: np.array([one.chances[name] for one in said]) for name in references.FORECAST}
    columns = {
        tables.MODEL: model,
        tables.BASE_RATE: references.base_rate(record, left_out),
        tables.CHAIN: references.chain(episodes, record),
    }
    parts = []
    for outcome in references.FORECAST:
        for forecaster, chances in columns.items():
            if outcome not in chances:
                continue
            mine = forecaster == tables.MODEL
            parts.append(
                pd.DataFrame(
                    {
                        "episode_id": episodes["episode_id"].astype(str),
                        "start_date": [day.date().isoformat() for day in episodes["start_date"]],
                        "outcome": outcome,
                        "happened": happened[outcome],
                        "forecaster": forecaster,
                        "p": chances[outcome],
                        "effective_runs": [one.effective_runs if mine else np.nan for one in said],
                        "in_record": [row is not None for row in left_out],
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)
