"""The headline odds: how often each outcome came about, over what is unknown and by Monte Carlo."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.odds.intervals import (
    Estimate,
    runs_needed,
)
from escalation.analysis.odds.outcomes import (
    OUTCOMES,
    QUIET_AFTER_WAR,
    QUIET_RUN_DAYS,
    WORDS,
    came_through,
    happened,
    too_short,
)
from escalation.analysis.odds.variance import both_intervals
from escalation.notebooks import ShowsItself
from escalation.numbers import percent_over_draws, plus_minus

if TYPE_CHECKING:
    import pandas as pd


_UNTOLD: Final = (math.nan, math.nan)


@dataclass(frozen=True, repr=False)
class OddsTable(ShowsItself, Mapping[str, Estimate]):
    """The odds of every headline outcome; a mapping from its name to its `Estimate`."""

    estimates: Mapping[str, Estimate]
    n_runs: int
    failed: int

    def __getitem__(self, outcome: str) -> Estimate:
        """Return the estimate of one outcome."""
        return self.estimates[outcome]

    def __iter__(self) -> Iterator[str]:
        """Go through the outcomes in their order."""
        return iter(self.estimates)

    def __len__(self) -> int:
        """Return the number of outcomes."""
        return len(self.estimates)

    @property
    def between_draws(self) -> dict[str, tuple[float, float, float]]:
        """Return each outcome's odds, and between which those of 95% of draws lie.

        What can't be told is left out.
        """
        return {
            name: (one.p, *one.between_draws)
            for name, one in self.items()
            if one.between_draws is not None
        }

    @property
    def half_width(self) -> float:
        """Return the half-width of the widest Monte Carlo interval, a precision's measure."""
        return max(estimate.half_width for estimate in self.values())

    def runs_needed(self, half_width: float) -> int:
        """Return how many runs would bring every interval down to a half-width."""
        return max(runs_needed(estimate, half_width) for estimate in self.values())

    def as_dict(self) -> dict[str, dict[str, Any]]:
        """Return the table as plain figures for JSON."""
        return {name: estimate.as_dict() for name, estimate in self.items()}

    def notebook_title(self) -> str:
        """Return over how many runs they are."""
        broke = f", {self.failed:,} more failed" if self.failed else ""
        return f"odds over {self.n_runs:,} runs{broke}"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame]:
        """Return the odds in per cent, over what is unknown first, then the Monte Carlo error."""
        import pandas as pd

        rows = [
            {
                "outcome": WORDS[name],
                "odds": "" if one.note else percent_over_draws(one.p, one.between_draws),
                "Monte Carlo": "" if one.note else plus_minus(one.half_width),
                "in words": one.note or one.word,
            }
            for name, one in self.items()
        ]
        return (), pd.DataFrame(rows)

    def frame(self) -> pd.DataFrame:
        """Return the table as a DataFrame, one row an outcome."""
        import pandas as pd

        return pd.DataFrame(
            {
                "outcome": list(self),
                "meaning": [WORDS[name] for name in self],
                "p": [e.p for e in self.values()],
                "between_draws_low": [(e.between_draws or _UNTOLD)[0] for e in self.values()],
                "between_draws_high": [(e.between_draws or _UNTOLD)[1] for e in self.values()],
                "low": [e.low for e in self.values()],
                "high": [e.high for e in self.values()],
                "word": [e.word for e in self.values()],
                "runs": [e.n_runs for e in self.values()],
                "draws": [e.n_draws for e in self.values()],
                "failed": [e.failed for e in self.values()],
                "note": [e.note for e in self.values()],
            }
        )


def headline(
    runs: pd.DataFrame, horizon_days: int, quiet_run_days: int = QUIET_RUN_DAYS
) -> OddsTable:
    """Return the odds of every outcome in `OUTCOMES`, and those of a quiet after a war.

    Each has two intervals: over what is unknown, and the Monte Carlo one.

    Parameters
    ----------
    runs : DataFrame
        The ``runs`` table, failed runs included: they are counted, and left out of the odds.
    horizon_days : int
        How many days each run lasts.
    quiet_run_days : int
        How many quiet days make a de-escalation.
    """
    good = came_through(runs)
    failed = len(runs) - len(good)
    draw = good["draw"].to_numpy()
    estimates = {}
    for name in (*OUTCOMES, QUIET_AFTER_WAR):
        came = happened(good, name)
        note = too_short(name, horizon_days, quiet_run_days)
        estimates[name] = both_intervals(draw, came, failed=failed, note=note)
    return OddsTable(estimates, n_runs=int(np.size(draw)), failed=failed)
