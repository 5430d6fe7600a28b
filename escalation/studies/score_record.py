"""Backtest with power: the model on the record of episodes between any two states.

The record (`escalation.analysis.record.dyads`) tells of an episode's first day only its dead, and
which fatal episodes the pair had in the year before. The model's start has both, the latter as the
rancour that they have left (`escalation.analysis.record.prior_episodes`), and draws all else
(`escalation.studies.episode_starts.starts_with_dead`). Episodes whose dead lie in the same one of
`BANDS`, and that were left about the same, share their runs. Beside it stands the model without
prior episodes (`WITHOUT`), every start after a quiet year: the difference of the two says whether
the long memory forecasts better.

The yardsticks are fitted to all other pairs of states, so that no pair sways its own forecast. The
model is not: it was held against counts of this record, the seed's like above all. Differences of
the log score are paired, episode by episode, and their intervals come from resampling the pairs of
states, whose episodes are one voice.

The model's border is this one and no other; that it forecasts other pairs worse than a class made
of them says little against it. That it forecasts them as well would say much for its dynamics.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.forecasts.scoring_rules import difference, log_score, score
from escalation.analysis.odds.outcomes import DEADLINES_DAYS
from escalation.analysis.record import prior_episodes
from escalation.analysis.record.base_rates import like_starts
from escalation.analysis.record.blend import CHAIN, MODEL, REFERENCE
from escalation.analysis.record.dyads import (
    LIKE,
    WAR_KNOWN_DAYS,
    became,
    like,
    load_dyad_episodes,
)
from escalation.analysis.record.markov import (
    fit_without_each,
    outcome_odds,
    recorded_transitions,
    start_state,
)
from escalation.analysis.record.stacking import SCORED as OUTCOMES
from escalation.ensemble.progress import Clock, Progress
from escalation.ensemble.session import Session
from escalation.errors import PurposeError
from escalation.naming import OUTCOME_NAMES
from escalation.results.json_text import records
from escalation.results.keeping import Findings
from escalation.studies.episode_starts import starts_with_dead
from escalation.studies.forecast_episodes import SEED, StartRuns, Told, checked
from escalation.studies.score import LEAST_RUNS, MOST_RUNS
from escalation.vocabulary import CHAIN_STATES

if TYPE_CHECKING:
    import pandas as pd

    from escalation.ensemble.progress import ProgressCallback
    from escalation.scenario.distributions import LogNormal

RUNS: Final = 1000

#: Dead of the first day, both states together: the least and most of each band.
BANDS: Final = ((0, 0), (1, 2), (3, 9), (10, 30), (31, 200))

#: Cases for which the statement of power is made besides those there are.
MORE_CASES: Final = (27, 150)

#: Quiet by day 90 is known when it has lasted; war within half a year.
HORIZON_DAYS: Final = WAR_KNOWN_DAYS

#: The model where no start has prior episodes.
WITHOUT: Final = "no prior episodes"

#: Whom the model's forecasts are held against, in the order of the table.
RIVALS: Final = (WITHOUT, REFERENCE, CHAIN)

Floats = NDArray[np.float64]


#: What is said of the model beside a rival.
_SAID: Final = {
    WITHOUT: "with its prior episodes the model {} without",
    REFERENCE: "the model {} the class of the other pairs",
}
#: Of which rival and outcome the power is told, and in which words.
_QUIET: Final = (
    REFERENCE,
    "de_escalated_14d",
    "Of the model and the class, on de-escalation by day 14",
)
_MEMORY: Final = (WITHOUT, "war", "Of the model with and without prior episodes, on war")


@dataclass(frozen=True)
class RecordScored:
    """Scores of the model and of both yardsticks on the record.

    Attributes
    ----------
    forecasts
        Row for each episode, outcome and forecaster: ``starts`` (class of
        `escalation.analysis.record.dyads.LIKE`), ``pair``, ``start_date``, ``dead_day1``,
        ``prior_fatal`` (episodes of the year before), ``outcome``, ``happened`` (1, 0, or NaN where
        the record ends), ``forecaster`` (`MODEL` or one of `RIVALS`), ``p``.
    scores
        Row for each class of starts, outcome and forecaster: ``value`` (mean log score), ``known``,
        ``pairs``, and for the rivals ``difference``, ``difference_low``, ``difference_high``
        (the model's score less theirs: below 0 the model is better) and ``tellable``.
    runs, seed
        Runs for each band of dead and of what the year before has left, and the seed.
    """

    forecasts: pd.DataFrame
    scores: pd.DataFrame
    runs: int
    seed: int

    @property
    def findings(self) -> list[str]:
        """Return where the model can be told from a rival, and what could be told."""
        return [*self._told(), self.power]

    def _told(self) -> list[str]:
        told: dict[tuple[str, str], dict[str, list[str]]] = {}
        for row in self.scores.to_dict("records"):
            if row["forecaster"] in _SAID:
                mine = told.setdefault((row["starts"], row["forecaster"]), {})
                mine.setdefault(_standing(row), []).append(OUTCOME_NAMES[row["outcome"]].name)
        return [
            f"Starts with {LIKE[name].title}: "
            + "; ".join(
                f"{_SAID[rival].format(stands)} on {', '.join(outcomes)}"
                for stands, outcomes in said.items()
            )
            + "."
            for (name, rival), said in told.items()
        ]

    @property
    def power(self) -> str:
        """Say how large differences so many episodes tell."""
        return (
            f"What so many episodes can tell in four of five records. {self._power(*_QUIET)} "
            f"{self._power(*_MEMORY)}"
        )

    def _power(self, rival: str, outcome: str, what: str) -> str:
        rows = self.scores[self.scores["forecaster"] == rival]
        told = []
        for row in rows[rows["outcome"] == outcome].to_dict("records"):
            few, more = (row["tellable"] * (row["known"] / cases) ** 0.5 for cases in MORE_CASES)
            told.append(
                f"with {LIKE[row['starts']].title} {row['known']:,} episodes of {row['pairs']} "
                f"pairs tell {row['tellable']:.3f} nats; {MORE_CASES[0]} would tell {few:.2f}, "
                f"{MORE_CASES[1]} {more:.2f}"
            )
        return f"{what}: {'; '.join(told)}."

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON, None for what can't be told."""
        return {
            "runs": self.runs,
            "seed": self.seed,
            "horizon_days": HORIZON_DAYS,
            "scores": records(self.scores),
            "findings": self.findings,
        }

    def to_keep(self) -> Findings:
        """Return what is kept of it: both tables."""
        return Findings("score", csvs={"forecasts": self.forecasts, "scores": self.scores})


def score_record(
    *,
    runs: int = RUNS,
    seed: int = SEED,
    threads: int | None = None,
    progress: ProgressCallback | None = None,
) -> RecordScored:
    """Forecast the record's episodes from their first day and the year before, and score that.

    Parameters
    ----------
    runs, seed
        Runs for each of `BANDS` after a quiet year, and after as many more as are needed of the
        bands of `escalation.analysis.record.prior_episodes`, each run with a draw of its own; the
        seed of draws and chance.
    threads
        Threads; they change nothing but the time.
    progress
        As for `simulate`.

    Raises
    ------
    InputError
        If a number is wrong.
    PurposeError
        If every run of a band broke.
    """
    seed = checked(runs, seed, threads, LEAST_RUNS, MOST_RUNS)
    starts = _starts(seed)
    with Session.open(threads, progress=progress) as session:
        chances = _model(starts, runs, seed, session)
    forecasts = _table(starts, chances)
    return RecordScored(forecasts, _scores(forecasts, seed), runs, seed)


def band_of(dead: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return in which of `BANDS` the dead of each episode lie."""
    return np.asarray(np.searchsorted([most for _, most in BANDS], dead), dtype=np.int64)


def _standing(row: Mapping[Any, Any]) -> str:
    """Say how the model stands against a rival, from the interval of the difference."""
    if row["difference_high"] < 0:
        return "does better than"
    return "does worse than" if row["difference_low"] > 0 else "can't be told from"


@dataclass(frozen=True)
class _Starts:
    """The episodes that are forecast.

    Attributes
    ----------
    episodes
        Rows of `load_dyad_episodes`, n of them.
    band, before
        Shape (n,): in which of `BANDS` their dead lie, and in which band what the year before has
        left; 0 after a quiet year.
    prior_fatal
        Shape (n,): fatal episodes of the year before.
    rancour
        By band of the latter, what day 0 begins with; none after a quiet year.
    """

    episodes: pd.DataFrame
    band: NDArray[np.int64]
    before: NDArray[np.int64]
    prior_fatal: NDArray[np.int64]
    rancour: dict[int, dict[str, LogNormal]]

    @property
    def cells(self) -> list[tuple[int, int]]:
        """Return the pairs of bands that have runs, those after a quiet year for all."""
        with_past = set(zip(self.band.tolist(), self.before.tolist(), strict=True))
        return sorted(with_past | {(place, 0) for place in range(len(BANDS))})


def _starts(seed: int) -> _Starts:
    import pandas as pd

    episodes = load_dyad_episodes()
    chosen = pd.concat([like(episodes, name).assign(starts=name) for name in LIKE])
    prior = prior_episodes.prior_fatal(chosen, episodes)
    left = prior_episodes.left_by(prior, len(chosen), seed)
    before = prior_episodes.band_of(left)
    rancour = {
        int(band): prior_episodes.rancour_in(left[before == band])
        for band in np.unique(before[before > 0])
    }
    count = np.bincount(prior["place"].to_numpy(), minlength=len(chosen))
    return _Starts(chosen, band_of(chosen["dead_day1"].to_numpy()), before, count, rancour)


def _model(
    starts: _Starts, runs: int, seed: int, session: Session
) -> dict[tuple[int, int], dict[str, float]]:
    """Return the model's chance of each outcome in each pair of bands."""
    from escalation.engine import warm_up

    session.tell(Progress("compiling"))
    warm_up()
    episodes = load_dyad_episodes()
    dead = episodes.loc[episodes["war_battle_day1"] == 0, "dead_day1"]
    clock, found = Clock(), {}
    cells = starts.cells
    with ThreadPoolExecutor(session.threads) as pool:
        for done, (band, before) in enumerate(cells, 1):
            least, most = BANDS[band]
            median = float(dead[dead.between(least, most)].median())
            options = starts_with_dead(median, starts.rancour.get(before))
            told = StartRuns(options, runs, seed, HORIZON_DAYS).tell_all(pool)
            found[band, before] = _chances(told, (least, most))
            session.tell(clock.moment(done * runs, len(cells) * runs, None, 0))
    return found


def _chances(told: list[Told], band: tuple[int, int]) -> dict[str, float]:
    good = [one for one in told if not one.broke]
    if not good:
        raise PurposeError(
            f"every run with {band[0]} to {band[1]} dead broke: there is no forecast"
        )
    quiet = np.array([one.quiet_day for one in good])
    war = np.array([one.war_day for one in good]) >= 0
    chances = {
        f"de_escalated_{days}d": float(((quiet >= 0) & (quiet <= days)).mean())
        for days in DEADLINES_DAYS
    }
    return chances | {"war": float(war.mean())}


def _table(starts: _Starts, chances: dict[tuple[int, int], dict[str, float]]) -> pd.DataFrame:
    """Return the table of forecasts of `RecordScored`."""
    import pandas as pd

    transitions = recorded_transitions()
    row_of = {dyad: row for row, dyad in enumerate(transitions.dyads)}
    fitted = fit_without_each(transitions)
    chain = {
        state: outcome_odds(fitted, CHAIN_STATES.index(state), HORIZON_DAYS)
        for state in ("clash", "heavy")
    }
    parts = []
    for name in LIKE:
        mine = (starts.episodes["starts"] == name).to_numpy()
        chosen = starts.episodes[mine]
        told = became(chosen, HORIZON_DAYS)
        others = like_starts(name, HORIZON_DAYS).said_without_each()
        cells = list(zip(starts.band[mine].tolist(), starts.before[mine].tolist(), strict=True))
        rows = [row_of[dyad] for dyad in chosen["dyad"]]
        states = [start_state(dead) for dead in chosen["dead_day1"]]
        for outcome in OUTCOMES:
            came, known = told[outcome]
            said = {
                MODEL: [chances[cell][outcome] for cell in cells],
                WITHOUT: [chances[band, 0][outcome] for band, _ in cells],
                REFERENCE: [
                    others[dyad][outcome] if dyad in others else np.nan for dyad in chosen["dyad"]
                ],
                CHAIN: [
                    chain[state][outcome][row] for state, row in zip(states, rows, strict=True)
                ],
            }
            for forecaster, p in said.items():
                parts.append(
                    pd.DataFrame(
                        {
                            "starts": name,
                            "pair": chosen["dyad"].to_numpy(),
                            "start_date": chosen["start"].dt.date.astype(str).to_numpy(),
                            "dead_day1": chosen["dead_day1"].to_numpy(),
                            "prior_fatal": starts.prior_fatal[mine],
                            "outcome": outcome,
                            "happened": np.where(known, came, np.nan),
                            "forecaster": forecaster,
                            "p": p,
                        }
                    )
                )
    return pd.concat(parts, ignore_index=True)


def _scores(forecasts: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return the table of scores of `RecordScored`."""
    import pandas as pd

    rows = []
    for (name, outcome), table in forecasts.groupby(["starts", "outcome"], sort=False):
        parts = dict(list(table.groupby("forecaster", sort=False)))
        happened = parts[MODEL]["happened"].to_numpy(dtype=np.float64)
        pairs = parts[MODEL]["pair"].to_numpy()
        known = ~np.isnan(happened)
        mine = parts[MODEL]["p"].to_numpy(dtype=np.float64)
        for who, part in parts.items():
            p = part["p"].to_numpy(dtype=np.float64)
            own = score(log_score, p, happened, seed=seed)
            row = {
                "starts": name, "outcome": outcome, "forecaster": who, "value": own.value,
                "known": own.known, "pairs": len(set(pairs[known])),
            }  # fmt: skip
            if who != MODEL:
                gap = difference(log_score, mine, p, happened, groups=pairs, seed=seed)
                row |= {
                    "difference": gap.value, "difference_low": gap.low,
                    "difference_high": gap.high, "tellable": gap.tellable,
                }  # fmt: skip
            rows.append(row)
    return pd.DataFrame(rows)
