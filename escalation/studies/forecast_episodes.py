"""The model's forecast of an episode from its first day: the share of runs in which it comes about.

The model starts each episode as `escalation.studies.episode_starts` has it, with draws and luck of
its own for each run and the same for all episodes (common random numbers). Quiet within N days is
counted as the record counts it: the first of at least 14 quiet days at or before day N, day 0
being the episode's first. Escalated further: a deed of the opening episode beyond the highest of
the first day, as in pattern P05; after air strikes also a raid by the side that was struck, which
the record counts and which stands lower on the ladder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.outcomes import happened
from escalation.analysis.patterns.run_logs import went_further
from escalation.ensemble.design import Design
from escalation.ensemble.plan import MOST_THREADS, Plan, outside
from escalation.ensemble.progress import Clock, Progress
from escalation.ensemble.session import Session
from escalation.errors import InputError, PurposeError
from escalation.luck import blocks
from escalation.luck.purposes import WHICH_START
from escalation.luck.seeds import checked_seed
from escalation.studies.episode_starts import SCENARIO, Start, starts
from escalation.vocabulary import CAME_THROUGH

if TYPE_CHECKING:
    from escalation.engine.run import Engine, OneRun

RUNS, SEED = 400, 20251012
#: De-escalation by day 30 is known on day 44; the rest is room for an opening episode to worsen.
HORIZON_DAYS: Final = 60

_BLOCK = 20  # runs handed to a thread at a time

Floats = NDArray[np.float64]
Weights = Mapping[str, Floats]


@dataclass(frozen=True)
class Forecast:
    """The model's chances for one episode.

    Attributes
    ----------
    chances
        By name of `escalation.analysis.forecasts.reference_forecasts.FORECAST`.
    runs
        Runs that came through.
    effective_runs
        What they are worth under their weights: ``sum(w)**2 / sum(w**2)``; all of them without.
    """

    chances: dict[str, float]
    runs: int
    effective_runs: float


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
        A row of `read_episodes`; only the columns of `escalation.studies.episode_starts.USED`
        matter.
    runs, seed, threads
        Runs, each with a draw of its own; seed of draws and chance; threads, which change
        nothing but the time.
    weights : ndarray, shape (runs,), optional
        Importance weight of each draw, not negative and not all 0; run i has draw i. So draws can
        be made to count by how well they fit the other episodes.

    Raises
    ------
    InputError
        If the seed or the weights are wrong.
    PurposeError
        If every run broke.
    """
    seed = checked_seed(seed)
    given = {} if weights is None else {str(episode["episode_id"]): weights}
    with Session.open(threads) as session:
        return forecast_all([dict(episode)], Plan(runs, 1, seed), given, session)[0]


def forecast_all(
    rows: Sequence[Mapping[str, Any]], plan: Plan, weights: Weights, session: Session
) -> list[Forecast]:
    """Return the forecast of each episode, in their order; see `forecast`."""
    from escalation.engine import warm_up

    runs = plan.runs
    checked = {name: _weights(name, values, runs) for name, values in weights.items()}
    session.tell(Progress("compiling"))
    warm_up()
    clock, done = Clock(), 0
    found = []
    with ThreadPoolExecutor(session.threads) as pool:
        for row in rows:
            told = StartRuns(starts(row), runs, plan.seed).tell_all(pool)
            name = str(row["episode_id"])
            found.append(_forecast(name, told, checked.get(name, np.ones(runs))))
            done += runs
            session.tell(clock.moment(done, runs * len(rows), None, 0))
    return found


def checked(runs: int, seed: int, threads: int | None, least: int, most: int) -> int:
    """Return the seed as a whole number, once runs, seed and threads are held to their ranges.

    Raises
    ------
    InputError
        If one is wrong.
    """
    if not least <= runs <= most:
        raise InputError.single("--runs", f"must lie between {least} and {most:,}")
    found = checked_seed(seed)
    if problems := outside("--threads", threads, 1, MOST_THREADS):
        raise InputError(problems)
    return found


class Told(NamedTuple):
    """What became of a run: days from its first, -1 for never."""

    quiet_day: int
    war_day: int
    further: bool
    broke: bool


class StartRuns:
    """The runs of one episode: which start each has, its draw, and the engine for it."""

    def __init__(
        self, options: Sequence[Start], runs: int, seed: int, horizon_days: int = HORIZON_DAYS
    ) -> None:
        from escalation.engine import Engine
        from escalation.scenario.load import load_scenario
        from escalation.scenario.truth import DrawSpace
        from escalation.scenario.world import build_world

        self.runs, self.seed = runs, seed
        self.starts = options
        self.which = _which(self.starts, runs, seed)
        self._engines: list[Engine] = []
        self._draws: list[Any] = []
        for place, start in enumerate(self.starts):
            horizon = f"horizon_days={horizon_days}"
            scenario = load_scenario(SCENARIO, [*start.overrides, horizon])
            space = DrawSpace(scenario)
            points = Design(space.names, seed).points(0, runs)
            self._draws.append(space.transform(points[self.which == place]))
            self._engines.append(Engine(build_world(scenario), horizon_days))
        self._row = np.zeros(runs, np.int64)
        for place in range(len(self.starts)):
            mine = self.which == place
            self._row[mine] = np.arange(mine.sum())

    def tell(self, run: int) -> Told:
        """Return what became of a run."""
        log = self.log(run)
        track = log.state.ledger["track"][0]
        start = self.starts[int(self.which[run])]
        further = went_further(log, start.opening_rung, start.answer_rung)
        return Told(
            int(track["deescalated_day"]),
            int(track["war_day"]),
            further,
            self.broke(log),
        )

    def log(self, run: int) -> OneRun:
        """Return a run told day by day."""
        place, row = int(self.which[run]), int(self._row[run])
        draw = self._draws[place][row : row + 1]
        return self._engines[place].watch(draw, run, self.seed)

    @staticmethod
    def broke(log: OneRun) -> bool:
        """Return whether a run broke."""
        return int(log.state.ledger["track"][0]["status"]) != CAME_THROUGH

    def tell_all(self, pool: ThreadPoolExecutor) -> list[Told]:
        """Return what became of every run, in their order."""
        parts = [range(i, min(i + _BLOCK, self.runs)) for i in range(0, self.runs, _BLOCK)]
        return [one for part in pool.map(self._tell_block, parts) for one in part]

    def _tell_block(self, block: range) -> list[Told]:
        return [self.tell(run) for run in block]


def _which(options: Sequence[Start], runs: int, seed: int) -> NDArray[np.int64]:
    """Return the start of each run, drawn by its chance: the same luck in every episode."""
    ends = np.cumsum([start.chance for start in options])
    luck = blocks.uniform(blocks.run_key(seed, np.arange(runs)), WHICH_START, 0, 0)
    return np.minimum(ends.searchsorted(luck, side="right"), len(options) - 1)


def _forecast(name: str, told: Sequence[Told], weights: Floats) -> Forecast:
    import pandas as pd

    day, _, further, broke = (np.array(column) for column in zip(*told, strict=True))
    weight = np.where(broke, 0.0, weights)
    total = float(weight.sum())
    if total <= 0:
        raise PurposeError(f"{name}: no run with any weight came through, so there is no forecast")
    quiet = pd.DataFrame({"deescalated_day": day})
    hits = {name: happened(quiet, name) for name in ("de_escalated_14d", "de_escalated_30d")}
    hits["escalated_further"] = further
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
