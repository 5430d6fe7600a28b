"""Counts over runs, by day and by segment: whole numbers, so that any order of adding agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from escalation.vocabulary import SEGMENT_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]

# Cumulative deaths are counted in bins: exact up to 24, then growing by about a seventh.
KILLED_EDGES: NDArray[np.float64] = np.concatenate(
    [np.arange(25.0), np.round(24.0 * 1.145 ** np.arange(1, 40)), [np.inf]]
)
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


class Tally(NamedTuple):
    """Counts of D days and S segments; the memory does not depend on the number of runs."""

    rung: Ints  # (2, D, 9) runs in which a state stands at a rung
    deescalated: Ints  # (D,) runs whose quiet days in a row, before any war, began by this day
    holding: Ints  # (D,) of those, neither a serious relapse nor war since
    relapsed: Ints  # (D,) of those, a serious relapse since but no war
    quiet: Ints  # (D,)
    war: Ints  # (D,) runs that have been war by this day, quiet again or not
    quiet_after_war: Ints  # (D,) of those, the quiet days in a row after it began by this day
    killed: Ints  # (2, D, bins) soldiers dead so far
    incidents: Ints  # (D,)
    ttp_attacks: Ints  # (D,)
    segments: Ints  # (S, 6)

    @classmethod
    def empty(cls, days: int, segments: int) -> Tally:
        """Return a tally of nothing."""
        return cls(
            rung=np.zeros((2, days, 9), np.int64),
            deescalated=np.zeros(days, np.int64),
            holding=np.zeros(days, np.int64),
            relapsed=np.zeros(days, np.int64),
            quiet=np.zeros(days, np.int64),
            war=np.zeros(days, np.int64),
            quiet_after_war=np.zeros(days, np.int64),
            killed=np.zeros((2, days, len(KILLED_EDGES) - 1), np.int64),
            incidents=np.zeros(days, np.int64),
            ttp_attacks=np.zeros(days, np.int64),
            segments=np.zeros((segments, len(SEGMENT_COLUMNS)), np.int64),
        )

    def add(self, other: Tally) -> None:
        """Add another tally to this one, in place."""
        for mine, theirs in zip(self, other, strict=True):
            mine += theirs

    def days_frame(self, n_runs: int) -> pd.DataFrame:
        """Return one row a day: shares of runs, and quantiles of the soldiers dead so far."""
        import pandas as pd

        runs = max(n_runs, 1)
        columns: dict[str, NDArray[np.float64] | Ints] = {
            "day": np.arange(len(self.quiet)),
            "de_escalated_share": self.deescalated / runs,
            "holding_share": self.holding / runs,
            "relapsed_share": self.relapsed / runs,
            "quiet_share": self.quiet / runs,
            "war_share": self.war / runs,
            "quiet_after_war_share": self.quiet_after_war / runs,
        }
        for side, name in enumerate(("afg", "pak")):
            for rung in range(9):
                columns[f"rung_{name}_{rung}"] = self.rung[side, :, rung] / runs
        for side, name in enumerate(("afg", "pak")):
            for q in QUANTILES:
                columns[f"killed_{name}_q{round(100 * q):02d}"] = _quantile(self.killed[side], q)
        columns["incidents_mean"] = self.incidents / runs
        columns["ttp_attacks_mean"] = self.ttp_attacks / runs
        return pd.DataFrame(columns)

    def segments_frame(self, n_runs: int) -> pd.DataFrame:
        """Return one row a segment (numbered from 1): what happened there in a run, on average."""
        import pandas as pd

        runs = max(n_runs, 1)
        frame = pd.DataFrame({"segment": np.arange(1, len(self.segments) + 1)})
        for i, name in enumerate(SEGMENT_COLUMNS):
            frame[f"{name}_per_run"] = self.segments[:, i] / runs
        return frame


def _quantile(counts: Ints, q: float) -> NDArray[np.float64]:
    """Return the lower edge of the bin in which the quantile lies, for each row of counts."""
    below = np.cumsum(counts, axis=1)
    total = below[:, -1:]
    place = np.argmax(below >= np.maximum(q * total, 1e-9), axis=1)
    return np.asarray(KILLED_EDGES[place])
