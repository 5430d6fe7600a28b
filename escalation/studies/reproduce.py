"""Run again what was kept, and compare every table to the bit.

What is run is the scenario in the folder, read by the ordinary reader under its ordinary limits,
with the seed, replicates and runs of the manifest. The command in the manifest is never run, and
nothing is written into the folder, which may come from anywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from escalation.ensemble.plan import MOST_REPLICATES, MOST_RUNS
from escalation.ensemble.pools import available_threads
from escalation.errors import InputError
from escalation.files import text_given
from escalation.luck.seeds import seed_problem
from escalation.results.checking.conditions import Condition, changed_since
from escalation.results.checking.matching import Matched, match_csv, match_parquet
from escalation.results.csv_text import as_csv
from escalation.results.layout import RUN, TABLES_FOLDER
from escalation.results.reading import read_json
from escalation.results.scenario_text import bare
from escalation.scenario.levers import AS_IT_IS
from escalation.scenario.lines import MAX_BYTES
from escalation.scenario.load import resolved_yaml, scenario_of
from escalation.stamp import MADE_BY, Stamp, scenario_hash

if TYPE_CHECKING:
    from escalation.ensemble.progress import ProgressCallback
    from escalation.results.keeping import Findings
    from escalation.results.reading import KeptFolder
    from escalation.scenario.sections import Scenario

#: A folder that asks for more, of all its scenarios and levers together, must be allowed to.
MOST_AGAIN: Final = 1_000_000


@dataclass(frozen=True)
class Reproduced:
    """What came of running something again.

    Attributes
    ----------
    run_id, kind
        Of the folder.
    runs
        How many were run again.
    tables
        Each table that was kept, compared.
    changed
        What is otherwise here than where it was made.
    notes
        What a reader must know, in sentences.
    """

    run_id: str
    kind: str
    runs: int
    tables: tuple[Matched, ...]
    changed: tuple[Condition, ...]
    notes: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Return whether every bit of every table is the same."""
        return all(table.same for table in self.tables)

    @property
    def why(self) -> str:
        """Say why tables may differ, in a sentence."""
        if self.same:
            return ""
        decides = [one for one in self.changed if one.decides]
        if decides:
            return (
                "The model's rules or data are others than those that made it, so other figures "
                "are to be expected: the version that made it gives the same."
            )
        if self.changed:
            names = ", ".join(one.what for one in self.changed)
            return f"The model is the same; what differs here is {names}."
        return (
            "Neither the model, nor a version, nor the machine differs, so this should not be: the "
            "tables were changed after they were made, or this program has a mistake."
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "run_id": self.run_id,
            "kind": self.kind,
            "same": self.same,
            "runs": self.runs,
            "tables": [table.as_dict() for table in self.tables],
            "changed": [one.as_dict() for one in self.changed],
            "why": self.why,
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class _Again:
    """What a folder asks to be run: checked, and nothing of it run."""

    folder: KeptFolder
    scenarios: tuple[Scenario, ...]
    seed: int
    replicates: int
    runs: int
    threads: int
    started: dt.datetime
    progress: ProgressCallback | None

    @property
    def how(self) -> dict[str, Any]:
        """Return what every kind of run takes."""
        return {
            "runs": self.runs,
            "seed": self.seed,
            "replicates": self.replicates,
            "threads": self.threads,
            "progress": self.progress,
            "started": self.started,
        }


def reproduce(
    folder: KeptFolder,
    *,
    most_runs: int = MOST_AGAIN,
    threads: int | None = None,
    progress: ProgressCallback | None = None,
) -> Reproduced:
    """Run again what a folder describes, and compare every table that it holds.

    Parameters
    ----------
    folder
        Of a run, a comparison, a branch or a ranking of policies.
    most_runs
        A folder that asks for more in all is refused.
    threads, progress
        As for `escalation.simulate`.

    Raises
    ------
    InputError
        If its manifest or a scenario can't be read, asks for what no run may have or for too many
        runs, or if a table is missing or not as it was written.
    PurposeError
        If it runs no more, such as with a lever that there is no longer.
    """
    make, times = _kind(folder)
    again = _asked(folder, most_runs, times, threads, progress)
    found = make(again)
    kept = folder.manifest["tables"]
    tables = [
        match_parquet(
            f"{TABLES_FOLDER}/{name}.parquet",
            folder.checked(f"{TABLES_FOLDER}/{name}.parquet"),
            frames() if callable(frames) else [frames],
        )
        for name, frames in found.tables.items()
        if name in kept
    ]
    tables += [
        match_csv(f"{name}.csv", folder.checked(f"{name}.csv"), as_csv(table, "%.6g"))
        for name, table in found.csvs.items()
        if f"{name}.csv" in folder.manifest["files"]
    ]
    notes = tuple(_notes(folder, again, set(kept) - set(found.tables)))
    return Reproduced(
        folder.run_id, folder.kind, again.runs * times, tuple(tables),
        changed_since(folder.manifest), notes,
    )  # fmt: skip


def _notes(folder: KeptFolder, again: _Again, beyond: set[str]) -> list[str]:
    notes = []
    if _mapping(folder.manifest, "ensemble").get("interrupted"):
        notes.append(f"It was interrupted: the {again.runs:,} runs that it has were run again.")
    if beyond:
        notes.append(f"Tables that this version does not make: {', '.join(sorted(beyond))}.")
    told = Stamp.from_json(folder.manifest.get(MADE_BY))
    if told and scenario_hash(map(resolved_yaml, again.scenarios)) != told.scenario_sha256:
        notes.append(
            "The scenario is told in other words by this version than by the one that made it: its "
            "hash is another."
        )
    return notes


# --- what is asked for ------------------------------------------------------------------------


def _kind(folder: KeptFolder) -> tuple[Callable[[_Again], Findings], int]:
    """Return who runs a folder of this kind again, and how many ensembles that takes."""
    if folder.kind == RUN:
        return _run, 1
    if folder.kind == "comparison":
        return _comparison, len(folder.scenario_names)
    if folder.kind == "branch":
        return _branch, 2
    if folder.kind == "policies":
        return _policies, len(_levers(folder))
    raise InputError.single(str(folder.path), f"holds a {folder.kind!r}, which can't be run again")


def _asked(
    folder: KeptFolder,
    most_runs: int,
    times: int,
    threads: int | None,
    progress: ProgressCallback | None,
) -> _Again:
    where = str(folder.path)
    told = folder.manifest
    runs = _whole(folder, "runs", _runs_of(folder), MOST_RUNS)
    if runs * times > most_runs:
        raise InputError.single(
            where,
            f"asks for {runs * times:,} runs, and {most_runs:,} are the most that are run again; "
            "--most-runs allows more",
        )
    if not folder.scenario_names:
        raise InputError.single(where, "holds no scenario")
    seed = told.get("seed")
    if problem := seed_problem(seed):
        raise InputError.single(where, f"its seed {problem}")
    replicates = _whole(folder, "replicates", told.get("replicates"), MOST_REPLICATES)
    return _Again(
        folder, tuple(_scenario(folder, name) for name in folder.scenario_names),
        int(told["seed"]), replicates, runs, threads or available_threads(), _started(folder),
        progress,
    )  # fmt: skip


def _runs_of(folder: KeptFolder) -> object:
    """Return how many runs the manifest says that each ensemble has."""
    ensemble = _mapping(folder.manifest, "ensemble")
    if folder.kind == "policies":
        asked = _mapping(folder.manifest, "policies").get("requested_runs")
        if asked is None:  # a folder from before it was kept: runs that broke were left out
            broke = folder.summary.get("failed_runs")
            counted = ensemble.get("runs")
            if isinstance(broke, int) and isinstance(counted, int):
                return counted + broke
        return asked
    return ensemble.get("runs")


def _whole(folder: KeptFolder, what: str, value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError.single(str(folder.path), f"its manifest gives no number of {what}")
    if not 1 <= value <= most:
        given = f"{value:,}" if abs(value) < 10**18 else "that many"
        raise InputError.single(
            str(folder.path), f"asks for {given} {what}, which is not between 1 and {most:,}"
        )
    return value


def _mapping(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _started(folder: KeptFolder) -> dt.datetime:
    """Return when it was begun; any moment does where that can't be read: no figure hangs on it."""
    with suppress(ValueError, TypeError, OverflowError):
        moment = dt.datetime.fromisoformat(str(folder.manifest.get("started")))
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return dt.datetime.now(dt.UTC)


def _scenario(folder: KeptFolder, name: str) -> Scenario:
    """Return a scenario as it was run; it is whole, and nothing but the file itself is read."""
    path = folder.checked(name)
    return scenario_of(bare(text_given(path, MAX_BYTES)), str(path))


def _levers(folder: KeptFolder) -> list[str]:
    """Return the levers that a ranking of policies has, the scenario as it is included."""
    declared = read_json(folder.checked("levers.json"))
    return [name for name in declared if name != MADE_BY]


# --- running it -------------------------------------------------------------------------------


def _run(again: _Again) -> Findings:
    from escalation.studies.run import simulate

    result = simulate(again.scenarios[0], **again.how)
    if result.interrupted:
        raise KeyboardInterrupt
    return result.to_keep()


def _comparison(again: _Again) -> Findings:
    from escalation.studies.compare import compare

    return compare(*again.scenarios, **again.how).to_keep()


def _branch(again: _Again) -> Findings:
    from escalation.studies.branch import branch_into

    day = _mapping(again.folder.manifest, "branch").get("day")
    if len(again.scenarios) != 2 or not isinstance(day, int):
        raise InputError.single(
            str(again.folder.path), "holds no branch: that has two scenarios and a day"
        )
    return branch_into(*again.scenarios, day, **again.how).to_keep()


def _policies(again: _Again) -> Findings:
    from escalation.studies.levers import policies

    kept = _mapping(again.folder.manifest, "policies")
    outcome = kept.get("outcome", again.folder.summary.get("outcome"))
    names = [name for name in _levers(again.folder) if name != AS_IT_IS]
    scenario = again.scenarios[0]
    return policies(scenario, outcome=str(outcome), levers=names, **again.how).to_keep()
