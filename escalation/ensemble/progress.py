"""How far an ensemble has come, and how long it may still take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """A moment of a running ensemble.

    Attributes
    ----------
    stage
        ``"compiling"``, ``"running"`` or ``"done"``.
    runs_done, runs_total
        Finished runs, and how many there will be; with a precision asked for, the total is the
        present estimate.
    runs_per_second
        Mean rate so far; 0 while unknown.
    seconds_left
        Estimate, or None while unknown.
    half_width
        Half-width of the widest headline interval when last looked at, or None.
    failed_runs
        Runs that broke so far.
    part
        Where several ensembles make up the work, which one this is, such as ``lever 3 of 18``.
    """

    stage: str
    runs_done: int = 0
    runs_total: int = 0
    runs_per_second: float = 0.0
    seconds_left: float | None = None
    half_width: float | None = None
    failed_runs: int = 0
    part: str = ""


ProgressCallback = Callable[[Progress], None]


class Clock:
    """Measures the rate of runs from the moment the first one starts."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self._start

    def moment(
        self, runs_done: int, runs_total: int, half_width: float | None, failed_runs: int
    ) -> Progress:
        """Return the progress at this moment, with rate and time left."""
        seconds = self.seconds
        rate = runs_done / seconds if runs_done and seconds > 0 else 0.0
        left = max(runs_total - runs_done, 0) / rate if rate else None
        return Progress("running", runs_done, runs_total, rate, left, half_width, failed_runs)
