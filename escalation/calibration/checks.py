"""What the posterior is worth: identification, conflicts, prediction across scenarios, odds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.calibration.base_rates import Tilt, hierarchical_sample, reweighed
from escalation.calibration.emulators import Emulators
from escalation.calibration.sampler import (
    effective,
    log_likelihood,
    normals,
    systematic,
    uniforms,
)
from escalation.calibration.scales import back
from escalation.calibration.targets import Target, without
from escalation.luck.purposes import (
    FELT_STEP,
    LEFT_OUT_SAMPLES,
    ODDS_STEP,
    SCENARIO_SAMPLES,
)
from escalation.naming import OUTCOME_NAMES

Floats = NDArray[np.float64]

#: Spread of a uniform: what the posterior's spread in unit coordinates is held against.
PRIOR_SD: Final = 12**-0.5
PINNED, LEANING = 0.6, 0.85
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
CONFLICT_Z: Final = 1.96

#: The headline odds among the statistics of targets, and what they are called.
ODDS: Final[Mapping[str, str]] = {
    "P06": OUTCOME_NAMES["de_escalated_14d"].name,
    "P30 30d": OUTCOME_NAMES["de_escalated_30d"].name,
    "P30 90d": OUTCOME_NAMES["de_escalated_90d"].name,
    "P09": OUTCOME_NAMES["war"].name,
}
ODDS_QUANTILES: Final = tuple(round(0.025 * k, 3) for k in range(1, 40))
FELT_POINTS: Final = 512
#: A target is taken out of a sample by weights that leave this share of it effective.
ENOUGH_LEFT: Final = 0.2


def identification(names: Sequence[str], unit: Floats) -> list[dict[str, Any]]:
    """Return how far each parameter alone is pinned down: spread against the prior's, a verdict.

    Of parameters together see `escalation.calibration.identifiability`.

    *Pinned*: the spread in unit coordinates is below 0.6 of the prior's, or the mean is moved by
    more than one of its standard deviations; *leaning*: below 0.85, or moved by more than half of
    one; *unidentified* otherwise.
    """
    told = []
    for name, u in zip(names, unit.T, strict=True):
        ratio = float(u.std() / PRIOR_SD)
        shift = float((u.mean() - 0.5) / PRIOR_SD)
        verdict = "unidentified"
        if ratio < LEANING or abs(shift) > 0.5:
            verdict = "leaning"
        if ratio < PINNED or abs(shift) > 1.0:
            verdict = "pinned"
        told.append({"parameter": name, "spread_ratio": ratio, "shift": shift, "verdict": verdict})
    return told


def predicted(
    targets: Mapping[str, Target], statistics: Sequence[str], values: Floats
) -> dict[str, dict[str, Any]]:
    """Return quantiles of each statistic in its natural unit, and how often it meets its target.

    Parameters
    ----------
    values
        (n, statistics) on the scales of emulation.
    """
    told: dict[str, dict[str, Any]] = {}
    for name, target in targets.items():
        natural = back(target.scale, values[:, list(statistics).index(name)])
        low, middle, high = np.quantile(natural, (0.05, 0.5, 0.95)).tolist()
        told[name] = {
            "statistic": target.statistic, "scenario": target.scenario,
            "target_low": target.low, "target_high": target.high,
            "q05": low, "median": middle, "q95": high,
            "share_within": float(target.holds(natural).mean()),
        }  # fmt: skip
    return told


def across_scenarios(
    emulators: Emulators,
    targets: Mapping[str, Target],
    dimensions: int,
    *,
    particles: int,
    seed: int,
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what the patterns of one scenario alone predict for all of them, by scenario."""
    told = {}
    for number, scenario in enumerate(sorted({one.scenario for one in targets.values()})):
        alone = {name: one for name, one in targets.items() if one.scenario == scenario}
        drawn, _ = hierarchical_sample(
            emulators, alone, dimensions, particles=particles, seed=seed,
            stream=SCENARIO_SAMPLES + number, last_moves=30,
        )  # fmt: skip
        told[scenario] = predicted(targets, emulators.statistics, emulators.predict(drawn.unit))
    return told


def left_out(
    emulators: Emulators,
    targets: Mapping[str, Target],
    dimensions: int,
    fitted: tuple[Floats, Tilt] | None = None,
    *,
    particles: int,
    seed: int,
) -> list[dict[str, Any]]:
    """Return, for each target, what all the others predict for it, and how far off it is.

    ``z`` is the distance of the observation from the prediction in standard deviations: of both
    together on the scale of emulation, or, of a base rate from the mean over draws, of the rate
    alone. Beyond 1.96 the target conflicts with the others. What was reckoned from a target goes
    with it.

    Parameters
    ----------
    fitted
        A sample of the whole fit in unit coordinates, and its tilt. A target is taken out of it by
        weights, where that leaves enough of it, and else by drawing anew.
    """
    told = []
    whole = None if fitted is None else emulators.predict(fitted[0])
    for number, (name, target) in enumerate(targets.items()):
        others = without(targets, name)
        values = None
        if fitted is not None and whole is not None:
            values = _taken_out(emulators, target, others, whole, fitted[1])
        if values is None:
            drawn, _ = hierarchical_sample(
                emulators, others, dimensions, particles=particles, seed=seed,
                stream=LEFT_OUT_SAMPLES + number, last_moves=30,
                begin=None if fitted is None else fitted[1],
            )  # fmt: skip
            values = emulators.predict(drawn.unit)
        column = emulators.statistics.index(name)
        line = predicted({name: target}, emulators.statistics, values)[name]
        if target.over_draws:
            rate, sd = target.rate
            z = (rate - float(back(target.scale, values[:, column]).mean())) / sd
        else:
            low, high = _ends(target)
            spread = np.hypot(values[:, column].std(), emulators.error[column])
            z = float(((low + high) / 2 - values[:, column].mean()) / np.hypot(
                spread, (high - low) / 3.92
            ))  # fmt: skip
        conflict = abs(z) > CONFLICT_Z if target.kind != "at least" else z < -CONFLICT_Z
        told.append({"target": name, **line, "z": z, "conflict": bool(conflict)})
    return told


