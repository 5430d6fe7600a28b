"""What a run folder is called and what is in it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

MANIFEST = "manifest.json"
SUMMARY = "summary.json"
SCENARIO = "scenario.yaml"
HEADLINE = "headline"  # .csv
TABLES_FOLDER = "tables"
CHARTS_FOLDER = "charts"

#: What a folder holds whose manifest names no other kind: runs of one scenario.
RUN = "run"

#: Stands in a sweep's folder, which has no manifest: the plan that it was begun with.
SWEEP, SWEEP_PLAN = "sweep", "sweep.json"

#: The table of its points there.
RESULTS = "results"  # .parquet, .csv

#: Stands there too: the hashes of all files beside the points, and its own.
SWEEP_FILES = "files.json"

#: Version of the folder's layout and of what its columns mean; a reader refuses one that it does
#: not know. 2: war ends the count, so that what is quiet only after it has not de-escalated; the
#: manifest carries a hash of itself.
FORMAT = 2

#: Held locked by the process that builds a folder; never part of a finished one.
LOCK = ".building"

UNFINISHED_PREFIX = ".unfinished-"
_ID_LENGTH = 8


def run_id(scenario_text: str, seed: int, runs: int | None, when: dt.datetime) -> str:
    """Return the short name of a run: a hash of what was run, and of when.

    Parameters
    ----------
    scenario_text
        The resolved scenario.
    seed, runs
        As asked for; ``runs`` is None where a precision was.
    when
        Moment of the start, to the microsecond, so that the same job twice has two names.

    Returns
    -------
    str
        Eight hexadecimal digits.
    """
    stands_for = f"{scenario_text}\0{seed}\0{runs}\0{when.astimezone(dt.UTC).isoformat()}"
    return hashlib.sha256(stands_for.encode()).hexdigest()[:_ID_LENGTH]


def named_id(name: str) -> str | None:
    """Return the id that a folder's name ends in; None if somebody gave it a name of their own."""
    found = re.search(rf"-\d{{8}}T\d{{6}}Z-([0-9a-f]{{{_ID_LENGTH}}})$", name)
    return found[1] if found else None


def folder_name(scenario_name: str, when: dt.datetime, identifier: str) -> str:
    """Return ``<scenario>-<time>-<id>``, time in UTC."""
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "-", scenario_name).strip("-.") or "scenario"
    return f"{safe[:64]}-{when.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}-{identifier}"
