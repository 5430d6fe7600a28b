"""Read a run folder back, from yesterday or from another machine."""

from __future__ import annotations

import json
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation.errors import InputError, Problem
from escalation.results.folder import sha256
from escalation.results.layout import (
    FORMAT,
    MANIFEST,
    RUN,
    SCENARIO,
    SUMMARY,
    TABLES_FOLDER,
    UNFINISHED_PREFIX,
)
from escalation.scenario.holder import HoldsScenario

if TYPE_CHECKING:
    import pandas as pd

    from escalation.scenario.sections import Scenario


class StoredRun(HoldsScenario):
    """A finished run folder; tables are read when they are first asked for.

    Charts can be drawn from it as from a fresh result.

    Attributes
    ----------
    path
        The folder.
    manifest
        What ``manifest.json`` holds.
    """

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self.path = path
        self.manifest = manifest

    @property
    def run_id(self) -> str:
        """Return the run's short name."""
        return str(self.manifest["run_id"])

    @property
    def kind(self) -> str:
        """Return what the folder holds: ``run``, ``comparison``, ``branch`` or ``policies``."""
        return str(self.manifest.get("kind", RUN))

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Return what ``summary.json`` holds."""
        return read_json(self.path / SUMMARY)

    @property
    def scenario_path(self) -> Path:
        """Return the path of the resolved scenario."""
        return self.path / SCENARIO

    @cached_property
    def scenario(self) -> Scenario:
        """Return the scenario that was run, as resolved."""
        from escalation.scenario.load import load_scenario

        return load_scenario(self.scenario_path)

    @cached_property
    def draws(self) -> pd.DataFrame:
        """Return the table of draws."""
        return self.table("draws")

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Return the table of runs."""
        return self.table("runs")

    @cached_property
    def days(self) -> pd.DataFrame:
        """Return the table of days."""
        return self.table("days")

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Return the table of segments."""
        return self.table("segments")

    def table(self, name: str) -> pd.DataFrame:
        """Read a table anew.

        Raises
        ------
        InputError
            If it is missing, damaged or of another run.
        """
        from escalation.results.tables import read_parquet

        path = self.path / TABLES_FOLDER / f"{name}.parquet"
        if not path.is_file():
            raise InputError.single(str(path), "this run folder has no such table")
        try:
            frame, metadata = read_parquet(path)
        except (OSError, ValueError) as error:
            raise InputError.single(str(path), "is damaged and cannot be read") from error
        if metadata.get("run_id") != self.run_id:
            raise InputError.single(
                str(path), f"belongs to run {metadata.get('run_id')}, not to {self.run_id}"
            )
        return frame

    def damage(self) -> list[Problem]:
        """Return what is missing, changed or added since the folder was written."""
        known: dict[str, str] = self.manifest["files"]
        problems = []
        for name, digest in known.items():
            path = self.path / name
            if not path.is_file():
                problems.append(Problem(str(path), "is missing"))
            elif sha256(path) != digest:
                problems.append(Problem(str(path), "is not as it was written"))
        for path in sorted(self.path.rglob("*")):
            name = path.relative_to(self.path).as_posix()
            if path.is_file() and name not in known and name != MANIFEST:
                problems.append(Problem(str(path), "was added later"))
        return problems


def load(path: str | os.PathLike[str]) -> StoredRun:
    """Open a run folder.

    Raises
    ------
    InputError
        If it is not there, is no run folder, was not finished, or is of a layout that this version
        does not know.
    """
    folder = Path(path)
    if not folder.exists():
        raise InputError.single(str(folder), "there is no such run folder")
    if not folder.is_dir():
        raise InputError.single(str(folder), "is a file; give the run's folder")
    if folder.name.startswith(UNFINISHED_PREFIX):
        raise InputError.single(str(folder), "this run was not finished; its folder is not whole")
    if not (folder / MANIFEST).is_file():
        raise InputError.single(str(folder), f"is not a run folder: it has no {MANIFEST}")
    manifest = read_json(folder / MANIFEST)
    missing = [key for key in ("format", "run_id", "files") if key not in manifest]
    if missing or not isinstance(manifest["files"], dict):
        what = ", ".join(missing) or "files"
        raise InputError.single(str(folder / MANIFEST), f"does not say {what} as a run's must")
    if manifest["format"] != FORMAT:
        raise InputError.single(
            str(folder / MANIFEST),
            f"is of format {manifest['format']}; this version reads format {FORMAT}",
        )
    return StoredRun(folder, manifest)


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object of a folder of results.

    Raises
    ------
    InputError
        If it is missing, can't be read, or holds something else.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError.single(str(path), "is missing") from error
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise InputError.single(str(path), f"cannot be read: {why}") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError.single(str(path), "is damaged: it is not JSON") from error
    if not isinstance(document, dict):
        raise InputError.single(str(path), "is damaged: it does not hold an object")
    return document
