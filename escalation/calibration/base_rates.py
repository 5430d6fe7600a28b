"""Base rates as what they are: they say what draws are on average, not what each of them is.

A base rate, such as how often episodes like the seed became wars, was counted over many pairs of
states. Each has parameters of its own, which draws stand for. To hold every draw to the rate would
say that all pairs are alike, and would squeeze what draws differ by out of the odds. So the mean
over draws is held to it, and nothing else about them.

Of all distributions over parameters whose mean rates are what was recorded, the one is taken that
departs least, in relative entropy, from what stands without base rates (Jaynes 1957, Csiszar
1975): draws are weighed by ``exp(sum of strength times rate)``, an exponential tilting. Since the
record is a sample too, the mean need not meet it exactly: with ``m`` and ``s`` a base rate and its
standard deviation, and ``E`` the mean over draws, what is least is

    KL(tilted, untilted) + sum of (E - m)^2 / (2 s^2),

whose dual is concave in the strengths ``h`` and has one maximum:

    sum of (h m - h^2 s^2 / 2) - log of the mean of exp(sum of h f) over untilted draws.

At the maximum ``E = m - s^2 h``: rates that contradict each other, or what draws can do, are missed
by as much as is cheapest, and are told. A rate that only bounds (*at least*) never pulls upwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.calibration.emulators import Emulators
from escalation.calibration.sampler import LAST_MOVES, Drawn, effective, sample
from escalation.calibration.scales import back
from escalation.calibration.targets import Target, of_each_draw, of_the_mean

Floats = NDArray[np.float64]

#: A step of the strengths leaves no smaller share of the particles effective.
_LEAST_EFFECTIVE: Final = 0.4
_ENOUGH: Final = 0.98
_ROUNDS: Final = 8
_PILOT, _PILOT_MOVES = 512, 20


@dataclass(frozen=True)
class Tilt:
    """By how much each base rate weighs a draw.

    Attributes
    ----------
    rates
        The base rates by name.
    columns
        The column of each one's statistic.
    strength
        Of each: by how much a draw's log weight grows with its own rate.
    """

    rates: Mapping[str, Target]
    columns: tuple[int, ...]
    strength: tuple[float, ...]

    @classmethod
    def none(cls, targets: Mapping[str, Target], statistics: Sequence[str]) -> Tilt:
        """Return the tilt that weighs all draws alike."""
        rates = of_the_mean(targets)
        columns = tuple(list(statistics).index(name) for name in rates)
        return cls(rates, columns, (0.0,) * len(rates))

    def shares(self, values: Floats) -> Floats:
        """Return the rates, (n, rates), of statistics on their scales of emulation."""
        told = [
            back(one.scale, values[:, column])
            for one, column in zip(self.rates.values(), self.columns, strict=True)
        ]
        return np.column_stack(told) if told else np.zeros((len(values), 0))

    def log_weight(self, values: Floats) -> Floats:
        """Return the log weight, (n,), of draws with these statistics."""
        return np.asarray(self.shares(values) @ np.array(self.strength))

    def solved(self, values: Floats, log_weight: Floats) -> Tilt:
        """Return the tilt whose weighted draws meet the rates as nearly as is cheap.

        Parameters
        ----------
        values
            Statistics of draws, (n, statistics), on their scales of emulation.
        log_weight
            What each of them weighs without base rates, (n,).
        """
        from scipy.optimize import minimize
        from scipy.special import logsumexp

        if not self.rates:
            return self
        shares = self.shares(values)
        mean, sd = np.array([one.rate for one in self.rates.values()]).T
        # In units of one over the standard deviation, so that all strengths are of like size.
        away = (shares - mean) / sd

        def dual(strength: Floats) -> tuple[float, Floats]:
            tilted = log_weight + away @ strength
            total = logsumexp(tilted)
            slope = np.exp(tilted - total) @ away
            value = total - logsumexp(log_weight) + 0.5 * strength @ strength
            return float(value), slope + strength

        bounds = [(None, 0.0 if one.kind == "at least" else None) for one in self.rates.values()]
        found = minimize(
            dual, np.array(self.strength) * sd, jac=True, method="L-BFGS-B", bounds=bounds,
            options={"maxiter": 500, "ftol": 1e-12, "gtol": 1e-8},
        )  # fmt: skip
        return Tilt(self.rates, self.columns, tuple((found.x / sd).tolist()))

    def towards(self, other: Tilt, share: float) -> Tilt:
        """Return a tilt that far on the way to another."""
        mixed = (1 - share) * np.array(self.strength) + share * np.array(other.strength)
        return Tilt(self.rates, self.columns, tuple(mixed.tolist()))


def hierarchical_sample(
    emulators: Emulators,
    targets: Mapping[str, Target],
    dimensions: int,
    *,
    particles: int,
    seed: int,
    stream: int = 0,
    last_moves: int = LAST_MOVES,
    begin: Tilt | None = None,
) -> tuple[Drawn, Tilt]:
    """Draw a sample in which every draw is weighed by what was seen, and the mean by base rates.

    The strengths are found on a few particles, which are drawn again under them until a step leaves
    them as good as they were; then all particles are drawn. The tilt returned is that under which
    they were drawn: it may be solved once more on them.

    Parameters
    ----------
    targets, dimensions, particles, seed, stream, last_moves
        As for `sample`.
    begin
        A tilt to begin with, such as that of a similar sample.
    """
    own = of_each_draw(targets)
    tilt = Tilt.none(targets, emulators.statistics)
    if begin is not None:
        known = dict(zip(begin.rates, begin.strength, strict=True))
        tilt = Tilt(tilt.rates, tilt.columns, tuple(known.get(n, 0.0) for n in tilt.rates))
    few = min(particles, _PILOT)

    def drawn_under(tilt: Tilt, count: int, moves: int) -> Drawn:
        return sample(
            emulators, own, dimensions, particles=count, seed=seed, stream=stream,
            last_moves=moves, further=tilt.log_weight,
        )  # fmt: skip

    for _ in range(_ROUNDS if tilt.rates else 0):
        values = emulators.predict(drawn_under(tilt, few, _PILOT_MOVES).unit)
        before = tilt.log_weight(values)
        wanted = tilt.solved(values, -before)
        step = _step(tilt, wanted, values)
        tilt = tilt.towards(wanted, step)
        if step >= 1.0 and _left(tilt.log_weight(values) - before) >= _ENOUGH:
            break
    return drawn_under(tilt, particles, last_moves), tilt


def reweighed(
    tilt: Tilt,
    values: Floats,
    log_weight: Floats,
    targets: Mapping[str, Target],
    statistics: Sequence[str],
) -> tuple[Tilt, Floats]:
    """Return the tilt that meets the base rates among targets, and what draws weigh under it.

    Parameters
    ----------
    tilt
        That under which the draws were drawn.
    values
        Their statistics, (n, statistics), on their scales of emulation.
    log_weight
        What else has changed for them, (n,) in logs: nought where nothing has.
    targets, statistics
        What they are now held to, and the names of the columns of ``values``.

    Returns
    -------
    tilt
        The new one.
    weight : ndarray, shape (n,)
        Relative weights, the largest 1.
    """
    without_rates = log_weight - tilt.log_weight(values)
    again = Tilt.none(targets, statistics).solved(values, without_rates)
    after = without_rates + again.log_weight(values)
    return again, np.exp(after - after.max())


def _step(tilt: Tilt, wanted: Tilt, values: Floats) -> float:
    """Return how far to go so that enough particles stay effective."""
    before = tilt.log_weight(values)
    for step in (1.0, 0.7, 0.5, 0.35, 0.25, 0.15):
        if _left(tilt.towards(wanted, step).log_weight(values) - before) >= _LEAST_EFFECTIVE:
            return step
    return 0.1


def _left(log_weight: Floats) -> float:
    """Return the share of particles that a change of their weights leaves effective."""
    return effective(np.exp(log_weight - log_weight.max())) / len(log_weight)


def met(tilt: Tilt, values: Floats) -> dict[str, dict[str, Any]]:
    """Return for each base rate what was recorded, and mean and spread over draws.

    Parameters
    ----------
    values
        Statistics of the draws of a sample, (n, statistics), on their scales of emulation.
    """
    told = {}
    shares = tilt.shares(values)
    for (name, one), strength, own in zip(tilt.rates.items(), tilt.strength, shares.T, strict=True):
        rate, sd = one.rate
        mean = float(own.mean())
        z = (mean - rate) / sd
        told[name] = {
            "statistic": one.statistic, "scenario": one.scenario, "recorded": rate,
            "recorded_sd": sd, "mean": mean, "sd_over_draws": float(own.std()), "z": z,
            "strength": strength, "missed": z > 1.96 or (z < -1.96 and one.kind != "at least"),
        }  # fmt: skip
    return told
