"""The figures that are held: what is run, how small, and which of it is kept.

Everything of the program that the golden numbers touch is imported here and nowhere else, so that
a refactor re-points these lines and nothing more. What needs no inside goes through the names of
``escalation`` and the command with ``--json``.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import escalation
from escalation.cli.main import main as command
from escalation.engine import Engine
from escalation.files import write_text_atomically
from escalation.scenario.library import shipped
from escalation.scenario.world import build_world
from tests.golden.digest import digest, exact

__all__ = [
    "OTHERS_ARITHMETIC",
    "OWN_ARITHMETIC",
    "STUDIES",
    "measure_scenario",
    "measure_study",
    "printed",
    "scenarios",
    "write_text_atomically",
]

# How far a figure may be off, relative to its size, through another rounding.
OWN_ARITHMETIC = 1e-9  # our own, and NumPy's sums
OTHERS_ARITHMETIC = 1e-6  # SciPy's quantiles, scikit-learn's fits: versions may round otherwise

#: Runs of a scenario that are watched day by day, and runs of its ensemble.
WATCHED = (0, 5, 17)
ENSEMBLE = 1_000
TABLES = ("runs", "draws", "days", "segments")

Outcome = dict[str, Any]


def scenarios() -> list[str]:
    """Return the names of the scenarios that are shipped."""
    return sorted(shipped())


def printed(p: float) -> str:
    """Return odds as the headline prints them, in whole per cent."""
    if 0 < p < 0.01:
        return "<1%"
    return ">99%" if 0.99 < p < 1 else f"{100 * p:.0f}%"


def measure_scenario(name: str) -> dict[str, Any]:
    """Return the exact hashes and the headline odds of a shipped scenario.

    Parameters
    ----------
    name
        One of `scenarios`.

    Returns
    -------
    dict
        ``ensemble``, how it was run; ``odds`` by outcome, with 95% intervals; ``tables``, hashes of
        the ensemble's; ``watched``, hashes of single runs' days, events and outcome.
    """
    scenario = escalation.load_scenario(name)
    result = escalation.simulate(scenario, runs=ENSEMBLE)
    ensemble = result.ensemble
    odds: dict[str, Outcome] = {}
    for outcome, chance in result.odds().items():
        known = chance.p == chance.p
        kept = {"p": chance.p, "low": chance.low, "high": chance.high} if known else {}
        odds[outcome] = {**digest(kept), "printed": printed(chance.p) if known else "unknown"}
    engine = Engine(build_world(scenario), scenario.horizon_days)
    return {
        "ensemble": {
            "runs": ENSEMBLE,
            "failed_runs": ensemble.failed_runs,
            "replicates": ensemble.replicates,
            "seed": ensemble.seed,
            "horizon_days": scenario.horizon_days,
        },
        "odds": odds,
        "tables": {table: exact(getattr(result, table)) for table in TABLES},
        "watched": {str(run): _watched(engine, ensemble, run) for run in WATCHED},
    }


def _watched(engine: Engine, ensemble: Any, run: int) -> dict[str, Any]:
    """Return the hashes of one run of an ensemble, to the horizon."""
    number = run // ensemble.replicates
    draw = ensemble.space.transform(ensemble.design.points(number, number + 1))
    watched = engine.watch(draw, run, ensemble.seed)
    rows = engine.run(draw, np.array([run]), ensemble.seed).runs
    return {"days": exact(watched.days), "events": exact(watched.events), "outcome": exact(rows)}


# --- studies --------------------------------------------------------------------------------


def told(*arguments: str) -> Any:
    """Return the JSON document that a command of the program prints.

    Raises
    ------
    AssertionError
        If the command ends with another code than 0.
    """
    os.environ.setdefault("MPLBACKEND", "Agg")  # the page draws its figures without a screen
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        code = command([*arguments, "--json"])
    assert code == 0, f"escalation {' '.join(arguments)}: code {code}; {complained.getvalue()}"
    return json.loads(said.getvalue())


def _kept(*arguments: str) -> Callable[[Path], Any]:
    """Return a study that is one command, which keeps a folder that nobody needs."""

    def run(folder: Path) -> Any:
        return told(*arguments, "--no-charts", "--quiet", "--out", str(folder / "runs"))

    return run


def _plain(*arguments: str) -> Callable[[Path], Any]:
    """Return a study that is one command, which keeps nothing."""
    return lambda _: told(*arguments)


@functools.cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that goes with the process."""
    return tempfile.TemporaryDirectory(prefix="golden-")


