"""Where paired runs part: the first day on which they differ, for as many runs as are asked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.ensemble.design import Design

Runs = NDArray[np.int64]

_AT_ONCE: Final = 512


@dataclass(frozen=True)
class Parting:
    """Finds the first day on which runs of two engines differ, on several threads.

    Attributes
    ----------
    engines
        Of either side.
    draws
        Given run numbers, their draws on either side.
    seed
        Of the ensembles.
    threads
        How many pieces are worked on at once.
    """

    engines: tuple[Any, Any]
    draws: Callable[[Runs], tuple[NDArray[np.void], NDArray[np.void]]]
    seed: int
    threads: int

    def __call__(self, runs: Runs) -> tuple[NDArray[np.int64], list[str]]:
        """Return for each run the first day on which it differs, and the field in which it does."""
        parts = [runs[i : i + _AT_ONCE] for i in range(0, len(runs), _AT_ONCE)]
        with ThreadPoolExecutor(self.threads) as pool:
            done = list(pool.map(self._piece, parts))
        days = [days for days, _ in done]
        return (
            np.concatenate([np.empty(0, np.int64), *days]),
            [field for _, fields in done for field in fields],
        )

    def _piece(self, runs: Runs) -> tuple[NDArray[np.int64], list[str]]:
        from escalation.engine.divergence import first_differences

        return first_differences(*self.engines, *self.draws(runs), runs, self.seed)


def draws_of_runs(space: Any, seed: int, runs: Runs, replicates: int) -> NDArray[np.void]:
    """Return the draw of each run, runs being sorted."""
    design = Design(space.names, seed)
    numbers = np.asarray(runs, dtype=np.int64) // replicates
    if not len(numbers):
        return np.asarray(space.transform(design.points(0, 1))[:0])
    first = int(numbers[0])
    points = design.points(first, int(numbers[-1]) + 1)
    return np.asarray(space.transform(points[numbers - first]))
