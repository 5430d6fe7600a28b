"""What is asked of a calibration; light, since the command's help shows its defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from escalation.errors import InputError
from escalation.luck.seeds import checked_seed

LEAST_POINTS: Final = 64


@dataclass(frozen=True)
class Plan:
    """What is asked for.

    Attributes
    ----------
    points, runs, waves
        Points a wave, runs of each scenario at a point, and how many waves.
    rows
        Rows of the posterior sample.
    seed
        Seed of everything.
    coverage
        How many known truths are inferred from the prior, and as many from the posterior; 0 for
        none.
    """

    points: int = 2400
    runs: int = 48
    waves: int = 2
    rows: int = 2048
    seed: int = 20251012
    coverage: int = 40

    def check(self) -> None:
        """Raise an `InputError` if a number makes no sense."""
        from escalation.calibration.simulation_based import MOST_TRUTHS
        from escalation.calibration.simulator import LEAST_RUNS

        least = {"points": LEAST_POINTS, "runs": LEAST_RUNS, "waves": 1, "rows": 64}
        for name, low in least.items():
            if getattr(self, name) < low:
                raise InputError.single(f"--{name}", f"must be at least {low}")
        if not 0 <= self.coverage <= MOST_TRUTHS:
            raise InputError.single("--coverage", f"must be from 0 to {MOST_TRUTHS:,}")
        checked_seed(self.seed)
