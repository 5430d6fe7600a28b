"""What the posterior is worth: identification, conflicts, prediction across scenarios, coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.intervals import nested_interval
from escalation.calibration.emulators import Emulators
from escalation.calibration.sampler import sample, uniforms
from escalation.calibration.scales import back
from escalation.calibration.simulator import Evaluated
from escalation.calibration.targets import TARGETS, Target
from escalation.luck.purposes import (
    LEFT_OUT_SAMPLES,
    OBSERVED_STEP,
    SCENARIO_SAMPLES,
    TRUTH_SAMPLES,
)

Floats = NDArray[np.float64]

#: Spread of a uniform: what the posterior's spread in unit coordinates is held against.
PRIOR_SD: Final = 12**-0.5
PINNED, LEANING = 0.6, 0.85
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
LEVELS: Final = (0.5, 0.8, 0.95)
CONFLICT_Z: Final = 1.96


def identification(names: Sequence[str], unit: Floats) -> list[dict[str, Any]]:
    """Return how far each parameter is pinned down: spread against the prior's, and a verdict.

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
        drawn = sample(
            emulators,
            alone,
            dimensions,
            particles=particles,
            seed=seed,
            stream=SCENARIO_SAMPLES + number,
        )
        told[scenario] = predicted(targets, emulators.statistics, emulators.predict(drawn.unit))
    return told


def left_out(
    emulators: Emulators,
    targets: Mapping[str, Target],
    dimensions: int,
    *,
    particles: int,
    seed: int,
) -> list[dict[str, Any]]:
    """Return, for each target, what all the others predict for it, and how far off it is.

    ``z`` is the distance of the observation from the prediction, in standard deviations of both
    together, on the scale of emulation; beyond 1.96 the target conflicts with the others.
    """
    told = []
    for number, (name, target) in enumerate(targets.items()):
        others = {key: one for key, one in targets.items() if key != name}
        drawn = sample(
            emulators, others, dimensions, particles=particles, seed=seed,
            stream=LEFT_OUT_SAMPLES + number, last_moves=30,
        )  # fmt: skip
        values = emulators.predict(drawn.unit)
        column = emulators.statistics.index(name)
        line = predicted({name: target}, emulators.statistics, values)[name]
        low, high = _ends(target)
        spread = np.hypot(values[:, column].std(), emulators.error[column])
        z = float(((low + high) / 2 - values[:, column].mean()) / np.hypot(
            spread, (high - low) / 3.92
        ))  # fmt: skip
        conflict = abs(z) > CONFLICT_Z if target.kind != "at least" else z < -CONFLICT_Z
        told.append({"target": name, **line, "z": z, "conflict": bool(conflict)})
    return told


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


@dataclass(frozen=True)
class Covered:
    """How often a central interval held the truth."""

    parameter: str
    level: float
    share: float
    low: float
    high: float
    truths: int
    spread_ratio: float

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return asdict(self)


def coverage(
    emulators: Emulators,
    truths: Evaluated,
    names: Sequence[str],
    *,
    particles: int,
    seed: int,
    targets: Mapping[str, Target] = TARGETS,
    told: Any = None,
) -> list[Covered]:
    """Infer known parameters from what was simulated at them; say how often intervals hold them.

    At each truth every target is observed anew: counts or a normal error around what the model
    says there. Targets of kind ``at least`` bound, and are observed by nobody: they are left out.

    Returns
    -------
    list of Covered
        For each level over all parameters (named ``all``; interval over truths), then by parameter.
    """
    used = {name: one for name, one in targets.items() if one.kind != "at least"}
    ranks = np.zeros((len(truths), len(names)))
    ratios = np.zeros((len(truths), len(names)))
    luck = uniforms(seed, OBSERVED_STEP, len(truths), len(used))
    for k in range(len(truths)):
        seen = {}
        for j, (name, one) in enumerate(used.items()):
            value = truths.whole[k, emulators.statistics.index(name)]
            if np.isfinite(value):
                seen[name] = one.seen_at(float(back(one.scale, value)), float(luck[k, j]))
        drawn = sample(
            emulators, seen, len(names), particles=particles, seed=seed, stream=TRUTH_SAMPLES + k,
            last_moves=30,
        )  # fmt: skip
        ranks[k] = (drawn.unit < truths.unit[k]).mean(axis=0)
        ratios[k] = drawn.unit.std(axis=0) / PRIOR_SD
        if told is not None:
            told("coverage", k + 1, len(truths))
    cluster = np.repeat(np.arange(len(truths)), len(names))
    lines = []
    for level in LEVELS:
        inside = np.abs(ranks - 0.5) <= level / 2
        lines.append(_covered("all", level, cluster, inside.ravel(), float(ratios.mean())))
        for j, name in enumerate(names):
            own = np.arange(len(truths))
            lines.append(_covered(name, level, own, inside[:, j], float(ratios[:, j].mean())))
    return sorted(lines, key=lambda line: (line.parameter != "all", line.parameter, line.level))


def _covered(
    name: str, level: float, cluster: NDArray[np.int64], inside: NDArray[np.bool_], ratio: float
) -> Covered:
    found = nested_interval(cluster, inside)
    return Covered(name, level, found.p, found.low, found.high, len(np.unique(cluster)), ratio)
