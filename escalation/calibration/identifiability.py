"""How much the patterns say about all parameters together: directions, not parameters one by one.

A pattern may pin down a combination of parameters and leave each of them as wide as before, so that
verdicts parameter by parameter tell too little. In normal scores the prior is a standard normal in
every direction; the eigenvalues of the posterior's covariance there are its variances along its own
axes, and below 1 a direction is known better than before.

A sample of a standard normal has eigenvalues below 1, too, the smaller the fewer its members, and
members that were resampled count once. So the same is done to samples of the prior with as many
members and the same repeats, and only what goes beyond nearly all of these counts as known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.calibration.sampler import normals
from escalation.luck.purposes import JOINT_STEP

Floats = NDArray[np.float64]

_NULLS: Final = 40
_LEVEL: Final = 0.95
#: Parameters named with a direction, and directions told.
_LEADING, _TOLD = 5, 12


def joint(names: Sequence[str], unit: Floats, *, seed: int) -> dict[str, Any]:
    """Return the directions in which the posterior departs from the prior.

    Parameters
    ----------
    names
        Parameters, d of them.
    unit
        Posterior sample in unit coordinates, (n, d); rows may repeat.
    seed
        Of the samples of the prior that it is held against.

    Returns
    -------
    dict
        ``eigenvalues``, in rising order; ``below_by_luck``, the eigenvalue that the smallest of a
        sample of the prior falls short of in 5% of cases; ``narrowed``, how many lie below it;
        ``shift``, how far the mean has moved, in standard deviations of the prior over all
        directions, and ``shift_by_luck``; ``information_bits``, the relative entropy of the normal
        with the posterior's moments from the prior, less what luck alone gives; ``directions``,
        each of the narrowed with its eigenvalue and leading parameters.
    """
    from scipy.special import ndtri

    scores = ndtri(unit)
    values, axes, shift, bits = _moments(scores)
    _, times = np.unique(unit, axis=0, return_counts=True)
    nulls = []
    for k in range(_NULLS):
        members = normals(seed, JOINT_STEP + k, len(times), len(names))
        own, _, moved, told = _moments(np.repeat(members, times, axis=0))
        nulls.append((own[0], moved, told))
    least, moved_by_luck, told_by_luck = np.array(nulls).T
    edge = float(np.quantile(least, 1 - _LEVEL))
    narrowed = int((values < edge).sum())
    return {
        "parameters": len(names),
        "members": len(times),
        "eigenvalues": values.tolist(),
        "below_by_luck": edge,
        "narrowed": narrowed,
        "shift": shift,
        "shift_by_luck": float(np.quantile(moved_by_luck, _LEVEL)),
        "information_bits": max(bits - float(told_by_luck.mean()), 0.0),
        "directions": [
            {"eigenvalue": float(values[k]), "leading": _leading(names, axes[:, k])}
            for k in range(min(narrowed, _TOLD))
        ],
    }


def _moments(scores: Floats) -> tuple[Floats, Floats, float, float]:
    """Return eigenvalues and axes of the covariance, the shift of the mean, and the entropy."""
    mean = scores.mean(axis=0)
    values, axes = np.linalg.eigh(np.cov(scores.T).reshape(len(mean), -1))
    values = np.maximum(values, 1e-12)
    nats = 0.5 * float((values - 1 - np.log(values)).sum() + mean @ mean)
    return values, axes, float(np.sqrt(mean @ mean)), nats / float(np.log(2))


def _leading(names: Sequence[str], axis: Floats) -> dict[str, float]:
    """Return the parameters with the largest parts in a direction, the first one's positive."""
    order = np.argsort(-np.abs(axis))[:_LEADING]
    sign = np.sign(axis[order[0]])
    return {names[i]: float(sign * axis[i]) for i in order}
