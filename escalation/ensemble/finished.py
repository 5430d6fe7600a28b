"""What an ensemble leaves: tables, and the few facts that say how they came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from escalation.day.records import MEMBER
from escalation.ensemble.chunks import RECORD, Piece, Space
from escalation.ensemble.design import Design
from escalation.ensemble.plan import Plan
from escalation.vocabulary import CAME_THROUGH, RAISED, STATUS_REASONS

if TYPE_CHECKING:
    import pandas as pd

DRAWS_AT_ONCE = 8192
DESIGN = "Sobol sequence with a digital shift keyed by the seed"


@dataclass
class FinishedRuns:
    """The finished runs of an ensemble.

    Attributes
    ----------
    plan
        What was asked for.
    threads
        How many chunks were worked on at once, which doesn't affect results.
    precision_reached, half_width
        Whether the precision asked for was reached, and the half-width when last measured; each
        None where none was asked for.
    interrupted
        Whether it was stopped before all runs were done. The runs that are there are those of
        draws 0, 1, 2 ... without a gap, so they are a fair sample.
    runs
        Table with one row a run, sorted by run.
    tally
        Counts by day and by segment over the runs that did not break, or None if none did.
    space, design
        From which `draws` is made again.
    timings
        Seconds by stage, and ``runs_per_second``.
    """

    plan: Plan
    threads: int
    precision_reached: bool | None
    half_width: float | None
    interrupted: bool
    runs: pd.DataFrame
    tally: Any
    space: Space
    design: Design
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def seed(self) -> int:
        """Return the seed of draws and chance."""
        return self.plan.seed

    @property
    def replicates(self) -> int:
        """Return the runs of each draw."""
        return self.plan.replicates

    @property
    def n_runs(self) -> int:
        """Return the number of finished runs, broken ones included."""
        return len(self.runs)

    @property
    def n_draws(self) -> int:
        """Return the number of draws that have a finished run."""
        return int(self.runs["draw"].iloc[-1]) + 1 if len(self.runs) else 0

    @property
    def failed_runs(self) -> int:
        """Return the number of runs that broke."""
        return int((self.runs["status"] != CAME_THROUGH).sum())

    def table(self, name: str) -> pd.DataFrame:
        """Return ``runs``, ``draws``, ``days`` or ``segments``."""
        frame: pd.DataFrame = getattr(self, name)
        return frame

    @property
    def draws(self) -> pd.DataFrame:
        """Return the table of draws, made anew: parameters, facts, and claims that hold (0 or 1).

        ``posterior_member`` says which draws share all calibrated parameters; -1 for none.

        Takes 1.2 kB a draw; `draw_frames` goes through them piece by piece.
        """
        import pandas as pd

        return pd.concat(list(self.draw_frames()), ignore_index=True)

    def draw_frames(self, at_once: int = DRAWS_AT_ONCE) -> Iterator[pd.DataFrame]:
        """Yield the table of draws in pieces of at most ``at_once`` rows."""
        for first in range(0, max(self.n_draws, 1), at_once):
            last = min(first + at_once, self.n_draws)
            yield draws_frame(self.space, self.design, first, last)

    @property
    def days(self) -> pd.DataFrame:
        """Return the table of days: shares of runs and quantiles, one row a day."""
        return self._tallied("days_frame")

    @property
    def segments(self) -> pd.DataFrame:
        """Return the table of segments: means over runs, one row for each of the 90."""
        return self._tallied("segments_frame")

    def _tallied(self, table: str) -> pd.DataFrame:
        import pandas as pd

        counted = int((self.runs["status"] != RAISED).sum())
        if self.tally is None or counted == 0:
            return pd.DataFrame()
        frame: pd.DataFrame = getattr(self.tally, table)(counted)
        return frame


def draws_frame(space: Space, design: Design, first: int, last: int) -> pd.DataFrame:
    """Return the table of draws ``first`` to ``last - 1``; see `FinishedRuns.draws`."""
    import pandas as pd

    points = design.points(first, last)
    drawn = space.transform(points)
    held = space.claims_held(points)
    columns: dict[str, Any] = {"draw": np.arange(first, last, dtype=np.int32)}
    columns[MEMBER] = space.members_of(points).astype(np.int32)
    columns |= {name: drawn[name] for name in drawn.dtype.names or ()}
    columns |= {
        f"claim_{name}": held[:, i].astype(np.int8) for i, name in enumerate(space.claim_ids)
    }
    return pd.DataFrame(columns)


def runs_frame(pieces: list[Piece], replicates: int) -> pd.DataFrame:
    """Put pieces together into the table of runs, sorted by run.

    Parameters
    ----------
    pieces
        In any order.
    replicates
        Runs of each draw; gives ``draw`` and ``replicate``.
    """
    import pandas as pd

    pieces = sorted(pieces, key=lambda piece: piece.first)
    columns: dict[str, Any] = {
        name: np.concatenate([np.empty(0, np.int32), *(piece.runs[name] for piece in pieces)])
        for name in RECORD.names or ()
    }
    run = columns.pop("run")
    status = columns.pop("status")
    reason = np.full(len(run), "", dtype=object)
    if (status > 0).any():
        for code, words in enumerate(STATUS_REASONS):
            reason[status == code] = words
    for piece in pieces:
        for number, words in piece.reasons.items():
            reason[number - run[0]] = words
    return pd.DataFrame(
        {
            "run": run,
            "draw": run // replicates,
            "replicate": run % replicates,
            "status": status,
            "reason": reason,
            **columns,
        }
    )
