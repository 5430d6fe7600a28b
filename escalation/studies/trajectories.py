"""Trajectories: where recorded episodes lie among the model's runs of them, feature by feature.

Three episodes whose days are recorded (``facts/trajectories.csv``) are run from their first day as
`escalation.studies.episode_starts` has it. Of each recorded feature the percentile in the runs is
told, and for each day whether violence was still going on, beside the share of runs in which it
was. One episode in the middle of its runs proves nothing; features that lie at an end, the same end
in episode after episode, show what the model gets wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.record.episodes import FACTS, load_episodes
from escalation.analysis.trajectories.features import (
    END,
    FEATURES,
    HORIZON_DAYS,
    at_an_end,
    features_of,
    month_of,
    percentile,
)
from escalation.ensemble.progress import Clock, Progress
from escalation.ensemble.session import Session
from escalation.errors import PurposeError
from escalation.numbers import counted, rows_of
from escalation.results.json_text import records
from escalation.results.keeping import Findings
from escalation.studies.episode_starts import starts
from escalation.studies.forecast_episodes import SEED, StartRuns, checked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.charts.saving import Chart
    from escalation.ensemble.progress import ProgressCallback

RUNS: Final = 400
LEAST_RUNS, MOST_RUNS = 20, 100_000

#: Days told one by one.
DAYS: Final = 14

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Trajectories:
    """Recorded features among the model's runs.

    Attributes
    ----------
    features
        Row for each episode and recorded feature: ``episode_id``, ``feature``, ``recorded``,
        ``model_low``, ``model_median``, ``model_high`` (5%, half and 95% of runs, each of
        a run; the horizon where it had not come by then) and
        ``percentile``, 0 to 100: the share of runs below, and half of those alike.
    days
        Row for each episode and day: ``episode_id``, ``day``, ``recorded`` (1 while violence had
        not ended) and ``model``, the share of runs in which it had not.
    runs, seed
        Runs of each episode, and the seed.
    """

    features: pd.DataFrame
    days: pd.DataFrame
    runs: int
    seed: int

    @property
    def findings(self) -> list[str]:
        """Return which recorded features lie at an end of the model's runs."""
        out = self.features[at_an_end(self.features["percentile"])]
        n = counted(len(self.features), "recorded feature")
        if out.empty:
            return [
                f"None of {n} lies outside the middle {100 - 2 * END:.0f}% of the model's runs."
            ]
        told = (
            f"{FEATURES[row['feature']]}, {month_of(row['episode_id'])} ({row['percentile']:.0f})"
            for row in out.to_dict("records")
        )
        return [
            f"{len(out)} of {n} lie outside the middle {100 - 2 * END:.0f}% of the model's runs "
            f"(percentile): {'; '.join(told)}."
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "runs": self.runs,
            "seed": self.seed,
            "horizon_days": HORIZON_DAYS,
            "features": records(self.features),
            "days": records(self.days),
            "findings": self.findings,
        }

    def to_keep(self) -> Findings:
        """Return what is kept of it: both tables and the strip chart."""
        return Findings(
            "check",
            csvs={"features": self.features, "days": self.days},
            charts=self._charts,
        )

    def plot_trajectories(self) -> Figure:
        """Draw the percentile of each recorded feature among the runs."""
        from escalation.charts.trajectories_chart import trajectories_chart

        return trajectories_chart(self)

    def _charts(self) -> dict[str, Chart]:
        return {"trajectories": self.plot_trajectories}


def trajectories(
    *,
    runs: int = RUNS,
    seed: int = SEED,
    threads: int | None = None,
    progress: ProgressCallback | None = None,
) -> Trajectories:
    """Run the recorded episodes from their first day, and find what is recorded among the runs.

    Parameters
    ----------
    runs, seed
        Runs of each episode, each with a draw of its own, and the seed of draws and chance.
    threads
        Threads; they change nothing but the time.
    progress
        As for `simulate`.

    Raises
    ------
    InputError
        If a number is wrong.
    PurposeError
        If a run broke.
    """
    seed = checked(runs, seed, threads, LEAST_RUNS, MOST_RUNS)
    told = recorded()
    with Session.open(threads, progress=progress) as session:
        found = _runs(list(told), runs, seed, session)
    return _compared(told, found, runs, seed)


def recorded() -> dict[str, dict[str, float]]:
    """Return each episode's recorded features by its name; one that nobody recorded is left out."""
    episodes = load_episodes()
    with (FACTS / "trajectories.csv").open(encoding="utf-8", newline="") as file:
        lags = {row["episode_id"]: row["reply_lag_days"] for row in csv.DictReader(file)}
    found = {}
    for place, row in enumerate(rows_of(episodes)):
        name = str(row["episode_id"])
        if name not in lags:
            continue
        values = {
            "days_until_quiet": row["days_until_quiet"],
            "days_active": row["days_active"],
            # The strikes that opened an episode are no part of its runs, and killed most of them.
            "civilians_killed": None if row["airstrikes"] else row["civilians_killed_reported"],
            "reply_lag_days": lags[name] or None,
            "calm_days_after": (
                (episodes["start_date"].iloc[place + 1] - row["last_violent_date"]).days - 1
                if place + 1 < len(episodes)
                else None
            ),
        }
        found[name] = {
            feature: float(value)
            for feature, value in values.items()
            if value is not None and value == value
        }
    return found


def _runs(names: list[str], runs: int, seed: int, session: Session) -> dict[str, dict[str, Floats]]:
    """Return each feature of every run, by episode."""
    from escalation.engine import warm_up

    session.tell(Progress("compiling"))
    warm_up()
    rows = {str(row["episode_id"]): row for row in rows_of(load_episodes())}
    clock, found = Clock(), {}
    with ThreadPoolExecutor(session.threads) as pool:
        for place, name in enumerate(names):
            of_start = StartRuns(starts(rows[name]), runs, seed, HORIZON_DAYS)
            logs = list(pool.map(_measured(of_start), range(runs)))
            found[name] = {
                feature: np.array([log[feature] for log in logs]) for feature in FEATURES
            }
            session.tell(clock.moment((place + 1) * runs, len(names) * runs, None, 0))
    return found


def _measured(of_start: StartRuns) -> Callable[[int], dict[str, float]]:
    def measure(run: int) -> dict[str, float]:
        log = of_start.log(run)
        if of_start.broke(log):
            raise PurposeError(f"run {run} broke, so there is nothing to compare")
        return features_of(log)

    return measure


def _compared(
    told: Mapping[str, Mapping[str, float]],
    found: Mapping[str, Mapping[str, Floats]],
    runs: int,
    seed: int,
) -> Trajectories:
    import pandas as pd

    features, days = [], []
    for name, values in told.items():
        for feature, value in values.items():
            of_runs = found[name][feature]
            low, median, high = np.quantile(of_runs, [0.05, 0.5, 0.95], method="nearest")
            features.append(
                {
                    "episode_id": name, "feature": feature, "recorded": value,
                    "model_low": low, "model_median": median, "model_high": high,
                    "percentile": percentile(value, of_runs),
                }
            )  # fmt: skip
        for day in range(DAYS):
            going = found[name]["days_until_quiet"] > day
            days.append(
                {
                    "episode_id": name, "day": day,
                    "recorded": int(values["days_until_quiet"] > day),
                    "model": float(going.mean()),
                }
            )  # fmt: skip
    return Trajectories(pd.DataFrame(features), pd.DataFrame(days), runs, seed)
