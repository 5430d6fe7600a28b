"""Backtest: forecast recorded episodes from their first day, and score what was said.

The model starts each episode as `escalation.opening` has it, with draws and luck of its own for
each run and the same for all episodes (common random numbers). Quiet within N days is counted as
the record counts it: the first of at least 14 quiet days at or before day N, day 0 being the
episode's first. Escalated further: a deed of the opening episode beyond the highest of the first
day, as in pattern P05.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis import score_table, verdict, yardsticks
from escalation.analysis.episodes import load_episodes, read_episodes
from escalation.analysis.log_measures import went_further
from escalation.ensemble.design import Design
from escalation.ensemble.progress import Clock, Progress
from escalation.errors import InputError, PurposeError
from escalation.files import ensure_writable_folder, write_atomically
from escalation.opening import SCENARIO, Start, starts
from escalation.rules import streams

if TYPE_CHECKING:
    import pandas as pd

    from escalation.engine.run import Engine, OneRun
    from escalation.ensemble.progress import ProgressCallback

RUNS, SEED = 400, 20251012
PRE_SEED: Final = "the pre-seed record"
LEAST_RUNS, MOST_RUNS = 20, 100_000
#: Quiet by day 30 is known on day 44; the rest is room for an opening episode to go further.
HORIZON_DAYS: Final = 60

_BLOCK = 20  # runs handed to a thread at a time
#: The purpose of the uniform that picks a run's start, beyond those of the model's own.
_WHICH_START = 901

Floats = NDArray[np.float64]
Weights = Mapping[str, Floats]


@dataclass(frozen=True)
class Forecast:
    """The model's chances for one episode.

    Attributes
    ----------
    chances
        By name of `yardsticks.FORECAST`.
    runs
        Runs that came through.
    effective_runs
        What they are worth under their weights: ``sum(w)**2 / sum(w**2)``; all of them without.
    """

    chances: dict[str, float]
    runs: int
    effective_runs: float


@dataclass(frozen=True)
class Scored:
    """Forecasts and what became of them.

    Attributes
    ----------
    forecasts
        Row for each episode, outcome and forecaster: ``episode_id``, ``start_date``, ``outcome``,
        ``happened``, ``forecaster``, ``p``, ``effective_runs`` (of the model's) and ``in_record``
        (whether the episode was left out of the yardsticks' fit).
    scores, reliability
        From `score_table`.
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

    @property
    def verdict(self) -> str:
        """Return whether the model beats the base rate, in words."""
        return verdict.verdict(self.scores, self.forecasts)

    @property
    def episodes(self) -> pd.DataFrame:
        """Return a row for each episode: ``episode_id``, ``start_date``, ``in_record``."""
        columns = ["episode_id", "start_date", "in_record"]
        return self.forecasts[columns].drop_duplicates(ignore_index=True)

    @property
    def fitted(self) -> str:
        """Say what base rate and chain were fitted to."""
        inside, n = int(self.episodes["in_record"].sum()), len(self.episodes)
        fit = "Base rate and chain are fitted to the pre-seed episodes"
        if inside == n:
            return f"{fit}, each time without the one that is forecast."
        if inside == 0:
            return f"{fit}; none of these is in the file, so none was left out."
        return (
            f"{fit}; {inside} of the {n} in the file {'is' if inside == 1 else 'are'} among them,"
            " and each was left out of the fit for its own forecast."
        )

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
            "scores": _records(self.scores),
            "reliability": _records(self.reliability),
            "forecasts": _records(self.forecasts),
        }


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
        Weight of each draw, shape (runs,), by ``episode_id``; see `forecast`. Episodes that are
        not named weigh all draws alike.
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
    if not LEAST_RUNS <= runs <= MOST_RUNS:
        raise InputError.single("--runs", f"must lie between {LEAST_RUNS} and {MOST_RUNS:,}")
    if not 0 <= seed < 2**63:
        raise InputError.single("--seed", "must lie between 0 and 2**63 - 1")
    if threads is not None and threads < 1:
        raise InputError.single("--threads", "must be at least 1")
    record = load_episodes()
    episodes = record if path is None else read_episodes(os.fspath(path))
    source = PRE_SEED if path is None else Path(path).name
    rows: list[dict[str, Any]] = [
        {str(name): value for name, value in row.items()} for row in episodes.to_dict("records")
    ]
    unknown = sorted(set(weights or {}) - {row["episode_id"] for row in rows})
    if unknown:
        raise InputError.single("weights", f"there is no episode {unknown[0]!r}")
    said = _model(rows, runs, seed, weights or {}, threads, progress)
    left_out = yardsticks.same_episode(episodes, record)
    forecasts = _table(episodes, record, left_out, said)
    return Scored(
        forecasts,
        score_table.score_table(forecasts, seed=seed),
        score_table.reliability_table(forecasts),
        source,
        runs,
        seed,
    )


def forecast(
    episode: Mapping[str, Any],
    *,
    runs: int = RUNS,
    seed: int = SEED,
    weights: Floats | None = None,
    threads: int | None = None,
) -> Forecast:
    """Return the model's chances for one episode, from its first day.

    Parameters
    ----------
    episode : mapping
        A row of `read_episodes`; only the columns of `escalation.opening.USED` matter.
    runs, seed, threads
        As for `score`.
    weights : ndarray, shape (runs,), optional
        Importance weight of each draw, not negative and not all 0; run i has draw i. So draws can
        be made to count by how well they fit the other episodes.

    Raises
    ------
    InputError
        If the weights are wrong.
    PurposeError
        If every run broke.
    """
    given = {} if weights is None else {str(episode["episode_id"]): weights}
    return _model([dict(episode)], runs, seed, given, threads, None)[0]


def _model(
    rows: Sequence[Mapping[str, Any]],
    runs: int,
    seed: int,
    weights: Weights,
    threads: int | None,
    progress: ProgressCallback | None,
) -> list[Forecast]:
    """Return the model's forecast of each episode, in their order."""
    from escalation.engine import warm_up

    checked = {name: _weights(name, values, runs) for name, values in weights.items()}
    if progress is not None:
        progress(Progress("compiling"))
    warm_up()
    clock, done = Clock(), 0
    found = []
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for row in rows:
            told = _told(_Episode(row, runs, seed), pool)
            name = str(row["episode_id"])
            found.append(_forecast(name, told, checked.get(name, np.ones(runs))))
            done += runs
            if progress is not None:
                progress(clock.moment(done, runs * len(rows), None, 0))
    return found


class _Episode:
    """The runs of one episode: which start each has, its draw, and the engine for it."""

    def __init__(self, row: Mapping[str, Any], runs: int, seed: int) -> None:
        from escalation.engine import Engine
        from escalation.scenario.load import load_scenario
        from escalation.scenario.truth import DrawSpace
        from escalation.scenario.world import build_world

        self.runs, self.seed = runs, seed
        self.starts = starts(row)
        self.which = _which(self.starts, runs, seed)
        self._engines: list[Engine] = []
        self._draws: list[Any] = []
        for place, start in enumerate(self.starts):
            horizon = f"horizon_days={HORIZON_DAYS}"
            scenario = load_scenario(SCENARIO, [*start.overrides, horizon])
            space = DrawSpace(scenario)
            points = Design(space.names, seed).points(0, runs)
            self._draws.append(space.transform(points[self.which == place]))
            self._engines.append(Engine(build_world(scenario), HORIZON_DAYS))
        self._row = np.zeros(runs, np.int64)
        for place in range(len(self.starts)):
            mine = self.which == place
            self._row[mine] = np.arange(mine.sum())

    def tell(self, run: int) -> tuple[int, bool, bool]:
        """Return the day quiet began (-1: never), whether it went further, whether it broke."""
        place, row = int(self.which[run]), int(self._row[run])
        draw = self._draws[place][row : row + 1]
        log: OneRun = self._engines[place].watch(draw, run, self.seed)
        track = log.state.track[0]
        further = went_further(log, self.starts[place].opening_rung)
        return int(track["deescalated_day"]), further, int(track["status"]) != 0


def _which(options: Sequence[Start], runs: int, seed: int) -> NDArray[np.int64]:
    """Return the start of each run, drawn by its chance: the same luck in every episode."""
    ends = np.cumsum([start.chance for start in options])
    luck = [streams.uniform(streams.run_key(seed, run), _WHICH_START, 0, 0) for run in range(runs)]
    return np.minimum(np.searchsorted(ends, luck, side="right"), len(options) - 1)


def _told(episode: _Episode, pool: ThreadPoolExecutor) -> list[tuple[int, bool, bool]]:
    blocks = [range(i, min(i + _BLOCK, episode.runs)) for i in range(0, episode.runs, _BLOCK)]

    def tell(block: range) -> list[tuple[int, bool, bool]]:
        return [episode.tell(run) for run in block]

    return [one for part in pool.map(tell, blocks) for one in part]


def _forecast(name: str, told: Sequence[tuple[int, bool, bool]], weights: Floats) -> Forecast:
    day, further, broke = (np.array(column) for column in zip(*told, strict=True))
    weight = np.where(broke, 0.0, weights)
    total = float(weight.sum())
    if total <= 0:
        raise PurposeError(f"{name}: no run with any weight came through, so there is no forecast")
    hits = {
        "de_escalated_14d": (day >= 0) & (day <= 14),
        "de_escalated_30d": (day >= 0) & (day <= 30),
        "escalated_further": further,
    }
    chances = {
        outcome: min(float((weight * hit).sum()) / total, 1.0) for outcome, hit in hits.items()
    }
    return Forecast(chances, int((~broke).sum()), total**2 / float(np.square(weight).sum()))


def _weights(name: str, values: Floats, runs: int) -> Floats:
    weights = np.asarray(values, dtype=np.float64)
    if weights.shape != (runs,):
        raise InputError.single(f"weights of {name}", f"must be {runs}, one for each draw")
    if not np.isfinite(weights).all() or (weights < 0).any() or weights.sum() <= 0:
        raise InputError.single(f"weights of {name}", "must be finite, not negative, not all 0")
    # Scaled, so that squares of the smallest don't vanish.
    return np.asarray(weights / weights.max())


def keep(scored: Scored, folder: str | os.PathLike[str]) -> list[Path]:
    """Write ``forecasts.csv``, ``scores.csv`` and the reliability diagram, each file whole.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    InputError
        If the folder can't be written to.
    OutputError
        If the disk gave out on the way.
    """
    from escalation.report.charts import FORMATS, save
    from escalation.report.reliability_chart import MEANING, ReliabilityData, reliability_chart

    place = ensure_writable_folder(folder)
    written = []
    for name, table in (("forecasts", scored.forecasts), ("scores", scored.scores)):
        written.append(place / f"{name}.csv")
        with write_atomically(written[-1]) as temporary:
            table.to_csv(temporary, index=False, lineterminator="\n")
    figure = reliability_chart(
        ReliabilityData(
            scored.forecasts,
            scored.scores,
            scored.reliability,
            f"{scored.source}; model: {scored.runs:,} runs an episode, seed {scored.seed}",
        )
    )
    for suffix in FORMATS:
        written.append(place / f"reliability.{suffix}")
        save(figure, written[-1], MEANING)
    return written


def _table(
    episodes: pd.DataFrame,
    record: pd.DataFrame,
    left_out: list[int | None],
    said: Sequence[Forecast],
) -> pd.DataFrame:
    """Return the table of forecasts of `Scored`."""
    import pandas as pd

    happened = yardsticks.outcomes(episodes)
    model = {name: np.array([one.chances[name] for one in said]) for name in yardsticks.FORECAST}
    columns = {
        verdict.MODEL: model,
        verdict.BASE_RATE: yardsticks.base_rate(record, left_out),
        verdict.CHAIN: yardsticks.chain(episodes, record, left_out),
    }
    parts = []
    for outcome in yardsticks.FORECAST:
        for forecaster, chances in columns.items():
            if outcome not in chances:
                continue
            mine = forecaster == verdict.MODEL
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


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values; NaN, which JSON doesn't know, as None."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if isinstance(value, float) and not np.isfinite(value) else value
