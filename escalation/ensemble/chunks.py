"""One piece of the work: whole draws, all their replicates, and what to do when a run breaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from escalation.day.records import RUN_DTYPE
from escalation.ensemble.design import Design
from escalation.vocabulary import RAISED

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Tally(Protocol):
    """Counts over runs by day and by segment; integers, so that the order of adding is free."""

    def add(self, other: Any) -> None:
        """Add another tally's counts to these."""

    def days_frame(self, n_runs: int) -> Any:
        """Return the table of days over ``n_runs`` counted runs."""

    def segments_frame(self, n_runs: int) -> Any:
        """Return the table of segments over ``n_runs`` counted runs."""


class EngineChunk(Protocol):
    """What the engine returns for a batch of runs."""

    @property
    def runs(self) -> NDArray[np.void]:
        """Return one record a run."""

    @property
    def tally(self) -> Any:
        """Return the `Tally` over these runs."""


class Engine(Protocol):
    """What the ensemble asks of an engine."""

    def run(self, draws: NDArray[np.void], runs: NDArray[np.int64], seed: int) -> EngineChunk:
        """Return the record of each run, given one draw a run."""


class Space(Protocol):
    """What the ensemble asks of a space of draws."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the labels of the uncertain dimensions."""

    def transform(self, unit: NDArray[np.float64]) -> NDArray[np.void]:
        """Return one record of parameters and facts for each point of the unit cube."""

    def members_of(self, unit: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return which member of a posterior each point takes, -1 if none."""

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """Return the ids of the claims that hold or don't in a draw."""

    def claims_held(self, unit: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return whether each of these claims holds in each point of the unit cube."""


@dataclass
class Piece:
    """The finished runs of a range of draws.

    Attributes
    ----------
    first, last
        Draws ``first`` to ``last - 1``.
    runs
        Record of each run, in order of run number, as `RECORD`.
    tally
        Counts over the runs that did not raise, or None if all did.
    reasons
        Why a run raised, by run number.
    """

    first: int
    last: int
    runs: NDArray[np.void]
    tally: Any
    reasons: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """Everything that a worker needs to make a piece; shared by all threads.

    Attributes
    ----------
    engine, space, design
        The compiled model, the space of draws, and where the draws lie.
    seed, replicates
        As in the plan.
    runs
        Number of runs of the whole ensemble; the last draw stops there.
    drawn
        All draws of the ensemble, where they are there already; else each piece makes its own.
    """

    engine: Engine
    space: Space
    design: Design
    seed: int
    replicates: int
    runs: int
    drawn: NDArray[np.void] | None = None

    def piece(self, first: int, last: int) -> Piece:
        """Run all replicates of draws ``first`` to ``last - 1``.

        If the batch raises, its runs are tried one by one: a run that raises again becomes a
        record with status `RAISED` and its reason, and the others count.
        """
        draws = (
            self.space.transform(self.design.points(first, last))
            if self.drawn is None
            else self.drawn[first:last]
        )
        numbers = np.arange(
            first * self.replicates, min(last * self.replicates, self.runs), dtype=np.int64
        )
        per_run = draws[numbers // self.replicates - first]
        try:
            done = self.engine.run(per_run, numbers, self.seed)
        except Exception:  # noqa: BLE001 - whatever it was, the rest of the batch must go on
            return self._one_by_one(first, last, per_run, numbers)
        return Piece(first, last, compact(done.runs), done.tally)

    def _one_by_one(
        self, first: int, last: int, draws: NDArray[np.void], numbers: NDArray[np.int64]
    ) -> Piece:
        records: list[NDArray[np.void]] = []
        reasons: dict[int, str] = {}
        tally: Any = None
        for place, number in enumerate(numbers):
            here = slice(place, place + 1)
            try:
                done = self.engine.run(draws[here], numbers[here], self.seed)
            except Exception as error:  # noqa: BLE001 - a failure is a value: its reason is kept
                reasons[int(number)] = _in_words(error)
                records.append(_broken(int(number)))
                continue
            records.append(compact(done.runs))
            if tally is None:
                tally = done.tally
            else:
                tally.add(done.tally)
        whole = np.concatenate(records)
        return Piece(first, last, whole, tally, reasons)


RECORD = np.dtype([(name, np.int32) for name in RUN_DTYPE.names or ()])


def compact(runs: NDArray[np.void]) -> NDArray[np.void]:
    """Return the records in half the room: no count of a run comes near the limit of int32."""
    return runs.astype(RECORD)


def _broken(number: int) -> NDArray[np.void]:
    """Return the record of a run that raised: -1 wherever nothing is known."""
    record = np.empty(1, dtype=RECORD)
    for name in RECORD.names or ():
        record[name] = -1
    record["run"] = number
    record["status"] = RAISED
    return record


def _in_words(error: Exception) -> str:
    """Return an exception as one line."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:300] if text else type(error).__name__
