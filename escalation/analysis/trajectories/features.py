"""Features of an opening episode by which a recorded one is held against the model's runs."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.patterns.run_logs import RunLog, active_days, first_episode
from escalation.numbers import figure_of
from escalation.vocabulary import SMALL_ARMS

Floats = NDArray[np.float64]

#: As long as the longest calm after one of the episodes, with room.
HORIZON_DAYS: Final = 180

#: A percentile below this or above 100 less this lies at an end.
END: Final = 5.0

#: What each feature is, by name.
FEATURES: Final[Mapping[str, str]] = {
    "days_until_quiet": "days from the first to the last with violence",
    "days_active": "days with violence",
    "civilians_killed": "civilians killed",
    "reply_lag_days": "days from the strikes to the Afghan side's first force",
    "calm_days_after": "calm days up to the next episode",
}


def features_of(log: RunLog) -> dict[str, float]:
    """Return a run's features; what had not come by the horizon counts as coming after it."""
    lasted = first_episode(log)
    violent = np.flatnonzero(log.days["incidents"][:lasted] > 0)
    last = int(violent[-1]) if len(violent) else 0  # the incident that opened it is day 0
    replied = np.flatnonzero(log.days["deed_afg"] >= SMALL_ARMS)
    later = np.flatnonzero(log.days["lethal_incidents"][last + 1 :] > 0)
    civilians = log.days["killed_afg_civilians"] + log.days["killed_pak_civilians"]
    return {
        "days_until_quiet": last + 1.0,
        "days_active": float(active_days(log)),
        "civilians_killed": float(civilians[: last + 1].sum()),
        "reply_lag_days": float(replied[0]) if len(replied) else float(len(log.days)),
        "calm_days_after": float(later[0]) if len(later) else float(len(log.days)),
    }


def told(value: float) -> str:
    """Return a feature's figure; what had not come by the horizon is beyond it: ``180+``."""
    return f"{HORIZON_DAYS}+" if value >= HORIZON_DAYS else figure_of(value)


def month_of(episode_id: str) -> str:
    """Return when an episode began, from its id, in words: ``March 2024``."""
    year, month = episode_id.split("_")[0].split("-")
    return f"{calendar.month_name[int(month)]} {year}"


def at_an_end(percentiles: Any) -> Any:
    """Return whether a percentile, or each of an array or column of them, lies at an end."""
    return (percentiles < END) | (percentiles > 100 - END)


def percentile(value: float, runs: Floats) -> float:
    """Return where a value lies among the runs, 0 to 100: those below and half of those alike."""
    return float(100 * ((runs < value).mean() + 0.5 * (runs == value).mean()))