@functools.cache
def _kept_run() -> str:
    """Keep an ensemble of the baseline, once, for the studies that ask one; return its folder."""
    root = Path(_scratch().name)
    return str(escalation.simulate("baseline", runs=400).save(root, charts=False))


def _of_kept_run(*arguments: str) -> Callable[[Path], Any]:
    """Return a study that asks the kept run; ``RUN`` stands for its folder."""
    return lambda _: told(*(_kept_run() if a == "RUN" else a for a in arguments))


SWEEP = {
    "sweep": "golden",
    "scenario": "baseline",
    "set": {"horizon_days": 60},
    "runs": 60,
    "vary": {
        "parameters.audience_cost": [0.05, 0.45],
        "Pakistan's line": {
            "options": {
                "left to decide": {},
                "denies": {
                    "events": [
                        {
                            "day": 1,
                            "kind": "public_line",
                            "actor": "pakistan_military",
                            "line": "deny",
                            "until_day": 30,
                        }
                    ]
                },
            }
        },
    },
}


def _sweep(folder: Path) -> Any:
    """Return what a small sweep finds, and every column of its table."""
    found = escalation.run_sweep(SWEEP, folder / "sweep", charts=False)
    table = json.loads(found.table.to_json(orient="records", double_precision=15))
    return {"summary": found.summary, "table": table}


def _page(folder: Path) -> Any:
    """Return the validation page's figures, and the sections and lines that it is made of."""
    figures = told("validation", "--out", str(folder), "--runs", "160", "--quiet")
    lines = (folder / "validation.md").read_text(encoding="utf-8").splitlines()
    images = sorted(path.name for path in (folder / "images").glob("*.png"))
    headings = [line for line in lines if line.startswith("#")]
    return {"figures": figures, "headings": headings, "lines": len(lines), "images": images}


@dataclass(frozen=True)
class Study:
    """A study that is held: how to run it, how near its numbers must be, whether it takes long."""

    run: Callable[[Path], Any]
    tolerance: float = OTHERS_ARITHMETIC
    slow: bool = False


CHANNEL = ("--event", "{kind: back_channel, open: true}")
LEVERS = ("mediation_day_1", "both_restraint", "hotline", "afghan_taliban_denies_sanctuary")
MECHANISMS = ("mediation", "self-excitation", "audience costs")


def _each(option: str, values: Sequence[str]) -> list[str]:
    return [word for value in values for word in (option, value)]


STUDIES: dict[str, Study] = {
    "run": Study(_kept("run", "baseline", "--runs", "200")),
    "compare": Study(
        _kept("compare", "baseline", "back_channel_restored", "ordinary_incident", "--runs", "200")
    ),
    "branch": Study(_kept("branch", "baseline", "--day", "2", *CHANNEL, "--runs", "200")),
    "branch_one_run": Study(_kept("branch", "baseline", "--day", "1", *CHANNEL, "--run", "18")),
    "policies": Study(_kept("policies", "baseline", "--runs", "80")),
    "value": Study(
        _plain("value", "baseline", "--runs", "400", *_each("--lever", LEVERS)), slow=True
    ),
    "explain": Study(_of_kept_run("explain", "RUN"), slow=True),
    "pivots": Study(
        _plain("pivots", "baseline", "--run", "15", "--set", "horizon_days=40", "--futures", "40")
    ),
    "storylines": Study(_of_kept_run("storylines", "RUN", "--watch", "120")),
    "check": Study(_plain("check", "--runs", "100")),
    "ablate": Study(_plain("ablate", "--runs", "60", *_each("--only", MECHANISMS)), slow=True),
    "score": Study(_plain("score", "--runs", "40"), slow=True),
    "sweep": Study(_sweep),
    "watch": Study(_plain("watch", "baseline", "--run", "3", "--horizon", "12"), OWN_ARITHMETIC),
    "claims": Study(_plain("claims", "baseline"), OWN_ARITHMETIC),
    "parameters": Study(_plain("parameters"), OWN_ARITHMETIC),
    "validation": Study(_page, slow=True),
}


def measure_study(name: str) -> Any:
    """Return the figures and sentences of a study of `STUDIES`."""
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        return digest(STUDIES[name].run(Path(folder)))
