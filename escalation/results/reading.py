"""Read what was kept, from yesterday or from another machine: a folder, one by its id, a list."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from escalation.errors import InputError, suggest
from escalation.files import present
from escalation.results.folder import unfinished
from escalation.results.kinds import in_a_line
from escalation.results.layout import (
    FORMAT,
    MANIFEST,
    RUN,
    SCENARIO,
    SUMMARY,
    SWEEP,
    SWEEP_FILES,
    SWEEP_PLAN,
    TABLES_FOLDER,
    UNFINISHED_PREFIX,
    named_id,
)
from escalation.results.scenario_text import bare
from escalation.scenario.given import path_given
from escalation.sealing import DamagedError, check, json_object, read_kept, read_sealed
from escalation.stamp import MADE_BY, Stamp, scenario_hash

if TYPE_CHECKING:
    import pandas as pd

#: An id, or a part of one, or the name of a folder.
_NAMES_A_RUN: Final = re.compile(r"[0-9a-f]{4,8}|.+-\d{8}T\d{6}Z-[0-9a-f]{8}")
#: Fewer letters of an id would be a guess.
_LEAST_LETTERS: Final = 4
_AGAIN: Final = "run the command that made it again"
SWEEP_AGAIN: Final = "the sweep's command makes it again"


@dataclass(frozen=True, eq=False)
class KeptFolder:
    """A finished folder of any kind; what is in it is read when it is asked for.

    Attributes
    ----------
    path
        The folder.
    manifest
        What ``manifest.json`` holds.
    """

    path: Path
    manifest: dict[str, Any]

    @property
    def run_id(self) -> str:
        """Return the run's short name."""
        return str(self.manifest["run_id"])

    @property
    def kind(self) -> str:
        """Return what the folder holds, one of `escalation.results.kinds.KINDS`."""
        return str(self.manifest.get("kind", RUN))

    @cached_property
    def stamp(self) -> Stamp:
        """Return what the folder's files say of where they come from.

        Of a folder from before files said so, it is put together from manifest and scenarios.

        Raises
        ------
        InputError
            If such an older folder's scenario is missing or damaged, or its manifest says too
            little.
        """
        told = Stamp.from_json(self.manifest.get(MADE_BY))
        if told is not None:
            return told
        try:
            return Stamp(
                run_id=self.run_id,
                scenario_sha256=scenario_hash(self.scenario_texts()),
                version=str(self.manifest["versions"]["escalation"]),
                seed=str(self.seed),
                command=shlex.join(self.manifest["command"]),
                started=str(self.manifest["started"]),
            )
        except (KeyError, TypeError, ValueError):
            raise _none_of_ours(self.path / MANIFEST) from None

    def scenario_texts(self) -> list[str]:
        """Return the scenarios as run, in the order of `scenario_names`.

        Raises
        ------
        InputError
            If one is missing or damaged.
        """
        paths = [self.checked(name) for name in self.scenario_names]
        return [bare(path.read_text(encoding="utf-8")) for path in paths]

    @property
    def scenario_names(self) -> list[str]:
        """Return the names of the files that hold the scenarios as run, in their order."""
        names = [name for name in self.manifest["files"] if name.endswith(".yaml")]
        return sorted(name for name in names if "/" not in name)

    @property
    def seed(self) -> int:
        """Return the seed of draws and chance."""
        return int(self.manifest["seed"])

    @property
    def replicates(self) -> int:
        """Return the runs of each draw."""
        return int(self.manifest["replicates"])

    @property
    def scenario_path(self) -> Path:
        """Return the path of a run's resolved scenario, held against its hash."""
        return self.checked(SCENARIO)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Return what ``summary.json`` holds."""
        return read_json(self.checked(SUMMARY))

    def table(self, name: str) -> pd.DataFrame:
        """Read a table anew.

        Raises
        ------
        InputError
            If it is missing, or is not as it was written.
        """
        from escalation.results.tables import read_parquet

        return read_parquet(self.checked(f"{TABLES_FOLDER}/{name}.parquet"))

    def checked(self, name: str) -> Path:
        """Return the path of a file of the folder, held against the hash in the manifest.

        Raises
        ------
        InputError
            If there is no such file, it is missing, or it is not as it was written.
        """
        known = self.manifest["files"].get(name)
        if known is None:
            raise InputError.single(str(self.path / name), "the manifest names no such file")
        return check(self.path / name, known, _advice(self.path))


def load(path: str | os.PathLike[str]) -> KeptFolder:
    """Open a folder of results.

    Raises
    ------
    InputError
        If it is not there, is no run folder, was not finished, or is of a layout that this version
        does not know.
    DamagedError
        If its manifest is.
    """
    folder = Path(path)
    if not folder.exists():
        raise InputError.single(str(folder), "there is no such run folder")
    if not folder.is_dir():
        raise InputError.single(str(folder), "is a file; give the run's folder")
    if folder.name.startswith(UNFINISHED_PREFIX):
        raise InputError.single(str(folder), "this run was not finished; its folder is not whole")
    if not (folder / MANIFEST).is_file():
        told = f"is not a run folder: it has no {MANIFEST}"
        if present(folder / SWEEP_PLAN):
            told += f"; it is a sweep's, see 'escalation sweep {folder} --verify'"
        raise InputError.single(str(folder), told)
    try:
        manifest = read_sealed(folder / MANIFEST, _AGAIN)
    except DamagedError:
        _check_format(folder / MANIFEST)
        raise
    if manifest.get("format") != FORMAT:
        raise _of_format(folder / MANIFEST, manifest.get("format"))
    _check_form(folder / MANIFEST, manifest)
    if named_id(folder.resolve().name) not in (None, manifest["run_id"]):
        raise DamagedError.single(
            str(folder / MANIFEST), f"is that of run {manifest['run_id']}; {_AGAIN}"
        )
    return KeptFolder(folder, manifest)


def _check_form(path: Path, manifest: Mapping[str, Any]) -> None:
    """Raise a DamagedError if a manifest is none of ours: its seal proves nothing of who wrote it.

    The names of its files stay within the folder.
    """
    files, tables, run_id = (manifest.get(key) for key in ("files", "tables", "run_id"))
    names: list[str] = []
    sound = isinstance(run_id, str)
    for part in (files, tables):
        sound = sound and isinstance(part, dict)
        names += part if isinstance(part, dict) else ()
    if not sound or any(_leads_out(name) for name in names):
        raise _none_of_ours(path)


def _none_of_ours(path: Path) -> InputError:
    return DamagedError.single(str(path), f"is no manifest that this program writes; {_AGAIN}")


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ".." in PurePosixPath(name).parts or "\\" in name


def _check_format(path: Path) -> None:
    """Raise an InputError if a manifest without a seal is one of another version."""
    try:
        format_ = read_json(path).get("format")
    except InputError:
        return
    if isinstance(format_, int) and format_ != FORMAT:
        raise _of_format(path, format_)


def _of_format(path: Path, format_: Any) -> InputError:
    return InputError.single(
        str(path),
        f"is of format {format_}; this version reads format {FORMAT}: run it again with this "
        "version, or read it with the one that wrote it",
    )


def _advice(folder: Path) -> str:
    """Say what to do about a file that is not as it was written."""
    return f"{_AGAIN}, or see 'escalation verify {folder}'"


def read_json(path: Path, advice: str = _AGAIN) -> dict[str, Any]:
    """Read a JSON object of a folder of results.

    Parameters
    ----------
    path
        The file.
    advice
        What to do about a file that is another, as a clause.

    Raises
    ------
    InputError
        If it is missing or can't be read.
    DamagedError
        If it holds something else.
    """
    return json_object(path, read_kept(path, advice), advice)


def means_folder(source: str | os.PathLike[str]) -> bool:
    """Return whether what somebody names is a folder of results, and no shipped scenario."""
    from escalation.scenario.library import shipped

    path = Path(source)
    return path.is_dir() and (os.fspath(source) not in shipped() or present(path / MANIFEST))


def folder_meant(
    source: str | os.PathLike[str], root: str | os.PathLike[str] = "runs"
) -> KeptFolder | None:
    """Open the kept folder that is named where a scenario could be named too.

    Parameters
    ----------
    source
        A scenario's file or shipped name, or the path, the name or the id of a kept folder.
    root
        Folder of run folders, in which an id or a name is looked up.

    Returns
    -------
    KeptFolder or None
        None where a scenario is meant.

    Raises
    ------
    InputError
        If a kept folder is meant and there is none, or it can't be read.
    """
    from escalation.scenario.library import shipped

    if means_folder(source):
        return load(source)
    name = os.fspath(source)
    if name in shipped() or Path(name).exists() or not _NAMES_A_RUN.fullmatch(name):
        return None
    return find(name, root)


def find(wanted: str | os.PathLike[str], root: str | os.PathLike[str] = "runs") -> KeptFolder:
    """Open the folder that a person names.

    Parameters
    ----------
    wanted
        Its path, or its id or name under ``root``; four letters of an id are enough where no
        other begins so.
    root
        Folder of run folders.

    Raises
    ------
    InputError
        If there is none, or there are several.
    """
    name, root = path_given(wanted, "run"), path_given(root, "root")
    if Path(name).exists() or os.sep in name.strip(os.sep):
        return load(name)
    listed = list_runs(root) if Path(root).is_dir() else []
    known = [item for item in listed if item.run_id]
    exact = [item for item in known if name in (item.run_id, Path(item.path).name)]
    begins = [item for item in known if str(item.run_id).startswith(name)]
    found = exact or (begins if len(name) >= _LEAST_LETTERS else [])
    if len(found) == 1:
        return load(found[0].path)
    if found:
        ids = ", ".join(str(item.run_id) for item in found)
        raise InputError.single(name, f"begins the ids of several runs: {ids}")
    near = suggest(name, [str(item.run_id) for item in known])
    raise InputError.single(
        name, f"there is no such run under {root}{near}; 'escalation runs' lists those kept"
    )


@dataclass(frozen=True)
class Listed:
    """One line of a list of what was kept; None where the folder does not say.

    Attributes
    ----------
    path
        The folder.
    kind
        One of `escalation.results.kinds.KINDS`.
    run_id, scenario, started
        Names of run and scenario, and the moment of the start in ISO form; a sweep has no run id.
    runs, failed_runs, interrupted
        As in the summary.
    de_escalated_30d
        The headline odds of a run.
    found
        What it found, in a few words.
    problem
        Why it can't be read, or an empty string.
    """

    path: str
    kind: str | None = None
    run_id: str | None = None
    scenario: str | None = None
    started: str | None = None
    runs: int | None = None
    failed_runs: int | None = None
    interrupted: bool | None = None
    de_escalated_30d: float | None = None
    found: str = ""
    problem: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return asdict(self)


def list_runs(root: str | os.PathLike[str]) -> list[Listed]:
    """Return the folders of results under ``root``, newest last; unfinished and damaged ones too.

    Raises
    ------
    InputError
        If ``root`` is not a folder.
    """
    folder = Path(root)
    if not folder.is_dir():
        raise InputError.single(str(folder), "there is no such folder")
    listed = []
    for path in folder.iterdir():
        if not path.is_dir() or path.name.startswith("."):
            continue
        if (path / MANIFEST).exists():
            listed.append(_look(path))
        elif (path / SWEEP_PLAN).exists():
            listed.append(_look_at_sweep(path))
        elif (path / SUMMARY).exists():
            listed.append(Listed(str(path), problem=f"{MANIFEST} is missing"))
    listed += [Listed(str(path), problem="being built") for path in unfinished(folder)]
    return sorted(listed, key=lambda item: (item.started or "", item.path))


def _look(path: Path) -> Listed:
    """Read of a run folder what a list needs."""
    try:
        kept = load(path)
        summary = kept.summary
    except InputError as error:
        return Listed(str(path), problem=_within(path, error))
    odds = summary.get("odds")
    headline = odds.get("de_escalated_30d") if isinstance(odds, dict) else None
    return Listed(
        path=str(path),
        kind=kept.kind,
        run_id=kept.run_id,
        scenario=summary.get("scenario"),
        started=kept.manifest.get("started"),
        runs=summary.get("runs"),
        failed_runs=summary.get("failed_runs"),
        interrupted=summary.get("interrupted"),
        de_escalated_30d=headline.get("p") if isinstance(headline, dict) else None,
        found=in_a_line(kept.kind, summary),
    )


def _within(folder: Path, error: InputError) -> str:
    """Return what is wrong with a file of a folder, the file by its name in there."""
    problem = error.problems[0]
    name = problem.where.removeprefix(f"{folder}{os.sep}")
    return problem.message if name == str(folder) else f"{name} {problem.message}"


def listed_files(path: Path) -> dict[str, str]:
    """Return the hashes that a sweep's folder keeps of its files beside the points, by name.

    Raises
    ------
    InputError
        If its list is missing, or is not as it was written.
    """
    files = read_sealed(path / SWEEP_FILES, SWEEP_AGAIN).get("files")
    if not isinstance(files, dict) or any(_leads_out(name) for name in files):
        told = f"is no list of files that this program writes; {SWEEP_AGAIN}"
        raise DamagedError.single(str(path / SWEEP_FILES), told)
    return files


def begun(path: Path) -> str:
    """Return when a sweep was begun, in UTC, as ISO 8601 to the second, by its own list of files.

    A folder from before that was kept, or whose list is damaged, has the time of its plan's file,
    which a copy of it may not have.
    """
    with suppress(InputError):
        told = Stamp.from_json(read_sealed(path / SWEEP_FILES, SWEEP_AGAIN).get(MADE_BY))
        if told is not None and is_moment(told.started):
            return told.started
    file = path / SWEEP_PLAN
    changed = int(file.stat().st_mtime) if present(file) else 0
    return dt.datetime.fromtimestamp(changed, dt.UTC).isoformat(timespec="seconds")


def is_moment(text: str) -> bool:
    """Return whether a text is a moment as stamps have it, with its offset from UTC."""
    try:
        return dt.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _look_at_sweep(path: Path) -> Listed:
    """Read of a sweep's folder what a list needs."""
    started = begun(path)
    try:
        known = listed_files(path) if (path / SWEEP_FILES).exists() else {}
        if SUMMARY not in known and not (path / SUMMARY).exists():
            return Listed(str(path), SWEEP, started=started, problem="no results yet")
        summary = read_json(check(path / SUMMARY, known.get(SUMMARY), SWEEP_AGAIN), SWEEP_AGAIN)
    except InputError as error:
        return Listed(str(path), SWEEP, started=started, problem=_within(path, error))
    scenarios, missing = summary.get("scenarios"), summary.get("points_missing")
    return Listed(
        path=str(path),
        kind=SWEEP,
        scenario=", ".join(map(str, scenarios)) if isinstance(scenarios, list) else None,
        started=started,
        runs=summary.get("runs"),
        interrupted=None if missing is None else missing != 0,
        found=in_a_line(SWEEP, summary),
    )
