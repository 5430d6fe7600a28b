"""The calibration from design to posterior, in stages that can be taken up again.

1. **Waves.** The first wave's points are a Sobol design of the unit cube; those of each further
   wave a sample of the posterior so far. At every point the model is run and its statistics taken.
2. **Emulators** are fitted to all points so far, their errors measured on the latest wave.
3. **Sampling** under the emulators gives twice as many candidates as the posterior has rows: every
   draw weighed by what was seen on this border, their mean held to base rates.
4. **Confirmation.** The model is run at every candidate; simulation and emulator are put together
   by their precisions; candidates are weighed by what that does to their likelihood, the base rates
   are met anew, and candidates resampled.
5. **Second fits** under the same emulators: without P09, and each target left out in turn.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.calibration import checks, identifiability, simulation_based
from escalation.calibration.base_rates import Tilt, hierarchical_sample, met, reweighed
from escalation.calibration.emulators import Emulators
from escalation.calibration.evaluations import Evaluations, Told
from escalation.calibration.plan import Plan
from escalation.calibration.sampler import effective, log_likelihood, systematic, uniforms
from escalation.calibration.simulator import Evaluated, Simulator
from escalation.calibration.targets import TARGETS, Target, of_each_draw, without
from escalation.ensemble.design import Design
from escalation.luck.purposes import (
    CONFIRMED_STEP,
    POSTERIOR_SAMPLE,
    WAVE_SAMPLES,
    WITHOUT_SAMPLE,
)
from escalation.luck.seeds import MOST_SEED

Floats = NDArray[np.float64]

#: Raised when a change of the method changes what it finds.
METHOD: Final = 2
DESIGN_SEED, TRUTH_SEED = 1, 2  # added to the seed, so that designs are not the runs' own
CHECK_PARTICLES, TRUTH_PARTICLES = 384, 192
TRUTH_RUNS: Final = 4  # times the runs of a point: a truth should be seen clearly
#: The base rate that says most about war, and is told apart: what if it were not there?
WAR_RATE: Final = "P09"


@dataclass(frozen=True)
class Calibration:
    """What came of it.

    Attributes
    ----------
    names
        Calibrated parameters.
    unit
        Posterior sample, (rows, parameters).
    patterns
        Predicted statistics of each row in natural units, (rows, targets).
    emulators
        The last ones.
    findings
        Figures for the meta file: emulation, effective sample size, identification, base rates,
        patterns, headline odds, conflicts, predictions across scenarios, coverage.
    """

    names: tuple[str, ...]
    unit: Floats
    patterns: Floats
    emulators: Emulators
    findings: dict[str, Any]


def calibrate(
    simulator: Simulator,
    plan: Plan,
    folder: str | os.PathLike[str],
    *,
    fingerprint: str = "",
    targets: Mapping[str, Target] = TARGETS,
    threads: int = 1,
    told: Told | None = None,
    stop: threading.Event | None = None,
) -> Calibration | None:
    """Calibrate, or go on where an earlier call with the same folder stopped.

    Parameters
    ----------
    simulator
        What is calibrated.
    plan
        How large.
    folder
        Where evaluated points are kept.
    fingerprint
        What else the points depend on, such as a hash of the model: a folder begun with another
        one is refused.
    targets
        Observations by the names of the simulator's statistics.
    threads
        They change nothing but the time.
    told
        Called with a stage, what is done and how much there is of it.
    stop
        When set, points under way are finished and kept.

    Returns
    -------
    Calibration or None
        None if it was stopped before the end.

    Raises
    ------
    InputError
        If a number makes no sense, or the folder can't be used.
    """
    plan.check()
    names = tuple(simulator.parameters)
    settings = {
        "method": METHOD, "points": plan.points, "runs": plan.runs, "seed": plan.seed,
        "rows": plan.rows, "waves": plan.waves, "parameters": list(names), "model": fingerprint,
    }  # fmt: skip
    kept = Evaluations(folder, settings)
    stop = stop or threading.Event()
    tell = told or _silent

    def run(wave: str, unit: Floats, first: int, times: int = 1) -> Evaluated | None:
        return kept.evaluate(
            wave, simulator, unit, runs_per_point=plan.runs * times,
            seed=_beside(plan.seed, TRUTH_SEED if times > 1 else 0), first=first,
            threads=threads, stop=stop, told=told,
        )  # fmt: skip

    design = Design(names, _beside(plan.seed, DESIGN_SEED))
    known: Evaluated | None = None
    emulators: Emulators | None = None
    for wave in range(1, plan.waves + 1):

        def make(wave: int = wave, fitted: Emulators | None = emulators) -> Floats:
            if fitted is None:
                return design.points(0, plan.points)
            tell(f"sampling for wave {wave}", 0, 1)
            drawn, _ = hierarchical_sample(
                fitted,
                targets,
                len(names),
                particles=plan.points,
                seed=plan.seed,
                stream=WAVE_SAMPLES + wave,
            )
            return drawn.unit

        unit = kept.points(f"wave{wave}", make, names)
        found = run(f"wave{wave}", unit, (wave - 1) * plan.points)
        if found is None:
            return None
        known = found if known is None else _together(known, found)
        tell(f"fitting wave {wave}", 0, 1)
        emulators = Emulators(
            known, simulator.statistics, recent=len(found), random_state=plan.seed % 2**31
        )
    assert emulators is not None
    fitted = emulators
    tell("sampling", 0, 1)
    drawn, under = hierarchical_sample(
        fitted, targets, len(names), particles=2 * plan.rows, seed=plan.seed,
        stream=POSTERIOR_SAMPLE,
    )  # fmt: skip
    unit = kept.points("confirm", lambda: drawn.unit, names)
    seen = run("confirm", unit, plan.waves * plan.points)
    if seen is None:
        return None
    chosen, values, errors, share, tilt = _confirmed(fitted, seen, targets, under, plan)
    findings: dict[str, Any] = {"effective_share": share, "base_rates": met(tilt, values)}
    if plan.coverage:
        ranked = {}
        for kind, truth_unit, first in (
            ("prior", design.points(plan.points, plan.points + plan.coverage), 0),
            ("posterior", unit[chosen][_spread_out(plan)], plan.coverage),
        ):
            truths = run(f"truths-{kind}{plan.coverage}", truth_unit, first, TRUTH_RUNS)
            if truths is None:
                return None
            ranked[kind] = simulation_based.ranks(
                fitted, truths, targets, tilt if kind == "posterior" else None, kind=kind,
                particles=TRUTH_PARTICLES, seed=plan.seed, told=told,
            )  # fmt: skip
        findings["coverage"] = {
            kind: simulation_based.covered(found, names) for kind, found in ranked.items()
        }
    tell("checks", 0, 1)
    findings |= _findings(
        fitted, design, targets, unit[chosen], values, errors, names, plan, (unit, under)
    )
    natural = _natural(targets, simulator.statistics, values)
    order = np.argsort(natural[:, -1 if "P09" not in targets else list(targets).index("P09")])
    return Calibration(names, unit[chosen][order], natural[order], fitted, findings)


def _beside(seed: int, further: int) -> int:
    """Return a seed that lies so much further on; the largest is followed by 0."""
    return (seed + further) % (MOST_SEED + 1)


def _spread_out(plan: Plan) -> NDArray[np.int64]:
    """Return which rows of the posterior are taken for truths, evenly over them."""
    return np.linspace(0, plan.rows - 1, min(plan.coverage, plan.rows)).astype(np.int64)


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


def _together(a: Evaluated, b: Evaluated) -> Evaluated:
    parts = (
        np.vstack([one, other])
        for one, other in (
            (a.unit, b.unit), (a.whole, b.whole), (a.one, b.one), (a.other, b.other),
        )
    )  # fmt: skip
    return Evaluated(a.first, *parts)


def _confirmed(
    emulators: Emulators,
    seen: Evaluated,
    targets: Mapping[str, Target],
    tilt: Tilt,
    plan: Plan,
) -> tuple[NDArray[np.int64], Floats, Floats, float, Tilt]:
    """Return candidates chosen, statistics and their errors, the effective share, and the tilt."""
    own = of_each_draw(targets)
    wanted = tuple(own.values())
    columns = [emulators.statistics.index(name) for name in own]
    guess = emulators.predict(seen.unit)
    missed, noise = emulators.error**2, emulators.monte_carlo**2
    trust = np.where(np.isfinite(seen.whole), missed / (missed + np.maximum(noise, 1e-12)), 0.0)
    value = guess + trust * (np.nan_to_num(seen.whole) - guess)
    error = np.sqrt(missed * (1 - trust))
    change = log_likelihood(wanted, columns, value, error) - log_likelihood(
        wanted, columns, guess, emulators.error
    )
    # Drawn under the tilt of what was guessed; held to base rates by what was then seen.
    change -= tilt.log_weight(guess)
    again, weight = reweighed(
        Tilt.none(targets, emulators.statistics), value, change, targets, emulators.statistics
    )
    u = float(uniforms(plan.seed, CONFIRMED_STEP, 1, 1)[0, 0])
    chosen = systematic(weight, u, plan.rows)
    return chosen, value[chosen], error[chosen], effective(weight) / len(weight), again


def _natural(targets: Mapping[str, Target], statistics: Any, values: Floats) -> Floats:
    from escalation.calibration.scales import back

    place = {name: i for i, name in enumerate(statistics)}
    return np.column_stack([back(one.scale, values[:, place[n]]) for n, one in targets.items()])


def _findings(
    emulators: Emulators,
    design: Design,
    targets: Mapping[str, Target],
    unit: Floats,
    values: Floats,
    errors: Floats,
    names: tuple[str, ...],
    plan: Plan,
    fitted: tuple[Floats, Tilt],
) -> dict[str, Any]:
    from dataclasses import asdict

    everywhere = emulators.predict(design.points(0, 4096))
    few = {"particles": CHECK_PARTICLES, "seed": plan.seed}
    odds = {"prior": (everywhere, emulators.error), "posterior": (values, errors)}
    if WAR_RATE in targets:
        others = without(targets, WAR_RATE)
        drawn, tilt = hierarchical_sample(
            emulators, others, len(names), particles=plan.rows, seed=plan.seed,
            stream=WITHOUT_SAMPLE, begin=fitted[1],
        )  # fmt: skip
        told = emulators.predict(drawn.unit)
        _, weight = reweighed(tilt, told, np.zeros(len(told)), others, emulators.statistics)
        odds[f"without {WAR_RATE}"] = told[systematic(weight, 0.5, plan.rows)], emulators.error
    return {
        "odds": checks.odds_by_fit(odds, targets, emulators.statistics, seed=plan.seed),
        "felt": checks.felt(emulators, targets, names, seed=plan.seed),
        "joint": identifiability.joint(names, unit, seed=plan.seed),
        "emulators": {name: asdict(one) for name, one in emulators.quality.items()},
        "parameters": checks.identification(names, unit),
        "patterns": checks.predicted(targets, emulators.statistics, values),
        "left_out": checks.left_out(emulators, targets, len(names), fitted, **few),
        "pairs": checks.pairs(targets, emulators.statistics, everywhere),
        "prior_patterns": checks.predicted(targets, emulators.statistics, everywhere),
        "from_one_scenario": checks.across_scenarios(emulators, targets, len(names), **few),
    }