def _taken_out(
    emulators: Emulators,
    target: Target,
    others: Mapping[str, Target],
    values: Floats,
    tilt: Tilt,
) -> Floats | None:
    """Return statistics of a sample from which a target is taken out by weights; None if few."""
    change = np.zeros(len(values))
    if not target.over_draws:
        column = emulators.statistics.index(target.name)
        change = -log_likelihood((target,), (column,), values, emulators.error)
    _, weight = reweighed(tilt, values, change, others, emulators.statistics)
    if effective(weight) < ENOUGH_LEFT * len(values):
        return None
    return values[systematic(weight, 0.5, len(values))]


def _ends(target: Target) -> tuple[float, float]:
    from escalation.calibration.scales import onto

    low, high = onto(target.scale, [max(target.low, 0.0), target.high]).tolist()
    return float(low), float(high)


def pairs(
    targets: Mapping[str, Target], statistics: Sequence[str], values: Floats
) -> list[dict[str, Any]]:
    """Return pairs of targets that are seldom met together, least together first.

    ``lift`` is the share of points that meet both over what it would be if the two had nothing to
    do with each other; pairs below 0.5 are told.

    Parameters
    ----------
    values
        (n, statistics) at points all over the cube, on the scales of emulation.
    """
    met = {
        name: one.holds(back(one.scale, values[:, list(statistics).index(name)]))
        for name, one in targets.items()
    }
    told = []
    names = list(met)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            one, other, both = met[a].mean(), met[b].mean(), (met[a] & met[b]).mean()
            if one * other * len(values) >= 5 and both < 0.5 * one * other:
                told.append(
                    {"pair": f"{a} {b}", a: float(one), b: float(other), "both": float(both),
                     "lift": float(both / (one * other))}
                )  # fmt: skip
    return sorted(told, key=lambda line: line["lift"])


def odds_by_fit(
    fits: Mapping[str, tuple[Floats, Floats]],
    targets: Mapping[str, Target],
    statistics: Sequence[str],
    *,
    seed: int,
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return how the headline odds lie over draws, by outcome and fit.

    Parameters
    ----------
    fits
        By name: statistics of draws, (n, statistics), on their scales of emulation, and their
        errors, (statistics,) or (n, statistics), by which the draws are spread out.
    seed
        Of those errors.

    Returns
    -------
    dict
        By outcome and fit: ``mean`` and ``sd`` over draws, and ``quantiles`` at `ODDS_QUANTILES`.
    """
    told: dict[str, dict[str, dict[str, Any]]] = {}
    for j, (name, meaning) in enumerate(ODDS.items()):
        if name not in targets:
            continue
        column = list(statistics).index(name)
        told[meaning] = {}
        for k, (fit, (values, error)) in enumerate(fits.items()):
            wide = np.broadcast_to(error, values.shape)[:, column]
            noise = normals(seed, ODDS_STEP + k, len(values), len(ODDS))[:, j]
            share = back(targets[name].scale, values[:, column] + wide * noise)
            told[meaning][fit] = {
                "mean": float(share.mean()), "sd": float(share.std()),
                "quantiles": np.quantile(share, ODDS_QUANTILES).tolist(),
            }  # fmt: skip
    return told


def felt(
    emulators: Emulators, targets: Mapping[str, Target], names: Sequence[str], *, seed: int
) -> dict[str, dict[str, Any]]:
    """Return which statistic feels each parameter most, alone and together with all others.

    The screen that says what patterns can speak about. It leaves nothing out of the calibration:
    a parameter that acts only together with others has a total effect, and no main one.

    Returns
    -------
    dict
        By parameter: ``by``, the target; ``total`` and ``alone``, the shares of its variance over
        the prior that go with the parameter in any way, and by itself (Jansen's estimators); and
        ``points``, by headline odds: the standard deviation, in shares, that it makes in any way.
    """
    one, other = (uniforms(seed, FELT_STEP + k, FELT_POINTS, len(names)) for k in range(2))
    at_one, at_other = (_natural_all(emulators, targets, unit) for unit in (one, other))
    whole = np.maximum(np.vstack([at_one, at_other]).var(axis=0), 1e-12)
    known = list(targets)
    told = {}
    for i, name in enumerate(names):
        mixed = one.copy()
        mixed[:, i] = other[:, i]
        at_mixed = _natural_all(emulators, targets, mixed)
        total = 0.5 * ((at_one - at_mixed) ** 2).mean(axis=0)
        alone = np.maximum(whole - 0.5 * ((at_other - at_mixed) ** 2).mean(axis=0), 0.0)
        most = int(np.argmax(total / whole))
        told[name] = {
            "by": known[most],
            "total": float(total[most] / whole[most]),
            "alone": float(alone[most] / whole[most]),
            "points": {
                meaning: float(np.sqrt(total[known.index(odds)]))
                for odds, meaning in ODDS.items()
                if odds in targets
            },
        }
    return told


def _natural_all(emulators: Emulators, targets: Mapping[str, Target], unit: Floats) -> Floats:
    """Return what emulators expect of each target in its natural unit, logarithms for rates."""
    values = emulators.predict(unit)
    return np.column_stack(
        [
            values[:, emulators.statistics.index(name)]
            if one.scale == "log"
            else back(one.scale, values[:, emulators.statistics.index(name)])
            for name, one in targets.items()
        ]
    )
