"""Simulation-based calibration: known truths are inferred, and their ranks should be uniform.

A truth is taken, what would have been seen under it is drawn, and the truth inferred from that. If
all is well, the truth is as likely to lie anywhere among the draws of its posterior: its rank is
uniform (Talts and others 2018). This is asked of every parameter, and of the headline odds.

* Truths from the **prior** try the method where most of the cube is. What is seen anew is all that
  it has.
* Truths from the **posterior** try it where it is used. What was really seen, and base rates, then
  count as well as what is seen anew, for they made the truths likely (Sailynoja and others 2025).

Base rates are not seen anew: a rate over many pairs of states is no observation of one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.intervals import nested_interval
from escalation.calibration.base_rates import Tilt
from escalation.calibration.checks import ODDS
from escalation.calibration.emulators import Emulators
from escalation.calibration.sampler import log_likelihood, normals, sample, uniforms
from escalation.calibration.scales import back
from escalation.calibration.simulator import Evaluated
from escalation.calibration.targets import Target, of_each_draw
from escalation.luck.purposes import OBSERVED_STEP, TRUTH_SAMPLES

Floats = NDArray[np.float64]

LEVELS: Final = (0.5, 0.8, 0.95)
_KINDS: Final = ("prior", "posterior")
MOST_TRUTHS: Final = 1000  # of a kind: their luck lies so far apart


@dataclass(frozen=True)
class Ranks:
    """Where truths lie among the draws of their posteriors, 0 to 1.

    Attributes
    ----------
    parameters
        (truths, parameters).
    odds
        (truths,) for each of the headline odds, by the name of its statistic.
    """

    parameters: Floats
    odds: Mapping[str, Floats]


def ranks(
    emulators: Emulators,
    truths: Evaluated,
    targets: Mapping[str, Target],
    tilt: Tilt | None,
    *,
    kind: str,
    particles: int,
    seed: int,
    told: Any = None,
) -> Ranks:
    """Infer truths from what was simulated at them.

    Each target on this border is observed anew: counts, or a normal error, around what the model
    says at the truth.

    Parameters
    ----------
    truths
        The model at the truths.
    tilt
        Base rates that made the truths likely; None for truths from the prior.
    kind
        ``prior`` or ``posterior``.
    told
        Called with a stage, what is done and how much there is of it.
    """
    own = of_each_draw(targets)
    columns = {name: emulators.statistics.index(name) for name in own}
    headline = {name: emulators.statistics.index(name) for name in ODDS if name in targets}
    beyond = _KINDS.index(kind) * MOST_TRUTHS
    dimensions = truths.unit.shape[1]
    luck = uniforms(seed, OBSERVED_STEP + _KINDS.index(kind), len(truths), len(own))
    places = np.zeros((len(truths), dimensions))
    odds = {name: np.full(len(truths), np.nan) for name in headline}

    def before(values: Floats) -> Floats:
        assert tilt is not None
        known = log_likelihood(tuple(own.values()), list(columns.values()), values, emulators.error)
        return known + tilt.log_weight(values)

    for k in range(len(truths)):
        seen = {}
        for j, (name, one) in enumerate(own.items()):
            value = truths.whole[k, columns[name]]
            if np.isfinite(value):
                seen[name] = one.seen_at(float(back(one.scale, value)), float(luck[k, j]))
        stream = TRUTH_SAMPLES + beyond + k
        drawn = sample(
            emulators, seen, dimensions, particles=particles, seed=seed, stream=stream,
            last_moves=30, further=None if tilt is None else before,
        )  # fmt: skip
        places[k] = (drawn.unit < truths.unit[k]).mean(axis=0)
        values = emulators.predict(drawn.unit)
        # What is known of the truth's own odds has an error of its own, and so has the emulator.
        noise = normals(seed, OBSERVED_STEP + 10 + beyond + k, particles, len(headline))
        for j, (name, column) in enumerate(headline.items()):
            wide = np.hypot(emulators.error[column], truth_error(truths, column))
            guessed = values[:, column] + wide * noise[:, j]
            odds[name][k] = (guessed < truths.whole[k, column]).mean()
        if told is not None:
            told(f"truths from the {kind}", k + 1, len(truths))
    return Ranks(places, odds)


def truth_error(truths: Evaluated, column: int) -> float:
    """Return the Monte Carlo error of a truth's statistic, from the halves of its runs."""
    halves = truths.one[:, column] - truths.other[:, column]
    return float(np.sqrt(np.nanmean(halves**2) / 4))


def covered(found: Ranks, names: Sequence[str]) -> dict[str, Any]:
    """Return how often central intervals held the truth, and whether ranks are uniform.

    Returns
    -------
    dict
        ``truths``; ``all``, ``parameters`` and ``odds``: for each level ``share`` of truths held
        with its interval ``low``, ``high``, and ``uniform``, the chance of ranks that are further
        from uniform by luck (Kolmogorov and Smirnov), None of all parameters together, whose ranks
        are not independent.
    """
    n = len(found.parameters)
    cluster = np.repeat(np.arange(n), len(names))
    return {
        "truths": n,
        "all": _lines(found.parameters.ravel(), cluster) | {"uniform": None},
        "parameters": {
            name: _lines(column, np.arange(n))
            for name, column in zip(names, found.parameters.T, strict=True)
        },
        "odds": {ODDS[name]: _lines(rank, np.arange(n)) for name, rank in found.odds.items()},
    }


def _lines(rank: Floats, cluster: NDArray[np.int64]) -> dict[str, Any]:
    from scipy.stats import kstest

    known = np.isfinite(rank)
    told: dict[str, Any] = {"levels": []}
    for level in LEVELS:
        held = nested_interval(cluster[known], np.abs(rank[known] - 0.5) <= level / 2)
        told["levels"].append({"level": level, "share": held.p, "low": held.low, "high": held.high})
    told["uniform"] = float(kstest(rank[known], "uniform").pvalue) if known.any() else None
    return told
