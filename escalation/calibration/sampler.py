"""The posterior in the unit cube: likelihood under the emulators, and a sequential sampler.

In normal scores the prior is a standard normal in every direction. Particles start from it; the
likelihood is let in by degrees, each as large as leaves half the particles effective; after each
the particles are resampled and moved by preconditioned Crank-Nicolson steps (Cotter and others
2013), which leave the prior alone and are therefore accepted or not by the likelihood only,
however many directions there are that nothing is known about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from escalation.calibration.emulators import Emulators
from escalation.calibration.scales import back
from escalation.calibration.targets import Target
from escalation.luck import blocks
from escalation.luck.purposes import CALIBRATION, STEPS_A_SAMPLE

Floats = NDArray[np.float64]

NODES: Final = 7
EFFECTIVE: Final = 0.5
MOVES: Final = 20
LAST_MOVES: Final = 60
WANTED_ACCEPTANCE: Final = 0.3
_STEPS_A_STAGE: Final = 1000


def uniforms(seed: int, step: int, rows: int, columns: int) -> Floats:
    """Return a block of keyed uniforms in (0, 1), shape (rows, columns).

    Parameters
    ----------
    seed
        Seed of the calibration.
    step
        What the block is for: any number from 0; each number has a block of its own.
    rows, columns
        Shape; a row is an entity of the streams, a column a slot.
    """
    key = blocks.run_key(seed, step)
    row, column = np.arange(rows)[:, None], np.arange(columns)
    return blocks.uniform(key, CALIBRATION, row, column)


def normals(seed: int, step: int, rows: int, columns: int) -> Floats:
    """Return a block of standard normals, shape (rows, columns); see `uniforms`."""
    from scipy.special import ndtri

    return np.asarray(ndtri(uniforms(seed, step, rows, columns)))


def log_likelihood(
    targets: Sequence[Target], columns: Sequence[int], expected: Floats, error: Floats
) -> Floats:
    """Return the log likelihood of the targets at points whose statistics are known with error.

    Each target's density is averaged over the normal error of its statistic, by Gauss and Hermite:
    for a normal target the same as adding variances, and right for counts too.

    Parameters
    ----------
    targets
        Observations.
    columns
        The column of each target's statistic.
    expected
        (n, statistics) on the scales of emulation.
    error
        Standard deviations, (statistics,) or (n, statistics).
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    log_weights = np.log(weights / weights.sum())
    spread = np.broadcast_to(error, expected.shape)
    total = np.zeros(len(expected))
    for target, column in zip(targets, columns, strict=True):
        at = expected[:, column, None] + spread[:, column, None] * nodes
        parts = target.log_density(back(target.scale, at)) + log_weights
        top = parts.max(axis=1)
        total += top + np.log(np.exp(parts - top[:, None]).sum(axis=1))
    return total


@dataclass(frozen=True)
class Drawn:
    """A sample of the posterior.

    Attributes
    ----------
    unit
        (n, parameters) in the open unit cube.
    log_likelihood
        (n,) under the emulators.
    stages
        By how many degrees the likelihood was let in.
    acceptance
        Share of moves accepted at the last stage.
    log_evidence
        Logarithm of the mean likelihood over the prior.
    """

    unit: Floats
    log_likelihood: Floats
    stages: int
    acceptance: float
    log_evidence: float


def sample(
    emulators: Emulators,
    targets: Mapping[str, Target],
    dimensions: int,
    *,
    particles: int,
    seed: int,
    stream: int = 0,
    last_moves: int = LAST_MOVES,
    further: Callable[[Floats], Floats] | None = None,
) -> Drawn:
    """Draw a sample of the posterior under the emulators.

    Parameters
    ----------
    targets
        Observations by the names of their statistics.
    dimensions
        Number of calibrated parameters.
    particles
        Size of the sample.
    seed, stream
        Name the luck: streams of one seed are independent.
    last_moves
        Moves at the last stage, at which the whole likelihood counts.
    further
        What else a point weighs, by its expected statistics: from (n, statistics) to (n,) in logs.
    """
    from scipy.special import ndtr

    wanted = tuple(targets.values())
    columns = [emulators.statistics.index(name) for name in targets]
    step = stream * STEPS_A_SAMPLE

    def likelihood(scores: Floats) -> Floats:
        expected = emulators.predict(ndtr(scores))
        found = log_likelihood(wanted, columns, expected, emulators.error)
        return found if further is None else found + further(expected)

    at = normals(seed, step, particles, dimensions)
    found = likelihood(at)
    power, evidence, stage, size, acceptance = 0.0, 0.0, 0, 0.5, 1.0
    while power < 1.0:
        stage += 1
        base = step + stage * _STEPS_A_STAGE
        rise = _next_rise(found, 1.0 - power)
        power = min(power + rise, 1.0)
        weight = np.exp(rise * (found - found.max()))
        evidence += float(np.log(weight.mean()) + rise * found.max())
        chosen = systematic(weight, float(uniforms(seed, base, 1, 1)[0, 0]), particles)
        at, found = at[chosen], found[chosen]
        for move in range(1, (last_moves if power >= 1.0 else MOVES) + 1):
            noise = normals(seed, base + 2 * move, particles, dimensions)
            luck = uniforms(seed, base + 2 * move + 1, particles, 1)[:, 0]
            tried = np.sqrt(1 - size**2) * at + size * noise
            value = likelihood(tried)
            taken = np.log(luck) < power * (value - found)
            at[taken], found[taken] = tried[taken], value[taken]
            acceptance = float(taken.mean())
            size = float(np.clip(size * np.exp(0.5 * (acceptance - WANTED_ACCEPTANCE)), 0.03, 0.95))
    inside = np.clip(ndtr(at), 1e-5, 1 - 1e-5)
    return Drawn(inside, found, stage, acceptance, evidence)


def _next_rise(found: Floats, most: float) -> float:
    """Return the largest rise of the power that leaves enough particles effective."""
    if effective(np.exp(most * (found - found.max()))) >= EFFECTIVE * len(found):
        return most
    low, high = 0.0, most
    for _ in range(50):
        middle = (low + high) / 2
        enough = effective(np.exp(middle * (found - found.max()))) >= EFFECTIVE * len(found)
        low, high = (middle, high) if enough else (low, middle)
    return max(low, 1e-6 * most)


def effective(weight: Floats) -> float:
    """Return the effective number of weighted members (Kish)."""
    return float(weight.sum() ** 2 / (weight**2).sum())


def systematic(weight: Floats, u: float, count: int) -> NDArray[np.int64]:
    """Return ``count`` members chosen in proportion to weight, by one uniform."""
    edges = np.cumsum(weight) / weight.sum()
    places = (np.arange(count) + u) / count
    return np.minimum(np.searchsorted(edges, places), len(weight) - 1).astype(np.int64)
