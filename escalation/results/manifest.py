"""How results came about: everything another person needs to get them again, or to doubt them."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shlex
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation import __version__
from escalation.results.layout import SCENARIO
from escalation.scenario.declaration import Fact, Parameter
from escalation.scenario.distributions import as_mapping
from escalation.scenario.register import facts, parameters
from escalation.sources import model_fingerprint
from escalation.stamp import MADE_BY, Stamp, scenario_hash

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

PACKAGES = (
    "numpy", "scipy", "numba", "llvmlite", "mesa", "pandas", "pyarrow", "pydantic", "matplotlib",
)  # fmt: skip


@dataclass(frozen=True)
class Provenance:
    """Whose results they are: what a folder's name and manifest are made from.

    Attributes
    ----------
    name
        First part of the folder's name.
    run_id
        Short name of the results.
    started
        When the command began.
    scenarios
        As resolved and run, by the name of their file; the first is the one that is described.
    seed, replicates
        As carried out.
    ensemble
        What was asked of the ensemble and what it came to: runs, draws, precision, interruption.
    timings
        Seconds by stage.
    source, settings
        The scenario as it was named on the command line, and the ``path=value`` laid over it.
    more
        What else the manifest shall say.
    """

    name: str
    run_id: str
    started: dt.datetime
    scenarios: Mapping[str, Scenario]
    seed: int
    replicates: int
    ensemble: Mapping[str, Any]
    timings: Mapping[str, float]
    source: str = ""
    settings: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def stamp(self, command: Sequence[str] = ()) -> Stamp:
        """Return what every file says of where it comes from."""
        return stamp_for(self.run_id, self.scenarios.values(), self.seed, self.started, command)


def stamp_for(
    run_id: str,
    scenarios: Iterable[Scenario],
    seed: int,
    started: dt.datetime | None = None,
    command: Sequence[str] = (),
) -> Stamp:
    """Return what files say of results that this version makes of scenarios, in their order."""
    from escalation.scenario.load import resolved_yaml

    return Stamp(
        run_id=run_id,
        scenario_sha256=scenario_hash(map(resolved_yaml, scenarios)),
        version=__version__,
        seed=str(seed),
        command=shlex.join(command),
        started="" if started is None else moment(started),
    )


def moment(when: dt.datetime) -> str:
    """Return a moment as manifests and stamps have it: in UTC, to the second."""
    return when.astimezone(dt.UTC).isoformat(timespec="seconds")


def describe(
    made: Provenance, *, command: Sequence[str] = (), timings: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Return the manifest of results, but for kind, files and tables, which the folder adds.

    Parameters
    ----------
    made
        How they came about.
    command
        The command line, or an empty list from Python.
    timings
        Seconds by stage, where more is known by now than ``made`` says.
    """
    scenario = next(iter(made.scenarios.values()))
    return {
        MADE_BY: made.stamp(command).as_json(),
        "started": moment(made.started),
        "command": list(command),
        "scenario": {
            "name": scenario.name,
            "title": scenario.title,
            "resolved": SCENARIO,
            "source": made.source,
            "settings": list(made.settings),
            "as_of": scenario.as_of,
            "horizon_days": scenario.horizon_days,
        },
        "seed": made.seed,
        "replicates": made.replicates,
        "ensemble": dict(made.ensemble),
        "parameters": parameter_table(scenario),
        "versions": versions(),
        "model": model_fingerprint(),
        "git_commit": git_commit(),
        "machine": {
            "system": platform.system(),
            "architecture": platform.machine(),
            "cores": os.cpu_count(),
        },
        "timings": dict(made.timings if timings is None else timings),
        **made.more,
    }


def parameter_table(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """Return every parameter and fact with its distribution in this scenario, and its basis.

    ``set_by`` says whether the distribution is the register's or the scenario's own. A fact's
    distribution is what would be believed of it without any claim.
    """
    table: dict[str, dict[str, Any]] = {}
    everything: dict[str, Parameter | Fact] = {**parameters(), **facts()}
    for name, declared in everything.items():
        own = scenario.parameters.get(name)
        default = declared.prior if isinstance(declared, Fact) else declared.default
        row: dict[str, Any] = {
            "kind": "fact" if isinstance(declared, Fact) else "parameter",
            "unit": declared.unit,
            "distribution": as_mapping(default if own is None else own),
            "set_by": "register" if own is None else "scenario",
            "source": declared.source,
            "meaning": declared.meaning,
        }
        if not isinstance(declared, Fact):
            row["basis"] = declared.basis
            if declared.claims:
                row["claims"] = list(declared.claims)
            if declared.if_claimed is not None:
                row["distribution_if_claimed"] = as_mapping(declared.if_claimed)
            if declared.if_opposed is not None:
                row["opposing"] = list(declared.opposing)
                row["distribution_if_opposed"] = as_mapping(declared.if_opposed)
        table[name] = row
    return table


def versions() -> dict[str, str]:
    """Return the versions of this program, of Python and of the packages that matter."""
    found = {"escalation": __version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def git_commit() -> str | None:
    """Return the commit of the source, ``+changes`` added if files differ; None outside git."""
    package = Path(__file__).resolve().parent.parent
    head = _git(package, "rev-parse", "HEAD")
    if not head:
        return None
    # The package must be a part of that repository, not merely lie in somebody's home under git.
    if not _git(package, "ls-files", "__init__.py"):
        return None
    return head + ("+changes" if _git(package, "status", "--porcelain", "--", ".") else "")


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            check=True,
            text=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
